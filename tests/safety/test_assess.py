"""The head teacher assesses the school on her phone, records what she did elsewhere, or says that it is closed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db, transaction
from app.documents.tables_in import read_table
from app.door import office_viewer
from app.safety.actions import load_shipped_sets
from app.safety.models import Assessment, CriteriaSet
from app.safety.rules import Level, Source
from app.units.actions import restrict_unit, suspend_unit
from app.units.queries import get_unit
from app.web.filters import day
from tests.safety.conftest import answer, assess, begin


def _assessments(app):
    with app.app_context():
        stmt = unscoped(select(Assessment).order_by(Assessment.id), because="a test looks at all rows")
        return db.session.scalars(stmt).all()


@pytest.mark.parametrize(
    ("failed", "words", "level"),
    [
        ((1,), "Thực hiện tốt, trường học an toàn", Level.SAFE),
        ((1, 2, 3, 6, 7), "Thực hiện khá, trường học an toàn", Level.AT_RISK),
        ((11,), "Thực hiện chưa tốt, không an toàn", Level.UNSAFE),
    ],
)
@pytest.mark.slow
def test_mai_answers_section_by_section_and_learns_the_level(app, school, browse, failed, words, level):
    phone = browse(school.mai)

    page = assess(phone, school, failed)

    assert words in page.text
    assert "đạt" in page.text
    assert [(row.level, row.score, row.assessed_on) for row in _assessments(app)] == [
        (level, 15 - len(failed), local_day())
    ]
    assert day(local_day() + timedelta(29)) in phone.get(school.safety).text


def test_before_submitting_she_sees_the_level_and_what_to_fix_first(school, browse):
    phone = browse(school.mai)

    page = answer(phone, begin(phone, school), failed=(2, 11))

    assert "Không an toàn" in page.text
    assert page.text.index("<li>Học sinh, giáo viên, nhân viên đeo") < page.text.index("<li>Tập huấn, hướng dẫn")


def test_she_stops_and_goes_on_where_she_was(app, school, browse):
    phone = browse(school.mai)
    draft = begin(phone, school)
    phone.send(f"{draft}/sections/1", {"answer_1": "1", "note_4": "thiếu 2 vòi nước"})

    again = browse(school.mai)

    assert begin(again, school) == draft
    assert "Đã trả lời 1/15 tiêu chí" in again.get(draft).text
    assert 'value="thiếu 2 vòi nước"' in again.get(f"{draft}/sections/1").text
    assert again.post(f"{draft}/submit", again.get(draft).fields()).status == 409
    assert _assessments(app)[0].level is None


def test_an_answer_that_was_not_offered_is_refused_and_nothing_is_kept(app, school, browse):
    phone = browse(school.mai)
    draft = begin(phone, school)

    page = phone.send(f"{draft}/sections/1", {"answer_1": "7", "note_2": "giữ lại"})

    assert page.status == 422
    assert "Hãy chọn một trong các mục của danh sách." in page.text
    assert "giữ lại" in page.text
    assert _assessments(app)[0].answers == {}


def test_what_was_submitted_does_not_change_and_keeps_its_version(app, school, browse, monkeypatch):
    phone = browse(school.mai)
    draft = begin(phone, school)
    answer(phone, draft)
    page = phone.get(f"{draft}/sections/1")
    phone.send(draft, to=f"{draft}/submit")

    late = phone.post(f"{draft}/sections/1", {**page.fields(), "answer_1": "0"})

    assert late.status == 409
    assert _assessments(app)[0].values[1] == 1
    _replace_set(app)
    assert "bản 1" in phone.get(draft).text
    assert "bản 2" in phone.get(school.safety).text


def _replace_set(app):
    with app.app_context(), transaction():
        old = db.session.scalars(select(CriteriaSet).where(CriteriaSet.code == "school")).one()
        columns = ("code", "name", "kinds", "model", "status", "basis", "note", "content", "loaded_at")
        new = CriteriaSet(**{name: getattr(old, name) for name in columns}, number=2, from_on=local_day())
        old.until_on = local_day()
        db.session.add(new)


def test_a_draft_of_a_replaced_set_is_not_submitted_and_begins_again(app, school, browse):
    phone = browse(school.mai)
    draft = begin(phone, school)
    answer(phone, draft)
    _replace_set(app)

    assert phone.send(draft, to=f"{draft}/submit").status == 409
    assert begin(phone, school) == draft
    assert "Đã trả lời 0/15 tiêu chí" in phone.get(draft).text


def test_the_sets_are_brought_in_once(app, school):
    with app.app_context(), transaction():
        assert load_shipped_sets(office_viewer()) == 0


NATIONAL = {"source": "antoancovid", "link": "https://antoancovid.vn/co-so/91-1", "level": "at_risk"}


def test_what_she_did_at_antoancovid_counts_and_its_source_is_shown(app, school, browse):
    phone = browse(school.mai)
    form = NATIONAL | {"assessed_on": f"{local_day() - timedelta(3):%d/%m/%Y}"}

    page = phone.follow(phone.send(school.safety, form, to=f"{school.safety}/national"))

    assert "Có rủi ro" in page.text
    assert "đơn vị tự đánh giá tại antoancovid.vn" in page.text
    row = _assessments(app)[0]
    assert (row.source, row.level, row.valid_until) == (
        Source.ANTOANCOVID, Level.AT_RISK, local_day() + timedelta(27),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"link": "https://example.com/x"}, "Đường dẫn phải bắt đầu bằng https://antoancovid.vn"),
        ({"source": ""}, "Hãy chọn hệ thống đã dùng để đánh giá."),
        ({"level": ""}, "Hãy chọn mức độ an toàn mà hệ thống đã đánh giá."),
        ({"level": "none"}, "Hãy chọn một trong các mục của danh sách."),
        ({"assessed_on": "1/1/2021"}, "đã hết hiệu lực"),
        ({"assessed_on": "1/1/2100"}, "Ngày này chưa tới."),
    ],
    ids=["elsewhere", "no system", "no level", "no such level", "long ago", "to come"],
)
def test_a_result_that_cannot_be_right_is_refused(app, school, browse, wrong, message):
    form = NATIONAL | {"assessed_on": f"{local_day():%d/%m/%Y}"} | wrong

    page = browse(school.mai).send(school.safety, form, to=f"{school.safety}/national")

    assert page.status == 422
    assert message in page.text
    assert _assessments(app) == []


def test_a_school_that_is_closed_for_a_time_says_so(school, browse):
    phone = browse(school.mai)

    assert phone.send(school.safety, {"reason": ""}, to=f"{school.safety}/closed").status == 422
    page = phone.follow(phone.send(school.safety, {"reason": "Nghỉ hè"}, to=f"{school.safety}/closed"))

    assert "Tạm ngừng hoạt động" in page.text


def test_a_level_ends(school, browse):
    assess(browse(school.mai), school)

    with time_machine.travel(now() + timedelta(30), tick=False):
        page = browse(school.mai).get(school.safety)

    assert "Chưa đánh giá" in page.text
    assert "hết hiệu lực từ" in page.text


def test_a_suspended_school_does_not_assess_itself(app, cast, school, browse):
    phone = browse(school.mai)
    page = phone.get(school.safety)
    with app.app_context(), transaction():
        suspend_unit(cast.an.viewer, get_unit(cast.an.viewer, school.unit_id), from_on=local_day(), reason="Sửa chữa")

    assert phone.post(school.safety, page.fields(school.safety)).status == 409


@pytest.mark.slow
def test_the_list_shows_levels_sources_and_what_ends_soon(cast, school, browse):
    an = browse(cast.an)
    assert "Chưa đánh giá: 1" in an.get("/assessments").text
    assess(browse(school.mai), school)

    assert "An toàn: 1" in an.get("/assessments").text
    assert "Trường Tiểu học" in an.get("/assessments?level=safe&q=tieu+hoc+duong").text
    assert "Trường Tiểu học" not in an.get("/assessments?level=none").text
    assert "Trường Tiểu học" not in an.get("/assessments?need=expiring").text
    with time_machine.travel(now() + timedelta(25), tick=False):
        assert "Trường Tiểu học" in browse(cast.an).get("/assessments?need=expiring&sort=ending").text


def test_the_list_and_the_answers_are_kept_as_files(cast, school, browse):
    phone = browse(school.mai)
    assess(phone, school, failed=(3,))

    levels = read_table(browse(cast.an).get("/assessments.xlsx?level=safe").response.data, "x.xlsx")
    answers = read_table(phone.get("/assessments/1.xlsx").response.data, "x.xlsx")

    assert [row[6] for row in levels][1:] == ["An toàn"]
    assert len(answers) == 16
    assert answers[3][4] == "Không đạt"


def test_the_sets_say_what_they_are_from_and_that_they_are_made_up_again(cast, school, browse):
    text = browse(cast.an).get("/assessments/criteria").text

    assert "1467/BGDĐT-GDTC" in text
    assert text.count("bản phục dựng") >= 9


def test_the_units_page_has_the_level_as_a_panel(cast, school, browse):
    an = browse(cast.an)

    part = an.get(school.safety, headers={"HX-Request": "true"})

    assert f'hx-get="{school.safety}"' in an.get(f"/units/{school.unit_id}").text
    assert "<html" not in part.text
    assert "Chưa đánh giá" in part.text


def test_binh_finds_nothing_of_phu_quoc_and_an_cannot_answer_for_the_school(cast, school, browse):
    assess(browse(school.mai), school)
    binh, an = browse(cast.binh), browse(cast.an)

    for path in (school.safety, "/assessments/1", "/assessments/1.csv"):
        assert binh.get(path).status == 404, path
    assert "Trường Tiểu học" not in binh.get("/assessments").text
    assert "Thực hiện tốt" in an.get("/assessments/1").text
    assert an.get("/assessments/1/sections/1").status == 403
    assert "Bắt đầu đánh giá" not in an.get(school.safety).text


def test_a_withheld_school_is_counted_for_its_commune_and_not_named(app, cast, school, browse):
    with app.app_context(), transaction():
        restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, school.unit_id), basis="Quyết định 1")
    duong = browse(cast.duong)

    text = duong.get("/assessments").text

    assert "và 1 đơn vị hạn chế công khai" in text
    assert "Trường Tiểu học" not in text + duong.get("/assessments.csv").response.get_data(as_text=True)
    assert duong.get(school.safety).status == 404
