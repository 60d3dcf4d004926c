"""Committees are reminded of rounds by the outbox: the commune at the cut-off, then the district, then the province.

A round of reminders is one half-day. The commune is asked until the cut-off, the district until its own minute; what is
missing still goes to the province. A body whose teams have all filed is left in peace from then on.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from flask_babel import force_locale
from sqlalchemy import select

from app import settings
from app.clock import now
from app.db import db
from app.door import office_viewer
from app.notices.reminding import Asked, remind, reminded_ids, settle
from app.notices.rules import Rhythm
from app.notices.telling import LANGUAGE
from app.notices.wording import Variable
from app.organisations.models import Organisation
from app.web.filters import day as write_day
from app.web.filters import instant
from app.zones.labels import SESSIONS
from app.zones.models import Team
from app.zones.queries.missing import due_at, teams_owing
from app.zones.rules import RoundSession
from app.zones.settings import DISTRICT_AFTER, PROVINCE_AFTER

BEFORE = timedelta(hours=1)
PATH = "/zones/missing"
KIND = "zones.round"
# The worker may have been down; who is asked hours after the cut-off would only be startled.
BEGUN_UNTIL = timedelta(hours=3)


def round_key(day: date, session: RoundSession) -> str:
    """What reminders of one half-day have in common."""
    return f"zones/{day.isoformat()}/{session.value}"


def ask_for_rounds(day: date, session: RoundSession) -> int:
    """Begin to remind the committees whose teams owe a round; how many bodies are new to it. Safe to run again."""
    due = due_at(day, session)
    if not due - BEFORE <= now() < due + BEGUN_UNTIL:
        return 0
    communes, districts = _bodies(teams_owing(office_viewer(), day, session))
    minutes = int(settings.value(DISTRICT_AFTER, on=day)), int(settings.value(PROVINCE_AFTER, on=day))
    later = due + timedelta(minutes=minutes[0])
    count = remind(_asked(day, session, due, Rhythm(BEFORE)), sorted(communes))
    up = Rhythm(timedelta(), timedelta(minutes=max(0, minutes[1] - minutes[0])))
    return count + remind(_asked(day, session, later, up), sorted(districts))


def settle_rounds(day: date, session: RoundSession) -> None:
    """Nobody is reminded any longer whose teams have all filed."""
    key = round_key(day, session)
    reminded = reminded_ids(key)
    if not reminded:
        return
    owing = _bodies(teams_owing(office_viewer(), day, session))
    for organisation_id in reminded - owing[0].keys() - owing[1].keys():
        settle(key, organisation_id)


def _bodies(teams: Collection[Team]) -> tuple[Mapping[int, Organisation], Mapping[int, Organisation]]:
    """The committees of the teams' communes, and those above them."""
    communes = _by_id({team.organisation_id for team in teams})
    return communes, _by_id({body.parent_id for body in communes.values() if body.parent_id is not None})


def _by_id(ids: Collection[int]) -> Mapping[int, Organisation]:
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_(sorted(ids)))) if ids else ()
    return {body.id: body for body in found}


def _asked(day: date, session: RoundSession, due: datetime, rhythm: Rhythm) -> Asked:
    with force_locale(LANGUAGE):
        period = f"{SESSIONS[session]} {write_day(day)}"
    values = {Variable.PERIOD: period, Variable.DEADLINE: instant(due)}
    return Asked(round_key(day, session), KIND, due, rhythm, values, PATH, PATH)
