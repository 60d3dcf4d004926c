"""What is said of a row, in sentences."""

from typing import Any, Protocol

from flask_babel import gettext as _

from app.units.intake.labels import COLUMN_LABELS, LIKENESS_LABELS, REASON_LABELS
from app.units.intake.rules import Column, Likeness, Reason, Verdict
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind

_COLUMN_OF = {"area_id": Column.COMMUNE, "organisation_id": Column.ORGANISATION}


class _Row(Protocol):
    verdict: Verdict
    notes: list[Any]


def explain(row: _Row) -> list[str]:
    """Why a row is wrong, in what it differs from its unit, what it looks like; nothing for other rows."""
    match row.verdict:
        case Verdict.WRONG:
            return [str(REASON_LABELS[Reason(reason)]) % {"text": text} for reason, text in row.notes]
        case Verdict.CHANGED:
            return [_difference(*note) for note in row.notes]
        case Verdict.DUPLICATE:
            return [_likeness(*note) for note in row.notes]
    return []


def _difference(name: str, old: str, new: str) -> str:
    label = COLUMN_LABELS[_COLUMN_OF.get(name) or Column(name)]
    shown = [str(UNIT_KIND_LABELS[UnitKind(value)]) if name == "kind" else value or "–" for value in (old, new)]
    return str(_("%(what)s: %(old)s → %(new)s", what=label, old=shown[0], new=shown[1]))


def _likeness(sign: str, of: str, which: Any, name: str, address: str) -> str:
    values = {"sign": LIKENESS_LABELS[Likeness(sign)], "name": name, "address": address}
    if of == "row":
        return str(_("Giống dòng %(number)s: %(name)s, %(address)s (%(sign)s)", number=which, **values))
    return str(_("Giống đơn vị đã có: %(name)s, %(address)s (%(sign)s)", **values))
