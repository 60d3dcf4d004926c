"""Samples to take and results to note; what families ask for."""

from itertools import chain

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import day_start, local_day, now
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.duty import is_on_duty
from app.follow_ups.forms import PlainForm, PlanSampleForm, SampleForm
from app.follow_ups.labels import HOUSEHOLD_NEEDS
from app.follow_ups.queries import NeedFilter
from app.follow_ups.rules.cases import URGENT_NEEDS, SampleResult
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import people_on_duty
from app.follow_ups.views.sheets import needs_sheet, tests_sheet
from app.follow_ups.views.showing import case_page
from app.units.views.listing import row_id
from app.web.pages import asked, render, see_other
from app.web.pagination import each_row, wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/isolation/tests")
@requires(Permission.FOLLOW_UP_REPORT)
def list_tests() -> Response:
    return _tests(SampleForm())


@file_of(bp, "/isolation/tests")
@requires(Permission.FOLLOW_UP_REPORT)
def export_tests(suffix: str) -> Response:
    """The same samples as a file."""
    tests = each_row(lambda wish: queries.list_tests_to_do(viewer(), wish).rows)
    return answer_sheet(tests_sheet(viewer(), chain(queries.list_late_tests(viewer()), tests)), suffix)


@file_of(bp, "/isolation/needs")
@requires(Permission.FOLLOW_UP_REPORT)
def export_needs(suffix: str) -> Response:
    """The same needs as a file."""
    needs = each_row(lambda wish: queries.list_needs(viewer(), _wanted(), wish).rows)
    return answer_sheet(needs_sheet(viewer(), needs), suffix)


@bp.post("/isolation/tests/<int:follow_up_test_id>")
@requires(Permission.FOLLOW_UP_REPORT)
def record_sample(follow_up_test_id: int) -> Response:
    """Taken, negative, positive; who is positive leads to who was near."""
    test, form = queries.get_test(viewer(), follow_up_test_id), SampleForm()
    if not is_on_duty(viewer(), test.follow_up):
        raise Absent(follow_up_test_id)
    if not form.validate():
        return _tests(form, status=422)
    actions.record_sample(viewer(), test, form.result.data, on=local_day())
    flash(_("Đã ghi kết quả lấy mẫu."))
    if form.result.data is SampleResult.POSITIVE:
        return see_other("follow_ups.list_near", follow_up_id=test.follow_up_id)
    if "from_case" in request.args:
        return see_other("follow_ups.show", follow_up_id=test.follow_up_id)
    return see_other("follow_ups.list_tests", **asked())


@bp.post("/isolation/<int:follow_up_id>/tests")
@requires(Permission.FOLLOW_UP_WORK)
def plan_sample(follow_up_id: int) -> Response:
    """A sample besides those of the protocol."""
    row, form = queries.get_own_case(viewer(), follow_up_id), PlanSampleForm()
    if not form.validate():
        return case_page(row, form, status=422)
    actions.add_sample(viewer(), row, **form.values())
    flash(_("Đã thêm lần lấy mẫu."))
    return see_other("follow_ups.show", follow_up_id=row.id)


@bp.get("/isolation/<int:follow_up_id>/near")
@requires(Permission.FOLLOW_UP_REPORT)
def list_near(follow_up_id: int) -> Response:
    """Roommates and household of somebody who turned out to be infected."""
    row = queries.get_own_case(viewer(), follow_up_id)
    near = queries.list_near(viewer(), row)
    wrong = next(
        (each for each in queries.list_corrections(viewer(), row) if each.before is SampleResult.POSITIVE), None
    )
    since = day_start(wrong.before_on) if wrong and wrong.before_on else None
    return render(
        "follow_ups/near.html",
        row=row,
        near=near,
        wrong=wrong,
        changed=queries.converted_since(near.people, since) if since else frozenset(),
        people=people_on_duty(viewer(), [row, *near.people]),
    )


@bp.get("/isolation/needs")
@requires(Permission.FOLLOW_UP_REPORT)
def list_needs() -> Response:
    return _needs(PlainForm())


@bp.post("/isolation/needs/<int:follow_up_need_id>")
@requires(Permission.FOLLOW_UP_REPORT)
def answer_need(follow_up_need_id: int) -> Response:
    """The family has got what it asked for."""
    need, form = queries.get_need(viewer(), follow_up_need_id), PlainForm()
    if not form.validate():
        return _needs(form, status=422)
    actions.answer_need(viewer(), need)
    flash(_("Đã ghi là đã giải quyết."))
    return see_other("follow_ups.list_needs", **asked())


def _tests(form: SampleForm, status: int = 200) -> Response:
    page, late = queries.list_tests_to_do(viewer(), wished_page()), queries.list_late_tests(viewer())
    people = people_on_duty(viewer(), [test.follow_up for test in (*late, *page.rows)])
    return render(
        "follow_ups/tests.html",
        form=form,
        page=page,
        late=late,
        people=people,
        address=asked(),
        status=status,
    )


def _wanted() -> NeedFilter:
    return NeedFilter("done" in request.args, row_id("site"))


def _needs(form: PlainForm, status: int = 200) -> Response:
    wanted = _wanted()
    page = queries.list_needs(viewer(), wanted, wished_page())
    return render(
        "follow_ups/needs.html",
        form=form,
        page=page,
        times=queries.answer_times(viewer(), wanted),
        wanted=wanted,
        urgent_needs=URGENT_NEEDS,
        people=people_on_duty(viewer(), [need.follow_up for need in page.rows]),
        need_labels=HOUSEHOLD_NEEDS,
        at=now(),
        address=asked(),
        status=status,
    )
