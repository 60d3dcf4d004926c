"""The chairman's reports: weekly ones by the clock, the older ones checked and issued, the newest still a draft."""

from datetime import datetime, timedelta

from app import clock, tasks
from app.access.queries import find_account
from app.access.sessions import viewer_of
from app.db import transaction
from app.demo.story import Story
from app.directives.periods import due_at, opens_at, periods_from
from app.directives.rules import Period
from app.documents.wording import official_number
from app.door import Viewer, office_viewer
from app.reports import queries
from app.reports.actions import Head, check_report, compile_report, order_issue, take_figures
from app.reports.models import Report
from app.reports.rules import Schedule, symbol
from app.web.pagination import Wish

FIRST_NUMBER = 201
AFTER_CONFIRMATIONS = timedelta(minutes=20)
BEFORE_CHECKED = timedelta(minutes=10)


def draft_reports(story: Story) -> None:
    """Compile a report of each week that was confirmed before the story's end."""
    viewer = _viewer("province")
    for period in periods_from(story.first_day, story.last_day):
        if opens_at(period) < story.told_until and _compiled_at(period) < story.told_until:
            with clock.showing(_compiled_at(period)):
                taken = take_figures(office_viewer(), organisation_id=viewer.organisation_id or 0, period=period)
                compile_report(office_viewer(), taken, schedule=Schedule.WEEKLY)


def issue_reports() -> None:
    """Issue all drafts but the newest, each as a page and the worker would."""
    for number, report_id in enumerate(sorted(_drafts())[:-1], start=FIRST_NUMBER):
        _issue(_viewer("chairman"), report_id, number)


def _viewer(username: str) -> Viewer:
    user = find_account(username)
    return viewer_of(user) if user else Viewer()


def _compiled_at(period: Period) -> datetime:
    return due_at(period) + AFTER_CONFIRMATIONS


def _drafts() -> list[int]:
    return [report.id for report in queries.list_reports(_viewer("chairman"), Wish()).rows]


def _issue(viewer: Viewer, report_id: int, number: int) -> None:
    officer = _viewer("province")
    with clock.showing(queries.get_report(officer, report_id).compiled_at + BEFORE_CHECKED), transaction():
        report = queries.get_report(officer, report_id)
        check_report(officer, report, version=report.version)
    report = queries.get_report(viewer, report_id)
    with clock.showing(report.compiled_at + AFTER_CONFIRMATIONS):
        with transaction():
            order_issue(viewer, queries.get_report(viewer, report_id), _head(report, number))
        # What the worker would do, at that time.
        tasks.run_all()


def _head(report: Report, number: int) -> Head:
    signer = queries.find_signer(report.organisation)
    return Head(
        number=official_number(number, symbol(report.organisation.kind, report.organisation.name)),
        issued_on=clock.local_day(),
        signer_name=signer.full_name if signer else "",
        signer_title=signer.title if signer else "",
    )
