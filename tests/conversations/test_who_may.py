"""Who may see and do what, tried by the words and the forged buttons of people who may not."""

import pytest
from northmoor import GUEST, STRANGER, Northmoor
from on_one import ON_SLACK, ON_TEAMS, ON_THE_PAGE
from on_slack import SlackDriver, user_of

from handlers.chat.form import Finds
from storage.records import Platform

NEVER_MADE = (
    ("nobody.knows", "1"),
    ("incidents.submit", ""),
    ("incidents.submit", "d99999999999999999999"),
    ("incidents.submit", "d1' OR 1=1"),
    ("incidents.quick", "|||"),
    ("incidents.mine", "-5"),
    ("incidents.mine", "99999999999999999999"),
    ("incidents.show", "SE-2026-"),
    ("chat.open", "no.form:1"),
    ("chat.ask", "incidents.report:d77"),
    ("chat.answer", "what_happened|x"),
    ("chat.toggle", "involved|x"),
    ("chat.resume", "x"),
    ("chat.change", "physical"),
    ("chat.say", "status " + "x" * 500),
    ("alerts.show", "99999999999999999999"),
    ("alerts.acknowledge", "-1"),
    ("alerts.mine", "99999999999"),
    ("status.page", "late:-1"),
    ("status.reports", "%_"),
    ("status.nudge", "²"),
    ("alerts.show", "²"),
)


async def _amina_reports(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await amina.says("pt fell on ward 7, no injury")
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001")


async def test_a_nurse_does_not_see_another_nurses_report(trust: Northmoor) -> None:
    chidi = trust.person("chidi")
    await _amina_reports(trust)
    for words in ("status SE-2026-000001", "status ward 7", "status fell", "my reports", "status"):
        await chidi.commands(words)
        await chidi.never_sees("pt fell", "SE-2026-000001 ·")
    await chidi.forges("incidents.show", "SE-2026-000001")
    await chidi.sees("We did not find that report.")
    await chidi.never_sees("pt fell")


@ON_SLACK
async def test_a_nurse_does_not_see_alerts_and_is_not_told_whether_they_exist(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await trust.record_alert()
    await amina.commands("status NatPSA/2026/003")
    known = (await amina.sees("Nothing found")).text
    await amina.commands("status NatPSA/2026/008")
    unknown = (await amina.sees("Nothing found")).text
    assert known.replace("003", "008") == unknown
    await amina.commands("status infusion pump")
    await amina.forges("alerts.show", "1")
    await amina.sees("We did not find that alert, or it is not yours to see.")
    await amina.never_sees("over-infusion", "Tomasz Nowak")


@ON_TEAMS
async def test_a_lead_sees_the_alerts_of_their_directorate_only(trust: Northmoor) -> None:
    leila, grace = trust.person("leila"), trust.person("grace")
    await trust.record_alert()
    await leila.commands("status NatPSA/2026/003")
    await leila.sees("Example infusion pump")
    await grace.commands("status NatPSA/2026/003")
    await grace.sees("Nothing found")
    await grace.never_sees("over-infusion")


@ON_THE_PAGE
async def test_an_executive_sees_alerts_and_figures_but_no_report(trust: Northmoor) -> None:
    marcus = trust.person("marcus")
    await _amina_reports(trust)
    await trust.record_alert()
    await marcus.commands("status")
    await marcus.sees("Safety now", "Find every pump", facts={"Reports not closed yet": "1"})
    await marcus.commands("status SE-2026-000001")
    await marcus.sees("Nothing found")
    await marcus.forges("incidents.show", "SE-2026-000001")
    await marcus.never_sees("pt fell")


async def test_somebody_elses_draft_cannot_be_sent_changed_or_deleted(trust: Northmoor) -> None:
    amina, chidi = trust.person("amina"), trust.person("chidi")
    await amina.says("pt fell on ward 7, no injury")
    before = await trust.stored_text()
    for action, value in (
        ("incidents.submit", "d1"),
        ("incidents.quick", "d1|physical|severe"),
        ("incidents.confirm", "d1"),
        ("incidents.later", "d1"),
        ("incidents.delete", "d1"),
        ("chat.resume", "1"),
        ("chat.open", "incidents.report:d1"),
    ):
        await chidi.forges(action, value)
        await chidi.sees("no longer open")
        await chidi.never_sees("pt fell")
    assert await trust.rows("incidents") == 0
    assert "'pt fell on ward 7, no injury'" in before
    await amina.presses("Submit")
    await amina.sees("Thank you. Report SE-2026-000001", never=("Severe",))


@ON_SLACK
async def test_somebody_elses_report_cannot_be_taken_back_or_added_to(trust: Northmoor) -> None:
    chidi = trust.person("chidi")
    await _amina_reports(trust)
    await chidi.forges("incidents.undo", "SE-2026-000001")
    await chidi.sees("Only the person who sent a report can change it, add to it or take it back.")
    await chidi.forges("chat.open", "incidents.add:SE-2026-000001")
    await chidi.sees("Only the person who sent a report can")
    assert await trust.rows("incident_revisions") == 1


@ON_TEAMS
async def test_somebody_elses_action_cannot_be_acknowledged(trust: Northmoor) -> None:
    amina, jo = trust.person("amina"), trust.person("jo")
    await trust.record_alert()
    moves = await trust.rows("alert_moves")
    for person in (amina, jo):
        await person.forges("alerts.acknowledge", "1")
        await person.sees("This action is not yours. Only its lead or deputy can do that.")
        await person.forges("alerts.help", "1")
        await person.sees("This action is not yours.")
    assert await trust.rows("alert_moves") == moves


@ON_THE_PAGE
async def test_a_lead_acknowledges_their_own_actions_and_not_their_neighbours(trust: Northmoor) -> None:
    leila, jo = trust.person("leila"), trust.person("jo")
    await trust.record_alert()
    await leila.presses("Acknowledge both")
    await jo.commands("status NatPSA/2026/003")
    await jo.sees("Tomasz Nowak · Not acknowledged yet", facts={"Progress": "2 of 3 actions acknowledged"})


@ON_SLACK
async def test_only_the_cas_officer_and_the_specialist_record_or_take_back_alerts(trust: Northmoor) -> None:
    amina, leila = trust.person("amina"), trust.person("leila")
    await trust.record_alert()
    for person in (amina, leila):
        await person.commands("new alert")
        await person.sees("Only the CAS officer or the patient safety specialist records a national alert.")
        await person.forges("intake.confirm", "1:0")
        await person.sees("Only the CAS officer or the patient safety specialist records a national alert.")
        await person.forges("alerts.cancel", "1")
        await person.sees("Only the CAS officer or the patient safety specialist can take an alert back.")
        await person.forges("chat.open", "intake.new:")
        await person.sees("Only the CAS officer or the patient safety specialist records a national alert.")
    assert await trust.rows("alerts") == 1


@ON_TEAMS
async def test_a_nurse_cannot_nudge_or_share(trust: Northmoor) -> None:
    amina = trust.person("amina")
    await trust.record_alert()
    await amina.forges("status.nudge", "1")
    await amina.sees("can send a nudge")
    await amina.forges("status.share", "NatPSA/2026/003")
    await amina.sees("can share this in a channel")
    await amina.never_sees("over-infusion")


@pytest.mark.parametrize("platform", ["slack"], indirect=True)
async def test_a_button_that_was_never_made_is_answered_in_words(trust: Northmoor) -> None:
    colin = trust.person("colin")
    for action, value in NEVER_MADE:
        await colin.forges(action, value)
        answers = [sight for sight in await colin.new() if "Here was a button." not in sight.text]
        assert answers, (action, value)
        assert await colin.count("Something went wrong") == 0, (action, value)
    assert await trust.rows("incidents") == 0


@pytest.mark.parametrize("who", [STRANGER, GUEST])
async def test_somebody_unknown_or_from_outside_can_report_and_see_only_their_own(trust: Northmoor, who: str) -> None:
    person = trust.person(who)
    await _amina_reports(trust)
    await trust.record_alert()
    await person.says("pt given wrong dose on ward 12, no harm")
    await person.sees("Check your report")
    await person.presses("Submit")
    await person.sees("Thank you. Report SE-2026-000002")
    await person.commands("my reports")
    await person.sees("My reports (1)", "SE-2026-000002", never=("SE-2026-000001",))
    for words in ("status", "status NatPSA/2026/003", "status SE-2026-000001", "status ward 7"):
        await person.commands(words)
    await person.never_sees("pt fell", "SE-2026-000001 ·", "over-infusion", "Tomasz Nowak")
    await person.forges("alerts.acknowledge", "1")
    await person.sees("This action is not yours.")


@pytest.mark.parametrize(("who", "offered"), [(STRANGER, True), (GUEST, False)])
async def test_the_trusts_staff_are_offered_by_name_to_nobody_from_outside(
    trust: Northmoor, who: str, offered: bool
) -> None:
    person, at_home = trust.person(who), offered or trust.platform is Platform.BROWSER
    await person.says("pt given wrong dose on ward 12 today at 08:00, no harm, not distressed")
    await person.presses("More")
    more = await person.sees("Check your report")
    assert ("For a colleague" in more.buttons) is at_home
    await person.forges("chat.open", "incidents.hand:d1")
    await person.sees("Who should finish it?" if at_home else "This draft is no longer open")
    if isinstance(trust.driver, SlackDriver):
        element = {"element": {"action_id": Finds.PERSON}}
        view = {"id": "V1", "team_id": "T0TRUST", "type": "modal"}
        found = await trust.driver.people.suggest(user_of(who), view, {"block_id": "b", **element}, "")
        assert bool(found) is at_home


@ON_THE_PAGE
async def test_somebody_who_has_left_can_still_report_and_sees_nothing_more(trust: Northmoor) -> None:
    leila = trust.person("leila")
    await trust.record_alert()
    async with trust.database.transaction() as tx:
        await tx.exec_driver_sql(
            "UPDATE people SET active = false WHERE email LIKE 'leila%%'"
            if not trust.database.is_sqlite
            else "UPDATE people SET active = 0 WHERE email LIKE 'leila%'"
        )
    await leila.commands("status NatPSA/2026/003")
    await leila.sees("Nothing found")
    await leila.says("pt fell on ward 7, no injury")
    await leila.presses("Submit")
    await leila.sees("Thank you. Report SE-2026-000001")
