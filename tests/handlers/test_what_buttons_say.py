"""What stands on buttons: which thing they mean, and no word about several where there is one."""

from dataclasses import replace

from handlers.chat.card import Card, Items
from handlers.incidents.cleaning import removed_card
from handlers.incidents.duplicates import same_card
from handlers.intake.examples import ALERT, T0
from handlers.intake.replacing_cards import new_actions_card
from storage.records import PlannedAction


def _labels(card: Card) -> list[str]:
    listed = [one for part in card.parts if isinstance(part, Items) for item in part.items for one in item.buttons]
    return [one.label for one in (*listed, *card.buttons)]


def test_each_report_that_may_be_the_same_is_chosen_by_its_own_name() -> None:
    lines = [(f"SE-2026-00012{number}", "Incident, Ward 7", "Today · Falls", False) for number in (3, 4)]
    assert _labels(same_card(lines, "d1:1")) == [
        "It is SE-2026-000123",
        "It is SE-2026-000124",
        "No, send mine",
        "Not now",
    ]


def test_one_action_is_given_out_as_one() -> None:
    two = replace(ALERT, planned=(*ALERT.planned, PlannedAction(2, "Replace the giving sets")))
    assert _labels(new_actions_card(two, [1], T0.date()))[0] == "Give it to an owner"
    assert _labels(new_actions_card(two, [1, 2], T0.date()))[0] == "Give them to owners"


def test_more_words_are_removed_only_where_some_were() -> None:
    assert "Remove some words" in _labels(removed_card("pt fell", "d1:1"))
    assert "Remove more" in _labels(removed_card("[patient's name] fell", "d1:1"))
