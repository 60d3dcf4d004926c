"""Commands for sets of criteria."""

import click
from flask.cli import AppGroup

from app.db import db, transaction
from app.door import office_viewer
from app.safety.actions import load_shipped_sets
from app.safety.grades.actions import load_shipped_grades

cli = AppGroup("criteria", help="Sets of criteria by which units assess how safe they are.")


@cli.command("load")
@click.option("--commit", is_flag=True, help="Store them; without it this is a dry run.")
def load_command(commit: bool) -> None:
    """Bring in the sets and grades that ship with the portal; what is there already stays as it is."""
    with transaction():
        new = load_shipped_sets(office_viewer())
        grades = load_shipped_grades(office_viewer())
        if not commit:
            db.session.rollback()
    done = "loaded" if commit else "would be loaded; add --commit"
    click.echo(f"{new} sets, {grades} grades of places {done}")
