"""What is asked on the card itself: a few questions that nobody answered yet, each answered with one press.

At most three, the most important first. "Don't know" is an answer to each, and says of what: two of them may stand on
one card. A report can be sent without any.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.asking import raw_values
from handlers.chat.answers import Wrong, read
from handlers.chat.card import BUTTON_MOST, Button, Item, Items
from handlers.chat.form import UNKNOWN, Widget, fields_of
from handlers.chat.turn import RawAnswer
from handlers.desk import Desk
from handlers.incidents import drafting
from handlers.incidents.kinds import kind_of
from handlers.settling import settle
from handlers.showing.labels import OUTCOME_LABELS, PHYSICAL_LABELS
from storage.drafts import Draft
from storage.records import EventType, Involved, Location, PhysicalHarm, PsychologicalHarm

MOST: Final = 3
OPEN_FORM: Final = "form"
"""A raw answer that stands for "let me say it in a form", which asks that one thing."""
ALONE: Final = "incidents.only_"
"""What the name of such a form begins with; the question's field follows."""
_HARM: Final = frozenset({"physical", "psychological"})
_ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    EventType.INCIDENT: ("event_type", "physical", "psychological", "same", "patients", "occurred_on", "location",
                         "involved"),
    EventType.OUTCOME: ("outcome_types", "physical", "psychological", "same", "patients", "location"),
    EventType.RISK: ("risk_imminent", "location", "involved"),
    EventType.GOOD_CARE: ("how_again", "location"),
}  # fmt: skip
"""The questions of each kind, the most important first."""
_OF_SEVERAL: Final[Mapping[str, tuple[str, str]]] = {
    "physical": (
        "Were the patients hurt? Your answer counts for each.",
        "Was the first patient hurt? How badly?",
    ),
    "psychological": (
        "Were the patients distressed? Your answer counts for each.",
        "Was the first patient distressed?",
    ),
}
"""How harm is asked where there are several patients: once for all of them, or of the first before the others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that could not be told from the words, with answers to press: (raw value, label)."""

    field: str
    question: str
    answers: tuple[tuple[str, str], ...]
    other: str


_DISTRESS: Final = (
    (PsychologicalHarm.NO_HARM.value, "No"),
    (PsychologicalHarm.LOW.value, "A little"),
    (PsychologicalHarm.MODERATE.value, "Yes, and it lasts"),
)
_HURT: Final = (
    (PhysicalHarm.NO_HARM.value, "Not hurt"),
    *((harm.value, PHYSICAL_LABELS[harm].removesuffix(" physical harm")) for harm in tuple(PhysicalHarm)[1:]),
)
"""No two answers of one card read alike, wherever it is heard rather than seen."""
_ASKED: Final[Mapping[str, Asked]] = {
    one.field: one
    for one in (
        Asked(
            "event_type",
            "What kind of event was it?",
            (("incident", "Something went wrong"), ("good_care", "Something went well"), ("risk", "It may go wrong")),
            "Not sure",
        ),
        Asked("psychological", "Was the patient distressed?", _DISTRESS, "Don't know if distressed"),
        Asked("physical", "Was the patient hurt? How badly?", _HURT, "Don't know if hurt"),
        Asked(
            "same",
            "Was the harm the same for each patient?",
            (("same", "The same for each"), ("each", "Ask me about each")),
            "Don't know if the same",
        ),
        Asked(
            "patients",
            "How many patients were affected?",
            (("0", "None"), ("1", "1"), ("2", "2")),
            "Don't know how many",
        ),
        Asked(
            "occurred_on",
            "On which day was it?",
            (("today", "Today"), ("yesterday", "Yesterday")),
            "Don't know the day",
        ),
        Asked("location", "Where was it?", ((OPEN_FORM, "Choose the place"),), "Don't know the place"),
        Asked(
            "involved",
            "Was one of these involved?",
            (
                (Involved.MEDICATION.value, "A medicine"),
                (Involved.DEVICES.value, "A device"),
                (Involved.NONE_OF_THESE.value, "None of these"),
                (OPEN_FORM, "Something else"),
            ),
            "Don't know what was involved",
        ),
        Asked(
            "risk_imminent",
            "Could somebody die or be badly hurt very soon?",
            (("y", "Yes"), ("n", "No")),
            "Don't know how soon",
        ),
        Asked(
            "outcome_types",
            "What was the outcome?",
            (
                *((code, OUTCOME_LABELS[code]) for code in ("5", "2", "7")),
                ("3", "Unplanned intensive care"),
                (OPEN_FORM, "Something else"),
            ),
            "Don't know the outcome",
        ),
        Asked(
            "how_again", "What made it go well, and how can it happen again?", ((OPEN_FORM, "Tell us"),), "Leave it out"
        ),
    )
}


_FACTS: Final = {
    "physical": "Physical harm", "psychological": "Psychological harm", "patients": "Patients", "occurred_on": "When",
    "location": "Where", "involved": "Involved", "risk_imminent": "Danger very soon", "outcome_types": "Outcome",
}  # fmt: skip
"""What a report calls the answer to a question."""


def facts_asked(draft: Draft) -> frozenset[str]:
    """Return the labels of what is asked on the card, so that "Not known" need not stand above the question too."""
    return frozenset(_FACTS[one] for one in missing(draft) if one in _FACTS)


def missing(draft: Draft) -> list[str]:
    """Return what nobody answered yet and a press can, the most important first, three at most."""
    raw = raw_values(draft)
    kind = raw.get("event_type") or EventType.INCIDENT.value
    done = set(draft.values.get("skipped", ()))
    return [one for one in _ORDER[str(kind)] if one not in done and _is_open(one, raw, draft)][:MOST]


def first_asked(draft: Draft) -> list[str]:
    """Return the fields that "Ask me one at a time" asks first: what the card asks, in its order.

    A draft that was begun with the questions themselves has no card yet, and is asked as the form is.
    """
    if "because" not in draft.values or "context" in draft.values:
        return []
    together = {"how_again": ("strengths", "how_again"), "same": ()}
    return [name for one in missing(draft) for name in together.get(one, (one,))]


def _is_open(field: str, raw: Mapping[str, RawAnswer], draft: Draft) -> bool:
    patients = raw.get("patients")
    match field:
        case "event_type":
            return field in draft.values.get("unsure", ())
        case "physical" | "psychological":
            return not raw.get(field) and patients != "0" and raw.get("physical") != "fatal"
        case "same":
            return drafting.next_patient(draft) is not None
        case "location" if raw.get("event_type") == EventType.RISK and draft.values.get(drafting.EVERYWHERE):
            return False
        case _:
            return not raw.get(field)


def question(field: str, draft: Draft, places: Sequence[Location]) -> Asked:
    """Return the question about a field of this draft, with the places that may be meant."""
    found = _ASKED[field]
    if field in _HARM and (raw_values(draft).get("patients") or "1") != "1":
        of_each, of_first = _OF_SEVERAL[field]
        return Asked(field, of_each if draft.values.get("same") else of_first, found.answers, found.other)
    if field == "location":
        likely = set(draft.values.get("places", ()))
        named = tuple((f"#{one.id}", one.name[:BUTTON_MOST]) for one in places if f"#{one.id}" in likely)
        return Asked(field, found.question, (*named, *found.answers), found.other)
    return found


def chips(draft: Draft, places: Sequence[Location], mark: str) -> Items | None:
    """Return the open questions with their answers as buttons, or None. ``mark`` is ``d12:3``."""
    items = []
    for field in missing(draft):
        one = question(field, draft, places)
        buttons = [_chip(mark, one.field, raw, words) for raw, words in one.answers]
        items.append(
            Item(one.question, "", (*buttons, Button(one.other, "incidents.quick", f"{mark}|{field}|{UNKNOWN}")))
        )
    return Items(tuple(items)) if items else None


def _chip(mark: str, field: str, raw: str, words: str) -> Button:
    if raw == OPEN_FORM:
        return Button(words, "chat.open", f"{ALONE}{field}:{mark}")
    return Button(words, "incidents.quick", f"{mark}|{field}|{raw}")


async def take(desk: Desk, draft: Draft, field: str, raw: str) -> Draft:
    """Keep one pressed answer. What cannot be one changes nothing: a press comes back from the network."""
    if field not in _ASKED or field not in missing(draft):
        return draft
    values = raw_values(draft)
    skipped = sorted({*draft.values.get("skipped", ()), field})
    if raw == UNKNOWN:
        if field in _HARM:
            values[field] = UNKNOWN
        return await drafting.keep(desk, draft, values, skipped=skipped)
    if raw not in {answer for answer, _ in question(field, draft, desk.places).answers} - {OPEN_FORM}:
        return draft
    if field == "same":
        extra = {"same": True} if raw == "same" else {}
        return await drafting.keep(desk, draft, values, skipped=skipped, **extra)
    asked = next(one for one in fields_of(kind_of(values).model) if one.name == field)
    settled = await settle(desk, asked, (raw,) if asked.widget is Widget.CHOICES else raw)
    if isinstance(settled, Wrong) or isinstance(read(asked, settled, desk.today), Wrong):
        return draft
    values[field] = settled
    return await drafting.keep(desk, draft, values, skipped=skipped)
