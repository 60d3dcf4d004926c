"""What one poster says, apart from the wording that all share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app

from app.clock import local_day
from app.codes import show_code
from app.posters.designs import LINES_OF_PLACE
from app.posters.links import short_url, verify_url
from app.posters.models import Poster
from app.posters.national.queries import national_texts
from app.posters.rules import Codes, shown_codes
from app.posters.wording import CAPTIONS, PRINTED, SPOKEN, VERIFY
from app.units.models import Unit
from app.units.rules import ENTRY_ONLY, FIRST_GATE, CheckpointKind
from app.web.filters import day


@dataclass(frozen=True)
class Code:
    """A QR code: what it holds, what a screen reader says, and the caption that tells two of them apart."""

    text: str
    spoken: str
    caption: str
    is_national: bool = False


@dataclass(frozen=True)
class Face:
    """The words and codes of one sheet; without them it is the blank onto which others are stamped.

    `entry_only`: it hangs in a vehicle in which nobody scans a second time.
    """

    printed: str
    texts: Mapping[str, str] = field(default_factory=dict)
    drawn: Sequence[Code] = ()
    entry_only: bool = False

    @property
    def has_captions(self) -> bool:
        """Whether it must be said whose code it is: where ours does not stand alone."""
        return len(self.drawn) > 1 or any(code.is_national for code in self.drawn)

    @property
    def place(self) -> list[tuple[str, str]]:
        """The lines that say where one is, by kind; those without words are left out."""
        return [(kind, self.texts[kind]) for kind in LINES_OF_PLACE if self.texts.get(kind)]

    @property
    def blank(self) -> "Face":
        """What many sheets have in common."""
        return Face(self.printed, entry_only=self.entry_only)


def faces_of(posters: Sequence[Poster], wished: Codes = Codes.OURS) -> list[Face]:
    """What is printed for posters: of the codes wished for those that each of them has."""
    texts = {} if wished is Codes.OURS else national_texts({poster.unit_id for poster in posters})
    return [_face(poster, wished, texts.get(_national_key(poster))) for poster in posters]


def has_national(poster: Poster) -> bool:
    """Whether a code of tokhaiyte.vn can be printed on the poster."""
    return _national_key(poster) in national_texts({poster.unit_id})


def _national_key(poster: Poster) -> tuple[int, int | None]:
    """Whose code at tokhaiyte.vn stands on the poster: a vehicle's own, at a gate the unit's."""
    return poster.unit_id, poster.checkpoint_id if poster.checkpoint.kind is CheckpointKind.VEHICLE else None


def _face(poster: Poster, wished: Codes, national: str | None) -> Face:
    codes = shown_codes(wished, has_national=national is not None)
    unit = poster.unit
    gate = "" if poster.checkpoint.name == FIRST_GATE else poster.checkpoint.name
    site = current_app.config["BASE_URL"].partition("://")[2]
    texts = {
        "name": unit.name,
        "gate": gate,
        "address": address_of(unit),
        "digits": show_code(poster.code),
        "verify": VERIFY.format(address=verify_url(poster.code).partition("://")[2]),
        "site": site,
    }
    printed = PRINTED.format(day=day(local_day()), version=poster.version)
    vehicle = poster.checkpoint.vehicle
    entry_only = vehicle is not None and vehicle.kind in ENTRY_ONLY
    return Face(printed, texts, _codes(poster, codes, national or ""), entry_only)


def address_of(unit: Unit) -> str:
    """The address as a letter carrier reads it."""
    parts = [unit.address, unit.area.name, unit.area.parent.name if unit.area.parent else ""]
    return ", ".join(part for part in parts if part)


def _codes(poster: Poster, codes: Codes, national: str) -> list[Code]:
    spoken = SPOKEN.format(unit=poster.unit.name, code=poster.code)
    ours = Code(short_url(poster.code), spoken, CAPTIONS[Codes.OURS])
    theirs = Code(national, spoken, CAPTIONS[Codes.NATIONAL], is_national=True)
    return {Codes.OURS: [ours], Codes.NATIONAL: [theirs], Codes.BOTH: [ours, theirs]}[codes]
