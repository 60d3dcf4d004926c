"""Storing what citizens send. These are no audit events: nobody signed in, and one chain would slow every gate."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select
from sqlalchemy.sql.dml import Insert

from app.access.scope import unscoped
from app.codes import new_receipt
from app.crypto import CellRef, blind_index, current_keys, day_key_id, seal_json
from app.db import db
from app.declarations.judging import Health
from app.declarations.models import Declaration, Submission
from app.tallies.actions import INSERTS
from app.tallies.hot_path import Call, run

ID_BYTES = 16

_KNOWN = select(Submission.day, Submission.receipt, Submission.digest).where(Submission.id == bindparam("id"))
_TABLE: Any = Declaration.__table__
# What happens to a declaration later is not named, so that it is no value to send.
_LATER = frozenset({"judged_at", "corrected_at", "withdrawn_at"})
_DECLARE = unscoped(
    insert(_TABLE).values({column.name: bindparam(column.name) for column in _TABLE.c if column.name not in _LATER}),
    because="a citizen adds his own row by the code on the wall",
)


@dataclass(frozen=True)
class Accepted:
    """What became of a form: its id, its receipt, and whether it was there before; `others`: the family's receipts."""

    id: str
    day: date
    receipt: str
    is_new: bool
    others: Sequence[str] = ()

    @property
    def receipts(self) -> Sequence[str]:
        """Of all who came by this form, who filled it in first."""
        return [self.receipt, *self.others]


class SealedDeclaration(NamedTuple):
    """The columns of a declaration that hold what was said, sealed for the row with this id."""

    person: bytes
    answers: bytes
    phone_index: bytes | None
    id_number_index: bytes | None


def accept(submission_id: str, content: str, *, at: datetime, day: date) -> Accepted:
    """Store that a form was sent, first thing in its transaction.

    The same form with the same content again is the stored one. With other content it is a form of its own, whose id
    follows from both, so that it too is stored once however often it is sent.
    """
    if receipt := _store(submitting(submission_id, content, at=at, day=day)):
        return Accepted(submission_id, day, receipt, is_new=True)
    known = _known(submission_id)
    digest = _digest(known.day, content)
    if digest == known.digest:
        return Accepted(submission_id, known.day, known.receipt, is_new=False)
    derived_id = _derived(submission_id, digest)
    if receipt := _store(submitting(derived_id, content, at=at, day=day, follows_id=submission_id)):
        return Accepted(derived_id, day, receipt, is_new=True)
    known = _known(derived_id)
    return Accepted(derived_id, known.day, known.receipt, is_new=False)


def id_of_member(submission_id: str, number: int) -> str:
    """The id of the submission of a family's member: it follows from that of the form, so that it is stored once."""
    return _derived(submission_id, number.to_bytes(1))


def id_that_follows(submission_id: str, what: str) -> str:
    """The id of what comes by a form that did something before: it follows from both, so that it is stored once."""
    return _derived(submission_id, what.encode())


def find_receipts(ids: Sequence[str]) -> Sequence[str]:
    """The receipts of submissions that were stored before, in the order of `ids`."""
    found = dict(db.session.execute(select(Submission.id, Submission.receipt).where(Submission.id.in_(ids))).all())
    return [found[each] for each in ids if each in found]


def seal_declaration(
    declaration_id: str,
    day: date,
    person: Mapping[str, Any],
    said: Mapping[str, str],
) -> SealedDeclaration:
    """Encrypt a declaration under its day's key, before the database is written to. Raises KeyDestroyed."""
    keys, key_id = current_keys(), day_key_id(day)
    phone, id_number = person["phone"], person["id_number"]
    return SealedDeclaration(
        person=seal_json(keys, CellRef("declaration", "person", declaration_id, key_id), person),
        answers=seal_json(keys, CellRef("declaration", "answers", declaration_id, key_id), said),
        phone_index=blind_index(keys, key_id, "phone", phone) if phone else None,
        id_number_index=blind_index(keys, key_id, "id_number", id_number) if id_number else None,
    )


def declaring(
    declaration_id: str,
    sealed: SealedDeclaration,
    *,
    unit_id: int,
    poster_id: int,
    at: datetime,
    day: date,
    language: str,
    health: Health,
) -> Call:
    """What stores a declaration under the id of its submission."""
    values = {
        "day": day,
        "id": declaration_id,
        "unit_id": unit_id,
        "poster_id": poster_id,
        "sent_at": at,
        "form": str(health.form),
        "form_version": health.form_version,
        "rules_version": health.rules_version,
        "language": language,
        "risk": str(health.risk),
        "person": sealed.person,
        "answers": sealed.answers,
        "phone_index": sealed.phone_index,
        "id_number_index": sealed.id_number_index,
    }
    return Call(_DECLARE, values)


def submitting(submission_id: str, content: str, *, at: datetime, day: date, follows_id: str | None = None) -> Call:
    """What stores a submission unless its id was stored before; waits for who is storing it now."""
    values = {
        "id": submission_id,
        "day": day,
        "receipt": new_receipt(),
        "digest": _digest(day, content),
        "follows_id": follows_id,
        "created_at": at,
    }
    return Call(_storing(db.engine.dialect.name), values)


def _store(call: Call) -> str | None:
    """The receipt of a new submission, or None when it is none."""
    return str(call.values["receipt"]) if run(call).rowcount == 1 else None


@cache
def _storing(dialect: str) -> Insert:
    table = Submission.__table__
    insertion: Insert = INSERTS[dialect](table).values({column.name: bindparam(column.name) for column in table.c})
    unless_known: Insert = insertion.on_conflict_do_nothing(index_elements=["id"])  # type: ignore[attr-defined]
    # An INSERT's count is -1 on PostgreSQL unless it is asked for.
    return unless_known.execution_options(preserve_rowcount=True)


def _known(submission_id: str) -> Any:
    return run(Call(_KNOWN, {"id": submission_id})).one()


def _digest(day: date, content: str) -> bytes:
    # Under the day's key, like everything that could be guessed and compared.
    return blind_index(current_keys(), day_key_id(day), "submission", content)


def _derived(submission_id: str, digest: bytes) -> str:
    mixed = hashlib.sha256(submission_id.encode() + b"\0" + digest).digest()
    return base64.urlsafe_b64encode(mixed[:ID_BYTES]).decode().rstrip("=")
