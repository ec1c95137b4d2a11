"""An alert with all that belongs to it, as the person who speaks may see it. Finding one says nothing about others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from handlers.chat.answers import read_number
from handlers.chat.card import Text
from handlers.chat.reply import Reply, tell
from handlers.desk import Desk
from storage import absences, alerts, evidence, leads, people
from storage.records import ActionStatus, Alert, AlertAction, AlertStatus, Evidence, Person, Role
from storage.rules.guards import ACTION_ENDED, ALERT_ENDED, Facts
from storage.rules.policy import Tie, Verb, may
from storage.rules.rota import Rota
from storage.rules.workdays import say_day

NOT_FOUND: Final = 'We did not find that alert, or it is not yours to see. Say "my actions" to see yours.'
CHANGED: Final = "This has changed since that message was written. Here is how it stands now. Nothing was changed."


@dataclass(frozen=True, slots=True)
class View:
    """An alert, its actions, who is named in them, its leads and the evidence that counts now.

    ``away`` maps who is not there today to the last day of it. Whoever stands in for a lead who is not there is shown
    the actions as their deputy; ``deputies`` keeps, by action, who is stored as that. ``replaced_by`` names the alert
    that replaces it. ``acting`` is who acts as its executive today, ``absence`` says so when that is somebody else.
    """

    alert: Alert
    actions: tuple[AlertAction, ...]
    people: dict[int, Person]
    leads: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    away: Mapping[int, date] = field(default_factory=dict)
    deputies: Mapping[int, int | None] = field(default_factory=dict)
    replaced_by: str = ""
    acting: int | None = None
    absence: str = ""

    @property
    def stamp(self) -> int:
        """A number that grows with every move of the alert or of one of its actions."""
        return self.alert.fence + sum(one.fence for one in self.actions)

    @property
    def notes(self) -> tuple[Text, ...]:
        """What stands on every card of it: that another alert replaces it, and that its executive is away."""
        if self.alert.status in ALERT_ENDED:
            return ()
        replaced = f"Replaced by {self.replaced_by}. Its work goes on until the CAS officer ends it."
        return tuple(Text(words) for words in (self.replaced_by and replaced, self.absence) if words)

    def acts_as_executive(self, person: Person) -> bool:
        """Say whether this person is the alert's executive, or stands in for them today."""
        return person.id != 0 and person.id in {self.alert.executive_id, self.acting}

    @property
    def who_leads(self) -> str:
        """The ids of those who lead its actions, as a button carries them: with other leads it is another word."""
        return "-".join(str(one) for one in sorted({action.lead_id for action in self.actions}))

    @property
    def facts(self) -> Facts:
        """What the rules have to know about the whole alert."""
        return Facts(evidence_by=evidence.givers(self.evidence), actions=self.actions, leads=frozenset(self.leads))

    @property
    def unowned(self) -> tuple[int, ...]:
        """The numbers of what the alert asks for and nobody has."""
        owned = {one.part_of or one.number for one in self.actions}
        return tuple(one.number for one in self.alert.planned if one.number not in owned)

    @property
    def is_done(self) -> bool:
        """Whether every action was accepted or cancelled, and one at least accepted."""
        over = all(one.status in ACTION_ENDED for one in self.actions)
        return over and not self.unowned and any(one.status is ActionStatus.ACCEPTED for one in self.actions)

    def action(self, action_id: int) -> AlertAction | None:
        """Return one of the actions."""
        return next((one for one in self.actions if one.id == action_id), None)

    def evidence_of(self, action: AlertAction) -> tuple[Evidence, ...]:
        """Return the evidence that counts for one action."""
        return tuple(one for one in self.evidence if one.action_id == action.id)

    def facts_of(self, action: AlertAction) -> Facts:
        """Return what the rules have to know about one action."""
        return replace(self.facts, evidence_by=evidence.givers(self.evidence_of(action)))

    def as_stored(self, action: AlertAction) -> AlertAction:
        """Return an action with the deputy whom it is stored with: standing in makes nobody a deputy for ever."""
        if action.id not in self.deputies:
            return action
        kept = self.deputies[action.id]
        return replace(action, deputy_id=None if kept == action.lead_id else kept)

    def with_action(self, action: AlertAction) -> "View":
        """Return the view with one action as it is now."""
        return replace(self, actions=tuple(action if one.id == action.id else one for one in self.actions))


async def named(
    desk: Desk, alert: Alert, actions: Iterable[AlertAction], more: Iterable[int] = ()
) -> dict[int, Person]:
    """Return everybody who is named in an alert and its actions."""
    ids = {one for action in actions for one in (action.lead_id, action.deputy_id, action.acknowledged_by) if one}
    ids |= {one for one in (alert.executive_id, alert.acknowledged_by, alert.leads_named_by, alert.closed_by) if one}
    return await people.by_ids(desk.tx, ids | set(more))


def tie_of(desk: Desk, alert: Alert, actions: tuple[AlertAction, ...], found: dict[int, Person]) -> Tie:
    """Return how the person who speaks and this alert belong together."""
    me = desk.person.id
    own = me != 0 and (me == alert.executive_id or any(me in {one.lead_id, one.deputy_id} for one in actions))
    theirs = {found[one.lead_id].directorate for one in actions if one.lead_id in found}
    return Tie(own=own, directorate=desk.person.directorate if desk.person.directorate in theirs else None)


def in_hand_of(desk: Desk, actions: tuple[AlertAction, ...]) -> tuple[AlertAction, ...]:
    """Return all actions that the person leads, deputises for or stands in for, those that they lead first."""
    mine = [one for one in actions if desk.person.id in {one.lead_id, one.deputy_id} and one.status not in ACTION_ENDED]
    return tuple(sorted(mine, key=lambda one: one.lead_id != desk.person.id))


def mine_of(desk: Desk, actions: tuple[AlertAction, ...]) -> tuple[AlertAction, ...]:
    """Return the actions that the person leads, or else those that they deputise for."""
    led = tuple(one for one in actions if one.lead_id == desk.person.id and one.status not in ACTION_ENDED)
    return led or tuple(one for one in actions if one.deputy_id == desk.person.id and one.status not in ACTION_ENDED)


def is_over(alert: Alert) -> bool:
    """Say whether nothing about this alert needs to be told any more."""
    return alert.status in {AlertStatus.CLOSED, AlertStatus.CANCELLED, AlertStatus.NOT_REQUIRED}


async def view_of(desk: Desk, alert: Alert) -> View:
    """Return everything about an alert, for whoever asks."""
    actions = await alerts.actions_of(desk.tx, alert.id)
    pieces = await evidence.of_actions(desk.tx, (one.id for one in actions))
    named_leads = await leads.of_alert(desk.tx, alert.id)
    more = {*named_leads, *evidence.givers(pieces)}
    absent = await absences.from_day(desk.tx, desk.today)
    away = {key: one.last_day for key, found in absent.items() for one in found if one.first_day <= desk.today}
    found = await named(desk, alert, actions, more)
    rota = Rota(absent, desk.house.closed)
    deputies = {one.id: one.deputy_id for one in actions if rota.owns_for(desk.person.id, one, found, desk.today)}
    shown = tuple(replace(one, deputy_id=desk.person.id) if one.id in deputies else one for one in actions)
    newer = await alerts.get(desk.tx, alert.superseded_by) if alert.superseded_by is not None else None
    replaced_by = newer.reference if newer is not None and newer.status is not AlertStatus.CANCELLED else ""
    acting, absence = await _executive_of(desk, alert, found, rota, away)
    return View(alert, shown, found, named_leads, pieces, away, deputies, replaced_by, acting, absence)


async def _executive_of(
    desk: Desk, alert: Alert, found: dict[int, Person], rota: Rota, away: Mapping[int, date]
) -> tuple[int | None, str]:
    """Return who acts as an alert's executive today, and, when that is not the one who is named, who stands in."""
    named_id = alert.executive_id
    if named_id is None or rota.is_there(named_id, found, desk.today):
        return named_id, ""
    executives = {one.id: one for one in await people.with_role(desk.tx, Role.EXECUTIVE)}
    acting = rota.executive(named_id, found | executives, sorted(executives), desk.today)
    name = found[named_id].name if named_id in found else "The executive"
    until = away.get(named_id)
    why = f"is away until {say_day(until, desk.today)}" if until is not None else "does not work here any more"
    instead = f"{executives[acting].name} stands in." if acting is not None else "No other executive is here today."
    return acting, f"{name}, its executive, {why}. {instead}"


async def find(desk: Desk, value: str, *, lock: bool = False) -> View | Reply:
    """Return the alert whose id stands at the beginning of ``value`` (``12`` or ``12:…``), or why not.

    ``lock``: it, and so its actions, are this transaction's until it ends.
    """
    alert = await alerts.get(desk.tx, read_number(value.partition(":")[0]) or 0, lock=lock)
    if alert is None:
        return tell(NOT_FOUND)
    view = await view_of(desk, alert)
    tie = tie_of(desk, alert, view.actions, view.people)
    tie = replace(tie, own=tie.own or (desk.person.id != 0 and desk.person.id in view.leads))
    return view if may(desk.person, Verb.SEE_ALERT, tie) is None else tell(NOT_FOUND)


async def find_action(desk: Desk, value: str, *, lock: bool = False) -> tuple[View, AlertAction] | Reply:
    """Return the action whose id stands at the beginning of ``value``, with its alert, or why not."""
    key = read_number(value.partition(":")[0]) or 0
    action = await alerts.action(desk.tx, key)
    if action is None:
        return tell(NOT_FOUND)
    view = await find(desk, str(action.alert_id), lock=lock)
    if isinstance(view, Reply):
        return view
    found = view.action(key)
    return (view, found) if found is not None else tell(NOT_FOUND)
