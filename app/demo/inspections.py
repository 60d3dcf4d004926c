"""What officers of Phú Quốc inspected in the last days, what they found, and where they go next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app import clock
from app.access.models import User
from app.access.sessions import viewer_of
from app.clock import local_day
from app.demo.story import Story
from app.door import Viewer
from app.inspections.actions import (
    begin_inspection,
    plan_inspection,
    record_referral,
    save_record,
    show_evidence,
    sign_record,
)
from app.inspections.drawing import draw_record
from app.inspections.models import Inspection
from app.inspections.queries import RiskFilter, list_doors, list_findings, list_officers, list_risks
from app.inspections.rules import EntryPoint, Party, PosterPoint, Seen
from app.safety.rules import Level, Model
from app.units.models import Unit
from app.units.queries import get_unit

INSPECTOR, HOST = "district", "manager"
PLANNED = 4
EVIDENCE = "Đã bố trí người trực cổng cả hai ca, có bảng phân công."


@dataclass(frozen=True)
class Told:
    """One visit: so many days ago, what was found with days to put it right, how many criteria failed."""

    days_ago: int
    failed: int
    findings: Sequence[tuple[str, int]]
    level: Level | None = None
    because: str = ""


VISITS = (
    Told(11, 2, (("Bố trí người kiểm soát tại cổng trong giờ mở cửa.", 4), ("Bổ sung dung dịch sát khuẩn tay.", 5))),
    Told(6, 0, ()),
    Told(
        3,
        3,
        (("Đo thân nhiệt và hướng dẫn khách khai báo trước khi vào.", 5),),
        Level.UNSAFE,
        "Lúc kiểm tra không có người gác, khách vào không khai báo.",
    ),
)
REFERRAL = {
    "number": "14/ĐN-UBND",
    "body": "Chủ tịch UBND thành phố Phú Quốc",
    "about": "Không thực hiện biện pháp vệ sinh, bảo vệ cá nhân, điểm a khoản 1 Điều 12",
}


def inspect_units(story: Story, users: Mapping[str, User]) -> int:
    """Visits of the last days, the hotel's first, and what is planned from today on. Returns how many were signed."""
    officer, host = viewer_of(users[INSPECTOR]), viewer_of(users[HOST])
    with clock.showing(story.told_until - timedelta(days=VISITS[0].days_ago + 1)):
        riskiest = [line.unit for line in list_risks(officer, RiskFilter(), limit=len(VISITS))]
    hotel = get_unit(officer, min(host.unit_ids))
    visited = [hotel, *(unit for unit in riskiest if unit is not hotel)]
    for told, unit in zip(VISITS, visited, strict=False):
        day = story.until - timedelta(told.days_ago)
        with clock.showing(clock.at(day, 9)):
            signed = _visit(officer, unit, told)
        if told.level is Level.UNSAFE:
            with clock.showing(clock.at(day + timedelta(1), 15)):
                record_referral(officer, signed, referred_on=local_day(), **REFERRAL)
        if unit is hotel:
            with clock.showing(clock.at(day + timedelta(3), 10)):
                show_evidence(host, list_findings(host, signed)[0], evidence=EVIDENCE, photo=None)
    with clock.showing(story.told_until - timedelta(minutes=5)):
        _plan(officer, story.until)
    return len(VISITS)


def _plan(officer: Viewer, today: date) -> None:
    for number, line in enumerate(list_risks(officer, RiskFilter(), limit=PLANNED)):
        day, officers = today + timedelta(number // 2), list_officers(officer)[:2]
        plan_inspection(officer, line.unit, planned_on=day, officers=officers, reasons=line.risk.reasons)


def _visit(officer: Viewer, unit: Unit, told: Told) -> Inspection:
    inspection = plan_inspection(officer, unit, planned_on=local_day(), officers=list_officers(officer)[:2])
    begin_inspection(officer, inspection)
    record = {**inspection.record, **_record(officer, inspection, told)}
    save_record(officer, inspection, record=record, submission=f"demo-{inspection.id}", version=inspection.version)
    names = {Party.TEAM: (officer.full_name, "Trưởng đoàn"), Party.UNIT: (unit.manager_name, "")}
    drawn = draw_record(officer, inspection, version=inspection.version, number="", names=names, inked={})
    sign_record(officer, inspection, drawn)
    return inspection


def _record(officer: Viewer, inspection: Inspection, told: Told) -> dict[str, Any]:
    well, doors = Seen.YES.value, list_doors(officer, inspection.unit)
    seen = {**{each.value: well for each in PosterPoint}, "note": ""}
    due = [(text, (local_day() + timedelta(days)).isoformat()) for text, days in told.findings]
    return {
        "began_at": "08:30",
        "ended_at": "09:15",
        "posters": {str(door.id): {**seen, "code": door.code} for door in doors},
        "entry": {each.value: "no" if each is EntryPoint.GUARD and told.failed else well for each in EntryPoint},
        "entry_note": "",
        "answers": _answers(inspection, told.failed),
        "findings": [{"text": text, "due_on": day} for text, day in due],
        "earlier": {},
        "opinion": "Đơn vị thống nhất với biên bản, sẽ khắc phục đúng hạn." if told.findings else "",
        "level": told.level.value if told.level else "",
        "level_because": told.because,
    }


def _answers(inspection: Inspection, failed: int) -> dict[str, Any]:
    if inspection.criteria_set is None:
        return {}
    scoring = inspection.criteria_set.scoring
    best = min if scoring.model is Model.INDEX else max
    worst = max if scoring.model is Model.INDEX else min
    return {
        str(each.number): {
            "value": (worst if each.number <= failed else best)([o.value for o in each.options]),
            "note": "",
        }
        for each in scoring.criteria
    }
