"""What a person sees while they report and afterwards. Drawing only; nothing here is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from handlers.chat.card import Button, Card, Confirm, Item, Items, Part, Style, Text, counted, shorten
from handlers.desk import House
from handlers.showing import reports
from handlers.showing.labels import PHYSICAL_LABELS
from storage.records import Incident, IncidentContent, Location, PhysicalHarm, PsychologicalHarm
from storage.rules.feedback import promise, promised_day
from storage.rules.workdays import local_day, say_day

SHORT_PSYCHOLOGICAL: Mapping[PsychologicalHarm, str] = {
    PsychologicalHarm.NO_HARM: "No",
    PsychologicalHarm.LOW: "A little",
    PsychologicalHarm.MODERATE: "Yes, and it lasts",
    PsychologicalHarm.SEVERE: "Yes, for over 6 months",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that could not be told from the words, with answers to press: (raw value, label)."""

    field: str
    question: str
    answers: tuple[tuple[str, str], ...]


def asked(field: str) -> Asked:
    """Return the quick question for a field of the report."""
    match field:
        case "psychological":
            answers = tuple((harm.value, words) for harm, words in SHORT_PSYCHOLOGICAL.items())
            return Asked(field, "Was the patient distressed?", answers)
        case "physical":
            labels = tuple((harm.value, PHYSICAL_LABELS[harm].removesuffix(" physical harm")) for harm in PhysicalHarm)
            return Asked(field, "Was the patient hurt? How badly?", labels)
        case "patients":
            return Asked(field, "How many patients were affected?", (("0", "None"), ("1", "1"), ("2", "2")))
        case "occurred_on":
            return Asked(field, "On which day was it?", (("today", "Today"), ("yesterday", "Yesterday")))
        case _:
            raise ValueError(f"no quick question for {field}")


def confirm_card(
    content: IncidentContent,
    places: Sequence[Location],
    today: date,
    draft: str,
    *,
    questions: Sequence[str] = (),
    because: Sequence[str] = (),
    serious: str = "",
    wrong: str = "",
) -> Card:
    """Return the whole draft for a last look. ``draft`` is ``d12:3``: which draft, and the version that is shown.

    ``questions`` are fields that nobody answered; the first is asked on the card, an answer is one press.
    """
    parts: list[Part] = []
    if serious:
        parts.append(Text(serious))
    if wrong:
        parts.append(Text(f"Please check: {wrong}"))
    parts += [Text(shorten(content.what_happened.text, 1500), quote=True), reports.facts(content, places, today)]
    if because:
        parts.append(Text(" ".join(because), quiet=True))
    buttons = [
        Button("Submit", "incidents.submit", draft, Style.PRIMARY),
        Button("Change something", "chat.open", f"incidents.report:{draft}"),
    ]
    if questions:
        first = asked(questions[0])
        left = len(questions)
        lead = "One thing we could not tell:" if left == 1 else f"{left} things we could not tell. First:"
        parts.append(Text(f"{lead} {first.question[0].lower()}{first.question[1:]} You can also submit without it."))
        buttons += [Button(words, "incidents.quick", f"{draft}|{first.field}|{raw}") for raw, words in first.answers]
        buttons.append(Button("Don't know", "incidents.quick", f"{draft}|{first.field}|?"))
    buttons += [
        Button("Ask me one at a time", "chat.ask", f"incidents.report:{draft}"),
        Button("Not now", "incidents.later", draft),
        Button(
            "Delete",
            "incidents.delete",
            draft,
            Style.DANGER,
            Confirm(
                "Delete this draft?", "It has not been sent. What you wrote will be gone.", "Yes, delete it", "Keep it"
            ),
        ),
    ]
    return Card("incidents.confirm", "Check your report", tuple(parts), tuple(buttons))


def thanks_card(incident: Incident, house: House, now: datetime) -> Card:
    """Return what a person sees after sending: the reference, what happens next, and a way back for a short while."""
    minutes = int(house.undo.total_seconds() // 60)
    heard = promised_day(incident.answer_due_at or promise(incident.reported_at, house.answer_working_days))
    buttons = [
        Button("Add something", "chat.open", f"incidents.add:{incident.reference}"),
        Button("See my reports", "chat.say", "my reports"),
    ]
    if now - incident.reported_at < house.undo:
        undo = Button(
            f"Undo ({counted(minutes, 'minute')})",
            "incidents.undo",
            incident.reference,
            confirm=Confirm(
                "Take this report back?",
                "The safety team will see that it was taken back. Your words stay as a draft.",
                "Yes, take it back",
            ),
        )
        buttons.insert(0, undo)
    return Card(
        "incidents.thanks",
        f"Thank you. Report {incident.reference} is with the safety team.",
        (
            Text(
                "What happens next: the safety team reads it. "
                f"You will hear from us by {say_day(heard, local_day(now))} at the latest. "
                'You can see where it stands under "my reports", and add to it at any time.'
            ),
        ),
        tuple(buttons),
    )


def reports_card(
    found: Sequence[Incident],
    total: int,
    offset: int,
    places: Sequence[Location],
    now: datetime,
    learnt: Mapping[int, str] | None = None,
) -> Card:
    """Return a page of somebody's own reports. ``learnt`` is what came of those that are closed, by their ids."""
    if not found:
        return Card(
            "incidents.mine",
            "My reports",
            (Text("You have not sent a report yet."),),
            (Button("Report a safety event", "chat.open", "incidents.report:", Style.PRIMARY),),
        )
    became = learnt or {}
    items = tuple(
        reports.line(one, places, now, Button("Show", "incidents.show", one.reference), learnt=became.get(one.id, ""))
        for one in found
    )
    shown = offset + len(found)
    more = f"{shown} of {total} shown." if shown < total or offset else ""
    buttons = [Button("Earlier reports", "incidents.mine", str(shown))] if shown < total else []
    buttons += [Button("Newest reports", "incidents.mine", "0")] if offset else []
    return Card("incidents.mine", f"My reports ({total})", (Items(items, more),), tuple(buttons))


def drafts_card(items: Sequence[Item], total: int) -> Card:
    """Return what somebody began and has not sent, as lines that are ready to show."""
    more = f"{len(items)} of {total} shown." if total > len(items) else ""
    return Card("incidents.drafts", f"My drafts ({total})", (Items(tuple(items), more),))


def start_card() -> Card:
    """Return the way into a report, for the start page."""
    return Card(
        "incidents.start",
        "Report a safety event",
        (Text("Tell us in a message, or use the form. It takes about a minute."),),
        (
            Button("Report", "chat.open", "incidents.report:", Style.PRIMARY),
            Button("Ask me one at a time", "chat.ask", "incidents.report:"),
        ),
    )


def redirect_card(words: str, draft: str, url: str) -> Card:
    """Return what is said when staff were hurt and no patient: whose it is, with the words to copy.

    ``draft`` is ``d12``; ``url`` is the health and safety form, or empty.
    """
    buttons = [Button("Open their form", "incidents.open_link", url=url)] if url else []
    buttons += [
        Button("Keep it for later", "incidents.later", draft, Style.PLAIN if url else Style.PRIMARY),
        Button("It did affect a patient", "incidents.confirm", draft),
        Button("Delete what I wrote", "incidents.delete", draft),
    ]
    text = (
        "This belongs to health and safety, not to the patient safety record. We have not sent it anywhere: "
        "please tell health and safety. We kept what you wrote, so that you can copy it."
    )
    return Card(
        "incidents.redirect", "We're sorry that happened", (Text(text), Text(words, quote=True)), tuple(buttons)
    )
