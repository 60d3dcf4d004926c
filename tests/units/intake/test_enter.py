"""What was checked is entered by the same rules, with codes and log, and once, whatever is sent again."""

import pytest
from sqlalchemy import func, select

from app import tasks
from app.access.scope import unscoped
from app.audit import AuditEvent
from app.clock import local_day
from app.codes import parse_code, show_code
from app.db import db
from app.posters.models import Poster
from app.text import search_key
from app.units.actions import bulk
from app.units.intake import applying
from app.units.models import UnitOwnership, UnitStatusChange
from app.units.rules import ALL_WEEK, UnitKind, UnitStatus
from app.units.waiting import list_ownerships
from tests.factories import make_poster, make_unit
from tests.units.intake.conftest import counted
from tests.units.intake.files import row
from tests.units.test_decide import press

pytestmark = pytest.mark.slow

THREE = (
    row("Quán A", phone=912345671),
    row("Quán B", phone="0912 345 672", **{"Cơ quan quản lý": "UBND P. Dương Đông"}),
    row("Trường Tiểu học C", kind="Trường học", phone="1667123456", commune="X.Dương Tơ"),
)


def look(app, stmt):
    with app.app_context():
        return db.session.execute(unscoped(stmt, because="a test looks")).all()


def test_new_rows_become_units_with_a_door_a_code_and_their_place_in_the_log(app, cast, desk):
    an = desk(cast.an)
    an.send(*THREE)
    page = an.enter()

    assert "Đã nhập 3 đơn vị mới" in page.text
    first, second, school = an.units()
    assert (first.name, first.kind, first.area.name) == ("Quán A", UnitKind.EATERY, "Phường Dương Đông")
    assert (first.manager_phone, second.manager_phone, school.manager_phone) == (
        "0912345671",
        "0912345672",
        "0367123456",
    )
    assert (first.organisation.code, second.organisation.code) == ("district-911", "commune-31078")
    assert (first.open_weekdays, school.open_weekdays) == (ALL_WEEK, 0b11111)
    assert (first.status, first.registered_by_id) == (UnitStatus.PENDING, cast.an.user_id)
    assert (first.search_key, bool(first.sort_key)) == (search_key("Quán A Chợ đêm"), True)
    codes = [code for (code,) in look(app, select(Poster.code))]
    assert len({parse_code(code) for code in codes}) == 3
    names = dict(look(app, select(AuditEvent.name, func.count()).group_by(AuditEvent.name)))
    assert (names["unit.registered"], names["unit.checkpoint_added"], names["poster.issued"]) == (3, 3, 3)
    assert [status for (status,) in look(app, select(UnitStatusChange.status))] == [UnitStatus.PENDING] * 3


def test_a_unit_entered_so_is_the_same_as_one_typed_by_hand(app, cast, desk):
    an = desk(cast.an)
    an.send(row("Quán A"))
    an.enter()
    with app.app_context():
        more = {"kind": UnitKind.EATERY, "address": "Chợ đêm", "manager_name": "Ngô Văn Bảy"}
        make_unit(cast.an, name="Quán A", manager_phone="0912345678", **more)
    imported, typed = an.units()

    own = {"id", "registered_at", "waiting_since", "submission_id"}
    columns = {column.name for column in imported.__table__.columns} - own
    assert {name: getattr(imported, name) for name in columns} == {name: getattr(typed, name) for name in columns}


def test_each_unit_has_one_body_that_answers_from_today_on(app, cast, desk):
    an = desk(cast.an)
    an.send(row("Quán A", phone="0912345671"), row("Quán B", phone="0912345672", **{"Hộ kinh doanh": "x"}))
    an.enter()
    with app.app_context():
        kept = [list_ownerships(cast.chau.viewer, unit) for unit in an.units()]
        owners = [[(row.organisation.code, row.from_on, row.until_on) for row in rows] for rows in kept]

    assert owners == [[("district-911", local_day(), None)], [("commune-31078", local_day(), None)]]


def test_a_unit_that_a_file_gives_to_another_body_keeps_who_answered_before(app, cast, desk):
    an = desk(cast.an)
    an.send(row("Quán A"))
    an.enter()
    an.send(row("Quán A", **{"Cơ quan quản lý": "UBND phường Dương Đông"}))
    an.enter("/units/import/2")
    with app.app_context():
        (unit,) = an.units()
        rows = db.session.scalars(unscoped(select(UnitOwnership), because="a test looks")).all()

    assert unit.organisation.code == "commune-31078"
    assert [(row.organisation_id == unit.organisation_id, row.until_on is None) for row in rows] == [
        (False, False),
        (True, True),
    ]


def test_who_may_approve_approves_at_once_by_a_tick(cast, desk):
    an = desk(cast.an)
    an.send(row())
    an.enter(approves="y")

    (unit,) = an.units()
    assert (unit.status, unit.approved_by_id) == (UnitStatus.ACTIVE, cast.an.user_id)
    assert "Đang hoạt động" in an.browser.get(f"/units/{unit.id}").text


def test_the_same_file_again_changes_nothing(cast, desk):
    an = desk(cast.an)
    an.send(*THREE)
    an.enter()
    before = [(unit.id, unit.version) for unit in an.units()]

    again = an.send(*THREE)
    assert counted(again) == {"Đã có, giống hệt": 3}
    assert "Không có gì để nhập: mọi dòng của tệp đã có trong danh sách đơn vị." in again.text
    assert "/units/import/2/apply" not in again.text
    forced = an.look(press(an.browser, "/units/import/2/apply", {"duplicates": "skip", "changes": "update"}))
    assert "Đã nhập 0 đơn vị mới, cập nhật 0" in forced.text
    assert [(unit.id, unit.version) for unit in an.units()] == before


def test_the_same_file_sent_twice_and_entered_twice_is_entered_once(cast, desk):
    """Both were new when they were checked."""
    an = desk(cast.an)
    an.send(*THREE)
    an.send(*THREE)
    an.enter("/units/import/1")
    page = an.enter("/units/import/2")

    assert "Đã nhập 0 đơn vị mới" in page.text
    assert len(an.units()) == 3


def test_changed_rows_change_their_units_unless_it_is_chosen_otherwise(cast, desk):
    an = desk(cast.an)
    an.send(row(), row("Quán Gió", phone="0912345679"))
    an.enter()
    changed = (row(address="Số 9 Lê Lợi"), row("Quán Gió", phone="0912345679"))
    an.send(*changed)
    an.enter("/units/import/2", changes="skip")
    assert [unit.address for unit in an.units()] == ["Chợ đêm", "Chợ đêm"]

    an.send(*changed)
    an.enter("/units/import/3")
    assert [(unit.address, unit.version) for unit in an.units()] == [("Số 9 Lê Lợi", 2), ("Chợ đêm", 1)]


def test_a_row_with_a_code_is_that_unit_whatever_else_it_says(app, cast, desk):
    with app.app_context():
        poster = make_poster(cast.an, name="Quán Cũ", kind=UnitKind.EATERY)
        unit_id, code = poster.unit_id, show_code(poster.code)
    an = desk(cast.an)
    page = an.send(row("Quán Mới Tên", **{"Mã QR": code.lower()}))
    an.enter()

    assert counted(page) == {"Đã có, có thay đổi": 1}
    assert [(unit.id, unit.name) for unit in an.units()] == [(unit_id, "Quán Mới Tên")]


@pytest.mark.parametrize(
    ("all_of_them", "this_one", "names"),
    [
        ("skip", "", ["Quán Ốc Đêm"]),
        ("new", "", ["Quán Ốc Đêm", "Quán ốc đêm 2"]),
        ("update", "", ["Quán ốc đêm 2"]),
        ("skip", "new", ["Quán Ốc Đêm", "Quán ốc đêm 2"]),
        ("new", "skip", ["Quán Ốc Đêm"]),
    ],
)
def test_what_becomes_of_likely_doubles_is_chosen_for_all_or_for_one(cast, desk, all_of_them, this_one, names):
    an = desk(cast.an)
    an.send(row())
    an.enter()
    an.send(row("Quán ốc đêm 2"))
    path = "/units/import/2?verdict=duplicate"
    choice = next(s.get("name") for s in an.browser.get(path).tree.iter("select") if "choice-" in s.get("name", ""))
    an.act(path, "/choices", **{choice: this_one})
    an.enter("/units/import/2", duplicates=all_of_them)

    assert [unit.name for unit in an.units()] == names


def test_a_worker_killed_half_way_leaves_nothing_twice(app, cast, desk, monkeypatch):
    monkeypatch.setattr("app.units.intake.applying.CHUNK", 2)
    an, entered = desk(cast.an), []
    an.send(*(row(f"Quán số {n}", phone=f"091234567{n}") for n in range(5)))
    register = bulk.register_units

    def dies_at_the_second(*args, **options):
        entered.append(register(*args, **options))
        if len(entered) == 2:
            raise KeyboardInterrupt
        return entered[-1]

    monkeypatch.setattr("app.units.intake.applying.register_units", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        an.enter()
    assert len(an.units()) == 2
    with app.app_context(), tasks.transaction():
        db.session.execute(db.update(tasks.Task).values(leased_until=None))
    page = an.look(an.browser.get("/units/import/1"))

    assert [unit.name for unit in an.units()] == [f"Quán số {n}" for n in range(5)]
    assert "Đã nhập 5 đơn vị mới" in an.browser.get("/units/import/1").text
    assert page.status == 200


def test_two_people_who_enter_one_file_at_the_same_time_enter_each_unit_once(app, cast, desk, monkeypatch):
    monkeypatch.setattr("app.units.intake.applying.CHUNK", 2)
    an, anh = desk(cast.an), desk(cast.anh)
    rows = [row(f"Quán số {n}", phone=f"091234567{n}") for n in range(3)]
    an.send(*rows)
    anh.send(*rows[1:], row("Quán số 4", phone="0912345674"))
    check_again, others = applying._check_again, iter((2,))

    def checks_while_the_other_enters(found, viewer, progress):
        check_again(found, viewer, progress)
        for import_id in others:
            applying.enter_import(import_id, progress)

    monkeypatch.setattr(applying, "_check_again", checks_while_the_other_enters)
    for person, path in ((an, "/units/import/1"), (anh, "/units/import/2")):
        person.browser.send(path, {"duplicates": "new", "changes": "update"}, to=f"{path}/apply")
    page = an.look(an.browser.get("/units/import/1"))

    assert sorted(unit.name for unit in an.units()) == ["Quán số 0", "Quán số 1", "Quán số 2", "Quán số 4"]
    page = an.browser.get("/units/import/1")
    assert "Đã nhập 1 đơn vị mới" in page.text
    assert counted(page) == {"Mới": 1, "Đã có, giống hệt": 2}


def test_a_row_leads_to_the_unit_that_it_brought(cast, desk):
    an = desk(cast.an)
    an.send(row("Quán A"), row("Quán B", phone="0912345672"))
    page = an.enter()

    links = {link.text: link.get("href") for link in page.tree.iter("a")}
    assert {unit.name: f"/units/{unit.id}" for unit in an.units()}.items() <= links.items()


def test_a_file_of_nothing_new_says_so(cast, desk):
    an = desk(cast.an)
    an.send(row())
    an.enter()
    page = an.send(row())

    assert "mọi dòng của tệp đã có trong danh sách đơn vị" in page.text


def test_pressed_twice_it_is_entered_once(cast, desk):
    an = desk(cast.an)
    an.send(row())
    form = an.browser.get("/units/import/1").fields("/units/import/1/apply")
    first = an.browser.post("/units/import/1/apply", form)
    second = an.browser.post("/units/import/1/apply", form)
    an.look(first)

    assert (first.status, second.status) == (303, 409)
    assert "đang nhập hoặc đã nhập xong" in second.text
    assert len(an.units()) == 1


def test_codes_that_are_taken_are_drawn_again(app, cast, desk, monkeypatch):
    from app.posters.actions import codes

    with app.app_context():
        taken = make_poster(cast.an, name="Quán Cũ").code
    drawn = iter([taken, "000000000", "000000000", "111111111"])
    monkeypatch.setattr(codes, "new_code", lambda **_: next(drawn))
    an = desk(cast.an)
    an.send(row("Quán A", phone="0912345671"), row("Quán B", phone="0912345672"))
    an.enter()

    assert {code for (code,) in look(app, select(Poster.code))} == {taken, "000000000", "111111111"}
