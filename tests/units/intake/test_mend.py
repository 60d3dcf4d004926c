"""Wrong rows are mended on the page, or in the file that marks them and comes back onto the same import."""

import io

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from app.documents.tables_in import read_table
from app.units.intake.rules import Column, Reason, column_of
from tests.units.intake.conftest import counted
from tests.units.intake.files import HEADINGS, row

pytestmark = pytest.mark.slow

WRONG = (row(), row("Quán B", phone="12", commune="Xã Lạ"), row("", phone="0912345673"))


def all_fields(page, path):
    """Every input of the grid; the browser of the tests keeps one value a name, rows have one name."""
    form = next(form for form in page.tree.iter("form") if form.get("action") == path)
    return [(e.get("name"), e.get("value", "")) for e in form.iter("input")]


def test_wrong_rows_are_mended_in_a_grid_all_of_a_page_together(cast, desk):
    an = desk(cast.an)
    an.send(*WRONG)
    path = "/units/import/1/mend"
    typed = dict(all_fields(an.browser.get(path), path))
    rows = [value for name, value in all_fields(an.browser.get(path), path) if name == "row"]
    names = [name for name in typed if name.endswith("-name")]
    typed |= {names[1]: "Quán C", f"cell-{rows[0]}-manager_phone": "0912345672", f"cell-{rows[0]}-commune": "Dương Tơ"}
    page = an.look(an.browser.post(path, {**typed, "row": rows}))

    assert counted(page) == {"Mới": 3}
    assert "Đã lưu 2 dòng" in page.text


def test_what_is_wrong_stands_beside_the_field_in_which_it_is_mended(cast, desk):
    an = desk(cast.an)
    an.send(row("Quán B", phone="1" * 61, commune="Xã Lạ"))
    tree = an.browser.get("/units/import/1/mend").tree
    told = {e.get("id"): "".join(e.itertext()) for e in tree.iter("p") if (e.get("id") or "").endswith("-error")}
    fields = {e.get("name"): e for e in tree.iter("input")}

    assert set(told) == {"cell-1-manager_phone-error", "cell-1-commune-error"}
    assert "Không tìm thấy xã" in told["cell-1-commune-error"]
    assert "1" * 61 not in told["cell-1-manager_phone-error"]  # only its beginning: the whole stands in the field
    assert fields["cell-1-manager_phone"].get("value") == "1" * 61
    assert fields["cell-1-manager_phone"].get("aria-describedby") == "cell-1-manager_phone-error"
    assert fields["cell-1-name"].get("aria-invalid") is None


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_names_the_column_that_it_speaks_of(reason):
    label = {Column.HOUSEHOLD: "household"}.get(column_of(reason), column_of(reason).value)

    assert reason.value.rsplit("_", 1)[0].startswith(label)


def test_a_file_without_rows_says_so_and_offers_nothing_to_enter(cast, desk):
    page = desk(cast.an).send(headings=HEADINGS)

    assert "Tệp chỉ có dòng tên cột" in page.text
    assert "/units/import/1/apply" not in page.text


def returned(browser, **mended):
    """The file of wrong rows as the officer mends it, by headings."""
    table = read_table(browser.client.get("/units/import/1/wrong.xlsx").data, "wrong.xlsx")
    content = io.BytesIO()
    with Workbook(content, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, table[0])
        for number, cells in enumerate(table[1:], start=1):
            changed = mended.get(f"line{cells[0]}", {})
            page.write_row(number, 0, [changed.get(name, text) for name, text in zip(table[0], cells, strict=True)])
    return table, content.getvalue()


def test_the_file_of_wrong_rows_marks_them_and_comes_back(cast, desk):
    an = desk(cast.an)
    an.send(*WRONG)
    table, mended = returned(
        an.browser,
        line3={"Điện thoại người đứng đầu (*)": "0912345672", "Xã, phường, thị trấn (*)": "Dương Tơ"},
        line4={"Tên đơn vị (*)": "Quán C"},
    )
    page = an.send_file(mended, of="/units/import/1", to="/units/import/1/resend")

    assert table[0][:2] == ["Dòng", "Lỗi"]
    assert [line[0] for line in table[1:]] == ["3", "4"]
    assert "Không tìm thấy xã, phường, thị trấn “Xã Lạ”." in table[1][1]
    assert counted(page) == {"Mới": 3}
    assert "Đã nhận 2 dòng sửa lại." in page.text


def test_the_template_has_drop_downs_of_what_the_officer_may_enter(cast, desk):
    an = desk(cast.an)
    content = an.browser.client.get("/units/import/template.xlsx").data
    lists = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("Danh mục").to_python()

    assert {cells[1] for cells in lists[1:]} - {""} == {
        "Phường Dương Đông, Thành phố Phú Quốc",
        "Xã Dương Tơ, Thành phố Phú Quốc",
    }
    assert "Sở Du lịch" not in {cells[2] for cells in lists}
    assert read_table(content, "a.xlsx")[0][0] == "Tên đơn vị (*)"


def test_the_template_is_vietnamese_for_who_reads_english_too(cast, desk):
    an = desk(cast.an)
    content = an.browser.client.get("/units/import/template.xlsx?lang=en").data

    assert read_table(content, "a.xlsx")[0][0] == "Tên đơn vị (*)"


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.xlsx", "Hãy chọn tệp Excel"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls", "Tệp Excel cũ (.xls)"),
        (b"nothing at all", "a.xlsx", "Không đọc được tệp này."),
    ],
)
def test_a_file_that_cannot_be_taken_is_answered_beside_the_field(cast, desk, content, name, says):
    page = desk(cast.an).send_file(content, name)

    assert page.status == 422
    assert says in page.text


def test_a_file_that_is_too_large_is_answered_with_words(app, cast, desk, monkeypatch):
    view = app.view_functions["units.begin_import"]
    assert view.file_limit_bytes < 25_000_000
    monkeypatch.setattr(view, "file_limit_bytes", 1000)
    page = desk(cast.an).send_file(bytes(5000), "a.xlsx")

    assert page.status == 413
    assert "lớn nhất được 0 MB" in page.text
    assert "chọn tệp nhỏ hơn" in page.text
