"""What everybody may know: how many people came in by district and day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Blueprint, Response
from flask_babel import gettext as _

from app import clock
from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day, now
from app.directives.rules import Period
from app.door import public
from app.monitoring.publishing import SMALLEST, Published, Shown, publish, table_of
from app.monitoring.queries.public import entries_by_district
from app.web.filters import day, number
from app.web.pages import render
from app.web.sheets import Sheet, answer_sheet, file_of

bp = Blueprint("stats", __name__, url_prefix="/stats", template_folder="templates")
DAYS = 7


@dataclass(frozen=True)
class Stats:
    """The table of the page: its districts, its days (all over), its numbers."""

    districts: Sequence[Area]
    days: Sequence[date]
    numbers: Published


@bp.get("")
@public
def show() -> Response:
    """The last seven days that are over."""
    return render("monitoring/public_stats.html", stats=_stats(), smallest=SMALLEST, at=now(), words=_words)


@file_of(bp, "")
@public
def export(suffix: str) -> Response:
    """The same table as a file."""
    return answer_sheet(_sheet(_stats()), suffix)


def _stats() -> Stats:
    today = local_day()
    period = Period(today - timedelta(DAYS), today - timedelta(1))
    districts = list_areas(AreaLevel.DISTRICT, on=period.last_on)
    days = clock.days(period.first_on, period.last_on)
    counts = table_of(entries_by_district(period), [district.code for district in districts], days)
    return Stats(districts, days, publish(counts))


def _words(shown: Shown) -> str:
    """A published number: hidden, a sum that is only about right, or rounded."""
    if shown.is_hidden:
        return f"<{SMALLEST}"
    return str(_("khoảng %(n)s", n=number(shown.value))) if shown.is_about else number(shown.value)


def _sheet(stats: Stats) -> Sheet:
    header = [_("Địa bàn"), *map(day, stats.days), _("Cộng")]
    return Sheet(_("Lượt vào theo địa bàn"), "luot-vao-theo-dia-ban", header, _rows(stats))


def _rows(stats: Stats) -> Iterator[Sequence[object]]:
    shown = stats.numbers
    for district, row, total in zip(stats.districts, shown.rows, shown.row_sums, strict=True):
        yield district.name, *map(_words, row), _words(total)
    yield _("Toàn tỉnh"), *map(_words, shown.column_sums), _words(shown.sum)
