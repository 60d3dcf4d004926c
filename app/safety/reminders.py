"""Whom to remind: managers before a level ends, districts of places whose grade is to be confirmed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from app.access.models import User, UserUnit
from app.access.policy import Role, granted
from app.areas.models import Area
from app.db import db
from app.door import Permission, office_viewer
from app.notices.people import Recipient, people_of
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.notices.wording import Variable
from app.organisations.queries import list_organisations
from app.organisations.rules import OrganisationKind
from app.safety.grades.queries import list_old
from app.safety.levels import LevelFilter, Need, list_all_levels
from app.safety.notices import AREAS_OLD, EXPIRING
from app.web.filters import day as write_day

ASSESSING = [role for role in Role if Permission.ASSESSMENT_MAKE in granted(role)]
NAMED_PLACES = 5


def remind_managers() -> int:
    """Tell those who hold a unit that its level ends soon, once an assessment; how many messages were new."""
    lines = [line for line in list_all_levels(office_viewer(), LevelFilter(need=Need.EXPIRING)) if line.assessment]
    people, count = _managers([line.unit.id for line in lines]), 0
    for line in lines:
        said, recipients = line.assessment, people.get(line.unit.id)
        if said and recipients:
            values = {Variable.BODY: line.unit.name, Variable.DEADLINE: write_day(said.last_on)}
            notice = Notice(EXPIRING.key, f"assessment-{said.id}/expiring", values, f"/units/{line.unit.id}/safety")
            count += tell(notice, recipients)
    return count


def _managers(unit_ids: Sequence[int]) -> Mapping[int, list[Recipient]]:
    stmt = select(User.id, UserUnit.unit_id).join(UserUnit, UserUnit.user_id == User.id)
    stmt = stmt.where(UserUnit.unit_id.in_(sorted(unit_ids)), UserUnit.confirmed_at.is_not(None))
    stmt = stmt.where(User.disabled_at.is_(None), ~User.is_device, User.role.in_(ASSESSING)).order_by(User.id)
    found: dict[int, list[Recipient]] = {}
    for user_id, unit_id in db.session.execute(stmt):
        found.setdefault(unit_id, []).append(Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id))
    return found


def remind_districts(today: date) -> int:
    """Tell districts once a week which places wait for their grade; how many messages were new."""
    waiting: defaultdict[int | None, list[Area]] = defaultdict(list)
    for area in list_old(None):
        waiting[area.parent_id].append(area)
    year, week, _weekday = today.isocalendar()
    count = 0
    for body in list_organisations(kind=OrganisationKind.DISTRICT, on=today):
        if places := waiting.get(body.area_id):
            names = ", ".join(place.name for place in places[:NAMED_PLACES])
            values = {
                Variable.BODY: body.name,
                Variable.COUNT: str(len(places)),
                Variable.BODIES: names + ("…" if len(places) > NAMED_PLACES else ""),
            }
            path = f"/assessments/areas?district={body.area_id}"
            notice = Notice(AREAS_OLD.key, f"areas-old/{body.id}/{year}-{week}", values, path)
            count += tell(notice, people_of([body.id], AREAS_OLD.permission, on=today))
    return count
