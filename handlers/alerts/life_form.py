"""The questions of an alert's life as forms: who, by when, why, with what evidence. It holds no rule about who may."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, field_validator

from handlers.chat.form import Ask, FileRef, PersonRef
from handlers.chat.turn import RawAnswer
from storage.cleaning import EVIDENCE

_NO_PATIENT = "Please leave out names and numbers of patients."


class ExecutiveForm(BaseModel):
    """Who answers for an alert."""

    executive: Annotated[PersonRef, Ask("Executive", hint="They hear of it at once.")]


class LeadsForm(BaseModel):
    """Who leads the work on an alert."""

    first: Annotated[PersonRef, Ask("First lead", hint="At least one clinical lead when the alert is complex.")]
    second: Annotated[PersonRef | None, Ask("Second lead")] = None
    third: Annotated[PersonRef | None, Ask("Third lead")] = None
    fourth: Annotated[PersonRef | None, Ask("Fourth lead")] = None
    fifth: Annotated[PersonRef | None, Ask("Fifth lead")] = None
    sixth: Annotated[PersonRef | None, Ask("Sixth lead")] = None

    @property
    def people(self) -> tuple[int, ...]:
        """The ids of all who are named, each once."""
        given = (self.first, self.second, self.third, self.fourth, self.fifth, self.sixth)
        return tuple(dict.fromkeys(int(one) for one in given if one is not None))


class RequiredForm(BaseModel):
    """Why an alert needs action here, and who outside the trust shares in it."""

    reason: Annotated[
        str, Ask("Why does it concern us?", hint="Like: three wards use this pump.", long=True, most=1000)
    ]
    partners: Annotated[
        str,
        Ask("Organisations outside the trust that share in it", hint="With commas between them. Empty if none.",
            most=500),
    ] = ""  # fmt: skip


class ReasonForm(BaseModel):
    """Why a step back, or out, is taken."""

    reason: Annotated[str, Ask("Why?", hint=f"It is kept with the alert. {_NO_PATIENT}", long=True, most=1000)]


class Rest(StrEnum):
    """Whether an action has a further owner, in another part of the trust."""

    WHOLE = "whole"
    SPLIT = "split"


class AssignForm(BaseModel):
    """Who does one action of an alert, or its part in one place."""

    lead: Annotated[PersonRef, Ask("Who does it?")]
    deputy: Annotated[PersonRef | None, Ask("Deputy", hint="Hears if the owner does not acknowledge, or is away.")] = (
        None
    )
    due: Annotated[date, Ask("Due on")]
    place: Annotated[str, Ask("Which directorate or site?", hint="Only if the action is split.", most=120)] = ""
    rest: Annotated[
        Rest,
        Ask("Does somebody else do it in another part of the trust?",
            labels={Rest.WHOLE: "No, this is all of it", Rest.SPLIT: "Yes, add another owner"}),
    ] = Rest.WHOLE  # fmt: skip


class EvidenceForm(BaseModel):
    """What shows that an action is done."""

    text: Annotated[str, Ask("What was done?", hint=_NO_PATIENT, long=True, most=3000)] = ""
    url: Annotated[
        str, Ask("Link to a policy, audit or minutes", hint="It starts with https://", most=1000, public=True)
    ] = ""

    @field_validator("url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("Please give an address that starts with https://")
        return value


class Shows(StrEnum):
    """Whether somebody can be known by what a file shows."""

    NOBODY = "nobody"
    SOMEBODY = "somebody"


class FileForm(BaseModel):
    """Files that show that an action is done. Whether they show a patient is asked before they are handed over."""

    shows: Annotated[
        Shows,
        Ask(
            "Does it show who a patient is?",
            hint="Look for names, numbers, faces, wristbands and lists of patients.",
            labels={Shows.NOBODY: "No, nobody", Shows.SOMEBODY: "Yes, or I am not sure"},
        ),
    ]
    files: Annotated[
        tuple[FileRef, ...],
        Ask("Policy, audit or minutes", hint="PDF, picture, Word, Excel, PowerPoint, text or CSV, up to 10 MB each.",
            takes=EVIDENCE),
    ] = ()  # fmt: skip


def applies(field: str, raw: Mapping[str, RawAnswer]) -> bool:
    """Say whether a question of the file form still makes sense: a file that shows a patient is not asked for."""
    return field != "files" or raw.get("shows") != Shows.SOMEBODY


class AuthoriseForm(BaseModel):
    """The typed confirmation of an executive."""

    number: Annotated[
        str, Ask("Type the alert's number to authorise", hint="Like 003, from its reference.", most=60, public=True)
    ]


class ClosedForm(BaseModel):
    """When an alert was closed on CAS."""

    day: Annotated[date, Ask("On which day did you close it on CAS?")]


class HandOverForm(BaseModel):
    """Who takes an action over."""

    to: Annotated[PersonRef, Ask("Who takes it over?", hint="They get a message and acknowledge it.")]
    reason: Annotated[str, Ask("Why?", hint=f"It is kept with the alert. {_NO_PATIENT}", most=500)] = ""


class NotMineForm(BaseModel):
    """Why an action is not somebody's, and whose it may be."""

    reason: Annotated[str, Ask("Why is it not yours?", hint=_NO_PATIENT, most=500)]
    who: Annotated[PersonRef | None, Ask("Who would be right?", hint="Leave it empty if you do not know.")] = None


class SplitForm(BaseModel):
    """A part of an action for another owner."""

    here: Annotated[str, Ask("Where does the present owner do it?", hint="Like: Medicine", most=120)]
    place: Annotated[str, Ask("Where does the new owner do it?", hint="Like: Surgery", most=120)]
    lead: Annotated[PersonRef, Ask("Who does it there?")]
    deputy: Annotated[PersonRef | None, Ask("Their deputy")] = None
    due: Annotated[date, Ask("Due on")]
