"""The driver for Teams: activities with signed tokens to the real adapter, and the fake connector as the screen."""

from collections.abc import Mapping
from typing import Any

from fakes.teams_connector import Message, TeamsConnector
from fakes.teams_people import TeamsPeople
from fakes.teams_screen import Shown, actions, inputs, read_markdown, words
from talking import Answer, Sight

_OPTIONAL = " (optional)"
_SCOPES = ("personal", "groupChat", "channel")


class TeamsDriver:
    """People in front of Teams. ``amina`` is the user ``29:amina``. A window that is in the way is closed first."""

    def __init__(self, connector: TeamsConnector, people: TeamsPeople) -> None:
        self.connector = connector
        self.people = people
        self.last: bytes = b""

    async def say(self, user: str, words: str) -> None:
        """Write in the one-to-one chat."""
        await self._message(user, words, "personal")

    async def command(self, user: str, words: str) -> None:
        """Choose a command of the list, which Teams sends as plain words."""
        await self._message(user, words, "personal")

    async def mention(self, user: str, words: str) -> None:
        """Mention the bot in the ward's channel."""
        await self._message(user, words, "channel")

    async def forward(self, user: str, words: str, above: str = "") -> None:
        """Forward somebody else's message to the bot, with words of one's own above it."""
        await self.people.forward(user_of(user), words, above)
        self._done()

    async def report_message(self, user: str, words: str) -> None:
        """Choose "Report this message" on a message of the channel: a window opens."""
        self.people.windows.pop(user_of(user), None)
        await self.people.report_message(user_of(user), words)
        self._done()

    async def press(self, user: str, label: str, yes: str = "") -> None:
        """Press in the open window if it has the button, otherwise on the newest message that has it."""
        who = user_of(user)
        window = _card_of(self.people.windows.get(who))
        if window is not None and any(found.title == label for found in actions(window)):
            await self.people.submit_window(who, label, {})
            self._done()
            return
        self.people.windows.pop(who, None)
        scope, message, shown = self._button(who, label, yes)
        if yes and shown.action["type"] == "Action.ShowCard":
            behind = [found.title for found in actions(message.card or {}) if found.behind == shown.title]
            assert yes in behind, f"{label!r} asks {behind}, not {yes!r}"
        await self.people.press(who, message.id, shown.title, scope=scope)
        self._done()

    async def fill(self, user: str, answers: Mapping[str, Answer]) -> None:
        """Fill in the window, or the newest form in the chat."""
        who = user_of(user)
        window = _card_of(self.people.windows.get(who))
        if window is not None and inputs(window):
            send = [found.title for found in actions(window) if "form" in _ours(found)]
            await self.people.submit_window(who, send[0], _labelled(window, answers))
        else:
            place = self.people.place("personal", who)
            forms = [one for one in place.messages.values() if one.card and _has_form(one.card)]
            assert forms, f"no form in the chat of {user}"
            card = forms[-1].card or {}
            await self.people.submit(who, forms[-1].id, _labelled(card, answers))
        self._done()

    async def attach(self, user: str, answers: Mapping[str, Answer], name: str, content: bytes) -> None:
        """Press each answer, and then drop the file into the one-to-one chat: no form of Teams holds one."""
        for answer in answers.values():
            await self.press(user, str(answer))
        await self.send_file(user, "", name, content)

    async def send_file(self, user: str, words: str, name: str, content: bytes) -> None:
        """Write with a file in the one-to-one chat."""
        self.connector.files[name] = content
        status = await self.people.message(user_of(user), words, files=(name,))
        self._done()
        assert status == 200, status

    async def home(self, user: str) -> None:
        """Ask for the start page, which Teams has no tab for."""
        await self.say(user, "home")

    async def forge(self, user: str, action: str, value: str) -> None:
        """Send an Action.Execute with another value, with a good token."""
        who = user_of(user)
        place = self.people.place("personal", who)
        data = {"safety": {"press": action, "value": value}}
        pressed = {"type": "Action.Execute", "verb": action, "data": data}
        invoke = self.people.activity(
            who, "invoke", place, name="adaptiveCard/action", value={"action": pressed, "trigger": "manual"}
        )
        status, body = await self.people.post(invoke)
        assert status == 200, status
        self._shown(who, body)
        self._done()

    async def again(self) -> None:
        """Post the last activity again, byte for byte."""
        status, _ = await self.people.post(self.last)
        assert status == 200, status

    async def sights(self, user: str) -> list[Sight]:
        """Return the messages of the bot in every conversation, the short notices, and the open window."""
        who = user_of(user)
        found = []
        for scope in _SCOPES:
            if scope != "personal" and who not in self.people.place(scope, who).members:
                continue
            told = self.people.place(scope, who).messages.values()
            found += [_sight(f"{scope}:{one.id}", one) for one in told if one.author == self.connector.bot]
        notices = [Sight(f"notice:{n}", told) for n, told in enumerate(self.people.notices.get(who, ()))]
        window = self.people.windows.get(who)
        if window is None:
            return [*found, *notices]
        card = _card_of(window)
        shown = Sight("window", window["value"]) if card is None else _drawn("window", card)
        return [*found, *notices, shown]

    async def _message(self, user: str, words: str, scope: str) -> None:
        self.people.windows.pop(user_of(user), None)
        status = await self.people.message(user_of(user), words, scope=scope)
        self._done()
        assert status == 200, status

    def _button(self, who: str, label: str, yes: str) -> tuple[str, Message, Shown]:
        """Return the newest message with the button. One that asks first may stand behind "More" with its question."""
        found: list[tuple[str, Message, Shown]] = []
        for scope in _SCOPES:
            for message in self.people.place(scope, who).messages.values():
                shown = actions(message.card) if message.card else []
                named = [one for one in shown if one.title == label] or [one for one in shown if yes == one.title]
                found += [(scope, message, named[0])] if named else []
        assert found, f"no button {label!r} on the screen of {who}"
        return max(found, key=lambda one: int(one[1].id))

    def _shown(self, who: str, body: Mapping[str, Any]) -> None:
        if body["type"].endswith("activity.message"):
            self.people.notices.setdefault(who, []).append(body["value"])
        elif body["type"].endswith("card.adaptive"):
            self.people.notices.setdefault(who, []).append("\n".join(words(body["value"])))

    def _done(self) -> None:
        self.last = self.people.last


def user_of(name: str) -> str:
    """Return a person's id in Teams."""
    return f"29:{name}"


def _card_of(window: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if window is None or window["type"] != "continue":
        return None
    card: Mapping[str, Any] = window["value"]["card"]["content"]
    return card


def _ours(shown: Shown) -> Mapping[str, Any]:
    ours: Mapping[str, Any] = shown.action.get("data", {}).get("safety", {})
    return ours


def _has_form(card: Mapping[str, Any]) -> bool:
    return any("form" in _ours(found) for found in actions(card))


def _question(label: str) -> str:
    return label.removesuffix(_OPTIONAL)


def _labelled(card: Mapping[str, Any], answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """Return the answers by the labels that stand on the card, which mark what is optional."""
    labels = {_question(element["label"]): element["label"] for element in inputs(card).values()}
    missing = sorted(set(answers) - set(labels))
    assert not missing, f"no questions {missing} among {sorted(labels)}"
    return {labels[question]: answer for question, answer in answers.items()}


def _sight(key: str, message: Message) -> Sight:
    if message.card is None:
        return Sight(key, message.activity.get("text", ""))
    return _drawn(key, message.card)


def _drawn(key: str, card: Mapping[str, Any]) -> Sight:
    fields, errors, question = {}, {}, ""
    for element in card.get("body", ()):
        if element["type"].startswith("Input."):
            question = _question(element["label"])
            titles = {choice["value"]: choice["title"] for choice in element.get("choices", ())}
            typed = str(element.get("value", ""))
            parts = typed.split(",") if element.get("isMultiSelect") else [typed]
            fields[question] = ", ".join(titles.get(part, part) for part in parts)
        elif element["type"] == "TextBlock" and "**Problem:**" in element["text"] and question:
            errors[question] = read_markdown(element["text"]).removeprefix("Problem: ")
    shown = tuple(found.title for found in actions(card))
    return Sight(key, "\n".join(words(card)), shown, fields, errors)
