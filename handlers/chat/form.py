"""Forms: declared once as a pydantic model, drawn everywhere, answered all at once or question by question.

The type of a field decides its widget; a type without a widget fails when the program starts, not on the ward.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, NewType, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from storage.cleaning import PHOTOS_AND_PDF, FileKind

TITLE_MOST: Final = 24
LABEL_MOST: Final = 140
CHOICE_MOST: Final = 75
UNKNOWN: Final = "?"
"""The raw answer "I don't know". It becomes None."""

LocationRef = NewType("LocationRef", int)
"""A place of the trust, by its id. Raw: ``#12``, or words that name it."""
PersonRef = NewType("PersonRef", int)
"""A member of staff, by id. Raw: ``#12``, or words that name them."""
FileRef = NewType("FileRef", str)
"""A file that was handed over: the key under which the store keeps it."""


class Widget(StrEnum):
    """What a field looks like."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    DATE = "date"
    TIME = "time"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    PERSON = "person"
    LOCATION = "location"
    FILE = "file"


class Finds(StrEnum):
    """What can be searched for in a form."""

    PERSON = "person"
    LOCATION = "location"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be picked. Raises ValueError when the label is too long for every platform."""

    value: str
    label: str

    def __post_init__(self) -> None:
        if not self.label or len(self.label) > CHOICE_MOST:
            raise ValueError(f"a choice's label has 1 to {CHOICE_MOST} characters: {self.label!r}")


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field of a model is asked: put it in ``Annotated``.

    ``labels`` maps the values of an enum to words and is needed for every choice. ``unknown`` adds the answer
    "I don't know" (the field's type must allow None). ``most`` is the longest text, ``least``/``top`` bound numbers.
    ``public`` is for words that are no account of care (a web address, an alert's title): they are not screened.
    ``takes`` are the kinds of files that answer; other questions take no notice of it.
    ``otherwise`` is the choice that "I don't know" stands for, where each answer has to be one of them.
    """

    label: str
    hint: str = ""
    long: bool = False
    most: int = 3000
    least: int = 0
    top: int = 1_000_000
    labels: Mapping[str, str] | None = None
    unknown: bool = False
    public: bool = False
    hidden: bool = False
    takes: frozenset[FileKind] = PHOTOS_AND_PDF
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form, ready to draw. ``several``: more than one file may answer."""

    name: str
    widget: Widget
    label: str
    hint: str = ""
    required: bool = True
    choices: tuple[Choice, ...] = ()
    most: int = 3000
    least: int = 0
    top: int = 1_000_000
    public: bool = False
    takes: frozenset[FileKind] = frozenset()
    several: bool = False
    hidden: bool = False
    otherwise: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form as a person sees it now: questions, what is filled in, and what is wrong beside which field.

    ``name`` finds the handler and the model; ``context`` says about what (an id, never free text) and is not trusted.
    ``values`` are raw answers. ``shown`` holds the words for answers found by search (``#12`` → "Ward 7").
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str = "Send"
    intro: str = ""
    context: str = ""
    values: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.title) > TITLE_MOST or len(self.submit) > TITLE_MOST:
            raise ValueError(f"a form's title and button have at most {TITLE_MOST} characters")

    def with_errors(self, errors: Mapping[str, str], values: Mapping[str, str | tuple[str, ...]]) -> "Form":
        """Return the form with what the person typed and what is wrong with it."""
        return replace(self, errors=dict(errors), values=dict(values))


def form(
    model: type[BaseModel],
    name: str,
    title: str,
    *,
    submit: str = "Send",
    intro: str = "",
    context: str = "",
    values: Mapping[str, str | tuple[str, ...]] | None = None,
    shown: Mapping[str, str] | None = None,
) -> Form:
    """Return the form of ``model``. Raises TypeError for a field whose type has no widget or which lacks ``Ask``.

    A choice whose field has an answer as its default starts with that answer picked.
    """
    asked = fields_of(model)
    first = {one.name: picked for one in asked if (picked := _picked(model, one.name))}
    return Form(name, title, asked, submit, intro, context, {**first, **(values or {})}, {}, dict(shown or {}))


@cache
def fields_of(model: type[BaseModel]) -> tuple[Field, ...]:
    """Return the questions of a model, in order. Raises TypeError as ``form`` does."""
    hints = get_type_hints(model, include_extras=True)
    return tuple(_field(model, name, hints[name]) for name in model.model_fields)


def _field(model: type[BaseModel], name: str, hint: Any) -> Field:
    ask, kind = _unwrap(hint)
    if ask is None:
        raise TypeError(f"{model.__name__}.{name} has no Ask(...): how should it be asked?")
    kind, optional = _without_none(kind)
    if ask.unknown and not optional:
        raise TypeError(f'{model.__name__}.{name} offers "I don\'t know" but its type does not allow None')
    widget = _widget(kind, long=ask.long)
    if widget is None:
        raise TypeError(f"{model.__name__}.{name}: no widget for {kind!r}")
    choices = _choices(model, name, kind, ask)
    required = model.model_fields[name].is_required() and not (optional and not ask.unknown)
    # A choice that starts with one answer picked always has an answer: "no answer" would be one too many.
    required = required or bool(_picked(model, name))
    is_file = widget is Widget.FILE
    takes = ask.takes if is_file else frozenset()
    several = is_file and get_origin(kind) is tuple
    return Field(
        name, widget, ask.label, ask.hint, required, choices, ask.most, ask.least, ask.top, ask.public, takes, several,
        ask.hidden, ask.otherwise,
    )  # fmt: skip


def _picked(model: type[BaseModel], name: str) -> str:
    """Return the answer that a choice starts with, or nothing."""
    default = model.model_fields[name].default
    return default.value if isinstance(default, StrEnum) else ""


def _unwrap(hint: Any) -> tuple[Ask | None, Any]:
    if get_origin(hint) is not Annotated:
        return None, hint
    kind, *extras = get_args(hint)
    return next((extra for extra in extras if isinstance(extra, Ask)), None), kind


def _without_none(kind: Any) -> tuple[Any, bool]:
    if get_origin(kind) in {Union, UnionType}:
        rest = [arg for arg in get_args(kind) if arg is not NoneType]
        if len(rest) == 1:
            return rest[0], True
    return kind, False


_SIMPLE: Final[Mapping[Any, Widget]] = {
    date: Widget.DATE,
    time: Widget.TIME,
    int: Widget.NUMBER,
    bool: Widget.CHOICE,
    LocationRef: Widget.LOCATION,
    PersonRef: Widget.PERSON,
    FileRef: Widget.FILE,
}


def _widget(kind: Any, *, long: bool) -> Widget | None:
    if kind is str:
        return Widget.PARAGRAPH if long else Widget.TEXT
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return Widget.CHOICE
    if get_origin(kind) is tuple and get_args(kind)[0] is FileRef:
        return Widget.FILE
    if get_origin(kind) is tuple and issubclass(get_args(kind)[0], StrEnum):
        return Widget.CHOICES
    return None


def _choices(model: type[BaseModel], name: str, kind: Any, ask: Ask) -> tuple[Choice, ...]:
    if kind is bool:
        found: tuple[Choice, ...] = (Choice("yes", "Yes"), Choice("no", "No"))
    else:
        inner = get_args(kind)[0] if get_origin(kind) is tuple else kind
        if not (isinstance(inner, type) and issubclass(inner, StrEnum)):
            return ()
        labels = ask.labels or {}
        missing = [member.value for member in inner if member.value not in labels]
        if missing:
            raise TypeError(f"{model.__name__}.{name}: no words for {missing}")
        found = tuple(Choice(member.value, labels[member.value]) for member in inner)
    return (*found, Choice(UNKNOWN, "I don't know")) if ask.unknown else found
