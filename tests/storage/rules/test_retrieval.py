"""Retrieval codes: random, readable, forgiving to type, kept only as a digest, and never taken for a report."""

import pytest

from storage.rules import retrieval

CODE = "AE9T-GKBT-T74F-S4YX-GXE5"


def test_a_code_is_five_groups_of_four_signs_that_are_not_taken_for_others() -> None:
    code = retrieval.spell(bytes(range(13)))
    assert code is not None
    assert [len(group) for group in code.split("-")] == [4] * 5
    assert not set(code) & set("ILOU")
    assert retrieval.spell(b"\xff" * 13) is None, "a code without a digit could be words"


def test_every_bit_of_a_code_counts() -> None:
    zero = bytes(13)
    codes = {retrieval.spell((1 << bit).to_bytes(13, "big")) for bit in range(100)} | {retrieval.spell(zero)}
    assert len(codes) == 101
    with pytest.raises(ValueError, match="13 random bytes"):
        retrieval.spell(bytes(12))


def test_a_code_is_read_however_it_is_typed() -> None:
    for typed in (CODE, CODE.lower(), CODE.replace("-", " "), CODE.replace("-", ""), f"  {CODE} "):
        assert retrieval.read(typed) == CODE.replace("-", "")
    assert retrieval.read("OIL0-1111-2222-3333-4444") == "01101111222233334444"
    for wrong in ("", CODE[:-1], f"{CODE}7", CODE.replace("A", "U"), CODE.replace("A", "Ä")):
        assert retrieval.read(wrong) is None


def test_the_digest_does_not_hold_the_code() -> None:
    signs = CODE.replace("-", "")
    assert len(retrieval.digest(signs)) == 64
    assert retrieval.digest(signs) != retrieval.digest(signs[::-1])
    assert signs.lower() not in retrieval.digest(signs)


@pytest.mark.parametrize(
    "words",
    [f"code {CODE}", f"Code: {CODE}", f"my code is {CODE}.", CODE, CODE.lower().replace("-", " "),
     "AE9TG KBTT7 4FS4Y XGXE5", "AE9TGKBTT7 4FS4YXGXE5", "AE9T-GKBT T74FS4YX GXE5"],
)  # fmt: skip
def test_a_message_that_is_a_code_is_known_as_one(words: str) -> None:
    assert retrieval.read(retrieval.typed_code(words) or "") == CODE.replace("-", "")


@pytest.mark.parametrize("words", ["code AE9T-GKBT", "code AE9T GKBT T74F", "code 7K2MWXYZ12345"])
def test_a_wrong_code_is_known_as_a_code(words: str) -> None:
    assert retrieval.typed_code(words) is not None


@pytest.mark.parametrize(
    "words",
    ["code", "code brown on ward 7", "code red ward 7 bay 2", "code 2222 called at 0215", "9995260182", "ward 7",
     "pt fell on ward 7, code red called", "code 1234", "code red-team", "take back SE-2026-000533",
     "withdraw SE-2026-000533", "patient fell ward 12 2am"],
)  # fmt: skip
def test_words_about_something_else_are_no_code(words: str) -> None:
    assert retrieval.typed_code(words) is None
