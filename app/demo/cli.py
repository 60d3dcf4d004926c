"""Commands of the demo, and the one that makes an installation ready for a first look."""

import json
from datetime import date, datetime

import click
from flask.cli import AppGroup

from app import clock
from app.db import transaction
from app.demo import listing
from app.demo.load import NotEmpty, NotHere, load_demo
from app.demo.prepare import prepare
from app.demo.story import Story
from app.demo.telling import tell_on

cli = AppGroup("demo", help="A believable province of invented people.")
DAY = click.DateTime(["%Y-%m-%d"])


@cli.command("load")
@click.option("--scale", type=click.Choice(["small"]), default="small", help="How large; one size exists so far.")
@click.option("--units", type=click.IntRange(1, 5000), default=Story.unit_count, show_default=True)
@click.option("--days", type=click.IntRange(1, 28), default=Story.days, show_default=True, help="Days with entries.")
@click.option(
    "--visits-per-day",
    type=click.IntRange(0, 100),
    default=Story.visits_per_day,
    show_default=True,
    help="Visits to a unit on an open day, on the average.",
)
@click.option("--seed", type=int, default=Story.seed, show_default=True, help="Equal seed and day tell an equal story.")
@click.option("--until", type=DAY, help="The day of the one who looks: days before it are told. Default today.")
def load_command(scale: str, units: int, days: int, visits_per_day: int, seed: int, until: datetime | None) -> None:
    """Fill an empty database with the demo province."""
    story = Story(_day(until), days=days, unit_count=units, visits_per_day=visits_per_day, seed=seed)
    try:
        load_demo(story, click.echo)
    except NotHere:
        raise click.ClickException("invented people have no place in production") from None
    except NotEmpty:
        raise click.ClickException("the database is not empty; the demo goes only into an empty one") from None


@cli.command("info")
def info_command() -> None:
    """Print address, accounts and codes as JSON."""
    click.echo(json.dumps(listing.describe(), ensure_ascii=False, indent=2))


@cli.command("advance")
def advance_command() -> None:
    """Tell what has happened since the demo was loaded or advanced last, up to this moment."""
    with transaction():
        click.echo(f"{tell_on(clock.now())} visits")


@click.command("prepare")
def prepare_command() -> None:
    """Bring the database up to date; in development fill an empty one with the demo and say who can sign in."""
    prepare(click.echo)


def _day(until: datetime | None) -> date:
    return until.date() if until else clock.local_day()
