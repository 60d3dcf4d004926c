"""The three sources of units side by side, and the gap between them as a statistic; for officers only."""

from collections.abc import Iterator, Sequence

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.safety.labels import LEVEL_LABELS
from app.safety.levels import LevelFilter
from app.safety.settings import rating_days
from app.safety.sources import queries
from app.safety.sources.queries import Gaps, GapTables, SourceLine
from app.safety.views.blueprint import bp
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.units.views.listing import choices, chosen_member, row_id
from app.web.filters import percent
from app.web.pages import asked, render
from app.web.pagination import wished_page
from app.web.sheets import Sheet, answer_sheet, file_of
from app.web.short import Columns


@bp.get("/assessments/sources")
@requires(Permission.MONITOR_READ)
def sources() -> Response:
    """Where what units say is better than what others find."""
    wanted = wanted_sources()
    return render(
        "safety/sources.html",
        page=queries.list_gaps(viewer(), wanted, wished_page()),
        wanted=wanted,
        kind_labels=UNIT_KIND_LABELS,
        rating_days=rating_days(),
        updated_at=now(),
        address=asked(),
        **choices(),
    )


@file_of(bp, "/assessments/sources")
@requires(Permission.MONITOR_READ)
def export_sources(suffix: str) -> Response:
    """Every unit with its three sources."""
    header = [
        _("Tên đơn vị"),
        _("Loại hình"),
        _("Địa bàn"),
        _("Cơ quan quản lý"),
        _("Đơn vị tự đánh giá"),
        _("Kết quả kiểm tra"),
        _("Đánh giá của khách"),
        _("Chênh lệch (số mức kém hơn)"),
    ]
    lines = map(_cells, queries.list_all_sources(viewer(), wanted_sources()))
    return answer_sheet(Sheet(_("Ba nguồn"), "ba-nguon", header, lines, Columns(0, 4, 7)), suffix)


@bp.get("/assessments/sources/gaps")
@requires(Permission.MONITOR_READ)
def gaps() -> Response:
    """How far what units say is from what others find, by district and by body."""
    tables = queries.gap_tables(viewer(), wanted_sources())
    return render("safety/gaps.html", tables=tables, updated_at=now(), address=asked())


@file_of(bp, "/assessments/sources/gaps")
@requires(Permission.MONITOR_READ)
def export_gaps(suffix: str) -> Response:
    """The statistic by district and by body."""
    header = [
        _("Theo"),
        _("Tên"),
        _("Số đơn vị"),
        _("Tự đánh giá còn hiệu lực"),
        _("So được với kiểm tra"),
        _("Kiểm tra kém hơn"),
        _("So được với khách"),
        _("Khách đánh giá kém hơn"),
    ]
    tables = queries.gap_tables(viewer(), wanted_sources())
    rows = _gap_rows(tables)
    return answer_sheet(Sheet(_("Chênh lệch ba nguồn"), "chenh-lech", header, rows, Columns(1, 2, 5)), suffix)


def _gap_rows(tables: GapTables) -> Iterator[Sequence[object]]:
    for title, rows in ((_("địa bàn"), tables.districts), (_("cơ quan quản lý"), tables.bodies)):
        for row in rows:
            yield title, row.name, *_numbers(row)


def _numbers(row: Gaps) -> Sequence[object]:
    return (
        row.units,
        row.claimed,
        row.inspected,
        _with_share(row.worse_inspected, row.inspected),
        row.rated,
        _with_share(row.worse_rated, row.rated),
    )


def _with_share(count: int, of: int) -> str:
    return f"{count} ({percent(count / of)})" if of else str(count)


def _cells(line: SourceLine) -> Sequence[object]:
    unit = line.unit
    place = ", ".join(area.name for area in (unit.area, unit.area.parent) if area)
    gap = "" if line.worst_gap is None else line.worst_gap
    levels = (LEVEL_LABELS[level] for level in (line.claimed, line.found, line.rated))
    return unit.name, UNIT_KIND_LABELS[unit.kind], place, unit.organisation.name, *levels, gap


def wanted_sources() -> LevelFilter:
    return LevelFilter(
        search=request.args.get("q", "")[:200],
        kind=chosen_member(UnitKind, "kind"),
        area_id=row_id("area"),
        owner_id=row_id("owner"),
    )
