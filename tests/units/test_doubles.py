"""Units that are likely the same are shown where somebody registers, approves or looks through the register."""

import pytest

from app.access.scope import within
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import local_day
from app.db import db, transaction
from app.organisations.queries import find_organisation
from app.units.actions import declare_unlike, refuse_unit
from app.units.models import UnlikePair
from app.units.queries import compared, get_unit, list_likely_same
from app.units.rules import UnitStatus
from tests.factories import make_unit
from tests.units.test_decide import press

HA_TIEN = {"owner": "district-900", "commune": "30769"}
ALIKE = [
    pytest.param({"name": "KS. BIỂN XANH"}, "tên tương tự", id="name and commune"),
    pytest.param({"name": "Quán A", "commune": "31096", "tax_code": "1700123456"}, "cùng mã số thuế", id="tax code"),
    pytest.param({"name": "Quán A", "commune": "31096", "phone": "0912345678"}, "cùng số điện thoại", id="phone"),
]


@pytest.fixture
def make(app, cast):
    def unit_id(**details):
        with app.app_context():
            return make_unit(details.pop("by", cast.an), **details).id

    return unit_id


@pytest.fixture
def known(make):
    """Khách sạn Biển Xanh in Dương Đông, active."""
    return make(manager_phone="0912345678", tax_code="1700123456", status=UnitStatus.ACTIVE)


def typed(app, **details):
    with app.app_context():
        organisation = find_organisation("district-911").id
        place = get_area(details.pop("commune", "31078"), AreaLevel.COMMUNE, on=local_day()).id
    usual = {
        "kind": "hotel",
        "address": "12 Trần Hưng Đạo",
        "manager_name": "Lê Thị Mai",
        "manager_phone": "0987654321",
    }
    more = {"area": str(place), "organisation": str(organisation), "open_weekdays": ["0"]}
    return {**usual, **more, **details}


@pytest.mark.parametrize(("details", "sign"), ALIKE)
def test_an_officer_registers_a_likely_double_only_knowingly(app, cast, browse, known, details, sign):
    an = browse(cast.an)
    warned = an.send("/units/new", typed(app, **details))
    assert warned.status == 422
    assert sign in warned.text
    assert f'href="/units/{known}"' in warned.text
    assert warned.fields("/units/new")["name"] == details["name"]

    fields = {**warned.fields("/units/new"), "open_weekdays": ["0"], "knowingly": "y"}
    assert an.post("/units/new", fields).status == 303


def test_of_a_double_outside_his_scope_an_officer_learns_only_the_commune(app, cast, browse, known):
    page = browse(cast.binh).send("/units/new", typed(app, name="Quán A", tax_code="1700123456"))
    assert page.status == 422  # a commune of Phú Quốc is not his to choose

    with app.app_context():
        mine = make_unit(cast.binh, name="Quán A", tax_code="1700123456", **HA_TIEN)
        found = list_likely_same(cast.binh.viewer, compared(mine))
        assert found.units == []
        assert [(each.area.name, each.count) for each in found.elsewhere] == [("Phường Dương Đông", 1)]
        shown = browse(cast.binh).get(f"/units/{mine.id}").text
    assert "Có 1 đơn vị tương tự tại Phường Dương Đông" in shown
    assert "Biển Xanh" not in shown


def test_a_refused_or_other_units_name_is_no_double(app, cast, make, known):
    make(name="KS Biển Xanh", commune="31096")
    refused = make(name="KS Biển Xanh")
    with app.app_context():
        with transaction():
            refuse_unit(cast.an.viewer, get_unit(cast.an.viewer, refused), reason="x")

        assert not list_likely_same(cast.an.viewer, compared(get_unit(cast.an.viewer, known)))


def test_a_manager_is_told_of_a_likely_double_without_phones_and_may_go_on(app, browse, known):
    visitor = browse()
    values = typed(app, name="KS Biển Xanh", to="check", phone="0912345678")
    page = visitor.send("/register", values)

    assert "Đã có đơn vị tương tự" in page.text
    assert "Khách sạn Biển Xanh – Khách sạn, 12 Trần Hưng Đạo, Phường Dương Đông" in page.text
    assert "0912 345 678" in page.text  # what he typed himself
    assert "Lê Thị Mai" in page.text
    assert visitor.post("/register", {**page.fields("/register"), "to": "send"}).status == 303


def test_nobody_finds_out_on_the_public_page_whose_a_phone_is(app, browse, known):
    page = browse().send("/register", typed(app, name="Quán A", to="check", phone="0912345678"))

    assert "Kiểm tra và gửi" in page.text
    assert "Biển Xanh" not in page.text


def test_doubles_are_shown_where_units_are_approved(cast, browse, make, known):
    waiting = make(name="KS Biển Xanh")
    an = browse(cast.an)

    assert "Có thể trùng với đơn vị đã đăng ký" in an.get(f"/units/{waiting}").text
    page = an.get(f"/units/approve?unit={waiting}")
    assert f"/units/{waiting}/double?other={known}" in page.text
    assert "Biển Xanh" in page.text


def test_the_work_list_has_each_pair_once_with_filters_and_files(app, cast, browse, make, known):
    other = make(name="KS Biển Xanh", manager_phone="0912345678", commune="31078")
    make(name="Quán khác", commune="31096")
    an = browse(cast.an)
    page = an.get("/units/doubles")

    assert "1 cặp đơn vị" in page.text
    assert f"/units/{other}/double?other={known}" in page.text
    assert "tên tương tự, cùng xã, phường, cùng số điện thoại" in page.text
    assert "1 cặp đơn vị" in an.get("/units/doubles?sign=name").text
    assert "0 cặp đơn vị" in an.get("/units/doubles?sign=tax_code").text
    with app.app_context():
        area, owner = get_unit(cast.an.viewer, known).area_id, get_unit(cast.an.viewer, known).organisation_id
    assert "1 cặp đơn vị" in an.get(f"/units/doubles?area={area}&owner={owner}").text
    assert "0 cặp đơn vị" in an.get(f"/units/doubles?area={area + 1}").text
    assert "KS Biển Xanh" in an.get("/units/doubles.csv").response.data.decode("utf-8-sig")
    assert an.get("/units/doubles.xlsx").status == 200
    assert "0 cặp đơn vị" in browse(cast.binh).get("/units/doubles").text


def test_a_pair_that_is_no_double_does_not_come_back(app, cast, browse, make, known):
    other = make(name="KS Biển Xanh")
    an = browse(cast.an)
    page = f"/units/{other}/double?other={known}"
    assert an.send(page, {"unlike-reason": " "}, to=f"/units/{other}/unlike").status == 422
    told = an.follow(an.send(page, {"unlike-reason": "Hai chi nhánh"}, to=f"/units/{other}/unlike"))

    assert "không phải trùng" in told.text
    assert "0 cặp đơn vị" in told.text
    assert "Có thể trùng" not in an.get(f"/units/{other}").text
    assert "Ghi không phải trùng với đơn vị khác" in an.get(f"/units/{known}/history").text


def test_saying_so_twice_keeps_the_first_reason(app, cast, make, known):
    other = make(name="KS Biển Xanh")
    for reason, pair in (("một", (known, other)), ("hai", (other, known))):
        with app.app_context(), transaction():
            declare_unlike(cast.an.viewer, *(get_unit(cast.an.viewer, n) for n in pair), reason=reason)
    with app.app_context():
        assert [row.reason for row in db.session.scalars(within(cast.an.viewer, UnlikePair))] == ["một"]


def test_an_outsider_neither_compares_nor_decides(cast, browse, make, known):
    other, his = make(name="KS Biển Xanh"), make(by=cast.binh, name="Quán", **HA_TIEN)
    binh = browse(cast.binh)

    for unit, second in ((other, known), (his, known)):
        values = {"other": str(second), "reason": "x", "unlike-reason": "x"}
        assert binh.get(f"/units/{unit}/double?other={second}").status == 404
        assert press(binh, f"/units/{unit}/double", values).status == 404
        assert press(binh, f"/units/{unit}/unlike", values).status == 404
    assert press(browse(cast.oanh), f"/units/{other}/double", {"other": str(known)}).status == 403
