"""Heads say how a period went: as prepared for them, on the page or on signed paper; the level above may reopen it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func

from app import audit
from app.access.scope import within
from app.clock import now
from app.db import db
from app.directives import reminders
from app.directives.actions.heads import head_of, hold_body
from app.directives.actions.papers import keep_paper
from app.directives.models import Confirmation, Paper, Preparation, Reopening
from app.directives.queries import Answer, Draft, find_confirmation, find_preparation, get_directive
from app.directives.rounds import period_round
from app.directives.rules import GENESIS, missing_from_answer
from app.directives.sealing import digest_of
from app.documents.papers import KeptPaper
from app.door import Absent, Permission, Viewer
from app.notices.reminding import settle
from app.text import nfc

Sent = tuple[str, KeptPaper]


class PeriodNotOver(Exception):
    """The days of the period still take counts."""


class AnswerIncomplete(Exception):
    """A figure below its target is not explained, or a reason is missing."""


class NotBelow(Exception):
    """Only a level above reopens what a head has confirmed."""


@dataclass(frozen=True)
class SignedPaper:
    """A confirmation that the head gave on paper: its number and day, who signed it, the paper itself."""

    number: str
    signed_on: date
    signer_name: str
    signer_title: str
    sent: Sent


def confirm_period(viewer: Viewer, draft: Draft, answer: Answer, files: Sequence[Sent] = ()) -> Confirmation:
    """Freeze the draft's figures with what the head of the body says of them; sent twice, the first one stands.

    Raises NotTheHead, PeriodNotOver, AnswerIncomplete. The caller has asked for the password.
    """
    _refuse_others(viewer, draft)
    head = head_of(viewer, Permission.PERIOD_CONFIRM)
    _refuse_incomplete(draft, answer)
    found = find_confirmation(viewer, draft.directive_id, draft.organisation_id, draft.period.first_on)
    if found:
        return found
    papers = [keep_paper(viewer, draft.organisation_id, *sent) for sent in files]
    evidence = {"files": [_named(paper) for paper in papers]} if papers else {}
    return _freeze(viewer, draft, answer, name=head.full_name, title=head.title, evidence=evidence)


def confirm_on_paper(viewer: Viewer, draft: Draft, answer: Answer, paper: SignedPaper) -> Confirmation:
    """Record for the viewer's body what its head has said on signed paper; sent twice, the first one stands.

    Raises PeriodNotOver, AnswerIncomplete. The caller has asked for the password.
    """
    _refuse_others(viewer, draft)
    hold_body(draft.organisation_id)
    _refuse_incomplete(draft, answer)
    found = find_confirmation(viewer, draft.directive_id, draft.organisation_id, draft.period.first_on)
    if found:
        return found
    kept = keep_paper(viewer, draft.organisation_id, *paper.sent)
    named = {"number": nfc(paper.number), "signed_on": paper.signed_on.isoformat(), "file": _named(kept)}
    name, title = nfc(paper.signer_name), nfc(paper.signer_title)
    return _freeze(viewer, draft, answer, name=name, title=title, evidence={"paper": named})


def _named(paper: Paper) -> dict[str, Any]:
    return {"paper_id": paper.id, "name": paper.name, "digest": paper.digest}


def _refuse_others(viewer: Viewer, draft: Draft) -> None:
    if draft.organisation_id != viewer.organisation_id:
        raise Absent


def _refuse_incomplete(draft: Draft, answer: Answer) -> None:
    if now() < draft.opens_at:
        raise PeriodNotOver
    if missing_from_answer(
        answer.outcome, below_target=draft.below_target, reasons=answer.reasons, reason=answer.reason
    ):
        raise AnswerIncomplete


def _freeze(
    viewer: Viewer, draft: Draft, answer: Answer, *, name: str, title: str, evidence: dict[str, Any]
) -> Confirmation:
    row = Confirmation(
        directive_id=draft.directive_id,
        organisation_id=draft.organisation_id,
        first_on=draft.period.first_on,
        last_on=draft.period.last_on,
        outcome=answer.outcome,
        reasons=_reasons(answer),
        figures=draft.figures_json(),
        version=_last_version(viewer, draft) + 1,
        evidence=evidence,
        previous_digest=_last_digest(viewer, draft.organisation_id),
        confirmed_at=now(),
        user_id=viewer.user_id,
        head_name=name,
        head_title=title,
    )
    row.digest = digest_of(row)
    db.session.add(row)
    db.session.flush()
    settle(period_round(draft.directive_id, draft.period), draft.organisation_id)
    audit.record("period.confirmed", row.id, by=viewer, outcome=answer.outcome.value, digest=row.digest)
    return row


def _reasons(answer: Answer) -> dict[str, Any]:
    measures = {key: nfc(text, multiline=True) for key, text in answer.reasons.items() if text}
    return {"whole": nfc(answer.reason, multiline=True), "measures": measures}


def _last_digest(viewer: Viewer, organisation_id: int) -> str:
    stmt = within(viewer, Confirmation).where(Confirmation.organisation_id == organisation_id)
    last: Confirmation | None = db.session.scalar(stmt.order_by(Confirmation.id.desc()).limit(1))
    return last.digest if last else GENESIS


def _last_version(viewer: Viewer, draft: Draft) -> int:
    stmt = within(viewer, Confirmation).where(
        Confirmation.directive_id == draft.directive_id,
        Confirmation.organisation_id == draft.organisation_id,
        Confirmation.first_on == draft.period.first_on,
    )
    return db.session.scalar(stmt.with_only_columns(func.max(Confirmation.version))) or 0


def prepare_period(viewer: Viewer, draft: Draft, answer: Answer) -> Preparation:
    """Put the answer before the head as he would give it, and let him know; a later one takes its place."""
    _refuse_others(viewer, draft)
    row = find_preparation(viewer, draft.directive_id, draft.organisation_id, draft.period.first_on)
    if row is None:
        row = Preparation(directive_id=draft.directive_id, organisation_id=draft.organisation_id)
        row.first_on = draft.period.first_on
        db.session.add(row)
    # With the figures that he saw: what changes until the head approves is shown to the head.
    row.outcome, row.reasons, row.prepared_at = answer.outcome, {**_reasons(answer), "shown": draft.shown()}, now()
    row.user_id, row.prepared_by = viewer.user_id or 0, viewer.full_name
    db.session.flush()
    reminders.tell_head(draft.directive_id, draft.number, draft.organisation_id, draft.period)
    audit.record("period.prepared", row.id, by=viewer, outcome=answer.outcome.value)
    return row


def reopen_period(viewer: Viewer, confirmation: Confirmation, reason: str) -> Reopening:
    """Ask the head to confirm the period once more; what he confirmed stays as it is. Said again, nothing changes.

    Raises NotBelow: the body is not below the viewer's.
    """
    if viewer.organisation_id in (None, confirmation.organisation_id):
        raise NotBelow
    hold_body(confirmation.organisation_id)
    found = db.session.scalar(within(viewer, Reopening).where(Reopening.confirmation_id == confirmation.id))
    return found or _reopening(viewer, confirmation, reason)


def _reopening(viewer: Viewer, confirmation: Confirmation, reason: str) -> Reopening:
    row = Reopening(confirmation_id=confirmation.id, reason=nfc(reason, multiline=True), reopened_at=now())
    row.user_id, row.reopened_by = viewer.user_id or 0, viewer.full_name
    db.session.add(row)
    db.session.flush()
    directive = get_directive(confirmation.directive_id)
    reminders.ask_again(directive, confirmation, row.reopened_at)
    audit.record("period.reopened", confirmation.id, by=viewer)
    return row
