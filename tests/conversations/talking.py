"""The words that transcripts are written in: what somebody says, presses and fills in, and what is then seen.

A transcript knows no platform. A ``Driver`` does, and is the whole of it: real payloads out, what is shown read back.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Answer = str | tuple[str, ...]
"""What is put into a field: words, an ISO day or time, the label of a choice, or the labels of several."""


FILES = ("Photo or PDF", "Policy, audit or minutes")
"""The questions that a file answers."""


@dataclass(frozen=True)
class Sight:
    """One message, form, window or notice as it stands on a screen. ``key`` tells one from another.

    ``text`` is every line that can be read. ``fields`` maps the question of each input to what stands in it,
    ``errors`` the question to the sentence beside it.
    """

    key: str
    text: str
    buttons: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> tuple[Any, ...]:
        """What would be different if this had changed."""
        return (self.key, self.text, self.buttons, tuple(self.fields.items()), tuple(self.errors.items()))


class Driver(Protocol):
    """The people of one platform. ``user`` is the short name of a person (``amina``)."""

    async def say(self, user: str, words: str) -> None:
        """Write to the bot, the two of them alone."""

    async def command(self, user: str, words: str) -> None:
        """Give the bot a command: a slash command where there is one."""

    async def press(self, user: str, label: str, yes: str = "") -> None:
        """Press the newest button with this label, and ``yes`` when it asks once more."""

    async def fill(self, user: str, answers: Mapping[str, Answer]) -> None:
        """Fill in the form that is open, by question, and send it off."""

    async def attach(self, user: str, answers: Mapping[str, Answer], name: str, content: bytes) -> None:
        """Answer what is asked about a file and hand it over: in the form, or in the chat where no form can hold it."""

    async def home(self, user: str) -> None:
        """Open the start page."""

    async def forge(self, user: str, action: str, value: str) -> None:
        """Send a press that no button of this person's stands for, in the platform's own shape."""

    async def again(self) -> None:
        """Deliver the last delivery once more, as it was."""

    async def sights(self, user: str) -> list[Sight]:
        """Return everything on a person's screen that the bot put there, the newest last."""


def plain(text: str) -> str:
    """Return a text with every run of white space as one space, as people read it."""
    return re.sub(r"\s+", " ", text).strip()


@dataclass
class Person:
    """Somebody in a transcript. ``settle`` waits until everything that is due now has been sent."""

    name: str
    driver: Driver
    settle: Callable[[], Awaitable[None]]
    _before: frozenset[tuple[Any, ...]] = frozenset()

    async def says(self, words: str) -> None:
        """Write to the bot."""
        await self._do(self.driver.say(self.name, words))

    async def commands(self, words: str) -> None:
        """Give a command, as in ``/safety status``."""
        await self._do(self.driver.command(self.name, words))

    async def presses(self, label: str, yes: str = "") -> None:
        """Press a button, and the answer ``yes`` when it asks once more."""
        await self._do(self.driver.press(self.name, label, yes))

    async def fills(self, answers: Mapping[str, Answer]) -> None:
        """Fill in the open form and send it off."""
        await self._do(self.driver.fill(self.name, answers))

    async def attaches(self, answers: Mapping[str, Answer], name: str, content: bytes) -> None:
        """Answer what is asked about a file, and hand it over."""
        await self._do(self.driver.attach(self.name, answers, name, content))

    async def opens_home(self) -> None:
        """Open the start page."""
        await self._do(self.driver.home(self.name))

    async def forges(self, action: str, value: str) -> None:
        """Press a button that was never shown to this person."""
        await self._do(self.driver.forge(self.name, action, value))

    async def is_heard_twice(self) -> None:
        """Let the platform deliver the last thing again."""
        await self._do(self.driver.again())

    async def looks(self) -> None:
        """Take everything on the screen as known, so that only what comes after it counts as new."""
        self._before = frozenset(sight.state for sight in await self.driver.sights(self.name))

    async def _do(self, deed: Awaitable[None]) -> None:
        await self.looks()
        await deed
        await self.settle()

    async def new(self) -> list[Sight]:
        """Return what is new or changed since this person last did or looked at something."""
        return [sight for sight in await self.driver.sights(self.name) if sight.state not in self._before]

    async def sees(
        self,
        *phrases: str,
        facts: Mapping[str, str] | None = None,
        buttons: Sequence[str] = (),
        fields: Mapping[str, str] | None = None,
        errors: Sequence[str] = (),
        never: Sequence[str] = (),
    ) -> Sight:
        """Return the newest new thing that shows all of this; fail with the screen when there is none.

        ``facts`` are label and value; ``errors`` are sentences beside fields; ``never`` must not stand on it.
        """
        found = await self.new()
        for sight in reversed(found):
            if not _missing(sight, phrases, facts or {}, buttons, fields or {}, errors):
                for words in never:
                    assert plain(words) not in plain(sight.text), f"{words!r} is shown to {self.name}:\n{sight.text}"
                return sight
        told = "\n\n".join(
            f"--- {sight.text}\n    buttons {list(sight.buttons)}\n"
            f"    fields {dict(sight.fields)} {dict(sight.errors)}\n"
            f"    MISSING {_missing(sight, phrases, facts or {}, buttons, fields or {}, errors)}"
            for sight in found
        )
        raise AssertionError(f"{self.name} sees nothing new like that; what is new:\n{told or '(nothing)'}")

    async def sees_nothing_new(self) -> None:
        """Fail when anything on the screen has changed."""
        found = await self.new()
        assert not found, f"{self.name} sees something new:\n" + "\n".join(sight.text for sight in found)

    async def never_sees(self, *phrases: str) -> None:
        """Fail when any of these words stand anywhere on the screen."""
        shown = plain(" ".join(f"{sight.text} {sight.buttons}" for sight in await self.driver.sights(self.name)))
        for words in phrases:
            assert plain(words) not in shown, f"{self.name} sees {words!r}"

    async def count(self, phrase: str) -> int:
        """Return on how many messages these words stand."""
        return sum(plain(phrase) in plain(sight.text) for sight in await self.driver.sights(self.name))


def _missing(
    sight: Sight,
    phrases: Sequence[str],
    facts: Mapping[str, str],
    buttons: Sequence[str],
    fields: Mapping[str, str],
    errors: Sequence[str],
) -> list[str]:
    text = plain(sight.text)
    gone = [words for words in phrases if plain(words) not in text]
    gone += [
        f"{label}: {value}"
        for label, value in facts.items()
        if not re.search(rf"{re.escape(label)}\s*:?\s+{re.escape(value)}", text)
    ]
    gone += [f"[{label}]" for label in buttons if label not in sight.buttons]
    gone += [
        f"field {label}: {value}" for label, value in fields.items() if plain(sight.fields.get(label, "")) != value
    ]
    return gone + [words for words in errors if words not in sight.errors.values()]
