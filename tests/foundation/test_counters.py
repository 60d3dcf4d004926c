"""Rate limits counted in memory."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from app.web.counters import FEWEST_SWEPT, ProcessMemory

NOON = datetime(2021, 5, 7, 12, tzinfo=UTC)


@pytest.fixture
def counts() -> ProcessMemory:
    return ProcessMemory()


def test_a_window_begins_with_its_first_and_ends_after_its_seconds(counts: ProcessMemory) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        seen = [counts.incr("a", 60)]
        clock.move_to(NOON + timedelta(seconds=59))
        seen.append(counts.incr("a", 60))
        clock.move_to(NOON + timedelta(seconds=60))
        seen += [counts.get("a"), counts.incr("a", 60)]

    assert seen == [1, 2, 0, 1]


def test_each_address_has_a_count_of_its_own(counts: ProcessMemory) -> None:
    counts.incr("a", 60, amount=5)

    assert (counts.get("a"), counts.get("b"), counts.incr("b", 60)) == (5, 0, 1)


def test_windows_that_ended_take_no_memory(counts: ProcessMemory) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(FEWEST_SWEPT):
            counts.incr(f"old {number}", 60)
        clock.move_to(NOON + timedelta(minutes=2))
        for number in range(3):
            counts.incr(f"new {number}", 60)

    assert counts.reset() == 3


def test_a_running_window_survives_the_sweep(counts: ProcessMemory) -> None:
    for number in range(3 * FEWEST_SWEPT):
        counts.incr(str(number), 60)

    assert counts.get("0") == counts.get(str(FEWEST_SWEPT)) == 1


def test_a_count_can_be_forgotten(counts: ProcessMemory) -> None:
    counts.incr("a", 60)
    counts.clear("a")

    assert counts.get("a") == 0


def test_the_end_of_a_window_is_known(counts: ProcessMemory) -> None:
    with time_machine.travel(NOON, tick=False):
        counts.incr("a", 60)

        assert counts.get_expiry("a") == (NOON + timedelta(seconds=60)).timestamp()
        assert counts.get_expiry("b") == NOON.timestamp()
