"""Whom to remind of a letter: its addressees, in the words of their group, those above where the group says so."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from app import settings
from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.labels import is_ordered
from app.directives.models import Acknowledgement, Confirmation, Directive, DirectiveQuestion, Instruction
from app.directives.notices import (
    AMENDMENT,
    ANSWER,
    INSTRUCTION,
    LETTER,
    PREPARED,
    QUESTION,
    RECEIPT_BEFORE_DUE,
    RECEIPT_DUE,
    REOPENED,
)
from app.directives.periods import acknowledgement_due_at, below_due_at, due_again_at, due_at
from app.directives.queries import Receipt, groups_of
from app.directives.rounds import again_round, period_round, receipt_round
from app.directives.rules import Period
from app.door import office_viewer
from app.notices.people import accounts_with, people_of
from app.notices.reminding import Asked, remind, reminded_ids, settle
from app.notices.rules import Rhythm
from app.notices.telling import LANGUAGE, Notice, tell
from app.notices.wording import Values, Variable
from app.organisations.queries import list_organisations
from app.organisations.rules import RelationGroup
from app.web.filters import day, instant

# The last day of a receipt ends at midnight: heads are reminded of it in its morning.
RECEIPT_BEFORE = timedelta(hours=16)
# Longer after its cut-off nobody begins to remind of a period: those above know by then.
BEGUN_UNTIL = timedelta(days=1)


def announce(directive: Directive) -> int:
    """Tell every addressee that a letter has come and begin to remind of its receipt; said again, nothing is added."""
    due = acknowledgement_due_at(directive.published_on)
    return sum(
        _deliver(directive, group, ids, due) for group, ids in _addressees(directive, directive.published_on).items()
    )


def pass_on(directive: Directive, organisation_id: int) -> int:
    """Tell the bodies directly below one whose head acknowledged that the letter has come to them."""
    today, tomorrow = local_day(), now() + timedelta(1)
    addressed = {body_id for ids in _addressees(directive, today).values() for body_id in ids}
    below = [body.id for body in list_organisations(parent_id=organisation_id, on=today) if body.id not in addressed]
    groups = groups_of(below, on=today)
    due = max(below_due_at(directive.published_on), tomorrow)
    by_group: defaultdict[RelationGroup | None, list[int]] = defaultdict(list)
    for body_id in below:
        by_group[groups.get(body_id)].append(body_id)
    count = sum(_deliver(directive, group, ids, due) for group, ids in by_group.items())
    # Whoever may read the letter may have acknowledged it before it was passed on: nobody asks him again.
    for body_id in _acknowledged(directive).intersection(below):
        settle(receipt_round(directive.id), body_id)
    return count


def _deliver(directive: Directive, group: RelationGroup | None, ids: Sequence[int], due: datetime) -> int:
    path = f"/directives/{directive.id}"
    values = _words(directive, group, due - timedelta(minutes=1))
    told = {**values, Variable.TITLE: directive.title}
    kind = LETTER
    if directive.amends_id:
        kind, told[Variable.REPLACED] = AMENDMENT, numbered(db.session.get_one(Directive, directive.amends_id))
    notice = Notice(kind.key, f"letter-{directive.id}/sent", told, path)
    count = tell(notice, people_of(ids, kind.permission, on=local_day()))
    rhythm = _rhythm(group, RECEIPT_BEFORE)
    asked = Asked(receipt_round(directive.id), "directives.receipt", due, rhythm, values, path, f"{path}#receipts")
    remind(asked, ids)
    return count


def tell_of_instruction(directive: Directive, instruction: Instruction, below: Sequence[int]) -> None:
    """Let the bodies directly below know what their head above adds to the letter."""
    values = {Variable.LETTER: numbered(directive), Variable.BODY: instruction.organisation.name}
    notice = Notice(INSTRUCTION.key, f"instruction-{instruction.id}", values, f"/directives/{directive.id}")
    tell(notice, people_of(below, INSTRUCTION.permission, on=local_day()))


def stop_asking_for_receipts(directive: Directive) -> None:
    """Nobody is reminded any longer of a letter whose place another has taken."""
    for organisation_id in reminded_ids(receipt_round(directive.id)):
        settle(receipt_round(directive.id), organisation_id)


def remind_now(directive: Directive, receipts: Sequence[Receipt]) -> int:
    """Remind these bodies of the receipt at once, each at most once a day; how many messages were new."""
    today, path, count = local_day(), f"/directives/{directive.id}", 0
    due = acknowledgement_due_at(directive.published_on)
    kind = RECEIPT_DUE if now() > due else RECEIPT_BEFORE_DUE
    for receipt in receipts:
        values = {**_words(directive, receipt.group, due - timedelta(minutes=1)), Variable.BODY: receipt.body.name}
        cause = f"{receipt_round(directive.id)}/{receipt.body.id}/by-hand-{today.isoformat()}"
        count += tell(Notice(kind.key, cause, values, path), people_of([receipt.body.id], kind.permission, on=today))
    return count


def tell_of_question(directive: Directive, question: DirectiveQuestion) -> None:
    """Let the office know that a body asks back."""
    values = {Variable.LETTER: numbered(directive), Variable.BODY: question.organisation.name}
    path = f"/directives/{directive.id}/questions"
    tell(Notice(QUESTION.key, f"question-{question.id}/asked", values, path), accounts_with(QUESTION.permission))


def tell_of_answer(directive: Directive, question: DirectiveQuestion) -> None:
    """Let who asked know that there is an answer."""
    path = f"/directives/{directive.id}/questions"
    people = people_of([question.organisation_id], ANSWER.permission, on=local_day())
    cause = f"question-{question.id}/answered-{now().isoformat()}"
    tell(Notice(ANSWER.key, cause, {Variable.LETTER: numbered(directive)}, path), people)


def tell_head(directive_id: int, number: str, organisation_id: int, period: Period) -> None:
    """Let the head know that a period was put before him; once a day however often it is changed."""
    values = {Variable.LETTER: number, Variable.PERIOD: _days(period)}
    path = f"/confirmations/{directive_id}/{period.first_on.isoformat()}"
    cause = f"{period_round(directive_id, period)}/{organisation_id}/prepared-{local_day().isoformat()}"
    people = people_of([organisation_id], PREPARED.permission, on=local_day())
    tell(Notice(PREPARED.key, cause, values, path), people)


def ask_again(directive: Directive, confirmation: Confirmation, reopened_at: datetime) -> None:
    """Tell the body that its period was reopened, and remind it anew: a further version is a cause of its own."""
    body_id, today = confirmation.organisation_id, local_day(reopened_at)
    period = Period(confirmation.first_on, confirmation.last_on)
    due, group = due_again_at(period, reopened_at, directive.cut_off_hour), groups_of([body_id], on=today).get(body_id)
    key = again_round(directive.id, period, version=confirmation.version + 1, reopened_on=today)
    asked = replace(_asked_for(directive, period, group, due), round_key=key)
    remind(asked, [body_id])
    people = people_of([body_id], REOPENED.permission, on=today)
    tell(Notice(REOPENED.key, f"confirmation-{confirmation.id}/reopened", asked.values, asked.path), people)


def _days(period: Period) -> str:
    return f"{day(period.first_on)} – {day(period.last_on)}"


def ask_for_confirmations(directive: Directive, period: Period) -> int:
    """Begin to remind the addressees that have not confirmed a period; how many are new to it."""
    due, round_key = due_at(period, directive.cut_off_hour), period_round(directive.id, period)
    over = reminded_ids(round_key) | _confirmed(directive, period)
    return sum(
        remind(_asked_for(directive, period, group, due), [body_id for body_id in ids if body_id not in over])
        for group, ids in _addressees(directive, period.last_on).items()
    )


def _asked_for(directive: Directive, period: Period, group: RelationGroup | None, due: datetime) -> Asked:
    first_on = period.first_on.isoformat()
    values = {**_words(directive, group, due), Variable.PERIOD: _days(period)}
    before = timedelta(hours=int(settings.value("directives.remind_before_hours", on=period.last_on)))
    path, above = f"/confirmations/{directive.id}/{first_on}", f"/confirmations?period={first_on}"
    key = period_round(directive.id, period)
    return Asked(key, "directives.period", due, _rhythm(group, before), values, path, above)


def _rhythm(group: RelationGroup | None, before: timedelta) -> Rhythm:
    if group is None or settings.value(f"directives.escalates_{group.value}") == "no":
        return Rhythm(before)
    return Rhythm(before, timedelta(hours=int(settings.value("directives.escalate_after_hours"))))


def _words(directive: Directive, group: RelationGroup | None, due: datetime) -> Values:
    with force_locale(LANGUAGE):
        asks = _("yêu cầu") if is_ordered(group) else _("đề nghị")
    return {Variable.LETTER: numbered(directive), Variable.DEADLINE: instant(due), Variable.ASKS: str(asks)}


def numbered(directive: Directive) -> str:
    """The letter as messages name it: an amendment that keeps the number says which version it is."""
    if directive.version == 1:
        return directive.number
    with force_locale(LANGUAGE):
        return str(_("%(number)s (bản %(n)s)", number=directive.number, n=directive.version))


def _addressees(directive: Directive, on: date) -> Mapping[RelationGroup | None, Sequence[int]]:
    """Ids of the bodies that the letter addresses, by their group."""
    bodies = load_bodies(office_viewer(), first=on, last=on).addressed_by(directive.obligations)
    groups = groups_of((body.id for body in bodies), on=on)
    found: defaultdict[RelationGroup | None, list[int]] = defaultdict(list)
    for body in bodies:
        found[groups.get(body.id)].append(body.id)
    return found


def _acknowledged(directive: Directive) -> frozenset[int]:
    stmt = within(office_viewer(), Acknowledgement).with_only_columns(Acknowledgement.organisation_id)
    return frozenset(db.session.scalars(stmt.where(Acknowledgement.directive_id == directive.id)))


def _confirmed(directive: Directive, period: Period) -> frozenset[int]:
    stmt = within(office_viewer(), Confirmation).with_only_columns(Confirmation.organisation_id)
    stmt = stmt.where(Confirmation.directive_id == directive.id, Confirmation.first_on == period.first_on)
    return frozenset(db.session.scalars(stmt))
