"""An import is taken back while nothing hangs on its units."""

import pytest
from sqlalchemy import func, select

from app.access.scope import unscoped
from app.db import db, transaction
from app.posters.actions import mark_printed
from app.posters.models import Poster
from app.posters.queries import list_unit_posters
from app.posters.rules import PosterLanguage
from app.tallies.models import UnitDay
from app.units.actions import add_vehicle, announce_closure, approve_unit, issue_management_link
from app.units.models import Checkpoint, UnitOwnership, UnitStatusChange
from app.units.queries import get_unit
from app.units.rules import VehicleKind
from tests.units.intake.files import row

pytestmark = pytest.mark.slow


@pytest.fixture
def entered(cast, desk):
    """An's desk after two units came in."""
    an = desk(cast.an)
    an.send(row("Quán A", phone="0912345671"), row("Quán B", phone="0912345672"))
    an.enter()
    return an


def left(app, *models):
    with app.app_context():
        counts = [unscoped(select(func.count()).select_from(model), because="a test looks") for model in models]
        return [db.session.scalar(stmt) for stmt in counts]


def test_the_units_leave_with_their_codes(app, entered):
    page = entered.act("/units/import/1/undo", "")

    assert "Đã hủy nhập: 2 đơn vị" in page.text
    assert entered.units() == []
    assert left(app, Poster, Checkpoint, UnitStatusChange, UnitOwnership) == [0, 0, 0, 0]


def test_units_that_were_changed_are_again_as_they_were(entered):
    entered.send(row("Quán A", phone="0912345671", address="Số 9 Lê Lợi"), row("Quán C", phone="0912345673"))
    entered.enter("/units/import/2")
    entered.act("/units/import/2/undo", "")

    assert [(unit.name, unit.address) for unit in entered.units()] == [("Quán A", "Chợ đêm"), ("Quán B", "Chợ đêm")]


def test_after_it_was_taken_back_the_same_file_is_new(entered):
    entered.act("/units/import/1/undo", "")
    entered.send(row("Quán A", phone="0912345671"))
    entered.enter("/units/import/2")

    assert [unit.name for unit in entered.units()] == ["Quán A"]


def add_boat(cast, unit):
    add_vehicle(cast.an.viewer, unit, name="Đò", kind=VehicleKind.FERRY, plate="KG-1")


def approve(cast, unit):
    approve_unit(cast.an.viewer, unit)


def print_poster(cast, unit):
    mark_printed(cast.an.viewer, list_unit_posters(unit.id)[0], PosterLanguage.VI)


def give_link(cast, unit):
    issue_management_link(cast.an.viewer, unit)


def close(cast, unit):
    announce_closure(
        cast.an.viewer, unit, from_on=unit.opened_on, until_on=unit.opened_on.replace(year=2100), reason="x"
    )


def count_visit(cast, unit):
    db.session.add(UnitDay(unit_id=unit.id, day=unit.opened_on, entry_count=1))


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (approve, "1 đơn vị đã được duyệt, sửa hoặc đổi trạng thái sau khi nhập"),
        (print_poster, "1 đơn vị đã in, treo hoặc thay mã QR"),
        (give_link, "1 đơn vị đã có tài khoản hoặc đường dẫn quản lý"),
        (close, "1 đơn vị đã báo ngày đóng cửa"),
        (add_boat, "1 đơn vị đã có xe, tàu"),
        (count_visit, "1 đơn vị đã có lượt khách hoặc tờ khai"),
    ],
)
def test_what_hangs_on_a_unit_keeps_the_import_and_is_named(app, cast, entered, happens, says):
    form = entered.browser.get("/units/import/1/undo").fields("/units/import/1/undo")
    with app.app_context(), transaction():
        happens(cast, get_unit(cast.an.viewer, entered.units()[0].id))

    assert says in entered.browser.get("/units/import/1/undo").text
    assert entered.browser.post("/units/import/1/undo", form).status == 409
    assert len(entered.units()) == 2
