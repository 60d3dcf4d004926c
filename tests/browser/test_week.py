"""A week of a letter: issued, passed down, acknowledged, confirmed in each of three ways, reminded of, reported.

What the report says is held against SQL that knows nothing of measures.
"""

import io
import re
from datetime import date, datetime, timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import bindparam, text

from app import clock, tasks
from app.access.actions import create_account
from app.access.policy import Role
from app.db import UtcDateTime, db, transaction
from app.directives.jobs import remind_of_letters
from app.documents.wording import short_date
from app.door import office_viewer
from app.notices.jobs import send_reminders
from app.organisations.actions import appoint
from app.organisations.queries import find_organisation
from app.organisations.rules import Position
from app.tallies.models import UnitDay
from tests.browser.conftest import PHONE, violations
from tests.cast import PASSWORD, START, Person, as_person
from tests.directives.world import make_active
from tests.pictures import as_file, code_picture

MONDAY = clock.local_day() + timedelta(7 - clock.local_day().weekday())
# The week of a Monday is the one that began on the Friday before; heads confirm it on the Friday after.
FIRST_ON, LAST_ON, FRIDAY = MONDAY - timedelta(3), MONDAY + timedelta(3), MONDAY + timedelta(4)
NUMBER = "612/UBND-KGVX"
OBLIGATIONS = (
    ("Quán triệt, chỉ đạo và trách nhiệm người đứng đầu", "Quán triệt và chịu trách nhiệm.", 90, "hằng tuần"),
    ("Mã QR tại đơn vị, phương tiện", "Niêm yết mã QR tại mọi đơn vị.", 100, "hằng tuần"),
    ("Kiểm soát vào, ra hằng ngày", "Kiểm soát khách đến, khách đi hằng ngày.", 90, "hằng ngày, xác nhận hằng tuần"),
)
# What two heads give as reasons.
REASONS = (
    "Đơn vị mới nhận mã, đã nhắc niêm yết trước ngày thứ Hai",
    "Đang đối chiếu sổ trực của hai đơn vị với hệ thống",
)
CONFIRMED, SHORTFALL, DECLINED = "Xác nhận", "Xác nhận, có nội dung chưa đạt", "Chưa đủ cơ sở xác nhận"


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


def _sign_in(page: Page, person) -> Page:
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill(person.username)
    page.get_by_label("Mật khẩu").fill(person.password)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page).to_have_url(re.compile("/desk"))
    return page


def _check(page: Page) -> None:
    """No page of the week hinders those who read with other senses."""
    assert violations(page) == [], page.url


def _compose(page: Page) -> None:
    """The office writes a letter of three obligations and issues it."""
    page.goto("/directives/drafts/new")
    page.get_by_label("Số, ký hiệu").fill(NUMBER)
    page.get_by_label("Trích yếu").fill("V/v kiểm soát khách đến, khách đi bằng mã QR")
    for label in ("Ngày ký", "Có hiệu lực từ ngày"):
        page.get_by_label(label).fill(f"{MONDAY:%d/%m/%Y}")
    page.get_by_label("Người ký (chức vụ, họ tên)").fill("KT. CHỦ TỊCH, PHÓ CHỦ TỊCH Nguyễn Lưu Trung")
    page.get_by_label("Toàn văn công văn").fill("Chủ tịch UBND tỉnh yêu cầu các cơ quan thực hiện ba nội dung sau…")
    page.get_by_role("button", name="Lưu", exact=True).click()
    for obligation in OBLIGATIONS:
        _add_obligation(page, *obligation)
    _check(page)
    page.get_by_role("button", name=re.compile("^Phát hành đến 4 cơ quan")).click()
    expect(page.get_by_role("alert")).to_contain_text(NUMBER)


def _add_obligation(page: Page, measure: str, wording: str, target: int, rhythm: str) -> None:
    page.get_by_role("link", name="Thêm nội dung").click()
    page.get_by_label("Nội dung yêu cầu").fill(wording)
    page.get_by_label("Điểm, mục trong công văn").fill("điểm 1")
    page.get_by_label("Chỉ số đo").select_option(label=measure)
    for kind in ("Sở, ban, ngành", "Huyện, thành phố"):
        page.get_by_label(kind).check()
    page.get_by_label("Chỉ tiêu (%)").fill(str(target))
    page.get_by_role("radio", name=rhythm, exact=True).check()
    page.get_by_role("button", name="Lưu nội dung").click()
    expect(page.get_by_role("main")).to_contain_text(wording)


def _open_letter(page: Page) -> Page:
    page.goto("/directives")
    page.get_by_role("link", name=NUMBER).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(NUMBER)
    return page


def _acknowledge(page: Page, person) -> Page:
    _open_letter(page)
    page.get_by_label("Mật khẩu của ông/bà").fill(person.password)
    page.get_by_role("button", name="Xác nhận tiếp nhận").click()
    expect(page.get_by_role("main")).to_contain_text("đã xác nhận tiếp nhận lúc")
    return page


def _instruct_those_below(page: Page, words: str) -> None:
    page.get_by_role("link", name="Chỉ đạo thêm cho cấp dưới").click()
    page.get_by_label("Chỉ đạo thêm cho cấp dưới").fill(words)
    page.get_by_role("button").filter(has_text=re.compile("Gửi")).click()
    expect(page.get_by_role("main")).to_contain_text(words)


def _remind_those_who_did_not_open(page: Page) -> None:
    _open_letter(page)
    page.get_by_label("Tình trạng").select_option(label="Chưa mở")
    page.get_by_role("button", name="Lọc").click()
    rows = page.get_by_role("region", name="Tình hình tiếp nhận của từng cơ quan").get_by_role("rowheader")
    expect(rows).to_contain_text(["Sở Y tế", "UBND thành phố Hà Tiên"])
    page.get_by_role("button", name="Nhắc ngay 2 cơ quan trong danh sách").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã nhắc")


def _open_period(page: Page) -> Page:
    page.goto("/confirmations")
    page.get_by_role("link", name=f"{short_date(FIRST_ON)} – {short_date(LAST_ON)}").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(short_date(LAST_ON))
    return page


def _answer(page: Page, outcome: str, person) -> None:
    page.get_by_label(outcome, exact=True).check()
    page.get_by_label("Mật khẩu của ông/bà").fill(person.password)
    page.get_by_role("button", name="Gửi ý kiến và khóa số liệu").click()


def _locked(page: Page, outcome: str) -> None:
    expect(page.get_by_role("heading", name="Số liệu đã khóa")).to_be_visible()
    expect(page.get_by_role("main").get_by_text(outcome, exact=True)).to_be_visible()
    page.get_by_role("link", name="Kiểm tra lại mã băm").click()
    expect(page.get_by_role("main")).to_contain_text("Khớp")
    _check(page)


def _prepare(page: Page) -> None:
    """The focal official puts an answer before the head."""
    _open_period(page).get_by_role("link", name="Soạn ý kiến trình lãnh đạo").click()
    _check(page)
    page.get_by_label(SHORTFALL, exact=True).check()
    _give_reasons(page, f"{REASONS[0]}.")
    page.get_by_role("button", name="Trình lãnh đạo").click()
    expect(page.get_by_role("alert")).to_contain_text("Đã trình")


def _give_reasons(page: Page, words: str) -> None:
    reasons = page.get_by_label(re.compile("^Lý do chưa đạt"))
    expect(reasons.first).to_be_visible()
    for reason in reasons.all():
        reason.fill(words)


def _confirm_on_paper(page: Page, person) -> None:
    """The head of Hà Tiên has no account: what he signed is entered by his office."""
    _open_period(page).get_by_role("link", name="Ghi xác nhận bằng văn bản đã ký").click()
    _check(page)
    page.get_by_label(DECLINED, exact=True).check()
    page.get_by_label("Giải trình chung").fill(f"{REASONS[1]}.")
    page.get_by_label("Số, ký hiệu văn bản").fill("45/UBND-VX")
    page.get_by_label("Ngày ký").fill(f"{FRIDAY:%d/%m/%Y}")
    page.get_by_label("Chức vụ người ký").fill("Chủ tịch")
    page.get_by_label("Họ và tên người ký").fill("Nguyễn Văn Tài")
    signed = {"name": "45.png", "mimeType": "image/png", "buffer": as_file(code_picture("45/UBND-VX"))}
    page.get_by_label("Bản đã ký (PDF hoặc ảnh quét)").set_input_files(signed)
    page.get_by_label("Mật khẩu của ông/bà").fill(person.password)
    page.get_by_role("button", name="Ghi và khóa số liệu").click()
    expect(page.get_by_role("main")).to_contain_text("Xác nhận bằng văn bản")


def _letters_of(page: Page) -> Page:
    page.goto("/inbox")
    return page


def _report(page: Page, app: Flask) -> str:
    page.goto("/reports/new")
    page.get_by_label("Từ ngày").fill(f"{FIRST_ON:%d/%m/%Y}")
    page.get_by_role("textbox", name="Đến ngày", exact=True).fill(f"{LAST_ON:%d/%m/%Y}")
    page.get_by_role("button", name=re.compile("Lập")).dblclick()
    expect(page.get_by_role("status")).to_contain_text("Đang chờ đến lượt")
    _check(page)
    with app.app_context():
        assert tasks.run_all() == 1
        db.session.remove()
    # Whoever waits sees the report as soon as it is there.
    expect(page.get_by_role("article")).to_contain_text("I. Tình hình chung")
    _check(page)
    return page.url


def _lead_said(page: Page) -> dict[str, str]:
    """What the annex of bodies says of each one's head: how many of the steps due were done in time."""
    said = {}
    for annex in page.get_by_role("table").all():
        headings = annex.locator("thead th").all_inner_texts()
        if "Quán triệt, chỉ đạo" not in headings:
            continue
        for row in annex.get_by_role("row").filter(has=page.get_by_role("cell")).all():
            figure = row.locator("th, td").nth(headings.index("Quán triệt, chỉ đạo")).inner_text()
            said[row.get_by_role("rowheader").inner_text()] = figure.split(" ")[0]
    return said


def _issue(page: Page, report_url: str) -> None:
    """The chairman vouches for it and issues it."""
    page.goto(report_url)
    page.get_by_role("button", name="Xác nhận đã kiểm tra").click()
    page.get_by_role("button", name="Ban hành").click()
    page.get_by_label("Số", exact=True).fill("77")
    page.get_by_role("button", name="Ban hành").click()
    expect(page.get_by_role("alert")).to_contain_text("77/BC-UBND")


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
        _compose(_sign_in(desk, cast.chau))
        _work(app, remind_of_letters)

    with _at(MONDAY, 10):
        loan, anh, xa = (opened(PHONE) for _ in range(3))
        _acknowledge(_sign_in(loan, cast.loan), cast.loan)
        _acknowledge(_sign_in(anh, cast.anh), cast.anh)
        _instruct_those_below(anh, "Các phường, xã kiểm tra từng nhà nghỉ trước thứ Tư.")
        _open_letter(_sign_in(xa, chief))
        expect(xa.get_by_role("main")).to_contain_text("Các phường, xã kiểm tra từng nhà nghỉ")
        _acknowledge(xa, chief)
        _check(xa)

    with _at(MONDAY, 15):
        _remind_those_who_did_not_open(desk)
        expect(_letters_of(_sign_in(opened(PHONE), silent)).get_by_role("main")).to_contain_text(NUMBER)

    with _at(FRIDAY, 10, 30):
        _work(app, remind_of_letters)
        _open_period(_sign_in(loan, cast.loan))
        _answer(loan, CONFIRMED, cast.loan)
        _locked(loan, CONFIRMED)

        an = _sign_in(opened(PHONE), cast.an)
        _prepare(an)
        _open_period(_sign_in(anh, cast.anh))
        expect(anh.get_by_role("main")).to_contain_text("đã trình lúc")
        _check(anh)
        # Figures change while the head reads: he sees both before anything is kept.
        with app.app_context(), transaction():
            db.session.add(UnitDay(unit_id=weak, day=MONDAY + timedelta(2), entry_count=7))
        _answer(anh, SHORTFALL, cast.anh)
        shown = anh.get_by_role("status").filter(has_text="Chênh lệch với số liệu hệ thống")
        expect(shown.filter(has_text="lúc mở trang 50% (2/4), hiện nay 75% (3/4)")).to_be_visible()
        expect(shown.filter(has_text="lúc trình 50% (2/4), hiện nay 75% (3/4)")).to_be_visible()
        _answer(anh, SHORTFALL, cast.anh)
        _locked(anh, SHORTFALL)

        binh = _sign_in(opened(PHONE), cast.binh)
        _confirm_on_paper(binh, cast.binh)
        _locked(_open_period(binh), DECLINED)

    # Before the cut-off, at it, and two hours later: the one body that said nothing, then the office above it.
    yen = opened(PHONE)
    for hour, minute in ((12, 1), (15, 1), (17, 1)):
        with _at(FRIDAY, hour, minute):
            _work(app, send_reminders)
    with _at(FRIDAY, 17, 5):
        mine = _letters_of(_sign_in(yen, silent)).get_by_role("main")
        expect(mine).to_contain_text("Sắp đến hạn xác nhận kỳ")
        expect(mine).to_contain_text("Đã đến hạn xác nhận kỳ")
        expect(_letters_of(loan).get_by_role("main")).not_to_contain_text("hạn xác nhận kỳ")
        _letters_of(_sign_in(desk, cast.chau)).get_by_role(
            "link", name=re.compile("1 cơ quan chưa xác nhận kỳ")
        ).click()
        expect(desk.get_by_role("main")).to_contain_text("Sở Y tế")
        expect(desk.get_by_role("main")).not_to_contain_text("Sở Du lịch")

        url = _report(desk, app)
        said, facts = desk.get_by_role("main").inner_text(), _facts(app)
        for sentence in _sentences(facts):
            assert sentence in said
        annex = desk.get_by_role("row").filter(has_text="UBND thành phố Phú Quốc").first
        expect(annex).to_contain_text(f"{facts['weak_done']}/{facts['weak_due']}")
        assert {name: figure for name, figure in _lead_said(desk).items() if name in facts["lead"]} == facts["lead"]
        desk.get_by_role("link", name=str(facts["entry_done"]), exact=True).first.click()
        expect(desk.locator("#rows-count")).to_have_text(re.compile(rf"^{facts['entry_done']} "))

        _issue(_sign_in(opened({"width": 1280, "height": 900}), cast.chuong), url)
        pdf = pypdfium2.PdfDocument(io.BytesIO(desk.request.get(f"{url}/report.pdf").body()))
        words = " ".join(" ".join(page.get_textpage().get_text_range() for page in pdf).split())
        assert "77/BC-UBND" in words
        for sentence in _sentences(facts):
            assert sentence in words


def _work(app, job) -> None:
    with app.app_context(), transaction():
        job(clock.local_day())


def _sentences(facts: dict[str, Any]) -> list[str]:
    """What the report must say of the week, from what SQL found."""
    return [
        f"có {facts['active']:02} đơn vị đang hoạt động",
        f"Trong kỳ ghi nhận {facts['entries']} lượt khách đến",
        f"Có {facts['entry_done']}/{facts['entry_due']} ngày mở cửa",
        f"Có {facts['qr_done']}/{facts['qr_due']} điểm",
        f"phải xác nhận kết quả {facts['asked']:02} lượt",
        f"{facts['confirmed']:02} lượt xác nhận kết quả",
        f"{facts['confirmed_with_shortfall']:02} lượt xác nhận, có nội dung chưa đạt",
        f"{facts['not_confirmed']:02} lượt nêu chưa đủ cơ sở xác nhận",
        f"{facts['asked'] - facts['given']:02} lượt chưa xác nhận",
        f"Chưa xác nhận kết quả kỳ đã đến hạn: {facts['silent']}.",
        *(f"({reason})" for reason in REASONS),
    ]


def _facts(app) -> dict[str, Any]:
    """The week by SQL alone."""
    with app.app_context():
        days = {"first": FIRST_ON, "last": LAST_ON}
        open_days = [clock.local_day(clock.at(FIRST_ON + timedelta(n), 12)) for n in range(7)]
        spoke = "FROM unit_day WHERE day BETWEEN :first AND :last AND entry_count > 0"
        active = "FROM unit_status_change WHERE status = 'active' AND from_on <= :day"
        city = "unit_id IN (SELECT id FROM unit WHERE name = 'Nhà nghỉ Gió Biển')"
        outcomes = ("confirmed", "confirmed_with_shortfall", "not_confirmed")
        given = "FROM confirmation WHERE first_on = :first"
        bodies = "SELECT name FROM organisation WHERE kind IN ('department', 'district')"
        whose = "organisation_id = (SELECT id FROM organisation WHERE name = :body)"
        taken = f"SELECT COUNT(*) FROM acknowledgement WHERE {whose} AND acknowledged_at < :until"
        said = (
            f"SELECT COUNT(*) FROM confirmation WHERE {whose} AND outcome <> 'not_confirmed' AND confirmed_at <= :until"
        )
        due = clock.at(FRIDAY, 15)
        return {
            "active": _one(f"SELECT COUNT(*) {active}", day=LAST_ON),
            "entries": _one(f"SELECT SUM(entry_count) {spoke}", **days),
            "entry_done": _one(f"SELECT COUNT(*) {spoke}", **days),
            "entry_due": sum(_one(f"SELECT COUNT(*) {active}", day=day) for day in open_days),
            "weak_done": _one(f"SELECT COUNT(*) {spoke} AND {city}", **days),
            "weak_due": sum(_one(f"SELECT COUNT(*) {active} AND {city}", day=day) for day in open_days),
            "qr_done": _one("SELECT COUNT(*) FROM poster WHERE displayed_on <= :last AND replaced_at IS NULL", **days),
            "qr_due": _one("SELECT COUNT(*) FROM poster WHERE replaced_at IS NULL"),
            "asked": _one("SELECT COUNT(*) FROM organisation WHERE kind IN ('department', 'district')"),
            "given": _one(f"SELECT COUNT(*) {given}", first=FIRST_ON),
            "silent": _name(f"{bodies} AND id NOT IN (SELECT organisation_id {given})", first=FIRST_ON),
            # Two steps were due of each head: to acknowledge until Thursday's end, to confirm until Friday, 15:00.
            "lead": {
                name: f"{_one(taken, body=name, until=clock.day_start(FRIDAY)) + _one(said, body=name, until=due)}/2"
                for name in db.session.scalars(text(bodies))
            },
        } | {name: _one(f"SELECT COUNT(*) {given} AND outcome = '{name}'", first=FIRST_ON) for name in outcomes}


def _name(sql: str, **values: date) -> str:
    return str(db.session.execute(text(sql), values).scalar_one())


def _one(sql: str, *, until: datetime | None = None, **values: date | str) -> int:
    stmt = text(sql).bindparams(bindparam("until", until, UtcDateTime())) if until else text(sql)
    return int(db.session.execute(stmt, values).scalar_one())
