"""References of reports: ``SE-2026-000123``, and what people type instead. Nothing here looks a report up."""

import re
from typing import Final

_BETWEEN: Final = r"[\s/\u2010-\u2015\u2212-]"
"""What may stand between the parts: whatever dash a keyboard or a text program puts there."""
_TYPED: Final = re.compile(
    rf"\bse{_BETWEEN}{{0,3}}(20\d{{2}}){_BETWEEN}{{1,3}}0*(\d{{1,6}})(?!\d)", re.IGNORECASE | re.ASCII
)

_ASKED: Final = re.compile(
    r"(?:(?:i (?:want|need) to|can i|please) )?"
    r"(?:(?:show|open|see|find|look at|change|edit|correct|withdraw|undo|delete|cancel|take back|take) )?"
    r"(?:(?:me|my|the|this|that) )*(?:report |se )?(?=se)(?P<reference>\S+|se \d{4} \d+)(?: back| please)?",
    re.IGNORECASE,
)
"""A reference with nothing beside it but what somebody wants to do with the report."""


def find_report_reference(text: str) -> str | None:
    """Return the first reference of a report that stands in ``text``, in full: "se 2026 123" is SE-2026-000123."""
    match = _TYPED.search(text)
    return f"SE-{match[1]}-{int(match[2]):06d}" if match else None


def asked_report(text: str) -> str | None:
    """Return the report when a message is nothing but its reference and a wish: "withdraw SE-2026-000123".

    None for a story in which a reference stands.
    """
    found = _ASKED.fullmatch(text.strip(" .?!"))
    return find_report_reference(found["reference"]) if found else None


_LEAD_WORDS: Final = """
    a about add added adding addition additional an and another append attach bit can comment could detail details edit
    extra few follow following followup for forgot further hello hi i i'd i'm id im in info information into is just
    like little more my need needs new note of on one our please pls plz put re ref reference regarding report see some
    something the thing things this to up update updating want wanted wanting we with words would you
"""
_LEADS: Final = frozenset(_LEAD_WORDS.split())
"""Words that only lead to a reference: "i need to add something to my report SE-2026-000123"."""
_LEADS_TO_ADD: Final = re.compile(
    r"(?:(?:hi|hello|please|pls|just|(?:can|could) (?:you|i|we)|i|we|i'?d|would|like|want|need|have|to)[\s,]+)*"
    r"(?:add|append|note)\b\s*:?\s*(?:(?:on|in)\b\s*)?",
    re.IGNORECASE,
)
_LEADS_FROM: Final = re.compile(r"(?:(?:please|also) add |to (?:say|add) |saying )?(?:that )?", re.IGNORECASE)
_QUESTION: Final = re.compile(
    r"(?!.*\badd\b)(?:(?:any (?:news|updates?|word|progress)|what|when|where|who|why|how|status)\b"
    r"|(?:has|have|is|are|did|does|was|were|can i|may i)\b"
    rf"(?:.*\?$|(?: (?:my|the|this|report))* ?(?={_TYPED.pattern})))",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A nurse leaves "she" out: "was moved to HDU after, SE-2026-000123" asks nothing."""
_EDGES: Final = " \t\r\n.,:;!?()\u2013\u2014-"
"""What may stand round a reference. Square brackets stay: our own marks have them."""


def words_beside_reference(text: str) -> str:
    """Return what a message says beside the first reference of a report in it, "" when it only leads to it.

    "add to SE-2026-000123: her arm is bruised" says "her arm is bruised". A reference in the middle is left where it
    stands. Raises ValueError when there is none.
    """
    named = _TYPED.search(text)
    if named is None:
        raise ValueError("no reference")
    before, after = text[: named.start()].rstrip(_EDGES).strip(), text[named.end() :].lstrip(_EDGES).strip()
    if _only_leads(before):
        return "" if _only_leads(after) else after[_end(_LEADS_FROM, after) :]
    if after and not _only_leads(after):
        return text.strip()
    said = before.split()
    while said and said[-1].lower().strip(_EDGES) in _LEADS:
        said.pop()
    kept = before[: len(before) - len(before.split(said[-1])[-1])] if said else ""
    lead = _LEADS_TO_ADD.match(kept)
    kept = kept[lead.end() :] if lead is not None else kept
    return kept[_end(_LEADS_FROM, kept) :].rstrip(_EDGES)


def asks_about_report(text: str) -> bool:
    """Say whether a message that names a report only asks about it: "any news on SE-2026-000123"."""
    return _QUESTION.match(text.strip()) is not None


def _only_leads(words: str) -> bool:
    return all(word.lower().replace("\u2019", "'").strip(_EDGES) in {*_LEADS, ""} for word in words.split())


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found is not None else 0
