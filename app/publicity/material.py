"""What bodies can use as it is: a text to be read out, a leaflet to print, a picture to share; Vietnamese and Khmer.

The Khmer words have not been read by a native speaker yet, and every page and paper of them says so.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from flask import current_app, render_template
from flask_babel import gettext as _

from app.documents.cards import Line, card_png
from app.documents.khmer import khmer_breaks
from app.documents.pdf import render_pdf
from app.documents.qr import qr_svg
from app.publicity.rules import PublicityLanguage

QR_MM = 55


@dataclass(frozen=True)
class Material:
    """One language's words: heading, steps of a leaflet, the text to be read out."""

    language: PublicityLanguage
    heading: str
    steps: Sequence[str]
    closing: str
    script: Sequence[str]
    is_reviewed: bool


@cache
def materials() -> Mapping[PublicityLanguage, Material]:
    """The words that ship with the portal, by language."""
    text = (resources.files("app.publicity") / "data" / "materials.json").read_text(encoding="utf-8")
    return {PublicityLanguage(key): Material(PublicityLanguage(key), **row) for key, row in json.loads(text).items()}


def leaflet_pdf(language: PublicityLanguage) -> bytes:
    """A sheet of A5 to print."""
    material, address = materials()[language], current_app.config["BASE_URL"]
    qr = qr_svg(address, size_mm=QR_MM, label=material.heading)
    words = {"material": material, "qr": qr, "address": address, "breaks": khmer_breaks, "review": review_words()}
    return render_pdf(render_template("publicity/leaflet.html", **words))


def picture_png(language: PublicityLanguage) -> bytes:
    """A picture to share; what no native speaker has read says so."""
    material = materials()[language]
    review = [] if material.is_reviewed else [Line(review_words(), 24)]
    above = [Line(material.heading, 64, is_bold=True), *(Line(step, 34) for step in material.steps)]
    return card_png(above, current_app.config["BASE_URL"], [Line(material.closing, 34, is_bold=True), *review])


def review_words() -> str:
    """What stands on words that nobody who speaks the language has read."""
    return str(_("Bản tiếng Khmer chờ người bản ngữ thẩm định"))
