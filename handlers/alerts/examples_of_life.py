"""One of every card and form of an alert's life, with invented people, for the gallery test and for nothing else."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from handlers.alerts import life_cards, life_form, sign_cards, snoozing
from handlers.alerts.view import View
from handlers.chat.card import Card
from handlers.chat.form import Form, form
from storage.alerts import Move
from storage.records import (
    ActionStatus,
    AlertStatus,
    Evidence,
    EvidenceKind,
    Person,
    PlannedAction,
    Role,
)
from storage.rules.lifecycle import ActionMove


def life_examples(view: View, lead: Person, executive: Person, now: datetime, today: date) -> tuple[Card | Form, ...]:
    """Return an example of each card and form, the ordinary and the longest."""
    boss = replace(executive, roles=frozenset({Role.EXECUTIVE, Role.CAS_OFFICER, Role.PATIENT_SAFETY_SPECIALIST}))
    planned = tuple(PlannedAction(number, "Find every pump <!channel> " * 9) for number in range(1, 4))
    alert = replace(view.alert, planned=planned, title="Example infusion pump " * 12)
    pieces = tuple(
        Evidence(
            number, 1, now, lead.id, 2 if number else None, kind,
            "All pumps are counted. *Bold* " * 40 if kind is EvidenceKind.TEXT else "",
            "https://example.org/audit" if kind is EvidenceKind.LINK else "",
            "key" if kind is EvidenceKind.FILE else None, "0" * 64,
        )
        for number, kind in enumerate((EvidenceKind.TEXT, EvidenceKind.LINK, EvidenceKind.FILE))
    )  # fmt: skip
    early = View(alert, (), view.people, (1, 2), ())
    cards: list[Card | Form] = [
        life_cards.life_card(
            replace(early, alert=replace(alert, status=status, closed_on=today, closed_by=2)), boss, now, today,
            said="Recorded by you.", executives=(boss, lead, boss, lead),
        )
        for status in AlertStatus
    ]  # fmt: skip
    taken = replace(view.actions[0], status=ActionStatus.EVIDENCE_SUBMITTED, part_of=1, place="Surgery and theatres")
    full = replace(view, alert=alert, actions=(taken, *view.actions[1:]), evidence=pieces)
    done = tuple(replace(one, status=ActionStatus.ACCEPTED) for one in full.actions)
    signed = {one.id: Move(1, one.id, now, 2, ActionMove.ACCEPT, "evidence_submitted", "accepted") for one in done}
    accepted = replace(full, actions=done)
    part = {"number": "1", "lead": "#1", "deputy": "#2", "due": "2026-12-18", "place": "Surgery", "rest": "whole"}
    reason = "It belongs to the team for equipment. " * 12
    late = replace(taken, due_on=today - timedelta(days=30), status=ActionStatus.IN_PROGRESS)
    return (
        *cards,
        life_cards.life_card(full, boss, now, today),
        life_cards.life_card(accepted, replace(boss, id=3), now, today),
        life_cards.hands_card(full, boss, today, said="Handed over."),
        life_cards.waiting_card([(early, "Name its clinical leads")] * 5, today, 12, 5),
        life_cards.assigning_card(early, 7, [part] * 6, {"#1": lead.name, "#2": executive.name}, today),
        sign_cards.sign_card(replace(full, actions=(late, *full.actions[1:])), boss, {}, now, today, said="Changed."),
        sign_cards.sign_card(accepted, boss, signed, now, today),
        sign_cards.evidence_card(full, taken, boss, now, today, said="Please look at the evidence."),
        sign_cards.evidence_card(full, replace(taken, lead_id=lead.id), lead, now, today),
        sign_cards.evidence_card(replace(full, evidence=()), late, boss, now, today),
        sign_cards.not_sent_card("All pumps are counted. *Bold* <!channel> " * 90),
        sign_cards.request_card(alert, taken, lead, reason, executive),
        form(life_form.ExecutiveForm, "alerts.executive", "Who is the executive?", submit="Name them"),
        form(
            life_form.LeadsForm,
            "alerts.leads",
            "Who leads the work?",
            submit="Name them",
            values={"first": "#1"},
            shown={"#1": "Ann"},
        ),
        form(life_form.RequiredForm, "alerts.required", "Action required", submit="Record"),
        *(
            form(life_form.ReasonForm, f"alerts.{name}", title, submit=submit, intro="Action 1 of NatPSA/2026/003")
            for name, title, submit in (
                ("return", "Return with a reason", "Return it"),
                ("not_required", "No action required", "Confirm"),
                ("reopen", "Open it again", "Open it again"),
                ("cancel_action", "Cancel the action", "End this action"),
            )
        ),
        form(life_form.AssignForm, "alerts.assign", "Who does action 1?", submit="Next"),
        form(life_form.EvidenceForm, "alerts.evidence", "Evidence", submit="Send evidence"),
        form(life_form.FileForm, "alerts.file", "Evidence in a file", submit="Send it"),
        form(life_form.AuthoriseForm, "alerts.authorise", "Authorise", submit="Authorise").with_errors(
            {"number": "This is not the alert's number. Please type 003."}, {"number": "004"}
        ),
        form(life_form.ClosedForm, "alerts.closed", "Closed on CAS", submit="Record"),
        form(life_form.HandOverForm, "alerts.hand_over", "Hand over", submit="Hand over"),
        form(life_form.NotMineForm, "alerts.not_mine", "Not mine", submit="Ask"),
        form(snoozing.SnoozeForm, snoozing.FORM, "Snooze", submit="Snooze", intro=reason[:400]),
        form(life_form.SplitForm, "alerts.split", "Split the action", submit="Split it"),
    )
