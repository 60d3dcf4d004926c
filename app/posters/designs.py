"""Where everything stands on a sheet, in millimetres from its upper left corner.

One table for two printers: a single sheet is a page of HTML, a thousand of them are stamped onto its blank.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from app.posters.rules import PosterSize, Sizes

UNLIMITED = float("inf")
RED, BLACK, GREY = "#b3121d", "#0b0c0c", "#383f43"


@dataclass(frozen=True)
class Spot:
    """A place on the sheet."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Style:
    """How a kind of text is set: sizes by its length, line height and letter spacing as parts of the size."""

    sizes: Sizes
    leading: float
    bold: bool = False
    colour: str = BLACK
    spacing: float = 0


@dataclass(frozen=True)
class Design:
    """A sheet: what stands in `place` is centred up and down, `codes` holds one code of `qr_mm` or two of `pair_mm`."""

    name: str
    width: float
    height: float
    centred: bool
    place: Spot
    digits: Spot
    verify: Spot
    codes: Spot
    qr_mm: float
    pair_mm: float
    styles: Mapping[str, Style]


POSTER = Design(
    name="poster",
    width=210,
    height=297,
    centred=True,
    place=Spot(8, 24.5, 194, 26.5),
    digits=Spot(8, 242.6, 194, 7.1),
    verify=Spot(8, 285.9, 194, 3),
    codes=Spot(8, 51, 194, 191.6),
    qr_mm=150,
    pair_mm=74,
    styles={
        "name": Style(((26, 34), (33, 28), (80, 21), (112, 16), (UNLIMITED, 12)), 1.15, bold=True),
        "gate": Style(((UNLIMITED, 11),), 1.2, bold=True, colour=RED),
        "address": Style(((95, 11), (UNLIMITED, 8.5)), 1.2),
        "digits": Style(((UNLIMITED, 20),), 1, bold=True, spacing=0.08),
        "caption": Style(((UNLIMITED, 12),), 1.3, bold=True),
        "verify": Style(((UNLIMITED, 7),), 1.2, colour=GREY),
    },
)
# Read at arm's length: words on the right of the code. One face of a table tent; half as large on a counter.
CARD = Design(
    name="card",
    width=210,
    height=148.5,
    centred=False,
    place=Spot(124, 26, 78, 42),
    digits=Spot(124, 70, 78, 7.1),
    verify=Spot(8, 141, 194, 3),
    codes=Spot(6, 23, 116, 116),
    qr_mm=87,
    pair_mm=44,
    styles={
        "name": Style(((26, 21), (52, 18), (84, 15), (UNLIMITED, 11)), 1.15, bold=True),
        "gate": Style(((UNLIMITED, 11),), 1.2, bold=True, colour=RED),
        "address": Style(((60, 10), (110, 9), (UNLIMITED, 8)), 1.2),
        "digits": Style(((UNLIMITED, 20),), 1, bold=True, spacing=0.08),
        "caption": Style(((UNLIMITED, 9),), 1.3, bold=True),
        "verify": Style(((UNLIMITED, 7.5),), 1.2, colour=GREY),
    },
)
# The plate or the name of the ferry is what a passenger compares.
STICKER = Design(
    name="sticker",
    width=100,
    height=150,
    centred=True,
    place=Spot(4, 14.5, 92, 22),
    digits=Spot(4, 126.5, 92, 6.4),
    verify=Spot(4, 146, 92, 2.6),
    codes=Spot(4, 36, 92, 91),
    qr_mm=68,
    pair_mm=36,
    styles={
        "name": Style(((30, 13), (72, 11), (UNLIMITED, 8)), 1.15, bold=True),
        "gate": Style(((16, 20), (40, 12), (UNLIMITED, 9)), 1.15, bold=True, colour=RED),
        "address": Style(((60, 7.5), (UNLIMITED, 6)), 1.2),
        "digits": Style(((UNLIMITED, 18),), 1, bold=True, spacing=0.08),
        "caption": Style(((UNLIMITED, 6),), 1.3, bold=True),
        "verify": Style(((UNLIMITED, 5.5),), 1.2, colour=GREY),
    },
)


@dataclass(frozen=True)
class Sheet:
    """A size of paper: the design, how much larger or smaller it is printed, and whether a second face is folded up."""

    design: Design
    scale: float = 1
    folded: bool = False

    @property
    def width(self) -> float:
        return self.design.width * self.scale

    @property
    def height(self) -> float:
        return self.design.height * self.scale * (2 if self.folded else 1)


SHEETS: Mapping[PosterSize, Sheet] = {
    PosterSize.A4: Sheet(POSTER),
    PosterSize.A3: Sheet(POSTER, sqrt(2)),
    PosterSize.A5: Sheet(POSTER, 1 / sqrt(2)),
    PosterSize.TENT: Sheet(CARD, folded=True),
    PosterSize.STICKER: Sheet(STICKER),
    PosterSize.COUNTER: Sheet(CARD, 1 / sqrt(2)),
}
LINES_OF_PLACE: Sequence[str] = ("name", "gate", "address")


def css(design: Design, *, folded: bool = False) -> str:
    """The table as rules of a style sheet."""
    page = f"{design.width}mm {design.height * (2 if folded else 1)}mm"
    rules = [f"@page {{ size: {page}; }}", f".sheet {{ height: {design.height}mm; width: {design.width}mm; }}"]
    for name in ("place", "digits", "verify", "codes"):
        spot: Spot = getattr(design, name)
        rules.append(
            f".{name} {{ height: {spot.height}mm; left: {spot.left}mm; top: {spot.top}mm; width: {spot.width}mm; }}"
        )
    for kind, style in design.styles.items():
        weight = "bold" if style.bold else "normal"
        rules.append(
            f".text-{kind} {{ color: {style.colour}; font-weight: {weight}; letter-spacing: {style.spacing}em;"
            f" line-height: {style.leading}; }}"
        )
        rules += [f".{size_class(kind, size)} {{ font-size: {size}pt; }}" for _, size in style.sizes]
    return "\n".join(rules)


def size_class(kind: str, size: float) -> str:
    """The class of a text of this kind in this size."""
    return f"{kind}-{str(size).replace('.', '_')}"
