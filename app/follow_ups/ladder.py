"""The ladder tells people: at once the team or the site, then the commune, the district, the province.

Of an alert each step is told once, and only while nobody has taken it. What rises in the same minute to the same
people is one message; it counts alerts by kind and names nobody. A message of which every alert was taken before it
left the outbox is withdrawn.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import force_locale
from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import joinedload

from app.access.models import User, UserTeam, UserUnit
from app.access.policy import Role, granted
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db
from app.door import Permission
from app.follow_ups.labels import ALERT_LABELS
from app.follow_ups.models import FollowUpAlert, FollowUpAlertNotice
from app.follow_ups.notices import ALERT_RAISED, ALERT_RISEN
from app.follow_ups.rules.alerts import AlertKind, Step, step_at
from app.follow_ups.settings import ladder_minutes
from app.notices.people import Recipient, accounts_with, people_of
from app.notices.rules import Channel
from app.notices.telling import LANGUAGE, Notice, insert_new, tell, waiting_of, withdraw
from app.notices.wording import Variable
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.text import begun_small

PATH = "/isolation/alerts"
CARING = [role for role in Role if Permission.FOLLOW_UP_REPORT in granted(role)]
# Who decides on isolation for the whole province.
PROVINCE = Permission.PROTOCOL_MANAGE


class Crowd(StrEnum):
    """What an audience is: the staff of a site, the members of a team, a body, the province's epidemiologists."""

    SITE = "site"
    TEAM = "team"
    BODY = "body"
    PROVINCE = "province"


Audience = tuple[Step, Crowd, int]
Committees = Mapping[tuple[OrganisationKind, int], int]


def tell_ladder() -> int:
    """Tell whoever has to know by now and was not told. Returns how many messages were new. Safe to repeat."""
    alerts, at, minutes = _rising(), now(), ladder_minutes()
    committees = _committees(alerts)
    groups: defaultdict[Audience, list[FollowUpAlert]] = defaultdict(list)
    for alert in alerts:
        reached = step_at(alert.raised_at, minutes, now=at)
        for step in Step:
            if alert.told_step < step <= reached:
                for audience in _audiences(alert, step, committees):
                    groups[audience].append(alert)
        alert.told_step = reached
    return sum(_tell(audience, group, minutes) for audience, group in sorted(groups.items(), key=lambda each: each[0]))


def stand_down(alert_ids: Collection[int]) -> None:
    """Somebody has taken these alerts: what waits in the outbox of them, and of no other that waits, is not sent."""
    db.session.flush()
    told = FollowUpAlertNotice
    gone = set(db.session.scalars(delete(told).where(told.alert_id.in_(sorted(alert_ids))).returning(told.cause)))
    # Of two who take the last alerts of a message at once the second waits here, and sees what the first one took.
    messages = waiting_of(gone)
    still = set(db.session.scalars(select(told.cause).where(told.cause.in_(sorted({each.cause for each in messages})))))
    for message in messages:
        if message.cause not in still:
            withdraw(message)


def _rising() -> Sequence[FollowUpAlert]:
    """Alerts that nobody has taken and of which a step that they have reached was not told."""
    alert, at, minutes = FollowUpAlert, now(), (0, *ladder_minutes())
    reached = [and_(alert.told_step < step, alert.raised_at <= _ago(at, minutes[step])) for step in Step]
    stmt = select(alert).where(alert.acknowledged_at.is_(None), or_(*reached)).order_by(alert.id)
    stmt = stmt.options(joinedload(alert.area), joinedload(alert.unit)).with_for_update(of=alert, skip_locked=True)
    return db.session.scalars(unscoped(stmt, because="the clock looks at everybody's alerts")).all()


def _ago(at: datetime, minutes: int) -> datetime:
    return at - timedelta(minutes=minutes)


def _committees(alerts: Iterable[FollowUpAlert]) -> Committees:
    """The committees of the alerts' communes and districts, by their place."""
    areas = {alert.area for alert in alerts}
    ids = {area.id for area in areas} | {area.parent_id for area in areas if area.parent_id}
    body = Organisation
    stmt = select(body.kind, body.area_id, body.id).where(
        body.area_id.in_(sorted(ids)),
        body.kind.in_((OrganisationKind.COMMUNE, OrganisationKind.DISTRICT)),
        or_(body.valid_until.is_(None), body.valid_until > local_day()),
    )
    return {(kind, area_id or 0): id_ for kind, area_id, id_ in db.session.execute(stmt)} if ids else {}


def _audiences(alert: FollowUpAlert, step: Step, committees: Committees) -> Iterator[Audience]:
    """Who is told of a step; committees of the place are not told of a site that is withheld from them."""
    is_withheld = alert.unit is not None and alert.unit.restricted_at is not None
    match step:
        case Step.TEAM if alert.unit_id:
            yield step, Crowd.SITE, alert.unit_id
        case Step.TEAM if alert.team_id:
            yield step, Crowd.TEAM, alert.team_id
        case Step.TEAM:
            yield step, Crowd.BODY, alert.organisation_id
        case Step.PROVINCE:
            yield step, Crowd.PROVINCE, 0
        case _:
            is_commune = step is Step.COMMUNE
            kind = OrganisationKind.COMMUNE if is_commune else OrganisationKind.DISTRICT
            place = committees.get((kind, alert.area_id if is_commune else alert.area.parent_id or 0))
            bodies = {place} if place and not is_withheld else set[int]()
            # Whoever answers for the person hears of it as soon as those beside him did not act.
            bodies |= {alert.organisation_id} if is_commune else set()
            for body_id in sorted(bodies):
                yield step, Crowd.BODY, body_id


def _tell(audience: Audience, alerts: Sequence[FollowUpAlert], minutes: Sequence[int]) -> int:
    step, crowd, id_ = audience
    counts = Counter(alert.kind for alert in alerts)
    with force_locale(LANGUAGE):
        title = ", ".join(
            f"{begun_small(str(ALERT_LABELS[kind]))}: {counts[kind]}" for kind in AlertKind if counts[kind]
        )
    values = {Variable.COUNT: str(len(alerts)), Variable.TITLE: title}
    # The smallest number of them is told this step in no other message.
    cause = f"isolation-alert/{step.name.lower()}/{crowd.value}-{id_}/{min(alert.id for alert in alerts)}"
    insert_new(FollowUpAlertNotice, [{"alert_id": alert.id, "cause": cause} for alert in alerts], "alert_id", "cause")
    if step is Step.TEAM:
        return tell(Notice(ALERT_RAISED.key, cause, values, PATH), _people(crowd, id_))
    values[Variable.MINUTES] = str(minutes[step - 1])
    return tell(Notice(ALERT_RISEN.key, cause, values, f"{PATH}?step={step.value}"), _people(crowd, id_))


def _people(crowd: Crowd, id_: int) -> Collection[Recipient]:
    match crowd:
        case Crowd.BODY:
            # Members of teams have accounts of their commune; they are told of their own people alone.
            return people_of([id_], Permission.FOLLOW_UP_WORK, on=local_day())
        case Crowd.PROVINCE:
            bodies = {each.organisation_id for each in accounts_with(PROVINCE) if each.organisation_id}
            return people_of(bodies, PROVINCE, on=local_day())
        case Crowd.SITE:
            members = select(UserUnit.user_id).where(UserUnit.unit_id == id_, UserUnit.confirmed_at.is_not(None))
        case Crowd.TEAM:
            members = select(UserTeam.user_id).where(UserTeam.team_id == id_)
    stmt = select(User.id).where(User.id.in_(members), User.role.in_(CARING), User.disabled_at.is_(None))
    return [
        Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id)
        for user_id in db.session.scalars(stmt.where(~User.is_device).order_by(User.id))
    ]
