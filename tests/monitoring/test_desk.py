"""What each role finds on its desk in the morning."""

from datetime import timedelta

import pytest
import time_machine

from app import audit
from app.access.actions import create_account
from app.access.models import UserUnit
from app.access.policy import Role
from app.clock import now
from app.db import db, transaction
from app.door import office_viewer
from app.jobs import JobRun, run_job
from app.notices.models import Message
from app.notices.rules import Channel, MessageStatus
from app.units.rules import UnitStatus
from tests.cast import PASSWORD, as_person
from tests.factories import make_unit
from tests.made_once import made_once
from tests.monitoring.conftest import NOON, TODAY

pytestmark = pytest.mark.slow

SVG_TEXT = "{http://www.w3.org/2000/svg}text"
NOTHING = "Hôm nay không có việc đến hạn."


def titles(page):
    return ["".join(a.itertext()).strip() for h in page.tree.iter("h2") for a in h.iter("a")]


def figure_of(page, title):
    """The number on the card of this title."""
    for li in page.tree.iter("li"):
        if "app-card" in li.get("class", "") and title in "".join(li.itertext()):
            (figure,) = [p for p in li.iter("p") if "app-card__figure" in p.get("class", "")]
            return "".join(figure.itertext()).strip()
    return None


def card_link(page, title):
    return next(a.get("href") for a in page.tree.iter("a") if "".join(a.itertext()).strip() == title)


@made_once
def manager(app, cast, noon):
    """A manager of an approved hotel of which nothing is printed yet."""
    with app.app_context():
        unit = make_unit(cast.chau, name="Khách sạn Gió", status=UnitStatus.ACTIVE)
        with transaction():
            return _account(Role.MANAGER, "mai", unit.id)


def _account(role, username, unit_id):
    user = create_account(
        office_viewer(), username=username, password=PASSWORD, full_name="Lê Thị Mai", role=role,
        must_change_password=False,
    )  # fmt: skip
    db.session.flush()
    db.session.add(UserUnit(user_id=user.id, unit_id=unit_id, confirmed_at=now()))
    db.session.flush()
    return as_person(user)


def test_with_nothing_due_the_desk_says_so(cast, browse, noon):
    page = browse(cast.oanh).get("/desk")

    assert page.status == 200
    assert NOTHING in page.text


def test_an_officer_sees_who_waits_for_approval_and_how_long(app, cast, browse, noon):
    with app.app_context(), time_machine.travel(NOON - timedelta(3), tick=False):
        make_unit(cast.duong, name="Chợ Mới")
    browser = browse(cast.an)

    page = browser.get("/desk")

    assert figure_of(page, "Đơn vị chờ duyệt") == "1"
    assert "Chờ lâu nhất: 3 ngày" in page.text
    assert "Chợ Mới" in browser.get(card_link(page, "Đơn vị chờ duyệt")).text
    assert "Đơn vị chờ duyệt" not in browse(cast.binh).get("/desk").text


def test_who_answers_for_units_that_may_be_one_sees_how_many_pairs(app, cast, browse, noon):
    with app.app_context():
        make_unit(cast.an, name="Khách sạn Biển Xanh", status=UnitStatus.ACTIVE)
        make_unit(cast.an, name="KS Biển Xanh", status=UnitStatus.ACTIVE)
    browser, title = browse(cast.an), "Đơn vị có thể trùng"
    page = browser.get("/desk")

    assert figure_of(page, title) == "1"
    assert "1 cặp đơn vị" in browser.get(card_link(page, title)).text
    # The next district; the observer may not judge; the province, which sees all, finds them in the register.
    for person in (cast.binh, cast.oanh, cast.chau):
        assert title not in titles(browse(person).get("/desk"))


def test_yesterdays_gaps_are_counted_before_the_door_closes(app, cast, browse, province):
    with time_machine.travel(NOON.replace(hour=0), tick=False):  # 07:00 in the province
        browser = browse(cast.an)
        page = browser.get("/desk")
        title = "Hôm qua chưa có số liệu vào, ra"
        rows = browser.get(card_link(page, title))

    assert figure_of(page, title) == "1"
    assert "Quán Gió" in rows.text
    assert "Khách sạn Biển Xanh" not in rows.text


def test_every_number_is_the_length_of_its_list(cast, browse, province):
    browser = browse(cast.chau)
    page = browser.get("/desk")
    numbered = [title for title in titles(page) if "/monitor/rows/" in card_link(page, title)]

    assert len(numbered) >= 2
    for title in numbered:
        assert f'id="rows-count"><strong>{figure_of(page, title)}</strong>' in browser.get(card_link(page, title)).text


def test_the_urgent_comes_first(app, cast, browse, province):
    with app.app_context(), time_machine.travel(NOON - timedelta(1), tick=False):
        make_unit(cast.duong, name="Chợ Mới")

    found = titles(browse(cast.an).get("/desk"))

    assert found.index("Đơn vị chờ duyệt") < found.index("Hôm nay chưa có lượt vào")


def test_the_chairman_sees_the_weakest_bodies_of_each_group(cast, browse, province):
    page = browse(cast.chuong).get("/desk/weakest")

    text = page.text[page.text.index('id="weakest"') :]
    assert "UBND thành phố Phú Quốc" in text
    assert "Đơn vị chờ duyệt" not in page.text


def test_a_manager_sees_her_own_unit_and_nothing_else(browse, manager, province):
    browser = browse(manager)

    page = browser.get("/desk")

    assert figure_of(page, "Áp phích mã QR cần in") == "1"
    assert figure_of(page, "Hôm nay chưa có khách") == "Khách sạn Gió"
    assert figure_of(page, "Lượt vào hôm nay") == "0"
    assert "/monitor" not in page.text
    for title in titles(page):
        assert browser.get(card_link(page, title)).status == 200


def test_a_gatekeeper_sees_the_days_entries_only(app, cast, browse, manager):
    with app.app_context(), transaction():
        guard = _account(Role.GATEKEEPER, "gac", next(iter(manager.viewer.unit_ids)))

    assert titles(browse(guard).get("/desk")) == ["Lượt vào hôm nay"]


def test_the_administrator_sees_failing_jobs_and_an_unsealed_log(app, cast, browse, noon):
    with app.app_context(), transaction():
        db.session.add(JobRun(name="seal-audit", started_at=now(), failed_at=now()))
    with app.app_context(), time_machine.travel(NOON - timedelta(minutes=10), tick=False), transaction():
        audit.record("unit.approved", 1, by=cast.chau.viewer)
    with app.app_context(), transaction():
        waiting = {"channel": Channel.EMAIL, "kind": "notices.test", "body": "x", "due_at": now(), "created_at": now()}
        for n, status in enumerate((MessageStatus.UNCLEAR, MessageStatus.UNCLEAR, MessageStatus.SENT)):
            db.session.add(Message(cause="trial", recipient=f"post-{n}", status=status, **waiting))
    browser = browse(cast.quan)

    page = browser.get("/desk")

    assert figure_of(page, "Việc tự động đang lỗi") == "1"
    assert figure_of(page, "Tin chưa rõ đã gửi") == "2"
    assert int(figure_of(page, "Nhật ký chưa niêm phong")) >= 1
    for title in titles(page):
        assert browser.get(card_link(page, title)).status == 200


def test_who_depends_on_the_worker_sees_on_the_desk_that_it_is_down(app, cast, browse, province):
    with app.app_context():
        run_job("send-reminders")
    title = "Việc tự động không chạy"
    with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
        assert title not in titles(browse(cast.chau).get("/desk"))
    with time_machine.travel(NOON + timedelta(minutes=11), tick=False):
        for person in (cast.chau, cast.quan):
            browser = browse(person)
            page = browser.get("/desk")
            assert figure_of(page, title) == "1"
            assert "Lần chạy cuối: 12:00, 20/5/2026" in page.text
            assert browser.get(card_link(page, title)).status == 200
        assert title not in titles(browse(cast.an).get("/desk"))


def test_the_week_is_drawn_with_its_values_and_as_a_table(cast, browse, province):
    page = browse(cast.an).get("/desk")

    values = [text.text for text in page.tree.iter(SVG_TEXT) if "app-trend__share" in text.get("class", "")]
    assert values[-1] == "66,7%"  # two of three on the day before
    assert f"{TODAY - timedelta(1):%d}/5/2026" in page.text


def test_a_head_is_told_what_to_acknowledge_and_which_week_to_confirm(cast, browse, letter):
    browser = browse(cast.anh)

    page = browser.get("/desk")

    found = titles(page)
    assert found.count("Kỳ chờ xác nhận kết quả") >= 2  # weeks that ended since the letter
    assert figure_of(page, "Công văn chưa xác nhận tiếp nhận") == "568/UBND-KGVX"
    assert "Quá hạn" in page.text
    for title in set(found):
        assert browser.get(card_link(page, title)).status == 200
    assert "Công văn chưa xác nhận tiếp nhận" not in browse(cast.an).get("/desk").text


def test_the_chairman_sees_how_many_bodies_have_not_answered(cast, browse, letter):
    browser = browse(cast.chuong)
    page = browser.get("/desk")

    # Two departments and two districts are addressed.
    tasks = {
        "Cơ quan chưa xác nhận kỳ đã đến hạn": "Xác nhận kết quả của tuần",
        "Cơ quan chưa xác nhận tiếp nhận công văn": "Tiếp nhận, quán triệt công văn",
    }
    for title, task in tasks.items():
        rows = browser.get(card_link(page, title)).text
        assert figure_of(page, title) == "4"
        assert 'id="rows-count"><strong>4</strong>' in rows
        assert rows.count(f'<td class="govuk-table__cell">{task}') == 4
    assert "UBND thành phố Hà Tiên" in rows
    assert "Sở Du lịch" in rows
