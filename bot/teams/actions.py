"""Buttons as Adaptive Card actions. What a button stands for travels in its data and is believed by nobody.

Action.Execute lets the card be replaced in place; old clients fall back to Action.Submit with the same data. A
question before a press is an Action.ShowCard, which cannot stand inside another one, so a button with a question
that would be hidden behind "More" stands there with its question written above it. Where a card asks something and its
buttons would not all be seen, the answers stand in a row of their own right beneath the question.
"""

from collections.abc import Sequence
from enum import Enum
from itertools import chain, groupby
from typing import Any, Final
from urllib.parse import urlsplit

from bot.teams.read import OURS
from bot.teams.text import Element, heading, line, literal, paragraphs, run
from handlers.chat.card import Button, Confirm, Style
from handlers.chat.form import Form

SHOWN: Final = 6
"""Teams shows six actions in a row and hides the rest without saying so."""

_ANSWERS_LEAST: Final = 3
_QUESTION_MOST: Final = 1500
_STYLES: Final = {Style.PRIMARY: {"style": "positive"}, Style.DANGER: {"style": "destructive"}, Style.PLAIN: {}}


class Ask(Enum):
    """How a press travels: EXECUTE in a chat (answered in place), SUBMIT in a dialog, which knows no other."""

    EXECUTE = "execute"
    SUBMIT = "submit"


def actions_for(buttons: Sequence[Button], ask: Ask) -> list[Element]:
    """Return the actions in order: all up to six, otherwise five and "More". Raises ValueError for a bad link."""
    if len(buttons) <= SHOWN:
        return [_action(button, ask) for button in buttons]
    shown, hidden = buttons[: SHOWN - 1], buttons[SHOWN - 1 :]
    plain = [_press(button, ask, button.label) for button in hidden if button.confirm is None]
    body: list[Element] = [{"type": "ActionSet", "actions": row} for row in _rows(plain)]
    for button in hidden:
        if button.confirm is not None:
            body += _question(button.confirm)
            body.append({"type": "ActionSet", "actions": [_press(button, ask, button.confirm.yes)]})
    more = {"type": "Action.ShowCard", "title": "More", "card": _inner(body)}
    return [*(_action(button, ask) for button in shown), more]


def part_answers(buttons: Sequence[Button]) -> tuple[list[Button], list[Button]]:
    """Return the answers to what a card asks, and its other buttons.

    Answers are three or more presses in a row that one action takes, with other buttons before and after them. They
    are parted only from more buttons than Teams shows; otherwise one row holds everything and there are no answers.
    """
    if len(buttons) > SHOWN:
        runs = [
            list(alike) for _, alike in groupby(buttons, key=lambda button: (button.action, button.confirm is None))
        ]
        for number in range(1, len(runs) - 1):
            answers = runs[number]
            if len(answers) >= _ANSWERS_LEAST and answers[0].action and answers[0].confirm is None:
                return answers, [*chain(*runs[:number]), *chain(*runs[number + 1 :])]
    return [], list(buttons)


def _rows(actions: list[Element]) -> list[list[Element]]:
    return [actions[start : start + SHOWN] for start in range(0, len(actions), SHOWN)]


def submit_action(form: Form, ask: Ask) -> Element:
    """Return the button that sends a form off."""
    mark = {"form": form.name, "context": form.context}
    return _deed(form.submit, form.name, mark, ask, {"style": "positive"})


def cancel_actions(ask: Ask) -> list[Element]:
    """Return the way out of a form in a chat; none in a dialog, which has its own. It sends no answers."""
    if ask is Ask.SUBMIT:
        return []
    mark = {"press": "chat.close", "value": ""}
    return [_deed("Cancel", "chat.close", mark, ask, {"associatedInputs": "none"})]


def _action(button: Button, ask: Ask) -> Element:
    if button.url:
        return _link(button)
    if button.confirm is None:
        return _press(button, ask, button.label)
    way_back = line(run(f"{button.confirm.no}: press “{button.label}” again.", isSubtle=True), spacing="small")
    inner = _inner([*_question(button.confirm), way_back], _press(button, ask, button.confirm.yes))
    return {"type": "Action.ShowCard", "title": literal(button.label), "card": inner, **_STYLES[button.style]}


def _press(button: Button, ask: Ask, title: str) -> Element:
    if button.url:
        return _link(button)
    mark = {"press": button.action, "value": button.value}
    return _deed(title, button.action, mark, ask, _STYLES[button.style])


def _deed(title: str, verb: str, mark: dict[str, str], ask: Ask, style: dict[str, str]) -> Element:
    submit: dict[str, Any] = {"type": "Action.Submit", "title": literal(title), "data": {OURS: mark}, **style}
    if ask is Ask.SUBMIT:
        return submit
    return {**submit, "type": "Action.Execute", "verb": verb, "fallback": submit}


def _link(button: Button) -> Element:
    if urlsplit(button.url).scheme not in {"https", "http"}:
        raise ValueError(f"a link of {button.action or 'a button'} must start with https://")
    return {"type": "Action.OpenUrl", "title": literal(button.label), "url": button.url, **_STYLES[button.style]}


def _question(confirm: Confirm) -> list[Element]:
    return [heading(confirm.title), *paragraphs(confirm.text, _QUESTION_MOST)]


def _inner(body: list[Element], *actions: Element) -> Element:
    return {"type": "AdaptiveCard", "version": "1.5", "body": body, **({"actions": list(actions)} if actions else {})}
