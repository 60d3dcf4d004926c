"""The record on paper: biên bản in the form of Decree 30/2020 (Mẫu 1.9), with drawn signatures and the pictures."""

import base64
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import render_template
from flask_babel import force_locale

from app.documents.pdf import render_pdf
from app.documents.wording import official_date, official_number, short_date
from app.inspections import labels
from app.inspections.rules import CodeVerdict, EntryPoint, FindingOutcome, PosterPoint, Seen
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.posters.kit import issuer_of, seat_of
from app.posters.wording import COMMITTEE_SHORT, PROVINCE_COMMITTEE
from app.safety.labels import LEVEL_LABELS
from app.safety.rules import Level
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind


def record_pdf(
    content: Mapping[str, Any],
    body: Organisation,
    *,
    digest: str = "",
    photos: Sequence[bytes] = (),
    drawn: Mapping[str, str] | None = None,
) -> bytes:
    """The record that `content` freezes; without a digest it is a draft to look through before signing."""
    # An official paper is Vietnamese, whatever language its reader has chosen.
    with force_locale("vi"):
        html = render_template(
            "inspections/paper.html",
            content=content,
            digest=digest,
            superior=PROVINCE_COMMITTEE if body.kind is OrganisationKind.DEPARTMENT else (),
            issuer=issuer_of(body),
            number=content["number"] or official_number(None, symbol(body)),
            place_and_date=f"{seat_of(body)}, {_written(content['inspected_on'])}",
            pictures=[address_of(each, "jpeg") for each in photos],
            drawn=drawn or {},
            words=_words(),
        )
    return render_pdf(html)


def symbol(body: Organisation) -> str:
    """What follows the stroke of the record's number: `BB-UBND`, of a department the initials of its name, `BB-SYT`."""
    if body.kind is not OrganisationKind.DEPARTMENT:
        return f"BB-{COMMITTEE_SHORT}"
    words = body.name.replace("-", " ").split()
    return "BB-" + "".join(word[0].upper() for word in words if word not in ("và", "tỉnh"))


def address_of(content: bytes, kind: str) -> str:
    """A picture as an address within the document itself."""
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _written(day: str) -> str:
    return official_date(date.fromisoformat(day))


def _words() -> dict[str, Any]:
    return {
        "day": lambda text: short_date(date.fromisoformat(text)),
        "date": _written,
        "seen": lambda value: labels.SEEN_LABELS[Seen(value)] if value else "–",
        "poster": [(point.value, labels.POSTER_LABELS[point]) for point in PosterPoint],
        "entry": [(point.value, labels.ENTRY_LABELS[point]) for point in EntryPoint],
        "code": lambda value: labels.CODE_LABELS[CodeVerdict(value)][0],
        "outcome": lambda value: labels.OUTCOME_LABELS[FindingOutcome(value)],
        "level": lambda value: LEVEL_LABELS[Level(value)],
        "kind": lambda value: UNIT_KIND_LABELS[UnitKind(value)],
    }
