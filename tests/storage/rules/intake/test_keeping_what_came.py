"""What is kept of an item as it came: all of it, as it was written, but nothing that names a patient."""

import json
from typing import Any

from handlers.intake.receiving import from_item
from storage.rules.intake.keeping import CUT, kept_item
from storage.rules.intake.markup import CUT_OFF, TAGS_MOST, as_text, blocks_of

ITEM: dict[str, Any] = {
    "base_path": "/drug-device-alerts/example-pump",
    "title": "Example pump (NatPSA/2026/099/MHRA)",
    "locale": "en",
    "details": {
        "body": '<h2 id="action">Actions</h2>\n<ol><li>Find every pump &amp; tell us</li></ol>',
        "attachments": [
            {"title": "The alert", "url": "https://assets.example/a.pdf", "size": 12345, "accessible": None}
        ],
        "headers": [{"text": "Actions", "level": 2}],
    },
}


def test_an_item_is_kept_whole_with_its_markup_and_what_we_do_not_understand() -> None:
    assert json.loads(kept_item(ITEM)) == ITEM
    assert json.loads(from_item(ITEM).item or "") == ITEM


def test_what_names_a_patient_is_taken_out_even_when_markup_or_keys_or_numbers_hide_it() -> None:
    hidden = {
        "details": {"body": "<p>NHS <b>999</b>&nbsp;000&nbsp;0018 died</p>"},
        "9990000018": 9990000018,
        "said": ["ring 07700 900123", "write to amina@northmoor.example"],
    }
    said = kept_item(hidden)
    for gone in ("000&nbsp;0018", "0018", "9990000018", "07700", "amina@"):
        assert gone not in said
    assert "died" in said


def test_what_is_too_long_or_too_deep_is_cut_where_it_can_be_seen() -> None:
    said = kept_item({"details": {"body": "x " * 5000}, "title": "Late"}, most=2000)
    assert len(said) <= 2000 + len(CUT)
    assert CUT in said
    deep: Any = "bottom"
    for _ in range(400):
        deep = [deep]
    assert CUT in kept_item(deep)
    assert "bottom" not in kept_item(deep)


def test_markup_made_to_do_harm_is_read_as_far_as_people_write_and_only_its_words_are_kept() -> None:
    deep = {"base_path": "/drug-device-alerts/ill", "details": {"body": "<p>Find every pump.</p>" + "<div>" * 180_000}}
    kept = json.loads(kept_item(deep))
    assert kept["details"]["body"] == f"Find every pump.\n{CUT_OFF}"
    assert CUT_OFF in from_item(deep).text
    many = blocks_of("<p>One</p>" * 15_000)
    assert (many[-1].text, len(many)) == (CUT_OFF, TAGS_MOST // 2 + 1)
    table = "<table>" + "<tr><td>x<td>y" * 400 + "</table>" + "<ul><li>z</ul>" * 400
    assert CUT_OFF not in as_text(blocks_of(table)), "cells and items that are never closed lie in nothing"
