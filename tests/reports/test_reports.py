"""A report from its draft to its issue: compiled, remarked upon, frozen, corrected, each figure with its rows."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from docx import Document
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from app import tasks
from app.access.scope import unscoped
from app.db import db, transaction
from app.reports.models import Report
from app.tallies.actions import bump
from tests.monitoring.conftest import COUNTED, DUE, NOON, TODAY

pytestmark = [pytest.mark.usefixtures("province"), pytest.mark.slow]  # papers are drawn
FIRST, LAST = TODAY - timedelta(7), TODAY - timedelta(1)
DAYS = {"first_on": f"{FIRST:%d/%m/%Y}", "last_on": f"{LAST:%d/%m/%Y}"}
ISSUE = {"number": "5", "symbol": "BC-UBND", "issued_on": f"{TODAY:%d/%m/%Y}"}
WHOLE = f"{COUNTED}/{DUE}"


def text_of(page):
    """The document on the page, links and all, as it reads."""
    return " ".join("".join(page.tree.find(".//article").itertext()).split())


def compile_draft(browser, **typed):
    answer = browser.send("/reports/new", {**DAYS, **typed}, to="/reports/new")
    assert answer.status == 303, answer.text
    work(browser)
    return answer.location


def work(browser):
    """What the worker beside the portal does."""
    with browser.client.application.app_context():
        return tasks.run_all()


def check(browser, path):
    """Vouch for the draft as it stands on its page."""
    return browser.send(path, {}, to=f"{path}/check")


def issue(browser, path, **typed):
    assert check(browser, path).status == 303
    answer = browser.send(f"{path}/issue", {**ISSUE, **typed}, to=f"{path}/issue")
    work(browser)
    return answer


def stored(app):
    with app.app_context():
        stmt = unscoped(select(Report).order_by(Report.id), because="the test looks at the table")
        return [(row.status.value, row.number, row.digest, row.pdf) for row in db.session.scalars(stmt)]


@pytest.fixture
def late_entry(app, province):
    """Adds an entry that nobody knew of to a day of the period."""

    def add():
        with app.app_context(), transaction():
            bump(province["Quán Gió"], LAST, entries=1)

    return add


def test_a_draft_says_the_periods_figures_in_words(cast, browse):
    browser = browse(cast.chau)
    page = browser.get(compile_draft(browser))

    text = text_of(page)
    assert f"Có {COUNTED}/{DUE} ngày mở cửa của các đơn vị có số liệu kiểm soát, đạt 45,7%" in text
    assert "Có 0/5 điểm (đơn vị và từng phương tiện) phải có mã, theo số đã đăng ký, đã xác nhận niêm yết mã QR" in text
    assert "đạt 0%" in text
    assert "Trong kỳ ghi nhận 48 lượt khách đến, 32 lượt khách đi." in text
    assert "Trong kỳ không có biên bản kiểm tra nào được ký." in text
    assert text.count("Phụ lục") == 3


def test_every_figure_leads_to_as_many_rows_as_it_says(cast, browse):
    browser = browse(cast.chau)
    document = browser.get(compile_draft(browser)).tree.find(".//article")
    checked = 0
    for link in document.iter("a"):
        if "/rows/" not in link.get("href") or "".join(link.itertext()) == "48":
            continue  # lists that are no measure's rows; 48 entries are the sum of their rows
        said = "".join(link.itertext()).replace(".", "").split(" ")[0]
        due = said.split("/")[-1]
        found = re.search(r'id="rows-count"><strong>([\d.]+)</strong>', browser.get(link.get("href")).text)
        assert int(found[1] if found else 0) == int(due), link.get("href")
        checked += 1

    assert checked >= 15


def test_compiling_again_takes_new_figures(cast, browse, late_entry):
    browser = browse(cast.chau)
    path = compile_draft(browser)
    late_entry()

    browser.send(path, to=f"{path}/recompile")
    work(browser)

    assert f"Có {COUNTED + 1}/{DUE} ngày mở cửa" in text_of(browser.get(path))


def test_others_write_while_an_officer_takes_figures(browse, cast, written):
    browser = browse(cast.chau)
    path = compile_draft(browser)
    assert written == ["stored"]

    assert browser.send(path, to=f"{path}/recompile").status == 303
    work(browser)
    assert written == ["stored"] * 2


def test_what_was_issued_keeps_its_figures_whatever_happens_later(app, cast, browse, late_entry):
    path = compile_draft(browse(cast.chau))
    chairman = browse(cast.chuong)
    assert issue(chairman, path).status == 303
    frozen = stored(app)
    late_entry()

    page = chairman.get(path)

    assert f"Có {COUNTED}/{DUE} ngày mở cửa" in text_of(page)
    assert "05/BC-UBND" in page.text
    assert chairman.get(f"{path}/report.pdf").response.get_data() == frozen[0][3]
    # Of its rows, which may have changed since, the page says so.
    assert "dữ liệu có thể đã thay đổi" in page.text


@pytest.mark.parametrize("act", ["recompile", "commentary", "check", "issue"])
def test_nothing_changes_an_issued_report(app, cast, browse, act):
    path = compile_draft(browse(cast.an), organisation_id=str(cast.an.organisation_id))
    browser = browse(cast.anh)
    issue(browser, path)
    before = stored(app)
    opened = browser.get("/reports/new").fields()

    answer = browser.post(
        f"{path}/{act}",
        {"csrf_token": opened["csrf_token"], "general": "Sửa", **ISSUE, "number": "6",
         "signer_name": "Trần Văn Anh", "signer_title": "Chủ tịch"},
    )  # fmt: skip

    assert answer.status == 409
    assert stored(app) == before


@pytest.mark.parametrize(
    "change", [update(Report).values(signer_name="Ai đó"), delete(Report)], ids=["update", "delete"]
)
def test_the_database_itself_refuses_to_change_an_issued_report(app, cast, browse, change):
    path = compile_draft(browse(cast.chau))
    issue(browse(cast.chuong), path)

    with app.app_context(), pytest.raises(DatabaseError), transaction():
        db.session.execute(unscoped(change, because="the test tries to break it"))

    assert stored(app)[0][0] == "issued"


def test_a_correction_is_a_new_report_that_names_the_old_one(cast, browse, late_entry):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = compile_draft(officer)
    issue(chairman, path)
    late_entry()

    answer = officer.send(path, to=f"{path}/correct")
    work(officer)

    assert f"Có {COUNTED + 1}/{DUE}" in text_of(officer.get(answer.location))
    assert "Báo cáo này thay thế Báo cáo số 05/BC-UBND" in text_of(officer.get(answer.location))
    assert f"Có {COUNTED}/{DUE}" in text_of(officer.get(path))
    for each in (path, answer.location):
        page = officer.get(each)
        assert "Báo cáo kỳ này có 2 lần" in page.text
        (other,) = {path, answer.location} - {each}
        assert other in {link.get("href") for link in page.tree.iter("a")}


def test_a_number_is_given_once_a_year(cast, browse):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    issue(chairman, compile_draft(officer))
    second = compile_draft(officer)

    answer = issue(chairman, second)
    assert answer.status == 422
    assert "Số này đã dùng cho báo cáo khác trong năm." in answer.text
    assert answer.fields(f"{second}/issue")["number"] == "5"
    answer = chairman.send(f"{second}/issue", {**ISSUE, "number": "6"}, to=f"{second}/issue")
    assert answer.status == 303


def test_nothing_is_issued_before_its_figures_were_there(app, cast, browse):
    path, yesterday = compile_draft(browse(cast.chau)), TODAY - timedelta(1)

    answer = issue(browse(cast.chuong), path, issued_on=f"{yesterday:%d/%m/%Y}")

    assert answer.status == 422
    assert "ngày ban hành không được trước ngày đó" in answer.text
    assert stored(app)[0][0] == "checked"


def test_of_the_day_before_the_report_says_how_isolation_stands_by_now(cast, browse):
    browser = browse(cast.chau)
    day = dict.fromkeys(DAYS, f"{LAST:%d/%m/%Y}")

    text = text_of(browser.get(compile_draft(browser, **day)))
    assert text.count("Trong ngày 20/5/2026, tính đến 12 giờ 00: không phát sinh.") == 2
    assert "Trong ngày" not in text_of(browser.get(compile_draft(browser)))


def test_a_year_is_a_period(cast, browse):
    browser, first = browse(cast.chau), LAST - timedelta(364)
    path = compile_draft(browser, first_on=f"{first:%d/%m/%Y}")

    assert f"từ ngày {first:%d}/{first.month}/{first.year} đến ngày 19/5/2026" in text_of(browser.get(path))


def test_remarks_stand_in_their_part(cast, browse):
    browser = browse(cast.chau)
    path = compile_draft(browser)

    browser.send(
        f"{path}/commentary",
        {"shortcomings": "Một số chợ thiếu người trực cổng.", "proposals": ""},
        to=f"{path}/commentary",
    )

    text = text_of(browser.get(path))
    assert text.index("III. Tồn tại") < text.index("Một số chợ thiếu người trực cổng.") < text.index("IV. Nhiệm vụ")
    assert text.endswith("không cộng với bảng theo cơ quan quản lý.")
    assert "V. Đề xuất, kiến nghị Không có." in text


def test_a_district_reports_on_its_own(cast, browse):
    text = text_of(browse(cast.an).get(compile_draft(browse(cast.an))))

    assert "Ủy ban nhân dân thành phố Phú Quốc báo cáo kết quả" in text
    assert "Có 2/14 ngày mở cửa" in text
    assert "Sở Du lịch" not in text


def test_binh_finds_no_report_of_phu_quoc(app, cast, browse):
    path = compile_draft(browse(cast.an))
    binh = browse(cast.binh)

    for address in (path, f"{path}/report.pdf", f"{path}/commentary"):
        assert binh.get(address).status == 404, address
    assert "Chưa có báo cáo nào." in binh.get("/reports").text


def test_binh_cannot_compile_for_phu_quoc(app, cast, browse):
    answer = browse(cast.binh).send(
        "/reports/new", {**DAYS, "organisation_id": str(cast.an.organisation_id)}, to="/reports/new"
    )

    assert answer.status == 422
    assert stored(app) == []


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"first_on": "32/13/2026"}, "31/12/2021"),
        ({"first_on": DAYS["last_on"], "last_on": DAYS["first_on"]}, "Ngày cuối phải sau ngày đầu."),
        ({"last_on": "01/01/2030"}, "hôm nay hoặc trước đó"),
        ({"first_on": "01/01/2025"}, "dài nhất một năm, 366 ngày"),
        ({"organisation_id": "x"}, "danh sách"),
        ({"as_of_on": DAYS["last_on"]}, "cả ngày và giờ"),
        ({"as_of_on": f"{TODAY:%d/%m/%Y}", "as_of_time": "23:00"}, "lúc này hoặc trước đó"),
        ({"as_of_on": "01/05/2026", "as_of_time": "08:00"}, "sau ngày đầu của kỳ"),
    ],
)
def test_wrong_days_and_bodies_are_told_beside_their_fields(cast, browse, typed, message):
    answer = browse(cast.chau).send("/reports/new", {**DAYS, **typed}, to="/reports/new")

    assert answer.status == 422
    assert message in answer.text


def test_an_officer_without_the_right_cannot_issue(cast, browse):
    path = compile_draft(browse(cast.chau))

    assert browse(cast.chau).get(f"{path}/issue").status == 403
    assert "Ban hành" not in browse(cast.chau).get(path).text


def test_only_what_somebody_else_has_checked_is_issued(app, cast, browse):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = compile_draft(officer)
    token = officer.get("/reports/new").fields()["csrf_token"]

    assert chairman.get(f"{path}/issue").status == 409
    assert chairman.post(f"{path}/issue", {**ISSUE, **chairman.get(path).fields()}).status == 409
    assert "/check" not in officer.get(path).text
    assert officer.post(f"{path}/check", {"csrf_token": token, "version": "1"}).status == 409
    assert check(chairman, path).status == 303
    assert stored(app)[0][0] == "checked"


def test_a_change_after_the_check_wants_another_check(app, cast, browse):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = compile_draft(officer)
    check(chairman, path)

    officer.send(f"{path}/commentary", {"general": "Thêm."}, to=f"{path}/commentary")

    assert stored(app)[0][0] == "draft"
    assert chairman.post(f"{path}/issue", {**ISSUE, **chairman.get(path).fields()}).status == 409


def test_a_check_is_of_what_was_read(app, cast, browse):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = compile_draft(officer)
    read = chairman.get(path).fields(f"{path}/check")
    officer.send(f"{path}/commentary", {"general": "Thêm."}, to=f"{path}/commentary")

    assert chairman.post(f"{path}/check", read).status == 409
    assert stored(app)[0][0] == "draft"


def test_figures_as_of_a_past_moment_are_those_known_then(cast, browse):
    moment = TODAY - timedelta(3)
    path = compile_draft(browse(cast.chau), as_of_on=f"{moment:%d/%m/%Y}", as_of_time="12:00")

    # Four of the seven days had closed: twenty days of units, six of them with entries.
    page = browse(cast.chau).get(path)
    assert "Có 6/20 ngày mở cửa" in text_of(page)
    assert "12:00, 17/5/2026" in page.text


def test_the_files_for_word_and_excel_say_what_the_page_says(cast, browse):
    browser = browse(cast.chau)
    path = compile_draft(browser)

    word, excel = browser.get(f"{path}/report.docx"), browser.get(f"{path}/annex.xlsx")

    said = " ".join(each.text for each in Document(BytesIO(word.response.data)).paragraphs)
    assert f"Có {COUNTED}/{DUE} ngày mở cửa" in said
    rows = CalamineWorkbook.from_object(BytesIO(excel.response.data)).get_sheet_by_index(0).to_python()
    tourism = next(row for row in rows if "Sở Du lịch" in row)
    assert "9" in tourism
    assert "14" in tourism


def test_compile_command_writes_paper_and_annex(app, tmp_path):
    with time_machine.travel(NOON, tick=False):
        result = app.test_cli_runner().invoke(
            args=["reports", "compile", "--from", f"{FIRST}", "--to", f"{LAST}", "--out", str(tmp_path / "out")]
        )

    assert result.exit_code == 0, result.output
    kinds = {path.suffix: path.read_bytes()[:4] for path in (tmp_path / "out").iterdir()}
    assert kinds == {".pdf": b"%PDF", ".docx": b"PK\x03\x04", ".xlsx": b"PK\x03\x04"}
    assert stored(app) == []


def test_a_report_names_the_letter_and_what_heads_answered(cast, browse, letter):
    text = text_of(browse(cast.chau).get(compile_draft(browse(cast.chau))))

    assert "Thực hiện Công văn số 568/UBND-KGVX ngày 07 tháng 5 năm 2021" in text
    assert "0/14 việc đến hạn trong kỳ đã làm đúng hạn, đạt 0%" in text
    assert "Chưa xác nhận kết quả kỳ đã đến hạn: Sở Du lịch; Sở Y tế; UBND thành phố Hà Tiên" in text
    assert "chưa đạt mục tiêu 90%" in text
    assert "Huyện, thành phố có kết quả kiểm soát khách đến, khách đi chưa đạt mục tiêu:" in text
