"""Whether a link holds what points to a person: its words and numbers are judged as people would read them."""

import re
from collections.abc import Callable
from typing import Final
from urllib.parse import unquote_plus

from storage.records import Screened
from storage.rules.identifiers.kinds import NAMES

_HOST: Final = re.compile(r"^[a-z]+://[^/?#]*", re.IGNORECASE)
_RUN_TOGETHER: Final = re.compile(r"(?<![^\W_])([A-Z]?[a-z]+)([A-Z][a-z]+)(?![^\W_])")
"""Two words of which the second begins with a capital, "DoraPlimsoll"; longer keys are left whole."""
_OWNED: Final = re.compile(r"[-_]s(?=[-_/.]|$)")
_APART: Final = re.compile(
    r"\.(?:aspx?|docx?|xlsx?|pptx?|pdf|html?|csv|txt|php|png|jpe?g)\b|[/?&#;!:~{}]+", re.IGNORECASE
)
"""What stands between the parts of a link, and the endings of files."""
_BETWEEN: Final = re.compile(r"[-_+=.]+(?=\w)|[-_+=]+")


def in_words(url: str) -> str:
    """Return what a link says behind its host: "rca . dora plimsoll fall" for ``/rca/dora-plimsoll-fall.docx``.

    All is lower case, because a capital tells nothing in a link.
    """
    words = _RUN_TOGETHER.sub(r"\1 \2", unquote_plus(_HOST.sub("", url)))
    return _BETWEEN.sub(" ", _APART.sub(" . ", _OWNED.sub("'s", words).lower())).strip()


def points_to_a_person(screen: Callable[[str], Screened], url: str) -> bool:
    """Tell whether a link holds a name, a number, a date of birth or an address of somebody, packed or not.

    Names are looked for in its words alone: behind capitals and dots every ``ViewAlert.aspx`` looks like one.
    """
    words = in_words(url)
    if screen(words).text != words:
        return True
    return any(kind not in NAMES for kind in screen(unquote_plus(url)).removed)
