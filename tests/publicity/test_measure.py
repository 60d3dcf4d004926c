"""`publicise` equals a plain SQL answer, at every level."""

import random
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import text

from app import clock
from app.db import db, transaction
from app.directives.actions import load_letter
from app.directives.measures import Cut, figures_by, figures_of_body
from app.directives.rules import MeasureKey, Period
from app.door import office_viewer
from app.monitoring.queries import Show, Wanted, page_of_rows, wanted_rows
from app.organisations.queries import ids_below
from app.publicity.actions import plan_action, record_result
from app.publicity.plans import Plan, Result
from app.publicity.rules import PublicityChannel, PublicityLanguage
from app.web.pagination import Wish

KEY = MeasureKey.PUBLICISE
MAY = {"first": date(2021, 5, 1), "last": date(2021, 5, 31)}
AT = clock.at(date(2021, 6, 2), 9)
NAIVE = """
SELECT COUNT(*) AS due,
       SUM(CASE WHEN done_on IS NOT NULL AND (has_photo OR link <> '') THEN 1 ELSE 0 END) AS done
  FROM publicity_action
 WHERE planned_on BETWEEN '2021-05-01' AND '2021-05-31' AND is_planned AND organisation_id = :body
"""


@pytest.fixture
def plans(inside, cast):
    """A month of plans of three bodies, some carried out, some shown, some written down afterwards."""
    rng = random.Random(568)
    with time_machine.travel(clock.at(date(2021, 5, 3), 8), tick=False) as traveller, transaction():
        load_letter(office_viewer())
        for person in (cast.an, cast.duong, cast.lan):
            for number in range(30):
                traveller.move_to(clock.at(date(2021, 5, 3) + timedelta(rng.randrange(10)), 8))
                _line(person.viewer, rng, number)


def _line(viewer, rng, number):
    words = (rng.choice(list(PublicityChannel)), rng.choice(list(PublicityLanguage)), f"Việc {number}", "Chợ")
    action = plan_action(viewer, Plan(*words, planned_on=date(2021, 5, rng.randrange(1, 32))))
    if rng.random() < 0.6:
        record_result(viewer, action, Result(clock.local_day(), 10, rng.choice(("", "https://a.vn/1"))))


def figures(viewer, body, **days):
    return figures_of_body(viewer, body, [KEY], **{**MAY, **days}, at=AT)[KEY]


def naive(body):
    return tuple(db.session.execute(text(NAIVE), {"body": body}).one())


def test_it_equals_the_plain_answer_of_every_body(plans, cast):
    leaves = figures_by(cast.chau.viewer, Cut.OWNER, [KEY], **MAY, at=AT)

    for person in (cast.an, cast.duong, cast.lan):
        leaf = leaves[person.organisation_id][KEY]
        assert (leaf.denominator, leaf.numerator) == naive(person.organisation_id)
        assert 0 < leaf.numerator < leaf.denominator
        assert leaf.split["unplanned"] > 0


def test_every_level_sums_those_below(plans, cast):
    office, district = cast.chau.organisation_id, cast.an.organisation_id
    leaves = figures_by(cast.chau.viewer, Cut.OWNER, [KEY], **MAY, at=AT)

    for body in (office, district):
        mine = [leaves[each][KEY] for each in ids_below(body) if each in leaves]
        total = figures(cast.chau.viewer, body)
        assert (total.numerator, total.denominator) == (
            sum(each.numerator for each in mine),
            sum(each.denominator for each in mine),
        )
    assert figures(cast.an.viewer, district) == figures(cast.chau.viewer, district)


def test_a_month_without_a_plan_counts_as_one_not_done(plans, cast):
    hatien = figures(cast.chau.viewer, cast.binh.organisation_id)

    assert (hatien.numerator, hatien.denominator, hatien.split["no_plan"]) == (0, 1, 1)


def test_no_plan_is_due_only_once_the_month_is_over(plans, cast):
    running = figures(cast.chau.viewer, cast.binh.organisation_id, last=date(2021, 5, 30))

    assert running.is_nothing_due


def test_what_is_still_to_come_is_not_due(plans, cast):
    early = figures_of_body(cast.chau.viewer, cast.lan.organisation_id, [KEY], **MAY, at=clock.at(date(2021, 5, 13), 9))

    assert early[KEY].denominator < figures(cast.chau.viewer, cast.lan.organisation_id).denominator
    assert figures_by(cast.chau.viewer, Cut.PLACE, [KEY], **MAY, at=AT) == {}


def test_a_district_counts_its_own_bodies_alone(plans, cast):
    leaves = figures_by(cast.an.viewer, Cut.OWNER, [KEY], **MAY, at=AT)

    assert cast.lan.organisation_id not in leaves
    assert cast.duong.organisation_id in leaves


def listed(viewer, show, **where):
    with time_machine.travel(AT, tick=False):
        rows = wanted_rows(viewer, Wanted(KEY, Period(*MAY.values()), show=show, **where))
        return page_of_rows(viewer, rows, Wish(size=200))


def test_every_figure_leads_to_its_actions(plans, cast):
    for person in (cast.an, cast.duong, cast.lan, cast.binh):
        body = person.organisation_id
        figure, where = figures(person.viewer, body), {"body_id": body}

        assert listed(person.viewer, Show.DUE, **where).total == figure.denominator
        assert listed(person.viewer, Show.COUNTED, **where).total == figure.numerator
        assert listed(person.viewer, Show.MISSING, **where).total == figure.denominator - figure.numerator
        assert listed(person.viewer, Show.ALL, **where).total == figure.denominator + figure.split["unplanned"]


def test_a_month_without_a_plan_is_a_row_of_its_own(plans, cast):
    (row,) = listed(cast.chau.viewer, Show.MISSING, body_id=cast.binh.organisation_id).rows

    assert (row.organisation_name, row.action_id, row.planned_on) == ("UBND thành phố Hà Tiên", None, date(2021, 5, 31))


def test_places_do_nothing_and_binh_sees_his_own(plans, cast):
    assert not listed(cast.chau.viewer, Show.ALL, area_code="911").total
    assert {row.organisation_id for row in listed(cast.binh.viewer, Show.ALL).rows} == {cast.binh.organisation_id}
