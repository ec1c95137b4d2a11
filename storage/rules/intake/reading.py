"""From the words of an alert to suggestions: deadlines, complexity, actions, each with its sentence.

It understands British dates with a year, and nothing that is not said. Source: domain brief b.3, b.5 and b.6.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from storage.rules.intake.markup import Block, Kind
from storage.rules.intake.proposal import SENTENCE_MOST, Proposal, ProposedAction, Suggestion
from storage.rules.references import Reference, find_references

ACTIONS_MOST: Final = 60
ACTION_MOST: Final = 1000
EXPLANATION_MOST: Final = 2900
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY: Final = re.compile(
    r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+"
    r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?[\s-]+(?P<year>20\d\d)\b"
    r"|\b(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>20\d\d)\b|\b(?P<iso>20\d\d-\d\d-\d\d)\b",
    re.IGNORECASE,
)
_COMPLETE: Final = re.compile(
    r"\bactions?\s+(?:must be|should be|to be|are to be)?\s*complete(?:d)?\b|\bcomplet(?:e|ed|ion)\s+(?:by|date|"
    r"deadline|no later than)|\bcomplet(?:e|ed) (?:as soon as possible|before)|"
    r"\bdeadlines?\s+for\s+(?:completion|completing)",
    re.IGNORECASE,
)
_LATEST: Final = re.compile(
    r"\b(?:no|not)\s+later\s+than\b|\bdeadline\b|\bdue (?:by|date)\b|\baction by\b|\b(?:extended|revised) to\b",
    re.IGNORECASE,
)
_UNDERWAY: Final = re.compile(
    r"\bactions?\s+(?:to be\s+)?underway\b|\b(?:begin|start|started|commence)\w*\s+(?:by|before)\b", re.IGNORECASE
)
_ISSUED: Final = re.compile(
    r"\b(?:date (?:of issue|issued)|issue date|issued(?: on)?|this version issued|date)\b\s*:?", re.IGNORECASE
)
_BY: Final = re.compile(r"\b(?:by|before|no later than|due)\b", re.IGNORECASE)
_COMPLEX: Final = re.compile(r"safety[- ]critical\s+(?:and|&)\s+complex", re.IGNORECASE)
_CRITICAL: Final = re.compile(r"safety[- ]critical", re.IGNORECASE)
_SUPERSEDES: Final = re.compile(
    r"\b(?:supersed(?:es|ing)|replac(?:es|ing)|withdraw(?:s|ing)|update to|updates)\b", re.IGNORECASE
)
_ACTIONS_HEADING: Final = re.compile(r"actions?(?: required| needed| to (?:take|be taken))?\b(?! by)", re.IGNORECASE)
_ASKED: Final = re.compile(r"\bactions? required\b|\bactions?:\s*$", re.IGNORECASE)
_WHY_HEADING: Final = re.compile(r"explanation|problem|summary|background|.*safety issue", re.IGNORECASE)
_NEAR: Final = 90
_TITLE: Final = re.compile(r"(?:alert )?(?:title|subject)\s*:\s*(?P<title>.+)", re.IGNORECASE)
_REFERENCE_LABEL: Final = re.compile(r"\b(?:alert )?reference(?: no| number)?\s*:", re.IGNORECASE)
_ISSUED_BY: Final = re.compile(r"\b(?:issued by|originator|issuer)\s*:?\s*(?P<who>[A-Z][\w&, ]{2,60})", re.IGNORECASE)
_PREFIX: Final = re.compile(
    r"^(?:(?:fwd?|re)\s*:\s*)*(?:CAS\s*(?:alert|broadcast)?\s*[:-]\s*)?(?:national patient safety alert\s*[:–-]?\s*)?",
    re.IGNORECASE,
)


def days_in(text: str) -> Iterator[tuple[int, date]]:
    """Return each full date of a text with the offset at which it begins. A day that does not exist is left out."""
    for found in _DAY.finditer(text):
        try:
            if found["iso"]:
                yield found.start(), date.fromisoformat(found["iso"])
            elif found["d"]:
                yield found.start(), date(int(found["y"]), int(found["m"]), int(found["d"]))
            else:
                month = _MONTHS.index(found["month"].lower()) + 1
                yield found.start(), date(int(found["year"]), month, int(found["day"]))
        except ValueError:
            continue


def sentences(text: str) -> list[str]:
    """Return the sentences of a block."""
    return [one.strip() for one in re.split(r"(?<=[.;!?])\s+(?=[A-Z0-9(])", text) if one.strip()]


def tidy_title(text: str) -> str:
    """Return a title without its reference and the words that all such titles begin with."""
    text = re.sub(r"\s*[(\[]?\b(?:NatPSA|MDA|EFA|EFN|CHT|DSI|SDA)[/ ][\w/]+[)\]]?", "", text)
    return re.sub(r"\s+", " ", _PREFIX.sub("", text)).strip(" -–:")[:SENTENCE_MOST]


def read(blocks: Sequence[Block]) -> Proposal:
    """Return what the blocks suggest. Nothing is guessed: a field without words for it is None."""
    said = [(block, sentence) for block in blocks for sentence in sentences(block.text)]
    lines = [sentence for _, sentence in said]
    loose = [sentence for block, sentence in said if block.kind is not Kind.NUMBERED]
    supersedes, own = _references(lines)
    title = next((found for one in blocks if (found := _TITLE.match(one.text))), None)
    return Proposal(
        reference=_reference(own, lines),
        title=Suggestion(tidy_title(title["title"]), _short(title[0])) if title else None,
        issuer=_issuer(own, lines),
        issued_on=_dated(lines, _ISSUED, 25),
        complete_by=_dated(loose, _COMPLETE) or _dated(loose, _LATEST) or _dated(lines, _COMPLETE),
        underway_by=_dated(lines, _UNDERWAY, 45),
        complexity=_complexity(lines),
        url=_url(lines),
        explanation=_explanation(blocks),
        supersedes=supersedes,
        actions=_actions(blocks),
    )


def _short(sentence: str) -> str:
    return sentence if len(sentence) <= SENTENCE_MOST else sentence[: SENTENCE_MOST - 1].rstrip() + "…"


def _references(lines: Sequence[str]) -> tuple[Suggestion | None, Reference | None]:
    """Return the alert that this one supersedes, and this alert's own reference: the first that is not superseded.

    A line that says "Reference:" goes before all others.
    """
    replaced: Suggestion | None = None
    labelled: Reference | None = None
    first: Reference | None = None
    for line in lines:
        marked = _SUPERSEDES.search(line)
        old = find_references(line[marked.end() :]) if marked else ()
        if old and replaced is None:
            replaced = Suggestion(old[0].key, _short(line))
        fresh = find_references(line[: marked.start()] if marked and old else line)
        if fresh and first is None:
            first = fresh[0]
        if fresh and labelled is None and _REFERENCE_LABEL.search(line):
            labelled = fresh[0]
    own = labelled or first
    if own is not None and own.issuer is None:
        fuller = (one for line in lines for one in find_references(line) if one.key == own.key and one.issuer)
        own = next(fuller, own)
    return (replaced if replaced is None or own is None or replaced.value != own.key else None), own


def _reference(own: Reference | None, lines: Sequence[str]) -> Suggestion | None:
    if own is None:
        return None
    line = next((one for one in lines if any(found.key == own.key for found in find_references(one))), "")
    return Suggestion(own.reference, _short(line))


def _issuer(own: Reference | None, lines: Sequence[str]) -> Suggestion | None:
    if own is not None and own.issuer is not None:
        return Suggestion(own.issuer, own.reference)
    found = next(((one, line) for line in lines if (one := _ISSUED_BY.search(line))), None)
    return Suggestion(found[0]["who"].strip()[:40], _short(found[1])) if found else None


def _dated(lines: Sequence[str], phrase: re.Pattern[str], near: int = _NEAR) -> Suggestion | None:
    """Return the first date that follows the phrase closely in its own sentence."""
    for line in lines:
        days = list(days_in(line))
        for said in phrase.finditer(line) if days else ():
            day = next((day for start, day in days if said.end() <= start <= said.end() + near), None)
            if day is not None:
                return Suggestion(day.isoformat(), _short(line))
    return None


def _complexity(lines: Sequence[str]) -> Suggestion | None:
    for phrase, value in ((_COMPLEX, "yes"), (_CRITICAL, "no")):
        found = next((line for line in lines if phrase.search(line)), None)
        if found is not None:
            return Suggestion(value, _short(found))
    return None


def _url(lines: Sequence[str]) -> Suggestion | None:
    for line in lines:
        found = re.search(
            r"https://(?:www\.)?(?:gov\.uk|cas\.mhra\.gov\.uk|england\.nhs\.uk)/[^\s<>\"')\]]{1,400}", line
        )
        if found is not None:
            return Suggestion(found[0].rstrip(".,;"), _short(line))
    return None


def _under(blocks: Sequence[Block], heading: re.Pattern[str]) -> list[Block]:
    """Return what stands under the first heading of this kind, to the next heading as high."""
    for start, one in enumerate(blocks):
        if one.kind is Kind.HEADING and heading.match(one.text):
            inside: list[Block] = []
            for block in blocks[start + 1 :]:
                if block.kind is Kind.HEADING and block.level <= one.level:
                    break
                inside.append(block)
            if any(block.kind is not Kind.HEADING for block in inside):
                return inside
    return []


def _explanation(blocks: Sequence[Block]) -> Suggestion | None:
    inside = [one for one in _under(blocks, _WHY_HEADING) if one.kind is not Kind.HEADING]
    text = "\n".join(one.text for one in inside)
    if not text:
        return None
    return Suggestion(text if len(text) <= EXPLANATION_MOST else text[:EXPLANATION_MOST].rstrip() + "… (shortened)")


def _actions(blocks: Sequence[Block]) -> tuple[ProposedAction, ...]:
    """Return numbered items under the heading of actions; else bullets there; else what is numbered anywhere."""
    under = _under(blocks, _ACTIONS_HEADING)
    if not under:
        start = next((number for number, one in enumerate(blocks) if _ASKED.search(one.text)), None)
        under = list(blocks[start + 1 :]) if start is not None else []
    for part, kind in ((under, Kind.NUMBERED), (under, Kind.BULLET), (blocks, Kind.NUMBERED)):
        items = _joined(part, kind)
        if items:
            return tuple(_action(number, text) for number, text in enumerate(items[:ACTIONS_MOST], start=1))
    return ()


def _joined(part: Sequence[Block], kind: Kind) -> list[str]:
    """Return the items of a kind; bullets below a numbered item belong to it. A heading ends the list once begun."""
    items: list[str] = []
    for block in part:
        if block.kind is Kind.HEADING and items:
            break
        if block.kind is kind and (kind is Kind.BULLET or block.number > 0):
            if kind is Kind.NUMBERED and items and block.number == 1 and block.level < 2:  # noqa: PLR2004 - a nested list
                break
            items.append(block.text)
        elif block.kind is Kind.BULLET and kind is Kind.NUMBERED and items:
            items[-1] += f"; {block.text}"
    return items


def _action(number: int, text: str) -> ProposedAction:
    due = _dated([text], _BY, 40)
    whole = text if len(text) <= ACTION_MOST else text[: ACTION_MOST - 13].rstrip() + "… (shortened)"
    return ProposedAction(number, whole, due.value if due else None)
