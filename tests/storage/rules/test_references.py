"""References as the template prints them, and as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.rules.references import ISSUERS, Reference, find_references, read_reference


def keys(text: str) -> list[str]:
    return [found.key for found in find_references(text)]


def test_the_strict_form_is_read_with_and_without_its_issuer() -> None:
    full = Reference("NatPSA/2026/003", "NatPSA/2026/003/MHRA", "MHRA")
    assert read_reference(" NatPSA/2026/003/MHRA ") == full
    assert read_reference("NatPSA/2026/003") == Reference("NatPSA/2026/003", "NatPSA/2026/003")


@pytest.mark.parametrize(
    "text",
    [
        "natpsa/2026/003",
        "NatPSA/2026/3",
        "NatPSA/26/003",
        "NatPSA/2026/000",
        "NatPSA/2026/003/mhra",
        "",
        "NatPSA/٢٠٢٦/003",
    ],
)
def test_anything_else_is_not_the_strict_form(text: str) -> None:
    assert read_reference(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "natpsa 26 3",
        "natpsa/2026/3",
        "NATPSA 2026/003/MHRA",
        "NatPSA2603/003/MHRA",
        "nat psa 26-003",
        "natpsa-slash-2026-slash-003-slash-mhra",
        "what about NatPSA/2026/003/MHRA?",
        "(natpsa 26 3)",
    ],
)
def test_typed_variants_are_the_same_alert(text: str) -> None:
    assert keys(text) == ["NatPSA/2026/003"]


def test_the_month_in_a_compact_reference_is_not_the_year() -> None:
    assert find_references("NatPSA2303/010/MHRA")[0] == Reference("NatPSA/2023/010", "NatPSA/2023/010/MHRA", "MHRA")
    assert keys("NatPSA2012/005") == ["NatPSA/2020/005"]


def test_a_word_after_the_number_is_not_taken_for_the_issuer() -> None:
    assert find_references("natpsa 26 3 pumps")[0].issuer is None
    assert find_references("natpsa 26 3 mhra")[0].issuer == "MHRA"
    assert find_references("NatPSA/2026/003/XYZ")[0].issuer == "XYZ"


@pytest.mark.parametrize(
    "text", ["natpsa", "natpsa 2026", "natpsa pumps", "psa 26 3", "NatPSA/2026/0034", "natpsa 26 0", "PSA 4.2"]
)
def test_what_is_no_reference_is_not_found(text: str) -> None:
    assert keys(text) == []


def test_each_alert_is_found_once_in_order_with_the_issuer_that_was_named_anywhere() -> None:
    found = find_references("NatPSA/2025/011 replaces natpsa 24 2; see NATPSA 2025 11 NHSE")
    assert [one.reference for one in found] == ["NatPSA/2025/011/NHSE", "NatPSA/2024/002"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("MDA/2020/005", "MDA/2020/005"),
        ("efn/2021/7", "EFN/2021/007"),
        ("EL(20)A/17", "EL(20)A/17"),
        ("el (20)a/7", "EL(20)A/07"),
        ("CHT/2020/002", "CHT/2020/002"),
        ("DSI/2026/007", "DSI/2026/007"),
        ("NHS/PSA/D/2014/006", "NHS/PSA/D/2014/006"),
    ],
)
def test_older_and_other_alerts_are_recognised(text: str, key: str) -> None:
    assert keys(f"see {text}.") == [key]


@given(
    year=st.integers(2019, 2099),
    number=st.integers(1, 999),
    issuer=st.one_of(st.none(), st.sampled_from(sorted(ISSUERS))),
    gap=st.sampled_from(["/", " ", "-", " / ", "_", "-slash-"]),
    short=st.booleans(),
    lower=st.booleans(),
)
def test_every_way_of_typing_a_reference_leads_to_the_same_key(
    year: int, number: int, issuer: str | None, gap: str, short: bool, lower: bool
) -> None:
    parts = ["NatPSA", str(year)[2:] if short else str(year), str(number) if lower else f"{number:03}"]
    typed = gap.join(parts + ([issuer] if issuer else []))
    (found,) = find_references(typed.lower() if lower else typed)
    assert found.key == f"NatPSA/{year}/{number:03}"
    assert found.issuer == issuer
    assert read_reference(found.reference) == found


@given(st.text(alphabet="natpsNATPS 0123456789/-()EL", max_size=60))
def test_no_text_breaks_the_search_and_what_is_found_can_be_read(text: str) -> None:
    for found in find_references(text):
        if found.key.startswith("NatPSA"):
            assert read_reference(found.reference) == found
