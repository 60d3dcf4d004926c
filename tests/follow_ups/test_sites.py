"""A large site: its rooms come in pages, and where many are together the first are named and the others counted."""

import csv
from datetime import timedelta
from io import StringIO

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import end_case
from app.follow_ups.queries import get_case
from app.follow_ups.queries.sites import MOST_NAMED
from app.follow_ups.rules.cases import CaseEnd
from app.follow_ups.views.sites import ROOMS_SHOWN
from tests.follow_ups.conftest import open_at


@pytest.fixture
def rooms(app, site, browse):
    """One room more than a page has, somebody in the first and in the last; nobody comes or goes today."""
    names = [f"P{n:03}" for n in range(1, ROOMS_SHOWN + 2)]
    browse(site.sau).send(_path(site), {"lines": "\n".join(f"{name}: 2" for name in names)}, to=_path(site))
    started_on = local_day() - timedelta(3)
    with app.app_context(), transaction():
        open_at(site, name="Lê Văn Đầu", room=names[0], started_on=started_on)
        open_at(site, name="Lê Văn Cuối", room=names[-1], started_on=started_on)
    return names


def _path(site):
    return f"/isolation/sites/{site.unit_id}"


def _rows(page):
    return [" ".join(row.itertext()) for row in page.tree.findall(".//tbody/tr")]


def _table(page):
    return list(csv.reader(StringIO(page.response.data.decode("utf-8-sig")), delimiter=";"))


def test_rooms_come_in_pages(site, rooms, browse):
    desk = browse(site.sau)
    first, second = desk.get(_path(site)), desk.get(f"{_path(site)}?page=2")

    assert len(_rows(first)) == ROOMS_SHOWN
    assert "Lê Văn Đầu" in _rows(first)[0]
    assert "Lê Văn Cuối" not in first.text
    assert f"{_path(site)}?page=2#rooms" in first.text
    assert [f"{rooms[-1]} 2 1 Lê Văn Cuối"] == [" ".join(row.split()) for row in _rows(second)]
    assert f"1–{ROOMS_SHOWN} trong {ROOMS_SHOWN + 1}" in first.text


def test_all_rooms_stand_in_the_form_of_every_page(site, rooms, browse):
    fields = browse(site.sau).get(f"{_path(site)}?page=2").fields(_path(site))

    assert len(fields["lines"].split("\n")) == ROOMS_SHOWN + 1


def test_who_is_in_no_room_of_the_site_stands_first(app, site, rooms, browse):
    with app.app_context(), transaction():
        open_at(site, name="Lê Văn Chưa", started_on=local_day() - timedelta(3))
        open_at(site, name="Lê Văn Lạ", room="Q9", started_on=local_day() - timedelta(3))

    first, second, third, *_rest = _rows(browse(site.sau).get(_path(site)))

    assert ("Chưa xếp phòng" in first, "Lê Văn Chưa" in first) == (True, True)
    assert ("chưa ghi phòng này" in second, "Lê Văn Lạ" in second) == (True, True)
    assert "Lê Văn Đầu" in third


def test_who_has_no_room_is_counted_and_the_first_are_named(app, site, browse):
    with app.app_context(), transaction():
        for n in range(MOST_NAMED + 3):
            open_at(site, name=f"Lê Thị Số {n:02}", started_on=local_day() - timedelta(3))
    page = browse(site.sau).get(_path(site)).text

    assert f"Lê Thị Số {MOST_NAMED - 1:02}" in page
    assert f"Lê Thị Số {MOST_NAMED:02}" not in page
    assert "và 3 người khác" in page


def test_of_a_flight_that_comes_and_goes_the_first_are_named(app, site, browse):
    with app.app_context(), transaction():
        for n in range(MOST_NAMED + 2):
            open_at(site, name=f"Trần Đến {n:02}", started_on=local_day())
            open_at(site, name=f"Trần Về {n:02}", started_on=local_day() - timedelta(20))
        db.session.flush()
        gone = open_at(site, name="Trần Đã Về", started_on=local_day() - timedelta(9))
        end_case(office_viewer(), get_case(office_viewer(), gone.id), end=CaseEnd.EARLY, reason="x")
    page = browse(site.sau).get(_path(site)).text
    arrivals, departures, room = (page.index(each) for each in ("Đến hôm nay", "Về hôm nay", 'id="rooms"'))

    assert arrivals < page.index("Trần Đến 00") < page.index("và 2 người khác") < departures
    # Those who may leave and who left.
    assert departures < page.index("Trần Về 00") < page.index("và 3 người khác") < room
    assert f"?site={site.unit_id}&amp;need=ending" in page


def test_nobody_else_is_named_on_a_sites_page(app, cast, site, rooms, browse):
    page = browse(cast.hai).get(_path(site))

    assert (page.status, "Lê Văn Đầu" in page.text) == (200, False)
    assert "Lê Văn Đầu" in browse(cast.an).get(_path(site)).text
    assert browse(cast.binh).get(f"{_path(site)}?page=2").status == 404


def test_all_rooms_can_be_taken_along_by_who_sees_them(app, cast, site, rooms, browse):
    header, *lines = _table(browse(site.sau).get(f"{_path(site)}.csv"))
    masked = _table(browse(cast.hai).get(f"{_path(site)}.csv"))

    assert header[0] == "Phòng"
    assert [line[0] for line in lines] == list(rooms)
    assert lines[0] == [rooms[0], "2", "1", "1", "Lê Văn Đầu"]
    assert "Lê Văn Đầu" not in str(masked)
    assert browse(cast.binh).get(f"{_path(site)}.csv").status == 404
