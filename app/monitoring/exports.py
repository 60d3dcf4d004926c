"""What a page lists, as a sheet."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.directives.labels import SPLIT
from app.directives.measures import LeadStep
from app.directives.rules import MeasureKey
from app.monitoring import labels
from app.monitoring.queries import Rows
from app.monitoring.queries.rows import Row
from app.web.filters import day, instant
from app.web.sheets import Sheet


def rows_sheet(rows: Rows, listed: Sequence[Row], withheld: int) -> Sheet:
    """The rows behind a figure, those that are not named counted in a last line."""
    name = str(labels.MEASURE_LABELS[rows.wanted.measure])
    if rows.wanted.measure is MeasureKey.LEAD:
        header = [_("Cơ quan"), _("Việc"), _("Hạn"), _("Đã làm lúc"), _("Kết quả")]
    else:
        header = [_("Đơn vị"), _("Cơ quan quản lý"), _("Địa bàn"), _("Ngày"), _("Kết quả")]
    last = [[labels.withheld_rows(withheld)]] if withheld else []
    return Sheet(name, rows.wanted.measure.value, header, [*map(_cells, listed), *last])


def _cells(row: Row) -> Sequence[object]:
    if isinstance(row, LeadStep):
        step, state = labels.STEPS[row.kind.value], labels.STEP_STATES[row.state]
        return row.organisation_name, step, instant(row.due_at), instant(row.done_at), state
    name = f"{row.unit_name}, {row.point}" if row.point and row.unit_id > 0 else row.unit_name
    return name, row.organisation_name, row.area_name, day(row.day), SPLIT[row.why]
