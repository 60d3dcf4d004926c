"""Commands for places."""

import click
from flask.cli import AppGroup

from app.areas import actions
from app.db import db, transaction
from app.door import office_viewer

cli = AppGroup("areas", help="Province, districts and communes.")


@cli.command("load")
@click.option("--commit", is_flag=True, help="Store them; without it this is a dry run.")
def load_command(commit: bool) -> None:
    """Load Kiên Giang of May 2021 and the letter's high-risk districts; what is there already stays as it is."""
    with transaction():
        new = actions.load_shipped_areas(office_viewer())
        if not commit:
            db.session.rollback()
    click.echo(f"{new} rows {'loaded' if commit else 'would be loaded; add --commit'}")
