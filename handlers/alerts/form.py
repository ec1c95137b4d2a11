"""A National Patient Safety Alert as forms and as a file. The file's names are those of the trust's own format."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from handlers.chat.form import Ask, PersonRef
from storage.rules.references import read_reference


def _reference(text: str) -> str:
    found = read_reference(text)
    if found is None or not found.key.startswith("NatPSA/"):
        raise ValueError("A reference looks like NatPSA/2026/003/MHRA. Please check it.")
    return found.reference


class AlertForm(BaseModel):
    """What the CAS officer records about an alert."""

    reference: Annotated[str, Ask("Reference", hint="Like NatPSA/2026/003/MHRA", most=60, public=True)]
    title: Annotated[str, Ask("Title", most=300, public=True)]
    issued: Annotated[date, Ask("Issued on")]
    complete_by: Annotated[date, Ask("Complete by", hint="The alert's own deadline")]
    complex: Annotated[bool, Ask("Is it designated complex?", hint='The alert says "safety critical and complex".')]
    executive: Annotated[PersonRef, Ask("Executive lead")]
    explanation: Annotated[str, Ask("What is the problem?", long=True)] = ""
    url: Annotated[str, Ask("Web address of the alert", most=500, public=True)] = ""

    @field_validator("reference")
    @classmethod
    def _is_a_reference(cls, value: str) -> str:
        return _reference(value)

    @field_validator("url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("Please give an address that starts with https://")
        return value


class More(StrEnum):
    """Whether a further action follows."""

    MORE = "more"
    LAST = "last"


class ActionForm(BaseModel):
    """One action of an alert."""

    text: Annotated[str, Ask("What has to be done?", long=True, most=1000)]
    due: Annotated[date, Ask("Due on")]
    lead: Annotated[PersonRef, Ask("Lead")]
    deputy: Annotated[PersonRef | None, Ask("Deputy", hint="Hears if the lead does not acknowledge.")] = None
    more: Annotated[
        More,
        Ask("Is there a further action?", labels={More.MORE: "Add another action", More.LAST: "That was the last"}),
    ] = More.LAST


class FileAction(BaseModel):
    """One action in a file. People are e-mail addresses of the staff list."""

    model_config = ConfigDict(extra="forbid")
    number: int = Field(ge=1, le=200)
    text: str = Field(min_length=1, max_length=1000)
    due: date
    lead: str
    deputy: str | None = None


class AlertFile(BaseModel):
    """An alert in a JSON file."""

    model_config = ConfigDict(extra="forbid")
    reference: str
    title: str = Field(min_length=1, max_length=300)
    issuer: str = Field(min_length=1, max_length=40)
    issued: date
    complete_by: date
    complex: bool
    url: str = Field(default="", max_length=500)
    explanation: str = Field(default="", max_length=10_000)
    executive: str
    actions: list[FileAction] = Field(min_length=1, max_length=200)

    @field_validator("reference")
    @classmethod
    def _is_a_reference(cls, value: str) -> str:
        return _reference(value)

    @field_validator("url")
    @classmethod
    def _is_a_web_address(cls, value: str) -> str:
        if value and not value.startswith("https://"):
            raise ValueError("Please give an address that starts with https://")
        return value
