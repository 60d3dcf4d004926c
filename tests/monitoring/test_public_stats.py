"""What everybody may know of counts gives nobody away."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from app import clock
from app.db import transaction
from app.jobs import run_job
from app.monitoring.publishing import Shown, publish, show
from app.tallies.actions import bump
from tests.browser_client import Browser
from tests.monitoring.conftest import TODAY

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=5)
)


def published(counts):
    return publish([[show(count) for count in row] for row in counts])


@settings(max_examples=150, deadline=None)
@given(TABLES, st.data())
def test_nothing_published_narrows_a_small_count(table, data):
    """Whoever tries to solve a hidden cell needs a table that would look different: there is none for any of 1 to 9."""
    other = [[data.draw(st.integers(1, 9)) if 0 < count < 10 else count for count in row] for row in table]

    assert published(other) == published(table)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_a_sum_with_hidden_counts_is_made_of_what_is_shown(table):
    shown = published(table)

    for row, total in zip(shown.rows, shown.row_sums, strict=True):
        assert total.value == sum(each.value for each in row)
        assert total.is_about is any(each.is_hidden for each in row)
    assert shown.sum.value == sum(total.value for total in shown.column_sums)


def test_counts_are_rounded_to_five_and_none_is_none():
    assert show(0) == Shown(0)
    assert show(1) == show(9) == Shown(5, is_hidden=True)
    assert [show(count).value for count in (10, 12, 13, 17, 18)] == [10, 10, 15, 15, 20]


def test_everybody_reads_counts_by_district_and_day(app, province):
    with app.app_context(), transaction():
        bump(province["Chợ Đông Hồ"], TODAY - timedelta(1), entries=39)
    browser = Browser(app)

    page = browser.get("/stats").text
    file = browser.get("/stats.csv").text

    assert "Thành phố Hà Tiên" in page
    # 3 at the hotel in Đông Hồ, 42 at the market; in Phú Quốc 3 and 3 entries.
    assert "45" in page
    assert "&lt;10" in page
    assert "Khách sạn" not in page + file
    assert file.splitlines()[-1].startswith("Toàn tỉnh")


def test_nobody_needs_a_script_or_an_account_and_khmer_readers_are_answered(app, province):
    page = Browser(app).get("/stats?lang=km").text

    assert "<script" not in page
    assert 'lang="km"' in page


@pytest.fixture
def seen(app):
    """The row of Hà Tiên as everybody reads it, and the days above it."""

    def read():
        header, *rows = [line.split(";") for line in Browser(app).get("/stats.csv").text.splitlines()]
        return dict(zip(header, next(row for row in rows if row[0] == "Thành phố Hà Tiên"), strict=True))

    return read


def add(app, unit_id, **counts):
    with app.app_context(), transaction():
        bump(unit_id, TODAY - timedelta(1), **counts)


def publish_counts(app):
    with app.app_context():
        return run_job("publish-counts")


YESTERDAY = f"{TODAY - timedelta(1):%-d/%-m/%Y}"


def test_a_day_is_shown_when_no_more_counts_of_it_are_taken(province, seen):
    assert YESTERDAY in seen()
    with time_machine.travel(clock.at(TODAY, 9, 59), tick=False):
        before = seen()
    assert YESTERDAY not in before
    assert len(before) == 9  # seven days, the name, the sum


@pytest.mark.parametrize("is_written", [True, False], ids=["written", "not yet written"])
def test_who_reads_again_after_somebody_came_late_sees_no_difference(app, province, seen, is_written):
    add(app, province["Chợ Đông Hồ"], entries=3)
    if is_written:
        publish_counts(app)
    before = seen()
    assert before[YESTERDAY] == "<10"

    add(app, province["Chợ Đông Hồ"], entries=40, late=40)
    assert seen() == before


def test_what_was_said_of_a_day_stays_whatever_is_corrected(app, province, seen):
    add(app, province["Chợ Đông Hồ"], entries=4)  # ten with those that are there
    assert publish_counts(app) == 7
    before = seen()
    assert before[YESTERDAY] == "10"

    add(app, province["Chợ Đông Hồ"], entries=-1)
    assert publish_counts(app) == 0
    assert seen() == before
