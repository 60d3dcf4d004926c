"""The printed sheet as a page: one for each code, in every size."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from flask import current_app, render_template
from markupsafe import Markup

from app import settings
from app.documents.khmer import khmer_breaks
from app.documents.pdf import render_pdf
from app.documents.qr import svg_of
from app.documents.quick_qr import quick_matrix
from app.documents.stamping import scaled
from app.posters.designs import SHEETS, Design, Sheet, css, size_class
from app.posters.faces import Code, Face, faces_of
from app.posters.models import Poster
from app.posters.rules import Codes, PosterLanguage, PosterSize, size_pt
from app.posters.settings import HOTLINE
from app.posters.wording import FOLD, MARK, OWNER, words_of


@dataclass(frozen=True)
class Wish:
    """How posters are to be printed."""

    size: PosterSize = PosterSize.A4
    language: PosterLanguage = PosterLanguage.VI
    codes: Codes = Codes.OURS
    logo: bool = False

    def as_json(self) -> dict[str, Any]:
        """How an order keeps it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Wish":
        """What `as_json` kept."""
        return cls(
            PosterSize(kept["size"]), PosterLanguage(kept["language"]), Codes(kept["codes"]), logo=bool(kept["logo"])
        )

    @property
    def sheet(self) -> Sheet:
        return SHEETS[self.size]


def poster_pdf(posters: Sequence[Poster], wish: Wish) -> bytes:
    """The posters as PDF pages in the order given."""
    return faces_pdf(faces_of(posters, wish.codes), wish)


def faces_pdf(faces: Sequence[Face], wish: Wish) -> bytes:
    """Sheets with these words, tagged for screen readers."""
    sheet = wish.sheet
    return scaled(render_pdf(_html(faces, wish), css=css(sheet.design, folded=sheet.folded)), sheet.scale)


def blank_pdf(face: Face, wish: Wish) -> bytes:
    """The sheet in the design's own size, without what differs from unit to unit: that is stamped onto it."""
    sheet = wish.sheet
    return render_pdf(_html([face.blank], wish), variant=None, css=css(sheet.design, folded=sheet.folded))


def _html(faces: Sequence[Face], wish: Wish) -> str:
    design = wish.sheet.design
    context: dict[str, Any] = {
        "faces": faces,
        "design": design,
        "folded": wish.sheet.folded,
        "logo": wish.logo,
        "mark": MARK,
        "fold": FOLD,
        "words": lambda face: words_of(wish.language, entry_only=face.entry_only),
        "site": current_app.config["BASE_URL"].partition("://")[2],
        "hotline": settings.value(HOTLINE),
        "owner": OWNER,
    }
    return render_template(
        "posters/sheet.html",
        qr=lambda code, face: _qr(code, code_mm(design, face)),
        text_class=lambda kind, text: _text_class(design, kind, text),
        breaks=khmer_breaks,
        **context,
    )


def code_mm(design: Design, face: Face) -> float:
    """How wide each code of the face is, its quiet zone left out."""
    return design.qr_mm if len(face.drawn) < 2 else design.pair_mm


def _qr(code: Code, size_mm: float) -> Markup:
    return svg_of(quick_matrix(code.text), size_mm=size_mm, label=code.spoken)


def _text_class(design: Design, kind: str, text: str) -> str:
    return f"text-{kind} {size_class(kind, size_pt(text, design.styles[kind].sizes))}"
