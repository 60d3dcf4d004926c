"""Reports from the command line."""

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from app.clock import now
from app.directives.rules import Period
from app.documents import sheets
from app.door import office_viewer
from app.organisations.models import Organisation
from app.organisations.queries import find_organisation, list_organisations
from app.organisations.rules import OrganisationKind
from app.reports import annex, paper
from app.reports.figures import compile_figures
from app.reports.models import Report

cli = AppGroup("reports", help="Reports of a body and a period.")
DAY = click.DateTime(["%Y-%m-%d"])


@cli.command("compile")
@click.option("--from", "first", type=DAY, required=True, help="First day, as 2021-05-07.")
@click.option("--to", "last", type=DAY, required=True, help="Last day.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the files.")
@click.option("--body", "code", default="", help="Code of the body; default the province.")
def compile_command(first: datetime, last: datetime, out: Path, code: str) -> None:
    """Write a draft report as PDF and DOCX and its annexes as XLSX. Stores nothing."""
    body, period = _body(code), Period(first.date(), last.date())
    if period.last_on < period.first_on:
        raise click.BadParameter("--to is before --from")
    report = _draft(body, period)
    out.mkdir(parents=True, exist_ok=True)
    stem = f"report-{body.code}-{period.first_on}-{period.last_on}"
    _write(out / f"{stem}.pdf", paper.draft_pdf(report))
    _write(out / f"{stem}.docx", paper.draft_docx(report))
    _write(out / f"{stem}.xlsx", sheets.xlsx(*annex.sheet(report)))


def _body(code: str) -> Organisation:
    found = find_organisation(code) if code else list_organisations(kind=OrganisationKind.PROVINCE_OFFICE)[0]
    if found is None:
        raise click.BadParameter(f"no body has the code {code}")
    return found


def _draft(body: Organisation, period: Period) -> Report:
    report = Report(organisation=body, organisation_id=body.id, first_on=period.first_on, last_on=period.last_on)
    report.figures, report.commentary = compile_figures(office_viewer(), body, period), {}
    report.as_of = report.compiled_at = now()
    return report


def _write(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    click.echo(f"{path} ({len(content):,} bytes)")
