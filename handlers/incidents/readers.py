"""The question who can read a report, and whether it harms who sends it, with its answer. It keeps nothing."""

import re
from typing import Final

from handlers.chat.card import Button, Card, Style, Text
from handlers.chat.reply import Reply, show
from handlers.chat.turn import Turn
from handlers.desk import Desk

ASK: Final = "who can see my report"
_REPORT: Final = (
    r"(?:it|this|that|these|them|(?:(?:my|our|a|the|your|these|those|all|any) )?(?:reports?|messages?|words|drafts?)"
    r"|(?:what|things?|everything|anything) (?:that )?(?:i|we) (?:write|wrote|say|said|send|sent|type|typed|report|put)"
    r"(?:ed)?)"
)
_MAY: Final = r"(?:can|could|will|would|does|do|may|might|is|are|gets?|to|able|going|gonna|allowed|else|all|actually)"
_SEE: Final = r"(?:see|sees|seeing|read|reads|reading|view|views|access|looks? at|know about|find out(?: about)?)"
_AFTER: Final = (
    r"(?: (?:here|please|then|exactly|after|afterwards|now|too|once|when|if|i|you|it|this|send|sent|submit|report))*"
)
_OTHERS: Final = (
    r"(?:(?:my|the|our|any|other|ward|line) )*(?:managers?|boss|matron|sister|charge nurse|colleagues?|team|ward|hr"
    r"|every(?:one|body)|any(?:one|body)|some(?:one|body)|others|people|police|nmc|gmc|cqc|employer|trust|admins?|slack"
    r"|teams|microsoft|it)"
)
_CLINICAL: Final = r"(?:(?:my|the|our|any|other|ward) )*(?:consultants?|doctors?|nurses?|patients?|family|relatives?)"
"""Of them people ask about an event, too: "can the doctor look at it" is about a patient, not about a report."""
_PRIVATE: Final = r"(?:confidential(?:ity|ly)?|privacy|private|gdpr|data protection)"
_ME: Final = (
    r"(?:who i am|that it was me|it was me|who (?:wrote|sent|reported) (?:it|this)|my name|that i reported(?: it)?)"
)
_ABOUT: Final = (
    r"(?:is|are|will|does|do|how|it|this|that|my|the|a|reports?|reporting|stays?|kept|be|bot|chat|here|all|really"
    r"|totally|completely|strictly|everything|what|i|say|write|wrote|your|policy|notice|statement|and|or|about|any)"
)
_FEAR: Final = (
    r"(?:trouble|blamed?|sacked|fired|disciplined|struck off|punished|suspended|told off|lose my (?:job|pin))"
)
_FOR: Final = (
    r"(?: (?:for|if|because|by|over|when) (?:(?:i|you|we|of|this|it|that|reporting|report|telling|tell|saying|send"
    r"|sending|making|made|make|a|my|mistake|mistakes|error|being|honest)(?: |$))+)?"
)
_ASKED: Final = re.compile(
    "|".join(
        (
            rf"who(?:'?s)?(?: {_MAY})* {_SEE} {_REPORT}{_AFTER}",
            rf"who(?:'?s| is| are| will be| gets)? told(?: (?:about )?{_REPORT})?{_AFTER}",
            rf"who (?:has|gets) access(?: to {_REPORT})?",
            rf"who (?:does|will|do) {_REPORT} go to",
            rf"where (?:does|will|do) {_REPORT} go",
            rf"(?:{_MAY} )+{_OTHERS}(?: {_MAY}| be)* (?:{_SEE}|know|told(?: about)?) (?:{_REPORT}|{_ME}){_AFTER}",
            rf"(?:{_MAY} )+{_CLINICAL}(?: {_MAY}| be)* (?:{_SEE}|know|told(?: about)?) (?:my reports?|{_ME}){_AFTER}",
            rf"(?:do|will|are) you (?:going to )?tell(?:ing)? {_OTHERS}(?: (?:about )?(?:{_REPORT}|{_ME}))?",
            rf"(?:{_ABOUT} )*{_PRIVATE}(?: (?:{_ABOUT}|{_PRIVATE}))*",
            rf"(?:am|will|would|could|can|do|might) i (?:(?:be|get|going|gonna|to|in|into|any|getting) )*{_FEAR}{_FOR}",
            rf"(?:can|could|will|would) {_REPORT} (?:be )?(?:used|held) against me",
            rf"(?:{_MAY} )+my name be (?:seen|shown|shared|visible|told){_AFTER}",
            rf"will {_REPORT} get me (?:in|into) trouble",
            r"(?:is (?:this|it|there) )?(?:a )?no[ -]blame(?: culture| policy)?",
        )
    ),
    re.IGNORECASE,
)
"""Whole messages only: whoever tells of an event, or asks about a patient, says more than these words."""
_GREETS: Final = re.compile(r"(?:(?:hi|hiya|hello|hey|please|sorry|ok|so|just) )*", re.IGNORECASE)
_PLAIN_LEAST: Final = 3
"""With fewer words and no question mark it may be the answer to an open question."""


def asks(text: str) -> str | None:
    """Return "" when a message only asks who can read a report or what it does to its sender, otherwise None."""
    words = re.sub(r"[\s,!.]+", " ", text.replace("\u2019", "'")).strip(" ?")
    return "" if _ASKED.fullmatch(words, _end_of_greeting(words)) else None


def asks_plainly(text: str) -> str | None:
    """Return "" for such a question that no answer to an open question looks like: "privacy" may be one."""
    is_plain = "?" in text or len(text.split()) >= _PLAIN_LEAST
    return asks(text) if is_plain else None


def _end_of_greeting(words: str) -> int:
    greeting = _GREETS.match(words)
    return greeting.end() if greeting is not None else 0


async def answer(turn: Turn, desk: Desk, rest: str) -> Reply:
    """Say who reads a report, what nobody here can change, and that nobody is looked for to blame."""
    del turn, desk, rest
    return show(card())


def card() -> Card:
    """Return the answer as a card."""
    return Card(
        "incidents.readers",
        "Who can read your report",
        (
            Text(
                "The patient safety team reads it. So do people whose duty it is, like the Medication Safety Officer "
                "when a medicine was involved: after you send it, we say who was told. Nobody else can read it here. "
                "Your manager cannot, unless they have such a duty or are asked to look into it."
            ),
            Text(
                "The people who run this chat (in Slack, Teams or your IT department) may see what you write here. "
                "We cannot change that."
            ),
            Text("You can send it without your name. Reports are about what happened, not about who is to blame."),
        ),
        (
            Button("Report a safety event", "chat.say", "report", Style.PRIMARY),
            Button("How to leave out my name", "chat.say", "anonymous"),
        ),
    )
