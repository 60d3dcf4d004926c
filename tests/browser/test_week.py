"""A week of a letter: issued, passed down, acknowledged, confirmed in each of three ways, reminded of, reported.

What the report says is held against SQL that knows nothing of measures.
"""

import io
import re
from datetime import date, timedelta

import pypdfium2
import pytest
import time_machine
from playwright.sync_api import expect

from app import clock
from app.access.actions import create_account
from app.access.policy import Role
from app.db import db, transaction
from app.directives.jobs import remind_of_letters
from app.door import office_viewer
from app.notices.jobs import send_reminders
from app.organisations.actions import appoint
from app.organisations.queries import find_organisation
from app.organisations.rules import Position
from app.tallies.models import UnitDay
from tests.browser.conftest import PHONE
from tests.browser.week_in_sql import facts_of, sentences
from tests.browser.week_steps import (
    CONFIRMED,
    DECLINED,
    FRIDAY,
    MONDAY,
    NUMBER,
    SHORTFALL,
    acknowledge,
    answer,
    check,
    compose,
    confirm_on_paper,
    instruct_those_below,
    issue,
    lead_said,
    letters_of,
    locked,
    open_letter,
    open_period,
    prepare,
    remind_those_who_did_not_open,
    report,
    sign_in,
)
from tests.cast import PASSWORD, START, Person, as_person
from tests.directives.world import make_active


def _account(code: str, username: str, role: Role, *, title: str = "") -> Person:
    """Somebody of a body that the cast leaves without people."""
    body, name, post = find_organisation(code), f"Lê Văn {username.title()}", None
    with transaction():
        if title:
            post = appoint(office_viewer(), body, position=Position.HEAD, full_name=name, title=title, from_on=START)
        user = create_account(
            office_viewer(),
            username=username,
            password=PASSWORD,
            full_name=name,
            role=role,
            organisation=body,
            appointment=post,
            must_change_password=False,
        )
    return as_person(user)


def _at(day: date, hour: int, minute: int = 0) -> time_machine.travel:
    return time_machine.travel(clock.at(day, hour, minute), tick=True)


@pytest.mark.slow
def test_a_week_from_the_letter_to_the_report(live, cast, opened, desk):
    app = live.app
    with app.app_context(), _at(MONDAY - timedelta(1), 12):
        chief = _account("commune-31078", "xa", Role.COMMUNE_HEAD, title="Chủ tịch")
        silent = _account("health", "yen", Role.DEPARTMENT_OFFICER)
        # Four open days each from Monday on; what the department answers for is complete, of the city half is missing.
        make_active(from_on=MONDAY, entries=4, owner="tourism", name="Khách sạn Sóng Xanh")
        weak = make_active(from_on=MONDAY, entries=2, displayed=False, name="Nhà nghỉ Gió Biển").id
        make_active(from_on=MONDAY, entries=1, owner="district-900", commune="30769", name="Quán Hải Đăng")

    with _at(MONDAY, 8):
        compose(sign_in(desk, cast.chau))
        _work(app, remind_of_letters)

    with _at(MONDAY, 10):
        loan, anh, xa = (opened(PHONE) for _ in range(3))
        acknowledge(sign_in(loan, cast.loan), cast.loan)
        acknowledge(sign_in(anh, cast.anh), cast.anh)
        instruct_those_below(anh, "Các phường, xã kiểm tra từng nhà nghỉ trước thứ Tư.")
        open_letter(sign_in(xa, chief))
        expect(xa.get_by_role("main")).to_contain_text("Các phường, xã kiểm tra từng nhà nghỉ")
        acknowledge(xa, chief)
        check(xa)

    with _at(MONDAY, 15):
        remind_those_who_did_not_open(desk)
        expect(letters_of(sign_in(opened(PHONE), silent)).get_by_role("main")).to_contain_text(NUMBER)

    with _at(FRIDAY, 10, 30):
        _work(app, remind_of_letters)
        open_period(sign_in(loan, cast.loan))
        answer(loan, CONFIRMED, cast.loan)
        locked(loan, CONFIRMED)

        an = sign_in(opened(PHONE), cast.an)
        prepare(an)
        open_period(sign_in(anh, cast.anh))
        expect(anh.get_by_role("main")).to_contain_text("đã trình lúc")
        check(anh)
        # Figures change while the head reads: he sees both before anything is kept.
        with app.app_context(), transaction():
            db.session.add(UnitDay(unit_id=weak, day=MONDAY + timedelta(2), entry_count=7))
        answer(anh, SHORTFALL, cast.anh)
        shown = anh.get_by_role("status").filter(has_text="Chênh lệch với số liệu hệ thống")
        expect(shown.filter(has_text="lúc mở trang 50% (2/4), hiện nay 75% (3/4)")).to_be_visible()
        expect(shown.filter(has_text="lúc trình 50% (2/4), hiện nay 75% (3/4)")).to_be_visible()
        answer(anh, SHORTFALL, cast.anh)
        locked(anh, SHORTFALL)

        binh = sign_in(opened(PHONE), cast.binh)
        confirm_on_paper(binh, cast.binh)
        locked(open_period(binh), DECLINED)

    # Before the cut-off, at it, and two hours later: the one body that said nothing, then the office above it.
    yen = opened(PHONE)
    for hour, minute in ((12, 1), (15, 1), (17, 1)):
        with _at(FRIDAY, hour, minute):
            _work(app, send_reminders)
    with _at(FRIDAY, 17, 5):
        mine = letters_of(sign_in(yen, silent)).get_by_role("main")
        expect(mine).to_contain_text("Sắp đến hạn xác nhận kỳ")
        expect(mine).to_contain_text("Đã đến hạn xác nhận kỳ")
        expect(letters_of(loan).get_by_role("main")).not_to_contain_text("hạn xác nhận kỳ")
        letters_of(sign_in(desk, cast.chau)).get_by_role("link", name=re.compile("1 cơ quan chưa xác nhận kỳ")).click()
        expect(desk.get_by_role("main")).to_contain_text("Sở Y tế")
        expect(desk.get_by_role("main")).not_to_contain_text("Sở Du lịch")

        url = report(desk, app)
        said, facts = desk.get_by_role("main").inner_text(), facts_of(app)
        for sentence in sentences(facts):
            assert sentence in said
        annex = desk.get_by_role("row").filter(has_text="UBND thành phố Phú Quốc").first
        expect(annex).to_contain_text(f"{facts['weak_done']}/{facts['weak_due']}")
        assert {name: figure for name, figure in lead_said(desk).items() if name in facts["lead"]} == facts["lead"]
        desk.get_by_role("link", name=str(facts["entry_done"]), exact=True).first.click()
        expect(desk.locator("#rows-count")).to_have_text(re.compile(rf"^{facts['entry_done']} "))

        issue(sign_in(opened({"width": 1280, "height": 900}), cast.chuong), url, app)
        pdf = pypdfium2.PdfDocument(io.BytesIO(desk.request.get(f"{url}/report.pdf").body()))
        words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
        assert "77/BC-UBND" in words
        for sentence in sentences(facts):
            assert sentence in words


def _work(app, job) -> None:
    with app.app_context(), transaction():
        job(clock.local_day())
