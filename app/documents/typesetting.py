"""Lines of text as the PDF engine sets them: widths, kerning and line ends of one font; the importer of fontTools.

For Latin letters as they are composed (NFC). A text that a font cannot write so, or whose line ends are not plain to
see, is refused: whoever asked lets the PDF engine do it.
"""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from unicodedata import combining

from app.documents.pdf import HOME

# In such a text a line ends at blanks and nowhere else: a stroke or hyphen binds to the digit behind it.
PLAIN = re.compile(r"(?:[\w ,.;:&'’()“”\"]|[-/](?=\d)|(?<= )[-–](?= ))*")


class NotPlain(ValueError):
    """This text needs the PDF engine: a letter that the font lacks, or line ends that only the engine knows."""


@dataclass(frozen=True)
class Line:
    """One line: its letters, and how wide it is in parts of the font's size."""

    text: str
    width: float


class Font:
    """A font file of ours."""

    def __init__(self, name: str) -> None:
        from fontTools.ttLib import TTFont

        self.name = name
        self.file = HOME / "fonts" / f"{name}.ttf"
        font = TTFont(self.file)
        self.units: int = font["head"].unitsPerEm
        self.ascent = font["hhea"].ascent / self.units
        self.descent = -font["hhea"].descent / self.units
        self.bounds = [font["head"].xMin, font["head"].yMin, font["head"].xMax, font["head"].yMax]
        order = {glyph: number for number, glyph in enumerate(font.getGlyphOrder())}
        self.glyphs: dict[str, int] = {chr(point): order[glyph] for point, glyph in font.getBestCmap().items()}
        self.advances: list[int] = [font["hmtx"][glyph][0] for glyph in font.getGlyphOrder()]
        self._kerns: dict[str, float] = {}

    @cached_property
    def _measure(self) -> "_Measure":
        return _Measure(self.file, self.units)

    def lines(self, text: str, *, widest: float, spacing: float = 0) -> list[Line]:
        """The text in lines no wider than `widest` sizes of the font. Raises NotPlain."""
        if any(letter not in self.glyphs or combining(letter) for letter in text):
            raise NotPlain
        whole = Line(text, self.width(text, spacing))
        if whole.width <= widest:
            return [whole]
        if not PLAIN.fullmatch(text):
            raise NotPlain
        return self._broken(text, widest, spacing)

    def _broken(self, text: str, widest: float, spacing: float) -> list[Line]:
        lines: list[Line] = []
        for word in text.split(" "):
            longer = f"{lines[-1].text} {word}" if lines else word
            if lines and (width := self.width(longer, spacing)) <= widest:
                lines[-1] = Line(longer, width)
            else:
                lines.append(Line(word, self.width(word, spacing)))
        if max(line.width for line in lines) > widest:
            raise NotPlain
        return lines

    def width(self, text: str, spacing: float = 0) -> float:
        """How wide a line is, in sizes of the font; `spacing` comes after each letter."""
        units = sum(self.advances[self.glyphs[letter]] for letter in text)
        kerns = sum(self.kern(before, after) for before, after in pairwise(text))
        return (units + kerns) / self.units + spacing * len(text)

    def kern(self, before: str, after: str) -> float:
        """How much nearer (negative) or further apart two letters stand than their widths say, in the font's units."""
        pair = before + after
        if pair not in self._kerns:
            apart = self.advances[self.glyphs[before]] + self.advances[self.glyphs[after]]
            self._kerns[pair] = self._measure.width(pair) - apart
        return self._kerns[pair]


class _Measure:
    """HarfBuzz, which knows a font's table of pairs, by way of Pillow."""

    def __init__(self, file: Path, units: int) -> None:
        from PIL import ImageFont

        self._font = ImageFont.truetype(str(file), units, layout_engine=ImageFont.Layout.RAQM)

    def width(self, text: str) -> float:
        return float(self._font.getlength(text, features=["-liga"]))


@cache
def font(name: str) -> Font:
    """A font of ours, read once."""
    return Font(name)
