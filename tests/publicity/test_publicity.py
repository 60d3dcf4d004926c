"""Bodies plan publicity, say what they did and show it; others see it and change nothing."""

from datetime import date
from io import BytesIO

import pytest
import time_machine
import zxingcpp
from PIL import Image

from app import clock
from app.access.scope import unscoped
from app.db import db, transaction
from app.documents.sheets import xlsx
from app.publicity.actions import DayPassed, change_plan, plan_action, remove_action
from app.publicity.models import Population, PublicityAction
from app.publicity.plans import Plan
from app.publicity.queries import get_action
from app.publicity.rules import PublicityChannel, PublicityLanguage
from app.publicity.sheet_in import column_names
from tests.directives.world import make_active

pytestmark = pytest.mark.slow
PLAN = {
    "channel": "loudspeaker",
    "language": "vi-km",
    "subject": "Loa lưu động tuyên truyền quét mã",
    "place": "Chợ Dương Đông",
    "planned_on": "10/05/2021",
}
NEW = "/publicity/new"


@pytest.fixture
def monday():
    """Monday 3 May 2021, 09:00."""
    with time_machine.travel(clock.at(date(2021, 5, 3), 9), tick=False) as traveller:
        yield traveller


@pytest.fixture
def look(app):
    def rows(model):
        with app.app_context():
            return db.session.scalars(unscoped(db.select(model), because="the test looks")).all()

    return rows


def planned(browser):
    return browser.send(NEW, PLAN, to=NEW).location


def picture():
    content = BytesIO()
    Image.new("RGB", (40, 40), "red").save(content, "JPEG")
    return BytesIO(content.getvalue()), "anh.jpg"


def test_a_line_is_planned_carried_out_and_shown_with_a_picture(monday, cast, browse, look):
    an = browse(cast.an)
    address = planned(an)
    result = f"{address}/result"
    tomorrow = an.send(address, {"done_on": "04/05/2021"}, to=result)
    monday.move_to(clock.at(date(2021, 5, 10), 17))
    an = browse(cast.an)
    unproved = an.follow(an.send(address, {"done_on": "10/05/2021", "reach_count": "350"}, to=result))
    done = an.follow(an.send(address, {"done_on": "10/05/2021", "reach_count": "350", "photo": picture()}, to=result))

    assert tomorrow.status == 422
    assert "Chưa có minh chứng" in unproved.text
    assert "Đã làm" in done.text
    (row,) = look(PublicityAction)
    assert (row.is_planned, row.reach_count, row.has_photo) == (True, 350, True)
    assert browse(cast.chau).get(f"{address}/photo").response.headers["Content-Disposition"].startswith("attachment")
    assert browse(cast.chau).get("/publicity?month=2021-05").text.count("Chợ Dương Đông") == 1


@pytest.mark.parametrize(
    "wrong", [{"link": "javascript:alert(1)"}, {"photo": (BytesIO(b"MZ"), "a.jpg")}, {"done_on": ""}]
)
def test_a_result_that_cannot_be_used_is_refused_with_what_was_typed(monday, cast, browse, look, wrong):
    an = browse(cast.an)
    address = planned(an)

    page = an.send(address, {"done_on": "03/05/2021", "reach_count": "77", **wrong}, to=f"{address}/result")

    assert page.status == 422
    assert 'value="77"' in page.text
    assert look(PublicityAction)[0].done_on is None


def test_what_was_done_before_it_was_planned_is_no_result_of_the_plan(monday, cast, browse, look):
    an, page = browse(cast.an), "/publicity/import"
    address = planned(an)

    refused = an.send(address, {"done_on": "02/05/2021", "link": "https://zalo.me/1"}, to=f"{address}/result")
    told = an.follow(an.send(page, {"file": sheet((*LINE[:5], "02/05/2021", "", ""), DONE)}, to=page))

    assert refused.status == 422
    assert "Đã làm trước ngày ghi vào kế hoạch" in refused.text
    assert "Không ghi kết quả của 1 dòng" in told.text
    assert {row.subject for row in look(PublicityAction) if row.done_on} == {"Đăng bài"}


def test_a_line_sent_twice_stands_once(monday, cast, browse, look):
    first, second = (planned(browse(cast.an)) for _tap in range(2))

    assert first == second
    assert len(look(PublicityAction)) == 1


def test_others_see_a_plan_where_it_is_theirs_to_see_and_change_none(monday, cast, browse, look):
    address = planned(browse(cast.an))

    assert browse(cast.binh).get(address).status == 404
    assert "Ghi kết quả" not in browse(cast.chau).get(address).text
    office = browse(cast.chau)
    token = office.get(address).fields("/logout")["csrf_token"]
    assert office.post(f"{address}/result", {"csrf_token": token, "done_on": "03/05/2021"}).status == 409
    assert browse(cast.oanh).get(NEW).status == 403
    assert look(PublicityAction)[0].done_on is None


def test_what_was_missed_stays_in_the_plan(monday, inside, cast):
    words = {
        "channel": PublicityChannel.MEETING,
        "language": PublicityLanguage.KHMER,
        "subject": "Họp",
        "place": "Chùa",
    }
    with transaction():
        action_id = plan_action(cast.an.viewer, Plan(**words, planned_on=date(2021, 5, 4))).id
    monday.move_to(clock.at(date(2021, 5, 5), 9))
    action = get_action(cast.an.viewer, action_id)

    with pytest.raises(DayPassed):
        remove_action(cast.an.viewer, action)
    with pytest.raises(DayPassed):
        change_plan(cast.an.viewer, action, Plan(*words, planned_on=date(2021, 6, 1)))


def sheet(*rows):
    return BytesIO(xlsx("Truyền thông", column_names(), rows)), "ke-hoach.xlsx"


LINE = ("10/05/2021", "Họp dân, hội nghị", "Tiếng Khmer", "Họp phum sóc", "Chùa Khmer", "", "", "")
DONE = (
    "02/05/2021",
    "Zalo, Facebook",
    "Tiếng Việt",
    "Đăng bài",
    "Trang Zalo",
    "02/05/2021",
    "1.200",
    "https://zalo.me/1",
)


def test_lines_come_from_a_file_once_and_go_out_as_one(monday, cast, browse, look):
    an, page = browse(cast.an), "/publicity/import"
    for _time in range(2):
        an.send(page, {"file": sheet(LINE, DONE)}, to=page)

    plans = {row.subject: row for row in look(PublicityAction)}
    assert set(plans) == {"Họp phum sóc", "Đăng bài"}
    assert (plans["Đăng bài"].is_planned, plans["Đăng bài"].reach_count) == (False, 1200)
    handed_out = an.get("/publicity.xlsx?month=2021-05").response.data
    again = an.send(page, {"file": (BytesIO(handed_out), "lai.xlsx")}, to=page)
    assert again.status == 303
    assert len(look(PublicityAction)) == 2
    assert an.get("/publicity/template.xlsx").response.data.startswith(b"PK")


def test_results_filled_into_the_file_that_was_handed_out_are_recorded_once(monday, cast, browse, look):
    an, page = browse(cast.an), "/publicity/import"
    an.send(page, {"file": sheet(LINE, DONE)}, to=page)
    monday.move_to(clock.at(date(2021, 5, 12), 9))
    an = browse(cast.an)
    filled = (*LINE[:5], "11/05/2021", "80", "https://zalo.me/2")

    told = an.follow(an.send(page, {"file": sheet(filled, (*DONE[:6], "9", ""))}, to=page))
    an.send(page, {"file": sheet((*filled[:6], "500", ""))}, to=page)

    plans = {row.subject: row for row in look(PublicityAction)}
    assert "Đã ghi kết quả của 1 hoạt động." in told.text
    assert (plans["Họp phum sóc"].is_planned, plans["Họp phum sóc"].reach_count) == (True, 80)
    assert plans["Đăng bài"].reach_count == 1200
    assert len(plans) == len(look(PublicityAction)) == 2


def test_a_file_with_a_wrong_line_enters_nothing_and_says_which(monday, cast, browse, look):
    page = "/publicity/import"

    refused = browse(cast.an).send(page, {"file": sheet(LINE, ("31/31/2021", *LINE[1:]))}, to=page)
    strange = browse(cast.an).send(page, {"file": (BytesIO(b"a;b\n1;2\n"), "x.csv")}, to=page)

    assert refused.status == 422
    assert "Dòng 3: Ngày dự kiến phải theo mẫu" in refused.text
    assert "Không thấy cột" in strange.text
    assert not look(PublicityAction)


def test_everything_that_is_wrong_with_a_line_is_told_at_once(monday, cast, browse, look):
    page = "/publicity/import"
    bad = ("31/31/2021", "Bưu thiếp", "Tiếng Việt", "", "Chợ", "", "12", "javascript:alert(1)")

    text = browse(cast.an).send(page, {"file": sheet(bad)}, to=page).text

    (said,) = [line for line in text.splitlines() if "Dòng 2:" in line]
    for each in (
        "Ngày dự kiến",
        "Hình thức phải là một trong: Loa truyền thanh",
        "Thiếu nội dung",
        "Đường dẫn phải",
        "thiếu ngày thực hiện",
    ):
        assert each in said
    assert not look(PublicityAction)


def test_material_is_there_in_both_languages_and_khmer_waits_for_its_review(cast, browse):
    an = browse(cast.an)
    text = an.get("/publicity/materials").text

    assert "Kính thưa bà con" in text
    assert "chờ người bản ngữ thẩm định" in text
    for language in ("vi", "km"):
        assert an.get(f"/publicity/materials/{language}/leaflet.pdf").response.data.startswith(b"%PDF")
        picture = an.get(f"/publicity/materials/{language}/picture.png").response.data
        assert zxingcpp.read_barcode(Image.open(BytesIO(picture))).text == "http://localhost"


def test_people_reached_are_counted_by_district_and_below_it_without_a_share(app, cast, browse, look):
    with app.app_context(), time_machine.travel(clock.at(date(2021, 5, 12), 9), tick=False):
        make_active(from_on=date(2021, 5, 3), entries=3)
    office = browse(cast.chau)
    district = office.get("/publicity/reached?month=2021-05").text
    start = district.index("/publicity/populations/")
    form = district[start : district.index('"', start)]
    office.send(form, {"resident_count": "1500", "source": "Ước lượng"}, to=form)

    rows = office.get("/publicity/reached.csv?month=2021-05").text

    assert len(look(Population)) == 1
    assert "1500;Ước lượng;Chưa" in rows
    below = rows_of_district(office, district)
    assert "Phường Dương Đông" in below
    assert "1.000 dân" not in below.split("<table")[1]
    assert browse(cast.an).get(form).status == 403


def rows_of_district(browser, page):
    start = page.rindex("/publicity/reached?month=2021-05&amp;district=")
    return browser.get(page[start : page.index('"', start)].replace("&amp;", "&")).text


def test_the_lists_go_into_a_chat_as_ten_lines_and_as_a_picture(monday, cast, browse, look):
    planned(browse(cast.an))
    for address, said in (
        ("/publicity?month=2021-05", "UBND thành phố Phú Quốc – Loa lưu động tuyên truyền quét mã: 10/5/2021"),
        ("/publicity/reached?month=2021-05", "Thành phố Phú Quốc: 0"),
    ):
        path, _mark, asked = address.partition("?")
        assert browse(cast.an).get(address).fields("/share/list")["path"] == f"{path}.chat?{asked}"
        text = next(browse(cast.an).get(f"{path}.chat?{asked}").tree.iter("textarea")).text
        shown = browse(cast.an).get(f"{path}.png?{asked}").response.data
        empty = browse(cast.an).get(f"{path}.png?month=2021-01").response.data

        assert any(line.startswith(said) for line in text.split("\n")), text
        assert shown.startswith(b"\x89PNG")
        assert empty.startswith(b"\x89PNG")
    assert "Phú Quốc" not in next(browse(cast.binh).get("/publicity.chat").tree.iter("textarea")).text


def test_a_plan_that_has_no_results_yet_and_one_name_of_a_way_comes_in(monday, cast, browse, look):
    rows = [
        ("10/05/2021", "Loa lưu động", "tiếng khmer", "Phát loa", "Chợ"),
        ("11/05/2021", "zalo", "Tiếng Việt", "Đăng bài", "Trang của phường"),
    ]
    an, page = browse(cast.an), "/publicity/import"
    file = BytesIO(xlsx("Kế hoạch", column_names()[:5], rows)), "a.xlsx"
    told = an.follow(an.send(page, {"file": file}, to=page))

    assert "Đã ghi 2 hoạt động mới." in told.text
    assert {(row.channel, row.language, row.done_on) for row in look(PublicityAction)} == {
        (PublicityChannel.LOUDSPEAKER, PublicityLanguage.KHMER, None),
        (PublicityChannel.SOCIAL, PublicityLanguage.VIETNAMESE, None),
    }
