"""Long work: the posters of an order, in one PDF or one a commune."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from io import BytesIO
from itertools import groupby
from zipfile import ZIP_STORED, ZipFile

from sqlalchemy import select

from app import settings
from app.access.models import User
from app.access.scope import unscoped
from app.access.sessions import viewer_of
from app.areas.models import Area
from app.clock import now
from app.db import db, transaction
from app.posters import queries
from app.posters.actions.runs import KIND
from app.posters.faces import Face, faces_of
from app.posters.models import Poster, PrintRun
from app.posters.paper import Wish
from app.posters.printing import Press
from app.posters.queries import PosterFilter
from app.posters.rules import Bundle
from app.posters.settings import FILE_DAYS
from app.tasks import Progress, task

TELL_EVERY = 250
Round = tuple[Area, Sequence[Face]]
Teller = Callable[[int], None]


@task(KIND)
def build(run_id: int, progress: Progress) -> None:
    """Print what whoever asked may see now; begun again it prints the same anew."""
    run = _run(run_id)
    if run is None or run.built_at:
        return
    wish, bundle = Wish.from_json(run.wish), Bundle(run.wish["bundle"])
    asker = db.session.get_one(User, run.asked_by_id)
    posters = queries.list_for_delivery(viewer_of(asker), PosterFilter.from_json(run.wanted))
    poster_ids, rounds = [poster.id for poster in posters], delivery_rounds(posters, wish)
    # Printing takes long: nothing is held in the database meanwhile.
    db.session.rollback()
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        with transaction():
            progress.tell(done, len(poster_ids))

    tell(0)
    content = bundled(rounds, wish, bundle, tell=tell)
    with transaction():
        _store(run_id, poster_ids, content)


def delivery_rounds(posters: Sequence[Poster], wish: Wish) -> list[Round]:
    """What is printed for each commune, in the order of the posters."""
    return [
        (area, faces_of(list(those), wish.codes))
        for area, those in groupby(posters, key=lambda poster: poster.unit.area)
    ]


def bundled(rounds: Sequence[Round], wish: Wish, bundle: Bundle, *, tell: Teller) -> bytes:
    """The file: one PDF with a chapter a commune, or a ZIP with a PDF a commune in folders of districts."""
    if bundle is Bundle.PDF:
        return _one_pdf(rounds, wish, tell)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for number, (area, faces) in enumerate(rounds, start=1):
            archive.writestr(f"{place_of(area, '/')} ({number:03d}).pdf", _one_pdf([(area, faces)], wish, tell))
    return written.getvalue()


def place_of(area: Area, between: str) -> str:
    """Phú Quốc, Phường Dương Đông: district first, as deliveries go."""
    return between.join(part.name for part in (area.parent, area) if part)


def _one_pdf(rounds: Sequence[Round], wish: Wish, tell: Teller) -> bytes:
    press = Press(wish)
    for area, faces in rounds:
        press.book.begin_chapter(f"{place_of(area, ', ')} ({len(faces)})")
        for part in _parts(faces):
            for face in part:
                press.print(face)
            tell(len(part))
    return press.book.content()


def _parts(faces: Sequence[Face]) -> Iterator[Sequence[Face]]:
    return (faces[n : n + TELL_EVERY] for n in range(0, len(faces), TELL_EVERY))


def _run(run_id: int) -> PrintRun | None:
    stmt = select(PrintRun).where(PrintRun.id == run_id)
    return db.session.scalar(unscoped(stmt, because="the worker prints what somebody asked for, within his scope"))


def _store(run_id: int, poster_ids: list[int], content: bytes) -> None:
    run = _run(run_id)
    if run is None:
        return
    run.poster_ids, run.poster_count = poster_ids, len(poster_ids)
    run.content, run.size_bytes, run.built_at = content, len(content), now()
    run.kept_until = run.built_at + timedelta(settings.value(FILE_DAYS))
