"""Forms as the inputs of an Adaptive Card, with what was typed still in them and what is wrong right beneath.

It checks nothing: Teams may stop an empty or overlong answer early, but only the handler's check counts.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.teams.read import MANY, ONE
from bot.teams.text import Element, escape, heading, line, literal, paragraphs, run
from handlers.chat.form import Choice, Field, Finds, Form, Widget

LIST_MOST: Final = 60
"""A list of places or people is offered whole up to this length; a longer one is searched by typing."""

Lists = Mapping[Finds, tuple[Choice, ...]]
NO_LISTS: Final[Lists] = {}

FINDS: Final = {Widget.LOCATION: Finds.LOCATION, Widget.PERSON: Finds.PERSON}
_EXPANDED_MOST: Final = 6
_SEEN_AT_ONCE: Final = 3
"""So many fields are seen on a phone together with the button beneath them."""
_INTRO_MOST: Final = 1500
_HINT_MOST: Final = 500
_ERROR_MOST: Final = 500
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME: Final = re.compile(r"\d{2}:\d{2}")
_WHOLE: Final = re.compile(r"-?\d{1,9}")


def form_elements(form: Form, lists: Lists, *, alone: bool) -> list[Element]:
    """Return the inputs of a form.

    ``alone``: no other button stands on the card, so Teams may hold back a form with a needed answer missing. With
    other buttons it may not, for it would hold those back too and what was typed could not be saved.
    """
    body = [heading(form.title)]
    wrong = [field for field in form.fields if field.name in form.errors]
    if wrong:
        count = "one answer" if len(wrong) == 1 else f"{len(wrong)} answers"
        body.append(_problem(f"Please look at {count} again. Nothing that you typed is lost."))
    body += paragraphs(form.intro, _INTRO_MOST)
    for field in form.fields:
        body += _field(form, field, lists, alone=alone)
    if wrong and len(form.fields) > _SEEN_AT_ONCE:
        # The card is replaced where the person pressed, at its end: without this nothing there would have changed.
        body.append(_problem("Please go up and look again at: " + " ".join(field.label for field in wrong)))
    return body


def _field(form: Form, field: Field, lists: Lists, *, alone: bool) -> list[Element]:
    typed = form.values.get(field.name, "")
    drawn = _file(field) if field.widget is Widget.FILE else [_input(form, field, typed, lists)]
    if field.required and alone and field.widget is not Widget.FILE:
        drawn[0] |= {"isRequired": True, "errorMessage": "Problem: please answer this one."}
    if field.name in form.errors:
        told = form.errors[field.name][:_ERROR_MOST]
        drawn.append(_problem(told + _lost(drawn[0], typed)))
    hint = _hint(field, drawn[0])
    if hint:
        drawn.append({**line(run(hint[:_HINT_MOST], isSubtle=True, size="small")), "spacing": "small"})
    return drawn


def _problem(text: str) -> Element:
    return {
        "type": "TextBlock",
        "text": f"**Problem:** {escape(text)}",
        "color": "attention",
        "wrap": True,
        "spacing": "small",
    }


def _lost(element: Element, typed: str | tuple[str, ...]) -> str:
    """Return a reminder of what was typed when the input cannot show it, such as words in a date."""
    if not typed or "value" in element:
        return ""
    return f" You wrote: “{typed if isinstance(typed, str) else ', '.join(typed)}”."


def _hint(field: Field, element: Element) -> str:
    if field.widget in FINDS and element["type"] == "Input.Text":
        more = "Type a part of the name. We look it up when you send the form."
        return f"{field.hint} {more}".strip()
    return field.hint


def _label(field: Field) -> str:
    return literal(field.label if field.required or "optional" in field.label.lower() else f"{field.label} (optional)")


def _file(field: Field) -> list[Element]:
    """Return how to hand over a file: no input of a card takes one, so none is marked as one that can stay empty."""
    how = "Send it to me in this chat with the paper clip. Please check first that no patient is named."
    return [line(run(literal(field.label), weight="bolder"), spacing="medium"), line(run(how), spacing="small")]


def _input(form: Form, field: Field, typed: str | tuple[str, ...], lists: Lists) -> Element:
    prefix = MANY if field.widget is Widget.CHOICES else ONE
    element: dict[str, Any] = {"id": prefix + field.name, "label": _label(field), "spacing": "medium"}
    one = typed if isinstance(typed, str) else ", ".join(typed)
    match field.widget:
        case Widget.TEXT | Widget.PARAGRAPH:
            kind = _text(one, field.most, many_lines=field.widget is Widget.PARAGRAPH)
        case Widget.DATE:
            kind = {"type": "Input.Date"} | _value(one, _DATE)
        case Widget.TIME:
            kind = {"type": "Input.Time"} | _value(one, _TIME)
        case Widget.NUMBER:
            kind = {"type": "Input.Number", "min": field.least, "max": field.top}
            kind |= {"value": int(one)} if _WHOLE.fullmatch(one) else {}
        case Widget.LOCATION | Widget.PERSON:
            kind = _search(form, one, lists.get(FINDS[field.widget], ()))
        case _:
            several = field.widget is Widget.CHOICES
            kind = _choices(field, typed if isinstance(typed, tuple) else (typed,), several=several)
    return kind | element


def _text(typed: str, most: int, *, many_lines: bool) -> dict[str, Any]:
    # maxLength would cut a longer prefilled text without a word: then the check when it is sent says so instead.
    held = {"maxLength": most} if len(typed) <= most else {}
    return {"type": "Input.Text", "isMultiline": many_lines, **held, **({"value": typed} if typed else {})}


def _value(typed: str, shape: re.Pattern[str]) -> dict[str, Any]:
    return {"value": typed} if shape.fullmatch(typed) else {}


def _search(form: Form, typed: str, known: tuple[Choice, ...]) -> dict[str, Any]:
    if 0 < len(known) <= LIST_MOST:
        held = {"value": typed} if any(choice.value == typed for choice in known) else {}
        # Teams would also take the style "filtered"; the published schema does not know it, so it is not used.
        return {"type": "Input.ChoiceSet", "style": "compact", "choices": _offer(known), **held}
    shown = form.shown.get(typed, typed)
    return {"type": "Input.Text", "maxLength": 200, **({"value": shown} if shown else {})}


def _choices(field: Field, typed: tuple[str, ...], *, several: bool) -> dict[str, Any]:
    offered = {choice.value for choice in field.choices}
    if several and any("," in value for value in offered):
        raise ValueError(f"a choice of {field.name} holds a comma, which Teams puts between several choices")
    style = "expanded" if several or len(offered) <= _EXPANDED_MOST else "compact"
    picked = [value for value in typed if value in offered]
    held = {"value": ",".join(picked)} if picked else {}
    return {
        "type": "Input.ChoiceSet",
        "isMultiSelect": several,
        "style": style,
        "choices": _offer(field.choices),
        "wrap": True,
        **held,
    }


def _offer(choices: tuple[Choice, ...]) -> list[dict[str, str]]:
    return [{"title": literal(choice.label), "value": choice.value} for choice in choices]
