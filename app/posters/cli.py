"""Posters from the command line."""

from enum import StrEnum
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import select

from app.areas.models import Area
from app.db import db
from app.door import office_viewer
from app.organisations.queries import find_organisation
from app.posters import queries
from app.posters.paper import Wish
from app.posters.queries import PosterFilter
from app.posters.rules import Bundle, Codes, PosterLanguage, PosterSize, PosterState
from app.posters.work import bundled, delivery_rounds


def _one_of(members: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([member.value for member in members])


cli = AppGroup("posters", help="Posters of many codes.")


@cli.command("build")
@click.option("--owner", "owner_code", default="", help="Code of the body that answers for the units.")
@click.option("--area", "area_code", default="", help="Official code of a district or commune.")
@click.option("--state", type=_one_of(PosterState), help="Only posters in this state.")
@click.option("--size", type=_one_of(PosterSize), default=PosterSize.A4.value, show_default=True)
@click.option(
    "--lang",
    type=_one_of(PosterLanguage),
    default=PosterLanguage.VI.value,
    show_default=True,
)
@click.option("--codes", type=_one_of(Codes), default=Codes.OURS.value, show_default=True, help="Whose codes.")
@click.option("--logo", is_flag=True, help="With the name of the province.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True, help="A .pdf, or a .zip.")
def build_command(
    owner_code: str, area_code: str, state: str | None, size: str, lang: str, codes: str, *, logo: bool, out: Path
) -> None:
    """Write the posters of all codes that fit, commune by commune; a ZIP holds a PDF a commune. Stores nothing.

    Where no code of tokhaiyte.vn is on record, ours is printed.
    """
    if not owner_code and not area_code:
        raise click.UsageError("say --owner or --area")
    bundle = _bundle(out)
    wanted = PosterFilter(
        state=PosterState(state) if state else None,
        area_id=_area_id(area_code) if area_code else None,
        owner_id=_owner_id(owner_code) if owner_code else None,
    )
    posters = queries.list_for_delivery(office_viewer(), wanted)
    if not posters:
        raise click.ClickException("no code fits")
    wish = Wish(PosterSize(size), PosterLanguage(lang), Codes(codes), logo=logo)
    out.write_bytes(bundled(delivery_rounds(posters, wish), wish, bundle, tell=lambda _count: None))
    click.echo(f"{out}: {len(posters):,} posters ({out.stat().st_size:,} bytes)")


def _bundle(out: Path) -> Bundle:
    ending = out.suffix.lower().removeprefix(".")
    if ending not in tuple(Bundle):
        raise click.BadParameter("--out ends with .pdf or .zip")
    return Bundle(ending)


def _owner_id(code: str) -> int:
    found = find_organisation(code)
    if found is None:
        raise click.BadParameter(f"no body has the code {code}")
    return found.id


def _area_id(code: str) -> int:
    found = db.session.scalar(select(Area.id).where(Area.code == code).order_by(Area.valid_from.desc()).limit(1))
    if found is None:
        raise click.BadParameter(f"no place has the code {code}")
    return found
