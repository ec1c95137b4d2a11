"""What reporting adds to the bot: its words, buttons, forms, help and examples."""

from typing import Final

from handlers.capability import Capability, FormRoute, HelpLine, Route
from handlers.chat.card import Card
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import (
    adding,
    afterwards,
    alone,
    anonymity,
    anonymous,
    cards,
    cleaning,
    duplicates,
    editing,
    filling,
    flow,
    handing,
    keeping,
    looking,
    notices,
    quick,
    readers,
    roles,
    withdrawing,
)
from handlers.incidents.examples import examples
from handlers.incidents.form import AddForm, PatientForm, ReportForm, applies, harm_applies
from handlers.incidents.kinds import KINDS
from storage import incidents
from storage.rules.ladder import Kind
from storage.rules.reports import asked_report


async def home(turn: Turn, desk: Desk) -> tuple[Card, ...]:
    """Return "Report something", the person's drafts and their newest reports."""
    begun = await keeping.drafts_card(desk)
    total = await incidents.count_of_reporter(desk.tx, desk.person.id) if desk.person.id else 0
    sent = (await afterwards.mine(turn, desk, "")).cards if total else ()
    return (cards.start_card(), *((begun,) if begun else ()), *sent)


_ON_ONES_OWN: Final = (
    "undo", "withdraw", "take back", "take it back", "withdraw my report", "take my report back",
    "delete my report", "change my report", "edit my report", "add to my report", "add something",
    "add something to my report", "what happened to my report",
)  # fmt: skip
"""What can be done with a report that was sent: the list of one's own is where each has its buttons."""

INCIDENTS: Final = Capability(
    "incidents",
    words={
        "report": Route(adding.report, rest=True),
        "report a safety event": Route(flow.report),
        "report something": Route(flow.report),
        "new report": Route(flow.report),
        "my reports": Route(afterwards.mine, reads=True),
        "my drafts": Route(keeping.my_drafts, reads=True),
        "drafts": Route(keeping.my_drafts, reads=True),
        **dict.fromkeys(_ON_ONES_OWN, Route(afterwards.mine, reads=True, known_as="my reports")),
        "my role": Route(roles.ask_role),
        readers.ASK: Route(readers.answer, reads=True, breaks=True),
        **anonymous.WORDS,
    },
    shapes=(
        *anonymous.SHAPES,
        (asked_report, Route(afterwards.one_report, reads=True)),
        (anonymity.asks, Route(anonymity.answer, reads=True, breaks=True)),
        (readers.asks_plainly, Route(readers.answer, reads=True, breaks=True)),
        (readers.asks, Route(readers.answer, reads=True)),
    ),
    presses={
        "incidents.submit": Route(flow.submit),
        "incidents.quick": Route(flow.press_answer),
        "incidents.copy": Route(flow.copy),
        "incidents.append": Route(adding.append),
        "incidents.new": Route(flow.is_new),
        "incidents.answer": Route(flow.is_answer),
        "incidents.this": Route(flow.this),
        "incidents.not_new": Route(flow.is_answer),
        "incidents.confirm": Route(flow.confirm),
        "incidents.more": Route(flow.more),
        "incidents.later": Route(flow.later),
        "incidents.delete": Route(flow.delete),
        "incidents.undo": Route(withdrawing.undo),
        "incidents.different": Route(flow.different),
        "incidents.same": Route(duplicates.same),
        "incidents.anew": Route(duplicates.anew),
        "incidents.colleague": Route(handing.choose),
        "incidents.behalf": Route(handing.behalf),
        "incidents.take": Route(handing.take),
        "incidents.decline": Route(handing.decline),
        "incidents.longer": Route(keeping.longer),
        "incidents.throw": Route(keeping.throw),
        "incidents.edit": Route(editing.begin),
        "incidents.leave": Route(editing.leave),
        "incidents.mine": Route(afterwards.mine, reads=True),
        "incidents.drafts": Route(keeping.my_drafts, reads=True),
        "incidents.show": Route(afterwards.one_report, reads=True),
        **anonymous.PRESSES,
        **cleaning.PRESSES,
    },
    forms={
        **{
            kind.form: FormRoute(
                kind.model,
                filling.opens,
                filling.answered,
                kind.title,
                keeps_draft=True,
                applies=applies if kind.model is ReportForm else harm_applies,
                asks=looking.as_asked,
                first=quick.first_asked,
            )
            for kind in KINDS.values()
        },
        "incidents.patient": FormRoute(
            PatientForm, filling.opens_patient, filling.answered_patient, "Harm to a further patient"
        ),
        "incidents.hand": FormRoute(handing.HandForm, handing.opens, handing.answered, "Hand it to a colleague"),
        "incidents.why": FormRoute(editing.WhyForm, editing.opens_why, editing.save, "Save the change"),
        "incidents.withdraw": FormRoute(
            withdrawing.WithdrawForm, withdrawing.opens, withdrawing.answered, "Take the report back"
        ),
        roles.FORM: FormRoute(roles.RoleForm, roles.opens, roles.answered, "Your role"),
        "incidents.add": FormRoute(AddForm, afterwards.opens_add, afterwards.answered_add, "Add to your report"),
        **alone.FORMS,
        **anonymous.FORMS,
        **cleaning.FORMS,
    },
    draws={
        Kind.DRAFT: keeping.draw,
        handing.OFFER: handing.draw_offer,
        handing.ANSWER: handing.draw_answer,
        notices.KIND: notices.draw,
        notices.LEARNT: notices.draw_learnt,
        notices.TAKEN_BACK: notices.draw_taken_back,
    },
    help=(
        HelpLine("report", "Report a safety event", primary=True),
        HelpLine("my reports", "My reports"),
        HelpLine("my drafts", "My drafts"),
        HelpLine("code", "Find a report by its code"),
        HelpLine(readers.ASK, "Who can read my report?"),
    ),
    listens=adding.listens,
    stray=adding.stray,
    unsure=flow.unsure,
    passage=flow.passage,
    home=home,
    examples=examples,
)
