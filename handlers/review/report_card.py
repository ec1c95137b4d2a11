"""What a reviewer sees of one report: what asks for them now, and behind "More" all that was decided and said.

Drawing only. Nothing is left out of both.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Part, Style, Text, shorten
from handlers.resembling import text_of
from handlers.review.view import View
from handlers.showing import reports
from handlers.showing.harm import ONE_BY_ONE, harm_pairs
from handlers.showing.urgency import SHORT
from storage.records import FlagAnswer, Incident, IncidentStatus, Location, NoteKind, PatientHarm
from storage.resembling import Alike
from storage.reviews import Note
from storage.rules import review
from storage.rules.feedback import promised_day
from storage.rules.resemblance import resemblance
from storage.rules.workdays import add_working_days, local_day, say_day, say_instant

HISTORY: Final = 8
"""Notes that are shown behind "More"."""
NEWEST: Final = 3
"""Notes that stand on the first card, without who looks after the report: its facts say that."""
MORE: Final = "more"
"""Marks a press that was made behind "More", so that its answer stays there."""
_COUNTED: Final = re.compile(r"^(?:\d+ patients \(|Patient )([^)]+)\)?$")
"""Whose a grade is, told with how many they are."""
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


def review_card(view: View, places: Sequence[Location], now: datetime, today: date, said: str = "") -> Card:
    """Return one report with what asks for its reviewer now. ``said`` is what just happened."""
    incident = view.incident
    parts: list[Part] = [Text(said)] if said else []
    parts += [
        Facts(_heading(view, now, today)),
        Text(shorten(incident.content.what_happened.text, 2000), quote=True),
        reports.facts(incident.content, places, today),
    ]
    if _is_asked(view):
        parts += _questions(view, now)
    told = tuple(one for one in view.notes if one.kind is not NoteKind.LOOKING)
    if told:
        parts.append(_history(replace(view, notes=told), now, NEWEST, 400))
    return Card("review.report", f"Review {incident.reference}", tuple(parts), _buttons(view))


def more_card(view: View, now: datetime, said: str = "") -> Card:
    """Return all that was answered and said about a report, and what is seldom wanted."""
    incident = view.incident
    parts: list[Part] = [Text(said)] if said else []
    if _is_asked(view):
        flags = tuple(_flag(view, one, now, f"|{MORE}") for one in review.asked(incident.content))
        alike = tuple(_alike(view, one) for one in view.alike if one.judged is not None)
        parts += [Items(items) for items in (flags, alike) if items]
    if view.notes:
        parts.append(_history(view, now, HISTORY, 700))
    if not parts:
        parts.append(Text("Nothing was noted yet."))
    back = Button("Back to the report", "review.back", incident.reference, Style.PRIMARY)
    return Card(
        "review.more", f"More about {incident.reference}", tuple(parts), (back, *_seldom_wanted(view), *_take_out(view))
    )


def _is_asked(view: View) -> bool:
    return view.incident.status is not IncidentStatus.WITHDRAWN and not view.root


def _questions(view: View, now: datetime) -> list[Part]:
    """Return what a person still has to answer, what was answered, and what nothing in the report raised."""
    flags = review.asked(view.incident.content)
    raised = review.raised(view.incident.content)
    answered = [one for one in flags if _answer(view, one) is not FlagAnswer.OPEN]
    open_flags = [one for one in flags if one not in answered]
    asked = [_flag(view, one, now) for one in open_flags if one in raised]
    asked += [_alike(view, one) for one in view.alike if one.judged is None]
    parts: list[Part] = [Items(tuple(asked))] if asked else []
    said = [(SHORT[one], _answered(view, one, now)) for one in answered]
    said += [(f"Like {one.key}", _judged(view, one)) for one in view.alike if one.judged is not None]
    if said:
        parts.append(Facts(tuple(said)))
    quiet = [SHORT[one] for one in open_flags if one not in raised]
    if quiet:
        parts.append(Text(f"Not raised: {', '.join(quiet)}. You can answer them under “More”.", quiet=True))
    return parts


def _answer(view: View, flag: str) -> FlagAnswer:
    decision = view.decisions.get(flag)
    return FlagAnswer.OPEN if decision is None else decision.answer


def _heading(view: View, now: datetime, today: date) -> tuple[tuple[str, str], ...]:
    incident = view.incident
    status = f"Joined with {view.root}" if view.root else reports.STATUS_WORDS[incident.status]
    sent = say_instant(incident.reported_at, now)
    pairs = [("Status", status), ("Sent", f"{sent[:1].upper()}{sent[1:]}")]
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


def _flag(view: View, flag: str, now: datetime, where: str = "") -> Item:
    reference = view.incident.reference
    if _answer(view, flag) is not FlagAnswer.OPEN:
        back = Button(f"{SHORT[flag]}: take back", "review.flag", f"{reference}|{flag}|open{where}")
        return Item(review.QUESTIONS[flag], _answered(view, flag, now), (back,))
    is_raised = flag in review.raised(view.incident.content)
    text = "Raised. A person decides." if is_raised else "Not raised."
    return Item(review.QUESTIONS[flag], text, flag_buttons(reference, flag, where, is_raised=is_raised))


def _answered(view: View, flag: str, now: datetime) -> str:
    decision = view.decisions[flag]
    yes = decision.answer is FlagAnswer.YES
    text = f"{'Yes' if yes else 'No'} · {view.name(decision.by_id)}, {say_instant(decision.at, now)}"
    if yes and flag == "duty_of_candour_review":
        due = add_working_days(local_day(view.incident.reported_at), review.CANDOUR_WORKING_DAYS)
        text += f" · tell the patient or family, and write to them, by {say_day(due, local_day(now))}"
    return f"{text} · {decision.reason}" if decision.reason else text


def flag_buttons(reference: str, flag: str, where: str = "", *, is_raised: bool = True) -> tuple[Button, ...]:
    """Return the two answers about a flag. ``where`` is "|more" for those that stand behind "More".

    A no that puts aside something weighty, which the report itself raised, asks for its reason first.
    """
    yes = Button(f"{SHORT[flag]}: yes", "review.flag", f"{reference}|{flag}|yes{where}")
    if is_raised and flag in review.WEIGHTY:
        return (yes, Button(f"{SHORT[flag]}: no", "chat.open", f"review.no:{reference}|{flag}{where}"))
    return (yes, Button(f"{SHORT[flag]}: no", "review.flag", f"{reference}|{flag}|no{where}"))


def _alike(view: View, one: Alike) -> Item:
    """Return the question whether an event belongs to a national alert, with the reason why it is asked."""
    value = f"{view.incident.reference}|{one.alert_id}|"
    title = f"Like {one.key}: {shorten(one.title, 120)}"
    if one.judged is not None:
        back = Button(f"{one.key}: take back", "review.alike", f"{value}open|{MORE}")
        return Item(title, _judged(view, one), (back,))
    why = resemblance(text_of(view.incident, view.notes), one.told).words
    buttons = (
        Button(f"{one.key}: Yes, it belongs", "review.alike", f"{value}yes"),
        Button(f"{one.key}: No", "review.alike", f"{value}no"),
        Button(f"Show {one.key}", "alerts.show", str(one.alert_id)),
    )
    return Item(title, f"We ask {why}. Does this event belong to it?", buttons)


def _judged(view: View, one: Alike) -> str:
    said = "It belongs to this alert" if one.judged else "It does not belong to it"
    return f"{said} · {view.name(one.judged_by)}"


def _history(view: View, now: datetime, most: int, length: int) -> Items:
    newest = view.notes[-most:]
    items = tuple(
        Item(f"{_who(view, one)} {_NOTE_WORDS[one.kind]} · {say_instant(one.at, now)}", shorten(one.text, length))
        for one in newest
    )
    more = f"The newest {most} of {len(view.notes)}." if len(view.notes) > most else ""
    return Items(items, more)


def _who(view: View, note: Note) -> str:
    """Return who said something. A witness is told that the team reads their words, not that it reads their name."""
    name = "a witness" if note.kind is NoteKind.WITNESS else view.name(note.by_id)
    return name[:1].upper() + name[1:]


def _buttons(view: View) -> tuple[Button, ...]:
    reference = view.incident.reference
    queue = Button("Reports to review", "chat.say", "review")
    files = (Button("Show the files", "files.list", reference),) if view.files else ()
    more = (Button("More", "review.more", reference),) if _is_asked(view) or view.notes or view.takes_out else ()
    return (*_steps(view), *files, *more, queue)


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
        return (*buttons, ask, Button("Open it again", "review.reopen", reference, confirm=sure))
    if incident.handler_id is None:
        buttons.insert(0, Button("I look after it", "review.mine", reference))
    close = Button("Close with learning", "chat.open", f"review.close:{reference}")
    buttons += [ask, close] if incident.handler_id is None else [close, ask]
    buttons += _harm_buttons(incident)
    first = buttons[0]
    return (Button(first.label, first.action, first.value, Style.PRIMARY), *buttons[1:])


def _harm_buttons(incident: Incident) -> list[Button]:
    """Return what can be done about the harm. For two or three patients, changing it stands behind "More"."""
    if not review.is_graded(incident.content):
        return []
    harms = incident.content.harms
    right = any(one.physical or one.psychological for one in harms)
    found = [Button("The harm is right", "review.harm", incident.reference)] if right else []
    if len(harms) <= 1:
        found.append(Button("Change the harm", "chat.open", f"review.grade:{incident.reference}|1"))
    elif len(harms) > ONE_BY_ONE:
        found.append(Button("Change the harm", "chat.open", f"review.grade_some:{incident.reference}"))
    return found


def _seldom_wanted(view: View) -> tuple[Button, ...]:
    incident = view.incident
    reference = incident.reference
    if not _is_asked(view):
        return ()
    join = Button("Join with another", "chat.open", f"review.join:{reference}")
    if incident.status is IncidentStatus.CLOSED:
        return (join,)
    several = incident.content.harms if review.is_graded(incident.content) else ()
    grades = (
        Button(f"Change the harm, patient {one.sequence}", "chat.open", f"review.grade:{reference}|{one.sequence}")
        for one in several
    )
    give = Button("Give to a colleague", "chat.open", f"review.give:{reference}")
    return (give, join, *(grades if 1 < len(several) <= ONE_BY_ONE else ()))


def _take_out(view: View) -> tuple[Button, ...]:
    return (Button("Take out words", "chat.open", f"review.take_out:{view.incident.reference}"),) * view.takes_out


def harm_now(reference: str, harms: Sequence[PatientHarm]) -> str:
    """Return what stands above the question about the harm to some of many patients: a line for each grade.

    The line has the patients' numbers alone, as they are typed below, and so fits a phone.
    """
    pairs = [(label, _COUNTED.sub(r"\1", value)) for label, value in harm_pairs(harms)]
    first = "Harm now, by patient number:\n" if any(value[0].isdecimal() for _, value in pairs) else ""
    lines = "\n".join(f"{label}: {value}" for label, value in pairs)
    return f"Report {reference}, {len(harms)} patients. The report as it was stays in the record.\n\n{first}{lines}"
