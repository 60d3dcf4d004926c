"""The long statements of figures are compiled once, not with every page that asks."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.clock import day_start
from app.db import db
from app.directives.measures import calendar
from app.directives.measures.figures import Limits, Span
from app.directives.measures.registry import _sources
from app.directives.measures.unit_facts import UnitFacts
from app.door import office_viewer

FIRST = date(2021, 5, 3)
FACTS = {key: source for key, source in _sources.items() if isinstance(source, UnitFacts)}


@pytest.mark.parametrize("measure", FACTS, ids=str)
def test_a_statement_of_figures_is_alike_for_all_spans_of_a_length(inside, measure):
    spans = [
        Span(first, first + timedelta(6), day_start(FIRST + timedelta(30))) for first in (FIRST, date(2021, 5, 10))
    ]
    keys = [FACTS[measure].facts(office_viewer(), span, Limits())._generate_cache_key() for span in spans]

    assert None not in keys
    assert keys[0].key == keys[1].key


def test_a_table_of_days_says_the_same_however_it_is_written(inside, monkeypatch):
    days = [FIRST, FIRST + timedelta(1)]
    told = []
    for most in (400, 1):
        monkeypatch.setattr(calendar, "MOST_DAYS_IN_UNION", most)
        told.append([tuple(row) for row in db.session.execute(select(calendar.day_table(days)).order_by("day"))])

    assert told[0] == told[1]
    assert [row[:3] for row in told[0]] == [
        (FIRST, 1, day_start(FIRST + timedelta(1))),
        (FIRST + timedelta(1), 2, day_start(FIRST + timedelta(2))),
    ]
