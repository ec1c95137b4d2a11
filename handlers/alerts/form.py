"""A National Patient Safety Alert as forms and as a file. The file's names are those of the trust's own format."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field, field_validator

from storage.rules.references import read_reference


def _reference(text: str) -> str:
    found = read_reference(text)
    if found is None or not found.key.startswith("NatPSA/"):
        raise ValueError("A reference looks like NatPSA/2026/003/MHRA. Please check it.")
    return found.reference


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
