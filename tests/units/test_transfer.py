"""A unit goes to another body only when that one takes it; who cannot place it leaves it to the province office."""

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.organisations.queries import find_organisation
from app.units.actions import accept_transfer, change_owner, propose_transfer
from app.units.queries import get_unit
from app.units.rules import Outcome, UnitStatus
from app.units.waiting import find_transfer, list_ownerships
from tests.factories import make_unit
from tests.made_once import made_once
from tests.units.test_decide import press

pytestmark = pytest.mark.slow


@made_once
def unit_id(app, cast):
    with app.app_context():
        return make_unit(cast.an, status=UnitStatus.ACTIVE).id


@made_once
def offered(app, cast, unit_id):
    """The id of An's offer of the unit to Sở Du lịch."""
    with app.app_context():
        with transaction():
            unit = get_unit(cast.an.viewer, unit_id)
            propose_transfer(cast.an.viewer, unit, organisation=find_organisation("tourism"), reason="Là khách sạn")
        return find_transfer(cast.an.viewer, unit).id


def owner(app, cast, unit_id):
    with app.app_context():
        name = get_unit(cast.chau.viewer, unit_id).organisation.name
        db.session.remove()
        return name


def test_until_the_receiver_accepts_the_sender_answers(app, cast, browse, unit_id):
    with app.app_context():
        tourism = str(find_organisation("tourism").id)
    an, lan, path = browse(cast.an), browse(cast.lan), f"/units/{unit_id}/transfer"
    an.send(path, {"organisation": tourism, "reason": "Là khách sạn"}, to=path)
    before, desk, listed = owner(app, cast, unit_id), lan.get("/desk").text, lan.get("/units/transfers").text
    assert lan.get(f"/units/{unit_id}").status == 404
    with app.app_context():
        offer = f"/units/transfers/{find_transfer(cast.an.viewer, get_unit(cast.an.viewer, unit_id)).id}"
    told = lan.follow(lan.send(offer, to=f"{offer}/accept")).text

    assert before == "UBND thành phố Phú Quốc"
    assert "Đơn vị được đề nghị tiếp nhận" in desk
    assert "Là khách sạn" in listed
    assert "quản lý từ hôm nay" in told
    assert owner(app, cast, unit_id) == "Sở Du lịch"
    assert press(lan, f"{offer}/refuse", {"reason": "x"}).status == 409


def test_a_refused_unit_stays_and_the_sender_reads_why(app, cast, browse, unit_id, offered):
    path = f"/units/transfers/{offered}"
    lan = browse(cast.lan)

    assert lan.send(path, {"reason": " "}, to=f"{path}/refuse").status == 422
    assert lan.send(path, {"reason": "Là <quán ăn>"}, to=f"{path}/refuse").status == 303
    assert owner(app, cast, unit_id) == "UBND thành phố Phú Quốc"
    assert "Là &lt;quán ăn&gt;" in browse(cast.an).get(f"/units/{unit_id}/proceedings").text
    assert "Là &lt;quán ăn&gt;" in browse(cast.an).get(f"{path}").text


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("an", 409),  # the sender cannot accept for the other
        ("duong", 409),  # where it is, they see it
        ("binh", 404),
        ("oanh", 403),
        ("lan", 303),
        ("chau", 303),
    ],
)
def test_only_the_receiver_accepts(app, cast, browse, unit_id, offered, person, expected):
    assert press(browse(getattr(cast, person)), f"/units/transfers/{offered}/accept").status == expected
    assert (owner(app, cast, unit_id) == "Sở Du lịch") == (expected == 303)


@pytest.mark.parametrize(("person", "expected"), [("duong", 409), ("binh", 404), ("an", 303)])
def test_only_the_owner_offers_disclaims_and_takes_back(app, cast, browse, unit_id, person, expected):
    with app.app_context():
        values = {"organisation": str(find_organisation("tourism").id), "reason": "x"}
    officer = browse(getattr(cast, person))

    assert press(officer, f"/units/{unit_id}/transfer", values).status == expected
    assert press(officer, f"/units/{unit_id}/transfer/withdraw").status == expected
    assert press(officer, f"/units/{unit_id}/disclaim", {"reason": "x"}).status == expected


def test_a_unit_is_offered_once_and_not_to_its_own_body(app, cast, browse, unit_id, offered):
    with app.app_context():
        own, health = str(find_organisation("district-911").id), str(find_organisation("health").id)
    an, path = browse(cast.an), f"/units/{unit_id}/transfer"

    assert press(an, path, {"organisation": health, "reason": "x"}).status == 409
    assert press(an, path, {"organisation": own, "reason": "x"}).status == 422
    assert press(an, f"{path}/withdraw").status == 303
    assert press(browse(cast.lan), f"/units/transfers/{offered}/accept").status == 409


def test_who_answered_is_dated_and_changes_twice_on_a_day(app, cast, unit_id):
    with app.app_context(), transaction():
        unit = get_unit(cast.chau.viewer, unit_id)
        for code in ("tourism", "health"):
            change_owner(cast.chau.viewer, unit, find_organisation(code))
    with app.app_context():
        rows = list_ownerships(cast.chau.viewer, get_unit(cast.chau.viewer, unit_id))
        assert [(row.organisation.name, row.from_on, row.until_on) for row in rows] == [("Sở Y tế", local_day(), None)]


def test_a_transfer_ends_what_was_unclear(app, cast, unit_id, offered):
    with app.app_context(), transaction():
        transfer = find_transfer(cast.lan.viewer, get_unit(cast.an.viewer, unit_id))
        transfer.unit.unclear_since = transfer.proposed_at
        accept_transfer(cast.lan.viewer, transfer)
        assert transfer.unit.unclear_since is None


def test_what_a_body_disclaims_the_district_answers_for_until_the_province_decides(app, cast, browse):
    with app.app_context():
        unit_id = make_unit(cast.lan, owner="tourism", status=UnitStatus.ACTIVE).id
        health = str(find_organisation("health").id)
        with transaction():
            unit = get_unit(cast.lan.viewer, unit_id)
            propose_transfer(cast.lan.viewer, unit, organisation=find_organisation("health"), reason="x")
    lan, chau = browse(cast.lan), browse(cast.chau)
    lan.follow(lan.send(f"/units/{unit_id}/disclaim", {"reason": "Là nhà riêng"}))
    meanwhile, listed = owner(app, cast, unit_id), chau.get("/units?need=owner&sort=waiting").text
    desk = chau.get("/desk").text
    told = chau.follow(chau.send(f"/units/{unit_id}/owner", {"organisation": health, "reason": "Là phòng khám"})).text

    assert meanwhile == "UBND thành phố Phú Quốc"
    assert "chưa rõ cơ quan quản lý, đã chờ 0 ngày" in listed
    assert "Đơn vị chưa rõ cơ quan quản lý" in desk
    assert "Sở Y tế quản lý Khách sạn Biển Xanh từ hôm nay." in told
    assert owner(app, cast, unit_id) == "Sở Y tế"
    assert "Là phòng khám" in chau.get(f"/units/{unit_id}/proceedings").text
    assert press(chau, f"/units/{unit_id}/owner", {"organisation": health, "reason": "x"}).status == 409
    with app.app_context():
        assert find_transfer(cast.chau.viewer, get_unit(cast.chau.viewer, unit_id)).outcome is Outcome.WITHDRAWN


@pytest.mark.parametrize("person", ["an", "lan", "oanh", "hai", "quan"])
def test_only_the_province_office_decides_and_withholds(app, cast, browse, unit_id, person):
    officer = browse(getattr(cast, person))

    assert press(officer, f"/units/{unit_id}/owner", {"reason": "x"}).status == 403
    assert press(officer, f"/units/{unit_id}/restrict", {"basis": "x"}).status == 403
    assert press(officer, f"/units/{unit_id}/unrestrict").status == 403


def test_the_history_tells_of_the_offer_and_of_who_answered_before(app, cast, browse, offered, unit_id):
    press(browse(cast.lan), f"/units/transfers/{offered}/accept")
    page = browse(cast.chau).get(f"/units/{unit_id}/history").text

    for told in (
        "Đề nghị chuyển cơ quan quản lý",
        "Tiếp nhận đơn vị",
        "Cơ quan quản lý: <del>UBND thành phố Phú Quốc</del> → <ins>Sở Du lịch</ins>",
    ):
        assert told in page
