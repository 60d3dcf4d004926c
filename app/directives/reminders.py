"""Whom to remind of a letter: its addressees, in the words of their group, those above where the group says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from app import settings
from app.access.scope import within
from app.clock import local_day
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.labels import is_ordered
from app.directives.models import Confirmation, Directive
from app.directives.notices import LETTER
from app.directives.periods import acknowledgement_due_at, due_at
from app.directives.queries import groups_of
from app.directives.rules import Period
from app.door import office_viewer
from app.notices.people import people_of
from app.notices.reminding import Asked, remind, reminded_ids
from app.notices.rules import Rhythm
from app.notices.telling import LANGUAGE, Notice, tell
from app.notices.wording import Values, Variable
from app.organisations.rules import RelationGroup
from app.web.filters import day, instant

# The last day of a receipt ends at midnight: heads are reminded of it in its morning.
RECEIPT_BEFORE = timedelta(hours=16)
# Longer after its cut-off nobody begins to remind of a period: those above know by then.
BEGUN_UNTIL = timedelta(days=1)


def receipt_round(directive_id: int) -> str:
    """What all addressees of a letter are asked at once: to acknowledge it."""
    return f"letter-{directive_id}/receipt"


def period_round(directive_id: int, period: Period) -> str:
    """What all addressees of a letter are asked at once: to confirm a period."""
    return f"letter-{directive_id}/period-{period.first_on.isoformat()}"


def announce(directive: Directive) -> int:
    """Tell every addressee that a letter has come and begin to remind of its receipt; said again, nothing is added."""
    due, title, count = acknowledgement_due_at(directive.published_on), directive.title, 0
    path = f"/directives/{directive.id}"
    for group, ids in _addressees(directive, directive.published_on).items():
        values = _words(directive, group, due - timedelta(minutes=1))
        notice = Notice(LETTER.key, f"letter-{directive.id}/sent", {**values, Variable.TITLE: title}, path)
        count += tell(notice, people_of(ids, LETTER.permission, on=local_day()))
        rhythm = _rhythm(group, RECEIPT_BEFORE)
        asked = Asked(receipt_round(directive.id), "directives.receipt", due, rhythm, values, path, f"{path}#receipts")
        remind(asked, ids)
    return count


def ask_for_confirmations(directive: Directive, period: Period) -> int:
    """Begin to remind the addressees that have not confirmed a period; how many are new to it."""
    due, round_key = due_at(period), period_round(directive.id, period)
    over = reminded_ids(round_key) | _confirmed(directive, period)
    return sum(
        remind(_asked_for(directive, period, group, due), [body_id for body_id in ids if body_id not in over])
        for group, ids in _addressees(directive, period.last_on).items()
    )


def _asked_for(directive: Directive, period: Period, group: RelationGroup | None, due: datetime) -> Asked:
    first_on = period.first_on.isoformat()
    values = {**_words(directive, group, due), Variable.PERIOD: f"{day(period.first_on)} – {day(period.last_on)}"}
    before = timedelta(hours=int(settings.value("directives.remind_before_hours", on=period.last_on)))
    path, above = f"/confirmations/{directive.id}/{first_on}", f"/confirmations?period={first_on}"
    key = period_round(directive.id, period)
    return Asked(key, "directives.period", due, _rhythm(group, before), values, path, above)


def _rhythm(group: RelationGroup | None, before: timedelta) -> Rhythm:
    if group is None or settings.value(f"directives.escalates_{group.value}") == "no":
        return Rhythm(before)
    return Rhythm(before, timedelta(hours=int(settings.value("directives.escalate_after_hours"))))


def _words(directive: Directive, group: RelationGroup | None, due: datetime) -> Values:
    with force_locale(LANGUAGE):
        asks = _("yêu cầu") if is_ordered(group) else _("đề nghị")
    return {Variable.LETTER: directive.number, Variable.DEADLINE: instant(due), Variable.ASKS: str(asks)}


def _addressees(directive: Directive, on: date) -> Mapping[RelationGroup | None, Sequence[int]]:
    """Ids of the bodies that the letter addresses, by their group."""
    bodies = load_bodies(office_viewer(), first=on, last=on).addressed_by(directive.obligations)
    groups = groups_of((body.id for body in bodies), on=on)
    found: defaultdict[RelationGroup | None, list[int]] = defaultdict(list)
    for body in bodies:
        found[groups.get(body.id)].append(body.id)
    return found


def _confirmed(directive: Directive, period: Period) -> frozenset[int]:
    stmt = within(office_viewer(), Confirmation).with_only_columns(Confirmation.organisation_id)
    stmt = stmt.where(Confirmation.directive_id == directive.id, Confirmation.first_on == period.first_on)
    return frozenset(db.session.scalars(stmt))
