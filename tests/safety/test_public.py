"""Everybody looks up how safe a unit is, by whose word and until when; what may not be told yet is not told."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
from flask import Flask
from PIL import Image

from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.clock import at, local_day, now
from app.db import db, transaction
from app.documents.tables_in import read_table
from app.door import office_viewer
from app.posters.queries import list_posters
from app.safety.actions import record_national, say_closed
from app.safety.inspected import record_inspected
from app.safety.levels import LevelFilter, fitting_units
from app.safety.published import EVERYBODY, count_published, get_published, list_published, share_map
from app.safety.rules import Held, Level, Source, safe_share, standing
from app.units.actions import restrict_unit
from app.units.queries import get_unit
from app.units.rules import UnitKind, UnitStatus
from app.web.filters import day
from app.web.pagination import Wish
from tests.factories import make_unit
from tests.made_once import made_once
from tests.safety.conftest import School

TODAY = date(2021, 5, 20)
SAFE = Held(Level.SAFE, date(2021, 5, 10), date(2021, 6, 9))
CLOSED = Held(Level.CLOSED, date(2021, 5, 10), date(2021, 6, 9))
FOUND = Held(Level.AT_RISK, date(2021, 5, 5), date(2021, 6, 4))


@pytest.mark.parametrize(
    ("said", "found", "today", "level", "held"),
    [
        (None, None, TODAY, Level.NONE, None),
        (SAFE, None, TODAY, Level.SAFE, SAFE),
        (SAFE, None, date(2021, 6, 9), Level.NONE, None),
        # What an inspection found stands above a later word of the unit, until it ends.
        (SAFE, FOUND, TODAY, Level.AT_RISK, FOUND),
        (SAFE, FOUND, date(2021, 6, 3), Level.AT_RISK, FOUND),
        (SAFE, FOUND, date(2021, 6, 4), Level.SAFE, SAFE),
        (None, FOUND, TODAY, Level.AT_RISK, FOUND),
        (CLOSED, FOUND, TODAY, Level.CLOSED, CLOSED),
        (CLOSED, Held(Level.SAFE, date(2021, 5, 11), date(2021, 6, 10)), TODAY, Level.SAFE, None),
    ],
)
def test_the_level_that_stands(said, found, today, level, held):
    got, by = standing(said, found, today)

    assert got is level
    assert by == (held or (found if level is not Level.NONE else None))


def test_units_that_are_closed_or_unknown_are_in_no_ratio():
    assert safe_share({Level.SAFE: 3, Level.UNSAFE: 1, Level.CLOSED: 5, Level.NONE: 9}) == 0.75
    assert safe_share({Level.NONE: 9}) is None


@pytest.fixture
def noon() -> Iterator[None]:
    with time_machine.travel(at(TODAY, 12), tick=False):
        yield


@made_once
def hotel(app: Flask, cast, noon) -> int:
    with app.app_context():
        unit = make_unit(cast.lan, kind=UnitKind.HOTEL, status=UnitStatus.ACTIVE, name="Khách sạn Đảo Ngọc")
        return unit.id


def say(app: Flask, unit_id: int, level: Level) -> None:
    with app.app_context(), transaction():
        unit, office = get_unit(office_viewer(), unit_id), office_viewer()
        if level is Level.CLOSED:
            say_closed(office, unit, reason="Sửa chữa")
        else:
            link = "https://safe.tourism.com.vn/1"
            record_national(office, unit, source=Source.TOURISM, link=link, assessed_on=local_day(), level=level)


def find(app: Flask, unit_id: int, level: Level, *, hours: int = 48, days_ago: int = 0) -> None:
    with app.app_context(), transaction():
        when, until = local_day() - timedelta(days_ago), now() + timedelta(hours=hours)
        told = {"inspected_on": when, "answer_until": until, "inspection_ref": f"inspection:{days_ago}"}
        record_inspected(office_viewer(), get_unit(office_viewer(), unit_id), level=level, **told)


def _listed(app: Flask, **wanted: object) -> list[tuple[str, Level, bool]]:
    with app.app_context():
        page, _counts = list_published(LevelFilter(**wanted), Wish(1, 50))
        return [(line.unit.name, line.level, line.is_found) for line in page.rows]


def test_the_page_says_by_whose_word_of_which_day_and_until_when(app, hotel, browse):
    say(app, hotel, Level.SAFE)
    page = browse().get(f"/safety/units/{hotel}").text

    assert "đơn vị tự đánh giá ngày 20/5/2021" in page
    assert "có hiệu lực đến hết ngày 18/6/2021" in page
    assert "chưa phải kết quả kiểm tra" in page

    find(app, hotel, Level.AT_RISK)
    page = browse().get(f"/safety/units/{hotel}").text
    assert "đã kiểm tra ngày 20/5/2021" in page
    assert "Có rủi ro" in page


def test_that_an_inspection_found_it_unsafe_is_told_once_the_unit_could_answer(app, hotel, browse):
    say(app, hotel, Level.SAFE)
    find(app, hotel, Level.UNSAFE, hours=48)

    early = browse().get(f"/safety/units/{hotel}").text
    assert "Không an toàn" not in early
    assert _listed(app) == [("Khách sạn Đảo Ngọc", Level.SAFE, False)]
    with time_machine.travel(now() + timedelta(hours=48, seconds=1)):
        assert "Không an toàn" in browse().get(f"/safety/units/{hotel}").text
        assert _listed(app) == [("Khách sạn Đảo Ngọc", Level.UNSAFE, True)]


def test_officers_see_at_once_what_was_found(app, hotel, browse, cast):
    say(app, hotel, Level.SAFE)
    find(app, hotel, Level.UNSAFE)
    an = browse(cast.an)

    assert "Khách sạn Đảo Ngọc" in an.get("/assessments?level=unsafe").text
    assert "Khách sạn Đảo Ngọc" not in an.get("/assessments?level=safe").text
    assert "Khách sạn Đảo Ngọc" in an.get("/assessments?need=inspected").text
    assert "đã kiểm tra ngày 20/5/2021" in an.get(f"/units/{hotel}/safety").text


@pytest.mark.parametrize(
    "acts", ["say safe", "find at_risk 40", "say closed,find safe 1", "find safe 1,say closed", ""]
)
def test_lists_and_the_page_of_a_unit_agree(app, hotel, acts):
    for act in filter(None, acts.split(",")):
        what, level, *days_ago = act.split()
        if what == "say":
            say(app, hotel, Level(level))
        else:
            find(app, hotel, Level(level), days_ago=int(days_ago[0]))
    with app.app_context():
        _unit, stands = get_published(hotel)
        expected = ("Khách sạn Đảo Ngọc", stands.level, stands.is_found)

    assert _listed(app) == [expected]


def test_one_finds_it_by_name_without_marks_by_place_kind_and_level(app, cast, hotel, browse):
    say(app, hotel, Level.SAFE)
    with app.app_context():
        make_unit(cast.an, name="Quán Gió", kind=UnitKind.CAFE, status=UnitStatus.ACTIVE, commune="31078")
        make_unit(cast.an, name="Quán chờ", status=UnitStatus.PENDING)
        place = get_unit(office_viewer(), hotel).area_id
    visitor = browse()

    assert "Khách sạn Đảo Ngọc" in visitor.get("/safety?q=dao+ngoc").text
    assert "Quán Gió" not in visitor.get("/safety?q=dao+ngoc").text
    assert "Khách sạn Đảo Ngọc" in visitor.get(f"/safety?area={place}").text
    assert "Khách sạn Đảo Ngọc" not in visitor.get("/safety?kind=cafe").text
    assert "Khách sạn Đảo Ngọc" not in visitor.get("/safety?level=none").text
    assert "Quán chờ" not in visitor.get("/safety").text
    _header, *rows = read_table(visitor.get("/safety.csv?level=safe").response.data, "a.csv")
    assert len(rows) == 1
    assert day(TODAY) in "".join(map(str, rows))


def _on_map() -> int:
    return sum(sum(each.counts.values()) for each in share_map(count_published(LevelFilter())).districts)


@pytest.mark.parametrize(
    "wanted", [{}, {"kind": UnitKind.HOTEL}, {"level": Level.SAFE}, {"area": "911"}, {"area": "900"}]
)
def test_counts_that_the_map_has_already_are_those_of_the_list(app, cast, hotel, wanted):
    say(app, hotel, Level.SAFE)
    with app.app_context():
        make_unit(cast.an, name="Quán Gió", kind=UnitKind.CAFE, status=UnitStatus.ACTIVE)
        area_id = get_area(wanted["area"], AreaLevel.DISTRICT, on=TODAY).id if "area" in wanted else None
        asked = LevelFilter(kind=wanted.get("kind"), level=wanted.get("level"), area_id=area_id)

        page, counts = list_published(asked, Wish(), count_published(asked))
        counted_page, counted = list_published(asked, Wish())

    assert counts == counted
    assert page.total == counted_page.total == len(page.rows)
    assert sum(counts.values()) == {"900": 0}.get(wanted.get("area"), 1 if "kind" in wanted else 2)


def test_a_unit_that_is_withheld_is_on_no_list_no_map_and_has_no_page(app, cast, hotel, browse):
    say(app, hotel, Level.SAFE)
    with app.app_context():
        shown = _on_map()
        with transaction():
            restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, hotel), basis="Công văn mật")
        code = list_posters(office_viewer(), get_unit(office_viewer(), hotel))[0].code
        assert _on_map() == shown - 1
    visitor = browse()

    assert "Khách sạn Đảo Ngọc" not in visitor.get("/safety").text
    assert visitor.get(f"/safety/units/{hotel}").status == 404
    assert visitor.get(f"/safety/units/{hotel}/badge.svg").status == 404
    page = visitor.get(f"/safety/code/{code}")
    assert "không công khai" in page.text
    assert "Khách sạn Đảo Ngọc" not in page.text


def test_the_page_behind_a_poster_leads_to_it(app, hotel, browse):
    with app.app_context():
        code = list_posters(office_viewer(), get_unit(office_viewer(), hotel))[0].code
    visitor = browse()

    assert f"/safety/code/{code}" in visitor.get(f"/q/{code}").text
    assert visitor.get(f"/safety/code/{code}").location.startswith(f"/safety/units/{hotel}")
    assert visitor.get("/safety/code/ABCDEFGHJ").status == 404


def test_other_websites_may_show_the_badge(app, hotel, browse):
    say(app, hotel, Level.SAFE)
    svg, png = (browse().get(f"/safety/units/{hotel}/badge.{kind}").response for kind in ("svg", "png"))

    assert svg.mimetype == "image/svg+xml"
    assert "đơn vị tự đánh giá ngày 20/5/2021" in svg.text
    with Image.open(BytesIO(png.data)) as picture:
        assert (picture.format, picture.size) == ("PNG", (720, 240))
    assert {r.headers["Cross-Origin-Resource-Policy"] for r in (svg, png)} == {"cross-origin"}


def test_everybody_sees_what_is_not_withheld_and_may_nothing():
    assert EVERYBODY.permissions == frozenset()
    assert not EVERYBODY.sees_restricted


def test_ratings_and_scores_are_not_on_public_pages(app, school: School, browse):
    page = browse().get(f"/safety/units/{school.unit_id}").text

    assert "Chưa đánh giá" in page


def test_levels_of_thousands_of_units_are_looked_up_one_by_one(inside):
    """Without an index each unit read all assessments through once more: half a minute a page at 12,000 units."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("another database chooses among plans by itself")
    stmt, level, _is_found = fitting_units(EVERYBODY, LevelFilter(told_by=now()))
    asked = stmt.with_only_columns(level).compile(db.engine, compile_kwargs={"render_postcompile": True})
    parameters = [asked.construct_params()[name] for name in asked.positiontup]
    written = [str(each) if not isinstance(each, int) else each for each in parameters]
    plan = [row[-1] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", tuple(written))]

    assert any("LEFT-JOIN" in line for line in plan)
    assert not [line for line in plan if line.startswith("SCAN") and "LEFT-JOIN" in line]
