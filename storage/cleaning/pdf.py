"""PDFs: the pages, copied into a new document that has nothing else: no author, no script, no file inside.

What a page may hold is a list of what is needed to see it; whatever is not on the list is left behind.
"""

import io
import logging
from typing import Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PdfReadError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from storage.cleaning.held_pictures import clean_held
from storage.cleaning.kinds import BROKEN, LOCKED, TOO_MUCH, Refused

PAGES_MOST: Final = 300
OBJECTS_MOST: Final = 200_000
_PAGE: Final = frozenset(
    {
        "/Type",
        "/Parent",
        "/Resources",
        "/Contents",
        "/MediaBox",
        "/CropBox",
        "/Rotate",
        "/UserUnit",
        "/Group",
        "/Annots",
    }
)
_MARKS: Final = frozenset(
    {"/Widget", "/Stamp", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Ink", "/Line", "/Square", "/Circle"}
)
"""What was drawn on a page or filled in; links, notes, sounds, films and files are left behind."""
_MARK: Final = frozenset(
    {"/Type", "/Subtype", "/Rect", "/F", "/AP", "/AS", "/C", "/BS", "/QuadPoints", "/InkList", "/L"}
)
_ASIDE: Final = frozenset(
    {
        *("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/Thumb", "/AA", "/A", "/JS", "/OpenAction", "/OPI"),
        *("/Title", "/Author", "/Subject", "/Keywords", "/Creator", "/Producer", "/CreationDate", "/ModDate"),
        *("/PTEX.FileName", "/PTEX.InfoDict", "/PTEX.PageNumber"),
    }
)
"""What may hang on anything within a page: remarks for other programs, and what is done when it is touched."""
_DEEPEST: Final = 30
"""Dictionaries within one another. Resources are three deep, shadings and functions a few more."""


def clean_pdf(content: bytes) -> bytes:
    """Return the pages as a new PDF. Raises Refused."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings quote the file
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refused(LOCKED)
        pages = list(reader.pages)
    except (PdfReadError, RecursionError):
        raise Refused(BROKEN) from None
    if not pages:
        raise Refused(BROKEN)
    if len(pages) > PAGES_MOST:
        raise Refused(TOO_MUCH)
    writer = PdfWriter()
    for page in pages:
        _strip_page(page)
        writer.add_page(page)
    if len(writer._objects) > OBJECTS_MOST:  # noqa: SLF001 - the only list of what will be written
        raise Refused(TOO_MUCH)
    for one in writer._objects:  # noqa: SLF001
        _strip(one)
    writer.metadata = None
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _strip_page(page: PageObject) -> None:
    for name in set(page) - _PAGE:
        del page[name]
    found = page.get("/Annots")
    listed = found.get_object() if found is not None else None
    marks = ArrayObject()
    for one in listed if isinstance(listed, ArrayObject) else ():
        mark = one.get_object()
        if isinstance(mark, DictionaryObject) and mark.get("/Subtype") in _MARKS:
            marks.append(DictionaryObject({NameObject(name): mark[name] for name in _MARK & set(mark)}))
    if "/Annots" in page:
        del page["/Annots"]
    if marks:
        page[NameObject("/Annots")] = marks


def _strip(one: object, depth: int = 0) -> None:
    """Take aside what may hang on an object and on all that stands directly within it. Raises Refused."""
    if depth > _DEEPEST:
        raise Refused(TOO_MUCH)
    if isinstance(one, DictionaryObject):
        _strip_dictionary(one)
        held = [one.raw_get(name) for name in one]
    else:
        held = list(one) if isinstance(one, ArrayObject) else []
    for inner in held:
        if not isinstance(inner, IndirectObject):  # the list of objects has those
            _strip(inner, depth + 1)


def _strip_dictionary(one: DictionaryObject) -> None:
    for name in _ASIDE & set(one):
        if not (name == "/A" and isinstance(one[name], (int, float))):
            del one[name]
    told = one.get("/Properties")
    names = told.get_object() if told is not None else None
    if isinstance(names, DictionaryObject):  # what is said about parts of a page, by the names its contents use
        one[NameObject("/Properties")] = DictionaryObject({NameObject(name): DictionaryObject() for name in names})
    if isinstance(one, StreamObject):
        for name in {"/F", "/FFilter", "/FDecodeParms"} & set(one):
            del one[name]
        clean_held(one)
