"""A manager who never uses a computer: her slip, her PIN, and every next time."""

import io

import pytest
import zxingcpp
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from PIL import Image
from sqlalchemy import select

from app.access.actions import grant_unit
from app.access.models import User, UserPin, UserUnit
from app.access.queries import find_user
from app.access.scope import unscoped
from app.db import db, transaction
from app.units.models import ManagementLink
from app.units.queries import get_management_link, get_unit
from tests.factories import make_manager, make_poster, make_unit
from tests.units.slips import (
    choose,
    enter,
    issue,
    recovery_code,
    sign_out,
)
from tests.whole_app.sources import ROOT

pytestmark = pytest.mark.slow


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


def test_the_history_says_that_who_held_the_slip_used_it(cast, browse, slip, unit_id):
    choose(browse(), slip)
    told = " ".join(browse(cast.an).get(f"/units/{unit_id}/history").text.split())

    assert "Dùng phiếu quản lý điểm" in told
    assert "Người giữ phiếu ghi lúc" in told


@pytest.mark.slow
def test_guessing_a_pin_waits_longer_each_time_on_every_strange_device_but_not_on_hers(app, browse, slip):
    mai = browse()
    choose(mai, slip)
    thief = browse()
    answers = []
    for n in range(12):
        answers.append(thief_tries(thief, slip, f"{590100 + n}", address=f"203.0.113.{n}").status)
    after = thief_tries(thief, slip, "482915", address="203.0.113.200")

    assert answers[:10] == [422] * 10
    assert answers[11] == 429
    assert after.status == 429  # even the right one is not heard now, from anywhere new
    assert "Đã thử sai nhiều lần" in after.text
    assert "Mã PIN không đúng" not in after.text  # nobody has looked at it
    sign_out(mai)
    assert enter(mai, slip).status == 303


def thief_tries(thief, slip, pin, *, address):
    fields = thief.get(slip).fields(slip)
    return thief.post(slip, {**fields, "pin": pin}, environ_base={"REMOTE_ADDR": address})


def test_a_pin_opens_nothing_by_the_page_for_names(app, browse, slip):
    choose(browse(), slip)
    with app.app_context():
        username = db.session.scalar(select(User.username).join(UserPin, UserPin.user_id == User.id))

    assert browse().send("/login", {"username": username, "password": "482915"}).status == 422


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


def test_a_manager_by_name_keeps_her_account_and_signs_in_as_ever(app, browse, cast, unit_id):
    with app.app_context():
        mai = make_manager(get_unit(cast.an.viewer, unit_id))

    assert browse(mai).get(f"/units/{unit_id}").status == 200
