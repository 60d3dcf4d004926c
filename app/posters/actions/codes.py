"""Codes are issued, printed, put up and replaced."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, update

from app import audit, settings
from app.access.scope import unscoped
from app.clock import local_day, now
from app.codes import new_code
from app.db import add_rows, db, reserve_ids
from app.door import Viewer
from app.posters.models import DisplayPhoto, Poster
from app.posters.queries import find_photo, is_code_taken, taken_codes
from app.posters.rules import DisplaySource, PosterLanguage, last_moment
from app.posters.settings import GRACE_DAYS
from app.text import nfc
from app.units.models import Checkpoint

_randbits: ContextVar[Callable[[int], int]] = ContextVar("randbits", default=secrets.randbits)


class PosterReplaced(Exception):
    """This code is no longer valid: another one took its place."""


class DisplayInFuture(Exception):
    """A poster cannot be up on a day to come."""


@contextmanager
def codes_from(randbits: Callable[[int], int]) -> Iterator[None]:
    """Codes issued inside come from this source; only for the demo, whose codes repeat with its seed."""
    token = _randbits.set(randbits)
    try:
        yield
    finally:
        _randbits.reset(token)


def issue_poster(viewer: Viewer, checkpoint: Checkpoint) -> Poster:
    """Give a door or vehicle a code."""
    poster = Poster(unit_id=checkpoint.unit_id, checkpoint=checkpoint, code=_free_code(), issued_at=now())
    db.session.add(poster)
    db.session.flush()
    audit.record("poster.issued", poster.id, by=viewer, checkpoint_id=checkpoint.id)
    return poster


def issue_posters(viewer: Viewer, doors: Sequence[tuple[int, int]]) -> None:
    """Give many doors (checkpoint's id, unit's id) a code each: as `issue_poster`, in a few statements."""
    ids, codes = reserve_ids(Poster, len(doors)), _free_codes(len(doors))
    rows = [
        {"id": poster_id, "unit_id": unit_id, "checkpoint_id": checkpoint_id, "code": code}
        for poster_id, (checkpoint_id, unit_id), code in zip(ids, doors, codes, strict=True)
    ]
    add_rows(Poster, rows, {"version": 1, "issued_at": now()})
    audit.record_all("poster.issued", [(row["id"], {"checkpoint_id": row["checkpoint_id"]}) for row in rows], by=viewer)


def withdraw_posters(unit_ids: Select[Any]) -> None:
    """Forget the codes of units that leave because they were entered by mistake."""
    gone = delete(Poster).where(Poster.unit_id.in_(unit_ids)).execution_options(synchronize_session=False)
    db.session.execute(unscoped(gone, because="who takes back an import was held against his scope"))


def replace_poster(viewer: Viewer, poster: Poster, *, because: str, at_once: bool = False) -> Poster:
    """Let a new code take the place of one that was lost, photographed or abused. Raises PosterReplaced.

    The old one opens the form for some days more, while the new one is printed and put up; `at_once` it does not.
    """
    if poster.replaced_at:
        raise PosterReplaced
    successor = issue_poster(viewer, poster.checkpoint)
    _supersede(poster, successor, grace_days=0 if at_once else settings.value(GRACE_DAYS))
    poster.replaced_because = nfc(because)
    audit.record("poster.replaced", poster.id, by=viewer, successor_id=successor.id)
    return successor


def retire_poster(viewer: Viewer, poster: Poster, *, successor: Poster | None) -> None:
    """Its door is no longer used: the code leads on to another door of the unit."""
    _supersede(poster, successor, grace_days=0)
    audit.record("poster.retired", poster.id, by=viewer)


def let_stand_for(viewer: Viewer, poster: Poster, other: Poster) -> None:
    """Let a code that hangs on a wall open the form of another one, as if it were that one."""
    poster.replaced_at, poster.stands_for = now(), other
    db.session.flush()
    earlier = update(Poster).where(Poster.stands_for_id == poster.id).values(stands_for_id=other.id)
    db.session.execute(unscoped(earlier, because="codes that stood for one that the caller holds"))
    audit.record("poster.stands_for", poster.id, by=viewer, other_id=other.id)


def mark_printed(viewer: Viewer, poster: Poster, language: PosterLanguage) -> None:
    """Note that the poster was printed in this language. Raises PosterReplaced."""
    if poster.replaced_at:
        raise PosterReplaced
    poster.printed_at, poster.printed_language = now(), language
    audit.record("poster.printed", poster.id, by=viewer, language=language.value)


def confirm_display(viewer: Viewer, poster: Poster, *, on: date, photo: bytes | None = None) -> None:
    """Note that the poster is up since `on`, by the word of the manager or of an officer who saw it.

    `photo` is a picture that `documents.pictures` made; that of an earlier confirmation goes.

    Raises PosterReplaced, DisplayInFuture.
    """
    if poster.replaced_at:
        raise PosterReplaced
    if on > local_day():
        raise DisplayInFuture
    # Officers act for a body; a manager's account belongs to none.
    poster.display_source = DisplaySource.OFFICER if viewer.organisation_id else DisplaySource.MANAGER
    poster.displayed_on, poster.display_by_id = on, viewer.user_id
    _keep_photo(viewer, poster, photo)
    audit.record("poster.displayed", poster.id, by=viewer, on=on.isoformat(), photo=photo is not None)


def _keep_photo(viewer: Viewer, poster: Poster, content: bytes | None) -> None:
    kept = find_photo(viewer, poster)
    if content is None:
        if kept:
            db.session.delete(kept)
        return
    photo = kept or DisplayPhoto(unit_id=poster.unit_id, poster_id=poster.id)
    photo.content, photo.sent_at, photo.sent_by_id = content, now(), viewer.user_id
    db.session.add(photo)


def outdate_poster(poster: Poster) -> None:
    """What is printed on it changed: a new version is to be printed and put up, until then it is not displayed."""
    poster.version += 1
    poster.changed_at = now()
    poster.displayed_on = poster.display_source = poster.display_by_id = None


def _supersede(poster: Poster, successor: Poster | None, *, grace_days: int) -> None:
    poster.replaced_at, poster.successor = now(), successor
    poster.valid_until = last_moment(poster.replaced_at, grace_days)
    db.session.flush()
    # Whoever still finds an older code is led to the valid one in one step.
    older = update(Poster).where(Poster.replaced_by_id == poster.id).values(replaced_by_id=poster.replaced_by_id)
    db.session.execute(unscoped(older, because="older codes of the door that the caller holds already"))


def _free_codes(count: int) -> list[str]:
    """So many codes, all different and none of them in use."""
    found: set[str] = set()
    while len(found) < count:
        fresh = {new_code(randbits=_randbits.get()) for _ in range(count - len(found))} - found
        found |= fresh - taken_codes(fresh)
    return list(found)


def _free_code() -> str:
    # Two of 2⁴⁰ codes hardly ever meet; the table's unique index would refuse the second one.
    while is_code_taken(code := new_code(randbits=_randbits.get())):
        pass
    return code
