"""Cards and forms as Adaptive Cards: valid for the official schema, small enough, and never markup."""

import json
from dataclasses import replace
from typing import Annotated

import pytest
from fakes.teams_screen import actions, inputs, read_markdown, schema_faults, words
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from small_front import asking_card, sheet

from bot.teams.actions import Ask
from bot.teams.answer import card_answer, window_answer
from bot.teams.draw import BUDGET, draw, draw_to_send, size_of, spoken, summary_of
from bot.teams.text import escape
from handlers.attachments.form import PhotoForm
from handlers.chat.card import (
    Button,
    Card,
    Confirm,
    Facts,
    Item,
    Items,
    Picture,
    Step,
    Steps,
    StepState,
    Style,
    Text,
    say,
)
from handlers.chat.form import Ask as Asking
from handlers.chat.form import Choice, Finds, form
from handlers.chat.port import Outcome
from handlers.chat.reply import Reply, ask, show

HOSTILE = "*bold* _it_ [x](http://y) `code` ~~no~~ # head <at>all</at> &amp; {{DATE(2026-03-14T09:00:00Z,SHORT)}}"
WARDS = {Finds.LOCATION: tuple(Choice(f"#{number}", f"Ward {number}") for number in range(1, 4))}

FULL = Card(
    "test.full",
    "Everything at once",
    (
        Text("First line\nsecond line\n\na new paragraph"),
        Text("figures from 09:14", quiet=True),
        Text("pt fell", quote=True),
        Facts((("Where", "Ward 7"), ("When", "Sat 14 Mar, 02:15"))),
        Items((Item("Late: giving sets", "1 day late", (Button("Done", "x.done", "1"),)),), "and 3 more"),
        Steps((Step("Name leads", StepState.DONE), Step("Act", StepState.LATE), Step("Sign", StepState.NEXT))),
        Picture(b"\x89PNG", "Reports a week, rising"),
    ),
    (Button("Read the alert", "", url="https://example.org/alert"), Button("Delete", "x.del", style=Style.DANGER)),
)


def test_every_part_is_valid_and_says_what_it_holds() -> None:
    card = draw(show(FULL, FULL))
    assert schema_faults(card) == []
    shown = "\n".join(words(card))
    for part in (
        "second line",
        "a new paragraph",
        "Where: Ward 7",
        "✓ Done · Name leads",
        "! Late · Act",
        "1 of 3 done",
    ):
        assert part in shown
    assert "[Reports a week, rising]" in shown
    assert [one.title for one in actions(card)].count("Done") == 2


def test_the_schema_is_a_real_judge() -> None:
    card = draw(show(FULL))
    card["body"][0]["items"][0]["wrapp"] = True
    assert schema_faults(card) != []


@pytest.mark.parametrize(
    "text", [HOSTILE, "- a\n- b", "1. a\n2) b", "+ a", "# a", "> a", "a\\b", "||x||", "a_b_c", "=="]
)
def test_what_a_person_wrote_is_shown_as_it_was_written(text: str) -> None:
    reply = show(Card("t", text.splitlines()[0], (Text(text), Facts(((text.splitlines()[0], text),)))))
    card = draw(reply)
    assert schema_faults(card) == []
    title, *rest = [line.replace("\u200b", "") for line in words(card)]
    assert title == text.splitlines()[0]
    assert rest[:-1] == text.splitlines()
    assert rest[-1] == f"{text.splitlines()[0]}: " + "\n\n".join(text.splitlines())


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])))
def test_any_line_survives_being_escaped(text: str) -> None:
    assert read_markdown(escape(text)).replace("\\", "") == text.strip().replace("\\", "")


def test_the_escape_is_needed() -> None:
    assert read_markdown(HOSTILE) != HOSTILE


def test_a_card_function_cannot_be_started_from_a_text() -> None:
    card = draw(show(say("{{DATE(2026-03-14T09:00:00Z)}}", title="{{DATE(2026-03-14T09:00:00Z)}}")))
    assert "{{" not in str(card)


def test_a_press_can_replace_its_card_and_old_clients_have_a_way_too() -> None:
    (execute,) = [one.action for one in actions(draw(show(asking_card()))) if one.title == "Acknowledge"]
    assert (execute["type"], execute["style"], execute["verb"]) == ("Action.Execute", "positive", "test.ack")
    assert execute["data"] == {"safety": {"press": "test.ack", "value": "12"}}
    assert (execute["fallback"]["type"], execute["fallback"]["data"]) == ("Action.Submit", execute["data"])


def test_a_window_has_no_execute() -> None:
    card = draw(Reply((asking_card(),), form=sheet()), WARDS, ask=Ask.SUBMIT)
    assert schema_faults(card) == []
    assert "Action.Execute" not in str(card)


def test_a_question_stands_before_the_press_that_needs_it() -> None:
    shown = actions(draw(show(asking_card())))
    (yes,) = [one for one in shown if one.behind == "Send"]
    assert yes.title == "Yes, send it"
    assert "Send it?" in yes.question
    assert "The safety team will read it." in yes.question
    assert "Go back" in yes.question


def test_six_actions_are_shown_and_the_rest_stands_behind_more() -> None:
    sure = Confirm("Sure?", "It is gone then.", "Yes, delete")
    many = [Button(f"B{number}", f"x.{number}", confirm=sure if number in {1, 8} else None) for number in range(9)]
    card = draw(show(say("t", *many)))
    assert schema_faults(card) == []
    shown = actions(card)
    top = [one.title for one in shown if not one.behind]
    assert top == ["B0", "B1", "B2", "B3", "B4", "More"]
    behind = [one for one in shown if one.behind == "More"]
    assert [one.title for one in behind] == ["B5", "B6", "B7", "Yes, delete"]
    assert "It is gone then." in behind[-1].question


def test_the_answers_to_a_question_stand_together_and_not_behind_more() -> None:
    answers = [Button(words, "x.answer", words) for words in ("No", "A little", "Yes", "Don't know")]
    others = [Button("Submit", "x.submit"), *answers, Button("Not now", "x.later"), Button("Delete", "x.delete")]
    card = draw(show(say("Was the patient distressed?", *others)))
    assert schema_faults(card) == []
    assert [one["title"] for one in card["actions"]] == ["Submit", "Not now", "Delete"]
    (row,) = [one for one in card["body"][-1]["items"] if one["type"] == "ActionSet"]
    assert [one["title"] for one in row["actions"]] == ["No", "A little", "Yes", "Don't know"]


def test_buttons_that_all_fit_stay_in_one_row_in_their_order() -> None:
    answers = [Button(words, "x.answer", words) for words in ("1", "2", "3")]
    card = draw(show(say("How many?", Button("Submit", "x.submit"), *answers, Button("Not now", "x.later"))))
    assert [one["title"] for one in card["actions"]] == ["Submit", "1", "2", "3", "Not now"]


def test_a_long_label_stands_before_its_value_and_not_in_a_narrow_column() -> None:
    facts = Facts((("Where", "Ward 7"), ("Psychological harm, patient 1", "*None* seen")))
    card = draw(show(Card("test.facts", "", (facts,))))
    assert schema_faults(card) == []
    assert not any(one["type"] == "FactSet" for one in card["body"][0]["items"])
    assert words(card) == ["Where: Ward 7", "Psychological harm, patient 1: *None* seen"]


def test_the_likeliest_button_stands_out_when_it_is_a_link_too() -> None:
    card = draw(show(say("t", Button("Open", "x", style=Style.PRIMARY, url="https://example.org"))))
    assert schema_faults(card) == []
    assert card["actions"][0]["style"] == "positive"


def test_a_link_that_is_no_web_address_is_refused() -> None:
    with pytest.raises(ValueError, match="https"):
        draw(show(say("t", Button("Open", "x", url="javascript:alert(1)"))))


def test_a_form_offers_what_teams_can_show() -> None:
    card = draw(ask(sheet()), WARDS)
    assert schema_faults(card) == []
    known = inputs(card)
    assert known["one_what"]["isMultiline"] is True
    assert known["one_what"]["maxLength"] == 3000
    assert known["many_colours"]["isMultiSelect"] is True
    assert (known["one_where"]["type"], known["one_where"]["style"]) == ("Input.ChoiceSet", "compact")
    assert known["one_who"]["type"] == "Input.Text"
    assert known["one_who"]["label"] == "Who saw it (optional)"
    assert all(known[name]["isRequired"] for name in ("one_what", "many_colours", "one_where"))
    assert "isRequired" not in known["one_who"]


def test_a_form_says_how_to_hand_over_a_file_beneath_its_label() -> None:
    card = draw(ask(form(PhotoForm, "files.add", "Add a photo or PDF")))
    lines = words(card)
    assert lines[lines.index("Photo or PDF") + 1].startswith("Send it to me in this chat with the paper clip.")
    assert "(optional)" not in " ".join(lines)
    assert schema_faults(card) == []


def test_beside_other_buttons_nothing_is_held_back_so_that_what_was_typed_can_be_saved() -> None:
    card = draw(Reply((asking_card(),), form=sheet()), WARDS)
    assert schema_faults(card) == []
    assert not any("isRequired" in element for element in inputs(card).values())


def test_a_list_that_is_too_long_is_searched_by_typing() -> None:
    many = {Finds.LOCATION: tuple(Choice(f"#{number}", f"Ward {number}") for number in range(61))}
    assert inputs(draw(ask(sheet()), many))["one_where"]["type"] == "Input.Text"


def test_a_wrong_answer_comes_back_with_the_problem_right_beneath_it() -> None:
    typed = {"what": "pt *fell*", "colours": ("red", "blue"), "where": "#2", "who": "#9"}
    form = replace(sheet(), shown={"#9": "Ben Carter"}).with_errors({"what": "Too *short*."}, typed)
    card = draw(ask(form), WARDS)
    assert schema_faults(card) == []
    known = inputs(card)
    assert known["one_what"]["value"] == "pt *fell*"
    assert known["many_colours"]["value"] == "red,blue"
    assert known["one_where"]["value"] == "#2"
    assert known["one_who"]["value"] == "Ben Carter"
    at = card["body"].index(known["one_what"])
    beneath = card["body"][at + 1]
    assert beneath["color"] == "attention"
    assert read_markdown(beneath["text"]) == "Problem: Too *short*."
    assert "one answer" in words(card)[1]


def test_a_wrong_answer_in_a_long_form_is_told_where_the_button_was_pressed() -> None:
    form = sheet().with_errors({"what": "Too short."}, {})
    last = draw(ask(form), WARDS)["body"][-1]
    assert last["color"] == "attention"
    assert form.fields[0].label in read_markdown(last["text"])


def test_an_answer_that_its_input_cannot_hold_is_told_back() -> None:
    form = sheet().with_errors({"where": "We do not know that place."}, {"where": "wrd 99"})
    shown = "\n".join(words(draw(ask(form), WARDS)))
    assert "You wrote: “wrd 99”." in shown


def test_what_was_typed_beyond_the_limit_is_not_cut_off() -> None:
    form = sheet().with_errors({"what": "Too long."}, {"what": "x" * 3500})
    element = inputs(draw(ask(form), WARDS))["one_what"]
    assert len(element["value"]) == 3500
    assert "maxLength" not in element


def test_a_long_text_is_cut_with_a_visible_mark() -> None:
    card = draw(show(say("x" * 40_000)))
    assert size_of(card) <= BUDGET
    assert words(card)[0].endswith("… (shortened)")


def test_a_card_that_is_too_large_loses_its_picture_before_its_words() -> None:
    card = draw(show(Card("t", "Chart", (Picture(b"x" * 30_000, "Falls a week"), Text("y" * 5000)))))
    assert size_of(card) <= BUDGET
    shown = "\n".join(words(card))
    assert "Falls a week (The picture is too large to show here.)" in shown
    assert "y" * 5000 in shown


def test_many_texts_are_shortened_until_they_fit() -> None:
    card = draw(show(*(say("é" * 5000, title=f"Card {number}") for number in range(8))))
    assert schema_faults(card) == []
    assert size_of(card) <= BUDGET
    assert "Card 7" in words(card)


def test_what_cannot_fit_is_refused_by_name() -> None:
    items = Items(tuple(Item(f"Item {number}", "x" * 200) for number in range(300)))
    with pytest.raises(ValueError, match=r"test\.endless"):
        draw(show(Card("test.endless", "", (items,))))


def test_a_notification_shows_the_heading_and_no_story() -> None:
    assert summary_of(show(Card("t", "Your safety work today", (Text("secret"),)))) == "Your safety work today"
    assert summary_of(show(say("secret"))) == "Safety"
    assert spoken(show(say("words"))) == "words"


def test_a_form_in_a_chat_can_be_left_and_leaving_it_sends_no_answers() -> None:
    in_chat = draw(ask(sheet()))["actions"]
    assert [one["title"] for one in in_chat][-1] == "Cancel"
    assert in_chat[-1]["associatedInputs"] == "none"
    assert [one["title"] for one in draw(ask(sheet()), ask=Ask.SUBMIT)["actions"]] != ["Cancel"]
    assert len(draw(ask(sheet()), ask=Ask.SUBMIT)["actions"]) == 1


def test_answers_too_long_to_be_shown_again_stay_in_the_form_and_the_fault_is_named() -> None:
    wrong = ask(sheet().with_errors({"colours": "Please choose one."}, {"what": "\N{FULL BLOCK}" * 9_000}))
    said = str(card_answer(Outcome(wrong), {})["value"])
    assert "Colours: Please choose one." in said
    assert "They still stand in the form" in said
    assert window_answer(Outcome(wrong), {}) == {"task": {"type": "message", "value": said}}


def test_a_form_too_long_for_one_message_is_offered_in_parts_with_what_was_wrong() -> None:
    class Long(BaseModel):
        one: Annotated[str, Asking("What happened?", long=True)]
        two: Annotated[str, Asking("What was done?", long=True)]
        three: Annotated[str, Asking("What changed?", long=True)]

    filled = dict.fromkeys(("one", "two", "three"), "🐘" * 2900)
    long = form(Long, "tests.long", "A long form", context="d12", values=filled)
    long = long.with_errors({"two": "Please look again."}, filled)
    with pytest.raises(ValueError, match=r"tests\.long"):
        draw(Reply(form=long))
    card = draw_to_send(Reply(form=long))
    shown = json.dumps(card)
    assert "What was done?: Please look again. This form is too long for one message in Teams." in shown
    assert "Ask me one at a time" in shown
    assert "tests.long:d12" in shown
