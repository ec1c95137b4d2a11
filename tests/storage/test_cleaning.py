"""What files are taken, what is left of them, and what is said about those that are not."""

import base64
import io
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject
from samples import SECRET, drawing, office, pdf, photo, png_bomb

from storage.cleaning import LARGEST, Cleaned, FileKind, Refused, clean
from storage.cleaning.apart import clean_apart
from storage.cleaning.held_pictures import LARGEST_UNPACKED
from storage.cleaning.kinds import EVIDENCE, PHOTOS_AND_PDF, not_taken
from storage.cleaning.pictures import EDGE_MOST

HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100
MACROS = {"word__vbaProject.bin": b"x"}
INSIDE = {"word__embeddings__sheet.xlsx": b"x"}


def opened(cleaned: Cleaned) -> Image.Image:
    return Image.open(io.BytesIO(cleaned.content))


def test_a_photo_keeps_its_pixels_and_loses_place_camera_author_and_thumbnail() -> None:
    before = photo()
    assert SECRET.encode() in before
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(0x8825)
    cleaned = clean(before, "IMG_0001.jpg")
    assert cleaned.kind is FileKind.JPEG
    picture = opened(cleaned)
    assert (picture.size, picture.getexif(), picture.info.get("comment")) == ((64, 48), {}, None)
    assert b"Exif" not in cleaned.content
    assert b"xmpmeta" not in cleaned.content
    assert SECRET.encode() not in cleaned.content
    red = picture.convert("RGB").getpixel((2, 2))
    assert isinstance(red, tuple)
    assert red[0] > 200
    assert red[1] < 100


def test_a_photo_held_upright_is_turned_before_the_turn_is_forgotten() -> None:
    picture = opened(clean(photo(turned=True), "a.jpg"))
    assert picture.size == (48, 64)
    corner = picture.convert("RGB").getpixel((45, 2))
    assert isinstance(corner, tuple)
    assert corner[1] < 100, "what was on the left above is on the right above"


def test_a_drawing_loses_its_text_and_keeps_what_can_be_seen_through() -> None:
    before = drawing()
    assert SECRET.encode() in before
    cleaned = clean(before, "drawing.png")
    picture = opened(cleaned)
    assert (picture.format, picture.mode, picture.getpixel((3, 3))) == ("PNG", "RGBA", (0, 0, 255, 128))
    assert not {"tEXt", "iTXt", "zTXt", "eXIf"} & {name for name in ("tEXt", "iTXt", "zTXt", "eXIf")
                                                   if name.encode() in cleaned.content}  # fmt: skip


def test_a_large_photo_is_made_smaller() -> None:
    assert opened(clean(photo((4000, 1000)), "wide.jpg")).size == (EDGE_MOST, 750)


def test_what_stands_behind_a_picture_is_left_behind() -> None:
    hidden = b"<script>alert(1)</script>" + office()
    cleaned = clean(photo() + hidden, "photo.jpg")
    assert b"<script>" not in cleaned.content
    assert not zipfile.is_zipfile(io.BytesIO(cleaned.content))


def test_a_pdf_keeps_its_pages_and_loses_author_scripts_notes_and_files_inside() -> None:
    before = pdf(pages=2)
    assert SECRET.encode() in before
    cleaned = clean(before, "minutes.pdf")
    reader = PdfReader(io.BytesIO(cleaned.content))
    assert len(reader.pages) == 2
    assert b"What is seen" in reader.pages[0].get_contents().get_data()  # type: ignore[union-attr]
    assert [mark.get_object()["/Subtype"] for mark in reader.pages[0]["/Annots"]] == ["/Widget"]  # type: ignore[attr-defined]
    held = reader.pages[0]["/Resources"]["/XObject"]["/Im0"]._data  # type: ignore[index]
    assert Image.open(io.BytesIO(held)).size == (64, 48)
    for word in (SECRET.encode(), b"JavaScript", b"/Metadata", b"/Author", b"/EmbeddedFile", b"Exif", b"/Names"):
        assert word not in cleaned.content, word
    assert not reader.metadata


def jpeg_2000(*, bare: bool = False) -> bytes:
    """Return a picture with a comment in its stream, and unless it is bare with a box of another program's."""
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(out, "JPEG2000", no_jp2=bare, comment=SECRET)
    held = SECRET.encode()
    return out.getvalue() if bare else out.getvalue() + (8 + len(held)).to_bytes(4, "big") + b"uuid" + held


PACKED = {
    "flate": (["/FlateDecode", "/DCTDecode"], zlib.compress(photo())),
    "ascii85": (["/ASCII85Decode", "/DCTDecode"], base64.a85encode(photo(), wrapcol=72) + b"~>"),
    "hex": (["/ASCIIHexDecode", "/FlateDecode", "/DCTDecode"], zlib.compress(photo()).hex().encode() + b">"),
    "preview behind": (["/DCTDecode"], b"\n" + photo() + photo()),
    "jpeg 2000": (["/JPXDecode"], jpeg_2000()),
    "bare jpeg 2000": (["/JPXDecode"], jpeg_2000(bare=True)),
}
STRANGE = {
    "another packing": (["/LZWDecode", "/DCTDecode"], photo()),
    "no end of it": (["/FlateDecode", "/DCTDecode"], zlib.compress(b"0" * (LARGEST_UNPACKED + 1))),
    "no picture": (["/DCTDecode"], b"no picture"),
    "no jpeg 2000": (["/JPXDecode"], jpeg_2000()[:60]),
    "packed the wrong way round": (["/DCTDecode", "/FlateDecode"], zlib.compress(photo())),
}


def pdf_holding(filters: list[str], held: bytes) -> bytes:
    """Return a PDF whose picture is packed so, and that says things about a part of its page on the spot."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    resources = writer.pages[0]["/Resources"]
    picture = resources["/XObject"]["/Im0"]  # type: ignore[index]
    picture._data = held
    picture[NameObject("/Filter")] = ArrayObject(NameObject(name) for name in filters)
    told = {"/Metadata": picture.raw_get("/Metadata"), "/Title": TextStringObject(SECRET)}
    part = DictionaryObject({NameObject(name): value for name, value in told.items()})
    resources[NameObject("/Properties")] = DictionaryObject({NameObject("/MC0"): part})  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("way", PACKED)
def test_a_picture_in_a_pdf_loses_what_stands_beside_its_pixels_however_it_is_packed(way: str) -> None:
    cleaned = clean(pdf_holding(*PACKED[way]), "a.pdf")
    resources = PdfReader(io.BytesIO(cleaned.content)).pages[0]["/Resources"]
    held = resources["/XObject"]["/Im0"]._data  # type: ignore[index]
    seen = Image.open(io.BytesIO(held))
    seen.load()
    assert seen.size == (64, 48)
    assert SECRET.encode() not in held
    assert SECRET.encode() not in cleaned.content
    assert resources["/Properties"] == {"/MC0": {}}  # type: ignore[index]


@pytest.mark.parametrize("way", STRANGE)
def test_a_picture_in_a_pdf_that_cannot_be_cleaned_is_refused(way: str) -> None:
    with pytest.raises(Refused, match="print it to a new PDF"):
        clean(pdf_holding(*STRANGE[way]), "a.pdf")


def test_a_pdf_that_begins_as_something_else_is_written_as_a_pdf() -> None:
    cleaned = clean(b"<html><script>alert(1)</script>\n" + pdf(), "page.html")
    assert cleaned.content.startswith(b"%PDF-")
    assert b"<script>" not in cleaned.content


def test_an_office_file_keeps_its_words_and_loses_its_authors() -> None:
    for main, kind in (("word/document.xml", FileKind.DOCX), ("xl/workbook.xml", FileKind.XLSX)):
        cleaned = clean(office(main), "policy.docx")
        assert cleaned.kind is kind
        with zipfile.ZipFile(io.BytesIO(cleaned.content)) as archive:
            everything = b"".join(archive.read(name) for name in archive.namelist())
            assert "docProps/thumbnail.jpeg" not in archive.namelist()
        assert b"What is seen" in everything
        assert b"thumbnail" not in everything
        assert SECRET.encode() not in everything
        assert b"DPA" not in everything


def test_text_is_kept_as_utf_8() -> None:
    assert clean("café\r\n".encode("utf-16"), "a.txt") == Cleaned(FileKind.TXT, "café\n".encode())
    assert clean("a;caf\xe9".encode("cp1252"), "a.CSV") == Cleaned(FileKind.CSV, "a;café".encode())


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "photo.jpg", "This file is empty."),
        (b"x" * (LARGEST + 1), "photo.jpg", "under 10 MB"),
        (photo()[:500], "photo.jpg", "damaged or not complete"),
        (photo((300, 300))[:-900], "photo.jpg", "damaged or not complete"),
        (drawing()[:80], "a.png", "damaged or not complete"),
        (png_bomb(), "a.png", "too many pixels"),
        (HEIC, "IMG_1.HEIC", "HEIC"),
        (HEIC, "IMG_1.jpg", "screenshot"),
        (b"MZ\x90\x00" + b"\x00" * 100, "photo.jpg", "We take pictures"),
        (b"GIF89a" + b"\x00" * 50, "photo.gif", "We take pictures"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "photo.svg", "We take pictures"),
        (pdf()[:300], "a.pdf", "damaged or not complete"),
        (pdf(password="secret"), "a.pdf", "password"),
        (office(**MACROS), "a.docx", "macros"),
        (office(**INSIDE), "a.docx", "other files inside"),
        (office("other/thing.xml"), "a.docx", "We take pictures"),
        (b"PK\x03\x04 and no archive", "a.docx", "damaged or not complete"),
        (b"text\x00\x01", "a.txt", "damaged or not complete"),
        (b"word " * 30_000, "a.txt", "too long"),
    ],
    ids=range(19),
)
def test_what_is_not_taken_is_refused_with_the_reason(content: bytes, name: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        clean(content, name)


def test_an_archive_that_becomes_too_large_is_refused() -> None:
    with pytest.raises(Refused, match="too much inside"):
        clean(office(word__big=b"0" * (101 * 1024 * 1024)), "a.docx")


def test_a_pdf_of_too_many_pages_is_refused() -> None:
    with pytest.raises(Refused, match="too much inside"):
        clean(pdf(pages=301), "a.pdf")


def test_each_use_says_what_it_takes() -> None:
    assert "Word" not in not_taken(PHOTOS_AND_PDF)
    assert "Word" in not_taken(EVIDENCE)


async def test_a_file_is_cleaned_in_a_process_of_its_own() -> None:
    assert await clean_apart(photo(), "a.jpg") == clean(photo(), "a.jpg")
    with pytest.raises(Refused, match="damaged"):
        await clean_apart(photo()[:500], "a.jpg")
