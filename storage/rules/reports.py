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
    r"(?:(?:hi|hello|please|pls|just|also|(?:can|could) (?:you|i|we)|i|i'?d|would|like|want|need|to)[\s,]+)*"
    r"(?:(?:add|append)\b\s*:?\s*(?:(?:on|in)\b\s*)?|note(?::\s*|\s+(?=that\b)))",
    re.IGNORECASE,
)
_LEADS_FROM: Final = re.compile(r"(?:(?:please|also) add |to (?:say|add) |saying )?(?:that )?", re.IGNORECASE)
_SPACE: Final = r"[\s,.;:()\u2013\u2014-]+"
_MY_REPORT: Final = r"(?:(?:my|the)\s+)?(?:report\s*)?"
_TAIL: Final = re.compile(
    rf"(?:(?:[,;:(.]|\s[\u2013\u2014-])\s*(?:(?:re|ref|see|regarding)\b\s*)?|\s(?:re|ref|regarding)\b\s*){_MY_REPORT}$"
    rf"|(?:[,;:(.\u2013\u2014-]\s*(?:(?:please|pls|can you)\s+)?|\s(?:please|pls)\s+)"
    rf"add\s+(?:(?:this|that|it)\s+)?(?:to|on)\b\s*{_MY_REPORT}$",
    re.IGNORECASE,
)
"""What leads to a reference behind the words. A bare last word stays: without its end, "brakes not on" turns round."""
_TO_REPORT: Final = re.compile(rf"\s(?:to|on)\b\s*{_MY_REPORT}$", re.IGNORECASE)
_ASKS_NO_MORE: Final = re.compile(r"(?:(?:please|pls|thanks|thank you|add|this|that|it)\s*)*", re.IGNORECASE)
_GREETING: Final = re.compile(
    rf"(?:(?:hi|hiya|hello|hey|please|pls|sorry|(?:can|could) you(?: please)?){_SPACE})*", re.IGNORECASE
)
_QUESTION: Final = re.compile(
    r"(?:any (?:news|updates?|word|progress)|status(?: (?:of|on|for|please|update)\b|\W*$)"
    r"|(?:tell|show|give) me|let me (?:know|see)"
    r"|what(?:'?s| (?:is|are|has|will|about|news|happens|happened(?! (?:was|is|next|then|after))|became))"
    r"|(?:when|where|why|how)(?:'?s| (?:is|are|was|were|will|do|does|did|can|has|have|long|far|come))"
    r"|who(?:'?s| (?:is|are|was|will|has|have|looks|looked|read|reads|sees|saw|got|gets|can|does|did)))\b"
    r"|(?:has|have|is|are|did|does|was|were|can|may) (?:i|it|this|that|there|you|they|any(?:one|body|thing)"
    r"|some(?:one|body|thing))\b.*\?$",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_BEFORE: Final = re.compile(
    r"(?:(?:has|have)(?! been)|is|are|did|does|was|were|can i|may i)\b"
    rf"(?:.*\?$|(?: (?:my|the|this|report))* ?(?={_TYPED.pattern}))",
    re.IGNORECASE | re.DOTALL | re.ASCII,
)
"""A nurse leaves "she" out: "was moved to HDU after, SE-2026-000123" asks nothing."""
_REPORT_NEXT: Final = rf"(?:\s+(?:my|the|this|that|report|please))*\s+(?={_TYPED.pattern})"
_TAKES_BACK: Final = re.compile(
    r"(?:i (?:want|need|would like) to )?"
    rf"(?:(?:cancel|withdraw|delete|undo|take back){_REPORT_NEXT}|take{_REPORT_NEXT}{_TYPED.pattern}\s+back\b)",
    re.IGNORECASE | re.ASCII,
)
"""With the reference next: "delete was pressed on the pump" takes nothing back."""
_BESIDE_MOST: Final = 6
"""With more words beside the reference, what begins like a question tells something: "when she was moved ..."."""
_BESIDE_ASKED_MOST: Final = 15
"""The same for what ends with a question mark, or wishes a report away and says why."""
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
    if _ASKS_NO_MORE.fullmatch(after) is None:
        return text.strip()
    kept = _TAIL.sub("", before)
    lead = _LEADS_TO_ADD.match(kept)
    if lead is None:
        return kept.rstrip(_EDGES)
    kept = _TO_REPORT.sub("", kept[lead.end() :])
    return kept[_end(_LEADS_FROM, kept) :].rstrip(_EDGES)


def asks_about_report(text: str) -> bool:
    """Say whether a short message that names a report only asks about it, or wishes it away: "any news on SE-2026-1".

    A story that begins like a question is none, and may be lost on no account: the caller looks for an event first.
    """
    named = _TYPED.search(text)
    if named is None or re.search(r"\badd\b", text, re.IGNORECASE):
        return False
    whole = text.strip()
    beside = f"{text[: named.start()].strip()} {text[named.end() :].lstrip(_EDGES)}".strip()
    beside, whole = beside[_end(_GREETING, beside) :], whole[_end(_GREETING, whole) :]
    takes_back = _TAKES_BACK.match(whole) is not None
    most = _BESIDE_ASKED_MOST if takes_back or whole.endswith("?") else _BESIDE_MOST
    if len(beside.split()) > most:
        return False
    return takes_back or _QUESTION.match(beside) is not None or _ASKS_BEFORE.match(whole) is not None


def _only_leads(words: str) -> bool:
    return all(word.lower().replace("\u2019", "'").strip(_EDGES) in {*_LEADS, ""} for word in words.split())


def _end(pattern: re.Pattern[str], text: str) -> int:
    found = pattern.match(text)
    return found.end() if found is not None else 0
