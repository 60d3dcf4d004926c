"""Many posters in one file: ordered from the list, printed by the worker, fetched by those whose business it is."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
import time_machine

from app import tasks
from app.clock import now
from app.db import db, transaction
from app.posters import work
from app.posters.jobs import forget_poster_files
from app.posters.links import short_url
from app.posters.queries import PosterFilter, get_run, list_for_delivery
from app.posters.rules import PosterSize, PosterState, poster_state
from app.units.actions import correct_unit
from app.units.queries import get_unit
from app.units.rules import UnitKind
from tests.places import open_place
from tests.posters.national import record_national
from tests.posters.pages import NEAR_DPI, SCREEN_DPI, SEEN_AS, codes, pictures, read_as

pytestmark = pytest.mark.slow

DUONG_TO = "31096"
NEW = "/posters/runs/new"


@pytest.fixture
def town(app, cast):
    """A hotel and a market in two communes of Phú Quốc, a hotel in Hà Tiên."""
    return [
        open_place(app, cast.an, name="Chợ Dương Tơ", kind=UnitKind.MARKET, commune=DUONG_TO, username="to"),
        open_place(app, cast.an, name="Khách sạn Biển Xanh", username="xanh"),
        open_place(app, cast.binh, name="Khách sạn Đông Hồ", owner="district-900", commune="30769", username="ho"),
    ]


def order(browser, query="", **values):
    """The page of an order made from the list."""
    path = NEW + query
    sent = browser.send(path, values, to=path)
    assert sent.status == 303, sent.text
    return sent.location


def built(app, browser, page):
    """What the worker made of it."""
    with app.app_context():
        tasks.run_all()
        db.session.remove()
    return browser.get(f"{page}/file").response


def test_what_is_listed_comes_in_one_pdf_by_commune(app, cast, browse, town):
    an = browse(cast.an)
    page = order(an, logo="y")
    assert "Đang chuẩn bị…" in an.get(page).text

    file = built(app, an, page)

    assert file.mimetype == "application/pdf"
    assert file.headers["Content-Disposition"].startswith("attachment")
    with app.app_context():
        # Phường Dương Đông, then Xã Dương Tơ: as they are handed out.
        assert [codes(picture) for picture in pictures(file.data)] == [
            [short_url(town[1].code)],
            [short_url(town[0].code)],
        ]
    with pypdfium2.PdfDocument(file.data) as book:
        titles = [item.get_title() for item in book.get_toc()]
    assert titles == ["Thành phố Phú Quốc, Phường Dương Đông (1)", "Thành phố Phú Quốc, Xã Dương Tơ (1)"]
    assert "Tải tệp" in an.get(page).text
    assert "Đã xong" not in an.get(page).text


def test_or_in_a_zip_with_a_pdf_for_each_commune(app, cast, browse, town):
    chau = browse(cast.chau)
    file = built(app, chau, order(chau, bundle="zip", size="counter"))

    with ZipFile(BytesIO(file.data)) as archive:
        names = archive.namelist()
        # District by district, commune by commune, as they are handed out.
        assert names == [
            "Thành phố Hà Tiên/Phường Đông Hồ (001).pdf",
            "Thành phố Phú Quốc/Phường Dương Đông (002).pdf",
            "Thành phố Phú Quốc/Xã Dương Tơ (003).pdf",
        ]
        for name in names:
            assert len(pictures(archive.read(name))) == 1


@pytest.mark.parametrize("size", PosterSize)
def test_in_every_size_every_code_reads_as_it_hangs(app, cast, browse, town, size):
    """Of a run with both codes: one of the three points has the national one, the others show ours alone."""
    with app.app_context(), transaction():
        expected = [short_url(place.code) for place in town] + [record_national(cast.an.viewer, town[1].unit_id)]
    chau = browse(cast.chau)
    file = built(app, chau, order(chau, size=size.value, codes="both", language="vi-en", logo="y"))

    copies = 2 if size is PosterSize.TENT else 1
    assert sorted(read_as(file.data, SEEN_AS["on a screen"])) == sorted(expected * copies)
    dpi = NEAR_DPI if size in (PosterSize.STICKER, PosterSize.COUNTER) else SCREEN_DPI
    for how, seen_as in SEEN_AS.items():
        assert sorted(read_as(file.data, seen_as, dpi)) == sorted(expected * copies), how


def test_who_has_no_national_code_is_counted_and_named_before_the_order(app, cast, browse, town):
    with app.app_context(), transaction():
        content = record_national(cast.an.viewer, town[1].unit_id)
    an = browse(cast.an)
    asked = an.get(NEW).text

    assert "1 trong 2 áp phích thuộc điểm chưa ghi mã tokhaiyte.vn" in asked
    assert "Chợ Dương Tơ, Cổng chính (Xã Dương Tơ)" in asked
    assert "Khách sạn Biển Xanh, Cổng" not in asked
    assert "1 mã" in an.get("/posters?national=no").text
    assert "Khách sạn Biển Xanh" in an.get("/posters?national=yes").text
    assert "Chưa điểm nào trong danh sách" in an.get(f"{NEW}?q=cho").text
    page = order(an, codes="national")
    assert "Mã tokhaiyte.vn của đơn vị" in an.get(page).text
    assert sorted(read_as(built(app, an, page).data, SEEN_AS["on a screen"])) == sorted([content, own(app, town[0])])


def own(app, place):
    with app.app_context():
        return short_url(place.code)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?kind=hotel", 2),
        ("?q=bien+xanh", 1),
        ("?state=displayed", 0),
        ("?state=to_print", 3),
        ("?kind=spaceship&area=x&owner=-3", 3),
    ],
)
def test_the_list_and_the_order_follow_the_same_filter(cast, browse, town, query, found):
    chau = browse(cast.chau)

    assert f"{found} mã" in chau.get(f"/posters{query}").text
    assert f"In hàng loạt {found} áp phích" in chau.get(NEW + query).text


def test_place_and_owner_narrow_it_too(app, cast, inside, town):
    unit = get_unit(cast.chau.viewer, town[0].unit_id)

    def names(**wanted):
        found = list_for_delivery(cast.chau.viewer, PosterFilter(**wanted))
        return [poster.unit.name for poster in found]

    assert names(area_id=unit.area_id) == ["Chợ Dương Tơ"]
    assert names(area_id=unit.area.parent_id) == ["Khách sạn Biển Xanh", "Chợ Dương Tơ"]
    assert names(owner_id=unit.organisation_id) == ["Khách sạn Biển Xanh", "Chợ Dương Tơ"]
    assert names(owner_id=unit.organisation_id, search="dong ho") == []


def test_only_his_body_and_those_above_fetch_the_file(app, cast, browse, town):
    an = browse(cast.an)
    page = order(an)
    built(app, an, page)

    for person in (cast.binh, cast.duong, cast.lan):
        assert browse(person).get(page).status == 404
        assert browse(person).get(f"{page}/file").status == 404
    assert browse(cast.oanh).get(f"{page}/file").status == 403
    assert browse(town[1].manager).get(NEW).status == 403
    assert browse(cast.chau).get(f"{page}/file").status == 200
    assert page not in browse(cast.binh).get("/posters/runs").text
    assert page in browse(cast.an).get("/posters/runs").text


def test_all_of_them_become_printed_at_once_but_a_change_since_shows(app, cast, browse, town):
    an = browse(cast.an)
    page = order(an)
    built(app, an, page)
    with app.app_context(), transaction():
        market = get_unit(cast.an.viewer, town[0].unit_id)
        correct_unit(cast.an.viewer, market, **{**details(market), "name": "Chợ Dương Tơ mới"})

    told = an.follow(an.send(page, to=f"{page}/printed"))

    assert "2 áp phích đã in" in told.text
    with app.app_context():
        posters = list_for_delivery(cast.chau.viewer, PosterFilter())
        states = {poster.unit.name: poster_state(poster) for poster in posters}
    assert states == {
        "Khách sạn Biển Xanh": PosterState.TO_DISPLAY,
        "Chợ Dương Tơ mới": PosterState.TO_REPRINT,
        "Khách sạn Đông Hồ": PosterState.TO_PRINT,
    }
    assert "Chợ Dương Tơ mới" in an.get("/posters?state=to_reprint").text
    assert an.post(f"{page}/printed", {"csrf_token": token(an)}).status == 409


def details(unit):
    names = ("name", "kind", "organisation", "area", "address", "phone", "tax_code", "manager_name", "manager_phone")
    return {name: getattr(unit, name) for name in names}


def token(browser):
    return browser.get("/units").tree.find(".//meta[@name='csrf-token']").get("content")


def test_the_file_is_removed_on_its_day_and_the_order_stays(app, cast, browse, town):
    an = browse(cast.an)
    page = order(an)
    built(app, an, page)

    with time_machine.travel(now() + timedelta(8)), app.app_context():
        with transaction():
            assert forget_poster_files(now().date()) == 1
            assert forget_poster_files(now().date()) == 0
        run = get_run(cast.an.viewer, int(page.rsplit("/", 1)[1]))
        assert run.content is None
        assert run.poster_count == 2
    assert an.get(f"{page}/file").status == 404


def test_work_begun_again_prints_the_same(app, cast, browse, town, monkeypatch):
    an = browse(cast.an)
    page = order(an)

    def be_killed(*_args, **_more):
        raise KeyboardInterrupt

    with app.app_context():
        with monkeypatch.context() as world:
            world.setattr(work, "_store", be_killed)
            with pytest.raises(KeyboardInterrupt):
                tasks.run_next()
        db.session.remove()
    assert an.get(f"{page}/file").status == 404
    with time_machine.travel(now() + tasks.LEASE + timedelta(seconds=1)):
        assert built(app, an, page).status_code == 200


def test_nothing_and_too_much_are_not_printed(app, cast, browse, town, monkeypatch):
    an = browse(cast.an)

    assert "Không có mã nào phù hợp để in" in an.get(f"{NEW}?q=khong+co").text
    values = {"size": "a4", "language": "vi", "codes": "ours", "bundle": "pdf", "csrf_token": token(an)}
    assert an.post(f"{NEW}?q=khong+co", values).status == 409
    monkeypatch.setattr("app.posters.actions.runs.MOST_IN_RUN", 1)
    assert an.post(NEW, values).status == 409
    page = an.post(NEW, {**values, "size": "a0", "language": ""})
    assert page.status == 422
    assert "Hãy chọn ngôn ngữ." in page.text
