"""Pictures that people send: looked at, drawn anew and made small; the only importer of Pillow's pictures.

What is kept is a JPEG of our own: nothing that the file carried beside its pixels (place, device, scripts) is in it.
"""

from io import BytesIO

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
QUALITY = 80


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
