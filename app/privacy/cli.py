"""Commands for the data's end."""

import click
from flask.cli import AppGroup

from app.clock import local_day
from app.db import transaction
from app.door import office_viewer
from app.privacy.actions import erase_day
from app.privacy.lists import erase_list, list_due_teams
from app.privacy.queries import list_due_days

cli = AppGroup("retention", help="Erase what has reached its end.")


@cli.command("run")
@click.option("--dry-run", is_flag=True, help="Only name the days and lists.")
def run_command(dry_run: bool) -> None:
    """Erase the personal data of every day and list that has reached its end: its key for good, then its rows."""
    due = list_due_days(today=local_day())
    for day in due:
        if not dry_run:
            with transaction():
                erase_day(office_viewer(), day)
        click.echo(f"{day} {'would be erased' if dry_run else 'erased'}")
    for team in (lists := list_due_teams(today=local_day())):
        if not dry_run:
            with transaction():
                erase_list(office_viewer(), team)
        click.echo(f"list of team {team.id} {'would be erased' if dry_run else 'erased'}")
    click.echo(f"{len(due)} days, {len(lists)} lists")
