"""What stands at the doors: the hotel's machines and its guard's work, shifts of staff and pupils, screening rooms."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from app import clock
from app.access.actions import create_device, grant_unit
from app.access.models import User
from app.access.scope import unscoped
from app.db import db
from app.declarations.rules import RiskLevel, judge, met_conditions
from app.declarations.shipped import RULES
from app.demo.accounts import HOTEL
from app.demo.days import Stay
from app.demo.doors import BECAUSE, Door
from app.demo.visits import Window
from app.door import office_viewer
from app.gate.machines import invite_device, revoke_device, set_place
from app.gate.models import GateAct, GateDevice, RegularDay, RegularGroup
from app.gate.rules.acts import ActKind, Decision
from app.units.models import Unit
from app.units.rules import UnitKind

# Groups of each kind that keeps a list, from how many people to how many.
GROUPS: Mapping[UnitKind, tuple[Sequence[str], int, int]] = {
    UnitKind.SCHOOL: (("Khối 1", "Khối 2", "Khối 3", "Khối 4", "Khối 5", "Giáo viên, nhân viên"), 24, 160),
    UnitKind.COMPANY: (("Ca sáng", "Ca chiều", "Văn phòng"), 8, 60),
    UnitKind.HOTEL: (("Lễ tân, buồng phòng", "Nhà hàng, bếp", "Bảo vệ, kỹ thuật"), 4, 24),
    UnitKind.HOSPITAL: (("Khoa khám bệnh", "Khoa điều trị", "Hành chính"), 10, 70),
}
LIST_SHARE, CONFIRMED_SHARE = 0.6, 0.9
PLACES: Mapping[UnitKind, str] = {
    UnitKind.HOSPITAL: "Phòng sàng lọc cạnh cổng chính",
    UnitKind.TRANSPORT: "Hàng ghế cuối",
}
MACHINES = ("Điện thoại bảo vệ ca ngày", "Máy tính quầy lễ tân", "Điện thoại cũ của bảo vệ")


def open_gates(doors: Sequence[Door], units: Mapping[str, Unit]) -> None:
    """Lists of groups, places for who is held, and the hotel's machines: one in use, one invited, one shut out."""
    by_id = {door.unit_id: door for door in doors}
    found = db.session.scalars(unscoped(select(Unit).order_by(Unit.id), because=BECAUSE))
    for unit in found:
        if place := PLACES.get(unit.kind):
            set_place(office_viewer(), unit, place=place, phone="")
        _list_groups(by_id[unit.id], always=unit is units[HOTEL])
    _enrol(units[HOTEL])
    db.session.flush()


def tell_gates(doors: Sequence[Door], day: date, stays: Sequence[Stay], window: Window) -> None:
    """Shifts that were confirmed, and what the hotel's guard did, as far as the window reaches."""
    groups = db.session.scalars(
        unscoped(select(RegularGroup).where(RegularGroup.ended_at.is_(None)), because=BECAUSE)
    ).all()
    by_id = {door.unit_id: door for door in doors}
    for group in groups:
        if by_id[group.unit_id].is_open(day):
            _confirm(by_id[group.unit_id], group, day, window)
    stmt = select(GateDevice).where(GateDevice.enrolled_at.is_not(None), GateDevice.revoked_at.is_(None))
    machines = {device.unit_id: device for device in db.session.scalars(unscoped(stmt, because=BECAUSE))}
    for stay in sorted(stays, key=lambda each: (each.enters_at, each.id)):
        if stay.door.unit_id in machines and window.has(stay.enters_at):
            db.session.add_all(_acts(machines[stay.door.unit_id], stay, day))
    db.session.flush()


def _list_groups(door: Door, *, always: bool) -> None:
    rng = Random(f"{door.code} groups")
    names, fewest, most = GROUPS.get(door.kind, ((), 1, 1))
    if rng.random() < LIST_SHARE or always:
        people = [(name, rng.randrange(fewest, most)) for name in names]
        db.session.add_all([RegularGroup(unit_id=door.unit_id, name=name, people=count) for name, count in people])


def _enrol(hotel: Unit) -> None:
    for number, label in enumerate(MACHINES):
        device = invite_device(office_viewer(), hotel, checkpoint=hotel.checkpoints[0], label=label)
        if label != MACHINES[1]:
            device.user, device.enrolled_at = _account(device, number), clock.now()
        if label == MACHINES[2]:
            revoke_device(office_viewer(), device)


def _account(device: GateDevice, number: int) -> User:
    """A machine's account; its name is drawn by chance elsewhere, and equal demos are equal."""
    user = create_device(office_viewer(), full_name=device.label)
    user.username = user.username_key = f"may-cong-{number}"
    grant_unit(office_viewer(), user, device.unit_id, confirmed=True)
    return user


def _confirm(door: Door, group: RegularGroup, day: date, window: Window) -> None:
    rng = Random(f"{door.code} {group.name} {day} shift")
    at = clock.at(day, 13 if group.name == "Ca chiều" else 7, rng.randrange(60))
    if rng.random() > CONFIRMED_SHARE or not window.has(at):
        return
    absent, ill = rng.randrange(0, 1 + group.people // 12), int(rng.random() < 0.04)
    counts = {"people": group.people, "absent_count": absent, "ill_count": ill}
    db.session.add(RegularDay(group_id=group.id, unit_id=door.unit_id, day=day, confirmed_at=at, **counts))


def _acts(machine: GateDevice, stay: Stay, day: date) -> list[GateAct]:
    """What the guard did about a guest: in at once, or after a second look."""
    answers = {question.value: answer for question, answer in stay.answers.items()}
    risk = judge(met_conditions(answers, answers, from_epidemic=False), RULES).risk
    entered = _act(machine, ActKind.ENTERED, stay, day, stay.enters_at)
    entered.reason = risk.value
    if risk is RiskLevel.GREEN:
        return [entered]
    held = _act(machine, ActKind.HELD, stay, day, stay.enters_at - timedelta(seconds=40))
    held.reason, entered.decision = risk.value, Decision.ADMITTED
    return [held, entered]


def _act(machine: GateDevice, kind: ActKind, stay: Stay, day: date, at: datetime) -> GateAct:
    act = GateAct(unit_id=machine.unit_id, checkpoint_id=machine.checkpoint_id, day=day, at=at, kind=kind)
    act.by_id, act.subject_day, act.subject_id = machine.user_id, day, stay.id
    return act
