"""What an executive signs and what judges look at: what was asked, who did it, the evidence, who accepted.

Drawing only: who may press what is said by the rules.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from handlers.alerts.view import View
from handlers.chat.card import Button, Card, Facts, Item, Items, Part, Style, Text, counted, shorten
from handlers.showing import alerts as showing
from storage.alerts import Move
from storage.records import ActionStatus, Alert, AlertAction, Evidence, EvidenceKind, Person
from storage.rules.guards import ACTION_ENDED
from storage.rules.lifecycle import ActionMove, AlertMove, can_act, can_act_on
from storage.rules.workdays import say_day, say_distance, say_instant

PAGE: Final = 8
_PIECES: Final = 8


def sign_card(
    view: View,
    me: Person,
    accepted: Mapping[int, Move],
    now: datetime,
    today: date,
    *,
    offset: int = 0,
    said: str = "",
) -> Card:
    """Return all that an executive needs to sign: each action with its owner, its evidence and who accepted it.

    ``accepted`` holds the newest acceptance by the id of its action. ``offset`` pages through many actions.
    """
    alert = view.alert
    late = [one for one in view.actions if one.due_on < today and one.status not in ACTION_ENDED]
    still = [one for one in view.actions if one.status not in ACTION_ENDED]
    nothing = "Nothing" if not still and not view.unowned else None
    open_words = nothing or f"{counted(len(still), 'action')}, {len(late)} late"
    if view.unowned:
        open_words += f"; {counted(len(view.unowned), 'action')} without an owner"
    pairs = (
        ("Accepted", _accepted_words(view)),
        ("Open", open_words),
        ("Complete by", f"{say_day(alert.complete_by, today)} ({say_distance(alert.complete_by, today)})"),
    )
    shown = sorted(view.actions, key=lambda one: (one.part_of or one.number, one.number))[offset : offset + PAGE]
    items = tuple(_line(view, one, me, accepted.get(one.id), now, today) for one in shown)
    end = offset + len(shown)
    more = f"{offset + 1} to {end} of {len(view.actions)} shown." if len(view.actions) > PAGE else ""
    parts: list[Part] = [Text(said)] if said else []
    parts += [Text(f"{alert.reference}: {shorten(alert.title, 200)}"), *view.notes, Facts(pairs), Items(items, more)]
    buttons = []
    signs = view.is_done and can_act(alert, AlertMove.AUTHORISE, me)
    if signs:
        parts.append(Text("By authorising you confirm for the trust that the actions are complete."))
        value = f"alerts.authorise:{alert.id}:{view.stamp}"
        buttons.append(Button("Authorise…", "chat.open", value, Style.PRIMARY))
    if end < len(view.actions):
        buttons.append(Button("More actions", "alerts.sign", f"{alert.id}:{end}"))
    if offset:
        buttons.append(Button("Back to the first", "alerts.sign", f"{alert.id}:0"))
    buttons.append(Button("Show the alert", "alerts.show", str(alert.id)))
    return Card(
        "alerts.sign", "Ready for your authorisation" if signs else "Who did what", tuple(parts), tuple(buttons)
    )


def _accepted_words(view: View) -> str:
    counting = [one for one in view.actions if one.status is not ActionStatus.CANCELLED]
    accepted = sum(one.status is ActionStatus.ACCEPTED for one in counting)
    return f"{accepted} of {counted(len(counting), 'action')}"


def _line(view: View, action: AlertAction, me: Person, accepted: Move | None, now: datetime, today: date) -> Item:
    words = [showing.name_of(action.lead_id, view.people), showing.due(action, today)]
    pieces = view.evidence_of(action)
    if action.status is ActionStatus.ACCEPTED and accepted is not None:
        who = showing.name_of(accepted.by_id, view.people)
        words.append(f"accepted by {who}, {say_instant(accepted.at, now)}")
    else:
        stands = showing.state(action, view.people, now)
        words.append(f"{stands[0].lower()}{stands[1:]}")
    words += [f"evidence: {_in_short(one, view)}" for one in pieces[:2]]
    words += [f"and {counted(len(pieces) - 2, 'more piece')}"] if len(pieces) > 2 else []  # noqa: PLR2004 - two named
    buttons = []
    if pieces:
        buttons.append(Button("See the evidence", "alerts.evidence", str(action.id)))
    if can_act_on(action, view.alert, ActionMove.REOPEN, me) or can_act_on(action, view.alert, ActionMove.RETURN, me):
        value = f"alerts.return:{action.id}:{action.fence}"
        buttons.append(Button("Return with a reason", "chat.open", value))
    return Item(f"{showing.number(action)}. {shorten(action.text, 160)}", " · ".join(words), tuple(buttons))


def _in_short(piece: Evidence, view: View) -> str:
    what = {
        EvidenceKind.TEXT: f'"{shorten(piece.text, 80)}"',
        EvidenceKind.LINK: shorten(piece.url, 80),
        EvidenceKind.FILE: "a file",
    }[piece.kind]
    return f"{what} by {showing.name_of(piece.by_id, view.people)}"


def evidence_card(view: View, action: AlertAction, me: Person, now: datetime, today: date, *, said: str = "") -> Card:
    """Return the evidence of an action: to judge it, to take it back, or only to read it."""
    pieces = view.evidence_of(action)
    first = f"Action {showing.number(action)} of {view.alert.key}: {shorten(action.text, 400)}"
    stands = (
        f"{showing.name_of(action.lead_id, view.people)} · {showing.due(action, today)} · "
        f"{showing.state(action, view.people, now)}"
    )
    parts: list[Part] = [Text(said)] if said else []
    parts += [Text(first), Text(stands, quiet=True)]
    for one in pieces[:_PIECES]:
        parts += _piece(view, one, action, me, now)
    if len(pieces) > _PIECES:
        parts.append(Text(f"{_PIECES} of {len(pieces)} pieces shown."))
    if not pieces:
        parts.append(Text("There is no evidence yet."))
    buttons = []
    judged = f"{action.id}:{action.fence}"
    own = me.id in view.facts_of(action).evidence_by
    if can_act_on(action, view.alert, ActionMove.ACCEPT, me) and pieces and not own:
        buttons.append(Button("Accept", "alerts.accept", judged, Style.PRIMARY))
    if can_act_on(action, view.alert, ActionMove.RETURN, me) or can_act_on(action, view.alert, ActionMove.REOPEN, me):
        buttons.append(Button("Return with a reason", "chat.open", f"alerts.return:{judged}"))
    if can_act_on(action, view.alert, ActionMove.SUBMIT_EVIDENCE, me):
        if pieces and action.status is not ActionStatus.EVIDENCE_SUBMITTED:
            buttons.append(Button("Send it", "alerts.send_again", judged, Style.PRIMARY))
        more, style = ("Add more evidence", Style.PLAIN) if pieces else ("Add evidence", Style.PRIMARY)
        buttons.append(Button(more, "chat.open", f"alerts.evidence:{action.id}", style))
        buttons.append(Button("Add a file", "chat.open", f"alerts.file:{action.id}"))
    buttons.append(Button("Show the alert", "alerts.show", str(view.alert.id)))
    own_words = "You added evidence here yourself, so another person judges it."
    if own and can_act_on(action, view.alert, ActionMove.ACCEPT, me):
        parts.append(Text(own_words, quiet=True))
    return Card("alerts.evidence", f"Evidence for action {showing.number(action)}"[:140], tuple(parts), tuple(buttons))


def _piece(view: View, piece: Evidence, action: AlertAction, me: Person, now: datetime) -> list[Part]:
    who = showing.name_of(piece.by_id, view.people)
    if piece.for_id is not None:
        who += f" for {showing.name_of(piece.for_id, view.people)}"
    buttons = []
    if piece.url:
        buttons.append(Button("Open the link", "alerts.link", url=piece.url))
    if piece.file_key:
        buttons.append(Button("Open the file", "alerts.file", f"{action.id}:{piece.id}"))
    if can_act_on(action, view.alert, ActionMove.WITHDRAW_EVIDENCE, me):
        buttons.append(Button("Take it back", "alerts.withdraw", f"{action.id}:{piece.id}"))
    title = {EvidenceKind.TEXT: "In words", EvidenceKind.LINK: shorten(piece.url, 200), EvidenceKind.FILE: "A file"}
    line = Items((Item(title[piece.kind], f"{who}, {say_instant(piece.at, now)}", tuple(buttons)),))
    return [Text(shorten(piece.text, 1500), quote=True), line] if piece.text else [line]


def not_sent_card(written: str) -> Card:
    """Return what somebody wrote as evidence for an action that is not theirs any more: nothing typed is lost."""
    words = Text("Nothing you wrote is lost: here it is. You can copy it for whoever has the action now.")
    quoted = Text(shorten(written, 2500), quote=True)
    return Card("alerts.not_sent", "Your evidence was not sent", (words, quoted))


def request_card(alert: Alert, action: AlertAction, by: Person | None, reason: str, who: Person | None) -> Card:
    """Return a lead's word that an action is somebody else's, for the one who decides."""
    name = by.name if by else "A lead"
    text = f"{name} says that action {showing.number(action)} of {alert.key} belongs to somebody else: {reason}"
    fence = f"{action.id}:{action.fence}"
    give = (
        [Button(shorten(f"Give it to {who.name}", 60), "alerts.give", f"{fence}:{who.id}", Style.PRIMARY)]
        if who
        else []
    )
    style = Style.PLAIN if who else Style.PRIMARY
    buttons = (
        *give,
        Button("Give it to somebody", "chat.open", f"alerts.hand_over:{action.id}", style),
        Button("Keep it with them", "alerts.keep", fence),
        Button("Show the alert", "alerts.show", str(alert.id)),
    )
    return Card(
        "alerts.request", "Is this action theirs?", (Text(text), Text(shorten(action.text, 400), quote=True)), buttons
    )
