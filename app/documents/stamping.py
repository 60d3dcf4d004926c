"""Pages stamped from one design, and pages that are put together or made larger; the only importer of pikepdf.

Lengths are millimetres from a page's upper left corner. A stamped page refers to its design and brings only what
differs: a few lines of text and a QR code.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from app.documents.qr import Matrix
from app.documents.typesetting import Font

if TYPE_CHECKING:
    from pikepdf import Pdf

PT_IN_MM = 72 / 25.4


@dataclass(frozen=True)
class Mark:
    """One line of text on a face: where its letters begin and stand (`baseline`), in which font and colour."""

    text: str
    font: Font
    size_pt: float
    left: float
    baseline: float
    colour: str
    spacing: float = 0


@dataclass(frozen=True)
class Square:
    """A QR code on a face, its quiet zone left out."""

    matrix: Matrix
    left: float
    top: float
    width: float


class Book:
    """A PDF to which faces are added; one face a page, or two that are folded against each other."""

    def __init__(self, *, width: float, height: float, scale: float = 1, folded: bool = False) -> None:
        from pikepdf import Pdf

        self._pdf = Pdf.new()
        self._width, self._height, self._scale = width * PT_IN_MM, height * PT_IN_MM, scale
        self._folded = folded
        self._designs: dict[object, Any] = {}
        self._fonts: dict[str, Any] = {}
        self._chapters: list[tuple[str, int]] = []

    @property
    def page_count(self) -> int:
        """How many pages it has by now."""
        return len(self._pdf.pages)

    def has_design(self, key: object) -> bool:
        return key in self._designs

    def add_design(self, key: object, pdf: bytes) -> None:
        """Let pages refer to the first page of this PDF as to their design."""
        from pikepdf import Pdf

        with Pdf.open(BytesIO(pdf)) as source:
            self._designs[key] = self._pdf.copy_foreign(source.pages[0].as_form_xobject())

    def begin_chapter(self, title: str) -> None:
        """Let the pages that follow stand under this title in the reader's list."""
        self._chapters.append((title, len(self._pdf.pages)))

    def stamp(self, key: object, marks: Sequence[Mark], squares: Sequence[Square]) -> None:
        """Add a page: the design with these marks and codes on it."""
        from pikepdf import Array, Dictionary, Name

        for mark in marks:
            self._font(mark.font)
        drawn = b"".join(map(self._square, squares)) + b"".join(map(self._text, marks))
        fonts = {f"/{name}": font for name, font in self._fonts.items()}
        resources = Dictionary(XObject=Dictionary(Design=self._designs[key]), Font=Dictionary(fonts))
        width, height = self._width * self._scale, self._height * self._scale
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(width, 3), round(height * (2 if self._folded else 1), 3)]),
            Resources=resources,
            Contents=self._pdf.make_stream(self._placed(drawn)),
        )
        self._pdf.pages.append(self._pikepage(page))

    def insert(self, pdf: bytes) -> None:
        """Add the pages of another PDF as they are."""
        from pikepdf import Pdf

        with Pdf.open(BytesIO(pdf)) as source:
            self._pdf.pages.extend(source.pages)

    def content(self) -> bytes:
        """The PDF; what refers to nothing is left out."""
        from pikepdf import ObjectStreamMode, OutlineItem

        with self._pdf.open_outline() as outline:
            outline.root.extend(OutlineItem(title, page) for title, page in self._chapters)
        written = BytesIO()
        self._pdf.save(written, object_stream_mode=ObjectStreamMode.generate, compress_streams=True)
        return written.getvalue()

    def _pikepage(self, page: Any) -> Any:
        from pikepdf import Page

        return Page(self._pdf.make_indirect(page))

    def _placed(self, drawn: bytes) -> bytes:
        """The design, then what is stamped on each of its faces; the upper of two stands on its head."""
        scale = f"{self._scale:.5f}".encode()
        upright = b"q %s 0 0 %s 0 0 cm\n%%sQ\n" % (scale, scale)
        faces = upright % (b"/Design Do\n" + drawn)
        if not self._folded:
            return faces
        across, up = self._width * self._scale, 2 * self._height * self._scale
        return faces + b"q -%s 0 0 -%s %.3f %.3f cm\n%sQ\n" % (scale, scale, across, up, drawn)

    def _text(self, mark: Mark) -> bytes:
        left, up = mark.left * PT_IN_MM, self._height - mark.baseline * PT_IN_MM
        spacing = f"{mark.spacing * mark.size_pt:.3f} Tc " if mark.spacing else ""
        return (
            f"q {_colour(mark.colour)} rg BT {spacing}/{mark.font.name} {mark.size_pt} Tf "
            f"1 0 0 1 {left:.3f} {up:.3f} Tm [{_letters(mark)}] TJ ET Q\n"
        ).encode()

    def _square(self, square: Square) -> bytes:
        module = square.width / len(square.matrix) * PT_IN_MM
        left, up = square.left * PT_IN_MM, self._height - square.top * PT_IN_MM
        return f"q {module:.5f} 0 0 {-module:.5f} {left:.3f} {up:.3f} cm {_runs(square.matrix)} f Q\n".encode()

    def _font(self, font: Font) -> Any:
        if font.name not in self._fonts:
            self._fonts[font.name] = _embedded(self._pdf, font)
        return self._fonts[font.name]


def _letters(mark: Mark) -> str:
    """The line's glyphs in hexadecimal, with the kerning between them where there is any."""
    parts, before = ["<"], ""
    for letter in mark.text:
        if before and (kern := mark.font.kern(before, letter)):
            parts.append(f">{-kern * 1000 / mark.font.units:g}<")
        parts.append(f"{mark.font.glyphs[letter]:04x}")
        before = letter
    return "".join(parts) + ">"


def _runs(matrix: Matrix) -> str:
    """Dark runs of each row as parts of one path, so that no hairline shows between rows."""
    parts = []
    for y, row in enumerate(matrix):
        x = 0
        for dark, same in groupby(row):
            length = len(list(same))
            if dark:
                parts.append(f"{x} {y} {length} 1 re")
            x += length
    return " ".join(parts)


def _colour(colour: str) -> str:
    return " ".join(f"{int(colour[n : n + 2], 16) / 255:.4f}" for n in (1, 3, 5))


def _embedded(pdf: "Pdf", font: Font) -> Any:
    """The whole font in the PDF, with the way back from its glyphs to letters, for search and copying."""
    from pikepdf import Array, Dictionary, Name

    per_mille = 1000 / font.units
    file = pdf.make_stream(font.file.read_bytes())
    file.Length1 = font.file.stat().st_size
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name(f"/{font.name}"),
        Flags=4,
        FontBBox=Array([round(edge * per_mille) for edge in font.bounds]),
        ItalicAngle=0,
        Ascent=round(font.ascent * 1000),
        Descent=-round(font.descent * 1000),
        CapHeight=700,
        StemV=80,
        FontFile2=file,
    )
    letters = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=Name(f"/{font.name}"),
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=Name.Identity,
        FontDescriptor=pdf.make_indirect(descriptor),
        W=Array([0, Array([round(advance * per_mille) for advance in font.advances])]),
    )
    whole = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=Name(f"/{font.name}"),
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(letters)]),
        ToUnicode=pdf.make_stream(_to_unicode(font)),
    )
    return pdf.make_indirect(whole)


def _to_unicode(font: Font) -> bytes:
    # A glyph that writes several letters (¨ and the blank that does not break) goes back to the first of them.
    letters = {glyph: letter for letter, glyph in reversed(font.glyphs.items())}
    pairs = [f"<{glyph:04x}> <{letter.encode('utf-16-be').hex()}>" for glyph, letter in sorted(letters.items())]
    blocks = (pairs[n : n + 100] for n in range(0, len(pairs), 100))
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Letters def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{body}\nendcmap end end"
    ).encode()


def scaled(pdf: bytes, scale: float) -> bytes:
    """The same pages larger or smaller; their tags for screen readers stay."""
    if scale == 1:
        return pdf
    from pikepdf import Array, Pdf

    with Pdf.open(BytesIO(pdf)) as book:
        for page in book.pages:
            page.contents_add(f"q {scale:.5f} 0 0 {scale:.5f} 0 0 cm".encode(), prepend=True)
            page.contents_add(b"Q")
            page.MediaBox = Array([round(float(edge) * scale, 3) for edge in page.MediaBox])
            for note in page.get("/Annots", ()):
                note.Rect = Array([round(float(edge) * scale, 3) for edge in note.Rect])
        return _saved(book)


def joined(pdfs: Iterable[bytes]) -> bytes:
    """Several PDFs as one, page after page."""
    from pikepdf import Pdf

    with Pdf.new() as book:
        for pdf in pdfs:
            with Pdf.open(BytesIO(pdf)) as part:
                book.pages.extend(part.pages)
        return _saved(book)


def _saved(book: "Pdf") -> bytes:
    written = BytesIO()
    # Equal pages give equal bytes.
    book.save(written, deterministic_id=True)
    return written.getvalue()
