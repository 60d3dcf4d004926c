"""Drafting a letter, writing on it, recording the number and day that the registry gave it."""

from collections.abc import Sequence
from datetime import date

from app import audit
from app.clock import now
from app.correspondence import queries
from app.correspondence.models import OutgoingLetter
from app.correspondence.rules import LetterKind, Listing, SourceKey
from app.db import db
from app.door import Viewer
from app.organisations.models import Organisation

ORDER = "STT"


class LetterRecorded(Exception):
    """The letter went out under a number: its draft cannot be changed."""


class NumberTaken(Exception):
    """The body recorded another letter under this number this year."""


def draft_letter(
    viewer: Viewer,
    body: Organisation,
    *,
    kind: LetterKind,
    source: SourceKey,
    about: str,
    text: str,
    found: Listing,
) -> OutgoingLetter:
    """A draft with the list's addressees and rows as they are now; sent twice it is one."""
    letter = OutgoingLetter(organisation_id=body.id, kind=kind, source=source, about=about, body=text)
    letter.addressees = [each.name for each in found.addressees]
    rows = [[str(number), *row.cells] for number, row in enumerate(found.rows, start=1)]
    letter.annex = {"title": found.title, "header": [ORDER, *found.header], "rows": rows}
    if (same := queries.find_same_draft(viewer, letter)) is not None:
        return same
    letter.drafted_at, letter.drafted_by_id = now(), viewer.user_id
    head = queries.find_signer(body)
    letter.signer_name, letter.signer_title = (head.full_name, head.title) if head else ("", "")
    db.session.add(letter)
    db.session.flush()
    audit.record("letter.drafted", letter.id, by=viewer)
    return letter


def rewrite_letter(viewer: Viewer, letter: OutgoingLetter, *, about: str, text: str, addressees: Sequence[str]) -> None:
    """Write a draft anew. Raises LetterRecorded."""
    _refuse_recorded(letter)
    letter.about, letter.body, letter.addressees = about, text, list(addressees)
    audit.record("letter.rewritten", letter.id, by=viewer)


def discard_letter(viewer: Viewer, letter: OutgoingLetter) -> None:
    """Throw a draft away. Raises LetterRecorded."""
    _refuse_recorded(letter)
    audit.record("letter.discarded", letter.id, by=viewer)
    db.session.delete(letter)


def record_letter(
    viewer: Viewer, letter: OutgoingLetter, *, number: str, dated_on: date, signer_name: str, signer_title: str
) -> None:
    """Note under which number and day the letter went out. Raises LetterRecorded, NumberTaken."""
    _refuse_recorded(letter)
    if queries.is_number_taken(viewer, letter, number, dated_on.year):
        raise NumberTaken(number)
    letter.number, letter.dated_on = number, dated_on
    letter.signer_name, letter.signer_title = signer_name, signer_title
    letter.recorded_at, letter.recorded_by_id = now(), viewer.user_id
    audit.record("letter.recorded", letter.id, by=viewer)


def _refuse_recorded(letter: OutgoingLetter) -> None:
    if letter.number:
        raise LetterRecorded(letter.id)
