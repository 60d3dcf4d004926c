"""The chairman's page: one sheet, five figures with their change, promises that come back, questions to decide."""

import re
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import time_machine
from sqlalchemy import text

from app import clock
from app.briefings import figures
from app.briefings.models import Commitment
from app.briefings.paper import page_pdf
from app.briefings.queries import as_json, get_briefing
from app.briefings.rules import MOST_ASKS, MOST_COMMITMENTS, CommitmentOutcome
from app.db import db, transaction
from app.directives.measures import Figure, register
from app.directives.measures.registry import _sources
from app.directives.rules import MeasureKey
from app.tallies.actions import bump
from tests.monitoring.conftest import NOON, TODAY

pytestmark = [pytest.mark.usefixtures("province", "letter"), pytest.mark.slow]  # sheets are drawn
JUDGE = "/briefings/commitments/1/judge"
LATER = NOON + timedelta(hours=4)
PROMISE = {"wording": "Dán mã tại chợ Dương Đông", "responsible": "Chủ tịch UBND Phú Quốc", "due_on": "25/05/2026"}


def compile_page(browser):
    answer = browser.send("/briefings")
    assert answer.status == 303, answer.text
    return answer.location


def words(page):
    said = " ".join(" ".join(page.tree.find(".//article").itertext()).split())
    return re.sub(r" (?=[.:,;])", "", said)


def sheet(browser, path):
    """The pages of the paper, as text; a sheet has one."""
    pdf = pypdfium2.PdfDocument(BytesIO(browser.get(f"{path}/page.pdf").response.data))
    found = [" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    pdf.close()
    return found


def test_the_five_figures_are_those_of_sql(app, cast, browse):
    browser = browse(cast.chau)
    said = words(browser.get(compile_page(browser)))
    with app.app_context():
        yesterday = (TODAY - timedelta(1)).isoformat()
        (doors,) = db.session.scalars(
            text("SELECT count(*) FROM unit_day WHERE day = :day AND entry_count > 0"), {"day": yesterday}
        )
        (units,) = db.session.scalars(text("SELECT count(*) FROM unit WHERE status = 'active'"))
        (bodies,) = db.session.scalars(
            text("SELECT count(*) FROM organisation WHERE kind IN ('department', 'district')")
        )

    assert f"Điểm đã có mã QR niêm yết 0/{units}" in said
    assert f"Điểm kiểm soát khách đến, khách đi hôm qua {doors}/{units}" in said
    assert f"Cơ quan chưa xác nhận kỳ đã đến hạn {bodies}/{bodies}" in said
    assert f"Đơn vị còn hạn đánh giá an toàn 0/{units}" in said
    # Nobody is isolated.
    assert "Người được cách ly hôm nay chưa cập nhật không phát sinh" in said


def test_a_body_that_owes_two_letters_is_one_body(cast, browse, monkeypatch):
    once = figures.lead_steps
    monkeypatch.setattr(figures, "lead_steps", lambda *asked: [step for step in once(*asked) for _letter in range(2)])

    said = words(browse(cast.chau).get(compile_page(browse(cast.chau))))

    assert "Cơ quan chưa xác nhận kỳ đã đến hạn 4/4" in said
    assert "8 lượt cơ quan chưa xác nhận kỳ đã quá hạn" in said


def test_a_measure_shows_once_a_chapter_registers_it(cast, browse, monkeypatch, province):
    class Isolated:
        def figures(self, viewer, cut, span, limits):
            return {1: Figure(MeasureKey.ISOLATION, 38, 40)}

    monkeypatch.setattr("app.directives.measures.registry._sources", dict(_sources))
    monkeypatch.setitem(_sources, MeasureKey.ISOLATION, Isolated())
    register(MeasureKey.ISOLATION, Isolated())
    browser = browse(cast.chau)

    assert "Người được cách ly hôm nay chưa cập nhật 2/40" in words(browser.get(compile_page(browser)))


def test_the_high_risk_district_and_the_weakest_are_named_with_why_and_who(cast, browse):
    browser = browse(cast.chau)
    said = words(browser.get(compile_page(browser)))

    risky = said[said.index("Địa bàn nguy cơ cao") : said.index("yếu nhất")]
    assert "Phú Quốc" in risky
    assert "Hà Tiên" not in risky
    assert "Trần Văn Anh, Chủ tịch UBND thành phố" in said
    assert "12 ngày không có số liệu; 2 điểm chưa niêm yết mã" in said


def test_a_promise_comes_back_on_the_next_page_and_says_whether_it_was_kept(cast, browse):
    officer = browse(cast.chau)
    first = compile_page(officer)
    assert officer.send(f"{first}/edit", PROMISE, to=f"{first}/commitments").status == 303
    officer.send(first, to=f"{first}/present")
    with time_machine.travel(LATER, tick=False):
        second = compile_page(officer)
        officer.send(JUDGE, {"outcome": "kept", "remark": "Xong ngày 20/5"}, to=JUDGE)
        said = words(officer.get(second))
        assert "Dán mã tại chợ Dương Đông (Chủ tịch UBND Phú Quốc, hạn 25/5/2026): đã thực hiện. Xong ngày 20/5" in said
        officer.send(second, to=f"{second}/present")
        officer.send(JUDGE, {"outcome": "broken", "remark": ""}, to=JUDGE)
        # What was presented keeps what was known when it was.
        assert "đã thực hiện" in words(officer.get(second))


def test_a_page_says_what_changed_since_the_last_one(app, cast, browse, province):
    officer = browse(cast.chau)
    first = compile_page(officer)
    officer.send(first, to=f"{first}/present")
    with app.app_context(), transaction():
        bump(province["Quán Gió"], TODAY - timedelta(1), entries=2)
    with time_machine.travel(LATER, tick=False):
        said = words(officer.get(compile_page(officer)))

    assert "So với trang trước, lúc 12 giờ 00 ngày 20/5/2026" in said
    assert "hôm qua 5/5 tăng 1 (tốt hơn)" in said


def test_what_he_is_asked_stands_on_page_and_sheet(cast, browse):
    officer = browse(cast.chau)
    path = compile_page(officer)
    officer.send(f"{path}/edit", {"asks": "Cho phép phê bình UBND Hà Tiên\nGiao Sở Y tế kiểm tra"}, to=f"{path}/asks")

    assert "Cho phép phê bình UBND Hà Tiên" in words(browse(cast.chuong).get(path))
    (only,) = sheet(officer, path)
    assert "Giao Sở Y tế kiểm tra" in only


def test_it_is_one_sheet_whatever_is_written_on_it(cast, browse):
    officer = browse(cast.chau)
    path = compile_page(officer)
    officer.send(f"{path}/edit", {"asks": "\n".join(["Việc xin ý kiến " * 5] * 10)[:900]}, to=f"{path}/asks")
    for number in range(6):
        promise = {
            **PROMISE,
            "wording": f"{number} " + "Cam kết dài. " * 15,
            "responsible": "Người chịu trách nhiệm " * 5,
        }
        assert officer.send(f"{path}/edit", promise, to=f"{path}/commitments").status == 303

    assert len(sheet(officer, path)) == 1
    assert officer.send(f"{path}/edit", PROMISE, to=f"{path}/commitments").status == 409


def test_the_fullest_page_there_can_be_is_one_sheet(app, cast, browse):
    """All districts at high risk, the weakest with long names and reasons, six promises kept and six made."""
    path = compile_page(browse(cast.chau))
    long, name = "Nội dung dài nhất có thể ghi " * 8, "Sở Nông nghiệp và Phát triển nông thôn"
    with app.app_context():
        page = get_briefing(cast.chau.viewer, int(path.rpartition("/")[2]))
        (place,) = page.figures["places"]
        weak = page.figures["weakest"][0]["lines"][0]
        weak = {
            **weak,
            "name": name,
            "stated": long,
            "in_charge": f"Nguyễn Thị Hoàng Phương Thảo, Phó Giám đốc phụ trách {name}",
        }
        figures = {**page.figures, "places": [{**place, "name": "Huyện U Minh Thượng"}] * 15}
        figures["weakest"] = [{**each, "lines": [weak] * 3} for each in page.figures["weakest"]]
        page.figures, page.asks = figures, "\n".join([("Việc xin ý kiến " * 6)[:89]] * MOST_ASKS)
        promise = {"wording": long[:200], "responsible": long[:120], "due_on": TODAY}
        promised = [Commitment(**promise, outcome=CommitmentOutcome.OPEN, remark="") for _ in range(MOST_COMMITMENTS)]
        kept = [{**as_json(each), "remark": long[:160]} for each in promised]
        pages = pypdfium2.PdfDocument(BytesIO(page_pdf(page, kept, promised)))
        assert len(pages) == 1
        pages.close()


def test_more_to_decide_than_a_sheet_has_room_for_is_told_beside_its_field(cast, browse):
    officer = browse(cast.chau)
    path = compile_page(officer)
    asks = "\n".join(f"Việc {number}" for number in range(MOST_ASKS + 1))

    answer = officer.send(f"{path}/edit", {"asks": asks}, to=f"{path}/asks")
    assert answer.status == 422
    assert f"Chỉ ghi được {MOST_ASKS} nội dung" in answer.text
    assert answer.fields(f"{path}/asks")["asks"].splitlines() == asks.splitlines()


def test_a_second_tap_makes_no_second_page_and_no_second_promise(cast, browse):
    officer = browse(cast.chau)
    path = compile_page(officer)
    assert compile_page(officer) == path
    for _ in range(2):
        assert officer.send(f"{path}/edit", PROMISE, to=f"{path}/commitments").status == 303

    assert words(officer.get(path)).count(PROMISE["wording"]) == 1
    # Somebody has written on that page: the next is another.
    officer.send(f"{path}/edit", {"asks": "Việc xin ý kiến"}, to=f"{path}/asks")
    assert compile_page(officer) != path


def test_a_promise_whose_day_is_over_is_not_under_way(cast, browse):
    officer = browse(cast.chau)
    first = compile_page(officer)
    officer.send(f"{first}/edit", {**PROMISE, "due_on": f"{TODAY:%d/%m/%Y}"}, to=f"{first}/commitments")
    officer.send(first, to=f"{first}/present")
    with time_machine.travel(LATER, tick=False):
        assert f"{TODAY:%-d/%-m/%Y}): đang thực hiện" in words(officer.get(compile_page(officer)))
    with time_machine.travel(NOON + timedelta(1), tick=False):
        browser = browse(cast.chau)
        second = compile_page(browser)
        assert f"{TODAY:%-d/%-m/%Y}): chưa thực hiện, đã quá hạn" in words(browser.get(second))
        assert "chưa thực hiện, đã quá hạn" in sheet(browser, second)[0]


def test_what_was_presented_never_changes(cast, browse):
    officer = browse(cast.chau)
    path = compile_page(officer)
    token = officer.get(path).fields()["csrf_token"]
    officer.send(path, to=f"{path}/present")
    before = officer.get(f"{path}/page.pdf").response.data

    for act in ("recompile", "asks", "commitments", "present"):
        assert officer.post(f"{path}/{act}", {"csrf_token": token, **PROMISE, "asks": "x"}).status == 409, act
    assert officer.get(f"{path}/page.pdf").response.data == before


def test_the_chairman_reads_and_does_not_write_others_see_nothing(cast, browse):
    path = compile_page(browse(cast.chau))

    assert browse(cast.chuong).get(path).status == 200
    assert browse(cast.chuong).get(f"{path}/edit").status == 403
    for person in (cast.binh, cast.loan, cast.quan):
        assert browse(person).get(path).status == 403


def test_wrong_promises_are_told_beside_their_fields(cast, browse):
    officer = browse(cast.chau)
    path = compile_page(officer)

    answer = officer.send(f"{path}/edit", {**PROMISE, "due_on": "32/13/2026", "wording": ""}, to=f"{path}/commitments")

    assert answer.status == 422
    assert "Hãy nhập việc cam kết." in answer.text
    assert "Chủ tịch UBND Phú Quốc" in answer.text
    over = {**PROMISE, "due_on": f"{TODAY - timedelta(1):%d/%m/%Y}"}
    answer = officer.send(f"{path}/edit", over, to=f"{path}/commitments")
    assert (answer.status, "Hạn phải là hôm nay hoặc sau đó." in answer.text) == (422, True)
    assert clock.local_day() == TODAY
