"""Parcels to people in Teams, and an honest word about each that did not arrive."""

import json
from dataclasses import replace

import pytest
from fakes.teams_connector import Fault
from small_front import asking_card, sheet
from teams_stage import AMINA, BEN, Stage, serve

from bot.teams import Teams
from bot.teams.address import Acquaintance, Reference
from handlers.chat.port import Parcel, Profile, Refused, TryLater, Unreachable, Unsure
from handlers.chat.reply import Reply, show, tell
from handlers.chat.turn import Address


def chat(stage: Stage, user: str = AMINA) -> Address:
    place = stage.connector.chat(user)
    return Reference(stage.connector.url, place.id, stage.connector.bot, user).address()


def parcel(address: Address, reply: Reply | None = None, **other: object) -> Parcel:
    return replace(Parcel("k:1", address, reply or tell("Hello")), **other)  # type: ignore[arg-type]


async def test_a_message_reaches_a_stored_reference(stage: Stage) -> None:
    receipt = await stage.teams.sender.send(parcel(chat(stage)))
    assert stage.people.screen(AMINA) == "Hello"
    assert receipt.ref["activity"] in stage.connector.chat(AMINA).messages


async def test_a_card_and_a_form_travel_in_one_message(stage: Stage) -> None:
    await stage.teams.sender.send(parcel(chat(stage), Reply((asking_card(),), form=sheet())))
    (message,) = stage.connector.chat(AMINA).messages.values()
    assert len(message.activity["attachments"]) == 1
    assert "A sheet" in stage.people.screen(AMINA)


async def test_a_receipt_addresses_the_message_for_a_later_change(stage: Stage) -> None:
    first = await stage.teams.sender.send(parcel(chat(stage)))
    second = await stage.teams.sender.send(parcel(first.ref, tell("Acknowledged by you, 09:12"), replaces=True))
    assert stage.people.screen(AMINA) == "Acknowledged by you, 09:12"
    assert second.ref == first.ref


async def test_a_message_that_was_deleted_is_sent_anew_so_that_the_state_is_seen(stage: Stage) -> None:
    first = await stage.teams.sender.send(parcel(chat(stage)))
    stage.connector.chat(AMINA).messages.clear()
    second = await stage.teams.sender.send(parcel(first.ref, tell("Again"), replaces=True))
    assert stage.people.screen(AMINA) == "Again"
    assert second.ref != first.ref


async def test_a_person_who_was_only_met_in_a_channel_is_written_to_alone(stage: Stage) -> None:
    person = Acquaintance(stage.connector.url, stage.issuer.tenant_id, stage.connector.bot, BEN)
    receipt = await stage.teams.sender.send(parcel(person.address()))
    await stage.teams.sender.send(parcel(person.address(), tell("Again")))
    assert stage.people.screen(BEN) == "Hello\nAgain"
    assert json.loads(receipt.ref["reference"])["conversation"]["id"] == f"a:{BEN}"
    assert [what for _, what in stage.connector.calls] == ["conversations", "activities", "activities"]


async def test_a_person_from_the_staff_list_is_written_to_before_they_ever_wrote(stage: Stage) -> None:
    await stage.teams.sender.send(parcel({"user": BEN}))
    assert stage.people.screen(BEN) == "Hello"


async def test_the_service_that_was_last_heard_from_is_the_one_that_knows_the_colleagues(stage: Stage) -> None:
    teams = Teams(stage.connector.settings(service_url="http://127.0.0.1:9/"), stage.front, stage.clock)
    runner, stage.people.endpoint = await serve(teams)
    await stage.people.message(AMINA, "nothing")
    await teams.sender.send(parcel({"user": BEN}))
    assert stage.people.screen(BEN) == "Hello"
    await teams.close()
    await runner.cleanup()


async def test_the_bots_own_token_is_fetched_once_for_many_messages(stage: Stage) -> None:
    for _ in range(3):
        await stage.teams.sender.send(parcel(chat(stage)))
    assert len(stage.issuer.tokens_given) == 1
    stage.clock.forward(minutes=56)
    await stage.teams.sender.send(parcel(chat(stage)))
    assert len(stage.issuer.tokens_given) == 2


async def test_a_token_that_the_connector_no_longer_takes_is_replaced_at_the_next_attempt(stage: Stage) -> None:
    await stage.teams.sender.send(parcel(chat(stage)))
    stage.issuer.tokens_given[0] = "withdrawn"
    with pytest.raises(TryLater) as refusal:
        await stage.teams.sender.send(parcel(chat(stage)))
    assert refusal.value.whole
    await stage.teams.sender.send(parcel(chat(stage)))


async def test_without_a_token_everything_waits(stage: Stage) -> None:
    stage.issuer.down = True
    with pytest.raises(TryLater) as refusal:
        await stage.teams.sender.send(parcel(chat(stage)))
    assert refusal.value.whole
    assert stage.connector.calls == []


async def test_429_waits_as_long_as_teams_asks_and_stops_nothing_else(stage: Stage) -> None:
    stage.connector.fail(Fault(429, wait=7))
    with pytest.raises(TryLater) as refusal:
        await stage.teams.sender.send(parcel(chat(stage)))
    assert (refusal.value.seconds, refusal.value.whole) == (7, False)
    assert len(stage.connector.calls) == 1


async def test_412_without_a_time_waits_longer_at_each_attempt(stage: Stage) -> None:
    waits = []
    for attempt in (1, 4, 30):
        stage.connector.fail(Fault(412))
        with pytest.raises(TryLater) as refusal:
            await stage.teams.sender.send(parcel(chat(stage), attempt=attempt))
        waits.append(refusal.value.seconds)
    assert waits == [2, 16, 256]


@pytest.mark.parametrize("fault", [Fault(500), Fault(503), Fault(502, after=True), Fault(drop=True)])
async def test_a_new_message_that_broke_half_way_is_unsure(stage: Stage, fault: Fault) -> None:
    stage.connector.fail(fault)
    with pytest.raises(Unsure):
        await stage.teams.sender.send(parcel(chat(stage)))
    assert len(stage.connector.calls) == 1


DROPPED = (Fault(drop=True), Fault(drop=True))  # the client itself tries a PUT on a dead connection once more


@pytest.mark.parametrize("faults", [(Fault(500),), (Fault(502, after=True),), DROPPED])
async def test_a_change_that_broke_half_way_is_simply_done_again(stage: Stage, faults: tuple[Fault, ...]) -> None:
    first = await stage.teams.sender.send(parcel(chat(stage)))
    stage.connector.fail(*faults)
    with pytest.raises(TryLater):
        await stage.teams.sender.send(parcel(first.ref, tell("Changed"), replaces=True))
    await stage.teams.sender.send(parcel(first.ref, tell("Changed"), replaces=True))
    assert stage.people.screen(AMINA) == "Changed"


async def test_a_service_that_takes_no_connection_has_certainly_no_message(stage: Stage) -> None:
    nobody = Reference("http://127.0.0.1:9/", "a:x", stage.connector.bot, AMINA)
    with pytest.raises(TryLater):
        await stage.teams.sender.send(parcel(nobody.address()))


async def test_a_person_without_the_bot_is_unreachable(stage: Stage) -> None:
    address = chat(stage)
    stage.connector.people[AMINA].installed = False
    with pytest.raises(Unreachable):
        await stage.teams.sender.send(parcel(address))
    with pytest.raises(Unreachable):
        await stage.teams.sender.send(parcel({"user": AMINA}))


async def test_a_conversation_that_is_gone_is_unreachable(stage: Stage) -> None:
    gone = Reference(stage.connector.url, "a:nobody", stage.connector.bot, AMINA)
    with pytest.raises(Unreachable):
        await stage.teams.sender.send(parcel(gone.address()))


async def test_no_address_at_all_is_unreachable(stage: Stage) -> None:
    with pytest.raises(Unreachable):
        await stage.teams.sender.send(parcel({}))


async def test_a_message_that_teams_will_never_take_is_refused(stage: Stage) -> None:
    stage.connector.fail(Fault(400, code="BadSyntax"))
    with pytest.raises(Refused, match="BadSyntax"):
        await stage.teams.sender.send(parcel(chat(stage)))


@pytest.mark.parametrize("held", ["[]", "{", '{"serviceUrl": "x"}', "null-ish"])
async def test_a_broken_address_is_refused(stage: Stage, held: str) -> None:
    with pytest.raises(Refused):
        await stage.teams.sender.send(parcel({"reference": held}))


async def test_our_token_is_not_sent_to_a_host_outside_the_list(stage: Stage) -> None:
    elsewhere = Reference("https://example.org/", "a:x", stage.connector.bot, AMINA)
    with pytest.raises(Refused, match="service-url"):
        await stage.teams.sender.send(parcel(elsewhere.address()))
    assert stage.issuer.tokens_given == []


async def test_teams_cannot_say_whether_it_has_a_message(stage: Stage) -> None:
    with pytest.raises(Unsure):
        await stage.teams.sender.find(parcel(chat(stage)))


async def test_a_person_who_was_seen_can_be_looked_up(stage: Stage) -> None:
    assert await stage.teams.sender.look_up(AMINA) is None
    await stage.people.message(AMINA, "nothing")
    assert await stage.teams.sender.look_up(AMINA) == Profile("Amina Yusuf", "amina.yusuf@example.org")


async def test_teams_does_not_vouch_for_people_of_another_tenant(stage: Stage) -> None:
    stage.connector.add_person("29:guest", "Guest", "amina.yusuf@example.org", tenant="another")
    await stage.people.message("29:guest", "nothing")
    assert await stage.teams.sender.look_up("29:guest") is None


async def test_a_person_who_was_only_seen_in_a_channel_can_be_looked_up_there(stage: Stage) -> None:
    await stage.people.message(BEN, "nothing", scope="channel")
    assert await stage.teams.sender.look_up(BEN) == Profile("Ben Carter", "ben.carter@example.org")


async def test_teams_does_not_vouch_for_a_guest(stage: Stage) -> None:
    stage.connector.add_person("29:guest", "Guest", "amina_yusuf#EXT#@trust.example.org")
    await stage.people.message("29:guest", "nothing")
    assert await stage.teams.sender.look_up("29:guest") is None


async def test_a_look_up_that_fails_is_no_profile(stage: Stage) -> None:
    await stage.people.message(AMINA, "nothing")
    stage.connector.fail(Fault(500))
    assert await stage.teams.sender.look_up(AMINA) is None


async def test_a_list_of_places_is_asked_for_once_a_minute(stage: Stage) -> None:
    for _ in range(3):
        await stage.teams.sender.send(parcel(chat(stage), Reply(form=sheet())))
    assert len(stage.front.searches) == 2
    stage.clock.forward(seconds=61)
    await stage.teams.sender.send(parcel(chat(stage), Reply(form=sheet())))
    assert len(stage.front.searches) == 4


async def test_what_cannot_be_drawn_is_refused_by_name(stage: Stage) -> None:
    card = replace(asking_card(), name="test.large", title="", buttons=asking_card().buttons * 400)
    with pytest.raises(Refused, match=r"test\.large"):
        await stage.teams.sender.send(parcel(chat(stage), show(card)))
