"""What people do in Slack becomes turns, and what comes of it is seen where they did it."""

from datetime import timedelta

from fakes.slack_answers import hand_over
from slack_house import GUEST, LEAD, NURSE, T0, WARD, House, fall

from handlers.chat.card import Button, Card, Confirm, Text, say
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply, ask, tell
from handlers.chat.turn import Answers, Carry, Opened, Passage, Place, PlaceKind, Press, Words

REPORT = Button("Report", "incidents.report", "draft 7")


async def test_a_command_is_answered_in_its_own_response_for_the_person_alone(house: House) -> None:
    house.front.will(tell("2 actions are open.", title="Safety now"))
    delivery = await house.people.command(NURSE, "status ward 7", channel=WARD)
    assert delivery.body["response_type"] == "ephemeral"
    assert "2 actions are open." in house.people.screen(NURSE).whispers[-1].text
    assert house.people.screen(LEAD).everything().count("2 actions") == 0
    turn = house.front.turns[0]
    assert turn.said == Words("status ward 7", command=True)
    assert turn.place == Place(PlaceKind.CHANNEL, WARD)
    assert (turn.tenant, turn.user, turn.name, turn.at) == ("home", NURSE, "priya.nair", T0)
    assert turn.carries == {Carry.NEW, Carry.FORM}
    assert turn.personal == {"user": NURSE}


async def test_what_a_person_chooses_to_share_is_seen_by_the_channel(house: House) -> None:
    house.front.will(Reply((say("2 actions are open."),), public=True))
    await house.people.command(NURSE, "status", channel=WARD)
    assert "2 actions are open." in house.people.screen(LEAD).places[WARD][-1].text


async def test_a_direct_message_is_stored_and_answered_empty(house: House) -> None:
    delivery = await house.people.dm(NURSE, "pt fell &amp; hit head &lt;A&amp;E&gt;")
    assert (delivery.status, delivery.body) == (200, "")
    turn = house.front.turns[0]
    assert turn.said == Words("pt fell & hit head <A&E>")
    assert turn.place == Place(PlaceKind.PERSONAL, NURSE)
    assert turn.here == {"channel": f"D{NURSE}"}
    assert not turn.opens_forms
    assert turn.carries == frozenset()


async def test_a_failure_to_store_is_answered_so_that_slack_delivers_again(house: House) -> None:
    house.front.will(Reply(), failed=True)
    delivery = await house.people.dm(NURSE, "report")
    assert delivery.status == 503
    again = await house.people.redeliver(delivery)
    assert again.status == 200
    assert house.front.turns[0].delivery == house.front.turns[1].delivery


async def test_a_retry_header_alone_never_drops_a_delivery(house: House) -> None:
    delivery = await house.people.dm(NURSE, "report")
    await house.people.redeliver(delivery)
    assert len(house.front.turns) == 2


async def test_edits_bots_and_the_bots_own_words_are_no_turns(house: House) -> None:
    await house.people.dm(NURSE, "x", subtype="message_changed", hidden=True)
    await house.people.dm(NURSE, "x", subtype="bot_message", bot_id="B1")
    await house.people.dm(house.api.bot_user, "x", bot_id=house.api.bot_id)
    channel = {
        "type": "message",
        "channel": WARD,
        "channel_type": "channel",
        "text": "chat",
        "user": NURSE,
        "ts": "1.1",
    }
    await house.people.event(channel, NURSE)
    assert house.front.turns == []


async def test_a_mention_is_read_without_the_name_of_the_bot_and_answered_privately(house: House) -> None:
    await house.people.mention(NURSE, "status ward 7", WARD)
    turn = house.front.turns[0]
    assert turn.said == Words("status ward 7")
    assert turn.here == {"channel": WARD, "user": NURSE}
    assert turn.whispers


async def test_a_guest_from_another_workspace_is_of_another_tenant(house: House) -> None:
    await house.people.dm(GUEST, "report")
    await house.people.command(GUEST, "report")
    assert [turn.tenant for turn in house.front.turns] == ["T0OTHER", "T0OTHER"]


async def test_a_form_opens_first_and_its_answers_come_back(house: House) -> None:
    house.front.will(ask(fall(where="#1")), tell("Thank you.", title="Check your report"))
    delivery = await house.people.command(NURSE, "report", channel=WARD)
    assert (delivery.status, delivery.body) == (200, "")
    modal = house.people.screen(NURSE).modal
    assert modal is not None
    assert modal.title == "Report a fall"
    await house.people.submit(
        NURSE, {"What happened?": "slipped", "Where?": "annexe", "Harm": "Low harm", "Involved": ("A device",)}
    )
    turn = house.front.turns[-1]
    assert isinstance(turn.said, Answers)
    assert (turn.said.form, turn.said.context) == ("test.fall", "draft-1")
    assert turn.said.values == {
        "what": "slipped", "where": "#2", "harm": "low", "patients": "", "involved": ("low",),
    }  # fmt: skip
    assert turn.place == Place(PlaceKind.CHANNEL, WARD)
    assert turn.fleeting
    modal = house.people.screen(NURSE).modal
    assert modal is not None
    assert "Thank you." in modal.text


async def test_a_wrong_answer_is_said_beside_its_question_and_nothing_typed_is_lost(house: House) -> None:
    values = {"what": "slipped", "harm": "low"}
    wrong = fall().with_errors({"what": "Please say a little more."}, values)
    house.front.will(ask(fall(where="#1")), ask(wrong), Reply())
    await house.people.command(NURSE, "report")
    await house.people.submit(NURSE, {"what": "slipped", "harm": "Low harm"})
    modal = house.people.screen(NURSE).modal
    assert modal is not None
    assert modal.errors == {"What happened?": "Please say a little more."}
    assert modal.fields["What happened?"] == "slipped"
    await house.people.submit(NURSE, {"what": "slipped on a wet floor"})
    assert house.people.screen(NURSE).modal is None
    first, second = house.front.turns[-2:]
    assert first.delivery != second.delivery


async def test_the_next_form_takes_the_place_of_the_one_that_was_sent(house: House) -> None:
    house.front.will(ask(fall()), ask(fall(what="second patient")))
    await house.people.command(NURSE, "report")
    before = house.people.screen(NURSE).modal
    await house.people.submit(NURSE, {"what": "first patient", "where": "Ward 7", "harm": "No harm"})
    after = house.people.screen(NURSE).modal
    assert before is not None
    assert after is not None
    assert after.fields["What happened?"] == "second patient"
    ids = [{block["block_id"] for block in shown.raw["blocks"]} for shown in (before, after)]
    assert any(name.startswith("what.") for name in ids[0] - ids[1])


async def test_a_failure_leaves_the_form_open_with_what_was_typed(house: House) -> None:
    house.front.will(ask(fall(where="#1")))
    house.front.replies.append(Outcome(tell("We could not save this. Please press again."), failed=True))
    await house.people.command(NURSE, "report")
    await house.people.submit(NURSE, {"what": "slipped", "harm": "Low harm"})
    modal = house.people.screen(NURSE).modal
    assert modal is not None
    assert list(modal.errors.values()) == ["We could not save this. Please press again."]
    assert modal.fields["What happened?"] == "slipped"


async def test_a_trigger_that_ran_out_leaves_a_button_that_opens_the_form(house: House) -> None:
    house.front.will(ask(fall()), ask(fall()))
    house.front.before = lambda _: house.clock.move(seconds=4)
    await house.people.command(NURSE, "report", channel=WARD)
    assert house.people.screen(NURSE).modal is None
    house.front.before = lambda _: None
    await house.people.press(NURSE, "Open the form")
    assert house.front.turns[-1].said == Press("chat.open", "test.fall:draft-1")
    assert house.people.screen(NURSE).modal is not None


async def test_a_press_on_a_message_names_the_card_and_opens_its_form(house: House) -> None:
    receipt = await house.slack.sender.deliver({"user": LEAD}, (say("You lead 2 actions.", REPORT),), key="k1")
    house.front.will(ask(fall()))
    delivery = await house.people.press(LEAD, "Report")
    assert (delivery.status, delivery.body) == (200, "")
    turn = house.front.turns[0]
    assert turn.said == Press("incidents.report", "draft 7")
    assert turn.card == receipt.ref
    assert turn.carries == {Carry.FORM}
    assert house.people.screen(LEAD).modal is not None


async def test_a_press_on_a_whisper_is_addressed_by_its_response_url(house: House) -> None:
    house.front.will(tell("Open: 2", REPORT))
    await house.people.command(NURSE, "status", channel=WARD)
    await house.people.press(NURSE, "Report")
    card = house.front.turns[-1].card
    assert card is not None
    await house.slack.sender.deliver(card, (say("Done by you, 09:00."),), replaces=True)
    screen = house.people.screen(NURSE)
    assert [shown.text for shown in screen.whispers] == ["Done by you, 09:00."]


async def test_a_press_in_a_modal_changes_the_modal_and_brings_what_stands_in_it(house: House) -> None:
    form_and_card = Reply((say("Almost done.", Button("Add a patient", "incidents.more")),), fall())
    house.front.will(form_and_card, tell("Sent.", title="Thank you"))
    await house.people.command(NURSE, "report")
    house.front.replies.insert(0, Outcome(Reply((say("Choose.", Button("Add a patient", "incidents.more")),), fall())))
    await house.people.submit(NURSE, {"what": "slipped", "where": "Ward 7", "harm": "No harm"})
    await house.people.press_in_modal(NURSE, "Add a patient", {"what": "half a word"})
    turn = house.front.turns[-1]
    assert isinstance(turn.said, Press)
    assert turn.said.inputs["what"] == "half a word"
    assert turn.carries == {Carry.REPLACE, Carry.NEW, Carry.FORM}
    modal = house.people.screen(NURSE).modal
    assert modal is not None
    assert "Sent." in modal.text


async def test_an_answer_to_a_modal_that_was_closed_comes_to_the_chat(house: House) -> None:
    house.front.will(ask(fall()), tell("Choose.", REPORT), tell("Report sent."))
    await house.people.shortcut(NURSE)
    await house.people.submit(NURSE, {"what": "slipped", "where": "Ward 7", "harm": "No harm"})
    house.front.before = lambda _: house.api.modals[NURSE].clear()
    await house.people.press_in_modal(NURSE, "Report")
    assert "Report sent." in house.people.screen(NURSE).chat[-1].text


async def test_the_global_shortcut_asks_to_report(house: House) -> None:
    house.front.will(ask(fall()))
    delivery = await house.people.shortcut(NURSE)
    assert delivery.status == 200
    assert house.front.turns[0].said == Words("report", command=True)
    assert house.people.screen(NURSE).modal is not None


async def test_a_message_is_reported_with_its_words_and_its_time(house: House) -> None:
    house.clock.move(hours=-3)
    await house.people.mention(LEAD, "pt fell, mail <mailto:a@b.org|a@b.org>", WARD)
    house.clock.move(hours=3)
    house.front.will(ask(fall()))
    message = house.people.screen(NURSE).places[WARD][-1]
    await house.people.message_shortcut(NURSE, message)
    said = house.front.turns[-1].said
    assert isinstance(said, Passage)
    assert said.text.endswith("pt fell, mail a@b.org")
    assert said.posted_at == T0 - timedelta(hours=3)


async def test_the_home_tab_shows_what_waits_and_is_drawn_again_after_a_press(house: House) -> None:
    house.front.will(Reply((say("2 reports wait.", REPORT, title="Yours"),)))
    await house.people.open_home(NURSE)
    assert house.front.turns[0].said is Opened.HOME
    home = house.people.screen(NURSE).home
    assert home is not None
    assert "2 reports wait." in home.text
    house.front.will(ask(fall()), Reply((say("1 report waits.", title="Yours"),)))
    await house.people.press_at_home(NURSE, "Report")
    await house.slack.close()
    screen = house.people.screen(NURSE)
    assert screen.modal is not None
    assert screen.home is not None
    assert "1 report waits." in screen.home.text


async def test_opening_the_messages_tab_is_no_turn(house: House) -> None:
    await house.people.open_home(NURSE, "messages")
    assert house.front.turns == []


async def test_a_file_comes_with_the_form_and_one_too_large_is_said_beside_its_question(house: House) -> None:
    house.front.will(ask(fall()), Reply())
    await house.people.command(NURSE, "report")
    rest = {"what": "slipped", "where": "Ward 7", "harm": "No harm"}
    await house.people.submit(NURSE, {**rest, "photo": ("wet.png", "image/png", b"x" * 10_000_001)})
    modal = house.people.screen(NURSE).modal
    assert modal is not None
    assert "too large" in modal.errors["A picture"]
    assert len(house.front.turns) == 1
    await house.people.submit(NURSE, {**rest, "photo": ("wet.png", "image/png", b"x" * 10_000_001, 5)})
    assert len(house.front.turns) == 1
    await house.people.submit(NURSE, {**rest, "photo": ("wet.png", "image/png", b"small")})
    said = house.front.turns[-1].said
    assert isinstance(said, Answers)
    assert said.files["photo"][0].content == b"small"


async def test_a_press_that_could_not_be_stored_tells_the_person(house: House) -> None:
    await house.slack.sender.deliver({"user": LEAD}, (say("Acknowledge?", REPORT),))
    house.front.will(Reply(), failed=True)
    await house.people.press(LEAD, "Report")
    assert "was not saved" in house.people.screen(LEAD).chat[-1].text


async def test_a_confirmation_is_asked_by_slack_itself(house: House) -> None:
    sure = Confirm("Withdraw it?", "The report will be taken back.", "Yes, withdraw")
    await house.slack.sender.deliver(
        {"user": LEAD}, (say("…", Button("Withdraw", "incidents.withdraw", confirm=sure)),)
    )
    blocks = house.people.screen(LEAD).chat[-1].raw["blocks"]
    assert blocks[-1]["elements"][0]["confirm"]["confirm"]["text"] == "Yes, withdraw"


async def test_words_that_look_like_markup_are_shown_letter_by_letter(house: House) -> None:
    nasty = "<!channel> *bold* _it_ `x` [x](http://y) &amp; :pill:"
    house.front.will(Reply((say(nasty, title=nasty), Card("test.quote", "Quoted", (Text(nasty, quote=True),)))))
    await house.people.command(NURSE, "status", channel=WARD)
    assert house.people.screen(NURSE).whispers[-1].text.count(nasty) == 3


async def test_files_of_a_direct_message_come_with_its_words_and_those_that_cannot_be_had_are_counted(
    house: House,
) -> None:
    good = hand_over(house.people, "wet.png", "image/png", b"small")
    large = hand_over(house.people, "big.png", "image/png", b"x", 10_000_001)
    foreign = good | {"url_private_download": "https://files.example.org/x.png"}
    await house.people.dm(NURSE, "pt fell", subtype="file_share", files=[good, large, foreign])
    said = house.front.turns[-1].said
    assert isinstance(said, Answers)
    assert (said.form, said.values) == ("chat.files", {"words": "pt fell", "missed": ("file", "file")})
    assert [(one.name, one.content) for one in said.files["files"]] == [("wet.png", b"small")]
    await house.people.mention(NURSE, "look", WARD, files=[good])
    said = house.front.turns[-1].said
    assert isinstance(said, Answers)
    assert said.files == {"files": ()}, "in a channel nothing is fetched"
