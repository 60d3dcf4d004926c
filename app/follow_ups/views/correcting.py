"""The pages on which a wrong result, with what followed from it, and a wrong daily record are put right."""

from datetime import datetime

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.clock import day_start
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.correction_form import CorrectionForm, ReportCorrectionForm
from app.follow_ups.duty import is_on_duty, writer_of
from app.follow_ups.models import DailyReport, FollowUp, FollowUpTest
from app.follow_ups.people import reading_of
from app.follow_ups.rules.cases import CaseClass, SampleResult
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import people_on_duty
from app.web.pages import render, see_other


@bp.get("/isolation/tests/<int:follow_up_test_id>/correct")
@requires(Permission.FOLLOW_UP_REPORT)
def correct_sample(follow_up_test_id: int) -> Response:
    test = _wrong_one(follow_up_test_id)
    return _page(
        test, CorrectionForm(test.result, _class_before(test), formdata=None, data={"seen": test.result.value})
    )


@bp.post("/isolation/tests/<int:follow_up_test_id>/correct")
@requires(Permission.FOLLOW_UP_REPORT)
def keep_correction(follow_up_test_id: int) -> Response:
    """The right result; who was near a positive that was none is looked at once more, one by one."""
    test = _wrong_one(follow_up_test_id)
    was_positive, form = test.result is SampleResult.POSITIVE, CorrectionForm(test.result, _class_before(test))
    if not form.validate():
        return _page(test, form, status=422)
    actions.correct_sample(viewer(), test, form.correction())
    flash(_("Đã sửa kết quả; kết quả cũ và lý do được giữ lại."))
    if was_positive or test.result is SampleResult.POSITIVE:
        return see_other("follow_ups.list_near", follow_up_id=test.follow_up_id)
    return see_other("follow_ups.show", follow_up_id=test.follow_up_id)


@bp.get("/isolation/reports/<int:daily_report_id>/correct")
@requires(Permission.FOLLOW_UP_REPORT)
def correct_report(daily_report_id: int) -> Response:
    """A record of any day, while anything of the person can be read."""
    report, row = _wrong_report(daily_report_id)
    return _report_page(report, row, ReportCorrectionForm.of(reading_of(report, row.key)))


@bp.post("/isolation/reports/<int:daily_report_id>/correct")
@requires(Permission.FOLLOW_UP_REPORT)
def keep_report(daily_report_id: int) -> Response:
    """What is right; what stood there is kept."""
    (report, row), form = _wrong_report(daily_report_id), ReportCorrectionForm()
    if not form.validate():
        return _report_page(report, row, form, status=422)
    reason, writer = form.correction_reason.data or "", writer_of(viewer(), row)
    actions.correct_report(viewer(), row, report, form.reading(), reason=reason, writer=writer)
    flash(_("Đã sửa; nội dung cũ và lý do được giữ lại."))
    return see_other("follow_ups.show", follow_up_id=row.id)


def _wrong_report(report_id: int) -> tuple[DailyReport, FollowUp]:
    report = queries.get_report(viewer(), report_id)
    row = queries.get_own_case(viewer(), report.follow_up_id)
    if row.erased_at:
        raise Absent(report_id)
    return report, row


def _report_page(report: DailyReport, row: FollowUp, form: ReportCorrectionForm, status: int = 200) -> Response:
    return render(
        "follow_ups/correct_report.html",
        row=row,
        report=report,
        reading=reading_of(report, row.key),
        form=form,
        people=people_on_duty(viewer(), [row]),
        writer=names_of([report.by_id]).get(report.by_id, "") if report.by_id else "",
        status=status,
    )


def _wrong_one(test_id: int) -> FollowUpTest:
    """A sample with something to correct; to take a positive result back is for who answers for the case."""
    test = queries.get_test(viewer(), test_id)
    row = test.follow_up
    if not is_on_duty(viewer(), row) or row.erased_at or test.result is SampleResult.DUE:
        raise Absent(test_id)
    if test.result is SampleResult.POSITIVE and not viewer().can(Permission.FOLLOW_UP_WORK):
        abort(403)
    return test


def _class_before(test: FollowUpTest) -> CaseClass | None:
    """What the person was before this result; None where it is not this one alone that makes him F0."""
    samples = queries.list_tests(viewer(), test.follow_up)
    positive = [each for each in samples if each.result is SampleResult.POSITIVE]
    return queries.class_before(test.follow_up) if positive == [test] else None


def _since(test: FollowUpTest) -> datetime | None:
    return day_start(test.result_on) if test.result is SampleResult.POSITIVE and test.result_on else None


def _page(test: FollowUpTest, form: CorrectionForm, status: int = 200) -> Response:
    row, since = test.follow_up, _since(test)
    near = queries.list_near(viewer(), row) if since else None
    people = near.people if near else []
    return render(
        "follow_ups/correct.html",
        row=row,
        test=test,
        form=form,
        near=near,
        changed=queries.converted_since(people, since) if since else frozenset(),
        people=people_on_duty(viewer(), [row, *people]),
        writer=names_of([test.by_id]).get(test.by_id, "") if test.by_id else "",
        status=status,
    )
