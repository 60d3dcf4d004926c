"""Where the figures of a report lead: to their rows, or to the list that they count."""

from typing import Any

from flask import url_for

from app.directives.measures.lead import StepKind
from app.directives.rules import MeasureKey, Period
from app.monitoring.periods import days_of
from app.monitoring.queries import Show, has_rows
from app.organisations.rules import OrganisationKind
from app.reports.models import Report
from app.reports.wording import is_alone
from app.units.rules import UnitStatus


def list_address(report: Report) -> Any:
    """Makes the address of the list behind a count of the report that is no measure's."""
    days: dict[str, Any] = {**_days(report), "body": report.organisation_id}
    confirming = {"measure": MeasureKey.LEAD.value, "task": StepKind.CONFIRM.value, **days}
    addresses = {
        "units-active": _units_address(report, UnitStatus.ACTIVE, on=report.last_on.isoformat()),
        "units-pending": _units_address(report, UnitStatus.PENDING),
        "entries": url_for("monitoring.rows", measure=MeasureKey.ENTRY.value, show=Show.COUNTED.value, **days),
        "confirmations": url_for("monitoring.rows", **confirming),
    }
    return addresses.__getitem__


def _units_address(report: Report, status: UnitStatus, on: str | None = None) -> str:
    """The list of a body's units; of one with others below it the page that adds them up."""
    if report.organisation.kind is OrganisationKind.PROVINCE_OFFICE:
        return url_for("units.index", status=status.value, on=on)
    if is_alone(report.figures):
        return url_for("units.index", status=status.value, on=on, owner=report.organisation_id)
    where: dict[str, Any] = {"organisation_id": report.organisation_id, **_days(report)}
    return url_for("monitoring.body", **where)


def _days(report: Report) -> dict[str, str]:
    return days_of(Period(report.first_on, report.last_on))


def rows_address(report: Report) -> Any:
    """Makes the address of the rows behind a figure of the report, of the same days and body; None without rows."""
    days, body = _days(report), report.organisation_id

    def address(measure: str, show: str = "due", line: Any = None, *, by_place: bool = False) -> str | None:
        if not has_rows(MeasureKey(measure)):
            return None
        where: dict[str, Any] = {"measure": measure, "show": show, **days, "body": body}
        if line and by_place:
            covers_place = report.figures["places"]["covers"] == "place"
            where |= {"area": line["code"], "body": None if covers_place else body}
        elif line:
            where |= {"body": line["id"], "own": 1 if line["is_own"] else None}
        return url_for("monitoring.rows", **where)

    return address
