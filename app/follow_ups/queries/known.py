"""Who of a list of people is followed already."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access.scope import within
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp
from app.follow_ups.people import Person, person_of
from app.text import search_key

_Likeness = tuple[str, int | None, date]


@dataclass(frozen=True)
class Known:
    """What somebody of the list is: a case that stands, or the same as an earlier one of the list; neither: new."""

    row: FollowUp | None = None
    same_as: int | None = None

    @property
    def is_new(self) -> bool:
        return self.row is None and self.same_as is None


def find_known(viewer: Viewer, people: Sequence[tuple[Person, date]]) -> Sequence[Known]:
    """Of each with his first day whether he has a case, ended ones among them.

    The same name, year and first day are one case, unless papers tell two people apart; a case known before stands
    for one of the list, so that of two people of one name neither is lost.
    """
    cases: defaultdict[_Likeness, list[tuple[Person, FollowUp]]] = defaultdict(list)
    stmt = within(viewer, FollowUp).where(FollowUp.started_on.in_({started_on for _person, started_on in people}))
    for row in db.session.scalars(stmt.order_by(FollowUp.id)):
        if person := person_of(row):
            cases[_likeness(person, row.started_on)].append((person, row))
    first: dict[Person, int] = {}
    found = []
    for index, (person, started_on) in enumerate(people):
        same_as = first.setdefault(person, index)
        if same_as != index:
            found.append(Known(same_as=same_as))
            continue
        others = cases[_likeness(person, started_on)]
        nearest = _nearest(person, others)
        if nearest:
            others.remove(nearest)
        found.append(Known(row=nearest[1] if nearest else None))
    return found


def _likeness(person: Person, started_on: date) -> _Likeness:
    return search_key(person.full_name), person.birth_year, started_on


def _nearest(person: Person, others: Sequence[tuple[Person, FollowUp]]) -> tuple[Person, FollowUp] | None:
    """Who of these the person may be, rather one with the same papers or phone."""
    may_be = [
        each for each in others if not (each[0].id_number and person.id_number) or each[0].id_number == person.id_number
    ]
    alike = sorted(may_be, key=lambda each: (each[0].id_number != person.id_number, each[0].phone != person.phone))
    return alike[0] if alike else None
