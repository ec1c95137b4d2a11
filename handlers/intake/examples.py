"""One of every card and form about receiving alerts, invented, for the gallery test and for nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime

from handlers.chat.card import Card
from handlers.chat.form import Form, form
from handlers.intake import cards, replacing_cards
from handlers.intake.form import DismissForm, TriageForm, values_of
from storage.receipts import Receipt
from storage.records import Alert, AlertStatus, PlannedAction, ReceiptSource, ReceiptState
from storage.rules.intake.proposal import Proposal, ProposedAction, Suggestion

T0 = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PROPOSAL = Proposal(
    reference=Suggestion("NatPSA/2026/003/MHRA", "National Patient Safety Alert (NatPSA/2026/003/MHRA)"),
    title=Suggestion("Example infusion pump: risk of over-infusion <!channel> *now*"),
    issuer=Suggestion("MHRA"),
    issued_on=Suggestion("2026-11-23", "Issued: 23 November 2026"),
    complete_by=Suggestion("2027-03-01", "Begin as soon as possible, complete by 1 March 2027. " * 6),
    underway_by=Suggestion("2026-12-07", "Actions underway by 7 December 2026"),
    complexity=Suggestion("yes", "This alert is safety critical and complex."),
    supersedes=Suggestion("NatPSA/2025/011", "It supersedes NatPSA/2025/011/MHRA."),
    explanation=Suggestion("Invented. " * 280),
    actions=tuple(ProposedAction(number, "Find every pump " * 20, "2026-12-18") for number in range(1, 15)),
)
RECEIPT = Receipt(
    1, ReceiptSource.EMAIL, "NatPSA/2026/003", "0" * 64, "Invented <b>text</b>. " * 400, {}, T0, None,
    ReceiptState.WAITING, 0, None, None, None, "",
)  # fmt: skip
ALERT = Alert(
    1, "NatPSA/2026/003", "NatPSA/2026/003/MHRA", "Example " * 37, "MHRA", date(2026, 11, 23), date(2027, 3, 1), True,
    "", "", None, AlertStatus.RECEIVED, 0, T0, "{}", planned=(PlannedAction(1, "Find every pump"),),
)  # fmt: skip


def examples() -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    said = ("The deadline is later: 1 April 2027 instead of 1 March 2027.", "Changed: actions 1, 2, 3.") * 20
    return (
        cards.triage_card(RECEIPT, PROPOSAL, None, (), T0),
        cards.triage_card(RECEIPT, PROPOSAL, ALERT, said, T0, checked=True),
        cards.triage_card(RECEIPT, Proposal(), None, (), T0),
        cards.unchecked_card(RECEIPT, PROPOSAL, "Colin Frost and Jo Baxter", "yesterday, 16:40"),
        cards.text_card(RECEIPT, 0),
        cards.text_card(RECEIPT, 7500),
        cards.confirmed_card(ALERT, (), T0.date(), is_new=True),
        cards.confirmed_card(ALERT, said, T0.date(), is_new=False),
        cards.list_card([(RECEIPT, PROPOSAL)] * 5, 12, T0, 5),
        cards.confirmed_card(ALERT, said, T0.date(), is_new=False, unowned=2, older=ALERT),
        *(replacing_cards.changed_card(replace(ALERT, status=one), " ".join(said)) for one in AlertStatus),
        replacing_cards.new_actions_card(ALERT, (1,), T0.date()),
        *(
            replacing_cards.superseded_card(replace(ALERT, status=one), ALERT, 3, 4)
            for one in (AlertStatus.ACTION_REQUIRED, AlertStatus.AUTHORISED)
        ),
        replacing_cards.ended_card(ALERT, ALERT),
        replacing_cards.replaced_card(ALERT, ALERT),
        form(TriageForm, "intake.check", "National alert", submit="Confirm", values=values_of(PROPOSAL)),
        form(TriageForm, "intake.new", "National alert", submit="Next"),
        form(DismissForm, "intake.dismiss", "Not for us"),
    )
