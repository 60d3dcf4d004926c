"""The holidays of schools close their doors, unless a school says otherwise."""

from datetime import date, timedelta

import pytest
import time_machine

from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import now
from app.db import db, transaction
from app.directives.measures import Cut, figures_by
from app.directives.rules import MeasureKey
from app.door import office_viewer
from app.organisations.actions import create_organisation
from app.organisations.queries import find_organisation
from app.organisations.rules import OrganisationKind
from app.tallies.rules import DayState
from app.tallies.strips import strip
from app.units.actions import add_holiday
from app.units.models import SchoolHoliday
from app.units.queries import closed_spans, get_unit
from app.units.rules import UnitKind, UnitStatus
from tests.cast import START
from tests.factories import make_manager, make_unit
from tests.made_once import made_once
from tests.units.test_decide import press

WEDNESDAY = date(2026, 5, 20)
HOLIDAY = {"name": "Nghỉ hè 2026", "area": "", "from_on": "20/5/2026", "last_on": "22/5/2026", "basis": "QĐ 1/UBND"}


@pytest.fixture(autouse=True)
def _wednesday():
    with time_machine.travel("2026-05-20 09:00+07:00", tick=False):
        yield


@made_once
def school(app, cast):
    with app.app_context(), time_machine.travel("2026-05-18 08:00+07:00"):
        return make_unit(cast.an, name="Trường Dương Đông 1", kind=UnitKind.SCHOOL, status=UnitStatus.ACTIVE).id


@pytest.fixture
def headmistress(app, cast, browse, school):
    with app.app_context():
        person = make_manager(get_unit(cast.an.viewer, school))
    return browse(person)


def close(app, *, place=None, first=WEDNESDAY, days=3):
    with app.app_context(), transaction():
        area = get_area(place, AreaLevel.DISTRICT, on=first) if place else None
        days_off = {"from_on": first, "until_on": first + timedelta(days)}
        return add_holiday(office_viewer(), name="Nghỉ", area=area, basis="x", **days_off).id


def due(cast, unit_id):
    """How many days from Monday to Friday are due at the unit's door."""
    span = {"first": WEDNESDAY - timedelta(2), "last": WEDNESDAY + timedelta(2), "at": now() + timedelta(9)}
    found = figures_by(cast.chau.viewer, Cut.UNIT, [MeasureKey.ENTRY], **span)
    return found[unit_id][MeasureKey.ENTRY].denominator if unit_id in found else 0


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        pytest.param(None, 2, id="province"),
        pytest.param("911", 2, id="its district"),
        pytest.param("900", 5, id="another"),
    ],
)
def test_no_entry_is_due_from_a_school_in_a_holiday_of_its_place(app, cast, school, place, expected):
    close(app, place=place)
    with app.app_context(), time_machine.travel("2026-05-27 09:00+07:00"):
        assert due(cast, school) == expected


def test_a_hotel_knows_no_school_holidays(app, cast):
    with app.app_context(), time_machine.travel("2026-05-18 08:00+07:00"):
        hotel = make_unit(cast.an, status=UnitStatus.ACTIVE).id
    close(app)
    with app.app_context(), time_machine.travel("2026-05-27 09:00+07:00"):
        assert due(cast, hotel) == 5
        assert closed_spans(cast.an.viewer, get_unit(cast.an.viewer, hotel), WEDNESDAY, WEDNESDAY) == []


def test_the_days_of_a_holiday_are_closed_in_the_units_strip(app, cast, school):
    close(app)
    with app.app_context():
        days = strip(cast.an.viewer, get_unit(cast.an.viewer, school), WEDNESDAY)

        assert [each.state for each in days[-2:]] == [DayState.PENDING, DayState.CLOSED]


def test_a_school_that_stays_open_is_due_from_the_day_it_says_so(app, cast, browse, school, headmistress):
    holiday = close(app, first=WEDNESDAY - timedelta(1), days=4)
    told = headmistress.follow(
        headmistress.send(f"/units/{school}/calendar", to=f"/units/{school}/holidays/{holiday}/open")
    )

    assert "trường mở cửa từ 20/5/2026" in told.text
    assert press(headmistress, f"/units/{school}/holidays/{holiday}/keep").status == 409  # it is open today
    with app.app_context(), time_machine.travel("2026-05-27 09:00+07:00"):
        assert due(cast, school) == 4  # all but Tuesday


def test_a_school_may_change_its_mind_before_the_holiday_begins(app, cast, school, headmistress):
    holiday = close(app, first=WEDNESDAY + timedelta(1))
    assert press(headmistress, f"/units/{school}/holidays/{holiday}/open").status == 303
    assert press(headmistress, f"/units/{school}/holidays/{holiday}/open").status == 303
    assert "trường mở cửa từ 21/5/2026" in headmistress.get(f"/units/{school}/calendar").text
    assert press(headmistress, f"/units/{school}/holidays/{holiday}/keep").status == 303
    with app.app_context():
        spans = closed_spans(cast.an.viewer, get_unit(cast.an.viewer, school), WEDNESDAY, WEDNESDAY + timedelta(9))
        assert spans == [(WEDNESDAY + timedelta(1), WEDNESDAY + timedelta(4))]


def test_a_holiday_of_another_place_is_not_its_own(app, school, headmistress):
    elsewhere = close(app, place="900")

    assert press(headmistress, f"/units/{school}/holidays/{elsewhere}/open").status == 409


def test_the_province_lists_a_holiday_and_schools_see_it(app, cast, browse, school):
    chau = browse(cast.chau)
    page = chau.follow(chau.send("/holidays", HOLIDAY, to="/holidays"))

    assert "Đã ghi kỳ nghỉ Nghỉ hè 2026." in page.text
    assert "Toàn tỉnh" in page.text
    an = browse(cast.an)
    assert "Nghỉ 20/5/2026 – 22/5/2026: Nghỉ hè 2026" in an.get(f"/units/{school}").text
    assert "Nghỉ hè 2026" in an.get("/holidays").text
    assert "Nghỉ hè 2026;Toàn tỉnh;20/5/2026;22/5/2026" in an.get("/holidays.csv").response.data.decode("utf-8-sig")
    assert 'action="/holidays"' not in an.get("/holidays").text


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"from_on": "x"}, {"last_on": "19/5/2026"}, {"basis": " "}, {"last_on": "30/12/2027"}]
)
def test_a_holiday_needs_a_name_days_in_order_and_a_basis(app, cast, browse, wrong):
    page = browse(cast.chau).send("/holidays", {**HOLIDAY, **wrong}, to="/holidays")

    assert page.status == 422
    with app.app_context():
        assert db.session.scalars(db.select(SchoolHoliday)).all() == []


@pytest.mark.parametrize(
    ("person", "expected"), [("chau", 303), ("lan", 409), ("an", 403), ("binh", 403), ("oanh", 403)]
)
def test_only_the_province_and_its_education_department_list_holidays(cast, browse, person, expected):
    assert press(browse(getattr(cast, person)), "/holidays", HOLIDAY).status == expected


def test_the_education_department_is_answered(app, cast):
    with app.app_context(), transaction():
        body = create_organisation(
            office_viewer(),
            code="education",
            name="Sở Giáo dục và Đào tạo",
            kind=OrganisationKind.DEPARTMENT,
            parent=find_organisation("office"),
            from_on=START,
        )
        its = type(cast.lan.viewer)(user_id=cast.lan.user_id, organisation_id=body.id)
        listed = add_holiday(
            its, name="Nghỉ", area=None, from_on=WEDNESDAY, until_on=WEDNESDAY + timedelta(1), basis="x"
        )
        assert listed.listed_by_id == cast.lan.user_id


def test_a_holiday_that_runs_ends_with_yesterday_one_to_come_is_gone(app, cast, browse):
    runs, comes, over = (
        close(app, first=WEDNESDAY - timedelta(2), days=9),
        close(app, first=WEDNESDAY),
        close(app, first=WEDNESDAY - timedelta(9)),
    )
    chau = browse(cast.chau)
    for holiday, status in ((runs, 303), (comes, 303), (over, 409)):
        path = f"/holidays/{holiday}/end"
        assert chau.send(path, to=path).status == status
    with app.app_context():
        left = {each.id: each.until_on for each in db.session.scalars(db.select(SchoolHoliday))}
        assert left == {runs: WEDNESDAY, over: WEDNESDAY - timedelta(6)}
