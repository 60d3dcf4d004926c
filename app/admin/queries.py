"""Reading the audit log and how jobs went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import false, select

from app import jobs, settings
from app.admin.rules import Health, job_health
from app.audit import AuditEvent
from app.clock import day_start, local_day, now
from app.db import db
from app.door import Absent, Permission, Viewer
from app.jobs import Job, JobRun
from app.settings import Setting, SettingValue
from app.web.pagination import Page, Wish, paginate


@dataclass(frozen=True)
class JobReport:
    """A job, how it went last (None: it never ran), and how it stands now."""

    job: Job
    run: JobRun | None
    health: Health


@dataclass(frozen=True)
class EventFilter:
    """Which events are wanted; an empty field asks nothing. `subject` is `unit` or `unit 12`."""

    actor_id: int | None = None
    name: str = ""
    subject: str = ""
    on: date | None = None


def list_job_reports() -> Sequence[JobReport]:
    """Every job with its last run, by name."""
    runs = jobs.runs()
    return [_report(job, runs.get(job.name)) for job in jobs.jobs()]


def _report(job: Job, run: JobRun | None) -> JobReport:
    succeeded_at = run.succeeded_at if run else None
    failed_at = run.failed_at if run else None
    return JobReport(job, run, job_health(job.every, succeeded_at=succeeded_at, failed_at=failed_at, at=now()))


def list_events(viewer: Viewer, wish: Wish, wanted: EventFilter) -> Page:
    """What officers did, newest first."""
    stmt = select(AuditEvent).order_by(AuditEvent.id.desc())
    if not viewer.can(Permission.AUDIT_READ):
        stmt = stmt.where(false())
    if wanted.actor_id is not None:
        stmt = stmt.where(AuditEvent.actor_id == wanted.actor_id)
    if wanted.name:
        stmt = stmt.where(AuditEvent.name == wanted.name)
    kind, _, subject_id = wanted.subject.partition(" ")
    if kind:
        stmt = stmt.where(AuditEvent.subject_kind == kind)
    if subject_id:
        stmt = stmt.where(AuditEvent.subject_id == subject_id.strip())
    if wanted.on:
        first = day_start(wanted.on)
        stmt = stmt.where(AuditEvent.at >= first, AuditEvent.at < day_start(wanted.on + timedelta(1)))
    return paginate(stmt, wish)


def list_event_names() -> Sequence[str]:
    """Names of all things that were ever recorded."""
    return db.session.scalars(select(AuditEvent.name).distinct().order_by(AuditEvent.name)).all()


@dataclass(frozen=True)
class SettingReport:
    """A setting, what it is today, since when and on what basis; and from when another value is decided."""

    setting: Setting
    value: int | str
    basis: str
    from_on: date | None
    changes_on: date | None


def get_setting(key: str) -> Setting:
    """The setting of this key. Raises Absent."""
    found = next((setting for setting in settings.defined() if setting.key == key), None)
    if found is None:
        raise Absent(key)
    return found


def list_settings() -> Sequence[SettingReport]:
    """Every setting as it is today, by key, in one statement."""
    rows: dict[str, list[SettingValue]] = {}
    for row in db.session.scalars(select(SettingValue).order_by(SettingValue.from_on)):
        rows.setdefault(row.key, []).append(row)
    return [_setting_report(setting, rows.get(setting.key, []), local_day()) for setting in settings.defined()]


def _setting_report(setting: Setting, rows: Sequence[SettingValue], today: date) -> SettingReport:
    held = [row for row in rows if row.from_on <= today]
    changes_on = next((row.from_on for row in rows if row.from_on > today), None)
    if not held:
        return SettingReport(setting, setting.default, setting.basis, None, changes_on)
    return SettingReport(setting, held[-1].value["value"], held[-1].basis, held[-1].from_on, changes_on)
