"""What a status question is about: a reference, a place, an alert, what is late. Not sure means a choice."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from rapidfuzz import fuzz, utils

from handlers import finding, resembling, standing_in
from handlers.chat.answers import read_number
from handlers.chat.card import Button, Card, Style, Text, shorten
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import PlaceKind, Turn
from handlers.desk import LONDON, Desk
from handlers.routing import tie_of
from handlers.showing import alerts as showing
from handlers.showing import reports, urgency
from handlers.showing.shared import NOT_YET, may_be_shown, shared_card
from handlers.status import cards, colleagues, listing, marked, overview
from storage import alerts, audit, incidents, leads, outbox, people, reviews
from storage.records import Alert, AlertAction
from storage.rules.guards import ACTION_ENDED
from storage.rules.policy import Tie, Verb, may
from storage.rules.references import find_references
from storage.rules.reports import find_report_reference

ALERT_WORDS: Final = frozenset(
    {"natpsa", "natpsas", "natpsa alerts", "national alerts", "national patient safety alerts", "alerts", "open alerts"}
)
"""All open National Patient Safety Alerts, in a word."""
LATE_WORDS: Final = frozenset({"overdue", "late", "overdu", "over due", "whats late", "what's late", "what is late"})
QUERY_MOST: Final = 120


async def status(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Answer a status question; without words, show all open work that the person may see."""
    query = shorten(rest.strip(), QUERY_MOST)
    shares = turn.place.kind is not PlaceKind.PERSONAL and may(desk.person, Verb.SHARE_STATUS) is None
    return show(*await cards_for(desk, query, may_share=shares))


async def cards_for(desk: Desk, query: str, *, may_share: bool = False) -> tuple[Card, ...]:
    """Return the answer to a status question as cards."""
    lowered = query.lower().strip(" ?.!")
    if not lowered:
        return (overview.overview_card(await overview.picture(desk), desk.now, may_share=may_share),)
    if lowered in LATE_WORDS or fuzz.ratio(lowered, "overdue") > 85:  # noqa: PLR2004 - one letter wrong
        seen = await overview.picture(desk, only_late=True)
        return (overview.overview_card(seen, desk.now, may_share=may_share, only_late=True),)
    if lowered in ALERT_WORDS:
        return (await listing.page_card(desk, listing.Wish()),)
    mark = urgency.meant(query)
    if mark is not None:
        return (await marked.card(desk, mark),)
    if urgency.asks_for_serious(query):
        return (await marked.serious_card(desk),)
    report = find_report_reference(query)
    if report is not None:
        return (await _report(desk, report),)
    references = find_references(query)
    if references:
        return (await _alert_by_key(desk, references[0].key, may_share=may_share),)
    return await _search(desk, query, may_share=may_share)


async def _report(desk: Desk, reference: str) -> Card:
    incident = await incidents.by_reference(desk.tx, reference)
    tie = tie_of(desk, incident)
    if incident is None or may(desk.person, Verb.SEE_REPORT, tie) is not None:
        return cards.nothing_card(reference)
    buttons = []
    if may(desk.person, Verb.REVIEW_REPORT, tie) is None:
        buttons.append(Button("Review", "review.show", incident.reference, Style.PRIMARY))
    if tie.own:
        buttons.append(Button("Add, change or take back", "incidents.show", incident.reference))
    added = await reviews.added_to(desk.tx, incident)
    return reports.report_card(incident, desk.places, desk.now, desk.today, *buttons, added=added, own=tie.own)


async def _alert_by_key(desk: Desk, key: str, *, may_share: bool) -> Card:
    alert = await alerts.by_key(desk.tx, key)
    if alert is None:
        return cards.nothing_card(key)
    return await _alert(desk, alert, may_share=may_share)


async def _alert(desk: Desk, alert: Alert, *, may_share: bool) -> Card:
    actions = await alerts.actions_of(desk.tx, alert.id)
    moves = await alerts.moves_of(desk.tx, alert.id, limit=1)
    ids = {one for action in actions for one in (action.lead_id, action.deputy_id, action.acknowledged_by) if one}
    ids |= {one.by_id for one in moves if one.by_id} | ({alert.executive_id} if alert.executive_id else set())
    everybody = await people.by_ids(desk.tx, ids)
    if not await may_see(desk, alert):
        return cards.nothing_card(alert.key)
    buttons = _alert_buttons(desk, alert, actions, may_share=may_share)
    alike = await resembling.count(desk, alert)
    if alike and may(desk.person, Verb.SEE_REPORT) is None:
        buttons.append(Button("Show similar events", "status.similar", f"{alert.id}:0"))
    card = showing.alert_card(alert, actions, everybody, desk.now, desk.today, *buttons, alike=alike)
    fresh = Text(f"As it stands now, {desk.now.astimezone(LONDON):%H:%M}.", quiet=True)
    last = () if not moves else (Text("The last step:"), showing.history(moves[-1:], everybody, desk.now))
    return replace(card, parts=(fresh, *card.parts, *last))


async def alert(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show how an alert stands, with what can be seen and done about it."""
    found = await alerts.get(desk.tx, read_number(value) or 0)
    shares = turn.place.kind is not PlaceKind.PERSONAL and may(desk.person, Verb.SHARE_STATUS) is None
    return show(await _alert(desk, found, may_share=shares) if found else not_found())


async def may_see(desk: Desk, found: Alert) -> bool:
    """Say whether the person at the desk may see an alert."""
    if may(desk.person, Verb.SEE_ALL_ALERTS) is None:
        return True
    actions = await alerts.actions_of(desk.tx, found.id)
    everybody = await people.by_ids(desk.tx, {one.lead_id for one in actions})
    me = desk.person.id
    own = {found.executive_id, *(one.lead_id for one in actions), *(one.deputy_id for one in actions)}
    own |= set(await leads.of_alert(desk.tx, found.id))
    instead = (await standing_in.of(desk)).actions
    own |= {me} if any(one.id in instead for one in actions) else set()
    theirs = desk.person.directorate in {one.directorate for one in everybody.values()}
    tie = Tie(own=me != 0 and me in own, directorate=desk.person.directorate if theirs else None)
    return may(desk.person, Verb.SEE_ALERT, tie) is None


def not_found() -> Card:
    """Return the answer about an alert that is not there or not theirs to see: it never says which."""
    return cards.nothing_card("that alert")


def _alert_buttons(desk: Desk, alert: Alert, actions: tuple[AlertAction, ...], *, may_share: bool) -> list[Button]:
    waiting = [one for one in actions if one.status not in ACTION_ENDED]
    buttons = []
    if waiting and may(desk.person, Verb.NUDGE) is None:
        following = min(waiting, key=lambda one: (one.due_on, one.number))
        buttons.append(Button("Nudge the next owner", "status.nudge", str(following.id), Style.PRIMARY))
    buttons.append(Button("History", "status.history", f"{alert.id}:0"))
    buttons.append(Button("Timeline", "status.timeline", str(alert.id)))
    if may(desk.person, Verb.SEE_ALERT_FIGURES) is None:
        buttons.append(Button("Download", "status.download", str(alert.id)))
    if may_share and may_be_shown(alert):
        buttons.append(Button("Share here", "status.share", alert.key, shares=True))
    return buttons


async def _search(desk: Desk, typed: str, *, may_share: bool) -> tuple[Card, ...]:
    named = await colleagues.named(desk, typed)
    query = (await desk.screen_aside(typed)).text
    places = finding.places(query, desk.places)
    place = finding.only(places)
    seen = await _alerts_that_fit(desk, query)
    strong = [one for one, score in seen if score >= finding.SURE]
    if named and not strong and (place is None or place.score < finding.SURE):
        sure = colleagues.is_sure(named)
        return (await colleagues.alerts_of(desk, named[0]) if sure else colleagues.which_card(named),)
    if named:
        staff = [colleagues.button(one) for one in named[:3]]
        return (cards.choice_card(query, strong[:4], [one.name for one in places[:3]], staff),)
    if place is not None and place.score == 100.0:  # noqa: PLR2004 - the exact name or alias
        return (await _place(desk, place.id),)
    if len(strong) == 1 and (place is None or place.score < finding.SURE):
        return (await _alert(desk, strong[0], may_share=may_share),)
    if place is not None and not strong:
        return (await _place(desk, place.id),)
    if not seen and not places:
        return (await reports_card(desk, query),)
    return (cards.choice_card(query, [one for one, _ in seen[:4]], [one.name for one in places[:3]]),)


async def _alerts_that_fit(desk: Desk, query: str) -> list[tuple[Alert, float]]:
    """Return the alerts that the person may see and whose title fits, best first; open ones before closed ones."""
    wanted = utils.default_process(query.lower().replace("natpsa", " "))
    if not wanted.strip():
        return []
    scored = [
        (alert, max(fuzz.token_set_ratio(wanted, text), fuzz.partial_ratio(wanted, text) - 4, _by_word(wanted, text)))
        for alert in await alerts.listing(desk.tx)
        for text in [utils.default_process(f"{alert.title} {alert.key}")]
    ]
    near = sorted(((one, score) for one, score in scored if score >= 74), key=lambda pair: -pair[1])[:6]  # noqa: PLR2004
    if may(desk.person, Verb.SEE_ALL_ALERTS) is None:
        return near
    return [(one, score) for one, score in near if await may_see(desk, one)]


def _by_word(wanted: str, text: str) -> int:
    """Return 100 when each word that was typed stands in the text, "pumps" for "pump" and the other way round."""
    there = {one.removesuffix("s") for one in text.split()}
    return 100 * all(one.removesuffix("s") in there for one in wanted.split())


async def _place(desk: Desk, location_id: int) -> Card:
    place = next(one for one in desk.places if one.id == location_id)
    everything = may(desk.person, Verb.SEE_REPORT) is None
    counts = may(desk.person, Verb.SEE_REPORT_FIGURES) is None
    own = None if counts else _own(desk)
    since = desk.now - timedelta(days=366)
    total, newest = await incidents.search(desk.tx, location_ids=[place.id], reporter_id=own, since=since)
    waiting, _ = await incidents.search(desk.tx, location_ids=[place.id], reporter_id=own, only_open=True, limit=0)
    if counts and not everything:
        _, newest = await incidents.search(desk.tx, location_ids=[place.id], reporter_id=_own(desk), since=since)
    return cards.place_card(
        place,
        total,
        waiting,
        [reports.line(one, desk.places, desk.now, Button("Show", "incidents.show", one.reference)) for one in newest],
        own=not counts,
    )


def _own(desk: Desk) -> int:
    """Return whose reports this person may see when they may see only their own: theirs, or nobody's."""
    return desk.person.id if may(desk.person, Verb.SEE_REPORT, Tie(own=True)) is None else 0


async def reports_card(desk: Desk, query: str) -> Card:
    """Return reports whose text holds all the words, among those that the person may see."""
    everything = may(desk.person, Verb.SEE_REPORT) is None
    words = [word for word in utils.default_process(query).split() if len(word) > 1][:6]
    if not words or (not everything and desk.person.id == 0):
        return cards.nothing_card(query)
    total, found = await incidents.search(
        desk.tx,
        words=words,
        reporter_id=None if everything else _own(desk),
        since=desk.now - incidents.SEARCHED,
    )
    if not found:
        return cards.nothing_card(query)
    items = tuple(
        reports.line(one, desk.places, desk.now, Button("Show", "incidents.show", one.reference)) for one in found
    )
    return cards.reports_card(query, items, total)


async def similar(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the reports since an alert was issued that resemble it, to somebody who sees all reports."""
    del turn
    number, _, offset = value.partition(":")
    found = await alerts.get(desk.tx, read_number(number) or 0)
    refusal = may(desk.person, Verb.SEE_REPORT)
    if refusal is not None or found is None:
        return tell(refusal.words) if refusal else show(not_found())
    start = read_number(offset) or 0
    total, ids = await resembling.page(desk, found, overview.PAGE, start)
    known = await incidents.by_ids(desk.tx, ids)
    items = [
        reports.line(known[one], desk.places, desk.now, Button("Review", "review.show", known[one].reference))
        for one in ids
    ]
    return show(cards.similar_card(found, items, total, start), replaces=bool(start))


async def page(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show the next page of the overview."""
    del turn
    which, _, offset = value.partition(":")
    start = read_number(offset) or 0
    late = which == "late"
    seen = await overview.picture(desk, only_late=late, offset=start)
    return show(overview.overview_card(seen, desk.now, only_late=late, offset=start), replaces=True)


async def search_reports(turn: Turn, desk: Desk, value: str) -> Reply:
    """Search reports for words."""
    del turn
    return show(await reports_card(desk, desk.screen(shorten(value, QUERY_MOST)).text))


async def share(turn: Turn, desk: Desk, value: str) -> Reply:
    """Show counts to everybody in the channel, because the person chose to: no names, no actions, never reports."""
    refusal = may(desk.person, Verb.SHARE_STATUS)
    if refusal is not None:
        return tell(refusal.words)
    if turn.place.kind is PlaceKind.PERSONAL:
        return tell("There is nobody to share it with in this chat.")
    references = find_references(value)
    if references:
        alert = await alerts.by_key(desk.tx, references[0].key)
        if alert is None or not may_be_shown(alert):
            return tell(NOT_YET) if alert else show(cards.nothing_card(value))
        shown = shared_card(alert, await alerts.actions_of(desk.tx, alert.id), desk.today)
    else:
        seen = await overview.picture(desk, only_late=value == "overdue")
        shown = overview.shared_card(seen, desk.now, only_late=value == "overdue")
    await desk.audit("status.shared", f"place:{turn.place.kind}", query=references[0].key if references else "overview")
    fresh = Text(f"As it stands now, {desk.now.astimezone(LONDON):%H:%M}. Shared by {desk.person.name}.", quiet=True)
    return Reply((replace(shown, parts=(*shown.parts, fresh)),), public=True)


async def nudge(turn: Turn, desk: Desk, value: str) -> Reply:
    """Ask the owner of an action how it is going: one message a day at most, from the safety team."""
    del turn
    refusal = may(desk.person, Verb.NUDGE)
    action = await alerts.action(desk.tx, read_number(value) or 0)
    if refusal is not None or action is None:
        return tell(refusal.words if refusal else "We did not find that action.")
    if action.status in ACTION_ENDED:
        return tell("This action is finished, so there is nobody to nudge.")
    owner = (await people.by_ids(desk.tx, [action.lead_id]))[action.lead_id]
    stored = await outbox.add(
        desk.tx,
        key=f"nudge:action:{action.id}:{desk.today.isoformat()}",
        kind="notice.nudge",
        subject=f"action:{action.id}",
        person_id=owner.id,
        due_at=desk.now,
        fence=action.fence,
    )
    if stored is None:
        return tell(f"{owner.name} was already nudged about this today.")
    await audit.record(
        desk.tx, at=desk.now, actor=audit.actor_of(desk.person), act="action.nudged", subject=f"action:{action.id}"
    )
    return tell(f"We are asking {owner.name} how it is going.", title="Nudge sent")
