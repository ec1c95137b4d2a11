"""The review's questions as forms: declared once, asked on every platform. It holds no rule about who may send one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from pydantic import BaseModel

from handlers.chat.form import Ask, PersonRef
from handlers.showing.labels import PHYSICAL_LABELS, PSYCHOLOGICAL_LABELS
from storage.records import PhysicalHarm, PsychologicalHarm

_NO_PATIENT = "Please leave out names and numbers of patients."


class HandlerForm(BaseModel):
    """Who looks after a report."""

    handler: Annotated[PersonRef, Ask("Who looks after this report?", hint="They can then read and review it.")]


class GradeForm(BaseModel):
    """Harm to one patient, as the safety team grades it."""

    physical: Annotated[PhysicalHarm | None, Ask("Physical harm?", labels=PHYSICAL_LABELS, unknown=True)]
    psychological: Annotated[
        PsychologicalHarm | None, Ask("Psychological harm?", labels=PSYCHOLOGICAL_LABELS, unknown=True)
    ]
    reason: Annotated[str, Ask("Why? What do we know now?", hint=_NO_PATIENT, most=300)]


class NewPhysical(StrEnum):
    """The physical harm of several patients from now on, or each patient's own."""

    AS_IT_IS = "as_it_is"
    NO_HARM = PhysicalHarm.NO_HARM.value
    LOW = PhysicalHarm.LOW.value
    MODERATE = PhysicalHarm.MODERATE.value
    SEVERE = PhysicalHarm.SEVERE.value
    FATAL = PhysicalHarm.FATAL.value


class NewPsychological(StrEnum):
    """The psychological harm of several patients from now on, or each patient's own."""

    AS_IT_IS = "as_it_is"
    NO_HARM = PsychologicalHarm.NO_HARM.value
    LOW = PsychologicalHarm.LOW.value
    MODERATE = PsychologicalHarm.MODERATE.value
    SEVERE = PsychologicalHarm.SEVERE.value


_AS_IT_IS: Final[Mapping[str, str]] = {"as_it_is": "Leave as it is"}


class GradeSomeForm(BaseModel):
    """Harm to some of many patients, as the safety team grades it. What nobody changes stays each patient's own."""

    which: Annotated[str, Ask("Which patients?", hint="Their numbers, like “3” or “2, 5 to 8”. Or “all”.", most=200)]
    physical: Annotated[
        NewPhysical | None, Ask("Physical harm?", labels={**_AS_IT_IS, **PHYSICAL_LABELS}, unknown=True)
    ] = NewPhysical.AS_IT_IS
    psychological: Annotated[
        NewPsychological | None, Ask("Psychological harm?", labels={**_AS_IT_IS, **PSYCHOLOGICAL_LABELS}, unknown=True)
    ] = NewPsychological.AS_IT_IS
    reason: Annotated[str, Ask("Why? What do we know now?", hint=_NO_PATIENT, most=300)]


class NoForm(BaseModel):
    """Why a flag is answered with no."""

    reason: Annotated[str, Ask("Why not?", hint=f"One line. It stays in the record. {_NO_PATIENT}", most=200)]


class Sure(StrEnum):
    """Whether somebody wants what cannot be undone."""

    TAKE_OUT = "take_out"
    LEAVE = "leave"


_SURE: Final[Mapping[str, str]] = {"take_out": "Yes, take them out", "leave": "No, leave the report as it is"}


class TakeOutForm(BaseModel):
    """Words that are to be taken out of a report for good. They come last, so that nothing is asked while they wait."""

    sure: Annotated[Sure, Ask("This cannot be undone. Do you want it?", labels=_SURE)]
    words: Annotated[
        str,
        Ask(
            "Which words should we take out?",
            hint="One on each line, as they stand in the report. We do not keep them.", long=True, hidden=True,
            most=1000,
        ),
    ]  # fmt: skip


class QuestionForm(BaseModel):
    """A question to the person who sent a report."""

    text: Annotated[str, Ask("What would you like to know?", hint=_NO_PATIENT, long=True, most=1000)]


class ReplyForm(BaseModel):
    """An answer: of the reporter to the safety team, or of the safety team to the reporter."""

    text: Annotated[str, Ask("Your answer", hint=_NO_PATIENT, long=True, most=2000)]


class JoinForm(BaseModel):
    """Which report tells of the same event."""

    reference: Annotated[
        str,
        Ask("Which report tells of the same event?", hint="Its reference, like SE-2026-000123.", most=40),
    ]


class CloseForm(BaseModel):
    """What came of a report, in words that its reporter reads."""

    found: Annotated[
        str, Ask("What did we find?", hint=f"The reporter will read this. {_NO_PATIENT}", long=True, most=1500)
    ]
    changed: Annotated[
        str,
        Ask(
            "What has changed, or will change?",
            hint="The reporter will read this. If nothing changes, say why.",
            long=True,
            most=1500,
        ),
    ]


class AgainForm(BaseModel):
    """What the reporter says after they heard: it happened again, or a question."""

    text: Annotated[str, Ask("What would you like to tell or ask us?", hint=_NO_PATIENT, long=True, most=1000)]
