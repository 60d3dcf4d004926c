"""Commands for letters."""

from datetime import datetime

import click
from flask.cli import AppGroup

from app.db import db, transaction
from app.directives.actions import load_letter
from app.directives.queries import find_directive
from app.door import office_viewer

cli = AppGroup("directives", help="Letters of the chairman.")


@cli.command("load")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="The day it is sent to its addressees; today.")
@click.option("--commit", is_flag=True, help="Write it; without it this is a dry run.")
def load_command(published: datetime | None, commit: bool) -> None:
    """Bring in letter 568/UBND-KGVX with its seven obligations; what is there already stays as it is."""
    with transaction():
        known = find_directive("568/UBND-KGVX") is not None
        directive = load_letter(office_viewer(), published_on=published.date() if published else None)
        count = len(directive.obligations)
        number = directive.number
        if not commit:
            db.session.rollback()
    if known:
        click.echo(f"{number} is there already, with {count} obligations")
        return
    click.echo(f"{number} with {count} obligations {'loaded' if commit else 'would be loaded; add --commit'}")
