"""Commands for state bodies."""

import click
from flask.cli import AppGroup

from app.areas.queries import NoSuchArea
from app.db import db, transaction
from app.door import office_viewer
from app.organisations import loading

cli = AppGroup("organisations", help="State bodies.")


@cli.command("load")
@click.option("--commit", is_flag=True, help="Set them up; without it this is a dry run.")
def load_command(commit: bool) -> None:
    """Set up the province's bodies and all committees; what exists already stays as it is."""
    with transaction():
        try:
            new = loading.load_shipped_bodies(office_viewer())
        except NoSuchArea:
            raise click.ClickException("load the areas first: flask areas load --commit") from None
        if not commit:
            db.session.rollback()
    click.echo(f"{new} bodies {'set up' if commit else 'would be set up; add --commit'}")
