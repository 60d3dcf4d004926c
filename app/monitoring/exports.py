"""What a page lists, as a sheet."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.directives.labels import SPLIT
from app.directives.measures import LeadStep
from app.directives.rules import MeasureKey
from app.monitoring import labels
from app.monitoring.queries import Point, Rows
from app.monitoring.queries.late import LateUnit
from app.monitoring.queries.rows import Row
from app.monitoring.rules import Step
from app.publicity.measure import PublicityRow
from app.web.filters import day, deadline, instant, percent
from app.web.sheets import Sheet


def rows_sheet(rows: Rows, listed: Sequence[Row], withheld: int) -> Sheet:
    """The rows behind a figure, those that are not named counted in a last line."""
    name = str(labels.MEASURE_LABELS[rows.wanted.measure])
    if rows.wanted.measure is MeasureKey.LEAD:
        header = [_("Cơ quan"), _("Việc"), _("Hạn"), _("Đã làm lúc"), _("Kết quả")]
    elif rows.wanted.measure is MeasureKey.PUBLICISE:
        header = [_("Cơ quan"), _("Hoạt động"), _("Ngày dự kiến"), _("Đã làm ngày"), _("Kết quả")]
    else:
        header = [_("Đơn vị"), _("Cơ quan quản lý"), _("Địa bàn"), _("Ngày"), _("Kết quả")]
        header += [_("Số người")] if rows.wanted.measure is MeasureKey.ISOLATION else []
    last = [[labels.withheld_rows(withheld)]] if withheld else []
    cells = [_cells(row)[: len(header)] for row in listed]
    return Sheet(name, rows.wanted.measure.value, header, [*cells, *last])


def _cells(row: Row) -> Sequence[object]:
    if isinstance(row, LeadStep):
        step, state = labels.step_words(row), labels.step_result(row)
        return row.organisation_name, step, deadline(row.due_at), instant(row.done_at), state
    if isinstance(row, PublicityRow):
        planned_on = day(row.planned_on) if row.action_id else ""
        return row.organisation_name, row.subject, planned_on, day(row.done_on), SPLIT[row.why]
    name = f"{row.unit_name}, {row.point}" if row.point and row.unit_id > 0 else row.unit_name
    return name, row.organisation_name, row.area_name, day(row.day), SPLIT[row.why], row.people


def late_sheet(on: date, units: Sequence[LateUnit]) -> Sheet:
    """Units without data of a day, in the order of the page."""
    header = [
        _("Đơn vị"),
        _("Cơ quan quản lý"),
        _("Địa bàn"),
        _("Nguy cơ cao"),
        _("Ngày không có số liệu trong 7 ngày"),
    ]
    rows = (
        (unit.name, unit.organisation_name, unit.area_name, _("có") if unit.is_high_risk else "", unit.silent_days)
        for unit in units
    )
    return Sheet(_("Chưa có số liệu"), f"chua-co-so-lieu-{on.isoformat()}", header, rows)


def trend_sheet(rows: Rows, step: Step, points: Sequence[Point]) -> Sheet:
    """The points of a trend; one that was not kept has no figures."""
    name = str(labels.MEASURE_LABELS[rows.wanted.measure])
    header = [_("Kỳ"), _("Đạt"), _("Phải có"), _("Tỷ lệ")]
    return Sheet(name, f"dien-bien-{rows.wanted.measure.value}", header, [_point(step, point) for point in points])


def _point(step: Step, point: Point) -> Sequence[object]:
    figure, words = point.figure, labels.point_words(step, point.period)
    if figure is None:
        return words, "", "", _("chưa có số liệu")
    return words, figure.numerator, figure.denominator, percent(figure.share)
