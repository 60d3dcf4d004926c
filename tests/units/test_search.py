"""An officer finds units by parts of words, typed as she likes; short words and signs are words too."""

import itertools

import pytest
from sqlalchemy import text

from app.access.scope import within
from app.codes import show_code
from app.db import db, transaction
from app.posters.queries import list_unit_posters
from app.text import search_key
from app.units.actions import correct_unit
from app.units.models import Unit
from app.units.queries import UnitFilter, UnitOrder, list_units
from app.units.rules import UnitStatus
from app.web.pagination import Wish
from tests.factories import make_unit

NAMES = (
    "Nhà hàng Hải sản Biển Ngọc",
    "Khách sạn Biển Ngọc 2",
    "Quán ăn Bà Đặng",
    'Cà phê "Ô Cấp" 50% OR NOT',
    "Tạp hóa A_B*",
    "Chợ An",
)


@pytest.fixture
def register(inside, cast):
    """Units of Phú Quốc, and one of Hà Tiên that An must not see."""
    for number, name in enumerate(NAMES):
        make_unit(cast.an, name=name, address=f"Số {number}", commune="31096" if number % 2 else "31078")
    make_unit(cast.binh, name="Nhà hàng Biển Ngọc", owner="district-900", commune="30769")


def found(person, typed: str, **wanted) -> list[str]:
    return [unit.name for unit in list_units(person.viewer, UnitFilter(search=typed, **wanted)).rows]


TYPED = (
    *("bien ngoc", "BIỂN  ngọc", "ngoc bien hai", "an", "a", "ba an", "dang", "Đặng", "2", "nha hang so 0", "cho an"),
    *('"o cap"', '"', "50%", "a_b", "a%b", "b*", "or not", "NOT", "NEAR(bien)", "khong co", "an AND bien", "'; --"),
)


def test_she_finds_exactly_the_units_that_hold_every_word(cast, register):
    mine = list_units(cast.an.viewer).rows
    expected = {
        typed: [unit.name for unit in mine if all(word in unit.search_key for word in search_key(typed).split())]
        for typed in TYPED
    }

    assert {typed: found(cast.an, typed) for typed in TYPED} == expected
    assert expected["bien ngoc"] == ["Khách sạn Biển Ngọc 2", "Nhà hàng Hải sản Biển Ngọc"]


def test_of_the_next_district_nothing_is_found(cast, register):
    assert found(cast.binh, "bien ngoc") == ["Nhà hàng Biển Ngọc"]
    assert "Nhà hàng Biển Ngọc" not in found(cast.an, "bien ngoc")


def test_a_unit_is_found_by_its_new_name_and_no_longer_by_the_old_one(cast, register):
    unit = list_units(cast.an.viewer, UnitFilter(search="cho an")).rows[0]
    with transaction():
        unit = db.session.merge(unit)
        values = {"kind": unit.kind, "organisation": unit.organisation, "area": unit.area, "address": "Số 9"}
        correct_unit(cast.an.viewer, unit, name="Chợ Bình Minh", **values)

    assert found(cast.an, "binh minh") == ["Chợ Bình Minh"]
    assert found(cast.an, "cho an") == []


def test_a_unit_that_is_gone_is_not_found(cast, register):
    unit_id = list_units(cast.an.viewer, UnitFilter(search="tap hoa")).rows[0].id
    with transaction():
        for table in ("poster", "checkpoint", "unit_status_change", "unit_ownership"):
            db.session.execute(text(f"DELETE FROM {table} WHERE unit_id = {unit_id}"))
        db.session.execute(text(f"DELETE FROM unit WHERE id = {unit_id}"))

    assert found(cast.an, "tap hoa") == []


SORTED_BY = {
    UnitOrder.NAME: lambda unit: (unit.sort_key, unit.id),
    UnitOrder.WAITING: lambda unit: (unit.registered_at, unit.id),
    UnitOrder.NEWEST: lambda unit: (-unit.registered_at.timestamp(), -unit.id),
}


@pytest.mark.slow
def test_pages_follow_each_other_and_beyond_the_last_there_is_none(inside, cast):
    for number in range(60):
        make_unit(cast.an, name=f"Biển {number % 7}")
    units = db.session.scalars(within(cast.an.viewer, Unit)).all()
    for search, (order, key) in itertools.product(("bien", "n", ""), SORTED_BY.items()):
        wanted = UnitFilter(search=search, order=order)
        pages = [list_units(cast.an.viewer, wanted, wish=Wish(number, 25)) for number in (1, 2, 3, 4)]

        assert [len(page.rows) for page in pages] == [25, 25, 10, 0], (search, order)
        assert {page.total for page in pages} == {60}
        assert [unit for page in pages for unit in page.rows] == sorted(units, key=key), (search, order)


def test_the_code_from_a_poster_finds_its_unit_however_it_is_typed(app, cast):
    with app.app_context():
        unit_id = make_unit(cast.an, name="Quán ăn Bà Đặng").id
        far_id = make_unit(cast.binh, name="Quán Hà Tiên", owner="district-900", commune="30769").id
        code, far = (show_code(posters[0].code) for posters in map(list_unit_posters, (unit_id, far_id)))

        assert [found(cast.an, typed) for typed in (code, code.lower(), code.replace("-", " "))] == [
            ["Quán ăn Bà Đặng"]
        ] * 3
        assert found(cast.an, code[:-1]) == []
        assert found(cast.an, far) == []
        assert found(cast.an, code, status=UnitStatus.CLOSED) == []
