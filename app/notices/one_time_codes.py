"""A code of six digits by SMS, for signing in: offered only where a gateway is set and paid for.

Nothing of a code is stored, in the clear or otherwise: it follows from a random seed in the database and a secret of
the installation, as in RFC 4226. The message in the outbox has a place for it that is filled while it is sent.
"""

import hmac
import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import ColumnElement, and_, func, select, update

from app.clock import now
from app.db import db, transaction
from app.notices.budget import spending
from app.notices.installation import open_channels
from app.notices.kinds import CODE
from app.notices.models import OneTimeCode
from app.notices.people import Recipient
from app.notices.rules import CODE_DIGITS, CODE_EVERY, CODE_LIFE, CODE_TRIES, CODES_AN_HOUR, Channel
from app.notices.telling import LANGUAGE, Notice, message_row, put
from app.notices.texts import edited, wording_of, written
from app.notices.wording import Variable

SEED_BYTES = 32
HOUR = timedelta(hours=1)


class CodesNotOffered(Exception):
    """No SMS gateway is set, or the month's money is spent."""


class CodeTooSoon(Exception):
    """This phone was sent a code a moment ago, or too many within an hour."""


def offers_codes() -> bool:
    """Whether a code can be sent now; a page shows this way of signing in only then."""
    return Channel.SMS in open_channels() and not spending().is_used_up


def send_code(phone: str, *, language: str = LANGUAGE) -> None:
    """Let a code be sent to a phone (in stored form), in the running transaction. Raises CodesNotOffered, CodeTooSoon.

    The caller knows that somebody may sign in by this phone; to others it says the same and sends nothing.
    """
    if not offers_codes():
        raise CodesNotOffered
    at, digest = now(), _digest(phone)
    lately = select(func.count(), func.max(OneTimeCode.asked_at)).where(
        OneTimeCode.phone_digest == digest, OneTimeCode.asked_at > at - HOUR
    )
    count, last = db.session.execute(lately).one()
    if count >= CODES_AN_HOUR or (last and last > at - CODE_EVERY):
        raise CodeTooSoon
    # Only the newest code of a phone is good.
    db.session.execute(update(OneTimeCode).where(_is_good(digest)).values(expires_at=at))
    code = OneTimeCode(phone_digest=digest, seed=secrets.token_hex(SEED_BYTES), asked_at=at, expires_at=at + CODE_LIFE)
    db.session.add(code)
    db.session.flush()
    _put(code, phone, language)


def is_right_code(phone: str, typed: str) -> bool:
    """Whether this is the code that was sent to the phone and is good; it is used up then, and after a few tries.

    A try is counted in a transaction of its own before the code is looked at; of two that send the right one at the
    same moment, one is right.
    """
    with transaction():
        found = db.session.scalar(select(OneTimeCode).where(_is_good(_digest(phone))).order_by(OneTimeCode.id.desc()))
        if found is None or not _counted(found.id):
            return False
        code_id, expected = found.id, code_of(found.seed)
    if not hmac.compare_digest(expected.encode(), typed.strip().encode()):
        return False
    with transaction():
        unused = update(OneTimeCode).where(OneTimeCode.id == code_id, OneTimeCode.used_at.is_(None))
        return db.session.execute(unused.values(used_at=now(), seed="")).rowcount == 1  # type: ignore[attr-defined, no-any-return]


def code_to_send(code_id: int) -> str | None:
    """The digits, at the moment in which they are handed to a gateway; None once they are of no use."""
    found = db.session.get(OneTimeCode, code_id)
    if found is None or found.used_at or found.expires_at <= now():
        return None
    return code_of(found.seed)


def forget_codes() -> int:
    """Empty the seeds of codes that are over. Returns how many."""
    over = update(OneTimeCode).where(OneTimeCode.expires_at <= now(), OneTimeCode.seed != "")
    return db.session.execute(over.values(seed="")).rowcount  # type: ignore[attr-defined, no-any-return]


def code_of(seed: str) -> str:
    """The digits that follow from a seed and the installation's secret."""
    digest = hmac.digest(str(current_app.secret_key).encode(), b"one-time code\x00" + seed.encode(), "sha256")
    return f"{int.from_bytes(digest[:8], 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _counted(code_id: int) -> bool:
    """Count a try, unless there were too many."""
    stmt = update(OneTimeCode).where(OneTimeCode.id == code_id, OneTimeCode.try_count < CODE_TRIES)
    counted = db.session.execute(stmt.values(try_count=OneTimeCode.try_count + 1))
    return counted.rowcount == 1  # type: ignore[attr-defined, no-any-return]


def _is_good(digest: str) -> ColumnElement[bool]:
    return and_(OneTimeCode.phone_digest == digest, OneTimeCode.used_at.is_(None), OneTimeCode.expires_at > now())


def _put(code: OneTimeCode, phone: str, language: str) -> None:
    texts = edited([CODE.key])
    minutes = str(int(CODE_LIFE.total_seconds() // 60))
    words = written(wording_of(CODE, Channel.SMS, language, texts), Channel.SMS, {Variable.MINUTES: minutes})
    notice = Notice(CODE.key, f"code/{code.id}", {}, language=language)
    recipient = Recipient(f"code-{code.id}", {Channel.SMS: phone})
    put([{**message_row(CODE, notice, recipient, Channel.SMS, words, at=code.asked_at), "code_id": code.id}])


def _digest(phone: str) -> str:
    return hmac.digest(str(current_app.secret_key).encode(), b"phone\x00" + phone.encode(), "sha256").hex()
