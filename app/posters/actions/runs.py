"""Many posters are ordered in one file, handed out and removed."""

from datetime import datetime

from sqlalchemy import update

from app import audit
from app.access.scope import unscoped, within
from app.clock import now
from app.db import db
from app.door import Viewer
from app.posters.models import Poster, PrintRun
from app.posters.paper import Wish
from app.posters.queries import PosterFilter, count_codes
from app.posters.rules import MOST_IN_RUN, Bundle
from app.tasks import ask_for

KIND = "posters.print"


class NothingToPrint(Exception):
    """No code fits what was asked for."""


class TooManyToPrint(Exception):
    """More codes fit than one file takes."""


class RunAlreadyPrinted(Exception):
    """That its posters were printed is noted already, or there is no file that could have been printed."""


def order_run(viewer: Viewer, wanted: PosterFilter, wish: Wish, bundle: Bundle) -> PrintRun:
    """Ask for the posters of all codes that fit. Raises NothingToPrint, TooManyToPrint."""
    count = count_codes(viewer, wanted)
    if not count:
        raise NothingToPrint
    if count > MOST_IN_RUN:
        raise TooManyToPrint
    run = PrintRun(
        organisation_id=viewer.organisation_id,
        asked_by_id=viewer.user_id,
        asked_at=now(),
        wanted=wanted.as_json(),
        wish={**wish.as_json(), "bundle": bundle.value},
        poster_count=count,
    )
    db.session.add(run)
    db.session.flush()
    audit.record("print_run.ordered", run.id, by=viewer, count=count)
    ask_for(KIND, run.id, by=viewer)
    return run


def mark_run_printed(viewer: Viewer, run: PrintRun) -> None:
    """Note that the posters of the file were printed, as they were when it was built. Raises RunAlreadyPrinted.

    What changed since on one of them still asks for a new print; a code replaced since stays as it is.
    """
    if run.printed_at or not run.built_at:
        raise RunAlreadyPrinted
    language = Wish.from_json(run.wish).language
    mine = within(viewer, Poster).where(Poster.id.in_(run.poster_ids), Poster.replaced_at.is_(None))
    for poster in db.session.scalars(mine):
        poster.printed_at, poster.printed_language = run.built_at, language
    run.printed_at = now()
    audit.record("print_run.printed", run.id, by=viewer, count=len(run.poster_ids))


def forget_files(at: datetime) -> int:
    """Remove the files whose days are over; the orders stay. Returns how many."""
    stmt = update(PrintRun).where(PrintRun.kept_until <= at, PrintRun.content.is_not(None)).values(content=None)
    stmt = stmt.execution_options(synchronize_session=False)
    removed = db.session.execute(unscoped(stmt, because="the days of a file are over, whoever asked for it"))
    return int(removed.rowcount)  # type: ignore[attr-defined]
