"""An alert as the CAS officer checks it: one form, and its actions as lines of text."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel, field_validator

from handlers.chat.answers import read_date
from handlers.chat.card import shorten
from handlers.chat.form import Ask
from storage.records import PlannedAction
from storage.rules.intake.keeping import kept
from storage.rules.intake.proposal import Proposal, ProposedAction, Suggestion
from storage.rules.references import Reference, find_references, read_reference

LINES_MOST: Final = 3000
_TEXT_MOST: Final = 1000
_NUMBER: Final = re.compile(r"\s*(\d{1,2})[.)]\s+")
_DUE: Final = re.compile(r"\s*\((?:due|by)\s+([^()]{4,30})\)\s*$", re.IGNORECASE)


def reference_of(text: str) -> Reference | None:
    """Return the reference that a text is: strictly a national one, or one of the older kinds as they were issued."""
    strict = read_reference(text)
    if strict is not None:
        return strict
    found = find_references(text)
    return found[0] if len(found) == 1 and not found[0].key.startswith("NatPSA/") else None


def _reference(text: str) -> str:
    found = reference_of(text)
    if found is None:
        raise ValueError("A reference looks like NatPSA/2026/003/MHRA. Please check it.")
    return found.reference


class TriageForm(BaseModel):
    """What a CAS officer confirms about a national alert."""

    reference: Annotated[str, Ask("Reference", hint="Like NatPSA/2026/003/MHRA", most=60, public=True)]
    title: Annotated[str, Ask("Title", most=300, public=True)]
    issued: Annotated[date, Ask("Issued on")]
    complete_by: Annotated[date, Ask("Complete by", hint="The alert's own deadline")]
    complex: Annotated[bool, Ask("Is it designated complex?", hint='The alert says "safety critical and complex".')]
    actions: Annotated[
        str,
        Ask(
            "Actions",
            hint="One on each line. A day of its own goes at the end, like (due 18 December 2026).",
            long=True,
            public=True,
        ),
    ]
    more_actions: Annotated[str, Ask("Further actions", hint="If there is no room above.", long=True, public=True)] = ""
    explanation: Annotated[str, Ask("What is the problem?", long=True, public=True)] = ""
    issuer: Annotated[str, Ask("Issued by", hint="Only if the reference does not say.", most=40, public=True)] = ""
    url: Annotated[str, Ask("Web address of the alert", most=500, public=True)] = ""
    supersedes: Annotated[
        str, Ask("Which alert does it replace?", hint="Its reference, if there is one.", most=60, public=True)
    ] = ""

    @field_validator("reference")
    @classmethod
    def _is_a_reference(cls, value: str) -> str:
        return _reference(value)

    @field_validator("supersedes")
    @classmethod
    def _is_another_reference(cls, value: str) -> str:
        found = find_references(value)
        if value and len(found) != 1:
            raise ValueError("Please give one reference, like NatPSA/2025/011/MHRA, or leave this empty.")
        return found[0].key if found else ""

    @field_validator("url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("Please give an address that starts with https://")
        return value


class DismissForm(BaseModel):
    """Why something received is not for the trust."""

    reason: Annotated[str, Ask("Why is it not for us?", most=250)]


def values_of(proposal: Proposal) -> dict[str, str]:
    """Return what the form is filled with."""
    first, more = as_lines(proposal.actions)
    values = {
        "reference": proposal.value("reference"),
        "title": proposal.value("title"),
        "issued": proposal.value("issued_on"),
        "complete_by": proposal.value("complete_by"),
        "complex": proposal.value("complexity"),
        "actions": first,
        "more_actions": more,
        "explanation": proposal.value("explanation"),
        "issuer": proposal.value("issuer"),
        "url": proposal.value("url"),
        "supersedes": proposal.value("supersedes"),
    }
    return {name: value for name, value in values.items() if value}


def hints_of(proposal: Proposal) -> dict[str, str]:
    """Return, for each field, the sentence that its value was found in."""
    named = {"issued": "issued_on", "complex": "complexity"}
    hints = {}
    for name in ("reference", "issued", "complete_by", "complex", "supersedes"):
        found: Suggestion | None = getattr(proposal, named.get(name, name))
        if found is not None and found.sentence:
            hints[name] = f"Found in: “{shorten(found.sentence, 200).rstrip('.')}”"
    return hints


def as_lines(actions: tuple[ProposedAction, ...]) -> tuple[str, str]:
    """Return actions as two texts of lines: what fits into the first field, and the rest."""
    parts: list[list[str]] = [[], []]
    for one in actions:
        due = f" (due {_spelt(one.due)})" if one.due else ""
        line = f"{one.number}. {shorten(one.text, _TEXT_MOST)}{due}"
        place = 0 if not parts[1] and len("\n".join([*parts[0], line])) <= LINES_MOST else 1
        parts[place].append(line)
    return "\n".join(parts[0]), shorten("\n".join(parts[1]), LINES_MOST)


def _spelt(day: str) -> str:
    found = date.fromisoformat(day)
    return f"{found.day} {found:%B %Y}"


def read_lines(text: str, today: date) -> tuple[PlannedAction, ...] | str:
    """Return the actions of lines, numbered anew, or a sentence about what is wrong.

    A line without a number goes on with the line before when that one has a number.
    """
    lines: list[str] = []
    is_numbered = False
    for raw in text.splitlines():
        line = raw.strip()
        if not line:
            continue
        numbered = _NUMBER.match(line)
        if numbered is None and is_numbered:
            lines[-1] += f" {line}"
            continue
        is_numbered = numbered is not None
        lines.append(line[numbered.end() :] if numbered else line)
    found = []
    for number, line in enumerate(lines, start=1):
        marked = _DUE.search(line)
        due = read_date(marked[1], today) if marked else None
        if marked is not None and not isinstance(due, date):
            return f"We cannot read the day of action {number}. Please write it like (due 18 December 2026)."
        words = line[: marked.start()].strip() if marked else line
        if len(words) > _TEXT_MOST:
            return f"Action {number} is too long: please keep it under {_TEXT_MOST} characters."
        found.append(PlannedAction(number, words, due if isinstance(due, date) else None))
    return tuple(found) if found else "Please give at least one action."


def proposal_of(model: TriageForm, planned: tuple[PlannedAction, ...], before: Proposal) -> Proposal:
    """Return what a person has confirmed as a proposal; sentences stay beside values that they left alone."""

    def said(name: str, value: str) -> Suggestion | None:
        old: Suggestion | None = getattr(before, name)
        if not value:
            return None
        return old if old is not None and old.value == value else Suggestion(value)

    return Proposal(
        reference=said("reference", model.reference),
        title=said("title", model.title),
        issuer=said("issuer", issuer_of(model)),
        issued_on=said("issued_on", model.issued.isoformat()),
        complete_by=said("complete_by", model.complete_by.isoformat()),
        underway_by=before.underway_by,
        complexity=said("complexity", "yes" if model.complex else "no"),
        url=said("url", model.url),
        explanation=said("explanation", model.explanation),
        supersedes=said("supersedes", model.supersedes),
        actions=tuple(
            ProposedAction(one.number, one.text, one.due_on.isoformat() if one.due_on else None) for one in planned
        ),
    )


def issuer_of(model: TriageForm) -> str:
    """Return who issued the alert: its reference says so, or the person did."""
    found = reference_of(model.reference)
    return (found.issuer if found is not None else None) or model.issuer or "Not stated"


def wrong_of(model: TriageForm, today: date) -> Mapping[str, str]:
    """Return what does not go together, beside its field."""
    wrong = {}
    if model.issued > today:
        wrong["issued"] = "This day has not come yet."
    if model.complete_by < model.issued:
        wrong["complete_by"] = "This is before the day of issue."
    planned = read_lines(f"{model.actions}\n{model.more_actions}", today)
    if isinstance(planned, str):
        wrong["actions"] = planned
    elif any(one.due_on is not None and one.due_on < model.issued for one in planned):
        wrong["actions"] = "An action is due before the alert was issued. Please check the days."
    return wrong


def cleaned(
    model: TriageForm, shown: Mapping[str, object], screen: Callable[[str], str], hospital_number: str | None
) -> TriageForm:
    """Return the answers without what could point to a patient, as the store may keep them.

    Lines that stood in the form as it was ``shown`` are the national alert's own, full of makers and places: they keep
    the light screening that they had. What the officer wrote goes through ``screen``, like every other word of theirs.
    """
    given = {line.strip() for value in shown.values() for line in str(value).splitlines()}

    def clean(line: str) -> str:
        if not line.strip() or line.strip() in given:
            return kept(line, hospital_number=hospital_number)
        number, due = _NUMBER.match(line), _DUE.search(line)
        start, end = number.end() if number else 0, due.start() if due else len(line)
        return line[:start] + screen(line[start:end]) + line[end:]

    words = {
        name: "\n".join(clean(line) for line in getattr(model, name).splitlines())
        for name in ("title", "actions", "more_actions", "explanation", "issuer")
    }
    return model.model_copy(update=words)
