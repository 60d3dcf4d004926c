"""Posters by the thousand: the design drawn once, names and codes stamped onto it, as on the single sheet."""

from collections.abc import Iterator

from app.documents.quick_qr import quick_matrix
from app.documents.stamping import PT_IN_MM, Book, Mark, Square
from app.documents.typesetting import Font, NotPlain, font
from app.posters.designs import Design, Spot, Style
from app.posters.faces import Face
from app.posters.paper import Wish, blank_pdf, code_mm, faces_pdf
from app.posters.rules import size_pt

REGULAR, BOLD = "BeVietnamPro-Regular", "BeVietnamPro-Bold"


class Press:
    """Prints faces of one wish into one PDF."""

    def __init__(self, wish: Wish) -> None:
        sheet = wish.sheet
        self._wish, self._design = wish, sheet.design
        self.book = Book(width=self._design.width, height=self._design.height, scale=sheet.scale, folded=sheet.folded)

    def print(self, face: Face) -> None:
        """Add a page: stamped where that is plain, else drawn by itself."""
        if face.has_captions or not (marks := _marks_or_none(self._design, face)):
            self.book.insert(faces_pdf([face], self._wish))
            return
        # All that a blank shows of its face; posters of one version share it.
        if not self.book.has_design(face.printed):
            self.book.add_design(face.printed, blank_pdf(face, self._wish))
        self.book.stamp(face.printed, marks, [_square(self._design, face)])


def _marks_or_none(design: Design, face: Face) -> list[Mark] | None:
    try:
        return [*_place(design, face), *_line(design, face, "digits"), *_line(design, face, "verify")]
    except NotPlain:
        return None


def _place(design: Design, face: Face) -> list[Mark]:
    """The lines that say where one is, together in the middle of their place."""
    lines = [line for kind, text in face.place for line in _set(design, kind, text)]
    height = sum(line.height for line in lines)
    if height > design.place.height:
        raise NotPlain
    top = design.place.top + (design.place.height - height) / 2
    marks = []
    for line in lines:
        marks.append(line.mark(design.place, top, centred=design.centred))
        top += line.height
    return marks


def _line(design: Design, face: Face, kind: str) -> Iterator[Mark]:
    spot: Spot = getattr(design, kind)
    centred = design.centred or kind == "verify"
    for line in _set(design, kind, face.texts[kind]):
        yield line.mark(spot, spot.top, centred=centred)


class _Set:
    """A line of text in its size."""

    def __init__(self, text: str, width: float, style: Style, size: float, face: Font) -> None:
        self._text, self._style, self._size, self._font = text, style, size, face
        self._width = width * size / PT_IN_MM
        self.height = style.leading * size / PT_IN_MM

    def mark(self, spot: Spot, top: float, *, centred: bool) -> Mark:
        size = self._size / PT_IN_MM
        # Half of what the line is higher than its letters comes above them.
        above = (self.height - (self._font.ascent + self._font.descent) * size) / 2
        left = spot.left + ((spot.width - self._width) / 2 if centred else 0)
        baseline = top + above + self._font.ascent * size
        return Mark(self._text, self._font, self._size, left, baseline, self._style.colour, self._style.spacing)


def _set(design: Design, kind: str, text: str) -> list[_Set]:
    style, spot = design.styles[kind], design.place if kind not in ("digits", "verify") else getattr(design, kind)
    size, face = size_pt(text, style.sizes), font(BOLD if style.bold else REGULAR)
    lines = face.lines(text, widest=spot.width * PT_IN_MM / size, spacing=style.spacing)
    return [_Set(line.text, line.width, style, size, face) for line in lines]


def _square(design: Design, face: Face) -> Square:
    spot, width = design.codes, code_mm(design, face)
    left = spot.left + (spot.width - width) / 2
    return Square(quick_matrix(face.drawn[0].text), left, spot.top + (spot.height - width) / 2, width)
