"""S5: the list of units, searched and filtered, against the same rows found by LIKE over the folded names."""

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import func, select

from app import create_app
from app.access.scope import within
from app.db import db
from app.door import Viewer, office_viewer
from app.organisations.queries import find_organisation, ids_below
from app.text import search_key
from app.units.models import Unit
from app.units.queries import UnitFilter, list_units
from app.units.queries.register import WITH_NAMES
from app.units.rules import UnitStatus
from app.web.pagination import Page, Wish
from bench.figures import Figure
from bench.register import make_register
from bench.rounds import Rounds
from bench.world import settings
from script.postgresql import Cluster

GOAL = 3
FAR_GOAL = 1.5
FAR = 100
# Of a province's units, about one in fifteen: enough for a hundred pages.
WANTED = UnitFilter(search="nhà hàng", status=UnitStatus.ACTIVE)


def measure(rounds: Rounds) -> list[Figure]:
    """On PostgreSQL, then on SQLite: each with a register of its own."""
    with Cluster(fsync=True) as cluster, tempfile.TemporaryDirectory() as directory:
        sqlite = f"sqlite:///{directory}/portal.db"
        return [
            *_on_database(cluster.url, "PostgreSQL", Path(directory), rounds),
            *_on_database(sqlite, "SQLite", Path(directory), rounds),
        ]


def _on_database(url: str, database: str, directory: Path, rounds: Rounds) -> list[Figure]:
    app = create_app(settings(url, directory))
    with app.app_context():
        upgrade()
        make_register(rounds.units)
        found = [_round(office_viewer()) for _ in range(rounds.count + 1)][1:]
        officer = _commune_officer()
        near = [_seconds(list_units, officer) * 1000 for _ in range(rounds.count)]
        db.session.remove()
        db.engine.dispose()
    return _figures(database, found, near)


@dataclass(frozen=True)
class _Round:
    """Seconds for the first and a far page: ours and those of LIKE."""

    first: float
    far: float
    like_first: float
    like_far: float


def _round(viewer: Viewer) -> _Round:
    return _Round(*(_seconds(find, viewer, Wish(number)) for find in (_ours, _like) for number in (1, FAR)))


def _figures(database: str, found: Sequence[_Round], near: Sequence[float]) -> list[Figure]:
    details = {
        "ours, page 1, ms": median(each.first for each in found) * 1000,
        f"ours, page {FAR}, ms": median(each.far for each in found) * 1000,
        "LIKE, page 1, ms": median(each.like_first for each in found) * 1000,
        f"LIKE, page {FAR}, ms": median(each.like_far for each in found) * 1000,
        "a commune officer's whole list, ms": median(near),
    }
    first, far = [each.like_first / each.first for each in found], [each.like_far / each.far for each in found]
    apart = [each.far / each.first for each in found]
    return [
        Figure("S5", f"units found on {database}, page 1: faster than LIKE", first, GOAL, True, details=details),
        Figure("S5", f"units found on {database}, page {FAR}: faster than LIKE", far, GOAL, True),
        Figure("S5", f"page {FAR} on {database}: seconds of page 1", apart, FAR_GOAL, False),
    ]


def _seconds(find: Callable[..., Page], viewer: Viewer, wish: Wish | None = None) -> float:
    db.session.remove()
    began = time.perf_counter()
    find(viewer, wish=wish)
    return time.perf_counter() - began


def _ours(viewer: Viewer, wish: Wish) -> Page:
    return list_units(viewer, WANTED, wish=wish)


def _like(viewer: Viewer, wish: Wish) -> Page:
    """What one writes first: LIKE over the stored folded key, rows and their number, in a form no index helps with."""
    others = sorted(frozenset(UnitStatus) - {WANTED.status})
    stmt: Any = within(viewer, Unit).where(Unit.status.not_in(others))
    for word in search_key(WANTED.search).split():
        stmt = stmt.where((Unit.search_key + "").contains(word, autoescape=True))
    counted = select(func.count()).select_from(stmt.subquery())
    total = db.session.scalar(counted.execution_options(**stmt.get_execution_options())) or 0
    page = stmt.options(*WITH_NAMES).order_by(Unit.sort_key, Unit.id)
    rows = db.session.scalars(page.limit(wish.size).offset((wish.number - 1) * wish.size)).all()
    return Page(rows, wish.number, wish.size, total)


def _commune_officer() -> Viewer:
    body = find_organisation("commune-31078")
    assert body is not None
    assert body.area_id is not None
    return Viewer(organisation_id=body.id, organisation_ids=ids_below(body.id), area_ids=frozenset({body.area_id}))
