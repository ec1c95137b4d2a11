"""A form that asks one thing alone, for whoever presses an answer on the card that is not one of those offered.

It changes nothing else of the draft. The whole form is behind "Change something", and it says so.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel

from handlers.asking import raw_values
from handlers.capability import FormRoute
from handlers.chat.form import Form, form
from handlers.chat.reply import Reply, tell
from handlers.chat.turn import Turn
from handlers.desk import Desk
from handlers.incidents import drafting, looking, quick
from handlers.incidents.filling import GONE
from handlers.incidents.kinds import Agents, HowAgain, Outcomes, Strengths, Where, kind_of
from storage.drafts import Draft

TITLE: Final = "Your report"
WHOLE: Final = "We ask only this. The whole form is behind “Change something”."


class PlaceForm(BaseModel):
    """Where it was."""

    location: Where = None


class AgentsForm(BaseModel):
    """What was involved."""

    involved: Agents = ()


class OutcomesForm(BaseModel):
    """What came of it."""

    outcome_types: Outcomes = ()


class AgainForm(BaseModel):
    """What made it go well, and how it can happen again."""

    strengths: Strengths = ""
    how_again: HowAgain = ""


_ASKED: Final[Mapping[str, type[BaseModel]]] = MappingProxyType(
    {"location": PlaceForm, "involved": AgentsForm, "outcome_types": OutcomesForm, "how_again": AgainForm}
)
"""By the question of the card: the form that asks it."""


def _route(field: str) -> FormRoute:
    names = tuple(_ASKED[field].model_fields)

    async def opens(turn: Turn, desk: Desk, context: str) -> Form | Reply:
        del turn
        draft = await _of_this_kind(desk, context, names)
        return draft if isinstance(draft, Reply) else _filled(desk, draft, field)

    async def answered(turn: Turn, desk: Desk, model: Any, context: str) -> Reply:
        del turn, model
        draft = await _of_this_kind(desk, context, names)
        if isinstance(draft, Reply):
            return draft
        before = raw_values(draft)
        because, values = dict(draft.values.get("because", {})), {**before, **desk.raw}
        draft = await drafting.keep(
            desk,
            draft,
            values,
            because={name: why for name, why in because.items() if before.get(name) == values.get(name)},
            cleared=drafting.cleared(draft, desk.raw),
            skipped=sorted({*draft.values.get("skipped", ()), *((field,) if any(desk.raw.values()) else ())}),
        )
        return looking.last_look(desk, draft, replaces=True)

    return FormRoute(_ASKED[field], opens, answered, TITLE)


async def _of_this_kind(desk: Desk, context: str, names: tuple[str, ...]) -> Draft | Reply:
    """Return the draft, if it is still of a kind that is asked this; otherwise what to show instead."""
    draft = await drafting.find(desk, context)
    if draft is None:
        return tell(GONE, replaces=True)
    asked = kind_of(raw_values(draft)).model.model_fields
    return draft if all(name in asked for name in names) else looking.last_look(desk, draft, replaces=True)


def _filled(desk: Desk, draft: Draft, field: str) -> Form:
    model = _ASKED[field]
    known = {name: value for name, value in raw_values(draft).items() if name in model.model_fields}
    return form(
        model, f"{quick.ALONE}{field}", TITLE, submit="Next", intro=WHOLE, context=looking.mark(draft), values=known,
        shown=looking.shown_place(desk, str(known.get("location", ""))),
    )  # fmt: skip


def examples() -> tuple[Form, ...]:
    """Return each of these forms, for the gallery test."""
    return tuple(
        form(model, f"{quick.ALONE}{field}", TITLE, submit="Next", intro=WHOLE) for field, model in _ASKED.items()
    )


FORMS: Final[Mapping[str, FormRoute]] = MappingProxyType({f"{quick.ALONE}{field}": _route(field) for field in _ASKED})
