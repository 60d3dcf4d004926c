"""What is said of a row, in sentences."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Protocol

from flask_babel import gettext as _

from app.units.intake.labels import COLUMN_LABELS, LIKENESS_LABELS, REASON_LABELS
from app.units.intake.rules import Column, Likeness, Reason, Verdict, column_of
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.units.telling import yes_or_no

# Of what stands in the file so much is repeated; the whole stands in the field to mend.
QUOTED_CHARACTERS = 60
_COLUMN_OF = {"area_id": Column.COMMUNE, "organisation_id": Column.ORGANISATION}


class _Row(Protocol):
    verdict: Verdict
    notes: list[Any]


def explain(row: _Row) -> list[str]:
    """Why a row is wrong, in what it differs from its unit, what it looks like; nothing for other rows."""
    match row.verdict:
        case Verdict.WRONG:
            return [_fault(Reason(reason), text) for reason, text in row.notes]
        case Verdict.CHANGED:
            return [_difference(*note) for note in row.notes]
        case Verdict.DUPLICATE:
            return [_likeness(*note) for note in row.notes]
    return []


def faults(row: _Row) -> Mapping[Column, list[str]]:
    """Why a row is wrong, by the column in which it is to be mended."""
    found: defaultdict[Column, list[str]] = defaultdict(list)
    for reason, text in row.notes if row.verdict is Verdict.WRONG else ():
        found[column_of(Reason(reason))].append(_fault(Reason(reason), text))
    return found


def _fault(reason: Reason, text: str) -> str:
    shown = text if len(text) <= QUOTED_CHARACTERS else f"{text[:QUOTED_CHARACTERS]}…"
    return str(REASON_LABELS[reason]) % {"text": shown}


def _difference(name: str, old: str, new: str) -> str:
    label = COLUMN_LABELS[_COLUMN_OF.get(name) or Column(name)]
    shown = [_shown(name, value) for value in (old, new)]
    return str(_("%(what)s: %(old)s → %(new)s", what=label, old=shown[0], new=shown[1]))


def _shown(name: str, value: str) -> str:
    match name:
        case "kind":
            return str(UNIT_KIND_LABELS[UnitKind(value)])
        case "is_household":
            return yes_or_no(value == str(True))
        case _:
            return value or "–"


def _likeness(sign: str, of: str, which: Any, name: str, address: str) -> str:
    values = {"sign": LIKENESS_LABELS[Likeness(sign)], "name": name, "address": address}
    if not name:
        return str(_("Giống một đơn vị hạn chế công khai (%(sign)s)", **values))
    if of == "row":
        return str(_("Giống dòng %(number)s: %(name)s, %(address)s (%(sign)s)", number=which, **values))
    return str(_("Giống đơn vị đã có: %(name)s, %(address)s (%(sign)s)", **values))
