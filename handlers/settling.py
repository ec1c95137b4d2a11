"""Settling an answer: from what was typed, pressed or handed over to what may be kept.

Free text is screened, places and people become their ids, files get a key. It decides nothing about a form.
"""

from collections.abc import Sequence
from typing import Final

from handlers import files, finding
from handlers.chat.answers import Wrong, longest, says_unknown, spell, too_long
from handlers.chat.form import Field, Widget
from handlers.chat.turn import Handed, RawAnswer
from handlers.desk import Desk
from storage import files as kept_files
from storage import people
from storage.cleaning import PHOTOS_AND_PDF

_ASIDE: Final = frozenset({Widget.LOCATION, Widget.DATE, Widget.TIME, Widget.NUMBER})
"""Questions into which somebody may type a story by mistake."""


async def settle(desk: Desk, field: Field, raw: RawAnswer) -> RawAnswer | Wrong:
    """Return a raw answer ready to be kept, in the one spelling that ``answers.spell`` gives it.

    An answer that cannot be read comes back as it is, for ``answers.check`` to say so; one that names no place or
    person, or more than one, is ``Wrong``.
    """
    text = raw.strip() if isinstance(raw, str) else ""
    match field.widget:
        case Widget.TEXT | Widget.PARAGRAPH:
            return raw if field.public or field.hidden else _screened(desk, field, text)
        case Widget.FILE:
            keys = raw if isinstance(raw, tuple) else (text,) if text else ()
            for key in keys:
                if not await kept_files.name_of(desk.tx, key, desk.person.id):
                    return Wrong("Please send the file itself, or leave this empty.")
            return raw
        case Widget.LOCATION | Widget.PERSON:
            return await _named(desk, field, text)
        case _:
            return spell(field, raw, desk.today)


def _screened(desk: Desk, field: Field, typed: str) -> str | Wrong:
    """Return words without identifiers. Their length is judged as the person counts it, before marks stand there."""
    if len(typed) > longest(field):
        return too_long(field, typed)
    text = desk.screen(typed).text
    if len(text) <= longest(field):
        return text
    return Wrong(
        f"With our marks for what we removed, this is {len(text):,} characters long. Please keep it to {field.most:,}."
    )


async def _named(desk: Desk, field: Field, text: str) -> str | Wrong:
    if not text or says_unknown(text):
        return text
    what = "place" if field.widget is Widget.LOCATION else "person"
    if text.startswith("#"):
        known = await _is_known(desk, field, text[1:])
        return text if known else Wrong(f"We do not know that {what}. Please choose one from the list.")
    found = await suggestions(desk, field, text)
    best = finding.only(found)
    if best is not None:
        return f"#{best.id}"
    if found:
        return Wrong(f"Which {what} do you mean: " + ", ".join(one.name for one in found[:4]) + "?")
    return Wrong(f"We do not know that {what}. Please check the spelling, or choose from the list.")


async def _is_known(desk: Desk, field: Field, number: str) -> bool:
    """Say whether the trust has this place or person. A number comes back from the network and may be anything."""
    if not number.isdecimal() or len(number) > len("999999999"):
        return False
    if field.widget is Widget.LOCATION:
        return any(place.id == int(number) for place in desk.places)
    return desk.at_home and int(number) in await people.by_ids(desk.tx, [int(number)])


async def without_story(desk: Desk, field: Field, raw: RawAnswer) -> RawAnswer:
    """Return an answer that could not be used as it is given back: screened where a story may have gone astray.

    Of a question with choices only its choices come back: the network may send any words, and an answer is kept.
    """
    if field.widget in {Widget.CHOICE, Widget.CHOICES}:
        offered = {one.value for one in field.choices}
        several = raw if isinstance(raw, tuple) else (raw,)
        left = tuple(one for one in several if one in offered)
        return left if isinstance(raw, tuple) else "".join(left)
    if field.hidden:
        return ""
    if field.widget in _ASIDE or (field.widget in {Widget.TEXT, Widget.PARAGRAPH} and not field.public):
        return (await desk.screen_aside(raw if isinstance(raw, str) else " ".join(raw))).text
    return raw


async def suggestions(desk: Desk, field: Field, typed: str) -> tuple[finding.Found, ...]:
    """Return the places or people that may be meant, best first; nothing for other fields."""
    match field.widget:
        case Widget.LOCATION:
            return tuple(finding.places(typed, desk.places))
        case Widget.PERSON if desk.at_home:
            return tuple(finding.people(typed, await people.all_active(desk.tx)))
        case _:
            return ()


PENDING: Final = "pending"
"""What stands for files until every other answer is good: only then are they kept."""


def pending(field: Field) -> RawAnswer:
    """Return what stands for the files of this question while the other answers are checked."""
    return (PENDING,) if field.several else PENDING


async def keep_files(desk: Desk, field: Field, handed: Sequence[Handed]) -> RawAnswer | Wrong:
    """Hold the files that answer a question and return their keys; the first sentence about one that we do not take.

    One question is answered by all its files or by none.
    """
    chosen = handed if field.several else handed[:1]
    named = not field.takes <= PHOTOS_AND_PDF
    keys: list[str] = []
    for number, one in enumerate(chosen, start=1):
        kept = await files.keep(desk, one, field.takes, number=number, named=named)
        if isinstance(kept, Wrong):
            await kept_files.drop(desk.tx, keys)
            return kept
        keys.append(kept.key)
    return tuple(keys) if field.several else "".join(keys)
