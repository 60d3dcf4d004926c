"""`flask audit verify`: is the log what it was? `flask check`: may production start?"""

import click
from flask.cli import AppGroup, with_appcontext

from app import audit
from app.admin.readiness import problems

audit_cli = AppGroup("audit", help="The log of what officers did.")


@audit_cli.command("verify")
@click.option("--root", help="A digest printed on a report: the chain must contain it.")
def verify_command(root: str | None) -> None:
    """Re-compute the chain of the audit log; fails when it does not fit."""
    found = audit.verify()
    click.echo(f"sealed events: {found.sealed_count}")
    click.echo(f"not sealed yet: {found.unsealed_count}")
    click.echo(f"root: {found.root}")
    if found.broken_at is not None:
        raise click.ClickException(f"the chain is broken at seal {found.broken_at}")
    if root and not audit.contains(root):
        raise click.ClickException("the chain does not contain this root")
    click.echo("the chain is whole")


@click.command("check")
@with_appcontext
def check_command() -> None:
    """Say what is amiss before production starts; fails when there is anything."""
    found = problems()
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise click.ClickException(f"{len(found)} to be put right before the start")
    click.echo("ready to start")
