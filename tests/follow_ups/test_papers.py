"""Documents of a case on paper, handed over; the list of tokhaiyte.vn."""

import io
import zipfile
from datetime import timedelta

import pypdfium2
import pytest
from sqlalchemy import select

from app.access.scope import unscoped
from app.audit import AuditEvent
from app.clock import local_day
from app.db import db, transaction
from app.documents.sheets import xlsx
from app.door import office_viewer
from app.follow_ups.actions import convert_case, end_case, extend_case, record_sample
from app.follow_ups.models import DailyReport
from app.follow_ups.queries import get_case, list_tests
from app.follow_ups.rules.cases import CaseClass, CaseEnd, SampleResult
from app.follow_ups.rules.reports import Kind, Writer
from app.text import begun_small
from app.web.filters import day as write_day

WHY = "a test looks at all rows"
LIST = "/isolation/tokhaiyte"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["order", "extension", "certificate", "service"])
def test_documents_of_a_case_are_for_who_is_on_duty(app, cast, site, browse, open_case_at, kind):
    case_id = open_case_at(site, started_on=local_day() - timedelta(27))
    _put_off(app, kind, case_id)
    path = f"/isolation/{case_id}/{kind}.pdf"

    assert browse(cast.an).get(path).response.data.startswith(b"%PDF-")
    assert [browse(who).get(path).status for who in (cast.binh, cast.duong, cast.hai)] == [404, 404, 404]
    assert [browse(who).get(path).status for who in (cast.chau, site.sau)] == [403, 403]


@pytest.mark.slow
def test_the_certificates_of_all_whose_time_is_over_come_together(cast, site, browse, open_case_at):
    ending = open_case_at(site, started_on=local_day() - timedelta(27))
    open_case_at(site)

    archive = zipfile.ZipFile(io.BytesIO(browse(cast.an).get("/isolation/certificates.zip").response.data))

    assert archive.namelist() == [f"giay-xac-nhan-{ending}.pdf"]


def _put_off(app, kind, case_id):
    """So that an order of extension has something to say."""
    if kind == "extension":
        with app.app_context(), transaction():
            row = get_case(office_viewer(), case_id)
            until = row.planned_end_on + timedelta(7)
            extend_case(office_viewer(), row, until_on=until, order_number="20/QĐ-UBND")


def _text(content):
    with pypdfium2.PdfDocument(content) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.slow
def test_an_order_printed_once_more_says_what_was_ordered(app, cast, browse, open_case_at):
    started_on = local_day() - timedelta(3)
    case_id = open_case_at(started_on=started_on)
    with app.app_context(), transaction():
        row = get_case(office_viewer(), case_id)
        ordered_until = row.planned_end_on
        for weeks in (1, 2):
            until = ordered_until + timedelta(7 * weeks)
            extend_case(office_viewer(), row, until_on=until, order_number="20/QĐ-UBND")
        for case_class in (CaseClass.F2, CaseClass.F3):
            convert_case(office_viewer(), row, case_class)
    desk = browse(cast.duong)
    said = {
        kind: " ".join(_text(desk.get(f"/isolation/{case_id}/{kind}.pdf").response.data))
        for kind in ("order", "extension", "service")
    }

    for kind, day, name in (("order", ordered_until, "F1"), ("extension", until, "F3"), ("service", ordered_until, "")):
        assert f"đến hết ngày {day:%d/%m/%Y}" in said[kind]
        assert f"Đối tượng: {name}" in said[kind] or not name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("order", ["/QĐ-UBND", "CHỦ TỊCH ỦY BAN NHÂN DÂN PHƯỜNG DƯƠNG ĐÔNG", "QUYẾT ĐỊNH:", "Điều 3.", "ký./."]),
        ("extension", ["gia hạn thời gian", "Căn cứ Quyết định số 12/QĐ-UBND", "QUYẾT ĐỊNH:"]),
        ("certificate", ["/GXN-UBND", "TM. ỦY BAN NHÂN DÂN", "Ủy ban nhân dân phường Dương Đông xác nhận"]),
        ("service", ["BIÊN BẢN", "Quyết định số 12/QĐ-UBND", "NGƯỜI NHẬN", "NGƯỜI GIAO"]),
    ],
)
def test_a_document_has_the_form_of_the_decree_and_names_as_they_are(app, cast, browse, open_case_at, kind, words):
    name = "H’Bia <b>Êban</b> & Niê KDăm Nguyễn Thị Hoàng Phương Ánh Tuyết Mai"
    case_id = open_case_at(name=name, started_on=local_day() - timedelta(20))
    _put_off(app, kind, case_id)
    path = f"/isolation/{case_id}/{kind}.pdf"

    pages = _text(browse(cast.duong).get(path).response.data)

    assert all(each in " ".join(pages) for each in [*words, name, "Dương Đông, ngày"])
    assert len(pages) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Tiếp xúc gần", "tiếp xúc gần"),
        ("F1 của ca 12", "F1 của ca 12"),
        ("VN1823", "VN1823"),
        ("SpO2 thấp", "SpO2 thấp"),
        ("", ""),
    ],
)
def test_reasons_go_on_in_a_sentence_and_keep_their_names(words, said):
    assert begun_small(words) == said


@pytest.mark.slow
def test_a_document_of_all_on_a_page_is_one_file_of_who_is_on_duty(cast, site, browse, open_case_at):
    for number in range(3):
        open_case_at(name=f"Nguyễn Thị Lụa {'ABC'[number]}", phone=f"091234560{number}")
    open_case_at(site, name="Trần Văn Khác")
    path = "/isolation/order-of-page.pdf"

    pages = _text(browse(cast.duong).get(path).response.data)

    assert len(pages) == 3
    assert all(f"Lụa {letter}" in " ".join(pages) for letter in "ABC")
    assert "Khác" not in " ".join(pages)
    assert [browse(who).get(path).status for who in (cast.binh, cast.hai, cast.chau, site.sau)] == [404, 404, 403, 403]
    assert path in browse(cast.duong).get("/isolation").text


@pytest.mark.slow
def test_nobody_is_certified_before_his_time_nor_put_off_without_an_order(app, cast, browse, open_case_at):
    desk = browse(cast.duong)
    begun, over = (open_case_at(name=f"Lê Văn {n}", started_on=local_day() - timedelta(n)) for n in (5, 20))

    def papers(case_id):
        return {kind: desk.get(f"/isolation/{case_id}/{kind}.pdf").status for kind in ("extension", "certificate")}

    assert papers(begun) == {"extension": 404, "certificate": 404}
    assert papers(over) == {"extension": 404, "certificate": 200}
    for kind in ("extension", "certificate"):
        assert f"{kind}.pdf" not in desk.get(f"/isolation/{begun}").text
    assert len(_text(desk.get("/isolation/certificate-of-page.pdf").response.data)) == 1
    with app.app_context(), transaction():
        end_case(office_viewer(), get_case(office_viewer(), begun), end=CaseEnd.EARLY, reason="x")
    assert papers(begun)["certificate"] == 404


@pytest.mark.slow
def test_a_certificate_says_that_samples_were_negative_only_if_they_were(app, cast, browse, open_case_at):
    case_id = open_case_at(started_on=local_day() - timedelta(20))
    desk, path = browse(cast.duong), f"/isolation/{case_id}/certificate.pdf"

    before = _text(desk.get(path).response.data)
    with app.app_context(), transaction():
        for test in list_tests(office_viewer(), get_case(office_viewer(), case_id)):
            record_sample(office_viewer(), test, SampleResult.NEGATIVE, on=local_day())

    assert "âm tính" not in before[0]
    assert "lấy mẫu xét nghiệm theo quy định, kết quả âm tính" in _text(desk.get(path).response.data)[0]


def test_what_was_handed_over_stands_in_the_history(app, cast, site, browse, open_case_at):
    desk, path = browse(site.sau), f"/isolation/{open_case_at(site)}"
    told = {"paper": "order", "served_on": write_day(local_day()), "served_by": "hand"}

    for wrong in ("", write_day(local_day() + timedelta(1)), write_day(local_day() - timedelta(8))):
        assert desk.send(path, {**told, "served_on": wrong}, to=f"{path}/served").status == 422
    desk.send(path, told, to=f"{path}/served")

    assert "Giao văn bản cho người được cách ly" in desk.get(path).text
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.name == "follow_up.served")).one()
    assert event.detail == {"paper": "order", "served_on": local_day().isoformat(), "served_by": "hand"}


def _send(browser, rows):
    file = (io.BytesIO(xlsx("x", ["Họ tên", "Số điện thoại"], rows)), "ds.xlsx")
    token = browser.get(LIST).fields(LIST)["csrf_token"]
    return browser.post(LIST, {"csrf_token": token, "table": file}, content_type="multipart/form-data")


def test_who_is_on_the_list_of_the_national_system_has_reported(app, cast, site, browse, open_case_at):
    mine = open_case_at(site, phone="0912345678")
    open_case_at(site, phone="0912345679", name="Lê Văn Khác")
    open_case_at(commune="30769", phone="0912345670", name="Lê Văn Xa")
    rows = [["A", "912345678"], ["B", "0912 345 670"], ["C", "0999999999"]]

    page = _send(browse(site.sau), rows)
    again = _send(browse(site.sau), rows)

    assert (page.status, again.status) == (303, 303), page.text
    with app.app_context():
        reports = db.session.scalars(unscoped(select(DailyReport), because=WHY)).all()
    assert [(row.follow_up_id, row.kind, row.writer) for row in reports] == [(mine, Kind.ELSEWHERE, Writer.UPLOAD)]
    assert _send(browse(site.sau), [["A", "không"]]).status == 422
