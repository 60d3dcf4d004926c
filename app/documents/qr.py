"""QR codes as matrices and as one SVG path; the only importer of qrcode."""

from collections import defaultdict
from itertools import groupby, pairwise
from typing import Literal

from markupsafe import Markup
from qrcode import QRCode, constants
from qrcode.util import QRData

Matrix = tuple[tuple[bool, ...], ...]
Level = Literal["L", "M", "Q", "H"]
Point = tuple[int, int]
Edges = dict[Point, list[Point]]

# As the standard asks: what reads a code must see where it ends.
QUIET_MODULES = 4
LEVELS: dict[Level, int] = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
PICTURE = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{size}mm" height="{size}mm" viewBox="0 0 {side} {side}" {spoken}'
    '<rect width="{side}" height="{side}" fill="#fff"/><path d="{path}"/></svg>'
)


def qr_matrix(text: str, *, error_correction: Level = "Q", mask: int | None = None) -> Matrix:
    """The dark (True) and light modules by row, without the quiet zone.

    Digits, capitals and ` $%*+-./:` alone are packed tighter: encode `HTTPS://…` in capitals for a smaller code.
    Of the eight masks the best is tried out, which is most of the work; a given one is taken unseen, for codes that are
    drawn by the hundred a second and read from a bright screen.
    """
    code = QRCode(error_correction=LEVELS[error_correction], mask_pattern=mask)
    # One segment in the densest mode that holds the whole text; splitting does not pay at the length of a URL.
    code.add_data(QRData(text))
    code.make()
    return tuple(tuple(map(bool, row)) for row in code.modules)


def qr_svg(
    text: str,
    *,
    size_mm: float,
    error_correction: Level = "Q",
    border: int = QUIET_MODULES,
    label: str = "",
    mask: int | None = None,
) -> Markup:
    """A QR code `size_mm` wide as an inline picture; its quiet zone of `border` modules comes around that.

    `label` is what a screen reader says (a tagged PDF needs one); without it the picture is hidden from readers.
    """
    return svg_of(
        qr_matrix(text, error_correction=error_correction, mask=mask), size_mm=size_mm, border=border, label=label
    )


def svg_of(matrix: Matrix, *, size_mm: float, border: int = QUIET_MODULES, label: str = "") -> Markup:
    """The same of a code that is encoded already."""
    side = len(matrix) + 2 * border
    width_mm = size_mm * side / len(matrix)
    return PICTURE.format(size=f"{width_mm:.2f}", side=side, spoken=_spoken(label), path=outline(matrix, offset=border))


def _spoken(label: str) -> Markup:
    return Markup('role="img"><title>{}</title>').format(label) if label else Markup('aria-hidden="true">')


def outline(matrix: Matrix, *, offset: int = 0) -> str:
    """The path around the dark areas, one unit a module, moved right and down by `offset`.

    Outlines, not a square a module: a third of the bytes, and no hairlines between squares on screen or in print.
    """
    edges = _edges(matrix)
    parts = []
    while edges:
        parts.append(_path(_take_loop(edges), offset))
    return "".join(parts)


def _edges(matrix: Matrix) -> Edges:
    """Unit edges between dark and light by their start, with the dark side always on the right hand."""
    edges: Edges = defaultdict(list)
    # A dict, for its order: the path of a text must be the same in every run.
    dark = {(x, y): None for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    for x, y in dark:
        sides = {
            (x, y - 1): ((x, y), (x + 1, y)),
            (x + 1, y): ((x + 1, y), (x + 1, y + 1)),
            (x, y + 1): ((x + 1, y + 1), (x, y + 1)),
            (x - 1, y): ((x, y + 1), (x, y)),
        }
        for neighbour, (start, end) in sides.items():
            if neighbour not in dark:
                edges[start].append(end)
    return edges


def _take_loop(edges: Edges) -> list[Point]:
    """Remove one closed chain of edges and return its points, the first one again at the end."""
    loop = [next(iter(edges))]
    while len(loop) == 1 or loop[-1] != loop[0]:
        ends = edges[loop[-1]]
        following = ends.pop()
        if not ends:
            del edges[loop[-1]]
        loop.append(following)
    return loop


def _path(loop: list[Point], offset: int) -> str:
    steps = ((x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(loop))
    runs = [(step, len(list(same))) for step, same in groupby(steps)]
    moves = [f"h{dx * length}" if dx else f"v{dy * length}" for (dx, dy), length in runs]
    x, y = loop[0]
    # z draws the last run back to the start
    return f"M{x + offset} {y + offset}" + "".join(moves[:-1]) + "z"
