"""What a person sees while they report and afterwards. Drawing only; nothing here is stored."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Part, Style, Text, counted, shorten
from handlers.desk import House
from handlers.incidents.deleting import delete_button
from handlers.showing import reports
from handlers.showing.harm import NOT_KNOWN
from handlers.showing.pages import turning
from storage.records import Incident, IncidentContent, Location
from storage.rules.feedback import promise, promised_day
from storage.rules.workdays import local_day, say_day

WITH_THEIR_FORM: Final = "Please tell health and safety."
WITHOUT_THEIR_FORM: Final = "Tell your manager, or use your trust's health and safety form."
"""Where nobody set the form's address, the card must say plainly what to do."""


def confirm_card(
    content: IncidentContent,
    places: Sequence[Location],
    today: date,
    draft: str,
    *,
    form: str = "incidents.report",
    questions: Items | None = None,
    asked: Collection[str] = (),
    because: Sequence[str] = (),
    device: str = "",
    usual_place: bool = False,
    files: str = "",
    serious: str = "",
    wrong: str = "",
    more: bool = False,
    at_home: bool = True,
    role: str = "",
) -> Card:
    """Return the whole draft for a last look. ``draft`` is ``d12:3``: which draft, and the version that is shown.

    ``form`` is the one that changes it. ``questions`` are what nobody answered, each with its answers to press, and
    ``asked`` the labels of the facts that they ask for.
    ``device`` is what the person called it. ``usual_place``: the place is only that of their last report.
    ``files`` go with it, by name and size. ``more``: with what is seldom wanted in place of what mostly is.
    ``at_home``: the person may hand it to a colleague. ``role`` is the person's own, in words.
    """
    parts: list[Part] = []
    if serious:
        parts.append(Text(serious, leads=True))
    if wrong:
        parts.append(Text(f"Please check: {wrong}"))
    remarks = {"Where": "as last time"} if usual_place else {}
    shown = reports.facts(content, places, today, device=device, remarks=remarks)
    pairs = [(label, value) for label, value in shown.pairs if not _asked_below(label, value, asked)]
    if role:
        pairs.append(("Your role", role))
    parts += [Text(shorten(content.what_happened.text, 1500), quote=True), Facts(tuple(pairs))]
    if files:
        parts.append(Text(f"With it: {files}."))
    if because:
        parts.append(Text(" ".join(because), quiet=True))
    if questions is not None:
        left = len(questions.items)
        lead = "One thing we could not tell" if left == 1 else f"{left} things we could not tell"
        end = "One press" if left == 1 else "One press each"
        parts += [Text(f"{lead}. {end}, or submit without."), questions]
    buttons = _seldom_wanted(draft, at_home=at_home) if more else _mostly_wanted(draft, form)
    return Card("incidents.confirm", "Check your report", tuple(parts), buttons)


def _asked_below(label: str, value: str, asked: Collection[str]) -> bool:
    return value == NOT_KNOWN and label.removesuffix(", each patient") in asked


def _mostly_wanted(draft: str, form: str) -> tuple[Button, ...]:
    return (
        Button("Submit", "incidents.submit", draft, Style.PRIMARY),
        Button("Change something", "chat.open", f"{form}:{draft}"),
        Button("Ask me one at a time", "chat.ask", f"{form}:{draft}"),
        Button("Not now", "incidents.later", draft),
        Button("More", "incidents.more", draft),
    )


def _seldom_wanted(draft: str, *, at_home: bool) -> tuple[Button, ...]:
    return (
        Button("Back", "incidents.confirm", draft, Style.PRIMARY),
        Button("Add a photo or PDF", "chat.open", f"files.add:{draft}"),
        Button("Remove some words", "chat.open", f"incidents.remove:{draft}"),
        *((Button("For a colleague", "incidents.colleague", draft),) if at_home else ()),
        Button("Your role", "chat.open", f"incidents.role:{draft}"),
        delete_button("Delete", draft, style=Style.DANGER),
    )


def _role_question(reference: str) -> Items:
    ask = Button("Tell us your role", "chat.open", f"incidents.role:{reference}")
    text = "We ask this once. We put it on this report and on your next ones."
    return Items((Item("Your role, if you like", text, (ask,)),))


def thanks_card(incident: Incident, house: House, now: datetime, *, told: str = "", asks_role: bool = False) -> Card:
    """Return what a person sees after sending: the reference, what happens next, and a way back for a short while.

    ``told`` is who else hears of it, by their roles, if anybody does. ``asks_role``: with the question for the person's
    own, which is asked once and can be left.
    """
    minutes = int(house.undo.total_seconds() // 60)
    heard = promised_day(incident.answer_due_at or promise(incident.reported_at, house.answer_working_days))
    buttons = [
        Button("Add something", "chat.open", f"incidents.add:{incident.reference}"),
        Button("Add a photo or PDF", "chat.open", f"files.add:{incident.reference}"),
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
            *((Text(f"Told: {told}. They can read your report."),) if told else ()),
            *((_role_question(incident.reference),) if asks_role else ()),
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
        reports.line(
            one, places, now, Button("Show", "incidents.show", one.reference), learnt=became.get(one.id, ""), own=True
        )
        for one in found
    )
    more, buttons = turning(
        "incidents.mine", offset, len(found), total,
        order="the newest first", later="Earlier reports", first="Newest reports",
    )  # fmt: skip
    return Card("incidents.mine", f"My reports ({total})", (Items(items, more),), buttons)


def drafts_card(items: Sequence[Item], total: int, offset: int = 0) -> Card:
    """Return a page of what somebody began and has not sent, as lines that are ready to show."""
    more, buttons = turning(
        "incidents.drafts", offset, len(items), total,
        order="the newest first", later="Earlier drafts", first="Newest drafts",
    )  # fmt: skip
    return Card("incidents.drafts", f"My drafts ({total})", (Items(tuple(items), more),), buttons)


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


def not_ours_card(why: str, words: str, draft: str, url: str) -> Card:
    """Return what is said to a message that is not for the patient safety record, with a way to report it anyway.

    ``why`` is "staff" when staff were hurt and no patient, else "other". ``draft`` is ``d12``; ``url`` is the health
    and safety form, or empty.
    """
    said = Text(shorten(words, 2000), quote=True)
    rest = (
        Button("Keep it for later", "incidents.later", draft),
        delete_button("Delete what I wrote", draft),
    )
    copy = Button("Copy what I wrote", "incidents.copy", draft)
    if why != "staff":
        text = (
            "We could not see that it affects a patient's safety, so we have not sent it anywhere. "
            "We kept what you wrote. If a patient was or may be affected, please report it."
        )
        anyway = Button("Report it anyway", "incidents.confirm", draft)
        return Card("incidents.other", "This may not be for us", (Text(text), said), (anyway, copy, *rest))
    text = (
        "We're sorry that happened. It belongs to health and safety, not to the patient safety record. "
        f"We have not sent it anywhere. {WITH_THEIR_FORM if url else WITHOUT_THEIR_FORM} We kept what you wrote."
    )
    link = (Button("Open their form", "incidents.open_link", url=url, style=Style.PRIMARY),) if url else ()
    patient = Button("It did affect a patient", "incidents.confirm", draft)
    return Card(
        "incidents.redirect", "This is for health and safety", (Text(text), said), (*link, copy, patient, *rest)
    )


def copy_card(words: str) -> Card:
    """Return somebody's words alone, to be copied."""
    return Card("incidents.copy", "Your words, to copy", (Text(words),))


def stray_card(words: str, draft: str) -> Card:
    """Return the question whether words that were no answer tell of something new. ``draft`` is ``d12``."""
    return Card(
        "incidents.stray",
        "New report, or answer?",
        (
            Text("A question is open, and this sounds like something else that happened. Nothing is lost either way."),
            Text(shorten(words, 1000), quote=True),
        ),
        (
            Button("It is a new report", "incidents.new", draft, Style.PRIMARY),
            Button("It is my answer", "incidents.answer", draft),
        ),
    )


def add_card(reference: str, about: str, words: str, draft: str, *, serious: str = "", answers: bool = False) -> Card:
    """Return the question whether words belong to a report of one's own that they name. ``draft`` is ``d12``.

    ``about`` is that report in three words. ``answers``: they may be the answer to an open question, too.
    """
    care = (Text(serious, leads=True),) if serious else ()
    mine = (Button("It is my answer", "incidents.answer", draft),) if answers else ()
    return Card(
        "incidents.add_to",
        f"Add this to {reference}?",
        (
            *care,
            Text(f"You sent {reference} ({about}). Nothing is lost either way."),
            Text(shorten(words, 1500), quote=True),
        ),
        (
            Button("Add it", "incidents.append", f"{draft}|{reference}", Style.PRIMARY),
            Button("It is a new event", "incidents.new", draft),
            *mine,
            Button("Not now", "incidents.later", draft),
        ),
    )


def not_own_card(reference: str, words: str, draft: str) -> Card:
    """Return what is said to words for a report that is not one's own, or that is none. ``draft`` is ``d12``."""
    return Card(
        "incidents.not_own",
        "Is it a new event?",
        (
            Text(f"We did not find {reference} among your reports, so we cannot add to it. We kept your words."),
            Text(shorten(words, 1500), quote=True),
        ),
        (
            Button("It is a new event", "incidents.new", draft, Style.PRIMARY),
            Button("My reports", "chat.say", "my reports"),
            delete_button("Delete what I wrote", draft),
        ),
    )
