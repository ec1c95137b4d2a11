"""What Teams sends, read into turns. It trusts nothing but the ids that the checked token covers.

Whatever comes back from a button or a form is taken as words of the person; it is checked where it is used.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser
from typing import Any, Final

from botbuilder.schema import Activity

from bot.teams.activity import BadActivity, clean
from bot.teams.address import Acquaintance, reference_of
from handlers.chat.turn import (
    Address,
    Answers,
    Carry,
    Opened,
    Passage,
    Place,
    PlaceKind,
    Platform,
    Press,
    RawAnswer,
    Said,
    Turn,
    Words,
)

OURS: Final = "safety"
"""Where a button or form of ours keeps what it stands for, inside the data that comes back."""
ONE: Final = "one_"
MANY: Final = "many_"
"""Prefixes of input ids: Teams sends several choices as one string with commas, and nothing else tells them apart."""
FILES: Final = "chat.files"
"""The form name under which files that were dropped into the chat are handed in."""

_KINDS: Final = {"groupChat": PlaceKind.GROUP, "channel": PlaceKind.CHANNEL, "personal": PlaceKind.PERSONAL}
_DELETES: Final = "point at your message, or hold it on a phone, then “More options” (three dots), then “Delete”."
_ANSWERS_MOST: Final = 100
_MENTION: Final = re.compile(r"<at(?:\s[^>]*)?>(.*?)</at>", re.IGNORECASE | re.DOTALL)


def kind_of(activity: Activity) -> PlaceKind:
    """Return who else is in the room."""
    known = _KINDS.get(activity.conversation.conversation_type)
    if known is not None:
        return known
    if activity.channel_data.get("team"):
        return PlaceKind.CHANNEL
    return PlaceKind.GROUP if activity.conversation.is_group else PlaceKind.PERSONAL


def tenant_of(activity: Activity) -> str:
    """Return the id of the tenant that the person belongs to, or nothing when Teams does not say."""
    tenant = activity.channel_data.get("tenant")
    named = tenant.get("id") if isinstance(tenant, dict) else None
    return activity.conversation.tenant_id or (named if isinstance(named, str) else "")


def turn_of(
    activity: Activity,
    said: Said,
    at: datetime,
    tenant: str,
    *,
    carries: frozenset[Carry] = frozenset(),
    dialog: bool = False,
) -> Turn:
    """Return the turn. Raises BadActivity when the ids are missing that tell one delivery and person from another.

    ``tenant`` is as the vocabulary wants it. ``dialog``: the answer is shown in a window that only this person sees.
    """
    user, conversation = activity.from_property.id, activity.conversation.id
    if not (user and conversation and activity.id and activity.service_url and activity.recipient.id):
        raise BadActivity("no-ids")
    kind = kind_of(activity)
    alone = kind is PlaceKind.PERSONAL
    personal = reference_of(activity).address() if alone else _acquaintance(activity).address()
    # Whoever adds the bot to a team or group is welcomed alone: nobody there asked it anything.
    private = alone or dialog or said is Opened.WELCOME
    # One person has one one-to-one chat with the bot, whatever Teams calls it; a dialog continues there.
    place = Place(PlaceKind.PERSONAL, user) if private else Place(kind, conversation)
    return Turn(
        platform=Platform.TEAMS,
        tenant=tenant,
        user=user,
        place=place,
        said=said,
        delivery=_delivery(activity, said, at),
        at=at,
        name=activity.from_property.name,
        carries=carries,
        here=personal if private else reference_of(activity).address(),
        card=_card(activity, said),
        personal=personal,
        opens_forms=True,
        whispers=private,
        fleeting=dialog,
        deletes=_DELETES if isinstance(said, Words) else "",
        forms_hold_files=False,
    )


def _acquaintance(activity: Activity) -> Acquaintance:
    return Acquaintance(activity.service_url, tenant_of(activity), activity.recipient.id, activity.from_property.id)


def _delivery(activity: Activity, said: Said, at: datetime) -> str:
    place = f"teams:{activity.channel_id}:{activity.conversation.id}"
    if said is Opened.WELCOME:
        # Teams tells of one installation twice, under two names and ids. A day's installations are one welcome.
        return f"{place}:welcome:{at:%Y-%m-%d}"
    return f"{place}:{activity.id}" + (f":{activity.reply_to_id}" if activity.reply_to_id else "")


def _card(activity: Activity, said: Said) -> Address | None:
    if not activity.reply_to_id or not isinstance(said, Press | Answers):
        return None
    return reference_of(activity).address(activity.reply_to_id)


def words_of(activity: Activity) -> str:
    """Return what was typed, without the mention of the bot; other people's mentions keep their names."""
    text: str = activity.text
    for entity in activity.entities:
        mentioned = entity.get("mentioned")
        if entity.get("type") == "mention" and isinstance(mentioned, dict):
            shown = entity.get("text")
            if mentioned.get("id") == activity.recipient.id and isinstance(shown, str) and shown:
                text = text.replace(shown, " ")
    text = _MENTION.sub(r"\1", text) if "<" in text else text
    text = text.replace("&nbsp;", " ").replace("\xa0", " ")
    return "\n".join(" ".join(line.split()) for line in text.strip().splitlines())


def said_by(data: Any) -> Press | Answers | None:
    """Return what a button or form of ours says, from the data that came back; None when it is not one of ours."""
    if not isinstance(data, dict) or not isinstance(data.get(OURS), dict):
        return None
    mark = data[OURS]
    answers = dict(list(_answers(data))[:_ANSWERS_MOST])
    if isinstance(mark.get("form"), str):
        context = mark.get("context")
        return Answers(clean(mark["form"]), clean(context) if isinstance(context, str) else "", answers)
    if isinstance(mark.get("press"), str):
        value = mark.get("value")
        return Press(clean(mark["press"]), clean(value) if isinstance(value, str) else "", answers)
    return None


def _answers(data: Mapping[str, Any]) -> Any:
    for key, value in data.items():
        raw = _raw(value)
        if key.startswith(MANY):
            parts = raw if isinstance(raw, tuple) else tuple(raw.split(","))
            yield clean(key.removeprefix(MANY)), tuple(part.strip() for part in parts if part.strip())
        elif key.startswith(ONE):
            yield clean(key.removeprefix(ONE)), raw


def _raw(value: Any) -> RawAnswer:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return tuple(clean(str(part)) for part in value)
    return "" if value is None or isinstance(value, dict) else str(value)


def passage_of(value: Any) -> Passage | None:
    """Return the message for which "Report this message" was chosen, without its HTML; None when there is none."""
    payload = value.get("messagePayload") if isinstance(value, dict) else None
    body = payload.get("body") if isinstance(payload, dict) else None
    content = body.get("content") if isinstance(body, dict) else None
    if not isinstance(content, str) or not isinstance(payload, dict) or not isinstance(body, dict):
        return None
    text = content if body.get("contentType") == "text" else plain_text(content)
    return Passage(clean(text).strip(), instant_of(payload.get("createdDateTime")))


def instant_of(value: Any) -> datetime | None:
    """Return an instant that Teams writes, or None for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def plain_text(html: str) -> str:
    """Return the words of a piece of HTML, with its lines; markup, scripts and pictures are left out."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Words(HTMLParser):
    """Collects text; a block starts a new line."""

    _BLOCKS: Final = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "pre", "ul", "ol"})
    _SILENT: Final = frozenset({"script", "style", "attachment"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silence = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n")
        elif tag in self._SILENT:
            self._silence += 1
        elif tag == "emoji":
            self.parts.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._BLOCKS:
            self.parts.append("\n")
        elif tag in self._SILENT:
            self._silence = max(0, self._silence - 1)

    def handle_data(self, data: str) -> None:
        if not self._silence:
            self.parts.append(data)
