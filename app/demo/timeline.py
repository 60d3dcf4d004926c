"""What happens to many at once, done in the order of time, so that ids and the audit log follow the clock."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heapify, heappop, heappush

from app import clock


def run_in_order(courses: Iterable[Iterator[datetime]], *, until: datetime) -> None:
    """Run courses of events side by side: each yields the instant of its next step, it runs then.

    What would happen at `until` or later does not happen.
    """
    waiting = [(at, number, course) for number, course in enumerate(courses) for at in [next(course, None)] if at]
    heapify(waiting)
    while waiting and waiting[0][0] < until:
        at, number, course = heappop(waiting)
        with clock.showing(at):
            following = next(course, None)
        if following:
            heappush(waiting, (following, number, course))
