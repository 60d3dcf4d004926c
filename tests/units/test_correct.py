"""The details of a unit are corrected; who comes second is told instead of overwriting."""

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.organisations.queries import find_organisation
from app.posters.actions import confirm_display, mark_printed
from app.posters.queries import list_posters
from app.posters.rules import PosterLanguage
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from tests.factories import make_manager, make_unit
from tests.made_once import made_once


@made_once
def unit_id(app, cast):
    with app.app_context():
        details = {"manager_phone": "0912345678", "status": UnitStatus.ACTIVE}
        return make_unit(cast.an, **details).id


def unit(app, cast, unit_id):
    with app.app_context():
        found = get_unit(cast.chau.viewer, unit_id)
        db.session.expunge_all()
        return found


def test_a_correction_is_found_by_its_new_name(app, cast, browse, unit_id):
    an = browse(cast.an)
    path = f"/units/{unit_id}/correct"
    an.send(path, {"name": "Khách sạn Đặng Gia", "kind": "lodging", "tax_code": "1700123456001"}, to=path)

    assert "Khách sạn Đặng Gia" in an.get("/units?q=dang+gia").text
    assert "Khách sạn Đặng Gia" not in an.get("/units?q=bien").text
    assert unit(app, cast, unit_id).tax_code == "1700123456-001"


def test_who_saves_second_sees_both_texts_and_may_overwrite_knowingly(app, cast, browse, unit_id):
    path = f"/units/{unit_id}/correct"
    an, duong = browse(cast.an), browse(cast.duong)
    form = duong.get(path).fields(path)
    an.send(path, {"name": "Khách sạn Cát Vàng"}, to=path)
    page = duong.post(path, {**form, "name": "Khách sạn Cát Trắng"})

    assert page.status == 409
    assert "Khách sạn Cát Vàng" in page.text
    assert "Khách sạn Cát Trắng" in page.text
    assert unit(app, cast, unit_id).name == "Khách sạn Cát Vàng"
    assert duong.post(path, page.fields(path)).status == 303
    assert unit(app, cast, unit_id).name == "Khách sạn Cát Trắng"


@pytest.mark.parametrize(
    ("change", "still_up"),
    [
        ({"name": "Khách sạn Cát Vàng"}, False),
        ({"address": "14 Trần Hưng Đạo"}, False),
        ({"manager_phone": "0987654321"}, True),
        ({}, True),
    ],
)
def test_a_changed_name_or_address_asks_for_a_new_poster(app, cast, browse, unit_id, change, still_up):
    with app.app_context(), transaction():
        (poster,) = list_posters(cast.an.viewer, get_unit(cast.an.viewer, unit_id))
        mark_printed(cast.an.viewer, poster, PosterLanguage.VI)
        confirm_display(cast.an.viewer, poster, on=local_day())
    an = browse(cast.an)
    path = f"/units/{unit_id}/correct"
    an.send(path, change, to=path)
    panel = an.get(f"/units/{unit_id}/posters").text

    assert ("Đã dán từ" in panel) == still_up
    assert ("cần in và dán lại" in panel) == (not still_up)


@pytest.mark.parametrize("person", ["mai", "an", "chau"])
def test_a_correction_never_changes_who_answers(app, cast, browse, unit_id, person):
    with app.app_context():
        mai = make_manager(get_unit(cast.an.viewer, unit_id))
        tourism = find_organisation("tourism").id
    path = f"/units/{unit_id}/correct"
    sender = browse(mai if person == "mai" else getattr(cast, person))
    sender.send(path, {"phone": "0297 3846 123", "organisation": tourism}, to=path)
    stored = unit(app, cast, unit_id)

    assert stored.phone == "02973846123"
    assert stored.organisation.name == "UBND thành phố Phú Quốc"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 161}, {"version": "x"}, {"area": "77777"}, {"kind": "x"}]
)
def test_what_cannot_be_is_refused_and_kept(app, cast, browse, unit_id, wrong):
    path = f"/units/{unit_id}/correct"
    page = browse(cast.an).send(path, {"address": "Số mới", **wrong}, to=path)

    assert page.status == 422
    assert page.fields(f"/units/{unit_id}/correct")["address"] == "Số mới"
    assert unit(app, cast, unit_id).address == "12 Trần Hưng Đạo"


def test_whether_it_is_a_household_business_is_corrected_and_told(app, cast, browse, unit_id):
    an, path = browse(cast.an), f"/units/{unit_id}/correct"
    an.send(path, {"is_household": "y"}, to=path)

    assert unit(app, cast, unit_id).is_household
    assert "Hộ kinh doanh: <del>không</del> → <ins>có</ins>" in an.get(f"/units/{unit_id}/history").text
