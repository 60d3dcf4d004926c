"""Bảng kết quả thực hiện: the bodies of one group side by side. Internal."""

from flask import Response, request
from flask_babel import gettext as _

from app.directives.labels import figure_words
from app.directives.rules import MeasureKey
from app.documents.cards import table_png
from app.door import Permission, requires, viewer
from app.monitoring import labels
from app.monitoring.figure_sheets import results_sheet
from app.monitoring.periods import Chosen, chosen_order, chosen_period
from app.monitoring.queries import has_rows
from app.monitoring.queries.results import Results, results
from app.monitoring.rules import Section
from app.monitoring.views import bp, words
from app.notices.sharing import shared_text
from app.web.filters import day, instant, percent
from app.web.pages import render
from app.web.sheets import answer_file, answer_sheet, file_of

ON_PICTURE = 20


@bp.get("/results")
@requires(Permission.MONITOR_READ)
def results_table() -> Response:
    chosen = chosen_period(request.args)
    found, order = _results(chosen), chosen_order(request.args)
    text = shared_text(_title(chosen), _lines(found))
    return render(
        "monitoring/results.html",
        found=found,
        chosen=chosen,
        order=order,
        text=text,
        has_rows=has_rows,
        **words(chosen),
    )


@file_of(bp, "/results")
@requires(Permission.MONITOR_READ)
def export_results(suffix: str) -> Response:
    """The same table as a file."""
    return answer_sheet(results_sheet(_results(chosen_period(request.args))), suffix)


@bp.get("/results/picture")
@requires(Permission.MONITOR_READ)
def results_picture() -> Response:
    """The first lines as a picture for a chat, by the measure by which they are sorted."""
    chosen = chosen_period(request.args)
    found, measure = _results(chosen), _measure()
    shown = found.table.lines[:ON_PICTURE] if found.table else ()
    rows = [(line.node.name, figure_words(line.figures[measure])) for line in shown]
    header = (_("Cơ quan"), str(labels.MEASURE_LABELS[measure]))
    note = _("Tính đến %(at)s, dùng nội bộ", at=instant(found.at))
    return answer_file(table_png(_title(chosen), note, header, rows), "image/png", "ket-qua-thuc-hien.png")


def _results(chosen: Chosen) -> Results:
    wish = request.args.get("group", "")
    section = Section(wish) if wish in list(Section) else None
    return results(viewer(), section, chosen.period, chosen_order(request.args))


def _title(chosen: Chosen) -> str:
    first, last = day(chosen.period.first_on), day(chosen.period.last_on)
    return str(_("Kết quả thực hiện %(first)s – %(last)s", first=first, last=last))


def _lines(found: Results) -> list[str]:
    lines = found.table.lines if found.table else ()
    return [f"{line.node.name}: {percent(line.figures[_measure()].share)}" for line in lines]


def _measure() -> MeasureKey:
    """What a short form of the table shows: the measure by which it is sorted."""
    return chosen_order(request.args).measure or MeasureKey.ENTRY
