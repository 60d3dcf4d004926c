"""Posters by the thousand: the design drawn once, names and codes stamped onto it, as on the single sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.documents.qr import QUIET_MODULES
from app.documents.quick_qr import quick_matrix
from app.documents.stamping import PT_IN_MM, Book, Mark, Square
from app.documents.typesetting import Font, NotPlain, font
from app.posters.designs import Design, Spot, Style
from app.posters.faces import Code, Face
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
        try:
            boxes = _boxes(self._design, face)
            marks = [*_marks(self._design, face), *(mark for box in boxes for mark in box.caption)]
        except NotPlain:
            self.book.insert(faces_pdf([face], self._wish))
            return
        # All that a blank shows of its face; posters of one version share it.
        shown = (face.printed, face.entry_only)
        if not self.book.has_design(shown):
            self.book.add_design(shown, blank_pdf(face, self._wish))
        self.book.stamp(shown, marks, [box.square for box in boxes])


def _marks(design: Design, face: Face) -> list[Mark]:
    return [*_place(design, face), *_line(design, face, "digits"), *_line(design, face, "verify")]


def _place(design: Design, face: Face) -> list[Mark]:
    """The lines that say where one is, together in the middle of their place."""
    lines = [line for kind, text in face.place for line in _set(design, kind, text, design.place)]
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
    for line in _set(design, kind, face.texts[kind], spot):
        yield line.mark(spot, spot.top, centred=centred)


class _Set:
    """A line of text in its size."""

    def __init__(self, text: str, width: float, style: Style, size: float, face: Font) -> None:
        self._text, self._style, self._size, self._font = text, style, size, face
        self.width = width * size / PT_IN_MM
        self.height = style.leading * size / PT_IN_MM

    def mark(self, spot: Spot, top: float, *, centred: bool) -> Mark:
        size = self._size / PT_IN_MM
        # Half of what the line is higher than its letters comes above them.
        above = (self.height - (self._font.ascent + self._font.descent) * size) / 2
        left = spot.left + ((spot.width - self.width) / 2 if centred else 0)
        baseline = top + above + self._font.ascent * size
        return Mark(self._text, self._font, self._size, left, baseline, self._style.colour, self._style.spacing)


def _set(design: Design, kind: str, text: str, spot: Spot) -> list[_Set]:
    style = design.styles[kind]
    size, face = size_pt(text, style.sizes), font(BOLD if style.bold else REGULAR)
    lines = face.lines(text, widest=spot.width * PT_IN_MM / size, spacing=style.spacing)
    return [_Set(line.text, line.width, style, size, face) for line in lines]


@dataclass(frozen=True)
class _Box:
    """A code in its place, with the marks that say beneath it whose it is."""

    square: Square
    caption: Sequence[Mark]


class _Column:
    """A code with its quiet zone, and its caption where it must be told from another."""

    def __init__(self, design: Design, face: Face, code: Code) -> None:
        self._matrix, self._side = quick_matrix(code.text), code_mm(design, face)
        self._quiet = self._side * QUIET_MODULES / len(self._matrix)
        self._lines = _set(design, "caption", code.caption, design.codes) if face.has_captions else []
        self.width = max(self._side + 2 * self._quiet, *(line.width for line in self._lines), 0)

    def at(self, left: float, spot: Spot) -> _Box:
        """The column with its left edge there, in the middle of the spot's height."""
        square_height = self._side + 2 * self._quiet
        top = spot.top + (spot.height - square_height - sum(line.height for line in self._lines)) / 2
        square = Square(self._matrix, left + (self.width - self._side) / 2, top + self._quiet, self._side)
        beneath = Spot(left, top + square_height, self.width, 0)
        return _Box(square, [line.mark(beneath, beneath.top, centred=True) for line in self._lines])


def _boxes(design: Design, face: Face) -> list[_Box]:
    """The codes side by side in the middle of their place, as the engine sets them. Raises NotPlain."""
    spot, columns = design.codes, [_Column(design, face, code) for code in face.drawn]
    taken = sum(column.width for column in columns)
    if taken > spot.width:
        raise NotPlain
    left, boxes = spot.left + (spot.width - taken) / 2, []
    for column in columns:
        boxes.append(column.at(left, spot))
        left += column.width
    return boxes
