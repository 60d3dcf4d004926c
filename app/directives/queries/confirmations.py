"""The periods that heads confirm: how each body stands with them, and what was confirmed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import or_

from app.access.scope import within
from app.clock import local_day, now
from app.db import db
from app.directives.addressees import load_bodies
from app.directives.measures.figures import from_json
from app.directives.models import Confirmation, Directive
from app.directives.periods import opens_at, periods_from, status_of
from app.directives.queries.drafts import Line, periods_of
from app.directives.queries.letters import list_directives
from app.directives.queries.people import groups_of
from app.directives.queries.versions import Version, list_versions, stand_of
from app.directives.rules import GENESIS, Period, PeriodStatus, days_asked, is_late
from app.directives.sealing import digest_of
from app.door import Absent, Viewer
from app.organisations.models import Organisation
from app.organisations.rules import RelationGroup


@dataclass(frozen=True)
class BodyPeriod:
    """How one body's confirmation of one period of a letter stands."""

    directive: Directive
    body: Organisation
    group: RelationGroup | None
    period: Period
    due_at: datetime
    status: PeriodStatus
    confirmation: Confirmation | None
    # When its head first said how it went; of a reopened one that was before what stands now.
    given_at: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it was confirmed after its hour."""
        return is_late(self.given_at, self.due_at)


@dataclass(frozen=True)
class PeriodBook:
    """The periods of the viewer's own body, newest first, and how the other bodies stand with one period."""

    own: Sequence[BodyPeriod]
    others: Sequence[BodyPeriod]
    before: Period | None
    after: Period | None

    @property
    def by_letter(self) -> Mapping[Directive, Sequence[BodyPeriod]]:
        """The other bodies of each letter."""
        found: defaultdict[Directive, list[BodyPeriod]] = defaultdict(list)
        for row in self.others:
            found[row.directive].append(row)
        return found

    @property
    def waiting_names(self) -> Sequence[str]:
        """The other bodies that have not confirmed."""
        return [self.name_of(row) for row in self.others if row.confirmation is None]

    def name_of(self, row: BodyPeriod) -> str:
        """The body of a row; where a body stands there once for each of several letters, with the letter's number."""
        several = len({each.directive.id for each in self.others}) > 1
        return f"{row.body.name} – {row.directive.number}" if several else row.body.name


def get_period_book(viewer: Viewer, first_on: date | None = None) -> PeriodBook:
    """What the viewer sees of confirmations; the others with the period of `first_on` (default the last over)."""
    chosen = first_on or last_over().first_on
    letters = list_directives()
    rows = list(_body_periods(viewer, letters, ids=None, first_on=chosen))
    known = sorted({period for letter in letters for period in periods_of(letter)})
    before = [period for period in known if period.first_on < chosen]
    after = [period for period in known if period.first_on > chosen]
    return PeriodBook(
        [row for row in rows if row.body.id == viewer.organisation_id],
        [row for row in rows if row.body.id != viewer.organisation_id],
        before[-1] if before else None,
        after[0] if after else None,
    )


def list_own_periods(viewer: Viewer) -> list[BodyPeriod]:
    """The periods of the viewer's own body under every letter that addresses it, newest first; of no group."""
    if viewer.organisation_id is None:
        return []
    return list(_body_periods(viewer, list_directives(), ids={viewer.organisation_id}, first_on=None))


def last_over() -> Period:
    """The latest period that can be confirmed."""
    at, today = now(), local_day()
    candidates = periods_from(today - timedelta(14), today)
    return [period for period in candidates if opens_at(period) <= at][-1]


def _body_periods(
    viewer: Viewer, letters: Sequence[Directive], *, ids: set[int] | None, first_on: date | None
) -> Iterator[BodyPeriod]:
    """All periods of the viewer's own body, and of the other bodies the one that begins on `first_on`; newest first."""
    at, today = now(), local_day()
    known = load_bodies(viewer, first=today, last=today, ids=ids)
    groups = groups_of((body.id for body in known.rows), on=today) if ids is None else {}
    last = _last_versions(viewer, first_on)
    first_given = first_given_at(viewer, [each.confirmation for each in last.values() if each.reopening is None])
    for letter in letters:
        bodies = known.addressed_by(letter.obligations)
        for period in reversed(periods_of(letter)):
            for body in bodies:
                if body.id == viewer.organisation_id or period.first_on == first_on:
                    found = last.get((letter.id, body.id, period.first_on))
                    row, due = stand_of(letter, period, found)
                    status = status_of(period, due, confirmed=row is not None, at=at)
                    given_at = first_given.get(row.id) if row else None
                    yield BodyPeriod(letter, body, groups.get(body.id), period, due, status, row, given_at)


def _last_versions(viewer: Viewer, first_on: date | None) -> dict[tuple[int, int, date], Version]:
    wanted = [Confirmation.organisation_id == viewer.organisation_id]
    if first_on:
        wanted.append(Confirmation.first_on == first_on)
    return {_period_key(each.confirmation): each for each in list_versions(viewer, or_(*wanted))}


def first_given_at(viewer: Viewer, rows: Iterable[Confirmation]) -> Mapping[int, datetime]:
    """When the period of each confirmation was confirmed for the first time, by the confirmation's id."""
    known = list(rows)
    again = [row for row in known if row.version > 1]
    found: dict[tuple[int, int, date], datetime] = {}
    if again:
        stmt = within(viewer, Confirmation).where(
            Confirmation.version == 1, Confirmation.organisation_id.in_({row.organisation_id for row in again})
        )
        found = {_period_key(row): row.confirmed_at for row in db.session.scalars(stmt)}
    return {row.id: found.get(_period_key(row), row.confirmed_at) for row in known}


def _period_key(row: Confirmation) -> tuple[int, int, date]:
    return row.directive_id, row.organisation_id, row.first_on


def get_confirmation(viewer: Viewer, confirmation_id: int) -> Confirmation:
    """The confirmation if it is of a body in the viewer's scope. Raises Absent."""
    found: Confirmation | None = db.session.scalar(
        within(viewer, Confirmation).where(Confirmation.id == confirmation_id)
    )
    if found is None:
        raise Absent
    return found


def frozen_lines(row: Confirmation, directive: Directive) -> list[Line]:
    """The figures as they were confirmed, in the letter's order, with the wording of then."""
    frozen, period = row.figures["measures"], Period(row.first_on, row.last_on)
    return [
        Line(
            each.measure,
            stored.get("wording", each.wording),
            stored["target_share"],
            from_json(each.measure, stored),
            days=days_asked(each.rhythm, period),
        )
        for each in directive.obligations
        for stored in [frozen.get(each.measure.value)]
        if stored
    ]


@dataclass(frozen=True)
class Verification:
    """What recomputing a body's chain up to a confirmation found: the first row that does not fit, if any."""

    confirmation: Confirmation
    computed: str
    chain_length: int
    broken_id: int | None

    @property
    def fits(self) -> bool:
        return self.broken_id is None


def verify(viewer: Viewer, confirmation_id: int) -> Verification:
    """Recompute the digests of a body's confirmations from its first to this one. Raises Absent."""
    row = get_confirmation(viewer, confirmation_id)
    chain = _chain(viewer, row)
    previous, broken_id = GENESIS, None
    for each in chain:
        if each.previous_digest != previous or each.digest != digest_of(each):
            broken_id = each.id
            break
        previous = each.digest
    return Verification(row, digest_of(row), len(chain), broken_id)


def _chain(viewer: Viewer, row: Confirmation) -> Sequence[Confirmation]:
    stmt = within(viewer, Confirmation).where(
        Confirmation.organisation_id == row.organisation_id, Confirmation.id <= row.id
    )
    found: Sequence[Confirmation] = db.session.scalars(stmt.order_by(Confirmation.id)).all()
    return found
