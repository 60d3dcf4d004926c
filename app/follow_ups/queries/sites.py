"""Sites: rooms, beds, who is where, who comes and goes today."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy.orm import joinedload

from app.access.scope import covered_by, within
from app.clock import day_start, local_day
from app.db import db
from app.door import Viewer
from app.follow_ups.models import FollowUp, FollowUpSpell, FollowUpTransfer, SiteRoom
from app.follow_ups.queries.cases import list_sites
from app.follow_ups.rules.beds import Beds
from app.follow_ups.rules.cases import BedProblem
from app.units.models import Unit
from app.units.rules import Outcome


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
class RoomLine:
    """A room with who is in it; people whose room is not known stand under a name of their own, with no beds."""

    name: str
    beds: int
    people: Sequence[FollowUp]


@dataclass(frozen=True)
class SiteDay:
    """What a site's staff must know of a day; those taken over elsewhere are the site's no more, and a count."""

    rooms: Sequence[RoomLine]
    arrivals: Sequence[FollowUp]
    departures: Sequence[FollowUp]
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


def site_day(viewer: Viewer, unit: Unit, day: date | None = None) -> SiteDay:
    """Who is in which room, who came today, who may leave today or is over his time."""
    day = day or local_day()
    stmt = within(viewer, FollowUp).where(FollowUp.unit_id == unit.id)
    here = stmt.where(FollowUp.ended_on.is_(None)).options(joinedload(FollowUp.protocol))
    rows = db.session.scalars(here.order_by(FollowUp.room, FollowUp.bed, FollowUp.id)).all()
    gone = db.session.scalars(stmt.where(FollowUp.ended_on == day).options(joinedload(FollowUp.protocol))).all()
    leaving = [row for row in rows if _leaves_on(row) <= day]
    came = _accepted(viewer, unit, day)
    arrivals = [row for row in rows if row.started_on == day or row.id in came]
    taken_over = _taken_over(viewer, unit, day)
    return SiteDay(_rooms(list_rooms(viewer, unit), rows), arrivals, [*leaving, *gone], taken_over)


def _leaves_on(row: FollowUp) -> date:
    """The last day at the site: what follows is watched at home."""
    return min(row.planned_end_on, row.started_on + timedelta(row.protocol.site_days - 1))


def _rooms(rooms: Sequence[SiteRoom], rows: Sequence[FollowUp]) -> Sequence[RoomLine]:
    found: defaultdict[str, list[FollowUp]] = defaultdict(list)
    for row in rows:
        found[row.room].append(row)
    known = [RoomLine(room.name, room.beds, found.pop(room.name, [])) for room in rooms]
    return known + [RoomLine(name, 0, people) for name, people in sorted(found.items())]


def _accepted(viewer: Viewer, unit: Unit, day: date) -> set[int]:
    stmt = within(viewer, FollowUpTransfer).where(
        FollowUpTransfer.unit_id == unit.id,
        FollowUpTransfer.outcome == Outcome.ACCEPTED,
        FollowUpTransfer.decided_at >= day_start(day),
    )
    return set(db.session.scalars(stmt.with_only_columns(FollowUpTransfer.follow_up_id)))


def _taken_over(viewer: Viewer, unit: Unit, day: date) -> int:
    """How many cases another place took over on the day: their days here ended, and no case ended."""
    spell, mine = FollowUpSpell, within(viewer, FollowUp).where(FollowUp.unit_id == unit.id)
    stmt = within(viewer, spell).where(spell.unit_id == unit.id, spell.until_on == day)
    stmt = stmt.where(spell.follow_up_id.not_in(mine.with_only_columns(FollowUp.id)))
    counted = stmt.with_only_columns(func.count(spell.follow_up_id.distinct()))
    return db.session.scalar(covered_by(counted, stmt, mine)) or 0


def _beds(viewer: Viewer) -> Counter[int]:
    stmt = within(viewer, SiteRoom).where(SiteRoom.ended_at.is_(None))
    sums = stmt.with_only_columns(SiteRoom.unit_id, func.sum(SiteRoom.beds)).group_by(SiteRoom.unit_id)
    return Counter({unit_id: int(beds) for unit_id, beds in db.session.execute(covered_by(sums, stmt))})


def _people(viewer: Viewer) -> Counter[int]:
    stmt = within(viewer, FollowUp).where(FollowUp.ended_on.is_(None), FollowUp.unit_id.is_not(None))
    counts = stmt.with_only_columns(FollowUp.unit_id, func.count(FollowUp.id)).group_by(FollowUp.unit_id)
    return Counter({unit_id or 0: count for unit_id, count in db.session.execute(covered_by(counts, stmt))})
