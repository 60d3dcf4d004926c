"""Letters from lists: who is in the list becomes addressee, its rows the annex, the registry's number comes later."""

from io import BytesIO

import pytest
from docx import Document

from tests.monitoring.conftest import TODAY

pytestmark = [pytest.mark.usefixtures("province", "letter"), pytest.mark.slow]
CONFIRMATIONS = "/correspondence/new?list=confirmations"
RECORD = {"number": "7", "symbol": "UBND-KGVX", "dated_on": f"{TODAY:%d/%m/%Y}"}


def draft(browser, address=CONFIRMATIONS, **typed):
    opened = browser.get(address)
    form = next(each for each in opened.tree.iter("form") if "/correspondence/new" in each.get("action", ""))
    ticked = [box.get("value") for box in form.iter("input") if box.get("name") == "addressees"]
    fields = {**opened.fields(form.get("action")), "addressees": ticked, **typed}
    answer = browser.post(form.get("action"), fields)
    assert answer.status == 303, answer.text
    return answer.location


def paper(browser, path):
    document = Document(BytesIO(browser.get(f"{path}/letter.docx").response.data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return document, "\n".join([*(each.text for each in document.paragraphs), *cells])


def test_the_list_leads_to_the_draft_and_names_whom_it_lacks(cast, browse):
    officer = browse(cast.chau)
    link = next(a for a in officer.get("/confirmations").tree.iter("a") if "/correspondence/new" in a.get("href", ""))
    said = officer.get(draft(officer, link.get("href"))).text

    assert "V/v đôn đốc xác nhận kết quả" in said
    for name in ("Sở Du lịch", "Sở Y tế", "thành phố Hà Tiên", "thành phố Phú Quốc"):
        assert name in said
    assert "Quá hạn, chưa xác nhận" in said or "Chưa xác nhận" in said


def test_the_letter_has_the_form_of_the_decree(cast, browse):
    officer = browse(cast.chau)
    document, said = paper(officer, draft(officer))

    assert "ỦY BAN NHÂN DÂN\n" in said.upper()
    assert "Số:         /UBND-KGVX" in said.replace("\xa0", " ")
    assert "V/v đôn đốc" in said
    assert "Kính gửi:" in said
    assert "Thực hiện Công văn số 568/UBND-KGVX ngày 07 tháng 5 năm 2021" in said
    assert "04 cơ quan chưa hoàn thành" in said
    assert "Ủy ban nhân dân tỉnh Kiên Giang yêu cầu" in said or "Ủy ban nhân dân tỉnh Kiên Giang đề nghị" in said
    assert "./." in said
    assert "- Lưu: VT, KGVX." in said
    assert "DỰ THẢO" in said
    table = next(each for each in document.tables if each.style.name == "Bang so lieu")
    assert [cell.text for cell in table.rows[0].cells][:2] == ["STT", "Cơ quan"]
    assert len(table.rows) == 5


def test_only_those_chosen_get_it(cast, browse):
    officer = browse(cast.chau)
    opened = officer.get(CONFIRMATIONS)
    boxes = [box for box in opened.tree.iter("input") if box.get("name") == "addressees"]
    path = draft(officer, addressees=boxes[0].get("value"))

    assert "1 nơi gửi" in officer.get("/correspondence").text
    assert len(boxes) == 4
    assert officer.get(path).status == 200


def test_nobody_outside_the_list_can_be_slipped_in(cast, browse, province):
    officer = browse(cast.chau)
    typed = {
        **officer.get(CONFIRMATIONS).fields(),
        "addressees": f"body-{province['office']}",
        "about": "x",
        "text": "y",
    }
    answer = officer.post(CONFIRMATIONS, typed)

    assert answer.status == 422
    assert "ít nhất một nơi gửi" in answer.text


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("results", "criticise", "phê bình việc chậm thực hiện kiểm soát khách đến"),
        ("receipts&directive_id=1", "urge", "đôn đốc tiếp nhận, quán triệt Công văn số 568/UBND-KGVX"),
    ],
)
def test_other_lists(cast, browse, source, kind, words):
    officer = browse(cast.chau)

    assert f"V/v {words}" in officer.get(draft(officer, f"/correspondence/new?list={source}&letter={kind}")).text


def test_a_body_of_which_little_was_due_is_not_blamed(cast, browse, province):
    page = browse(cast.chau).get("/correspondence/new?list=results&letter=criticise")
    said = {"".join(label.itertext()).strip() for label in page.tree.iter("label")}

    # Nobody answers to Sở Y tế: it has no unit of which something was due.
    assert "Sở Y tế" not in said
    assert "Sở Du lịch" in said


@pytest.mark.parametrize("source", ["confirmations", "results", "coverage", "receipts&directive_id=1"])
def test_where_nobody_is_to_be_commended_the_page_says_so(cast, browse, source):
    page = browse(cast.chau).get(f"/correspondence/new?list={source}&letter=commend")

    assert page.status == 200
    assert "không có cơ quan nào" in page.text


def test_number_and_day_are_recorded_once_and_end_the_draft(cast, browse):
    officer = browse(cast.chau)
    path, other = draft(officer), draft(officer, about="việc khác")
    token = officer.get(f"{path}/edit").fields()["csrf_token"]

    assert officer.send(f"{path}/record", RECORD, to=f"{path}/record").status == 303

    assert "07/UBND-KGVX" in officer.get("/correspondence").text
    assert "DỰ THẢO" not in paper(officer, path)[1]
    assert "ngày 20 tháng 5 năm 2026" in paper(officer, path)[1]
    words = {"addressees": "Sở Y tế", "about": "x", "text": "y"}
    assert officer.post(f"{path}/edit", {"csrf_token": token, **words}).status == 409
    answer = officer.send(f"{other}/record", RECORD, to=f"{other}/record")
    assert answer.status == 422
    assert "Số này đã ghi cho công văn khác trong năm." in answer.text


def test_a_letter_is_not_older_than_its_list(cast, browse):
    officer = browse(cast.chau)
    page = f"{draft(officer)}/record"

    answer = officer.send(page, {**RECORD, "dated_on": "19/5/2026"}, to=page)

    assert answer.status == 422
    assert "Danh sách lấy ngày 20/5/2026, ngày của công văn không được trước ngày đó." in answer.text


def test_a_number_left_empty_is_asked_for_and_a_wrong_one_is_called_so(cast, browse):
    officer = browse(cast.chau)
    page = f"{draft(officer)}/record"

    assert "Hãy nhập số do văn thư cấp." in officer.send(page, {**RECORD, "number": " "}, to=page).text
    assert "Hãy nhập một số nguyên." in officer.send(page, {**RECORD, "number": "7a"}, to=page).text


def test_a_draft_sent_twice_is_one_and_can_be_thrown_away_until_it_has_a_number(cast, browse):
    officer = browse(cast.chau)
    path = draft(officer)

    assert draft(officer) == path
    assert draft(officer, about="việc khác") != path
    binh = browse(cast.binh)
    assert binh.post(f"{path}/discard", {"csrf_token": binh.get("/desk").fields()["csrf_token"]}).status == 404
    assert officer.send(path, to=f"{path}/discard").location == "/correspondence"
    assert officer.get(path).status == 404
    kept = draft(officer)
    token = officer.get(kept).fields(f"{kept}/discard")["csrf_token"]
    officer.send(f"{kept}/record", RECORD, to=f"{kept}/record")
    assert officer.post(f"{kept}/discard", {"csrf_token": token}).status == 409


def test_columns_of_the_annex_have_room_by_what_they_say(cast, browse):
    officer = browse(cast.chau)
    document, _said = paper(officer, draft(officer))
    table = next(each for each in document.tables if each.style.name == "Bang so lieu")
    widths = dict(
        zip((cell.text for cell in table.rows[0].cells), (each.width.mm for each in table.columns), strict=True)
    )

    assert round(widths["STT"]) == 11
    assert widths["Cơ quan"] == max(widths.values())
    assert widths["Công văn"] < widths["Tình trạng"]


def test_words_are_kept_as_written(cast, browse):
    officer = browse(cast.chau)
    path = draft(officer)
    typed = {"addressees": "- UBND huyện Hòn Đất;\nSở Du lịch.", "about": "nhắc việc", "text": "Đoạn một.\nĐoạn hai."}

    officer.send(f"{path}/edit", typed, to=f"{path}/edit")

    _document, said = paper(officer, path)
    assert "- UBND huyện Hòn Đất;" in said
    assert "- Sở Du lịch." in said
    assert "Đoạn hai./." in said


def test_binh_writes_his_own_letters_and_finds_none_of_the_office(cast, browse):
    path = draft(browse(cast.chau))
    binh = browse(cast.binh)

    for address in (path, f"{path}/letter.docx", f"{path}/edit", f"{path}/record"):
        assert binh.get(address).status == 404, address
    assert "Chưa có công văn nào." in binh.get("/correspondence").text
    # His list has nobody but himself, to whom he does not write.
    assert "không có cơ quan nào" in binh.get(CONFIRMATIONS).text


def test_a_list_that_is_none_is_not_there(cast, browse):
    for source in ("receipts", "receipts&directive_id=99", "receipts&directive_id=x"):
        assert browse(cast.chau).get(f"/correspondence/new?list={source}").status == 404, source


LATE = "/correspondence/new?list=late"


def test_who_answers_for_late_units_is_written_to_with_the_units_as_annex(cast, browse):
    officer = browse(cast.chau)
    link = next(a for a in officer.get("/monitor/late").tree.iter("a") if "list=late" in a.get("href", ""))
    document, said = paper(officer, draft(officer, link.get("href")))

    assert "V/v đôn đốc kiểm soát khách đến, khách đi bằng mã QR ngày 20/5/2026" in said
    for name in ("Sở Du lịch", "UBND thành phố Phú Quốc", "UBND xã Dương Tơ"):
        assert name in said
    table = next(each for each in document.tables if each.style.name == "Bang so lieu")
    assert [row.cells[1].text for row in table.rows[1:3]] == ["Quán Gió", "Chợ Dương Đông"]


def test_binh_writes_of_his_own_late_units_and_nobody_is_commended_for_silence(cast, browse):
    binh = browse(cast.binh)

    assert "Phú Quốc" not in binh.get(LATE).text
    assert binh.get(f"{LATE}&area=911").status == 404
    boxes = browse(cast.chau).get(f"{LATE}&letter=commend").tree.iter("input")
    assert not [box for box in boxes if box.get("name") == "addressees"]


def test_a_group_of_the_results_table_is_written_to_alone(cast, browse):
    page = browse(cast.chau).get("/correspondence/new?list=results&group=districts").text

    assert "thành phố Phú Quốc" in page
    assert "Sở Du lịch" not in page


def test_a_letter_that_criticises_says_nothing_that_the_list_does_not_show(cast, browse):
    text = browse(cast.chau).get("/correspondence/new?list=results&letter=criticise").text

    assert "chậm thực hiện (danh sách kèm theo)." in text
    assert "đã được nhắc" not in text
