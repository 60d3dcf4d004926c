"""Who of a list is behind with a measure, and reminding them: one way for every list of the drill-down."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flask import url_for
from flask_babel import force_locale

from app import audit
from app.clock import local_day
from app.directives.measures import UnitDayRow
from app.directives.rules import MeasureKey, Period
from app.door import Viewer
from app.monitoring import labels, queries
from app.monitoring.notices import BODY_BEHIND, UNIT_BEHIND
from app.monitoring.periods import days_of
from app.monitoring.queries import Line, Rows, Show
from app.monitoring.reminding import AT_MOST, Reminded, managers_of
from app.notices.people import Recipient, people_of
from app.notices.telling import LANGUAGE, Notice, tell
from app.notices.wording import Variable
from app.web.filters import day as write_day
from app.web.filters import number

ROWS_LOOKED_AT = 20_000


@dataclass(frozen=True)
class Behind:
    """A unit or a body of which so many things are missing."""

    id: int
    name: str
    missing: int
    is_unit: bool


def behind_in_rows(viewer: Viewer, rows: Rows) -> Sequence[Behind]:
    """Whose rows a figure misses, most first; places of a list that nobody registered have nobody to remind."""
    found: Counter[tuple[int, str, bool]] = Counter()
    missing = replace(rows, wanted=replace(rows.wanted, show=Show.MISSING))
    for row in queries.all_rows(viewer, missing, limit=ROWS_LOOKED_AT):
        if not isinstance(row, UnitDayRow):
            found[row.organisation_id, row.organisation_name, False] += 1
        elif row.unit_id > 0:
            found[row.unit_id, row.unit_name, True] += row.people
        elif rows.wanted.measure in (MeasureKey.ISOLATION, MeasureKey.SAFETY):
            # At home, or a commune without a grade of the period: whoever answers for it is told.
            found[row.organisation_id, row.organisation_name, False] += row.people
    return [Behind(id_, name, count, is_unit) for (id_, name, is_unit), count in found.most_common(AT_MOST)]


def behind_in_lines(lines: Sequence[Line], measure: MeasureKey, target: float | None) -> Sequence[Behind]:
    """The bodies whose figure is below the target, in the table's order."""
    shown = [(line.node, line.figures.get(measure)) for line in lines if not line.is_own]
    return [
        Behind(node.id, node.name, (figure.denominator or 0) - (figure.numerator or 0), False)
        for node, figure in shown
        if figure and target is not None and figure.is_below(target)
    ][:AT_MOST]


def remind(viewer: Viewer, measure: MeasureKey, period: Period, found: Sequence[Behind]) -> Reminded:
    """Tell each of them; once a day of a measure, whoever asks."""
    today = local_day()
    managers = managers_of(viewer, [each.id for each in found if each.is_unit])
    with force_locale(LANGUAGE):
        title = str(labels.MEASURE_LABELS[measure])
        days = f"{write_day(period.first_on)} – {write_day(period.last_on)}"
    new = 0
    for each in found:
        kind, what = (UNIT_BEHIND, "unit") if each.is_unit else (BODY_BEHIND, "body")
        people: Sequence[Recipient] = (
            managers.get(each.id, ()) if each.is_unit else people_of([each.id], kind.permission, on=today)
        )
        values = {Variable.BODY: each.name, Variable.COUNT: number(each.missing), Variable.PERIOD: days}
        cause = f"behind/{measure.value}/{what}-{each.id}/{today.isoformat()}"
        notice = Notice(kind.key, cause, {**values, Variable.TITLE: title}, _path(each, measure, period))
        new += bool(tell(notice, people))
    audit.record("monitoring.behind_reminded", measure.value, by=viewer, count=new)
    return Reminded(new, len(found) - new)


def _path(each: Behind, measure: MeasureKey, period: Period) -> str:
    if each.is_unit:
        return url_for("units.show", unit_id=each.id)
    where = {"body": each.id, "show": Show.MISSING.value, **days_of(period)}
    return url_for("monitoring.rows", measure=measure.value, **where)  # type: ignore[arg-type]
