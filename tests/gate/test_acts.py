"""What guards may do, until when, and when something was done that was noted without network."""

from datetime import UTC, datetime, timedelta

import pytest

from app.declarations.rules import Handling, possible_handlings
from app.gate.rules.acts import DECISIONS, Clock, Decision, happened_at, may_undo
from app.units.rules import UnitKind

NOW = datetime(2021, 5, 7, 3, tzinfo=UTC)
NONE = timedelta(0)
HOUR = timedelta(hours=1)


def test_nobody_is_sent_away_from_health_care_or_off_a_vessel():
    for kind in (UnitKind.HOSPITAL, UnitKind.QUARANTINE_SITE, UnitKind.TRANSPORT):
        assert all(Decision.KEPT_OUT not in DECISIONS[each] for each in possible_handlings(kind))
    assert possible_handlings(UnitKind.HOTEL)[0] is Handling.CALL


@pytest.mark.parametrize(
    ("seconds", "undone", "expected"),
    [
        pytest.param(30, None, True, id="last second"),
        pytest.param(31, None, False, id="too late"),
        pytest.param(5, NOW, False, id="undone already"),
        pytest.param(-1, None, False, id="a clock that jumped back"),
    ],
)
def test_an_act_can_be_undone_for_thirty_seconds(seconds, undone, expected):
    assert may_undo(NOW - timedelta(seconds=seconds), undone, now=NOW) is expected


@pytest.mark.parametrize(
    ("noted", "then", "since", "expected"),
    [
        pytest.param(NOW - HOUR, NONE, NONE, (NOW - HOUR, Clock.DEVICE), id="a clock that goes right"),
        pytest.param(NOW - 3 * HOUR, 2 * HOUR, 2 * HOUR, (NOW - HOUR, Clock.CORRECTED), id="two hours slow"),
        pytest.param(NOW + 4 * HOUR, -5 * HOUR, -5 * HOUR, (NOW - HOUR, Clock.CORRECTED), id="five hours fast"),
        pytest.param(NOW - HOUR, NONE, HOUR, (NOW, Clock.UNKNOWN), id="set meanwhile"),
        pytest.param(NOW + HOUR, NONE, NONE, (NOW, Clock.UNKNOWN), id="a moment to come"),
        pytest.param(NOW - 15 * 24 * HOUR, NONE, NONE, (NOW, Clock.UNKNOWN), id="too long ago"),
    ],
)
def test_a_queued_act_has_the_moment_that_its_clock_proves(noted, then, since, expected):
    assert happened_at(noted, then, since, now=NOW) == expected
