"""Sites: rooms, beds, who is where, who comes and goes today."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import and_, func, or_

from app.access.scope import Rows, covered_by, within
from app.clock import day_start, local_day
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp, FollowUpSpell, FollowUpTransfer, Protocol, SiteRoom
from app.follow_ups.queries.cases import list_sites
from app.follow_ups.rules.beds import Beds
from app.follow_ups.rules.cases import BedProblem
from app.units.models import Unit
from app.units.rules import Outcome
from app.web.pagination import Page, Wish

# All of a flight come and go on one day. In one group nobody reads more names than these: the list has them all.
MOST_NAMED = 40


@dataclass(frozen=True)
class SiteLine:
    """A site with its beds and how many are in use."""

    unit: Unit
    beds: int
    people: int

    @property
    def free(self) -> int:
        """Beds that nobody has; 0 where more people are there than beds are known."""
        return max(0, self.beds - self.people)


@dataclass(frozen=True)
class People:
    """So many people, and who: of many the first, each a row with what names a FollowUp and places it."""

    count: int = 0
    named: Sequence[Any] = ()

    @property
    def others(self) -> int:
        """How many are not named."""
        return self.count - len(self.named)


@dataclass(frozen=True)
class RoomLine:
    """A room and who is in it; people whose room is not known stand under a name of their own, with no beds."""

    name: str
    beds: int
    people: People


@dataclass(frozen=True)
class SiteDay:
    """What a site's staff must know of a day; those taken over elsewhere are the site's no more, and a count.

    `rooms` is a page of RoomLines.
    """

    rooms: Page
    arrivals: People
    departures: People
    taken_over: int


def list_site_lines(viewer: Viewer) -> Sequence[SiteLine]:
    """The viewer's sites with beds, people, free places."""
    beds, people = _beds(viewer), _people(viewer)
    return [SiteLine(unit, beds[unit.id], people[unit.id]) for unit in list_sites(viewer)]


def list_rooms(viewer: Viewer, unit: Unit) -> Sequence[SiteRoom]:
    """The rooms of a site in use, by name."""
    stmt = within(viewer, SiteRoom).where(SiteRoom.unit_id == unit.id, SiteRoom.ended_at.is_(None))
    return db.session.scalars(stmt.order_by(SiteRoom.name)).all()


def bed_problem(viewer: Viewer, unit: Unit, room: str | None, bed: str | None, *, but: str = "") -> BedProblem | None:
    """Why nobody more can be put there; `but` is the key of the case that is, which does not stand in its own way."""
    return beds_of(viewer, unit, but=but).problem(room, bed or "") if room else None


def beds_of(viewer: Viewer, unit: Unit, *, but: str = "") -> Beds:
    """The rooms of a site and who is in them, without the case of the key `but`."""
    stmt = within(viewer, FollowUp).where(FollowUp.unit_id == unit.id, FollowUp.ended_on.is_(None), FollowUp.key != but)
    taken = db.session.execute(stmt.with_only_columns(FollowUp.room, FollowUp.bed)).all()
    return Beds({room.name: room.beds for room in list_rooms(viewer, unit)}, [(row.room, row.bed) for row in taken])


def site_day(viewer: Viewer, unit: Unit, rooms: Sequence[SiteRoom], wish: Wish, *, day: date | None = None) -> SiteDay:
    """Who came today, who may leave today or is over his time or left, and a page of its rooms with who is in each."""
    day = day or local_day()
    stays = _stays(viewer, unit, day)
    here = [stay for stay in stays if stay.ended_on is None]
    arrivals = [stay for stay in here if stay.has_come]
    departures = [stay for stay in here if _leaves_on(stay) <= day] + [stay for stay in stays if stay.ended_on]
    page = _page_of(_rooms(rooms, here), wish)
    return SiteDay(page, _people_of(arrivals), _people_of(departures), _taken_over(viewer, unit, day))


def _stays(viewer: Viewer, unit: Unit, day: date) -> Sequence[Any]:
    """Those who are there and those who went home on the day, bed by bed, with what names them: hundreds, so no more
    than that is read of each.
    """
    case, came = FollowUp, _accepted(viewer, unit, day)
    here, gone = (and_(case.unit_id == unit.id, end) for end in (case.ended_on.is_(None), case.ended_on == day))
    stmt: Rows = within(viewer, case).where(or_(here, gone)).join(Protocol, Protocol.id == case.protocol_id)
    listed = stmt.with_only_columns(
        *(case.id, case.key, case.person, case.organisation_id, case.unit_id, case.team_id),
        *(case.room, case.started_on, case.planned_end_on, case.ended_on, Protocol.site_days),
        or_(case.started_on == day, case.id.in_(came)).label("has_come"),
    )
    return db.session.execute(covered_by(listed.order_by(case.room, case.bed, case.id), stmt, came)).all()


def _leaves_on(stay: Any) -> date:
    """The last day at the site: what follows is watched at home."""
    full: date = stay.started_on + timedelta(stay.site_days - 1)
    planned: date = stay.planned_end_on
    return min(planned, full)


def _rooms(rooms: Sequence[SiteRoom], here: Sequence[Any]) -> Sequence[RoomLine]:
    """Who is in no room that the site has stands first, where his staff see it; then every room of the site."""
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for stay in here:
        found[stay.room].append(stay)
    known = [RoomLine(room.name, room.beds, _people_of(found.pop(room.name, []))) for room in rooms]
    return [RoomLine(name, 0, _people_of(people)) for name, people in sorted(found.items())] + known


def _people_of(stays: Sequence[Any]) -> People:
    return People(len(stays), stays[:MOST_NAMED])


def _page_of(rows: Sequence[RoomLine], wish: Wish) -> Page:
    first = (wish.number - 1) * wish.size
    return Page(rows[first : first + wish.size], wish.number, wish.size, len(rows))


def _accepted(viewer: Viewer, unit: Unit, day: date) -> Rows:
    """The cases that the site took over on the day."""
    stmt = within(viewer, FollowUpTransfer).where(
        FollowUpTransfer.unit_id == unit.id,
        FollowUpTransfer.outcome == Outcome.ACCEPTED,
        FollowUpTransfer.decided_at >= day_start(day),
    )
    return stmt.with_only_columns(FollowUpTransfer.follow_up_id)


def _taken_over(viewer: Viewer, unit: Unit, day: date) -> int:
    """How many cases another place took over on the day: their days here ended, and no case ended."""
    spell = FollowUpSpell
    mine: Rows = within(viewer, FollowUp).where(FollowUp.unit_id == unit.id, FollowUp.id == spell.follow_up_id)
    stmt = within(viewer, spell).where(spell.unit_id == unit.id, spell.until_on == day)
    counted = stmt.where(~mine.correlate(spell).exists()).with_only_columns(func.count(spell.follow_up_id.distinct()))
    return db.session.scalar(covered_by(counted, stmt, mine)) or 0


def _beds(viewer: Viewer) -> Counter[int]:
    stmt = within(viewer, SiteRoom).where(SiteRoom.ended_at.is_(None))
    sums = stmt.with_only_columns(SiteRoom.unit_id, func.sum(SiteRoom.beds)).group_by(SiteRoom.unit_id)
    return Counter({unit_id: int(beds) for unit_id, beds in db.session.execute(covered_by(sums, stmt))})


def _people(viewer: Viewer) -> Counter[int]:
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.unit_id.is_not(None))
    counts = stmt.with_only_columns(FollowUp.unit_id, func.count(FollowUp.id)).group_by(FollowUp.unit_id)
    return Counter({unit_id or 0: count for unit_id, count in db.session.execute(covered_by(counts, stmt))})
