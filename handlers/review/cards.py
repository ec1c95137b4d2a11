"""What a reviewer sees: the queue, and one report with its flags, its history and what can be done. Drawing only."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Part, Style, Text, shorten
from handlers.resembling import text_of
from handlers.review.view import View
from handlers.showing import reports
from handlers.showing.labels import PHYSICAL_LABELS, PSYCHOLOGICAL_LABELS
from handlers.showing.pages import turning
from storage.records import FlagAnswer, Incident, IncidentStatus, Location, NoteKind
from storage.resembling import Alike
from storage.reviews import Note
from storage.rules import review
from storage.rules.feedback import promised_day
from storage.rules.resemblance import resemblance
from storage.rules.workdays import add_working_days, local_day, say_day, say_instant

SHORT: Final = {
    "duty_of_candour_review": "Duty of Candour",
    "never_event_review": "Never Event",
    "cqc_notification": "CQC",
    "safeguarding": "Safeguarding",
    "mnsi_review": "MNSI",
    "medical_examiner": "Medical Examiner",
    "shot_report": "SHOT",
    "yellow_card": "Yellow Card",
    "controlled_drug": "CDAO",
    "clinical_safety_officer": "Clinical safety officer",
    "information_governance_breach": "Information",
}
HISTORY: Final = 8
_NOTE_WORDS: Final = {
    NoteKind.LOOKING: "looks after it",
    NoteKind.QUESTION: "asked",
    NoteKind.ANSWER: "answered",
    NoteKind.LEARNING: "closed it",
    NoteKind.REVIEW: "noted",
    NoteKind.MERGED: "joined it with another report",
    NoteKind.WITNESS: "saw it too",
    NoteKind.ADDED: "added",
}


def queue_card(
    found: Sequence[Incident],
    total: int,
    offset: int,
    places: Sequence[Location],
    now: datetime,
    *,
    which: str = "all",
    sees_all: bool = True,
) -> Card:
    """Return a page of open reports, the oldest first. ``which`` is all, mine or late."""
    titles = {"all": "Reports to review", "mine": "Reports that you look after", "late": "Reporters to answer, late"}
    title = f"{titles[which]} ({total})"
    others = [("all", "All open"), ("mine", "Mine"), ("late", "Late answers")] if sees_all else []
    buttons = tuple(Button(label, "review.queue", f"{name}:0") for name, label in others if name != which)
    if not found:
        return Card("review.queue", title, (Text("Nothing waits here. Thank you."),), buttons)
    items = tuple(_line(one, places, now) for one in found)
    more, turns = turning(
        "review.queue", offset, len(found), total, order="the oldest first", later="More reports", about=f"{which}:"
    )
    return Card("review.queue", title, (Items(items, more),), (*turns, *buttons))


def _line(incident: Incident, places: Sequence[Location], now: datetime) -> Item:
    line = reports.line(incident, places, now, Button("Review", "review.show", incident.reference))
    today = local_day(now)
    text = line.text if incident.handler_id else f"{line.text} · nobody looks after it"
    if incident.answer_due_at is not None and incident.answered_at is None:
        day = promised_day(incident.answer_due_at)
        text += f" · {'late, ' if day < today else ''}answer by {say_day(day, today)}"
    return Item(line.title, text, line.buttons)


def review_card(view: View, places: Sequence[Location], now: datetime, today: date, said: str = "") -> Card:
    """Return one report with everything that a reviewer needs. ``said`` is what just happened."""
    incident = view.incident
    parts: list[Part] = [Text(said)] if said else []
    parts += [
        Facts(_heading(view, now, today)),
        Text(shorten(incident.content.what_happened.text, 2000), quote=True),
        reports.facts(incident.content, places, today),
    ]
    flags = review.asked(incident.content)
    if flags and incident.status is not IncidentStatus.WITHDRAWN and not view.root:
        parts.append(Items(tuple(_flag(view, one, now) for one in flags)))
    if view.alike and incident.status is not IncidentStatus.WITHDRAWN and not view.root:
        parts.append(Items(tuple(_alike(view, one) for one in view.alike)))
    if view.notes:
        parts.append(_history(view, now))
    return Card("review.report", f"Review {incident.reference}", tuple(parts), _buttons(view))


def _heading(view: View, now: datetime, today: date) -> tuple[tuple[str, str], ...]:
    incident = view.incident
    status = f"Joined with {view.root}" if view.root else reports.STATUS_WORDS[incident.status]
    pairs = [("Status", status), ("Sent", say_instant(incident.reported_at, now))]
    pairs.append(("Looked after by", view.name(incident.handler_id) if incident.handler_id else "Nobody yet"))
    if incident.anonymous:
        pairs.append(("Sent by", "Somebody without a name. We can answer only by the code."))
    if incident.answered_at is not None:
        pairs.append(("Reporter", f"Heard from us {say_instant(incident.answered_at, now)}"))
    elif incident.answer_due_at is not None and incident.status is not IncidentStatus.WITHDRAWN:
        promised = promised_day(incident.answer_due_at)
        late = "Late: should have heard" if promised < today else "Should hear"
        pairs.append(("Reporter", f"{late} by {say_day(promised, today)}"))
    if view.files:
        pairs.append(("Files", view.files))
    if view.merged:
        pairs.append(("Joined to it", ", ".join(view.merged[:10])))
    return tuple(pairs)


def _flag(view: View, flag: str, now: datetime) -> Item:
    decision = view.decisions.get(flag)
    value, short = f"{view.incident.reference}|{flag}|", SHORT[flag]
    if decision is not None and decision.answer is not FlagAnswer.OPEN:
        yes = decision.answer is FlagAnswer.YES
        text = f"{'Yes' if yes else 'No'} · {view.name(decision.by_id)}, {say_instant(decision.at, now)}"
        if yes and flag == "duty_of_candour_review":
            due = add_working_days(local_day(view.incident.reported_at), review.CANDOUR_WORKING_DAYS)
            text += f" · tell the patient or family, and write to them, by {say_day(due, local_day(now))}"
        return Item(review.QUESTIONS[flag], text, (Button(f"{short}: take back", "review.flag", value + "open"),))
    text = "Raised. A person decides." if flag in review.raised(view.incident.content) else "Not raised."
    return Item(review.QUESTIONS[flag], text, flag_buttons(view.incident.reference, flag))


def flag_buttons(reference: str, flag: str) -> tuple[Button, ...]:
    """Return the two answers about a flag."""
    answers = (FlagAnswer.YES, FlagAnswer.NO)
    return tuple(Button(f"{SHORT[flag]}: {one}", "review.flag", f"{reference}|{flag}|{one}") for one in answers)


def _alike(view: View, one: Alike) -> Item:
    """Return the question whether an event belongs to a national alert, with the reason why it is asked."""
    value = f"{view.incident.reference}|{one.alert_id}|"
    title = f"Like {one.key}: {shorten(one.title, 120)}"
    if one.judged is not None:
        text = (
            f"{'It belongs to this alert' if one.judged else 'It does not belong to it'} · {view.name(one.judged_by)}"
        )
        return Item(title, text, (Button(f"{one.key}: take back", "review.alike", f"{value}open"),))
    why = resemblance(text_of(view.incident, view.notes), one.told).words
    buttons = (
        Button(f"{one.key}: Yes, it belongs", "review.alike", f"{value}yes"),
        Button(f"{one.key}: No", "review.alike", f"{value}no"),
        Button(f"Show {one.key}", "alerts.show", str(one.alert_id)),
    )
    return Item(title, f"We ask {why}. Does this event belong to it?", buttons)


def _history(view: View, now: datetime) -> Items:
    newest = view.notes[-HISTORY:]
    items = tuple(
        Item(
            f"{_who(view, one)} {_NOTE_WORDS[one.kind]} · {say_instant(one.at, now)}",
            shorten(one.text, 400),
        )
        for one in newest
    )
    more = f"The newest {HISTORY} of {len(view.notes)}." if len(view.notes) > HISTORY else ""
    return Items(items, more)


def _who(view: View, note: Note) -> str:
    """Return who said something. A witness is told that the team reads their words, not that it reads their name."""
    name = "a witness" if note.kind is NoteKind.WITNESS else view.name(note.by_id)
    return name[:1].upper() + name[1:]


def _buttons(view: View) -> tuple[Button, ...]:
    queue = Button("Reports to review", "chat.say", "review")
    files = (Button("Show the files", "files.list", view.incident.reference),) if view.files else ()
    return (*_steps(view), *files, queue)


def _steps(view: View) -> tuple[Button, ...]:
    incident = view.incident
    reference = incident.reference
    if incident.status is IncidentStatus.WITHDRAWN:
        return ()
    if view.root:
        sure = Confirm("Take these reports apart?", "This one is then open again.", "Yes, take apart")
        return (
            Button("Review the other one", "review.show", view.root, Style.PRIMARY),
            Button("Take apart", "review.part", reference, confirm=sure),
        )
    question = view.asked_by_reporter
    buttons = []
    if question is not None:
        buttons.append(Button("Answer the reporter", "chat.open", f"review.reply:{question.id}"))
    ask = Button("Ask the reporter", "chat.open", f"review.ask:{reference}")
    if incident.status is IncidentStatus.CLOSED:
        sure = Confirm("Open this report again?", "The reporter hears that we look at it again.", "Yes, open it again")
        buttons += [ask, Button("Open it again", "review.reopen", reference, confirm=sure)]
        return (*buttons, Button("Join with another", "chat.open", f"review.join:{reference}"))
    if incident.handler_id is None:
        buttons.insert(0, Button("I look after it", "review.mine", reference))
    close = Button("Close with learning", "chat.open", f"review.close:{reference}")
    buttons += [ask, close] if incident.handler_id is None else [close, ask]
    buttons += _harm_buttons(incident)
    buttons += [
        Button("Give to a colleague", "chat.open", f"review.give:{reference}"),
        Button("Join with another", "chat.open", f"review.join:{reference}"),
    ]
    first = buttons[0]
    return (Button(first.label, first.action, first.value, Style.PRIMARY), *buttons[1:])


def _harm_buttons(incident: Incident) -> list[Button]:
    if not review.is_graded(incident.content):
        return []
    if len(incident.content.harms) <= 1:
        found = [Button("Change the harm", "chat.open", f"review.grade:{incident.reference}|1")]
    else:
        found = [
            Button(
                f"Change the harm, patient {one.sequence}",
                "chat.open",
                f"review.grade:{incident.reference}|{one.sequence}",
            )
            for one in incident.content.harms[:6]
        ]
    if any(one.physical or one.psychological for one in incident.content.harms):
        found.insert(0, Button("The harm is right", "review.harm", incident.reference))
    return found


def harm_words(incident: Incident) -> str:
    """Return the harm of a report in LFPSE's labels."""
    words = []
    for one in incident.content.harms:
        physical = PHYSICAL_LABELS[one.physical] if one.physical else "physical harm not known"
        mental = PSYCHOLOGICAL_LABELS[one.psychological] if one.psychological else "psychological harm not known"
        words.append(f"{physical}, {mental[0].lower()}{mental[1:]}")
    return "; ".join(words) or "Harm not known"


def closing_card(reference: str, draft: str, found: str, changed: str, joined: int) -> Card:
    """Return what the reporter will read, for a last look before a report is closed. ``draft`` is ``d12``."""
    others = f" So do the reporters of {joined} reports that were joined to it." if joined else ""
    sure = Confirm(
        "Close this report?", "The reporter gets these words now. You can open it again later.", "Yes, close it"
    )
    return Card(
        "review.closing",
        f"Close {reference}?",
        (
            Text(f"The reporter reads this.{others}"),
            Text(learning(found, changed), quote=True),
        ),
        (
            Button("Close and tell the reporter", "review.closed", f"{draft}|{reference}", Style.PRIMARY, sure),
            Button("Change the words", "chat.open", f"review.close:{draft}"),
            Button("Not now", "review.show", reference),
        ),
    )


def learning(found: str, changed: str) -> str:
    """Return what came of a report as it is kept and read."""
    return f"What we found: {found.strip()}\n\nWhat changed: {changed.strip()}"
