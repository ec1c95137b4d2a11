"""Every card and form that can be made is drawn within Slack's limits, with its words letter by letter."""

from collections.abc import Iterable

import pytest
from fakes.slack_rules import Refusal, check_message, check_view
from fakes.slack_screen import labels, lines
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_house import fall

from bot.slack.draw import cards_as_blocks, notice
from bot.slack.text import escape, is_free_of_markup, pieces, read_markup, without_mention
from bot.slack.view import Memory, cards_as_home, cards_as_view, form_as_view, pack_memory, unpack_memory, values_of
from handlers.chat.card import Button, Card, Confirm, Facts, Item, Items, Picture, Step, Steps, StepState, Style, Text
from handlers.chat.form import Choice, Field, Form, Widget

NASTY = st.text(st.characters(codec="utf-8"), max_size=400) | st.sampled_from(
    ["<!channel> <@U1>", "*b* _i_ ~s~ `c`", "> quoted\n- list", ":skull:", "x" * 9000, "\u202eright to left", "  \n "]
)
BUTTONS = st.builds(
    Button,
    st.text(min_size=1, max_size=60),
    st.just("alerts.acknowledge"),
    st.text(max_size=900),
    st.sampled_from(Style),
    st.none() | st.builds(Confirm, NASTY, NASTY, NASTY, NASTY),
)
PARTS = (
    st.builds(Text, NASTY, st.booleans(), st.booleans())
    | st.builds(Facts, st.lists(st.tuples(st.text(min_size=1, max_size=60), NASTY), max_size=12).map(tuple))
    | st.builds(
        Items,
        st.lists(st.builds(Item, NASTY, NASTY, st.lists(BUTTONS, max_size=3).map(tuple)), max_size=4).map(tuple),
        NASTY,
    )
    | st.builds(Steps, st.lists(st.builds(Step, NASTY, st.sampled_from(StepState)), max_size=6).map(tuple))
    | st.builds(Picture, st.binary(max_size=5), st.just("Falls by month"))
)
CARDS = st.builds(
    Card,
    st.just("test.any"),
    st.text(max_size=140),
    st.lists(PARTS, max_size=4).map(tuple),
    st.lists(BUTTONS, max_size=6).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(CARDS, min_size=1, max_size=2))
def test_any_card_is_drawn_so_that_slack_takes_it_or_refused_by_name(cards: list[Card]) -> None:
    if len(cards_as_blocks(cards, most=10_000)) > 50:
        with pytest.raises(ValueError, match=r"test\.any"):
            cards_as_blocks(cards)
        return
    blocks = cards_as_blocks(cards)
    check_message(notice(cards), blocks, ())
    check_view(cards_as_home(cards), ())
    check_view(cards_as_view(cards, Memory()), ())


def test_no_words_are_lost_of_a_long_text_or_value() -> None:
    story = " ".join(f"word{number}" for number in range(1500))
    card = Card("test.long", "Long", (Text(story), Text(story, quote=True), Facts((("What happened", story),))))
    shown = " ".join(" ".join(lines(cards_as_blocks([card]))).split())
    assert shown.count("word0 ") == 3
    assert all(shown.count(f" word{number} ") == 3 for number in range(1, 1499))
    check_message("", cards_as_blocks([card]), ())


def test_a_step_says_in_words_where_it_stands() -> None:
    steps = Steps((Step("Acknowledge", StepState.DONE), Step("Name leads", StepState.LATE)))
    shown = "\n".join(lines(cards_as_blocks([Card("test.steps", "Alert", (steps,))])))
    assert "1 of 2 done" in shown
    assert "Done: Acknowledge" in shown
    assert "Late: Name leads" in shown


def test_a_locked_screen_shows_the_heading_and_not_the_story() -> None:
    assert notice([Card("a", "Check <your> report", (Text("pt fell in bay 3"),))]) == "Check &lt;your&gt; report"


def test_a_button_carries_its_action_and_what_it_is_about() -> None:
    blocks = cards_as_blocks([Card("a", "", (), (Button("Go", "alerts.show", "NatPSA/2026/003 x"),))])
    assert blocks[0]["elements"][0]["value"] == "alerts.show NatPSA/2026/003 x"


def test_a_link_opens_its_address_and_is_no_press() -> None:
    link = Button("Open their form", "x", style=Style.PRIMARY, url="https://example.org")
    element = cards_as_blocks([Card("a", "", (), (link,))])[0]
    assert element["elements"][0]["url"] == "https://example.org"
    assert element["elements"][0]["style"] == "primary"
    assert "value" not in element["elements"][0]


def test_buttons_of_two_cards_in_one_message_have_different_ids() -> None:
    card = Card("a", "A", (Items((Item("One", "", (Button("Go", "x.y"),)),)),), (Button("Stop", "x.z"),))
    blocks = cards_as_blocks([card, card])
    found = [
        e["action_id"] for b in blocks for e in [*b.get("elements", ()), b.get("accessory", {})] if "action_id" in e
    ]
    assert len(found) == len(set(found)) == 4


def test_a_home_tab_with_too_much_says_that_there_is_more() -> None:
    items = tuple(Item(f"Report {number}", "", (Button("Show", "x.y"), Button("Hide", "x.z"))) for number in range(80))
    view = cards_as_home([Card("home", "Yours", (Items(items),))])
    assert len(view["blocks"]) == 100
    assert "There is more" in lines(view["blocks"])[-1]
    check_view(view, ())


@pytest.mark.parametrize("widget", [Widget.CHOICE, Widget.CHOICES])
@pytest.mark.parametrize("count", [2, 10, 11, 100])
def test_choices_fit_whatever_their_number(widget: Widget, count: int) -> None:
    choices = tuple(Choice(f"v{number}", f"{number} " + "x" * 70) for number in range(count))
    fields = (Field("pick", widget, "Pick", required=True, choices=choices),)
    view = form_as_view(Form("test.pick", "Pick", fields, values={"pick": "v1"}), Memory())
    check_view(view, ())
    assert view["blocks"][0]["element"].get("initial_option") or view["blocks"][0]["element"]["initial_options"]


def test_more_choices_than_slack_offers_are_refused_by_name() -> None:
    fields = (Field("pick", Widget.CHOICE, "Pick", choices=tuple(Choice(str(n), str(n)) for n in range(101))),)
    with pytest.raises(ValueError, match=r"test\.pick\.pick"):
        form_as_view(Form("test.pick", "Pick", fields), Memory())


def test_what_a_picker_cannot_show_is_left_for_the_person_to_pick() -> None:
    fields = (
        Field("day", Widget.DATE, "Day"), Field("hour", Widget.TIME, "Time"),
        Field("n", Widget.NUMBER, "How many?", top=100),
        Field("place", Widget.LOCATION, "Where?"), Field("pick", Widget.CHOICE, "Pick", choices=(Choice("a", "A"),)),
    )  # fmt: skip
    for number in ("some", "5000"):
        typed = {"day": "yesterday", "hour": "about 2", "n": number, "place": "ward sven", "pick": "z"}
        view = form_as_view(Form("test.form", "Form", fields, values=typed), Memory())
        check_view(view, ())
        assert not any(name.startswith("initial") for block in view["blocks"] for name in block["element"])
    good = {"day": "2026-11-24", "hour": "02:15:00", "n": "3", "place": "#12", "pick": "a"}
    view = form_as_view(Form("test.form", "Form", fields, values=good, shown={"#12": "Ward 7"}), Memory())
    check_view(view, ())
    first = [next(v for k, v in block["element"].items() if k.startswith("initial")) for block in view["blocks"]]
    assert first[:3] == ["2026-11-24", "02:15", "3"]
    assert first[3]["text"]["text"] == "Ward 7"


def test_the_same_question_about_another_patient_starts_empty() -> None:
    def ids(form: Form) -> set[str]:
        return {block["block_id"] for block in form_as_view(form, Memory())["blocks"]}

    first, second = fall(), Form("test.fall", "Report a fall", fall().fields, context="draft-2")
    assert not ids(first) & ids(second)
    assert ids(first) == ids(fall())


def test_what_is_wrong_with_a_form_drawn_anew_stands_above_its_question() -> None:
    view = form_as_view(fall().with_errors({"what": "Please say more."}, {}), Memory())
    assert lines(view["blocks"])[:2] == ["Problem: Please say more.", "What happened?"]
    check_view(view, ())


def test_a_views_memory_comes_back_and_a_forged_one_is_empty() -> None:
    memory = Memory("a.form", "draft 7", ("channel", "C1"), {"channel": "C1"}, {"channel": "D1", "ts": "1.1"})
    assert unpack_memory(pack_memory(memory)) == memory
    for forged in ("", "[]", "null", "{}", '{"place": 3}', '{"card": "x"}', '"x"'):
        assert unpack_memory(forged) == Memory()


def test_answers_are_read_from_every_kind_of_input() -> None:
    state = {
        "values": {
            "a.1": {"text": {"type": "plain_text_input", "value": None}},
            "b.1": {"checkboxes": {"type": "checkboxes", "selected_options": [{"value": "x"}, {"value": "y"}]}},
            "c.1": {"date": {"type": "datepicker", "selected_date": "2026-11-24"}},
            "d.1": {"choice": {"type": "radio_buttons", "selected_option": None}},
        }
    }
    assert values_of(state) == {"a": "", "b": ("x", "y"), "c": "2026-11-24", "d": ""}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a &lt; b &amp;amp; c", "a < b &amp; c"),
        ("<mailto:a@b.org|a@b.org>", "a@b.org"),
        ("<tel:07700900123|07700 900123>", "07700 900123 (07700900123)"),
        ("<http://x.org|x.org>", "x.org"),
        ("<http://x.org|here>", "here (http://x.org)"),
        ("<#C1|ward-7> <@U1> <@U1|sam>", "#ward-7 @U1 @sam"),
        ("<!here> <!subteam^S1|@ward>", "@here @ward"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
    ],
)
def test_slacks_markup_is_read_as_what_was_meant(written: str, meant: str) -> None:
    assert read_markup(written) == meant


def test_only_the_bots_own_mention_is_taken_out() -> None:
    assert without_mention("<@U0BOT>: ask <@U2>", "U0BOT") == "ask <@U2>"


@given(st.text(max_size=300))
def test_escaping_and_reading_are_opposites(text: str) -> None:
    assert read_markup(escape(text)) == text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Z", "C"]), max_size=200), st.integers(5, 50))
def test_pieces_together_are_the_whole(text: str, most: int) -> None:
    parts = pieces(text, most)
    assert "".join(parts) == text
    assert all(0 < len(part) <= most for part in parts)


@pytest.mark.parametrize("text", ["*x*", "_x_", "~x~", "`x`", ":pill:", "> x", "a\n> b", "- x", "1. x"])
def test_marks_that_slack_would_draw_are_recognised(text: str) -> None:
    assert not is_free_of_markup(text)


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "section", "text": {"type": "plain_text", "text": ""}}],
        [{"type": "section", "text": {"type": "plain_text", "text": "x" * 3001}}],
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "divider"}] * 51,
        [{"type": "divider", "block_id": "a"}, {"type": "divider", "block_id": "a"}],
        [{"type": "nonsense"}],
        [{"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"}],
        [
            {
                "type": "actions",
                "elements": [{"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}],
            }
        ],
    ],
)
def test_the_fake_refuses_what_slack_refuses(blocks: list[dict[str, object]]) -> None:
    with pytest.raises(Refusal):
        check_message("x", blocks, ())


def _options(labels_of: Iterable[str]) -> list[dict[str, object]]:
    return [{"text": {"type": "plain_text", "text": label}, "value": label[:9]} for label in labels_of]


def test_the_fake_refuses_a_modal_without_a_way_to_send_it_and_options_that_are_too_long() -> None:
    view = form_as_view(fall(), Memory())
    check_view(view, ())
    with pytest.raises(Refusal):
        check_view({name: value for name, value in view.items() if name != "submit"}, ())
    view["blocks"][2]["element"]["options"] = _options(["x" * 76])
    with pytest.raises(Refusal):
        check_view(view, ())
    assert labels(view["blocks"]) == ()
