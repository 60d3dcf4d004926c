"""Rows of every kind that waits for somebody, belonging to anybody, in any state: what counts are compared over."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy import select

from app.access.models import User
from app.access.scope import within
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.db import db, transaction
from app.door import office_viewer
from app.flags.models import Flag
from app.flags.rules import FlagKind
from app.follow_ups.models import FollowUp, FollowUpAlert, FollowUpNeed, FollowUpTransfer, Protocol
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseClass, NeedKind, Place
from app.follow_ups.rules.reports import Session
from app.inspections.models import Finding, Inspection
from app.inspections.rules import FindingOutcome, InspectionStatus, Origin
from app.organisations.models import Organisation
from app.safety.grades.models import AreaGrade, AreaGrading
from app.safety.grades.rules import Colour
from app.safety.models import Assessment, InspectedLevel
from app.safety.remedies.models import Remedy
from app.safety.remedies.rules import RemedySource
from app.safety.rules import Level, Source
from app.units.models import Unit, UnitProposal, UnitTransfer, UnlikePair
from app.units.rules import Outcome, UnitStatus
from app.zones.models import Household, HouseholdNeed, Round, RoundEntry, RoundNote, Team, Zone, ZoneTeam
from app.zones.rules import DecisionLevel, Need, RoundSession, ZoneKind
from tests.factories import make_unit
from tests.monitoring.conftest import NOON, TODAY

UNITS, ROWS = 24, 40


class World:
    """Rows of every kind that waits for somebody, belonging to anybody, in any state."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.bodies = list(db.session.scalars(select(Organisation.id)))
        self.places = list(db.session.scalars(select(Area.id).where(Area.level == AreaLevel.COMMUNE)))
        self.user_id = db.session.scalars(select(User.id)).first()
        self.numbers = count(1)

    def ids(self, model):
        return within(office_viewer(), model).with_only_columns(model.id)

    def one(self, *values):
        return self.rng.choice(values)

    def day(self, back: int = 20, ahead: int = 20):
        return TODAY + timedelta(self.rng.randint(-back, ahead))

    def instant(self) -> datetime:
        return NOON - timedelta(minutes=self.rng.randint(0, 60 * 24 * 9), microseconds=self.rng.randint(0, 999_999))

    def moment(self) -> datetime | None:
        return self.one(None, self.instant())

    def whose(self):
        return {"organisation_id": self.one(*self.bodies), "area_id": self.one(*self.places)}

    def committee(self, place):
        """Of areas under isolation, and of the teams that work in them: the commune's."""
        body = db.session.scalars(select(Organisation.id).where(Organisation.area_id == place)).first()
        return {"organisation_id": body, "area_id": place}

    def units(self) -> list[int]:
        found = []
        for n in range(UNITS):
            unit = make_unit(name=f"Quán {n // 3}", status=self.one(*UnitStatus, *[UnitStatus.ACTIVE] * 5))
            with transaction():
                unit = db.session.get_one(Unit, unit.id)
                for name, value in self.whose().items():
                    setattr(unit, name, value)
                unit.asked_at, unit.unclear_since = self.moment(), self.moment()
                unit.restricted_at = self.one(None, None, self.instant())
                unit.waiting_since, unit.phone = self.instant(), self.one("", "0912345678", "0912345679")
                found.append(unit.id)
        return found

    def fill(self, units: list[int]) -> None:
        for make in (self.work, self.safety, self.inspections, self.teams, self.isolation, self.flags, self.grades):
            make(units)
            db.session.flush()

    def work(self, units: list[int]) -> None:
        for unit_id in units:
            db.session.add(UnitProposal(unit_id=unit_id, proposed_at=self.instant(), outcome=self.one(*Outcome)))
            bodies = {"from_organisation_id": self.one(*self.bodies), "to_organisation_id": self.one(*self.bodies)}
            offered = {"reason": "x", "proposed_at": self.instant(), "outcome": self.one(Outcome.OPEN, *Outcome)}
            db.session.add(UnitTransfer(unit_id=unit_id, **bodies, **offered))
        pairs = {tuple(sorted(self.rng.sample(units, 2))) for _ in range(5)}
        for one, other in pairs:
            db.session.add(UnlikePair(unit_id=one, other_id=other, reason="x", at=self.instant()))

    def safety(self, units: list[int]) -> None:
        for _ in range(ROWS):
            at = {"valid_until": self.day(), "unit_id": self.one(*units)}
            said = {
                "source": Source.PORTAL,
                "answers": {},
                "level": self.one(Level.UNSAFE, *Level),
                "assessed_on": self.day(20, 0),
            }
            times = {"started_at": self.instant(), "submitted_at": self.instant()}
            db.session.add(Assessment(**at, **said, **times))
            at = {"valid_until": self.day(), "unit_id": self.one(*units), "inspected_on": self.day(20, 0)}
            found = {"level": self.one(Level.UNSAFE, *Level), "answer_until": NOON, "recorded_at": NOON}
            db.session.add(InspectedLevel(**at, **found, inspection_ref=str(next(self.numbers))))
            late = {"due_on": self.day(5, 5), "opened_at": self.instant(), "closed_at": self.moment()}
            named = {"source": RemedySource.ASSESSMENT, "source_ref": "x", "subject": "x", "responsible": "x"}
            db.session.add(Remedy(unit_id=self.one(*units), **named, **late))

        # Whatever else was said: every third unit is unsafe, and every fifth's level ends soon.
        for n, unit_id in enumerate(units):
            if not n % 3 or not n % 5:
                level = Level.SAFE if n % 3 else Level.UNSAFE
                held = {"level": level, "assessed_on": TODAY, "valid_until": TODAY + timedelta(1)}
                said = {"source": Source.PORTAL, "answers": {}, "started_at": NOON, "submitted_at": NOON}
                db.session.add(Assessment(unit_id=unit_id, **held, **said))

    def inspections(self, units: list[int]) -> None:
        for unit_id in units:
            for body in self.rng.sample(self.bodies, 2):
                row = Inspection(unit_id=unit_id, organisation_id=body, origin=Origin.HAND, planned_on=self.day(5, 5))
                row.status, row.planned_at = self.one(*InspectionStatus), self.instant()
                db.session.add(row)
                db.session.flush()
                for _ in range(self.rng.randint(0, 3)):
                    found = Finding(unit_id=unit_id, inspection_id=row.id, text="x", due_on=self.day(5, 5))
                    found.answered_at, found.outcome = self.moment(), self.one(None, None, *FindingOutcome)
                    db.session.add(found)

    def teams(self, _units: list[int]) -> None:
        for n in range(UNITS):
            name = {"name": f"Tổ {n}", "name_key": f"tổ {n}"}
            held = {"from_on": self.day(20, 1), "created_at": self.one(NOON, self.instant()), "is_standing": True}
            place = self.one(*self.places)
            db.session.add(Team(**self.committee(place), **name, **held, key_id=f"k{n}"))
            paper = {"decision_number": "1", "decision_on": TODAY, "decision_signer": "x", "kind": ZoneKind.HAMLET}
            held = {"decision_level": DecisionLevel.DISTRICT, "entered_at": NOON, "from_on": self.day(9, 1)}
            db.session.add(Zone(**self.committee(place), **name, **paper, **held))
        db.session.flush()
        zones = db.session.scalars(within(office_viewer(), Zone)).all()
        for team_id, area_id in db.session.execute(self.ids(Team).add_columns(Team.area_id)):
            if self.one(True, False):
                near = [zone.id for zone in zones if zone.area_id == area_id]
                since = {"from_on": self.day(9, 1), "attached_at": self.one(NOON, self.instant())}
                db.session.add(ZoneTeam(zone_id=self.one(*near), team_id=team_id, **since))
            if self.one(True, False):
                home = {"number": 1, "people": 3, "from_on": self.day(9, 1), "listed_at": NOON}
                self.needs(Household(team_id=team_id, **home))
            for session in RoundSession:
                same = {"team_id": team_id, "day": TODAY, "session": session}
                if self.one(True, False, False):
                    db.session.add(Round(**same, household_count=1, filed_at=NOON))
                for body in self.rng.sample(self.bodies, 3):
                    db.session.add(RoundNote(**same, organisation_id=body, by_id=self.user_id, text="x", at=NOON))

    def needs(self, home: Household) -> None:
        entry = RoundEntry(day=TODAY, session=RoundSession.MORNING, symptom_count=0, absent_count=0)
        entry.first_at = entry.written_at = NOON
        db.session.add(home)
        db.session.flush()
        entry.household_id = home.id
        db.session.add(entry)
        db.session.flush()
        for kind in self.rng.sample(list(Need), 2):
            asked = {"household_id": home.id, "entry_id": entry.id, "kind": kind, "asked_at": self.instant()}
            db.session.add(HouseholdNeed(**asked, answered_at=self.moment()))

    def isolation(self, units: list[int]) -> None:
        protocol = db.session.scalars(select(Protocol.id)).first()
        for _ in range(ROWS):
            who = {"key": f"{next(self.numbers):032}", "case_class": self.one(*CaseClass), "person": b"", "token": b""}
            days = {"started_on": self.day(9, 1), "planned_end_on": self.day(3, 9), "opened_at": NOON}
            where = {**self.whose(), "unit_id": self.one(None, *units), "place": self.one(*Place)}
            case = FollowUp(**who, **days, **where, protocol_id=protocol, order_number="1")
            case.morning_on, case.evening_on = (self.one(None, TODAY, TODAY - timedelta(1)) for _ in "me")
            case.ended_on = self.one(None, None, None, TODAY)
            db.session.add(case)
            db.session.flush()
            of_case = {"follow_up_id": case.id}
            where = {**self.whose(), "unit_id": self.one(None, *units)}
            seen = {"kind": self.one(*AlertKind), "day": TODAY, "session": Session.MORNING}
            when = {"raised_at": NOON - timedelta(minutes=self.rng.randint(0, 300)), "acknowledged_at": self.moment()}
            db.session.add(FollowUpAlert(**of_case, **where, **seen, **when))
            asked = {"kind": self.one(*NeedKind), "asked_at": self.instant(), "answered_at": self.moment()}
            db.session.add(FollowUpNeed(**of_case, **asked))
            where = {**self.whose(), "unit_id": self.one(None, *units), "place": Place.HOME, "proposed_at": NOON}
            db.session.add(FollowUpTransfer(**of_case, **where, outcome=self.one(*Outcome)))

    def flags(self, units: list[int]) -> None:
        teams = list(db.session.scalars(self.ids(Team)))
        for name, ids in (("unit_id", units), ("team_id", teams)):
            for id_ in ids:
                for kind in self.rng.sample(list(FlagKind), 3):
                    flag = Flag(**{name: id_}, kind=kind, day=TODAY, rows=[], opened_at=NOON, explain_by=self.day(3, 3))
                    flag.explained_at, flag.closed_at = self.moment(), self.one(None, None, self.instant())
                    db.session.add(flag)

    def grades(self, _units: list[int]) -> None:
        green = AreaGrade(rank=1, name="Xanh", colour=Colour.GREEN, from_on=TODAY, basis="x")
        db.session.add(green)
        db.session.flush()
        for place in self.places[::2]:
            given = {"from_on": self.day(9, 0), "basis": "x", "signer": "x", "set_at": NOON, "grade_id": green.id}
            db.session.add(AreaGrading(area_id=place, **given))
