"""`safety` (b), the communes whose grade was set in the period, against the naive answer, equal at every level."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import time_machine
from sqlalchemy import text

from app.areas.actions import load_areas
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.clock import at
from app.db import db, transaction
from app.directives.labels import figure_words, parts_of
from app.directives.measures import Cut, Figure, figures_by, figures_of_body, totals, unit_day_rows
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring.behind import behind_in_rows
from app.monitoring.queries import Show, Wanted, wanted_rows
from app.organisations.models import Organisation
from app.safety.grades.actions import grade_area, load_shipped_grades, offered_grades
from tests.cast import START
from tests.made_once import made_once

SAFETY = MeasureKey.SAFETY
FIRST, LAST = date(2021, 5, 14), date(2021, 5, 20)
SPAN = {"first": FIRST, "last": LAST, "at": at(LAST + timedelta(1), 12)}
AREAS = ("area_set", "area_by_province", "area_before", "area_never")
# (who, commune, hamlet, on which day it was written down, dated from how many days before)
ACTS = (
    ("binh", "30769", "", LAST, 0),
    ("binh", "30769", "", LAST - timedelta(3), 0),
    ("binh", "30766", "", FIRST - timedelta(1), -3),
    ("binh", "30772", "", FIRST, 20),
    ("chau", "31078", "", LAST - timedelta(2), 0),
    ("an", "31081", "", FIRST - timedelta(9), 0),
    ("chau", "31081", "", LAST, 0),
    ("duong", "31078", "Khu phố 1", LAST, 0),
    ("duong", "31078", "Khu phố 1", LAST - timedelta(1), 0),
    ("duong", "31078", "Khu phố 2", LAST, 0),
    ("an", "31084", "", LAST + timedelta(1), 5),
)
MORE_COMMUNES = (
    ("30766", "Phường Tô Châu", "commune", "900"),
    ("30772", "Phường Bình San", "commune", "900"),
    ("31081", "Phường An Thới", "commune", "911"),
    ("31084", "Xã Cửa Cạn", "commune", "911"),
)
# The same in SQL that knows nothing of scopes: when was each commune's grade written down, by what kind of body?
NAIVE = """
SELECT owner.code, area.code,
  EXISTS (SELECT 1 FROM area_grading g JOIN organisation o ON o.id = g.organisation_id WHERE g.area_id = area.id
    AND g.hamlet = '' AND o.kind IN ('district', 'commune') AND g.set_at >= :begins AND g.set_at < :ends),
  EXISTS (SELECT 1 FROM area_grading g WHERE g.area_id = area.id AND g.hamlet = ''
    AND g.set_at >= :begins AND g.set_at < :ends),
  EXISTS (SELECT 1 FROM area_grading g WHERE g.area_id = area.id AND g.hamlet = '' AND g.set_at < :begins)
FROM area LEFT JOIN organisation owner ON owner.area_id = area.parent_id AND owner.kind = 'district'
WHERE area.level = 'commune' AND area.valid_until IS NULL
"""


@made_once
def graded(app, cast):
    """Communes and hamlets that were graded by this one and that, in the period and around it."""
    with app.app_context(), transaction():
        rows = [dict(zip(("code", "name", "level", "parent_code"), row, strict=True)) for row in MORE_COMMUNES]
        load_areas(office_viewer(), rows, valid_from=START)
        load_shipped_grades(office_viewer())
    for who, code, hamlet, day, back in sorted(ACTS, key=lambda act: act[3]):
        with time_machine.travel(at(day, 9), tick=False), app.app_context(), transaction():
            place, grade = area(code), offered_grades()[0]
            grade_area(
                getattr(cast, who).viewer,
                place,
                grade=grade,
                from_on=day - timedelta(back),
                basis="QĐ 5",
                signer="Chủ tịch",
                hamlet=hamlet,
            )


def _naive():
    moments = {"begins": at(FIRST, 0), "ends": at(LAST + timedelta(1), 0)}
    if db.engine.dialect.name == "sqlite":
        moments = {name: moment.strftime("%Y-%m-%d %H:%M:%S") for name, moment in moments.items()}
    found: dict[str, Counter[str]] = {}
    for owner, _code, by_district, by_any, earlier in db.session.execute(text(NAIVE), moments):
        why = (
            "area_set" if by_district else "area_by_province" if by_any else "area_before" if earlier else "area_never"
        )
        found.setdefault(owner or "office", Counter())[why] += 1
    return found


def _areas(figure):
    return Counter({name: figure.split[name] for name in AREAS if figure.split[name]})


def test_the_part_is_the_naive_one_and_the_same_at_every_level(inside, cast, graded):
    leaves = [figures_by(cast.chau.viewer, cut, [SAFETY], **SPAN) for cut in (Cut.OWNER, Cut.PLACE, Cut.UNIT)]
    sums = [totals(each, [SAFETY])[SAFETY] for each in leaves]
    office = db.session.query(Organisation.id).filter_by(code="office").scalar()
    whole = figures_of_body(cast.chau.viewer, office, [SAFETY], **SPAN)[SAFETY]

    naive = _naive()
    assert sums == [whole] * 3
    assert _areas(whole) == sum(naive.values(), Counter())
    assert (whole.numerator, whole.denominator) == (_areas(whole)["area_set"], sum(_areas(whole).values()))
    assert _areas(whole)["area_set"] == 2
    assert _areas(whole)["area_by_province"] == 2
    assert _areas(whole)["area_before"] == 1
    assert whole.split["hamlets_graded"] == 2
    codes = dict(db.session.query(Organisation.id, Organisation.code))
    assert {codes[body_id]: _areas(leaf[SAFETY]) for body_id, leaf in leaves[0].items()} == naive


def test_the_district_answers_for_its_communes_and_the_commune_for_none(inside, cast, graded):
    of = {
        code: figures_of_body(cast.chau.viewer, _id(code), [SAFETY], **SPAN)[SAFETY]
        for code in ("district-900", "commune-31078", "tourism")
    }

    assert _areas(of["district-900"])["area_set"] == 2
    assert of["commune-31078"].is_nothing_due
    assert of["tourism"].is_nothing_due


def test_each_sees_the_places_of_his_own_and_a_manager_none(inside, cast, graded):
    seen = {
        who: {row.area_id for row in unit_day_rows(getattr(cast, who).viewer, SAFETY, **SPAN)}
        for who in ("an", "binh", "duong", "lan")
    }
    manager = replace(cast.an.viewer, organisation_ids=frozenset(), area_ids=frozenset(), unit_ids=frozenset({1}))

    assert {len(seen["an"]), len(seen["binh"])} == {4, 3}
    assert not seen["an"] & seen["binh"]
    assert seen["duong"] == {area("31078").id}
    assert seen["lan"] == set()
    assert unit_day_rows(manager, SAFETY, **SPAN) == []


def test_rows_name_the_place_and_what_was_set_later_changes_no_earlier_answer(inside, cast, graded):
    rows = {row.unit_name: row for row in unit_day_rows(cast.binh.viewer, SAFETY, **SPAN)}
    earlier = {**SPAN, "at": at(LAST - timedelta(1), 12)}

    assert {name for name, row in rows.items() if row.is_counted} == {area("30769").name, area("30772").name}
    assert rows[area("30769").name].organisation_id == _id("district-900")
    assert figures_of_body(cast.chau.viewer, _id("district-900"), [SAFETY], **earlier)[SAFETY].split["area_set"] == 2
    before = {**SPAN, "at": at(LAST - timedelta(3), 8)}
    assert figures_of_body(cast.chau.viewer, _id("district-900"), [SAFETY], **before)[SAFETY].split["area_set"] == 1


def test_who_has_to_set_the_grades_is_reminded_of_them(inside, cast, graded):
    rows = wanted_rows(cast.chau.viewer, Wanted(SAFETY, Period(FIRST, LAST), show=Show.MISSING))
    behind = {each.name: each.missing for each in behind_in_rows(cast.chau.viewer, rows) if not each.is_unit}

    assert behind == {"UBND thành phố Phú Quốc": 4, "UBND thành phố Hà Tiên": 1}


def test_who_asks_for_kinds_of_units_asks_for_no_place(inside, cast, graded):
    assert figures_by(cast.chau.viewer, Cut.OWNER, [SAFETY], unit_kinds=["hotel"], **SPAN) == {}


def test_each_part_is_told_with_its_own_denominator(app):
    split = {"level_safe": 3, "not_assessed": 1, "area_set": 1, "area_before": 1}
    with app.test_request_context():
        told = {str(name): figure_words(part) for name, part in parts_of(Figure(SAFETY, 4, 6, split))}
        frozen_before = parts_of(Figure(SAFETY, 3, 4, {"level_safe": 3, "not_assessed": 1}))

    assert list(told.values()) == ["75% (3/4)", "50% (1/2)"]
    assert len(frozen_before) == 1


def area(code):
    return db.session.query(Area).filter_by(code=code, level=AreaLevel.COMMUNE, valid_until=None).one()


def _id(code):
    return db.session.query(Organisation.id).filter_by(code=code).scalar()
