"""`flask accounts …`: the first administrator, and the way back in when nobody else can help."""

import click
from flask.cli import AppGroup

from app.access import actions, queries
from app.access.passwords import first_password
from app.access.policy import Role, may_belong
from app.access.rules import is_username
from app.db import transaction
from app.door import office_viewer
from app.organisations.models import Organisation
from app.organisations.queries import find_organisation

cli = AppGroup("accounts", help="Accounts of people who sign in.")


@cli.command("create")
@click.option("--username", required=True)
@click.option("--name", "full_name", required=True, help="The person's full name.")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--organisation", "code", help="Code of the body that the account belongs to, e.g. district-911.")
def create_command(username: str, full_name: str, role: str, code: str | None) -> None:
    """Open an account and print its first password, once."""
    if not is_username(username):
        raise click.BadParameter("3–64 letters, digits, dots and dashes", param_hint="--username")
    body = _body(code)
    if not may_belong(Role(role), body.kind if body else None):
        raise click.BadParameter(f"{role} cannot belong to {code or 'no body'}", param_hint="--organisation")
    password = first_password()
    try:
        with transaction():
            actions.create_account(
                office_viewer(),
                username=username,
                password=password,
                full_name=full_name,
                role=Role(role),
                organisation=_body(code),
            )
    except actions.UsernameTaken as error:
        raise click.ClickException(f"the name {username} is taken") from error
    _print_once(username, password)


@cli.command("reset-password")
@click.argument("username")
def reset_password_command(username: str) -> None:
    """Give an account a new first password, print it once, and sign the account out everywhere."""
    with transaction():
        user = queries.find_account(username)
        if user is None:
            raise click.ClickException(f"there is no account {username}")
        password = actions.reset_password(office_viewer(), user)
    _print_once(username, password)


def _body(code: str | None) -> Organisation | None:
    if code is None:
        return None
    body = find_organisation(code)
    if body is None:
        raise click.BadParameter(f"no body has the code {code}", param_hint="--organisation")
    return body


def _print_once(username: str, password: str) -> None:
    click.echo(f"{username}  {password}")
    click.echo("This password is shown once and must be changed at the first sign-in.")
