"""What a positive result sets going, and how it is taken back where it was wrong: by decision, on the record."""

from datetime import date

from sqlalchemy import select

from app import audit
from app.access.scope import unscoped, within
from app.clock import local_day, now
from app.db import db
from app.door import Viewer
from app.follow_ups.actions.alerts import acknowledge_alert
from app.follow_ups.actions.cases import refuse_if_erased, set_class
from app.follow_ups.actions.reports import raise_alerts
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpTest, FollowUpTestCorrection
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import FINAL_RESULTS, CaseClass, Correction, SampleResult
from app.follow_ups.rules.reports import Session
from app.text import nfc


class ResultChanged(Exception):
    """Somebody corrected the result since the page was opened."""


def correct_sample(viewer: Viewer, test: FollowUpTest, correction: Correction) -> None:
    """Put a wrong result right; what stood there is kept with who wrote it. Sent twice it is one correction.

    A positive one that was wrong changes the person's class only as decided, and its alerts wait no longer unless
    another sample is positive. What was done to others because of it stays as it is. All of it holds for who has left
    too. Raises CaseEnded once he is erased, ResultChanged.
    """
    row, before = test.follow_up, test.result
    refuse_if_erased(row)
    if before is correction.result:
        return
    if before is not correction.seen:
        raise ResultChanged
    _keep(viewer, test, correction)
    test.result, test.by_id = correction.result, viewer.user_id
    test.taken_on = None if correction.result is SampleResult.DUE else test.taken_on or local_day()
    test.result_on = local_day() if correction.result in FINAL_RESULTS else None
    told = {"test_id": test.id, "before": before, "result": correction.result}
    audit.record("follow_up.sample_corrected", row.id, by=viewer, **told)
    if correction.result is SampleResult.POSITIVE:
        set_class(viewer, row, CaseClass.F0)
        raise_positive(row, local_day())
    elif before is SampleResult.POSITIVE:
        db.session.flush()
        _take_back(viewer, row, correction.case_class)


def raise_positive(row: FollowUp, on: date) -> None:
    """Let a positive result be looked at, also where one of the same day was taken back before."""
    raise_alerts(row, [AlertKind.POSITIVE], on, Session.MORNING)
    stmt = select(FollowUpAlert).where(
        FollowUpAlert.follow_up_id == row.id, FollowUpAlert.kind == AlertKind.POSITIVE, FollowUpAlert.day == on
    )
    for alert in db.session.scalars(unscoped(stmt, because="the case was opened by who may change it")):
        if alert.acknowledged_at is not None:
            alert.acknowledged_at, alert.acknowledged_by_id = None, None
            alert.raised_at, alert.told_step = now(), -1


def _keep(viewer: Viewer, test: FollowUpTest, correction: Correction) -> None:
    before = {"before": test.result, "before_on": test.result_on or test.taken_on, "before_by_id": test.by_id}
    row = FollowUpTestCorrection(follow_up_id=test.follow_up_id, test_id=test.id, after=correction.result, **before)
    row.reason, row.corrected_at, row.corrected_by_id = nfc(correction.reason), now(), viewer.user_id
    db.session.add(row)


def _take_back(viewer: Viewer, row: FollowUp, case_class: CaseClass | None) -> None:
    """Of a positive result that was wrong; where another one stands the person is F0 as before."""
    others = within(viewer, FollowUpTest).where(
        FollowUpTest.follow_up_id == row.id, FollowUpTest.result == SampleResult.POSITIVE
    )
    if db.session.scalar(others.limit(1)) is not None:
        return
    if case_class is not None:
        set_class(viewer, row, case_class)
    stmt = within(viewer, FollowUpAlert).where(
        FollowUpAlert.follow_up_id == row.id, FollowUpAlert.kind == AlertKind.POSITIVE
    )
    for alert in db.session.scalars(stmt):
        acknowledge_alert(viewer, alert)
