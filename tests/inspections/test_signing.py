"""What the page of signatures shows, and what begins for the unit once both sides signed."""

from datetime import timedelta

import pytest

from app.clock import local_day
from app.db import transaction
from app.door import office_viewer
from app.safety.queries import find_set
from app.safety.remedies.actions import Fault, open_remedies
from app.safety.remedies.models import Remedy
from app.safety.remedies.rules import RemedySource
from app.units.rules import UnitKind
from app.web.filters import day
from tests.inspections.conftest import begin, inspect, plan, rows_of, the_unit, write, written


def test_nobody_signs_for_the_unit_by_opening_the_page(cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school)
    due = local_day() + timedelta(3)
    write(an, begin(an, inspection), school.record(finding_0_text="Thiếu xà phòng", finding_0_due=written(due)))

    page = an.get(f"{inspection}/sign")

    assert page.fields(f"{inspection}/sign")["unit_name"] == ""
    assert f"Thiếu xà phòng – hạn {day(due)}" in page.text


@pytest.mark.slow
def test_what_criteria_lack_on_the_spot_is_to_be_put_right_and_what_they_meet_is_over(app, cast, school, browse):
    with app.app_context(), transaction():
        said = {"source": RemedySource.ASSESSMENT, "source_ref": "1"}
        criteria = find_set(UnitKind.SCHOOL, on=local_day()).scoring.criteria
        texts = {each.number: each.text for each in criteria}
        open_remedies(office_viewer(), the_unit(school), [Fault(texts[2]), Fault(texts[3])], **said)

    inspect(browse(cast.an), school, school.record(failed=(3, 4)))

    rows = {row.subject: row for row in rows_of(app, Remedy)}
    assert len(rows) == len(rows_of(app, Remedy)) == 3
    assert rows[texts[2]].evidence == f"Đạt khi kiểm tra ngày {day(local_day())}"
    assert rows[texts[3]].closed_at is None
    found = rows[texts[4]]
    assert (found.source, found.is_urgent, found.closed_at) == (RemedySource.INSPECTION, True, None)
    assert found.responsible
    assert texts[4] in browse(school.mai).get(f"/units/{school.unit_id}/safety").text
