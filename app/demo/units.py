"""The units of the demo, registered, judged and posted up with the real actions on the days of the story."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from app import clock
from app.access.models import User
from app.access.sessions import viewer_of
from app.demo.accounts import HOTEL
from app.demo.fleet import CARRIERS, Carrier
from app.demo.people import Gender, invent_name, invent_phone
from app.demo.proceedings import Matter, Proceedings, matters
from app.demo.story import Story
from app.demo.timeline import run_in_order
from app.demo.unit_plans import Fate, UnitPlan, Wall, plan_units
from app.door import Viewer, office_viewer
from app.organisations.models import Organisation
from app.organisations.queries import list_organisations
from app.posters.actions import codes_from, confirm_display, mark_printed, replace_poster
from app.posters.models import Poster
from app.posters.queries import list_unit_posters
from app.posters.rules import PosterLanguage
from app.units.actions import (
    add_checkpoint,
    add_holiday,
    add_vehicle,
    announce_closure,
    approve_unit,
    close_unit,
    correct_unit,
    merge_units,
    refuse_unit,
    register_unit,
    retire_checkpoint,
    suspend_unit,
)
from app.units.models import Unit
from app.units.queries import get_district_committee
from app.units.rules import CheckpointKind, UnitKind, usual_weekdays

REFUSED_BECAUSE = "Trùng với một đơn vị đã đăng ký"
SUSPENDED_BECAUSE = ("Tạm ngừng để sửa chữa", "Tạm ngừng theo yêu cầu phòng, chống dịch", "Chủ cơ sở đi vắng")
CLOSED_BECAUSE = ("Ngừng kinh doanh", "Chuyển địa điểm")
CLOSURE_REASONS = ("Nghỉ việc gia đình", "Phun khử khuẩn", "Sửa chữa điện nước")
LOST_BECAUSE = ("Bị mưa làm hỏng", "Bị mất", "In mờ, không quét được")
CLOSURE_SHARE = 0.06
SECOND_GATE_SHARE = 0.04
NEW_HEAD_SHARE = 0.03
NEWCOMER_DAYS = 6
NEWCOMERS = frozenset({Fate.PENDING, Fate.REFUSED, Fate.MERGED})
MERGED_BECAUSE = "Đăng ký hai lần"
HOLIDAY = ("Nghỉ giữa học kỳ", "Kế hoạch thời gian năm học")
HOLIDAY_IN_DAYS, HOLIDAY_DAYS = 10, 5


def register_units(story: Story, users: Mapping[str, User]) -> dict[str, Unit]:
    """Bring all planned units into the register. Returns those that accounts belong to, by their special name."""
    teller = _Teller(story, users)
    with codes_from(story.random("codes").getrandbits):
        plans = plan_units(story)
        courses = [teller.course(plan, matter) for plan, matter in zip(plans, matters(plans), strict=True)]
        run_in_order(courses, until=story.told_until)
    _close_schools(story)
    return teller.special


def _close_schools(story: Story) -> None:
    """A holiday to come, as the province lists it at the beginning."""
    (name, basis), first = HOLIDAY, story.until + timedelta(HOLIDAY_IN_DAYS)
    until = first + timedelta(HOLIDAY_DAYS)
    add_holiday(office_viewer(), name=name, area=None, from_on=first, until_on=until, basis=basis)


class _Teller:
    """Does to each unit what its plan says; who has an account does it in his name, the office for all others."""

    def __init__(self, story: Story, users: Mapping[str, User]) -> None:
        self._story = story
        self._rng = story.random("register")
        self._bodies = {body.code: body for body in list_organisations()}
        self._viewers = _viewers_by_body(users)
        self._proceedings = Proceedings(story.random("proceedings"), self._bodies, office=viewer_of(users["province"]))
        self.special: dict[str, Unit] = {}
        self._by_name: dict[str, Unit] = {}

    def course(self, plan: UnitPlan, matter: Matter) -> Iterator[datetime]:
        """Registered, judged and posted up, what becomes of it, and what goes on with it besides."""
        yield self._registered_at(plan)
        owner = self._bodies[plan.owner]
        viewer = self._viewer(plan, owner)
        unit = self._register(viewer, plan, owner, unclear=matter is Matter.UNCLEAR)
        if plan.fate is Fate.PENDING:
            yield from self._proceedings.course(matter, viewer, unit)
            return
        yield self._judged_at(plan)
        self._judge(viewer, plan, unit)
        yield self._story.moment(self._rng, self._story.first_day + timedelta(2), self._story.last_day)
        self._live_on(viewer, plan, unit)
        yield from self._proceedings.course(matter, viewer, unit)

    def _viewer(self, plan: UnitPlan, owner: Organisation) -> Viewer:
        parent = plan.commune.parent
        place = f"district-{parent.code}" if parent else ""
        return self._viewers.get(owner.code) or self._viewers.get(place) or office_viewer()

    def _registered_at(self, plan: UnitPlan) -> datetime:
        story = self._story
        if plan.fate in NEWCOMERS:
            return story.moment(self._rng, story.until - timedelta(NEWCOMER_DAYS), story.last_day)
        return story.moment(self._rng, story.first_day - timedelta(8), story.first_day - timedelta(1))

    def _judged_at(self, plan: UnitPlan) -> datetime:
        """Units become active on the morning of the first day, so that no open day lies before the first entries."""
        if plan.fate is Fate.MERGED:
            return clock.now() + timedelta(hours=1)
        if plan.fate is Fate.REFUSED:
            return clock.now() + timedelta(hours=self._rng.randrange(1, 60))
        return clock.at(self._story.first_day, 7, self._rng.randrange(60))

    def _register(self, viewer: Viewer, plan: UnitPlan, owner: Organisation, *, unclear: bool) -> Unit:
        rng = self._rng
        committee = get_district_committee(plan.commune)
        unit = register_unit(
            viewer,
            name=plan.name,
            kind=plan.kind,
            organisation=committee if unclear else owner,
            owner_unclear=unclear,
            area=plan.commune,
            address=plan.address,
            manager_name=invent_name(rng, rng.choice(tuple(Gender))),
            manager_phone=invent_phone(rng),
            phone=invent_phone(rng),
            open_weekdays=usual_weekdays(plan.kind),
            submission_id=f"{rng.getrandbits(128):032x}",
        )
        self._by_name[plan.name] = unit
        self._add_doors(viewer, plan, unit)
        if plan.special:
            self.special[plan.special] = unit
        return unit

    def _add_doors(self, viewer: Viewer, plan: UnitPlan, unit: Unit) -> None:
        if carrier := CARRIERS.get(plan.special):
            self._add_vehicles(viewer, carrier, unit)
        elif plan.kind is UnitKind.TRANSPORT:
            add_checkpoint(viewer, unit, name="Xe, tàu số 2", kind=CheckpointKind.VEHICLE)
        elif plan.special == HOTEL or self._rng.random() < SECOND_GATE_SHARE:
            add_checkpoint(viewer, unit, name="Cổng sau")

    def _add_vehicles(self, viewer: Viewer, carrier: Carrier, unit: Unit) -> None:
        """A carrier has no door: passengers scan on board."""
        for each in carrier.vehicles:
            route = {"route_from": each.ends[0], "route_to": each.ends[1], "seats": each.seats}
            add_vehicle(viewer, unit, name=each.name, kind=each.kind, plate=each.plate, **route)
        retire_checkpoint(viewer, unit.checkpoints[0])

    def _judge(self, viewer: Viewer, plan: UnitPlan, unit: Unit) -> None:
        if plan.fate is Fate.REFUSED:
            refuse_unit(viewer, unit, reason=REFUSED_BECAUSE)
            return
        if plan.fate is Fate.MERGED:
            merge_units(viewer, unit, self._by_name[plan.double_of], reason=MERGED_BECAUSE)
            return
        approve_unit(viewer, unit)
        self._put_up(viewer, plan, list_unit_posters(unit.id), clock.local_day())

    def _put_up(self, viewer: Viewer, plan: UnitPlan, posters: Sequence[Poster], day: date) -> None:
        for poster in posters:
            if plan.wall is not Wall.ISSUED:
                mark_printed(viewer, poster, self._rng.choice((PosterLanguage.VI, *PosterLanguage)))
            if plan.wall in (Wall.UP, Wall.REPLACED):
                self._confirm(viewer, poster, day)
        if plan.wall is Wall.REPLACED:
            successor = replace_poster(viewer, posters[0], because=self._rng.choice(LOST_BECAUSE))
            mark_printed(viewer, successor, PosterLanguage.VI)
            self._confirm(viewer, successor, day)

    def _confirm(self, viewer: Viewer, poster: Poster, day: date) -> None:
        # Two of three managers say so themselves, the others' posters an officer has seen.
        says = Viewer(role="manager") if self._rng.random() < 2 / 3 else viewer
        confirm_display(says, poster, on=day)

    def _live_on(self, viewer: Viewer, plan: UnitPlan, unit: Unit) -> None:
        rng, today = self._rng, clock.local_day()
        match plan.fate:
            case Fate.SUSPENDED:
                suspend_unit(viewer, unit, from_on=today, reason=rng.choice(SUSPENDED_BECAUSE))
            case Fate.CLOSED:
                close_unit(viewer, unit, from_on=today, reason=rng.choice(CLOSED_BECAUSE))
            case Fate.ACTIVE if not plan.special and rng.random() < CLOSURE_SHARE:
                self._announce(viewer, unit, today)
            case Fate.ACTIVE if not plan.special and rng.random() < NEW_HEAD_SHARE:
                name, phone = invent_name(rng, rng.choice(tuple(Gender))), invent_phone(rng)
                correct_unit(viewer, unit, manager_name=name, manager_phone=phone)

    def _announce(self, viewer: Viewer, unit: Unit, day: date) -> None:
        first = day + timedelta(1)
        until = first + timedelta(self._rng.randrange(1, 4))
        announce_closure(viewer, unit, from_on=first, until_on=until, reason=self._rng.choice(CLOSURE_REASONS))


def _viewers_by_body(users: Mapping[str, User]) -> dict[str, Viewer]:
    """On whose behalf units of a body are registered and approved: the officers who have accounts."""
    officers = (users[name] for name in ("department", "education", "hatien", "district"))
    return {user.organisation.code: viewer_of(user) for user in officers if user.organisation}
