"""What a person sees who reports without their name: the way there, the code, and the report behind the code.

Drawing only. No card shows the report's reference: beside a chat's own log it could name somebody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from handlers.chat.card import Button, Card, Confirm, Item, Items, Part, Style, Text, shorten
from handlers.desk import House
from handlers.incidents.anonymous_elsewhere import Elsewhere, story
from handlers.showing import reports
from storage.records import Incident, IncidentContent, IncidentStatus, Location
from storage.reviews import Note
from storage.rules.corrections import places_of
from storage.rules.feedback import promise, promised_day
from storage.rules.workdays import local_day, say_day

NEAR_SHOWN: Final = 3
WORDS_SHOWN: Final = 100
FORM: Final = "incidents.anonymous"
SEND: Final = "Send without my name"
HONEST: Final = (
    "We keep nothing that says who sent it: no name and no user. We keep about when: the hour in which it was sent, "
    "and about when you last used this bot. The safety team cannot see who you are, and can answer you only by a "
    "code, which we show you once. What we cannot change: the people who run this chat (in Slack, Teams or your IT "
    "department) may still see that you wrote to this bot, when, and what. If that worries you, tell the safety "
    "team in another way."
)
AT_ONCE: Final = (
    "This may be serious, so the safety team is told at once. Other reports without a name wait up to 10 minutes, "
    "so that nobody can tell when they were sent."
)
GONE_BEHIND: Final = Card(
    "incidents.anonymous_behind", "", (Text("Sent without your name. We have forgotten that it was you."),)
)


def with_name(was: str) -> str:
    """Return why words that were sent with a name cannot be sent without one. ``was`` is that report's reference."""
    return (
        f"These words were sent with a name before, as {was}. We keep that report with the name, also when it is taken "
        "back. So we cannot send them without a name."
    )


def elsewhere_words(found: Elsewhere) -> str:
    """Return where the words stand with the person's name as well, or ""."""
    said = []
    if found.named:
        said.append(f"You sent the same words with your name, as {found.named}. That report stays with your name.")
    if found.near:
        shown = ", ".join(f"“{shorten(story(one), WORDS_SHOWN)}”" for one in found.near[:NEAR_SHOWN])
        drafts = "another draft that tells" if len(found.near) == 1 else f"{len(found.near)} other drafts that tell"
        said.append(f"You have {drafts} nearly the same: {shown}. What is not deleted stays there with your name.")
    if found.shared:
        said.append("The colleague whom you asked to finish this draft, or who asked you, knows of it.")
    return " ".join(said)


def others_words(deleted: int, kept: int) -> str:
    """Return what became of the person's other drafts with these words, or ""."""
    said = []
    if deleted:
        said.append("We deleted your other draft, too." if deleted == 1 else f"We deleted {deleted} other drafts, too.")
    if kept:
        said.append('What else you wrote about it is still there with your name. You can delete it under "my drafts".')
    return " ".join(said)


def offered(card: Card, content: IncidentContent, mark: str, was: str = "") -> Card:
    """Return the card before sending with the way to send it without a name: first when the words ask for it.

    Where something was removed, the card also leads to what that was. ``was`` is the report with which the words were
    sent with a name, if they were: then there is no such way, and the card says so.
    """
    if places_of(content.what_happened.text):
        seen = Items(
            (Item("The words in [ ] are ours", "", (Button("Show what we removed", "incidents.removed", mark),)),)
        )
        at = next((at for at, part in enumerate(card.parts) if isinstance(part, Text) and part.quote), 0) + 1
        card = replace(card, parts=(*card.parts[:at], seen, *card.parts[at:]))
    if was:
        return replace(card, parts=(*card.parts, Text(with_name(was), quiet=True)))
    way = Button(SEND, "chat.open", f"{FORM}:{mark}")
    wishes = "anonymous_requested" in content.coded.flags
    if not wishes:
        at = next((at for at, one in enumerate(card.buttons) if one.action == "incidents.more"), len(card.buttons))
        return replace(card, buttons=(*card.buttons[:at], way, *card.buttons[at:]))
    said = Text("You wrote that you do not want your name on this. You can send it without.")
    named = tuple(
        replace(one, label="Submit with my name", style=Style.PLAIN) if one.action == "incidents.submit" else one
        for one in card.buttons
    )
    return replace(card, parts=(*card.parts, said), buttons=(replace(way, style=Style.PRIMARY), *named))


def sent_card(code: str, incident: Incident, house: House, today: date, told: str = "", also: str = "") -> Card:
    """Return the thanks with the code, the one time that it is shown. ``told``: who hears of it, if others do too.

    ``also`` is what became of other drafts with these words.
    """
    heard = promised_day(promise(incident.reported_at, house.answer_working_days))
    signs = code.replace("-", "")
    return Card(
        "incidents.anonymous_sent",
        "Thank you. Your report is with the safety team, without your name.",
        (
            Text(f"Your code:\n{code}"),
            Text(
                "Write it down now, and keep it to yourself. We show it only once and cannot find it again. "
                f'To see what became of your report, write "code" and then the code. An answer is there by '
                f"{say_day(heard, today)} at the latest."
            ),
            *((Text(f"It goes to {told}, without your name."),) if told else ()),
            *((Text(also),) if also else ()),
            Text("With the code you can also answer a question, add something, or take the report back.", quiet=True),
        ),
        (Button("See my report", "incidents.code_show", signs), take_back_button(signs)),
    )


def take_back_button(signs: str) -> Button:
    """Return the way to take the report behind a code back, which asks once more."""
    sure = Confirm(
        "Take this report back?",
        "The safety team sees that it was taken back. Your words are not kept as a draft, because that would be yours.",
        "Yes, take it back",
    )
    return Button("Take it back", "incidents.code_withdraw", signs, Style.DANGER, sure)


def code_card(
    incident: Incident,
    signs: str,
    places: Sequence[Location],
    now: datetime,
    *,
    told: Sequence[Part],
    waiting: Sequence[Note],
    said: str = "",
) -> Card:
    """Return the report behind a code: its words, what became of it, and the questions that nobody answered."""
    today = local_day(now)
    questions = tuple(
        Item(
            "The safety team asks you",
            shorten(one.text, 700),
            (Button("Answer", "chat.open", f"incidents.code_answer:{signs}|{one.id}", Style.PRIMARY),),
        )
        for one in waiting
    )
    head = f"{reports.status(incident)}. Sent {say_day(local_day(incident.reported_at), today)}, without a name."
    parts: list[Part] = [Text(said)] if said else []
    parts.append(Text(head))
    if questions:
        parts.append(Items(questions))
    parts += [
        Text(shorten(incident.content.what_happened.text, 1500), quote=True),
        reports.facts(incident.content, places, today),
        *told,
    ]
    over = incident.status in {IncidentStatus.WITHDRAWN, IncidentStatus.CLOSED}
    buttons = [] if incident.status is IncidentStatus.WITHDRAWN else [
        Button("Add something", "chat.open", f"incidents.code_add:{signs}")
    ]  # fmt: skip
    buttons += [] if over else [take_back_button(signs)]
    return Card("incidents.code", "Your report without a name", tuple(parts), tuple(buttons))
