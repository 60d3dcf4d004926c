"""A slip, a PIN or a phone is lost: what resets it, who gives out a new one, and that the old one dies."""

import re
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.delays import tries_of_link
from app.access.models import UserSession
from app.audit import AuditEvent
from app.clock import now
from app.db import begin_write, db, transaction
from app.notices.rules import Channel
from app.notices.sending import send_all
from app.units.actions import LinkSpent, issue_management_link, links
from app.units.queries import get_management_link, get_unit
from tests.notices.servers import gateway_server
from tests.units.slips import (
    OTHER_PIN,
    choose,
    enter,
    fresh_link,
    recovery_code,
    reissue,
)


@pytest.mark.slow
def test_where_a_gateway_is_set_a_code_on_her_phone_resets_the_pin_too(app, monkeypatch, browse, unit_id, slip):
    choose(browse(), slip)
    again = browse()
    assert "SMS" not in again.get(f"{slip}/reset").text
    with gateway_server() as gateway:
        monkeypatch.setitem(app.config, "SMS_GATEWAY_URL", gateway.url)
        asked = again.send(f"{slip}/reset", to=f"{slip}/code")
        with app.app_context():
            send_all(Channel.SMS)
        text = gateway.texts[-1]
        at_once = again.send(f"{slip}/reset", to=f"{slip}/code")
        values = {**OTHER_PIN, "recovery_code": re.search(r"\d{6}", text)[0]}
        sent = again.get(asked.location).text
        done = again.send(f"{slip}/reset", values, to=f"{slip}/reset")
        twice = browse().send(
            f"{slip}/reset", {**values, "new_pin": "915602", "repeated_pin": "915602"}, to=f"{slip}/reset"
        )

    assert "0912345678"[1:] in str(gateway.asked[-1]["content"])
    assert "tận cùng 678" in sent
    assert at_once.status == 409
    assert done.location == f"/units/{unit_id}"
    assert twice.status == 422


@pytest.mark.slow
def test_the_recovery_code_resets_the_pin_and_signs_every_device_out(browse, unit_id, slip):
    mai = browse()
    code = recovery_code(mai.get(f"{slip}/slip"))
    choose(mai, slip)
    again = browse()
    refused = again.send(f"{slip}/reset", {**OTHER_PIN, "recovery_code": "0000000000"}, to=f"{slip}/reset")
    done = again.send(
        f"{slip}/reset", {**OTHER_PIN, "recovery_code": code.lower().replace("-", " ")}, to=f"{slip}/reset"
    )

    assert refused.status == 422
    assert "Mã khôi phục không đúng" in refused.text
    assert done.location == f"/units/{unit_id}"
    assert mai.get(f"/units/{unit_id}").status == 303
    assert enter(browse(), slip).status == 422
    assert enter(browse(), slip, "730264").status == 303


def test_the_slip_is_not_shown_again_after_first_use_nor_after_a_day(browse, slip, far_slip):
    _, unused = far_slip
    choose(browse(), slip)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert browse().get(f"{unused}/slip.pdf").status == 404

    assert browse().get(f"{slip}/slip").status == 303
    assert [browse().get(f"{slip}/slip.{ending}").status for ending in ("pdf", "png")] == [404, 404]


@pytest.mark.slow
def test_a_lost_slip_is_given_out_again_by_the_commune_and_the_old_one_dies_at_once(app, cast, browse, unit_id, slip):
    mai = browse()
    choose(mai, slip)
    duong = browse(cast.duong)
    unchecked = reissue(duong, unit_id, checked=())
    page = duong.follow(reissue(duong, unit_id, checked=("identity", "licence")))
    new = fresh_link(page)

    assert unchecked.status == 422
    assert "Hãy đánh dấu điều đã kiểm tra" in unchecked.text
    assert mai.get(f"/units/{unit_id}").status == 303  # her session died with the link
    assert [enter_status(browse(), slip), browse().get(slip).status] == [410, 410]
    assert choose(browse(), new).status == 303
    assert "/manage/" not in duong.get(f"/units/{unit_id}/slip").text  # shown once
    panel = duong.get(f"/units/{unit_id}/slip/panel").text
    assert "Trần Văn Duong" in panel
    assert "Căn cước công dân" in panel
    assert "đăng ký kinh doanh" in panel
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.name == "unit.link_issued")).all()[-1]
        assert event.detail == {"checked": ["identity", "licence"]}


def enter_status(browser, slip):
    return browser.post(slip, {"pin": "482915"}).status


def test_officers_of_another_place_give_out_no_slip(cast, browse, unit_id, slip):
    binh = browse(cast.binh)

    assert binh.get(f"/units/{unit_id}/slip").status == 404
    assert binh.get(f"/units/{unit_id}/slip/panel").status == 404
    token = binh.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")
    assert binh.post(f"/units/{unit_id}/slip", {"csrf_token": token, "checked": "identity"}).status == 404
    assert browse().get(slip).status == 200


@pytest.mark.slow
def test_a_new_slip_opens_its_own_unit_only_whatever_the_old_account_held_elsewhere(
    app, cast, browse, unit_id, slip, far_slip
):
    """An officer of one district who gives out a slip must not come by units of another."""
    far, unused = far_slip
    mai = browse()
    code = recovery_code(mai.get(f"{unused}/slip"))
    choose(mai, slip)
    mai.send("/units/add", {"link": f"http://localhost{unused}", "recovery_code": code})
    duong = browse(cast.duong)
    new = fresh_link(duong.follow(reissue(duong, unit_id)))
    other = browse()
    choose(other, new, OTHER_PIN)

    assert other.get(f"/units/{unit_id}").status == 200
    assert other.get(f"/units/{far}").status == 404
    assert enter(mai, unused).location == f"/units/{far}"  # the rest of her account goes on
    assert mai.get(f"/units/{unit_id}").status == 404


def test_a_new_slip_that_comes_between_pin_and_session_wins(app, browse, unit_id, slip, cast, monkeypatch):
    def reissue_first():
        with transaction():
            issue_management_link(cast.an.viewer, get_unit(cast.an.viewer, unit_id))
        begin_write()

    choose(browse(), slip)
    monkeypatch.setattr(links, "begin_write", reissue_first)
    with app.app_context():
        link = get_management_link(slip.removeprefix("/manage/"))
        tries = tries_of_link(link.id, "203.0.113.9", is_known=False)
        with pytest.raises(LinkSpent):
            links.sign_in_by_link(link, "482915", tries=tries)
        db.session.rollback()
        assert db.session.scalars(select(UserSession).where(UserSession.ended_at.is_(None))).all() == []
