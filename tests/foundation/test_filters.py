"""How a moment until which something is due is written."""

from datetime import UTC, datetime

import pytest

from app.web.filters import deadline


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2021, 5, 19, 17, 0, tzinfo=UTC), "hết ngày 19/5/2021"),
        (datetime(2021, 5, 19, 17, 1, tzinfo=UTC), "00:01, 20/5/2021"),
        (datetime(2021, 5, 19, 3, 0, tzinfo=UTC), "10:00, 19/5/2021"),
        (None, ""),
    ],
)
def test_midnight_is_the_end_of_the_day_before(app, moment, said):
    with app.test_request_context():
        assert deadline(moment) == said
