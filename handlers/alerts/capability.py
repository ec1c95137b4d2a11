"""What alerts add to the bot: words, buttons, forms, messages, help and examples."""

from typing import Final

from handlers.alerts import (
    assigning,
    evidencing,
    flow,
    handing,
    judging,
    life_form,
    life_notices,
    naming,
    notices,
    reminding,
    signing,
    snoozing,
    waiting,
)
from handlers.alerts.examples import examples
from handlers.capability import Capability, FormRoute, HelpLine, Route
from handlers.chat.card import Card
from handlers.chat.turn import Turn
from handlers.desk import Desk
from storage.records import Person
from storage.rules.ladder import Kind
from storage.rules.policy import Verb, may


def _has_actions(person: Person) -> bool:
    return bool(person.roles)


async def home(turn: Turn, desk: Desk) -> tuple[Card, ...]:
    """Return the alerts whose next step is this person's, and the actions that wait for them, if there are any."""
    del turn
    if not desk.person.id:
        return ()
    steps = await waiting.card(desk)
    mine = await flow.mine_card(desk)
    return (*((steps,) if steps else ()), *((mine,) if mine.title != "My actions" else ()))


ALERTS: Final = Capability(
    "alerts",
    words={
        "my actions": Route(flow.my_actions, reads=True),
        "my alerts": Route(waiting.mine, reads=True),
    },
    presses={
        "alerts.acknowledge": Route(flow.acknowledge),
        "alerts.help": Route(flow.need_help),
        "alerts.show": Route(flow.show_alert, reads=True),
        "alerts.mine": Route(flow.my_actions, reads=True),
        "alerts.waiting": Route(waiting.mine, reads=True),
        "alerts.mine_of": Route(flow.mine_of_alert, reads=True),
        "alerts.cancel": Route(flow.cancel),
        "alerts.life": Route(naming.life, reads=True),
        "alerts.cas": Route(naming.acknowledged),
        "alerts.executive_is": Route(naming.executive_is),
        "alerts.leads_right": Route(naming.leads_right),
        "alerts.hands": Route(naming.hands, reads=True),
        "alerts.ask": Route(naming.ask_executive),
        "alerts.assigned": Route(assigning.assigned),
        "alerts.assign_again": Route(assigning.again),
        "alerts.wake": Route(snoozing.wake),
        "alerts.start": Route(evidencing.start),
        "alerts.evidence": Route(evidencing.see, reads=True),
        "alerts.file": Route(evidencing.open_file),
        "alerts.send_again": Route(evidencing.send_again),
        "alerts.withdraw": Route(evidencing.take_back),
        "alerts.accept": Route(judging.accept),
        "alerts.sign": Route(signing.sign, reads=True),
        "alerts.give": Route(handing.give),
        "alerts.keep": Route(handing.keep),
    },
    forms={
        "alerts.executive": FormRoute(
            life_form.ExecutiveForm, naming.opens_executive, naming.executive_named, "The executive of an alert"
        ),
        "alerts.leads": FormRoute(life_form.LeadsForm, naming.opens_leads, naming.leads_named, "The leads of an alert"),
        "alerts.required": FormRoute(
            life_form.RequiredForm, assigning.opens_required, assigning.required, "Action required"
        ),
        "alerts.not_required": FormRoute(
            life_form.ReasonForm, assigning.opens_not_required, assigning.not_required, "No action required"
        ),
        assigning.FORM: FormRoute(life_form.AssignForm, assigning.opens_assign, assigning.chosen, "Who does an action"),
        "alerts.evidence": FormRoute(
            life_form.EvidenceForm, evidencing.opens_evidence, evidencing.handed_in, "Evidence"
        ),
        "alerts.file": FormRoute(
            life_form.FileForm,
            evidencing.opens_file,
            evidencing.file_handed_in,
            "Evidence in a file",
            applies=life_form.applies,
        ),
        "alerts.return": FormRoute(
            life_form.ReasonForm, judging.opens_return, judging.returned, "Return with a reason"
        ),
        "alerts.authorise": FormRoute(
            life_form.AuthoriseForm, signing.opens_authorise, signing.authorised, "Authorise an alert"
        ),
        "alerts.closed": FormRoute(life_form.ClosedForm, signing.opens_closed, signing.closed, "Closed on CAS"),
        "alerts.reopen": FormRoute(life_form.ReasonForm, signing.opens_reopen, signing.reopened, "Open an alert again"),
        "alerts.hand_over": FormRoute(
            life_form.HandOverForm, handing.opens_hand_over, handing.handed_over, "Hand an action over"
        ),
        "alerts.not_mine": FormRoute(
            life_form.NotMineForm, handing.opens_not_mine, handing.not_mine, "An action that is not yours"
        ),
        snoozing.FORM: FormRoute(
            snoozing.SnoozeForm, snoozing.opens_snooze, snoozing.snoozed, "Put the reminders of an action off"
        ),
        "alerts.split": FormRoute(life_form.SplitForm, handing.opens_split, handing.split, "Split an action"),
        "alerts.cancel_action": FormRoute(
            life_form.ReasonForm, handing.opens_cancel, handing.cancelled, "Cancel an action"
        ),
    },
    draws={
        "notice.assigned": notices.assigned,
        **life_notices.DRAWS,
        "notice.recorded": notices.recorded,
        "notice.help": notices.help_asked,
        "notice.cancelled": notices.cancelled,
        "notice.nudge": reminding.nudge,
        Kind.UNACKNOWLEDGED: reminding.about_action,
        Kind.DEADLINE: reminding.about_action,
        Kind.LATE: reminding.about_action,
        Kind.JUDGE: reminding.judge,
        Kind.STAGE: reminding.stage,
        Kind.ALERT_DUE: reminding.alert_due,
        Kind.ALERT_LATE: reminding.alert_due,
    },
    help=(
        HelpLine("my actions", "My alert actions", shown_to=_has_actions),
        HelpLine(
            "my alerts", "Alerts that wait for me", shown_to=lambda person: may(person, Verb.SEE_ALL_ALERTS) is None
        ),
    ),
    home=home,
    examples=examples,
)
