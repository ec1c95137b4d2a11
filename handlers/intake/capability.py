"""What receiving national alerts adds to the bot: words, buttons, forms, messages, help and examples."""

from typing import Final

from handlers.capability import Capability, FormRoute, HelpLine, Route
from handlers.chat.card import Card
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.intake import notices, receiving, replacing, triage, waiting
from handlers.intake.examples import examples
from handlers.intake.form import DismissForm, TriageForm
from storage.records import Person
from storage.rules.ladder import Kind
from storage.rules.policy import Verb, may


def _records(person: Person) -> bool:
    return may(person, Verb.RECORD_ALERT) is None


async def home(turn: Turn, desk: Desk) -> tuple[Card, ...]:
    """Return what waits to be checked, if anything does."""
    del turn
    card = await waiting.card(desk)
    return (card,) if card is not None else ()


INTAKE: Final = Capability(
    "intake",
    words={
        "new alert": Route(triage.start, rest=True),
        "add alert": Route(triage.start, rest=True),
        "alerts to check": Route(waiting.to_check, reads=True),
    },
    presses={
        "intake.waiting": Route(waiting.to_check, reads=True),
        "intake.show": Route(triage.show_one, reads=True),
        "intake.text": Route(triage.show_text, reads=True),
        "intake.confirm": Route(triage.confirm),
        "intake.older": Route(replacing.show_older, reads=True),
        "intake.end_older": Route(replacing.end_older),
    },
    forms={
        triage.NEW: FormRoute(TriageForm, triage.opens_new, triage.answered_new, triage.TITLE),
        triage.CHECK: FormRoute(TriageForm, triage.opens_check, triage.answered_check, triage.TITLE),
        triage.DISMISS: FormRoute(DismissForm, triage.opens_dismiss, triage.dismissed, "Not for us"),
    },
    draws={
        receiving.NOTICE: notices.draw,
        "again.receipt": notices.again,
        Kind.RECEIPT: notices.remind,
        "notice.changed": replacing.changed,
        "notice.new_actions": replacing.new_actions,
        "notice.superseded": replacing.superseded,
        "notice.replaced": replacing.replaced,
    },
    help=(
        HelpLine("new alert", "Record a national alert", shown_to=_records),
        HelpLine("alerts to check", "National alerts to check", shown_to=_records),
    ),
    listens=triage.listens,
    home=home,
    examples=examples,
)
