"""The router: from what a person did to the handler that answers. It suggests what is near and never acts on it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from rapidfuzz import fuzz, process, utils

from handlers.capability import Capability, FormRoute, Route
from handlers.chat.turn import Answers, Press, Said, Words

T = TypeVar("T")

_OPENS: Final = frozenset({"chat.open", "chat.ask"})
"""Buttons that name a form in their value."""

NEAR: Final = 78
"""How alike words must be to be suggested (rapidfuzz WRatio, 0 to 100)."""
NEAR_WORD: Final = 75
"""How alike one word must be to a telling word of a command (rapidfuzz ratio): two letters that changed places."""
_SMALL: Final = frozenset({"a", "am", "back", "by", "for", "have", "i", "it", "my", "on", "to", "what"})
"""Words of commands that tell nothing by themselves."""


@dataclass(frozen=True, slots=True)
class Match:
    """A route and what is left for it: the rest of the words, or the button's value."""

    route: Route
    rest: str
    command: str = ""


class Router:
    """All routes of all capabilities. Raises ValueError when two capabilities claim the same words, button or form."""

    def __init__(self, capabilities: Iterable[Capability]) -> None:
        self.capabilities: Final = tuple(capabilities)
        self._words: Final = _join("words", ((one.name, one.words) for one in self.capabilities))
        self._presses: Final = _join("button", ((one.name, one.presses) for one in self.capabilities))
        self.forms: Final[Mapping[str, FormRoute]] = _join("form", ((one.name, one.forms) for one in self.capabilities))
        self._shapes: Final = tuple(shape for one in self.capabilities for shape in one.shapes)
        self.draws: Final = _join("message", ((one.name, one.draws) for one in self.capabilities))
        self._longest: Final = max((len(words.split()) for words in self._words), default=0)

    def match(self, said: Words | Press) -> Match | None:
        """Return the route for these words or this button, or None. Words match whole commands only."""
        if isinstance(said, Press):
            if said.action == "chat.say":
                return self.match(Words(said.value, command=True))
            route = self._presses.get(said.action)
            return Match(route, said.value, said.action) if route else None
        text = said.text.strip()
        for shape, route in self._shapes:
            shaped = shape(text)
            if shaped is not None:
                return Match(route, shaped)
        tokens = text.split()
        for count in range(min(self._longest, len(tokens)), 0, -1):
            command = _plain(" ".join(tokens[:count]))
            route = self._words.get(command)
            if route is not None and (route.rest or count == len(tokens)):
                return Match(route, text.split(maxsplit=count)[count] if len(tokens) > count else "", command)
        return None

    def is_unlinked(self, said: Said) -> bool:
        """Say whether nothing may be kept that leads from this to the person who did it."""
        match said:
            case Words():
                found = self.match(said)
                return found is not None and found.route.unlinked
            case Press():
                found = self.match(said)
                form = said.value.partition(":")[0] if said.action in _OPENS else ""
                return (found is not None and found.route.unlinked) or self.is_form_unlinked(form)
            case Answers():
                return self.is_form_unlinked(said.form)
            case _:
                return False

    def is_form_unlinked(self, name: str) -> bool:
        """Say whether nothing may be kept of this form and its answers."""
        return name in self.forms and self.forms[name].unlinked

    def suggest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Return commands that are near to what was typed, the nearest first: each by the name it is known by."""
        head = " ".join(text.split()[: self._longest])
        found = process.extract(
            head, list(self._words), scorer=fuzz.WRatio, processor=utils.default_process, limit=None, score_cutoff=NEAR
        )
        typed = utils.default_process(head).split()
        near = (self._words[command].known_as or command for command, _, _ in found if _is_told(command, typed))
        return tuple(dict.fromkeys(near))[:limit]


def _is_told(command: str, typed: Sequence[str]) -> bool:
    """Say whether each telling word of a command was nearly typed: "someone took my lunch" is not "my reports"."""
    telling = [word for word in command.split() if word not in _SMALL]
    return bool(telling) and all(any(fuzz.ratio(word, one) >= NEAR_WORD for one in typed) for word in telling)


def _plain(text: str) -> str:
    return re.sub(r"[\s]+", " ", text.lower().strip(" .!?,:;\"'")).replace("’", "'")


def _join(what: str, parts: Iterable[tuple[str, Mapping[str, T]]]) -> dict[str, T]:
    joined: dict[str, T] = {}
    for name, routes in parts:
        for key, route in routes.items():
            if key in joined:
                raise ValueError(f"two capabilities claim the {what} {key!r}; the second is {name}")
            joined[key] = route
    return joined
