"""The page over HTTP, without script: what a post becomes, what is shown after it, and who is kept out."""

import json

import pytest
from visiting import T0, Demo, Visitor

from handlers.chat.turn import Answers, Carry, Opened, PlaceKind, Platform, Press, Words


async def test_the_first_visit_opens_the_home_card_of_the_first_persona(demo: Demo, visitor: Visitor) -> None:
    visitor.user = ""
    html = await visitor.look("/")
    assert "Good morning" in html
    assert 'aria-current="page"' in html
    assert [turn.said for turn in demo.front.turns] == [Opened.HOME]


async def test_a_second_visit_does_not_open_home_again(demo: Demo, visitor: Visitor) -> None:
    await visitor.look()
    assert len(demo.front.turns) == 1


async def test_the_page_says_that_it_is_a_demo_and_asks_for_no_real_patients(visitor: Visitor) -> None:
    assert "This is a demo with invented people." in visitor.html
    assert "Do not enter real patient details." in visitor.html
    assert "Tue 24 Nov 2026, 09:00" in visitor.html


async def test_typed_words_reach_the_front_as_a_turn_of_that_persona(demo: Demo, visitor: Visitor) -> None:
    html = await visitor.say("pt fell on ward 7")
    turn = demo.front.turns[-1]
    assert turn.said == Words("pt fell on ward 7")
    assert (turn.platform, turn.user, turn.name, turn.tenant) == (Platform.BROWSER, "amina", "Amina Yusuf", "home")
    assert (turn.place.kind, turn.at) == (PlaceKind.PERSONAL, T0)
    assert turn.carries == frozenset(Carry)
    assert turn.personal == {"user": "amina"}
    assert html.index("pt fell on ward 7</p>") < html.index("You said pt fell on ward 7.")


async def test_the_same_post_twice_is_shown_once(demo: Demo, visitor: Visitor) -> None:
    same = visitor.delivery()
    await visitor.post("/say", words="hello", delivery=same)
    html = await visitor.post("/say", words="hello", delivery=same)
    assert html.count("You said hello.") == 1
    assert len(demo.front.turns) == 2


async def test_nothing_typed_is_answered_with_a_sentence(demo: Demo, visitor: Visitor) -> None:
    assert "Please write something first." in await visitor.say("   ")
    assert len(demo.front.turns) == 1


async def test_words_that_could_not_be_stored_stay_in_the_box(demo: Demo, visitor: Visitor) -> None:
    demo.front.failing = True
    html = await visitor.say("pt fell")
    assert "That did not work." in html
    assert "pt fell</textarea>" in html


async def test_a_pressed_card_is_replaced_in_its_place(demo: Demo, visitor: Visitor) -> None:
    await visitor.say("cards")
    number = visitor.last()
    html = await visitor.press("Acknowledge")
    assert demo.front.turns[-1].said == Press("show.ack", "7")
    assert demo.front.turns[-1].card == {"user": "amina", "message": str(number)}
    assert f'id="m{number}"' in html
    assert "Done by you, 09:12." in html
    assert "over-infusion" not in html


async def test_a_new_card_comes_below_the_one_that_was_pressed(visitor: Visitor) -> None:
    await visitor.say("cards")
    number = visitor.last()
    html = await visitor.press("Show again")
    assert visitor.last() > number
    assert f'id="m{number}"' in html


async def test_the_same_button_can_be_pressed_again_after_it_was_drawn_anew(demo: Demo, visitor: Visitor) -> None:
    await visitor.say("cards")
    await visitor.press("Show again")
    before = len(demo.front.turns)
    await visitor.press("Show again")
    assert len(demo.front.turns) == before + 1


async def test_a_dangerous_button_asks_once_more_also_without_script(demo: Demo, visitor: Visitor) -> None:
    await visitor.say("cards")
    before = len(demo.front.turns)
    html = await visitor.press("Withdraw")
    assert len(demo.front.turns) == before
    assert html.count("Withdraw this report?") > 1
    await visitor.press("Withdraw it", sure="yes")
    assert demo.front.turns[-1].said == Press("show.gone", "7")


async def test_home_is_one_card_that_moves_to_the_end(visitor: Visitor) -> None:
    await visitor.say("hello")
    html = await visitor.post("/home")
    assert html.count("Good morning") == 1
    assert html.index("You said hello.") < html.index("Good morning")


async def test_a_slash_command_is_a_command_as_it_is_in_slack(demo: Demo, visitor: Visitor) -> None:
    await visitor.say("/safety status ward 7")
    assert demo.front.turns[-1].said == Words("status ward 7", command=True)


async def test_help_is_a_button(demo: Demo, visitor: Visitor) -> None:
    assert 'name="words" value="/safety help" formaction="/say">Help<' in visitor.html
    await visitor.post("/say", words="/safety help")
    assert demo.front.turns[-1].said == Words("help", command=True)


async def test_two_personas_have_two_chats(visitor: Visitor) -> None:
    await visitor.say("only for me")
    assert "only for me" not in await visitor.look("/?as=leila")


async def test_a_message_for_somebody_else_is_counted_until_they_look(demo: Demo, visitor: Visitor) -> None:
    await demo.send("leila", reply=None)
    await demo.send("leila", reply=None)
    assert 'data-unread="leila">2 new<' in await visitor.look()
    await visitor.look("/?as=leila")
    assert 'data-unread="leila"><' in await visitor.look()


async def test_moving_time_says_who_heard_something(visitor: Visitor) -> None:
    html = await visitor.post("/move", leap="hour")
    assert "Tue 24 Nov 2026, 10:00" in html
    assert "1 message was delivered:" in html
    assert 'href="/?as=leila"><span class="unseen">Be </span>Dr Leila Haddad</a>' in html


async def test_a_move_that_breaks_is_said_and_the_page_goes_on(demo: Demo, visitor: Visitor) -> None:
    demo.breaks = True
    assert "The clock could not be moved." in await visitor.post("/move", leap="working_day")
    demo.breaks = False
    assert "1 message was delivered:" in await visitor.post("/move", leap="next_deadline")


async def test_a_leap_that_does_not_exist_is_refused(demo: Demo, visitor: Visitor) -> None:
    status, words = await visitor.try_post("/move", leap="century")
    assert (status, words) == (400, "There is no such button. Please reload the page.")
    assert demo.leaps == []


async def test_the_script_is_answered_with_what_changed_and_where_to_look(visitor: Visitor) -> None:
    status, text = await visitor.try_post("/say", words="form", since="0", headers={"Accept": "application/json"})
    state = json.loads(text)
    assert status == 200
    assert ['data-mine="yes"' in put["html"] for put in state["puts"][-2:]] == [True, False]
    assert state["focus"] == state["puts"][-1]["id"]
    assert state["stay"] is False
    assert state["unread"] == {"leila": "", "colin": ""}


async def test_places_are_found_as_they_are_typed(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.url}/find?kind=location&query=ward%2012") as response:
        assert await response.json() == [{"value": "#12", "label": "Ward 12"}]


@pytest.mark.parametrize(
    "path", ["/say", "/press", "/form", "/fold", "/unfold", "/home", "/move"], ids=lambda path: path[1:]
)
async def test_a_post_without_the_pages_token_does_nothing(demo: Demo, visitor: Visitor, path: str) -> None:
    status, words = await visitor.try_post(path, token="guess", words="hello", leap="hour")
    assert (status, words) == (403, "This page is out of date. Please reload it.")
    assert len(demo.front.turns) == 1
    assert demo.leaps == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Host": "rebound.example"},
        {"Host": "127.0.0.1.rebound.example:80"},
        {"Host": "10.0.0.1"},
    ],
    ids=str,
)
async def test_another_website_is_kept_out(demo: Demo, visitor: Visitor, headers: dict[str, str]) -> None:
    status, _ = await visitor.try_post("/say", words="hello", headers=headers)
    assert status == 403
    assert len(demo.front.turns) == 1


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]:3978", "LOCALHOST:80", "127.0.0.2:1"])
async def test_every_name_of_this_machine_is_let_in(visitor: Visitor, host: str) -> None:
    async with visitor.session.get(f"{visitor.url}/?as=amina", headers={"Host": host}) as response:
        assert response.status == 200


async def test_the_page_allows_nothing_from_elsewhere_and_no_inline_script(visitor: Visitor) -> None:
    async with visitor.session.get(f"{visitor.url}/?as=amina") as response:
        policy = response.headers["Content-Security-Policy"]
        html = await response.text()
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert "style=" not in html
    assert "<style" not in html
    assert "onclick" not in html


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/say", {"words": "x", "delivery": "not one of ours"}),
        ("/press", {"press": "[]"}),
        ("/press", {"press": '["a", 1]'}),
        ("/press", {"press": "{"}),
        ("/press", {"press": "[" * 100_000}),
        ("/say", {"words": "x", "as": "nobody"}),
    ],
    ids=range(6),
)
async def test_a_post_that_the_page_does_not_send_is_answered_400(
    demo: Demo, visitor: Visitor, path: str, fields: dict[str, str]
) -> None:
    status, words = await visitor.try_post(path, **fields)
    assert status == 400
    assert words
    assert len(demo.front.turns) == 1


async def test_a_body_that_is_no_utf_8_is_answered_400(visitor: Visitor) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    async with visitor.session.post(f"{visitor.url}/say", data=b"words=\xff\xfe&a=%FF", headers=kind) as response:
        assert response.status in {400, 403}


async def test_a_form_that_is_too_large_says_so(visitor: Visitor) -> None:
    status, words = await visitor.try_post("/form", **{"answer.what": "x" * (13 * 1024 * 1024)})
    assert status == 400
    assert "too large" in words


async def test_a_form_posts_what_was_typed_and_comes_back_with_what_is_wrong(demo: Demo, visitor: Visitor) -> None:
    await visitor.say("form")
    number = visitor.last()
    html = await visitor.post(
        "/form",
        form="show.everything",
        context="12",
        message=str(number),
        delivery=visitor.delivery(number),
        **{
            "answer.what": "He slipped\r\nand fell",
            "answer.where": "Ward 7",
            "found.where": "#7",
            "found-as.where": "Ward 7",
        },
    )
    said = demo.front.turns[-1].said
    assert isinstance(said, Answers)
    assert (said.form, said.context) == ("show.everything", "12")
    assert said.values == {"what": "He slipped\nand fell", "where": "#7"}
    assert visitor.last() == number
    assert "He slipped\nand fell</textarea>" in html
    assert "Which day? – Please answer this one." in html
    assert f'href="#m{number}-day"' in html
    assert f'id="m{number}-day-wrong"' in html
    assert 'name="answer.where" value="Ward 7"' in html


async def test_words_typed_over_a_picked_place_count_as_words(demo: Demo, visitor: Visitor) -> None:
    typed = {"answer.where": "the old ward", "found.where": "#7", "found-as.where": "Ward 7"}
    await visitor.post("/form", form="show.everything", **typed)
    said = demo.front.turns[-1].said
    assert isinstance(said, Answers)
    assert said.values == {"where": "the old ward"}


async def test_a_form_that_is_put_away_keeps_what_was_typed(demo: Demo, visitor: Visitor) -> None:
    await visitor.say("form")
    number = visitor.last()
    html = await visitor.post("/fold", message=str(number), **{"answer.what": "He slipped"})
    assert "What you typed is kept." in html
    assert "He slipped" not in html
    assert "He slipped</textarea>" in await visitor.post("/unfold", message=str(number))
    assert len(demo.front.turns) == 2


async def test_the_same_form_stands_once_on_the_page(visitor: Visitor) -> None:
    await visitor.say("form")
    assert (await visitor.say("form")).count('name="form" value="show.everything"') == 1


async def test_a_read_that_the_front_does_not_note_is_still_shown_once(demo: Demo, visitor: Visitor) -> None:
    demo.front.notes = False
    same = visitor.delivery()
    await visitor.post("/say", words="hello", delivery=same)
    assert (await visitor.post("/say", words="hello", delivery=same)).count("You said hello.") == 1


@pytest.mark.parametrize("failing", [True, False], ids=["the store is away", "an error of ours"])
async def test_a_form_that_could_not_be_used_stays_with_what_was_typed(
    demo: Demo, visitor: Visitor, failing: bool
) -> None:
    await visitor.say("form")
    number = visitor.last()
    demo.front.failing, demo.front.sorry = failing, not failing
    html = await visitor.post("/form", form="show.everything", message=str(number), **{"answer.what": "He slipped"})
    assert "That did not work." in html
    assert "He slipped</textarea>" in html
    assert visitor.last() > number


async def test_a_form_that_changed_a_card_takes_the_cards_place(visitor: Visitor) -> None:
    await visitor.say("receipt")
    await visitor.press("Change something")
    number = visitor.last()
    answers = {
        "answer.what": "He slipped",
        "answer.day": "2026-11-23",
        "answer.patients": "1",
        "answer.harm": "low",
        "answer.involved": "devices",
        "answer.where": "#7",
    }
    html = await visitor.post("/form", form="show.everything", message=str(number), **answers)
    assert html.count("Report <bdi>SE-2026-000123</bdi>") == 1
    assert visitor.last() == number
