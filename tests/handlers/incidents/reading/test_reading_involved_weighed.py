"""What was involved by all words together: when something is added to what the rules found, and what never is."""

from collections.abc import Callable
from datetime import datetime

import pytest

from handlers.incidents.reading import Place, Reading, read
from handlers.incidents.reading.involved_signs import AGENTS, TABLE, add
from handlers.incidents.reading.signs import GROUND, Columns, columns
from handlers.incidents.reading.told import look
from handlers.incidents.reading.values import Answer
from handlers.incidents.reading.words import prepare
from storage.records import Involved

See = Callable[..., Reading]

NOTHING = (Answer(Involved.NONE_OF_THESE, 0.65, 0, 0, "nothing was named"),)
ENOUGH: Columns = {GROUND: (0, 9, 0), "gizmo": (0, 8, 0)}


def agents(found: tuple[Answer[Involved], ...], text: str, kind: str, table: Columns) -> list[tuple[str, str]]:
    told = look(prepare(text), 2026, ())
    return [(str(one.value), text[one.start : one.end]) for one in add(found, told, kind, table)]


@pytest.mark.parametrize(
    ("kind", "table", "read"),
    [
        ("incident", ENOUGH, [("devices", "gizmos")]),
        ("risk", ENOUGH, [("devices", "gizmos")]),
        ("incident", ENOUGH | {GROUND: (0, 8, 0)}, [("none_of_these", "")]),  # a share of .83
        ("incident", {GROUND: (0, 10, 0), "gizmo": (0, 7, 0)}, [("none_of_these", "")]),  # no word that tells it
        ("good_care", ENOUGH, [("none_of_these", "")]),
        ("outcome", ENOUGH, [("none_of_these", "")]),
        ("not_patient_safety", ENOUGH, [("none_of_these", "")]),
        ("incident", {}, [("none_of_these", "")]),
    ],
)
def test_something_is_added_where_enough_words_tell_of_it_and_one_can_be_shown(
    kind: str, table: Columns, read: list[tuple[str, str]]
) -> None:
    assert agents(NOTHING, "both gizmos again", kind, table) == read


def test_what_the_rules_found_stays_and_is_not_added_twice() -> None:
    table: Columns = {GROUND: (-99, 99, 99), "gizmo": (-99, 9, 9)}
    lift = Answer(Involved.BUILDINGS, 0.75, 0, 4, "you wrote “lift”")
    device = Answer(Involved.DEVICES, 0.75, 5, 10, "you wrote “gizmo”")
    found = [("buildings", "lift"), ("devices", "gizmo"), ("blood", "gizmo")]
    assert agents((lift, device), "lift gizmo", "incident", table) == found
    product = Answer(Involved.BLOOD_PRODUCTS, 0.85, 0, 4, "you wrote “ivig”")
    assert agents((product,), "ivig gizmo", "incident", {GROUND: (99, 0, 99), "gizmo": (9, 0, 9)}) == [
        ("blood_products", "ivig")
    ]


def test_a_medicine_that_is_named_is_shown_before_any_other_word() -> None:
    table: Columns = {GROUND: (20, 0, 0), "kept": (9, 0, 0)}
    assert agents(NOTHING, "kept on apixaban", "incident", table) == [("medication", "apixaban")]


@pytest.mark.parametrize(
    ("text", "agent", "shown"),
    [
        ("mask rubbed her nose, niv, cat 2", "devices", "mask"),
        ("syringe size keyed wrong on the driver, emptied in 2 hours", "devices", "driver"),
    ],
)
def test_words_tell_of_something_that_no_rule_names(
    see: See, places: tuple[Place, ...], text: str, agent: str, shown: str
) -> None:
    posted = datetime.fromisoformat("2026-03-14T07:55+00:00")
    assert [str(one.value) for one in read(text, posted, places, None, {}).involved] == ["none_of_these"]
    assert [(str(one.value), one.because) for one in see(text).involved] == [(agent, f"you wrote “{shown}”")]
    assert [(one.settled, one.sure <= 0.7) for one in see(text).involved] == [(True, True)]


def test_every_weight_is_for_all_agents_and_no_name_has_any() -> None:
    table = columns(TABLE, len(AGENTS))
    assert {len(one) for one in table.values()} == {len(AGENTS)}
    assert (
        not {"perpetua", "ottoline", "osric", "kwabena", "penhallow", "marguerite", "fenella", "larch"} & table.keys()
    )


def test_a_torn_table_is_an_error_of_installation() -> None:
    with pytest.raises(ValueError, match="Not 4 weights"):
        columns(TABLE, 4)
