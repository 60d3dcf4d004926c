"""Which letters a report says that it carries out."""

from datetime import timedelta

import pytest

from app.db import transaction
from app.directives.rules import Period
from app.reports.actions import compile_report, take_figures
from tests.monitoring.conftest import TODAY

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("days_ago", "numbers"), [(7, ["568/UBND-KGVX"]), (60, [])])
def test_a_letter_sent_after_the_period_orders_nothing_of_it(app, cast, province, letter, days_ago, numbers):
    first = TODAY - timedelta(days_ago)
    with app.test_request_context(), transaction():
        period = Period(first, first + timedelta(6))
        taken = take_figures(cast.chau.viewer, organisation_id=province["office"], period=period)
        report = compile_report(cast.chau.viewer, taken)
        assert [each["number"] for each in report.figures["letters"]] == numbers
