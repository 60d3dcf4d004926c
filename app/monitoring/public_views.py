"""What everybody may know: how many people came in by district and day."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response
from flask_babel import gettext as _

from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import now
from app.door import public
from app.monitoring.publishing import DAYS, SMALLEST, Published, Shown, publish, table_of
from app.monitoring.queries.public import last_closed_days, shown_by_district
from app.web.filters import day, number
from app.web.pages import render
from app.web.sheets import FILES, Sheet, answer_sheet, file_of

bp = Blueprint("stats", __name__, url_prefix="/stats", template_folder="templates")


@dataclass(frozen=True)
class Stats:
    """The table of the page: its districts, its days (all over), its numbers."""

    districts: Sequence[Area]
    days: Sequence[date]
    numbers: Published


@bp.get("")
@public
def show() -> Response:
    """The last seven days of which no more counts are taken."""
    return render("monitoring/public_stats.html", stats=_stats(), smallest=SMALLEST, at=now(), words=_words)


@file_of(bp, "", FILES)
@public
def export(suffix: str) -> Response:
    """The same table as a file."""
    return answer_sheet(_sheet(_stats()), suffix)


def _stats() -> Stats:
    days = last_closed_days(DAYS)
    districts = list_areas(AreaLevel.DISTRICT, on=days[-1])
    shown = table_of(shown_by_district(days), [district.id for district in districts], days)
    return Stats(districts, days, publish(shown))


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
