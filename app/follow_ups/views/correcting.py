"""The page on which a wrong result is put right, with what followed from it."""

from datetime import datetime

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.access.queries import names_of
from app.clock import day_start
from app.door import Absent, Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.correction_form import CorrectionForm
from app.follow_ups.duty import is_on_duty
from app.follow_ups.models import FollowUpTest
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


def _wrong_one(test_id: int) -> FollowUpTest:
    """A sample with something to correct; to take a positive result back is for who answers for the case."""
    test = queries.get_test(viewer(), test_id)
    row = test.follow_up
    if not is_on_duty(viewer(), row) or not row.is_open or test.result is SampleResult.DUE:
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
    near = queries.list_near(viewer(), row) if since else []
    return render(
        "follow_ups/correct.html",
        row=row,
        test=test,
        form=form,
        near=near,
        changed=queries.converted_since(near, since) if since else frozenset(),
        people=people_on_duty(viewer(), [row, *near]),
        writer=names_of([test.by_id]).get(test.by_id, "") if test.by_id else "",
        status=status,
    )
