"""Whether somebody reports what a colleague told them. It reads words and names nobody."""

import re
from typing import Final

TOLD: Final = "2"
"""LFPSE, reporter's relationship to the event: "I was told about it" (code list reporter-relationship-to-event)."""

_COLLEAGUE: Final = (
    r"(?:colleague|friend|someone|somebody|another|nurse|hca|doctor|dr|student|sister|charge nurse|midwife|porter|"
    r"staff|agency|bank|junior|registrar|consultant|physio|pharmacist|(?:night|day) (?:team|staff|shift)|"
    r"\[name\]|\[staff name\])"
)
_CUES: Final = re.compile(
    rf"\b(?:report(?:ing)?|writing|sending|filling (?:this|it) in|telling you|posting)(?: this| it)?(?: one)? "
    rf"(?:for|on behalf of) (?:a |an |my |the |one of the |another |our )?{_COLLEAGUE}"
    rf"|\bon behalf of (?:a |an |my |the |one of the |another |our )?{_COLLEAGUE}"
    rf"|\b{_COLLEAGUE}(?: on [\w ]{{1,20}})? (?:has )?asked me to (?:report|send|write|put|fill|tell)",
    re.IGNORECASE,
)


def speaks_for_another(text: str) -> bool:
    """Say whether a screened message tells that it is reported for a colleague."""
    return _CUES.search(text) is not None
