"""What everybody may know of counts gives nobody away."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from app.db import transaction
from app.monitoring.publishing import Shown, publish, show
from app.tallies.actions import bump
from tests.browser_client import Browser
from tests.monitoring.conftest import TODAY

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 60), min_size=width, max_size=width), min_size=1, max_size=5)
)


@settings(max_examples=150, deadline=None)
@given(TABLES, st.data())
def test_nothing_published_narrows_a_small_count(table, data):
    """Whoever tries to solve a hidden cell needs a table that would look different: there is none for any of 1 to 9."""
    other = [[data.draw(st.integers(1, 9)) if 0 < count < 10 else count for count in row] for row in table]

    assert publish(other) == publish(table)


@settings(max_examples=100, deadline=None)
@given(TABLES)
def test_a_sum_with_hidden_counts_is_made_of_what_is_shown(table):
    shown = publish(table)

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
