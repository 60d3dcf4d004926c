"""The list of tokhaiyte.vn is uploaded once: for people in isolation and for the households of community teams."""

import io

import pytest
from sqlalchemy import select

from app.access.policy import Role
from app.access.scope import unscoped
from app.audit import AuditEvent
from app.clock import local, local_day, now
from app.db import db, transaction
from app.documents.sheets import xlsx
from app.door import office_viewer
from app.follow_ups.actions import end_case, move_to_hospital
from app.follow_ups.actions import take_national_list as take_people
from app.follow_ups.people import Person as Isolated
from app.follow_ups.people import seal_person
from app.follow_ups.queries import get_case
from app.follow_ups.rules.cases import CaseEnd
from app.zones.actions import file_round, list_household, take_national_list
from app.zones.models import RoundEntry
from app.zones.queries import get_team, list_households
from app.zones.rules import Answer, session_at
from app.zones.written import Details, Listed
from tests.follow_ups.conftest import account
from tests.made_once import made_once
from tests.zones.conftest import DONG_HO, make_team

WHY = "a test looks at all rows"
LIST = "/isolation/tokhaiyte"
PHONES = ("0912000001", "0912000002", "0912000003")


@made_once
def households(app, site):
    """Two households of Tâm's team with the first two phones, one elsewhere with the third."""
    with app.app_context(), transaction():
        office = office_viewer()
        team, far = get_team(office, site.team_id), make_team(office, DONG_HO, "Tổ 9", households=0)
        for n, phone in enumerate(PHONES):
            listed = Listed(Details(f"Trần Thị Hộ {n}", phone, f"Số {n}"), 4)
            list_household(office, team if n < 2 else far, listed)
        return [row.id for each in (team, far) for row in list_households(office, each)]


def _send(browser, *phones, name="ds.xlsx"):
    content = xlsx("x", ["Số điện thoại"], [[phone] for phone in phones])
    if name.endswith("csv"):
        content = "\n".join(["Họ tên;Số điện thoại", *(f"A;{phone}" for phone in phones)]).encode()
    token = browser.get(LIST).fields(LIST)["csrf_token"]
    return browser.post(
        LIST, {"csrf_token": token, "table": (io.BytesIO(content), name)}, content_type="multipart/form-data"
    )


def _said(app):
    with app.app_context():
        rows = db.session.scalars(unscoped(select(RoundEntry).order_by(RoundEntry.household_id), because=WHY))
        return {row.household_id: row.answer for row in rows}


@pytest.mark.parametrize("name", ["ds.xlsx", "ds.csv"])
def test_a_team_uploads_it_for_its_own_households(app, site, browse, households, name):
    phone = browse(site.tam)

    page = phone.follow(_send(phone, PHONES[0], PHONES[2], "0999999999", name=name))
    _send(phone, PHONES[0], name=name)

    assert _said(app) == {households[0]: Answer(is_national=True)}
    assert "1 hộ đã khai tại tokhaiyte.vn được ghi" in page.text


def test_the_commune_uploads_it_for_its_teams_and_another_commune_for_its_own(app, cast, site, browse, households):
    with app.app_context(), transaction():
        far = account("dong", Role.COMMUNE_OFFICER, body=f"commune-{DONG_HO}")
    _send(browse(far), *PHONES)
    assert list(_said(app)) == households[2:]

    _send(browse(cast.duong), *PHONES)
    assert list(_said(app)) == households


@pytest.mark.parametrize("who", ["an", "binh", "hai"])
def test_who_sees_whole_districts_has_no_households_of_his_own(app, cast, browse, households, who):
    person = getattr(cast, who)
    _send(browse(person), *PHONES)
    with app.app_context(), transaction():
        assert take_national_list(person.viewer, set(PHONES)) == 0

    assert _said(app) == {}


def test_site_staff_upload_it_for_people_only(app, site, browse, households):
    page = browse(site.sau).get(LIST)
    _send(browse(site.sau), *PHONES)

    assert "danh sách của tổ" not in page.text
    assert _said(app) == {}


def test_what_was_said_of_a_household_holds(app, site, browse, households):
    with app.app_context(), transaction():
        team = get_team(office_viewer(), site.team_id)
        session = session_at(local(now()).hour)
        file_round(office_viewer(), team, local_day(), session, {households[0]: Answer(2)}, on_paper=False)

    assert _send(browse(site.tam), PHONES[0]).status == 303
    assert _said(app)[households[0]] == Answer(2)


def test_it_is_in_the_log_with_counts_and_no_phone(app, site, browse, households):
    _send(browse(site.tam), *PHONES)

    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.name == "household.national_list")).one()
    assert event.detail == {"phones": 3, "found": 2}


def test_the_page_of_the_round_leads_to_it_and_shows_the_household(site, browse, households):
    phone = browse(site.tam)
    _send(phone, PHONES[0])

    page = phone.get(f"/rounds/{site.team_id}")

    assert LIST in page.text
    assert "đã khai tại tokhaiyte.vn" in page.text
    assert "Đã lưu 1 trong 2 hộ." in page.text


@pytest.mark.parametrize(
    ("change", "noted"),
    [
        pytest.param(lambda office, row: None, 1, id="who is on duty"),
        pytest.param(lambda office, row: move_to_hospital(office, row), 0, id="in hospital"),
        pytest.param(lambda office, row: end_case(office, row, end=CaseEnd.EARLY, reason="x"), 0, id="has left"),
        pytest.param(lambda office, row: seal_person(row, Isolated("Không có số")), 0, id="without a phone"),
    ],
)
def test_it_is_noted_of_people_who_owe_something_and_are_ones_own(app, cast, site, open_case_at, change, noted):
    case_id = open_case_at(site, phone=PHONES[0])
    with app.app_context(), transaction():
        change(office_viewer(), get_case(office_viewer(), case_id))
        # An empty cell is nobody's phone; who is not on duty notes nothing.
        assert take_people(cast.hai.viewer, [PHONES[0], ""]) == 0
        assert take_people(cast.duong.viewer, [PHONES[0], ""]) == 0
        assert take_people(site.sau.viewer, [PHONES[0], ""]) == noted
