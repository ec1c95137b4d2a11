"""Pictures: decoded, turned the right way up, and encoded anew, so that nothing but what is seen comes out."""

import io
from typing import Final

from PIL import Image, ImageOps

from storage.cleaning.kinds import BROKEN, FileKind, Refused

PIXELS_MOST: Final = 64_000_000
"""A telephone's largest photo has about 50 million. Decoded whole, one needs three or four bytes for each."""
EDGE_MOST: Final = 3000
"""Pixels of the longer edge that are kept: enough to read a label, and a tenth of the size."""
_ICC_MOST: Final = 16_384
_TOO_MANY: Final = "This picture has too many pixels for us to open. Please send a smaller one."


def clean_picture(content: bytes, kind: FileKind) -> bytes:
    """Return the picture with nothing beside its pixels and their colour profile. Raises Refused."""
    Image.MAX_IMAGE_PIXELS = None  # the limit below is ours, and is asked before anything is decoded
    png = kind is FileKind.PNG
    with Image.open(io.BytesIO(content), formats=("PNG",) if png else ("JPEG", "MPO")) as opened:
        width, height = opened.size
        if width * height > PIXELS_MOST:
            raise Refused(_TOO_MANY)
        opened.draft("RGB", (EDGE_MOST, EDGE_MOST))  # a JPEG is decoded small at once; a PNG takes no notice
        try:
            opened.load()
        except (OSError, SyntaxError, ValueError):
            raise Refused(BROKEN) from None
        profile = opened.info.get("icc_profile")
        upright = ImageOps.exif_transpose(opened)
        wanted = _mode(upright, png=png)
        plain = upright if upright.mode == wanted else upright.convert(wanted)
        plain.thumbnail((EDGE_MOST, EDGE_MOST))
        plain.info = {}  # what encoders would copy: comment, text, EXIF, XMP
        keeps_colours = isinstance(profile, bytes) and len(profile) <= _ICC_MOST and wanted.startswith("RGB")
        out = io.BytesIO()
        how = {} if png else {"quality": 88}
        plain.save(out, "PNG" if png else "JPEG", icc_profile=profile if keeps_colours else None, exif=b"", **how)
        return out.getvalue()


def _mode(picture: Image.Image, *, png: bool) -> str:
    if png and (picture.has_transparency_data or picture.mode in {"LA", "PA", "RGBA", "RGBa"}):
        return "RGBA"
    return "L" if picture.mode in {"1", "L"} else "RGB"
