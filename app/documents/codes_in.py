"""What the QR codes of a picture or PDF say; the only importer of pillow, pikepdf and zxing-cpp.

Whoever sends the file may be anybody: sizes are looked at before anything is unpacked, and nothing is kept of it.
"""

import re
import zlib
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_BYTES = 8_000_000
LARGEST_PIXELS = 40_000_000
MOST_PAGES = 5
MOST_PICTURES = 20
# All streams of a PDF unpacked: a few scanned pages, not a bomb.
LARGEST_UNPACKED_BYTES = 120_000_000
PICTURES = ("PNG", "JPEG", "WEBP")
_STREAM = re.compile(rb"stream\r?\n")
_READABLE_FILTERS = ({"/FlateDecode"}, {"/DCTDecode"}, set[str]())


class Unreadable(StrEnum):
    """Why nothing could be read from a file."""

    TOO_LARGE = "too_large"
    NOT_A_PICTURE = "not_a_picture"
    BROKEN_PDF = "broken_pdf"
    NO_PICTURE_IN_PDF = "no_picture_in_pdf"
    NO_CODE = "no_code"


class UnreadableFile(ValueError):
    """The file holds no code that could be read; `why` says what to do about it."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why.value)
        self.why = why


def read_codes(content: bytes) -> list[str]:
    """The texts of the QR codes in a picture (PNG, JPEG, WebP) or in the pictures of a PDF, each once.

    Raises UnreadableFile.
    """
    if len(content) > LARGEST_BYTES:
        raise UnreadableFile(Unreadable.TOO_LARGE)
    is_pdf = b"%PDF-" in content[:1024]
    pictures = _pictures_of_pdf(content) if is_pdf else iter([_picture(content)])
    count, texts = 0, dict[str, None]()
    for picture in pictures:
        count += 1
        texts |= dict.fromkeys(_texts(picture))
    if not count:
        raise UnreadableFile(Unreadable.NO_PICTURE_IN_PDF)
    if not texts:
        raise UnreadableFile(Unreadable.NO_CODE)
    return list(texts)


def _picture(content: bytes) -> "Image":
    from PIL import Image, ImageFile

    # WeasyPrint, once it was imported, has half pictures pass; a code in one is not to be trusted.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        picture = Image.open(BytesIO(content), formats=PICTURES)
        if picture.width * picture.height > LARGEST_PIXELS:
            raise UnreadableFile(Unreadable.TOO_LARGE)
        return picture.convert("L")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UnreadableFile(Unreadable.TOO_LARGE) from error
    # Pillow's readers of broken files raise whatever they stumble over.
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, zlib.error) as error:
        if isinstance(error, UnreadableFile):
            raise
        raise UnreadableFile(Unreadable.NOT_A_PICTURE) from error


def _texts(picture: "Image") -> list[str]:
    import zxingcpp

    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return [code.text for code in found if code.text]


def _pictures_of_pdf(content: bytes) -> Iterator["Image"]:
    import pikepdf

    _refuse_bomb(content)
    try:
        with pikepdf.open(BytesIO(content)) as pdf:
            streams = list(_streams(pdf))
            yield from filter(None, map(_unpacked, streams[:MOST_PICTURES]))
    # What a broken or hostile file lacks shows up as any of these when it is looked at.
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise UnreadableFile(Unreadable.BROKEN_PDF) from error


def _refuse_bomb(content: bytes) -> None:
    """Unpack every stream as far as allowed, before a reader does so without asking."""
    left = LARGEST_UNPACKED_BYTES
    for match in _STREAM.finditer(content):
        unpacker = zlib.decompressobj()
        try:
            left -= len(unpacker.decompress(content[match.end() :], left + 1))
        except zlib.error:
            continue
        if left < 0:
            raise UnreadableFile(Unreadable.TOO_LARGE)


def _streams(pdf: Any) -> Iterator[Any]:
    """The pictures of the first pages, those inside drawn forms too, that can be unpacked without surprises."""
    for page in pdf.pages[:MOST_PAGES]:
        yield from _of_resources(page.obj.get("/Resources"), depth=0)


def _of_resources(resources: Any, *, depth: int) -> Iterator[Any]:
    drawn = resources.get("/XObject") if resources is not None else None
    if drawn is None:
        return
    for name in list(drawn.keys())[:MOST_PICTURES]:
        each = drawn[name]
        if each.get("/Subtype") == "/Image" and _is_readable(each):
            yield each
        elif each.get("/Subtype") == "/Form" and depth < MOST_PAGES:
            yield from _of_resources(each.get("/Resources"), depth=depth + 1)


def _is_readable(stream: Any) -> bool:
    import pikepdf

    filters = stream.get("/Filter", [])
    names = {str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters] if filters else [])}
    return names in _READABLE_FILTERS and int(stream.Width) * int(stream.Height) <= LARGEST_PIXELS


def _unpacked(stream: Any) -> "Image | None":
    """The picture; None for one in a form that our libraries do not read."""
    import pikepdf

    try:
        if stream.get("/Filter") == "/DCTDecode":
            return _picture(stream.read_raw_bytes())
        picture: Image = pikepdf.PdfImage(stream).as_pil_image().convert("L")
    except (pikepdf.UnsupportedImageTypeError, NotImplementedError, ValueError, OSError, TypeError):
        return None
    return picture
