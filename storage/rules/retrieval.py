"""Retrieval codes: how somebody who reported without their name finds the report again.

A code is all that leads to the report, so it is long, read by eye without doubt, and kept only as a digest.
"""

import hashlib
import re
from typing import Final

from storage.rules.reports import find_report_reference

LETTERS: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's 32 signs: no I, L, O or U, which are taken for others."""
LENGTH: Final = 20
"""Signs of a code: 20 of 5 bits are 100 bits, far more than anybody can try."""
_GROUP: Final = 4
_LOOKS_ALIKE: Final = str.maketrans("OIL", "011")
_SAID: Final = re.compile(
    r"(?:(?P<word>(?:my\s+)?code)\s*(?:is\b|:)?\s+)?(?P<code>[0-9a-z][0-9a-z\s-]*)[.!]?", re.IGNORECASE
)
_LEAST: Final = 8
"""After the word "code", signs from this many on are taken for a code, right or wrong; nothing shorter is."""


def spell(random: bytes) -> str | None:
    """Return 13 random bytes as a code in groups of four, or None when the bytes make a code without any digit.

    A code with a digit is never taken for ordinary words. Raises ValueError for fewer than 13 bytes.
    """
    if len(random) * 8 < LENGTH * 5:
        raise ValueError("a code needs 13 random bytes")
    number = int.from_bytes(random, "big")
    signs = "".join(LETTERS[(number >> (5 * place)) & 31] for place in range(LENGTH))
    if not any(sign.isdigit() for sign in signs):
        return None
    return "-".join(signs[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def read(typed: str) -> str | None:
    """Return the signs of a code as somebody typed it, in one spelling; None when it has not the form of one.

    Small letters, spaces and hyphens do not matter, and O, I and L are read as the digits that they look like.
    """
    signs = re.sub(r"[\s-]", "", typed).upper().translate(_LOOKS_ALIKE)
    return signs if len(signs) == LENGTH and all(sign in LETTERS for sign in signs) else None


def digest(signs: str) -> str:
    """Return what the store keeps instead of a code: 64 hexadecimal digits from which nobody gets the code back."""
    return hashlib.sha256(f"retrieval:{signs}".encode()).hexdigest()


def typed_code(words: str) -> str | None:
    """Return the code in a message that is nothing but a code ("code 7K2M-…"), right or wrong; None for other words.

    "Code brown on ward 7" is a message about something else: a code comes in even groups, or with hyphens. So is
    "patient fell ward 12 2am", which has 20 signs by chance, and whatever names a report by its reference.
    """
    found = _SAID.fullmatch(words.strip())
    if found is None or find_report_reference(words) is not None:
        return None
    code = found["code"].strip()
    groups = re.split(r"[\s-]+", code)
    signs = "".join(groups)
    has_digit = any(sign.isdigit() for sign in signs)
    in_groups = all(len(group) == _GROUP for group in groups)
    if read(signs) is not None and has_digit and (found["word"] or len(code.split()) == 1 or _is_grouped(groups)):
        return code
    whole = " " not in code and ("-" in code or len(signs) >= LENGTH // 2)
    is_code = found["word"] and (whole or in_groups) and len(signs) >= _LEAST and has_digit
    return code if is_code else None


def _is_grouped(groups: list[str]) -> bool:
    """Say whether signs stand in groups as no words do: all equally long, or long ones and a digit in every second."""
    with_digit = sum(any(sign.isdigit() for sign in group) for group in groups)
    is_long = all(len(group) >= _GROUP for group in groups)
    return len({len(group) for group in groups}) == 1 or (is_long and with_digit * 2 >= len(groups))
