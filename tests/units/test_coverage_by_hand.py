"""A list whose headings nobody knows is explained by hand, and its wrong rows are mended on the page."""

from io import BytesIO

import pytest
from sqlalchemy import select

from app import tasks
from app.access.scope import unscoped
from app.db import db
from app.documents.sheets import csv_file
from app.units.coverage import views
from app.units.coverage.actions import mend_rows
from app.units.coverage.models import MustRegisterEntry
from app.units.coverage.queries import get_list

HEADINGS = ["Tên hiệu", "Mục", "Ấp/khu", "Ghi chú"]
RED = ["Khách sạn Đá Đỏ", "Khách sạn", "Dương Đông", "cũ"]
FAR = ["Khách sạn Xa", "Khách sạn", "Đông Hồ", ""]
ODD = ["Quán Gió", "xưởng lạ", "Dương Tơ", ""]
COLUMNS = {"name": "0", "kind": "1", "commune": "2"}


def upload(browser, *rows):
    file = (BytesIO(csv_file(HEADINGS, rows)), "thuế.csv")
    return browser.send("/units/coverage/load", {"source": "Thuế Phú Quốc", "file": file}).location


def explained(browser, *rows):
    """The address of a list that was sent and whose columns were told by hand."""
    address = upload(browser, *rows)
    browser.send(f"{address}/columns", COLUMNS, to=f"{address}/columns")
    return address


def entries(app):
    with app.app_context():
        tasks.run_all()
        stmt = select(MustRegisterEntry).order_by(MustRegisterEntry.id)
        rows = db.session.scalars(unscoped(stmt, because="the test looks")).all()
        return [(row.name, row.kind.value, row.area.name, row.phone) for row in rows]


def typed(browser, path, **cells):
    """Send the grid with these cells changed; the browser of the tests keeps one value a name, rows have one name."""
    form = next(form for form in browser.get(path).tree.iter("form") if form.get("action") == path)
    fields = [(e.get("name"), e.get("value", "")) for e in form.iter("input")]
    rows = [value for name, value in fields if name == "row"]
    return browser.post(path, {**dict(fields), "row": rows, **{f"cell-{k[1:]}": v for k, v in cells.items()}})


def test_columns_that_nobody_knows_are_told_by_hand(app, cast, browse):
    an = browse(cast.an)
    address = upload(an, RED, ODD)
    asked = an.get(address)
    assert (asked.status, asked.location) == (303, f"{address}/columns")
    page = an.get(asked.location)
    assert "3. Ấp/khu" in page.text
    assert "Tên cột được lấy từ dòng 1 của tệp." in page.text

    wrong = an.send(f"{address}/columns", {**COLUMNS, "commune": ""}, to=f"{address}/columns")
    assert (wrong.status, wrong.fields(f"{address}/columns")["kind"]) == (422, "1")
    assert "Hãy chọn cột." in wrong.text
    twice = an.send(f"{address}/columns", {**COLUMNS, "commune": "1"}, to=f"{address}/columns")
    assert (twice.status, "Một cột chỉ chọn được một lần." in twice.text) == (422, True)

    preview = an.follow(an.send(f"{address}/columns", COLUMNS, to=f"{address}/columns"))
    assert "1 cơ sở mới" in preview.text
    an.send(address)
    assert entries(app) == [("Khách sạn Đá Đỏ", "hotel", "Phường Dương Đông", "")]


def test_a_list_whose_columns_are_not_told_cannot_be_entered(app, cast, browse):
    an = browse(cast.an)
    address = upload(an, RED)
    token = an.get(f"{address}/columns").fields(f"{address}/columns")["csrf_token"]

    assert an.post(address, {"csrf_token": token}).location == f"{address}/columns"
    assert an.get(f"{address}/mend").location == f"{address}/columns"
    assert an.get(f"{address}.xlsx").status == 404
    assert entries(app) == []


def test_wrong_rows_are_mended_beside_their_mistakes_and_entered(app, cast, browse):
    an = browse(cast.an)
    address = explained(an, RED, FAR, ODD)
    path = f"{address}/mend"
    tree = an.get(path).tree
    told = {e.get("id"): "".join(e.itertext()) for e in tree.iter("p") if (e.get("id") or "").endswith("-error")}
    assert set(told) == {"cell-3-commune-error", "cell-4-kind-error"}
    assert "Ngoài địa bàn" in told["cell-3-commune-error"]

    saved = an.follow(typed(an, path, **{"_3-commune": "Dương Tơ", "_3-phone": "912345678"}))
    assert "Đã lưu 2 dòng" in saved.text
    assert "1 dòng sai" in saved.text
    typed(an, path, **{"_4-kind": "máy lạ"})
    assert an.get(path).fields(path)["cell-4-kind"] == "máy lạ"  # still wrong: it stands as it was typed
    typed(an, path, **{"_4-kind": "Quán ăn"})
    assert "Không còn dòng nào sai" in an.get(path).text
    an.send(address)
    assert entries(app) == [
        ("Khách sạn Đá Đỏ", "hotel", "Phường Dương Đông", ""),
        ("Khách sạn Xa", "hotel", "Xã Dương Tơ", "0912345678"),
        ("Quán Gió", "eatery", "Xã Dương Tơ", ""),
    ]


def test_what_was_mended_after_somebody_looked_is_not_entered_unseen(app, cast, browse, monkeypatch):
    an = browse(cast.an)
    address = explained(an, RED, FAR)
    viewer, begin_write = cast.an.viewer, views.begin_write

    def another_mends_first():
        begin_write()
        mend_rows(viewer, get_list(viewer, int(address.rpartition("/")[2])), {3: {"commune": "Dương Tơ"}})
        db.session.commit()
        begin_write()

    monkeypatch.setattr(views, "begin_write", another_mends_first)
    page = an.send(address)

    assert page.status == 409
    assert "vừa được sửa" in page.text
    assert entries(app) == []


def test_a_list_that_was_entered_is_neither_explained_nor_mended(app, cast, browse):
    an = browse(cast.an)
    address = explained(an, RED, FAR)
    grid = an.get(f"{address}/mend").fields(f"{address}/mend")
    an.send(address)

    for path in (f"{address}/mend", f"{address}/columns"):
        assert an.post(path, {**grid, **COLUMNS, "row": "3"}).status == 409
        assert an.get(path).status == 409
    assert len(entries(app)) == 1


@pytest.mark.parametrize("step", ["columns", "mend"])
def test_the_next_district_neither_sees_nor_changes_the_list(cast, browse, step):
    an, binh = browse(cast.an), browse(cast.binh)
    address = explained(an, RED, FAR)
    token = binh.get("/units/coverage/load").fields("/units/coverage/load")["csrf_token"]

    assert binh.get(f"{address}/{step}").status == 404
    assert binh.post(f"{address}/{step}", {"csrf_token": token, **COLUMNS, "row": "3"}).status == 404
    assert "1 dòng sai" in an.get(address).text


def test_a_list_that_waits_can_be_left_and_returned_to(cast, browse):
    an = browse(cast.an)
    address = upload(an, RED)

    assert f'href="{address}"' in an.get("/units/coverage/load").text
    assert f'href="{address}"' not in browse(cast.binh).get("/units/coverage/load").text
    an.send(f"{address}/columns", COLUMNS, to=f"{address}/columns")
    an.send(address)
    assert f'href="{address}"' not in an.get("/units/coverage/load").text


def test_the_pages_ask_the_database_as_little_for_many_rows_as_for_one(cast, browse, statements):
    an, counts = browse(cast.an), {}
    for n in (1, 30):
        address = explained(an, *[[f"Khách sạn {k}", *FAR[1:]] for k in range(n)])
        for step in ("columns", "mend"):
            statements.clear()
            an.get(f"{address}/{step}")
            counts.setdefault(step, []).append(len(statements))

    assert all(few == many <= 10 for few, many in counts.values()), counts
