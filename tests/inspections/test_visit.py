"""An of Phú Quốc goes to a school: planned, recorded on his phone, signed; the school puts right what he found."""

from datetime import timedelta

import time_machine

from app.clock import local_day, now
from app.inspections.models import Finding, Inspection
from app.inspections.rules import FindingOutcome, InspectionStatus, Origin
from app.safety.models import InspectedLevel
from app.safety.rules import Level
from tests.inspections.conftest import begin, inspect, plan, rows_of, sign, with_finding, write, written


def test_from_the_plan_to_the_signed_record(app, cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school, note="Xem bếp ăn")

    record = begin(an, inspection)
    saved = write(an, record, school.record(failed=(11,)))
    signed = an.follow(sign(an, inspection))

    assert saved.status == 303
    assert "Đã ký biên bản" in signed.text
    assert "Không an toàn" in signed.text
    row = rows_of(app, Inspection)[0]
    assert (row.status, row.level, row.scored_level) == (InspectionStatus.CLOSED, Level.UNSAFE, Level.UNSAFE)
    assert len(row.digest) == 64
    assert an.get(f"{inspection}/record.pdf").response.data.startswith(b"%PDF")
