"""Where the words of a draft stand beside their writer as well: other drafts of theirs, and reports with their name.

It only looks. What becomes of what it finds is for the sending to do and for the person to know.
"""

import re
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from handlers.asking import raw_values
from handlers.desk import Desk
from handlers.incidents import drafting, editing
from storage import drafts, files, incidents
from storage.drafts import Draft

NEAR: Final = 85
"""From this likeness (0 to 100) two stories tell nearly the same; one that holds all words of the other does."""
WORDS_LEAST: Final = 4
"""With fewer words, "pt fell" would be like every fall."""
_DRAFTS_MOST: Final = 100
_REPORTS_MOST: Final = 20
_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Drafts that are ``equal`` and with ``near`` words, and the reference of a report with equal words, or "".

    An equal one holds the same words, no answer that this draft has not, and no file: nothing is lost with it.

    ``shared``: a colleague knows of the draft itself.
    """

    equal: tuple[Draft, ...] = ()
    near: tuple[Draft, ...] = ()
    named: str = ""
    shared: bool = False


async def elsewhere(desk: Desk, draft: Draft) -> Elsewhere:
    """Return where else the words of this draft stand beside the person at the desk.

    Two statements, and one for each draft with the same words.

    A draft that changes a report is not among them: it belongs to that report, as its words do.
    """
    words, shared = _plain(story(draft)), bool(draft.values.get(drafting.SHARED))
    if not words:
        return Elsewhere(shared=shared)
    begun = await drafts.of_person(desk.tx, desk.person.id, desk.now, limit=_DRAFTS_MOST)
    others = [one for one in begun if one.id != draft.id and one.form in drafting.FORMS]
    others = [one for one in others if not editing.reference_of(one)]
    same_words = [one for one in others if _plain(story(one)) == words]
    equal = tuple([one for one in same_words if _says_no_more(one, draft) and not await _has_files(desk, one)])
    near = tuple(
        one for one in others if one not in equal and (one in same_words or is_near(words, _plain(story(one))))
    )
    sent = await incidents.of_reporter(desk.tx, desk.person.id, limit=_REPORTS_MOST)
    same = (one.reference for one in sent if _plain(one.content.what_happened.text) == words)
    return Elsewhere(equal, near, next(same, ""), shared)


def _says_no_more(one: Draft, draft: Draft) -> bool:
    answers = {name: value for name, value in raw_values(one).items() if name != "what_happened"}
    return answers.items() <= raw_values(draft).items()


async def _has_files(desk: Desk, one: Draft) -> bool:
    return bool(await files.keys_of_draft(desk.tx, one.id))


def story(draft: Draft) -> str:
    """Return what happened, in the words of a draft."""
    return str(raw_values(draft).get("what_happened", ""))


def is_near(one: str, other: str) -> bool:
    """Say whether two stories, as words in lower case, tell nearly the same."""
    if min(len(one.split()), len(other.split())) < WORDS_LEAST:
        return False
    return fuzz.token_set_ratio(one, other) >= NEAR


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
