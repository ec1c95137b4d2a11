"""The cleaning itself: which kind goes through which cleaner. A heavy library is loaded only where it is used."""

from dataclasses import dataclass

from storage.cleaning.kinds import BROKEN, OFFICE, PICTURES, TEXTS, FileKind, Refused, kind_of


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A file that was opened, checked and written anew. Only ``clean`` makes one; the store takes nothing else."""

    kind: FileKind
    content: bytes


def clean(content: bytes, name: str) -> Cleaned:
    """Return the file without what it says beside its subject: place, camera, author, scripts, files inside.

    ``name`` only tells plain text from a table. Raises Refused with words for the person.
    """
    kind = kind_of(content, name)
    try:
        return Cleaned(kind, _written_anew(content, kind))
    except (Refused, MemoryError):
        raise
    except Exception as error:  # the libraries raise many kinds for files made by nobody's program
        raise Refused(BROKEN) from error


def _written_anew(content: bytes, kind: FileKind) -> bytes:
    if kind in PICTURES:
        from storage.cleaning.pictures import clean_picture

        return clean_picture(content, kind)
    if kind is FileKind.PDF:
        from storage.cleaning.pdf import clean_pdf

        return clean_pdf(content)
    if kind in OFFICE:
        from storage.cleaning.office import clean_office

        return clean_office(content)
    if kind in TEXTS:
        from storage.cleaning.plain import clean_text

        return clean_text(content)
    raise Refused(BROKEN)
