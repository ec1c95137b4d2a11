"""The form for a photo or document: the question about identifiers comes before the file."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel

from handlers.chat.form import Ask, FileRef
from handlers.chat.turn import RawAnswer
from storage.cleaning import PHOTOS_AND_PDF


class Shows(StrEnum):
    """Whether somebody can be known by what the picture shows."""

    NOBODY = "nobody"
    SOMEBODY = "somebody"


class PhotoForm(BaseModel):
    """A photo or document to go with a report."""

    shows: Annotated[
        Shows,
        Ask(
            "Does it show who a patient is?",
            hint="Look for a name, a face, a wristband, a tattoo, notes, or a screen with patient details.",
            labels={Shows.NOBODY: "No, none of these", Shows.SOMEBODY: "Yes, or I am not sure"},
        ),
    ]
    photos: Annotated[
        tuple[FileRef, ...],
        Ask(
            "Photo or PDF",
            hint="PNG, JPEG or PDF, up to 10 MB each. We take out hidden details, such as where and when it was made.",
            takes=PHOTOS_AND_PDF,
        ),
    ] = ()


def applies(field: str, raw: Mapping[str, RawAnswer]) -> bool:
    """Say whether a question still makes sense: a file that shows somebody is not asked for."""
    return field != "photos" or raw.get("shows") != Shows.SOMEBODY
