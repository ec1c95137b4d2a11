"""Files as people hand them over, made on the spot: with the place, the camera and the author that they carry."""

import io
import zipfile
import zlib

from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

SECRET = "Dr Planted Author"
PLACE = (51.0, 30.0, 26.5)
_TURNED = 6
"""EXIF: the camera was held upright, and whoever shows it must turn it."""


def photo(size: tuple[int, int] = (64, 48), *, turned: bool = False) -> bytes:
    """Return a JPEG with GPS, author, comment, thumbnail and XMP; its left upper corner is red."""
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    exif = Image.Exif()
    exif[0x013B] = exif[0x010F] = SECRET
    exif[0x9286] = SECRET
    if turned:
        exif[0x0112] = _TURNED
    exif.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "W", 4: (0.0, 7.0, 39.9)})
    out = io.BytesIO()
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    picture.save(out, "JPEG", quality=95, exif=exif, comment=SECRET.encode(), xmp=xmp)
    return out.getvalue()


def drawing() -> bytes:
    """Return a PNG with text chunks and EXIF, half of it transparent."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", SECRET)
    told.add_itxt("XML:com.adobe.xmp", f"<x>{SECRET}</x>", zip=True)
    exif = Image.Exif()
    exif[0x013B] = SECRET
    out = io.BytesIO()
    Image.new("RGBA", (20, 10), (0, 0, 255, 128)).save(out, "PNG", pnginfo=told, exif=exif)
    return out.getvalue()


def png_bomb() -> bytes:
    """Return a PNG of a few hundred bytes that says it has 2,500 million pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    side = (50_000).to_bytes(4, "big")
    head = chunk(b"IHDR", side + side + b"\x01\x00\x00\x00\x00")
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00" * 4096)) + chunk(b"IEND", b"")


def pdf(pages: int = 1, password: str = "") -> bytes:
    """Return a PDF with author, XMP, script, a file inside, a note, a filled-in field, and a photo with its EXIF."""
    writer = PdfWriter()
    for _ in range(pages):
        page = writer.add_blank_page(200, 200)
        held = StreamObject()
        held._data = photo()
        held.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Filter"): NameObject("/DCTDecode"),
                NameObject("/Metadata"): writer._add_object(_stream(SECRET)),
            }
        )
        images = DictionaryObject({NameObject("/Im0"): writer._add_object(held)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
        page[NameObject("/Contents")] = writer._add_object(_stream("/Im0 Do (What is seen) Tj"))
        page[NameObject("/AA")] = _script()
        page[NameObject("/Annots")] = ArrayObject([_mark("/Text"), _mark("/Widget"), _mark("/Link")])
    writer.add_metadata({"/Author": SECRET, "/Producer": SECRET})
    writer.add_attachment("inside.txt", SECRET.encode())
    writer._root_object[NameObject("/OpenAction")] = _script()
    writer._root_object[NameObject("/Metadata")] = writer._add_object(_stream(SECRET))
    if password:
        writer.encrypt(password, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _stream(text: str) -> DecodedStreamObject:
    found = DecodedStreamObject()
    found.set_data(text.encode())
    return found


def _script() -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(f"app.alert('{SECRET}')")}
    )


def _mark(kind: str) -> DictionaryObject:
    return DictionaryObject(
        {
            NameObject("/Subtype"): NameObject(kind),
            NameObject("/Rect"): ArrayObject([FloatObject(n) for n in (0, 0, 10, 10)]),
            NameObject("/T"): TextStringObject(SECRET),
            NameObject("/Contents"): TextStringObject(SECRET),
            NameObject("/A"): _script(),
        }
    )


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    """Return an Office file with author, company, a tracked change and a photo. ``more``: further parts."""
    out = io.BytesIO()
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": b'<Relationships><Relationship Id="r1" Type="http://x/metadata/thumbnail" '
        b'Target="docProps/thumbnail.jpeg"/><Relationship Id="r2" Type="http://x/officeDocument" Target="x"/>'
        b"</Relationships>",
        "docProps/core.xml": f"<cp><dc:creator>{SECRET}</dc:creator></cp>".encode(),
        "docProps/app.xml": f"<Company>{SECRET}</Company>".encode(),
        "docProps/thumbnail.jpeg": photo(),
        main: f'<w:ins w:author="{SECRET}" w:initials="DPA"><w:t>What is seen</w:t></w:ins>'.encode(),
        "word/media/image1.jpg": photo(),
        "xl/comments1.xml": f"<authors><author>{SECRET}</author></authors>".encode(),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**parts, **{name.replace("__", "/"): data for name, data in more.items()}}.items():
            archive.writestr(name, data)
    return out.getvalue()
