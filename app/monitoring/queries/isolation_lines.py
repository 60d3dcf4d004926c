"""Who said nothing, person by person, where the worker has written down how many: only the part of a day that a page
shows is looked for.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.directives.measures import Span
from app.door import Viewer
from app.follow_ups.queries.indicator_rows import About, Line, lines_of, next_cases, page_of_lines
from app.follow_ups.queries.indicators import Where
from app.follow_ups.rules.reports import Session
from app.monitoring.queries.ahead import has_withheld
from app.monitoring.queries.parts import fresh_days
from app.monitoring.queries.written_people import Sums, people_by_day
from app.web.pagination import Page, Wish

COUNTED = (About.SILENT, About.SESSIONS, About.MISSED)
# As many more cases are asked as may have spoken; further down the whole day costs less.
FEW, AT_MOST = 25, 2000


@dataclass(frozen=True)
class _Part:
    """The rows of a day or of one of its sessions, of so many who owed something."""

    day: date
    session: Session | None
    count: int
    people: int


def page_of_people(viewer: Viewer, where: Where, about: About, wish: Wish) -> Page:
    """One page of the rows, the newest day first."""
    known = (
        None if about not in COUNTED or has_withheld(viewer) else people_by_day(viewer, where, fresh_days(where.span))
    )
    if known is None:
        return page_of_lines(viewer, where, about, wish)
    parts = _parts(known, about)
    found: list[Line] = []
    offset = (wish.number - 1) * wish.size
    for part in parts:
        missing = wish.size - len(found)
        if offset < part.count and missing:
            found += _lines(viewer, where, about, part, offset, missing)
        offset = max(0, offset - part.count)
    return Page(found, wish.number, wish.size, sum(part.count for part in parts))


def _parts(known: Mapping[date, Sums], about: About) -> Sequence[_Part]:
    found = []
    for day, sums in known.items():
        match about:
            case About.SESSIONS:
                counts = (sums.mornings - sums.in_morning, sums.evenings - sums.in_evening)
            case About.MISSED:
                counts = (sums.no_morning, sums.no_evening)
            case _:
                found.append(_Part(day, None, sums.people - sums.said, sums.people))
                continue
        found += [_Part(day, session, n, sums.people) for session, n in zip(Session, counts, strict=True)]
    return [part for part in found if part.count]


def _lines(viewer: Viewer, where: Where, about: About, part: _Part, offset: int, limit: int) -> Sequence[Line]:
    of_day = replace(where, span=Span(part.day, part.day, where.span.at))
    # As if they lay evenly among all.
    likely = (offset + limit) * part.people // part.count + FEW
    if likely > AT_MOST:
        return lines_of(viewer, of_day, about, part.session)[offset : offset + limit]
    found: list[Line] = []
    for case_ids in _cases(viewer, of_day, likely):
        found += lines_of(viewer, replace(of_day, case_ids=case_ids), about, part.session)
        if len(found) >= offset + limit:
            break
    return found[offset : offset + limit]


def _cases(viewer: Viewer, where: Where, size: int) -> Iterator[Sequence[int]]:
    after = 0
    while found := next_cases(viewer, where, after=after, size=size):
        yield found
        after = found[-1]
