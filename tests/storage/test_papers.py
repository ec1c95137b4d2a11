"""PDFs about alerts: with words, scanned, locked, broken and made to do harm, alone and with an e-mail."""

import zlib
from email.message import EmailMessage
from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from handlers.intake.receiving import from_file
from storage.papers import apart, read_apart
from storage.papers.reading import BROKEN, LOCKED, NO_WORDS, TOO_MUCH, read_pdf
from storage.rules.intake.letter import UnreadableError

LINES = (
    "National Patient Safety Alert",
    "Reference: NatPSA/2026/012/MHRA",
    "Actions required",
    "Complete by 1 March 2027.",
    "1. Find every pump of this model",
    "2. Train staff who use it, contact amina@northmoor.example",
)


def written(writer: PdfWriter) -> bytes:
    whole = BytesIO()
    writer.write(whole)
    return whole.getvalue()


def with_words(lines: tuple[str, ...] = LINES, password: str = "") -> bytes:
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    font = DictionaryObject(
        {NameObject("/Type"): NameObject("/Font"), NameObject("/Subtype"): NameObject("/Type1"),
         NameObject("/BaseFont"): NameObject("/Helvetica")}
    )  # fmt: skip
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(font)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    drawn = "".join(f"({line}) Tj 0 -20 Td\n" for line in lines)
    stream.set_data(f"BT /F1 12 Tf 50 780 Td\n{drawn}ET".encode())
    page[NameObject("/Contents")] = writer._add_object(stream)
    if password:
        writer.encrypt(password)
    return written(writer)


def scanned() -> bytes:
    whole = BytesIO()
    Image.new("L", (200, 280), 255).save(whole, "PDF")
    return whole.getvalue()


def test_a_pdf_with_words_becomes_a_proposal_and_one_beside_an_e_mail_too() -> None:
    came = from_file("alert.pdf", with_words())
    assert came.proposal.value("complete_by") == "2027-03-01"
    assert came.proposal.actions[0].text == "Find every pump of this model"
    assert "amina@" not in came.text
    letter = EmailMessage()
    letter["Subject"] = "CAS broadcast"
    letter.set_content("Please see the alert.")
    for paper in (with_words(), scanned()):
        letter.add_attachment(paper, maintype="application", subtype="pdf", filename="alert.pdf")
    came = from_file("broadcast.eml", letter.as_bytes())
    assert came.proposal.value("reference") == "NatPSA/2026/012/MHRA"
    assert "Please see the alert." in came.text
    assert f"A PDF came with this. {NO_WORDS}" in came.text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (scanned(), NO_WORDS),
        (with_words(password="secret"), LOCKED),
        (with_words()[:300], BROKEN),
        (b"%PDF-1.7 nothing", BROKEN),
    ],
    ids=["scanned", "locked", "cut", "nothing"],
)
def test_a_pdf_that_cannot_be_read_says_why_and_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_pdf(content)
    assert str(refused.value) == why


def test_a_pdf_made_to_fill_the_memory_ends_with_its_process() -> None:
    bomb = with_words()
    packed = zlib.compress(b"0" * 90_000_000, 1)
    start = b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
    at, end = bomb.index(b"<<\n/Length"), bomb.index(b"endstream")
    with pytest.raises(UnreadableError) as refused:
        read_apart(bomb[:at] + start + packed + b"\n" + bomb[end:])
    assert str(refused.value) in {TOO_MUCH, BROKEN, NO_WORDS}


def test_a_pdf_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(UnreadableError, match="too large"):
        apart.read_apart(b"0" * (6 * 1024 * 1024))
