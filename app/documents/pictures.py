"""Pictures that people send: looked at, drawn anew and made small; the only importer of Pillow's pictures.

What is kept is a JPEG of our own: nothing that the file carried beside its pixels (place, device, scripts) is in it.
"""

import base64
from io import BytesIO

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 80
# What a browser says of a drawing; a signature is small, and nothing larger is opened.
DRAWN = "data:image/png;base64,"
LARGEST_DRAWING_CHARACTERS = 400_000
DRAWING_SIZE = (900, 360)
# Greys from here on are no ink.
FAINT = 200


class BadPicture(ValueError):
    """Not a picture in one of the FORMATS, damaged, or with too many pixels to open."""


def small_jpeg(content: bytes) -> bytes:
    """The picture as a JPEG of at most LONGEST_SIDE pixels, upright, without metadata. Raises BadPicture."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(BytesIO(content), formats=FORMATS) as sent:
            # Nothing is unpacked before its size is known.
            if sent.width * sent.height > MOST_PIXELS:
                raise BadPicture
            sent.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(sent).convert("RGB")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise BadPicture from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    drawn = Image.new("RGB", upright.size)
    drawn.paste(upright)
    written = BytesIO()
    drawn.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


def drawn_png(address: str) -> bytes:
    """A drawing that a browser sent as a `data:` address, as a black and white PNG of our own. Raises BadPicture.

    An empty drawing is none either.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if not address.startswith(DRAWN) or len(address) > LARGEST_DRAWING_CHARACTERS:
        raise BadPicture
    try:
        content = base64.b64decode(address.removeprefix(DRAWN), validate=True)
        with Image.open(BytesIO(content), formats=("PNG",)) as sent:
            if sent.width * sent.height > MOST_PIXELS:
                raise BadPicture
            seen = Image.new("RGB", sent.size, "white")
            drawing = sent.convert("RGBA")
            seen.paste(drawing, mask=drawing.getchannel("A"))
    # What is no base64 is a ValueError too.
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as error:
        raise BadPicture from error
    seen.thumbnail(DRAWING_SIZE)
    inked = ImageOps.grayscale(seen)
    if not any(inked.histogram()[:FAINT]):
        raise BadPicture
    written = BytesIO()
    inked.save(written, "PNG", optimize=True)
    return written.getvalue()
