"""How a measure of a body or a place went, by day, week or month."""

from itertools import dropwhile

from flask import Response, request

from app.clock import local_day
from app.directives.rules import MeasureKey
from app.door import Permission, requires, viewer
from app.monitoring import exports, queries
from app.monitoring.cards import trend_card
from app.monitoring.periods import chosen_period
from app.monitoring.queries import Point, Rows
from app.monitoring.rules import Step, steps_of
from app.monitoring.views import bp, wanted_rows, words
from app.notices.cards import SUFFIXES, answer
from app.web.pages import render
from app.web.sheets import file_of


@bp.get("/trend/<measure>")
@requires(Permission.MONITOR_READ)
def trend(measure: str) -> Response:
    """The page; for htmx the drawing alone."""
    found, step = wanted_rows(measure), _step(measure)
    chosen = chosen_period(request.args)
    points = _points(found, step)
    return render(
        "monitoring/trend.html",
        fragment="trend",
        rows=found,
        step=step,
        steps=steps_of(MeasureKey(measure)),
        points=points,
        chosen=chosen,
        target=queries.targets(on=local_day()).get(MeasureKey(measure)),
        **words(chosen),
    )


@file_of(bp, "/trend/<measure>", SUFFIXES)
@requires(Permission.MONITOR_READ)
def export_trend(measure: str, suffix: str) -> Response:
    """The same points as a file."""
    found, step = wanted_rows(measure), _step(measure)
    points = _points(found, step)
    return answer(suffix, lambda: exports.trend_sheet(found, step, points), lambda: trend_card(found, step, points))


def _points(found: Rows, step: Step) -> list[Point]:
    """From the first point of which anything is known."""
    wanted = found.wanted
    points = queries.trend(viewer(), wanted.measure, step, wanted.period.last_on, found.limits)
    return list(dropwhile(lambda point: point.figure is None, points))


def _step(measure: str) -> Step:
    wish, steps = request.args.get("step", ""), steps_of(MeasureKey(measure))
    return Step(wish) if wish in steps else max(Step.WEEK, steps[0], key=list(Step).index)
