"""The command that enters units from a file, on behalf of the province office."""

from collections.abc import Iterable
from pathlib import Path

import click
from flask.cli import AppGroup

from app.db import transaction
from app.documents.tables_in import Table, UnreadableTable, read_table
from app.door import office_viewer
from app.tasks import work_until_over
from app.units.intake import actions, queries
from app.units.intake.checking import Tally, chunks, comparer_for, rows_of
from app.units.intake.columns import find_heading_row, missing, recognise
from app.units.intake.comparing import CheckedRow
from app.units.intake.labels import COLUMN_LABELS, VERDICT_LABELS
from app.units.intake.rules import Choice, Verdict
from app.units.intake.wording import explain

cli = AppGroup("units", help="The register of units.")


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--commit", is_flag=True, help="Enter the new units; without it this is a dry run.")
def import_command(file: Path, commit: bool) -> None:
    """Enter the units of an XLSX or CSV file, as the page "Nhập từ tệp Excel" does; names every problem by its line.

    Wrong rows and likely doubles are left out; a file entered before changes nothing.
    """
    content = file.read_bytes()
    try:
        table = read_table(content, file.name)
    except UnreadableTable as error:
        raise click.ClickException(str(error.sentence)) from None
    _refuse_unknown_columns(table)
    tally = _name_problems(table)
    click.echo(", ".join(f"{VERDICT_LABELS[verdict]}: {tally.counts[verdict]}" for verdict in Verdict))
    entered = _enter(table, content, file.name) if commit else {}
    click.echo(f"{entered['entered']} units entered, {entered['updated']} changed" if commit else "add --commit")


def _refuse_unknown_columns(table: Table) -> None:
    absent = missing(recognise(table[find_heading_row(table)]))
    if absent:
        raise click.ClickException(f"no column for: {', '.join(str(COLUMN_LABELS[column]) for column in absent)}")


def _name_problems(table: Table) -> Tally:
    header_row, tally = find_heading_row(table), Tally()
    comparer = comparer_for(office_viewer(), {})
    for chunk in chunks(rows_of(table, header_row, recognise(table[header_row]))):
        checked = comparer.check(chunk)
        tally.add(checked)
        _tell(row for row in checked if row.verdict in (Verdict.WRONG, Verdict.DUPLICATE))
    return tally


def _tell(rows: Iterable[CheckedRow]) -> None:
    for row in rows:
        click.echo(f"{row.raw.number}: {VERDICT_LABELS[row.verdict]}. {' '.join(explain(row))}")


def _enter(table: Table, content: bytes, file_name: str) -> dict[str, int]:
    office = office_viewer()
    with transaction():
        import_id = actions.begin_import(office, table=table, content=content, file_name=file_name).id
    _do(actions.CHECK, import_id)
    with transaction():
        found = queries.get_import_to_work_on(import_id)
        actions.apply_import(office, found, duplicates=Choice.SKIP, changes=Choice.UPDATE, approves=False)
    _do(actions.APPLY, import_id)
    return queries.count_entered(import_id)


def _do(kind: str, import_id: int) -> None:
    if work_until_over(kind, import_id).failed_at:
        raise click.ClickException(f"{kind} of import {import_id} failed; the log says where")
