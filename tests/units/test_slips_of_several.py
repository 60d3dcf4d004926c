"""One manager holds several units by their slips, each with its own rights."""

import pytest
from sqlalchemy import select

from app.access.models import UserUnit
from app.db import db, transaction
from app.units.actions import approve_unit
from app.units.queries import get_management_link, get_unit, holder_of
from tests.units.slips import (
    OTHER_PIN,
    choose,
    enter,
    recovery_code,
)
from tests.units.test_register_publicly import send


@pytest.mark.slow
def test_one_sign_in_holds_several_units_added_by_their_slips(browse, unit_id, slip, far_slip):
    far, far_path = far_slip
    lan = browse()
    code = recovery_code(lan.get(f"{far_path}/slip"))
    choose(lan, far_path)
    mai = browse()
    choose(mai, slip)
    wrong = mai.send("/units/add", {"link": far_path, "recovery_code": "AAAAA-AAAAA"})
    added = mai.send("/units/add", {"link": far_path, "recovery_code": code})
    listed = mai.get("/units").text

    assert wrong.status == 422
    assert added.location == f"/units/{far}"
    assert "Chợ Hà Tiên" in listed
    assert "Biển Xanh" in listed
    assert lan.get(f"/units/{far}").status == 303  # it was hers until now
    assert enter(browse(), far_path).location == f"/units/{far}"  # with Mai's PIN


@pytest.mark.slow
def test_a_signed_in_manager_registers_a_further_unit_into_her_account(app, browse, slip, unit_id):
    mai = browse()
    choose(mai, slip)
    with app.app_context():
        unit = get_management_link(slip.removeprefix("/manage/"))
        held = db.session.scalars(select(UserUnit.user_id)).one()
        typed = {
            "name": "Quán Ốc Đêm",
            "kind": "eatery",
            "area": str(unit_of(unit).area_id),
            "address": "5 Bạch Đằng",
            "manager_name": "Lê Thị Mai",
            "manager_phone": "0912345678",
            "organisation": str(unit_of(unit).organisation_id),
        }
    sent = send(mai, typed)
    shown = mai.follow(sent)

    assert "thêm vào tài khoản" in shown.text
    assert recovery_code(shown)
    with app.app_context():
        links = db.session.execute(select(UserUnit.user_id, UserUnit.confirmed_at)).all()
    assert links == [(held, None), (held, None)]
    assert "Quán Ốc Đêm" in mai.get("/units").text


def unit_of(link):
    return get_unit(holder_of(link), link.unit_id)


@pytest.mark.slow
def test_over_a_unit_that_waits_she_may_do_no_more_than_an_applicant(app, cast, browse, unit_id, slip, far_slip):
    far, far_path = far_slip
    mai = browse()
    code = recovery_code(mai.get(f"{far_path}/slip"))
    choose(mai, slip)
    with app.app_context(), transaction():
        approve_unit(cast.an.viewer, get_unit(cast.an.viewer, unit_id))
    mai.send("/units/add", {"link": far_path, "recovery_code": code})
    token = mai.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")

    def close(of):
        values = {"from_on": "31/12/2099", "last_on": "31/12/2099", "reason": "x", "csrf_token": token}
        return mai.post(f"/units/{of}/closures", values).status

    assert (close(unit_id), close(far)) == (422, 403)
    assert mai.get(f"/units/{far}/correct").status == 200


def test_a_link_on_another_units_slip_opens_nothing_of_ones_own(browse, slip, far_slip):
    _, far_path = far_slip
    choose(browse(), slip)
    choose(browse(), far_path, OTHER_PIN)

    assert enter(browse(), far_path).status == 422
    assert enter(browse(), slip, "730264").status == 422


def test_officers_add_no_unit_to_their_accounts(cast, browse):
    assert browse(cast.an).get("/units/add").status == 403


@pytest.mark.slow
def test_on_her_pages_she_sees_which_unit_it_is_and_changes_to_the_other(browse, unit_id, slip, far_slip):
    far, far_path = far_slip
    mai = browse()
    code = recovery_code(mai.get(f"{far_path}/slip"))
    choose(mai, slip)
    assert "app-switch" not in mai.get("/units").text  # one unit needs no switch
    mai.send("/units/add", {"link": far_path, "recovery_code": code})
    page = mai.get(f"/units/{unit_id}/calendar").tree
    switch = next(nav for nav in page.iter("nav") if nav.get("class") == "app-switch")

    assert [each.text for each in switch.iter("strong")] == ["Khách sạn Biển Xanh"]
    assert [(each.text, each.get("href")) for each in switch.iter("a")] == [("Chợ Hà Tiên", f"/units/{far}/calendar")]
    assert "app-switch" in mai.get("/desk").text
