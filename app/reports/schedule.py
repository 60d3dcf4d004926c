"""Which reports of the province the clock compiles, from when, and which of them are missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app import settings
from app.access.scope import within
from app.clock import at, day_start, local_day, now
from app.db import begin_write, db
from app.directives.periods import due_at, periods_from
from app.directives.rules import Period
from app.door import Viewer, office_viewer
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.reports.actions import compile_report, take_figures
from app.reports.models import Report
from app.reports.rules import Schedule
from app.reports.settings import DAILY_HOUR, WEEKLY_HOUR

# A worker that was down catches up so far back; what is older nobody reads any more.
CAUGHT_UP = {Schedule.DAILY: timedelta(days=3), Schedule.WEEKLY: timedelta(days=14)}
# Longer after its hour a report that is not there is missing.
MISSING_AFTER = timedelta(hours=1)
UNREADY_AFTER = timedelta(hours=26)


@dataclass(frozen=True)
class Run:
    """A report that the clock compiles: of which period, from when."""

    schedule: Schedule
    period: Period
    due_at: datetime


def compile_due() -> Sequence[Report]:
    """Compile what is due and not there yet, the oldest first. Safe to run again.

    The figures are taken while reading; the writing transaction begins when they are there.
    """
    viewer, office = office_viewer(), _office()
    runs = _absent(viewer, office) if office else []
    office_id = office.id if office else 0
    found = [(run.schedule, take_figures(viewer, organisation_id=office_id, period=run.period)) for run in runs]
    begin_write()
    return [compile_report(viewer, taken, schedule=schedule) for schedule, taken in found]


def missed(viewer: Viewer, *, after: timedelta = MISSING_AFTER) -> Sequence[Run]:
    """Runs in the viewer's scope that should be there by now and are not."""
    office = _office()
    if office is None or not (viewer.sees_all or office.id in viewer.organisation_ids):
        return []
    begun = {schedule for schedule, _first_on in _compiled(viewer, office)}
    return [run for run in _absent(viewer, office) if run.schedule in begun and now() - run.due_at > after]


def problem() -> str | None:
    """What readiness has to say: a report that has been missing for more than a day, or None."""
    found = missed(office_viewer(), after=UNREADY_AFTER)
    return f"the {found[0].schedule.value} report of {found[0].period.last_on} is missing" if found else None


def _absent(viewer: Viewer, office: Organisation) -> list[Run]:
    """The due runs without a report, from the first that there was; of a schedule that never ran only the latest."""
    there = _compiled(viewer, office)
    absent: list[Run] = []
    for schedule in Schedule:
        runs = [run for run in _runs(schedule) if run.due_at <= now()]
        begun_on = min((first_on for each, first_on in there if each is schedule), default=None)
        meant = runs[-1:] if begun_on is None else [run for run in runs if run.period.first_on > begun_on]
        absent += [run for run in meant if (schedule, run.period.first_on) not in there]
    return absent


def _runs(schedule: Schedule) -> Iterator[Run]:
    """The runs of the days behind, oldest first: each day's on the day after it, a week's when heads have confirmed."""
    today, back = local_day(), CAUGHT_UP[schedule]
    if schedule is Schedule.DAILY:
        for days in range(back.days, 0, -1):
            day = today - timedelta(days)
            yield Run(schedule, Period(day, day), at(day + timedelta(1), _hour(DAILY_HOUR, day)))
        return
    for period in periods_from(today - back, today):
        due_on = local_day(due_at(period))
        yield Run(schedule, period, max(at(due_on, _hour(WEEKLY_HOUR, due_on)), due_at(period)))


def _hour(key: str, on: date) -> int:
    return int(settings.value(key, on=on))


def _compiled(viewer: Viewer, office: Organisation) -> set[tuple[Schedule, date]]:
    stmt = within(viewer, Report).where(Report.organisation_id == office.id, Report.schedule.is_not(None))
    # One that was compiled by hand does not stand in for the clock's; what is older than all runs is not asked.
    stmt = stmt.where(Report.compiled_at >= day_start(local_day()) - 3 * max(CAUGHT_UP.values()))
    rows = db.session.execute(stmt.with_only_columns(Report.schedule, Report.first_on))
    return {(row.schedule, row.first_on) for row in rows}


def _office() -> Organisation | None:
    kind = OrganisationKind.PROVINCE_OFFICE
    return db.session.scalar(select(Organisation).where(Organisation.kind == kind).order_by(Organisation.id).limit(1))
