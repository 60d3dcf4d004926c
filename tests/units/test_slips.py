"""A manager who never uses a computer: her slip, her PIN, what is lost and what is given out again."""

import io
import re
from datetime import timedelta

import pytest
import time_machine
import zxingcpp
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from PIL import Image
from sqlalchemy import select

from app.access.actions import grant_unit
from app.access.delays import tries_of_link
from app.access.models import User, UserPin, UserSession, UserUnit
from app.access.queries import find_user
from app.access.scope import unscoped
from app.audit import AuditEvent
from app.clock import now
from app.db import begin_write, db, transaction
from app.units.actions import LinkSpent, approve_unit, issue_management_link, links
from app.units.models import ManagementLink
from app.units.queries import get_management_link, get_unit, holder_of
from tests.factories import make_manager, make_poster, make_unit
from tests.units.test_register_publicly import send
from tests.whole_app.sources import ROOT

PIN = {"new_pin": "482915", "repeated_pin": "482915"}
OTHER_PIN = {"new_pin": "730264", "repeated_pin": "730264"}


def issue(app, by, unit_id):
    with app.app_context(), transaction():
        return f"/manage/{issue_management_link(by.viewer, get_unit(by.viewer, unit_id))}"


@pytest.fixture
def unit_id(app, cast):
    with app.app_context():
        return make_unit(cast.an, manager_phone="0912345678").id


@pytest.fixture
def slip(app, cast, unit_id):
    """The path of the link on the slip of a pending unit in Dương Đông."""
    return issue(app, cast.an, unit_id)


@pytest.fixture
def far_slip(app, cast):
    """The path of the link on the slip of a unit in Hà Tiên, and that unit's id."""
    with app.app_context():
        far = make_unit(cast.binh, owner="district-900", commune="30769", name="Chợ Hà Tiên").id
    return far, issue(app, cast.binh, far)


def recovery_code(page):
    return re.search(r"\b[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}\b", page.text)[0]


def choose(browser, slip, values=PIN):
    return browser.send(slip, values, to=f"{slip}/pin")


def enter(browser, slip, pin="482915"):
    return browser.post(slip, {**browser.get(slip).fields(slip), "pin": pin})


def sign_out(browser):
    browser.send("/units", to="/logout")


def reissue(browser, unit_id, checked=("identity",)):
    return browser.send(f"/units/{unit_id}/slip", {"checked": list(checked)}, to=f"/units/{unit_id}/slip")


def fresh_link(page):
    return "/manage/" + re.search(r"http://localhost/manage/([\w-]+)<", page.text)[1]


@pytest.mark.slow
def test_the_slip_has_the_units_code_the_link_as_qr_and_a_recovery_code(app, browse, cast, unit_id, slip):
    with app.app_context():
        code = make_poster(unit=get_unit(cast.an.viewer, unit_id)).code
    page = browse().get(f"{slip}/slip")
    picture = browse().get(f"{slip}/slip.png").response.data
    paper = browse().get(f"{slip}/slip.pdf").response.data

    assert f"{code[:4]}-{code[4:8]}-{code[8:]}" in page.text
    assert recovery_code(page)
    assert [each.text for each in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [
        f"http://localhost{slip}"
    ]
    assert paper.startswith(b"%PDF")


def test_nothing_but_digests_is_stored_of_a_slip(app, browse, slip):
    code = recovery_code(browse().get(f"{slip}/slip"))
    choose(browse(), slip)

    with app.app_context():
        tables = (unscoped(select(ManagementLink.__table__), because="a test"), select(UserPin.__table__))
        stored = [row for table in tables for row in db.session.execute(table)]
    for secret in (slip.removeprefix("/manage/"), code, code.replace("-", ""), "482915"):
        assert secret not in repr(stored)


def test_a_manager_chooses_a_pin_and_is_at_her_unit_without_name_or_mail(app, browse, unit_id, slip):
    mai = browse()
    sent = choose(mai, slip)

    assert sent.location == f"/units/{unit_id}"
    assert mai.follow(sent).status == 200
    assert mai.get(f"/units/{unit_id}/suspend").status == 403  # nobody approved the unit yet
    with app.app_context():
        user = db.session.scalar(select(User).join(UserUnit, UserUnit.user_id == User.id))
        assert user.role.value == "manager"
        assert user.full_name == "Lê Thị Mai"


@pytest.mark.slow
def test_next_time_the_link_and_the_pin_are_enough_and_the_device_is_remembered(browse, unit_id, slip):
    choose(browse(), slip)
    later = browse()
    assert later.get("/manage").status == 200  # nothing to go on with yet
    came = enter(later, slip)
    sign_out(later)

    assert came.location == f"/units/{unit_id}"
    assert later.get(f"/units/{unit_id}").status == 303
    assert later.get("/manage").location == slip
    assert enter(later, slip).status == 303


@pytest.mark.parametrize(
    ("pin", "repeated", "reason"),
    [
        pytest.param("111111", "111111", "lặp lại", id="one digit"),
        pytest.param("121212", "121212", "lặp lại", id="two by turns"),
        pytest.param("112233", "112233", "lặp lại", id="pairs"),
        pytest.param("123456", "123456", "liền nhau", id="upwards"),
        pytest.param("876543", "876543", "liền nhau", id="downwards"),
        pytest.param("345678", "345678", "liền nhau", id="the end of her phone, and a row"),
        pytest.param("091234", "091234", "số điện thoại", id="the beginning of her phone"),
        pytest.param("12a456", "12a456", "đúng 6 chữ số", id="a letter"),
        pytest.param("48291", "48291", "đúng 6 chữ số", id="five"),
        pytest.param("482915", "482916", "không giống nhau", id="mistyped"),
    ],
)
def test_a_pin_that_is_easy_to_guess_is_refused_with_the_reason(app, browse, slip, pin, repeated, reason):
    page = choose(browse(), slip, {"new_pin": pin, "repeated_pin": repeated})

    assert page.status == 422
    assert reason in page.text
    assert f'value="{pin}"' not in page.text
    with app.app_context():
        assert db.session.scalar(select(UserPin)) is None


@pytest.mark.slow
def test_guessing_a_pin_waits_longer_each_time_on_every_strange_device_but_not_on_hers(app, browse, slip):
    mai = browse()
    choose(mai, slip)
    thief = browse()
    answers = []
    for n in range(12):
        answers.append(thief_tries(thief, slip, f"{590100 + n}", address=f"203.0.113.{n}"))
    after = thief_tries(thief, slip, "482915", address="203.0.113.200")

    assert answers[:10] == [422] * 10
    assert answers[11] == 429
    assert after == 429  # even the right one is not heard now, from anywhere new
    sign_out(mai)
    assert enter(mai, slip).status == 303


def thief_tries(thief, slip, pin, *, address):
    fields = thief.get(slip).fields(slip)
    return thief.post(slip, {**fields, "pin": pin}, environ_base={"REMOTE_ADDR": address}).status


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


def test_a_pin_opens_nothing_by_the_page_for_names(app, browse, slip):
    choose(browse(), slip)
    with app.app_context():
        username = db.session.scalar(select(User.username).join(UserPin, UserPin.user_id == User.id))

    assert browse().send("/login", {"username": username, "password": "482915"}).status == 422


def test_officers_add_no_unit_to_their_accounts(cast, browse):
    assert browse(cast.an).get("/units/add").status == 403


def test_a_link_that_was_used_before_slips_leads_to_its_account_by_name(app, cast, browse, unit_id):
    """Links of the time before have no recovery code."""
    path = issue(app, cast.an, unit_id)
    with app.app_context(), transaction():
        get_management_link(path.removeprefix("/manage/")).recovery_digest = None
    assert browse().get(f"{path}/slip").status == 303
    assert choose(browse(), path).status == 303
    page = browse().get(f"{path}/reset")

    assert "không có mã khôi phục" in page.text
    assert enter(browse(), path).status == 303


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


@pytest.mark.slow
def test_links_of_the_time_before_lead_to_the_one_account_that_they_opened(app, cast):
    with app.app_context():
        one, two = (make_unit(cast.an, name=name) for name in ("Chợ Một", "Chợ Hai"))
        mai = make_manager(one)
        make_manager(two, "hoa")
        with transaction():
            grant_unit(cast.an.viewer, find_user(mai.user_id), two.id, confirmed=True)
        one_id, two_id = one.id, two.id
        found = {revision.doc: revision for revision in ScriptDirectory(str(ROOT / "migrations")).walk_revisions()}
        (before,) = (each.down_revision for doc, each in found.items() if "slip" in doc)
        db.session.remove()
        downgrade(revision=before)
        upgrade()
        stmt = select(ManagementLink.unit_id, ManagementLink.user_id, ManagementLink.recovery_digest)
        rows = db.session.execute(unscoped(stmt.where(ManagementLink.revoked_at.is_(None)), because="a test")).all()

    assert sorted(rows) == [(one_id, mai.user_id, None), (two_id, None, None)]


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


def test_a_manager_by_name_keeps_her_account_and_signs_in_as_ever(app, browse, cast, unit_id):
    with app.app_context():
        mai = make_manager(get_unit(cast.an.viewer, unit_id))

    assert browse(mai).get(f"/units/{unit_id}").status == 200
