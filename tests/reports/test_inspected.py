"""Section II.6 of a report, "Kiểm tra, xử lý": from the signed records of the days, of the body's own units only."""

from datetime import timedelta

import pytest

from app.clock import day_start, local_day
from app.db import db, transaction
from app.directives.rules import Period
from app.inspections.models import Inspection
from app.inspections.rules import InspectionStatus, Origin
from app.organisations.queries import find_organisation
from app.reports.figures import compile_figures
from app.reports.wording.results import NOT_COUNTED, results
from app.safety.rules import Level
from app.units.rules import UnitStatus
from tests.factories import make_unit

NONE = {
    "inspections": 0,
    "units": 0,
    "revisits": 0,
    "by_level": {"safe": 0, "at_risk": 0, "unsafe": 0},
    "overruled": 0,
    "findings": 0,
    "fixed": 0,
    "unfixed": 0,
    "referrals": 0,
}
MANY = NONE | {
    "inspections": 12,
    "units": 10,
    "revisits": 2,
    "by_level": {"safe": 6, "at_risk": 5, "unsafe": 1},
    "overruled": 1,
    "findings": 15,
    "fixed": 8,
    "unfixed": 3,
    "referrals": 1,
}


@pytest.mark.parametrize(
    ("frozen", "words"),
    [
        ({}, [NOT_COUNTED]),
        ({"inspections": NONE}, ["Trong kỳ không có biên bản kiểm tra nào được ký."]),
        (
            {"inspections": MANY},
            [
                "Trong kỳ đã kiểm tra 12 lượt tại 10 đơn vị (trong đó 02 lượt kiểm tra lại): 06 lượt an toàn, "
                "05 lượt có rủi ro, 01 lượt không an toàn; 01 lượt kết luận khác mức chấm theo tiêu chí.",
                "Trong kỳ nêu 15 kiến nghị, 08 kiến nghị đã khắc phục xong, 03 kiến nghị đến hạn chưa khắc phục.",
                "Đề nghị xử phạt vi phạm hành chính 01 vụ.",
            ],
        ),
    ],
)
def test_the_frozen_figures_give_the_sentences(frozen, words):
    nothing = {"numerator": 0, "denominator": 0}
    figures = {"measures": {"qr": nothing, "entry": nothing}, "previous": {}, **frozen}
    title, sentences = results(figures)[-1]

    assert title == "Kiểm tra, xử lý"
    assert ["".join(piece.text for piece in sentence) for sentence in sentences] == words


@pytest.fixture
def signed(cast, inside):
    """A record of today about a hotel of the department of tourism, by Phú Quốc's officers; one of yesterday."""
    hotel = make_unit(cast.lan, owner="tourism", status=UnitStatus.ACTIVE)
    inspectors = find_organisation("district-911")
    with transaction():
        for day in (local_day(), local_day() - timedelta(1)):
            row = Inspection(unit_id=hotel.id, organisation_id=inspectors.id, origin=Origin.HAND, planned_on=day)
            row.status, row.planned_at, row.signed_at = InspectionStatus.CLOSED, day_start(day), day_start(day)
            row.inspected_on, row.level, row.scored_level = day, Level.SAFE, Level.SAFE
            db.session.add(row)


@pytest.mark.parametrize(("body", "expected"), [("tourism", 1), ("health", 0), ("district-911", 0), ("office", 1)])
def test_a_report_counts_the_records_of_its_bodys_units_and_days(signed, cast, body, expected):
    period = Period(local_day(), local_day())
    found = compile_figures(cast.chau.viewer, find_organisation(body), period)["inspections"]

    assert (found["inspections"], found["units"]) == (expected, expected)
