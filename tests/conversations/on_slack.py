"""The driver for Slack: signed requests to the real adapter, and the fake Web API's own state as the screen."""

import itertools
from collections.abc import Mapping
from mimetypes import guess_type

from fakes.slack_answers import hand_over
from fakes.slack_api import SlackApi
from fakes.slack_person import Delivery, SlackPeople
from fakes.slack_screen import Shown, buttons, lines
from talking import FILES, Answer, Sight

WARD_CHANNEL = "C0WARD7"
_FORGED = itertools.count(1)


class SlackDriver:
    """People in front of Slack. ``amina`` is the user ``U0AMINA``. A modal that is in the way is closed first."""

    def __init__(self, api: SlackApi, people: SlackPeople) -> None:
        self.api = api
        self.people = people
        self.last: Delivery | None = None

    async def say(self, user: str, words: str) -> None:
        """Write a direct message."""
        await self._away(user)
        self._done(await self.people.dm(user_of(user), words))

    async def command(self, user: str, words: str) -> None:
        """Type ``/safety …`` in the chat with the bot."""
        await self._away(user)
        self._done(await self.people.command(user_of(user), words))

    async def mention(self, user: str, words: str) -> None:
        """Mention the bot in the ward's channel."""
        await self._away(user)
        self._done(await self.people.mention(user_of(user), words, WARD_CHANNEL))

    async def command_in_channel(self, user: str, words: str) -> None:
        """Type ``/safety …`` in the ward's channel."""
        await self._away(user)
        self._done(await self.people.command(user_of(user), words, channel=WARD_CHANNEL))

    async def shortcut(self, user: str) -> None:
        """Choose "Report a safety event" from the list of shortcuts."""
        self._done(await self.people.shortcut(user_of(user)))

    async def forward(self, user: str, words: str, above: str = "") -> None:
        """Forward somebody else's message to the bot, with words of one's own above it."""
        await self._away(user)
        self._done(await self.people.forward(user_of(user), words, above))

    async def report_message(self, user: str, words: str) -> None:
        """Choose "Report this message" on a message that somebody else wrote in the channel."""
        await self._away(user)
        self.api.channels[WARD_CHANNEL].messages.append(
            {"type": "message", "user": "U0BEN", "text": words, "ts": self.api.stamp()}
        )
        shown = self.people.screen(user_of(user)).places[WARD_CHANNEL][-1]
        self._done(await self.people.message_shortcut(user_of(user), shown))

    async def press(self, user: str, label: str, yes: str = "") -> None:
        """Press in the open modal if it has the button, on the newest message that has it, or on the home tab."""
        who = user_of(user)
        screen = self.people.screen(who)
        if screen.modal is not None and label in screen.modal.buttons:
            _asks(screen.modal, label, yes)
            self._done(await self.people.press_in_modal(who, label))
            return
        await self._away(user)
        seen = [*screen.chat, *screen.whispers, *(shown for place in screen.places.values() for shown in place)]
        having = [shown for shown in seen if label in shown.buttons]
        if not having and screen.home is not None and label in screen.home.buttons:
            _asks(screen.home, label, yes)
            self._done(await self.people.press_at_home(who, label))
            return
        assert having, f"no button {label!r} on the screen of {user}: {[shown.buttons for shown in seen]}"
        newest = max(having, key=lambda shown: _order(shown.raw["ts"]))
        _asks(newest, label, yes)
        self._done(await self.people.press(who, label, newest))

    async def fill(self, user: str, answers: Mapping[str, Answer]) -> None:
        """Fill in the open modal; where there was no trigger, press the button that opens it first."""
        who = user_of(user)
        modal = self.people.screen(who).modal
        if modal is None or "submit" not in modal.raw:
            await self._away(user)
            self._done(await self.people.press(who, "Open the form"))
        self._done(await self.people.submit(who, answers))

    async def attach(self, user: str, answers: Mapping[str, Answer], name: str, content: bytes) -> None:
        """Choose the file in the open modal."""
        modal = self.people.screen(user_of(user)).modal
        assert modal is not None, "no modal is open"
        question = next(one for one in FILES if one in modal.text or one in modal.fields)
        kind = guess_type(name)[0] or "application/octet-stream"
        self._done(await self.people.submit(user_of(user), {**answers, question: (name, kind, content)}))

    async def send_file(self, user: str, words: str, name: str, content: bytes) -> None:
        """Write a direct message with a file."""
        await self._away(user)
        file = hand_over(self.people, name, "image/jpeg", content)
        self._done(await self.people.dm(user_of(user), words, subtype="file_share", files=[file]))

    async def forward_file(self, user: str, words: str, name: str, content: bytes, *, gone: int = 0) -> None:
        """Forward somebody else's message with a file, and with files of it that Slack does not hand over."""
        await self._away(user)
        lost = {"id": "F0GONE", "file_access": "access_denied"}
        files = [hand_over(self.people, name, "image/jpeg", content), *[lost] * gone]
        self._done(await self.people.forward(user_of(user), words, files=files))

    async def home(self, user: str) -> None:
        """Open the home tab."""
        await self._away(user)
        self._done(await self.people.open_home(user_of(user)))

    async def forge(self, user: str, action: str, value: str) -> None:
        """Send a press on a message of the bot in the person's own chat with another value, properly signed."""
        who = user_of(user)
        await self._away(user)
        chat = self.api.chat_with(who)
        message = {"user": self.api.bot_user, "text": "Here was a button.", "ts": self.api.stamp()}
        chat.messages.append(message)
        button = {"type": "button", "action_id": "press.0", "block_id": "b", "value": f"{action} {value}"}
        payload = {
            "type": "block_actions", "channel": {"id": chat.id, "name": chat.name}, "message": message,
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": chat.id},
            "response_url": self.api.response_url(chat.id, who), "state": {"values": {}},
            "actions": [button | {"action_ts": f"{next(_FORGED)}.0"}],
        }  # fmt: skip
        self._done(await self.people._interact(who, payload))

    async def again(self) -> None:
        """Post the last delivery again, signed anew and counted as Slack counts."""
        assert self.last is not None
        again = await self.people.redeliver(self.last)
        assert again.status == 200, again.status

    async def sights(self, user: str) -> list[Sight]:
        """Return chat, whispers, what stands in channels, the home tab and the open modal."""
        screen = self.people.screen(user_of(user))
        places = [shown for place in screen.places.values() for shown in place]
        messages = [shown for shown in (*screen.chat, *screen.whispers, *places) if not _by_people(shown)]
        messages.sort(key=lambda shown: _order(shown.raw["ts"]))
        found = [_sight(f"{shown.channel}:{shown.raw['ts']}", shown) for shown in messages]
        found += [_sight("home", screen.home)] if screen.home is not None else []
        if screen.modal is not None:
            found.append(_sight(f"modal:{screen.modal.raw['id']}", screen.modal))
        return found

    async def _away(self, user: str) -> None:
        if self.people.screen(user_of(user)).modal is not None:
            await self.people.close_modal(user_of(user))

    def _done(self, delivery: Delivery) -> None:
        self.last = delivery
        assert delivery.status == 200, f"{delivery.kind} was answered {delivery.status}"


def user_of(name: str) -> str:
    """Return a person's id in Slack."""
    return f"U0{name.upper()}"


def _sight(key: str, shown: Shown) -> Sight:
    return Sight(key, f"{shown.title}\n{shown.text}", shown.buttons, shown.fields, shown.errors | _problems(shown))


def _problems(shown: Shown) -> dict[str, str]:
    """Return what a form that was drawn anew says before its questions, by question."""
    found, problem = {}, ""
    for block in shown.raw.get("blocks") or ():
        if block["type"] == "input":
            found |= {block["label"]["text"]: problem} if problem else {}
        told = "\n".join(lines([block]))
        problem = told.removeprefix("Problem: ") if told.startswith("Problem: ") else ""
    return found


def _asks(shown: Shown, label: str, yes: str) -> None:
    """Check that Slack asks once more exactly when the transcript says so."""
    button = next(found for _, found in buttons(shown.raw["blocks"]) if found["text"]["text"] == label)
    asked = button.get("confirm", {}).get("confirm", {}).get("text", "")
    assert asked == yes, f"{label!r} asks {asked!r}, not {yes!r}"


def _by_people(shown: Shown) -> bool:
    return shown.mine or shown.raw.get("type") in {"message", "app_mention"}


def _order(ts: str) -> tuple[int, int]:
    seconds, _, counter = ts.partition(".")
    return int(seconds), int(counter)
