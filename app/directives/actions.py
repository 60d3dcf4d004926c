"""Letters come in, heads acknowledge them and say how a period went."""

import json
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app import audit
from app.access.scope import within
from app.clock import local_day, now
from app.db import db, transaction
from app.directives import reminders
from app.directives.models import Acknowledgement, Confirmation, Directive, DirectiveOpening, Obligation
from app.directives.queries import (
    Answer,
    Draft,
    find_confirmation,
    find_directive,
    find_head_post,
    find_receipt,
    get_directive,
    is_opened,
)
from app.directives.rules import GENESIS, AcceptedCodes, MeasureKey, Rhythm, missing_from_answer
from app.directives.sealing import digest_of
from app.door import Absent, Permission, Viewer
from app.notices.reminding import settle
from app.organisations.models import Appointment, Organisation
from app.text import nfc

LETTER_568 = "letter_568.json"
INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class NotTheHead(Exception):
    """The account does not hold the post of the body's head today."""


class NotAddressed(Exception):
    """The letter asks nothing of this body."""


class PeriodNotOver(Exception):
    """The days of the period still take counts."""


class AnswerIncomplete(Exception):
    """A figure below its target is not explained, or a reason is missing."""


def load_letter(viewer: Viewer, *, published_on: date | None = None) -> Directive:
    """Bring in letter 568 with its seven obligations; one that is there stays as it is."""
    letter = json.loads((resources.files("app.directives") / "data" / LETTER_568).read_text(encoding="utf-8"))
    return find_directive(letter["number"]) or publish_directive(viewer, letter, published_on=published_on)


def publish_directive(viewer: Viewer, letter: Mapping[str, Any], *, published_on: date | None = None) -> Directive:
    """Send a letter to its addressees through the portal, from a day on (default today)."""
    directive = Directive(
        number=letter["number"],
        title=letter["title"],
        signer=letter["signer"],
        signed_on=date.fromisoformat(letter["signed_on"]),
        effective_on=date.fromisoformat(letter["effective_on"]),
        published_on=published_on or local_day(),
        text=letter["text"],
    )
    for position, obligation in enumerate(letter["obligations"], start=1):
        directive.obligations.append(_obligation(position, letter["target_basis"], obligation))
    db.session.add(directive)
    db.session.flush()
    audit.record("directive.published", directive.id, by=viewer)
    if directive.published_on <= local_day():
        reminders.announce(directive)
    return directive


def _obligation(position: int, target_basis: str, row: Mapping[str, Any]) -> Obligation:
    return Obligation(
        position=position,
        target_basis=target_basis,
        measure=MeasureKey(row["measure"]),
        rhythm=Rhythm(row["rhythm"]),
        accepted_codes=AcceptedCodes(row.get("accepted_codes", AcceptedCodes.ANY)),
        **{name: value for name, value in row.items() if name not in ("measure", "rhythm", "accepted_codes")},
    )


def accept_codes(viewer: Viewer, obligation: Obligation, codes: AcceptedCodes) -> None:
    """Let these codes alone fulfil what a letter orders about codes."""
    obligation.accepted_codes = codes
    audit.record("obligation.codes_accepted", obligation.id, by=viewer, codes=codes.value)


def note_opening(viewer: Viewer, directive_id: int) -> None:
    """Note that somebody of the viewer's body opened the letter for the first time; a short transaction of its own."""
    if viewer.organisation_id is None or is_opened(viewer, directive_id):
        return
    values = {"directive_id": directive_id, "organisation_id": viewer.organisation_id, "user_id": viewer.user_id}
    with transaction():
        insert = INSERTS[db.engine.dialect.name](DirectiveOpening).values(**values, opened_at=now())
        # Two colleagues may open it at the same moment: the first one counts.
        db.session.execute(insert.on_conflict_do_nothing())


def acknowledge(viewer: Viewer, directive_id: int) -> Acknowledgement:
    """The viewer, head of an addressed body, received the letter and answers for it; said again, nothing changes.

    Raises Absent, NotAddressed, NotTheHead. The caller has asked for the password.
    """
    directive = get_directive(directive_id)
    receipt = find_receipt(viewer, directive)
    if receipt is None:
        raise NotAddressed
    head = _head(viewer, Permission.DIRECTIVE_ACKNOWLEDGE)
    return _found_acknowledgement(viewer, directive) or _new_acknowledgement(viewer, directive, head)


def _head(viewer: Viewer, permission: Permission) -> Appointment:
    """The viewer's post; holds the body's row, so that what heads say of one body happens one after the other."""
    post = find_head_post(viewer) if viewer.can(permission) else None
    if post is None:
        raise NotTheHead
    db.session.scalars(select(Organisation).where(Organisation.id == post.organisation_id).with_for_update()).one()
    return post


def _found_acknowledgement(viewer: Viewer, directive: Directive) -> Acknowledgement | None:
    stmt = within(viewer, Acknowledgement).where(
        Acknowledgement.directive_id == directive.id, Acknowledgement.organisation_id == viewer.organisation_id
    )
    found: Acknowledgement | None = db.session.scalar(stmt)
    return found


def _new_acknowledgement(viewer: Viewer, directive: Directive, head: Appointment) -> Acknowledgement:
    row = Acknowledgement(
        directive_id=directive.id,
        organisation_id=head.organisation_id,
        acknowledged_at=now(),
        user_id=viewer.user_id,
        head_name=head.full_name,
        head_title=head.title,
    )
    db.session.add(row)
    db.session.flush()
    settle(reminders.receipt_round(directive.id), head.organisation_id)
    audit.record("directive.acknowledged", directive.id, by=viewer, appointment_id=head.id)
    return row


def confirm_period(viewer: Viewer, draft: Draft, answer: Answer) -> Confirmation:
    """Freeze the draft's figures with what the head of the body says of them; sent twice, the first one stands.

    Raises NotTheHead, PeriodNotOver, AnswerIncomplete. The caller has asked for the password.
    """
    if draft.organisation_id != viewer.organisation_id:
        raise Absent
    head = _head(viewer, Permission.PERIOD_CONFIRM)
    if now() < draft.opens_at:
        raise PeriodNotOver
    if missing_from_answer(
        answer.outcome, below_target=draft.below_target, reasons=answer.reasons, reason=answer.reason
    ):
        raise AnswerIncomplete
    found = find_confirmation(viewer, draft.directive_id, draft.organisation_id, draft.period.first_on)
    return found or _new_confirmation(viewer, draft, answer, head)


def _new_confirmation(viewer: Viewer, draft: Draft, answer: Answer, head: Appointment) -> Confirmation:
    reasons = {key: nfc(text, multiline=True) for key, text in answer.reasons.items() if text}
    row = Confirmation(
        directive_id=draft.directive_id,
        organisation_id=draft.organisation_id,
        first_on=draft.period.first_on,
        last_on=draft.period.last_on,
        outcome=answer.outcome,
        reasons={"whole": nfc(answer.reason, multiline=True), "measures": reasons},
        figures=draft.figures_json(),
        previous_digest=_last_digest(viewer, draft.organisation_id),
        confirmed_at=now(),
        user_id=viewer.user_id,
        head_name=head.full_name,
        head_title=head.title,
    )
    row.digest = digest_of(row)
    db.session.add(row)
    db.session.flush()
    settle(reminders.period_round(draft.directive_id, draft.period), draft.organisation_id)
    audit.record("period.confirmed", row.id, by=viewer, outcome=answer.outcome.value, digest=row.digest)
    return row


def _last_digest(viewer: Viewer, organisation_id: int) -> str:
    stmt = within(viewer, Confirmation).where(Confirmation.organisation_id == organisation_id)
    last: Confirmation | None = db.session.scalar(stmt.order_by(Confirmation.id.desc()).limit(1))
    return last.digest if last else GENESIS
