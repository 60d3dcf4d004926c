"""`flask reminders send`: what the worker does each minute, by hand."""

import click
from flask.cli import AppGroup

from app.jobs import run_job

cli = AppGroup("reminders", help="Reminders of bodies that have something to do.")


@cli.command("send")
def send_command() -> None:
    """Put into the outbox what is due by now; the worker sends it. Sent twice it adds nothing."""
    click.echo(f"{run_job('send-reminders')} messages")
