"""Every list of the drill-down goes into a chat: plain lines with a link, and a picture; and is kept as a file."""

import pytest
from sqlalchemy import select

from app.access.scope import unscoped
from app.db import db
from app.units.models import Unit
from tests.factories import make_manager
from tests.monitoring.test_late import post, told

LISTS = (
    "/monitor",
    "/monitor/areas/911",
    "/monitor/areas/31078/units",
    "/monitor/rows/entry",
    "/monitor/rows/lead",
    "/monitor/results",
    "/monitor/late",
)


@pytest.mark.slow
@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_shared_and_kept(cast, province, letter, browse, path):
    chau = browse(cast.chau)
    page = chau.get(path).text

    assert "Sao chép để gửi Zalo" in page
    assert f'href="{path}.png"' in page
    picture, sheet = chau.get(f"{path}.png"), chau.get(f"{path}.xlsx")
    assert picture.response.data.startswith(b"\x89PNG")
    assert sheet.response.data.startswith(b"PK")


def test_the_lines_say_what_the_page_says_and_how_many_more_there_are(cast, province, letter, browse):
    lines = _lines(browse(cast.chau), "/monitor/rows/entry", "?show=missing&size=5")

    assert lines[0] == "Kiểm soát vào, ra – Chưa đạt, 13/5/2026 – 19/5/2026"
    assert len(lines) <= 9
    assert lines[1].endswith(": 19/5/2026, không có số liệu")
    # Of 35 days 19 are missing.
    assert lines[-1] == f"… và {19 - (len(lines) - 2)} mục nữa"


def test_binh_shares_his_own(cast, province, letter, browse):
    assert not [line for line in _lines(browse(cast.binh), "/monitor") if "Phú Quốc" in line]


def _lines(browser, page, asked=""):
    """What is copied of a list, without the link below it."""
    *lines, link = next(browser.get(f"{page}.chat{asked}").tree.iter("textarea")).text.strip().split("\n")
    assert link == f"http://localhost{page}{asked}"
    return lines


def _ticked(page, words):
    """The form behind a button: its address."""
    forms = [form for form in page.tree.iter("form") if words in "".join(form.itertext())]
    return forms[0].get("action")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "words", "names", "kind"),
    [
        ("/monitor/rows/entry?area=31096&show=missing", "Nhắc những nơi chưa đạt", {"Quán Gió"}, "unit_behind"),
        ("/monitor/areas/31096/units", "Nhắc những nơi chưa đạt", {"Quán Gió"}, "unit_behind"),
        ("/monitor/results?group=districts", "Nhắc các cơ quan dưới", {"Phú Quốc", "Hà Tiên"}, "body_behind"),
        ("/monitor?sort=entry", "Nhắc các cơ quan dưới", {"Sở Du lịch", "Phú Quốc", "Hà Tiên"}, "body_behind"),
        ("/monitor/rows/lead", "Nhắc những nơi chưa đạt", {"Sở Du lịch", "Sở Y tế"}, "body_behind"),
    ],
)
def test_chau_reminds_who_is_behind_of_any_list(app, cast, province, letter, browse, path, words, names, kind):
    with app.app_context():
        stmt = select(Unit).where(Unit.id == province["Quán Gió"])
        make_manager(db.session.scalars(unscoped(stmt, because="a test")).one())
    chau = browse(cast.chau)
    address = _ticked(chau.get(path), words)

    seen = post(chau, address)
    assert all(name in seen.text for name in names)
    assert not told(app, f"monitoring.{kind}")
    for _ in range(2):
        post(chau, address, {"confirmed": "y"})
    subjects = [message.subject for message in told(app, f"monitoring.{kind}")]
    assert subjects
    assert all(subject.endswith("chưa đạt") for subject in subjects)
    assert len({(message.recipient, message.cause) for message in told(app, f"monitoring.{kind}")}) == len(subjects)


@pytest.mark.slow
def test_oanh_looks_and_does_not_remind_and_binh_reminds_his_own(app, cast, province, letter, browse):
    oanh, binh = browse(cast.oanh), browse(cast.binh)

    assert "Nhắc những nơi chưa đạt" not in oanh.get("/monitor/rows/entry").text
    assert post(oanh, "/monitor/rows/entry/remind").status == 403
    assert post(oanh, "/monitor/remind").status == 403
    assert post(binh, "/monitor/rows/entry/remind?area=911").status == 404
    assert "Quán Gió" not in post(binh, "/monitor/rows/entry/remind").text
