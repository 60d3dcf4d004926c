"""What a body's head said of a period, version by version: what stands of it, what was reopened and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement

from app.access.scope import Rows, belonging_to, covered_by, within
from app.clock import now
from app.db import db
from app.directives.models import Confirmation, Directive, Reopening
from app.directives.periods import due_again_at, due_at
from app.directives.rules import Period
from app.door import Viewer


@dataclass(frozen=True)
class EarlierVersion:
    """A confirmation that was reopened, and why."""

    confirmation: Confirmation
    reopening: Reopening


@dataclass(frozen=True)
class Version:
    """A confirmation of a body, and why it was reopened where it was."""

    confirmation: Confirmation
    reopening: Reopening | None


def stand_of(directive: Directive, period: Period, last: Version | None) -> tuple[Confirmation | None, datetime]:
    """What stands of a period by its last version, and until when it was to be confirmed, or is to be once more."""
    if last is None or last.reopening is None:
        return last.confirmation if last else None, due_at(period, directive.cut_off_hour)
    return None, due_again_at(period, last.reopening.reopened_at, directive.cut_off_hour)


def standing(viewer: Viewer) -> Rows:
    """The confirmations of the viewer's scope that hold at this moment: of a reopened one the next version will."""
    given = within(viewer, Confirmation).where(Confirmation.confirmed_at <= now())
    reopened = belonging_to(given, Confirmation.id, Reopening).where(Reopening.reopened_at <= now())
    return covered_by(given.where(~reopened.exists()), given, reopened)


def find_confirmation(viewer: Viewer, directive_id: int, organisation_id: int, first_on: date) -> Confirmation | None:
    """What a body's head said of a period, if he did and it was not reopened."""
    found: Confirmation | None = db.session.scalar(
        standing(viewer).where(*_of_period(directive_id, organisation_id, first_on))
    )
    return found


def list_versions(viewer: Viewer, *wanted: ColumnElement[bool]) -> Sequence[Version]:
    """The confirmations of the viewer's scope that are wanted, in the order in which they were given."""
    given = within(viewer, Confirmation).where(*wanted)
    # Limited by its confirmation: a limit of its own would leave out what nobody reopened.
    reopened = belonging_to(given, Confirmation.id, Reopening)
    stmt = given.outerjoin(Reopening, Reopening.confirmation_id == Confirmation.id).add_columns(Reopening)
    found = db.session.execute(covered_by(stmt.order_by(Confirmation.id), given, reopened))
    return [Version(*row) for row in found]


def find_last_version(viewer: Viewer, directive_id: int, organisation_id: int, first_on: date) -> Version | None:
    """What a body's head said last of a period, whether or not it was reopened since."""
    found = list_versions(viewer, *_of_period(directive_id, organisation_id, first_on))
    return found[-1] if found else None


def list_earlier_versions(
    viewer: Viewer, directive_id: int, organisation_id: int, first_on: date
) -> list[EarlierVersion]:
    """The reopened confirmations of a body's period, oldest first."""
    found = list_versions(viewer, *_of_period(directive_id, organisation_id, first_on))
    return [EarlierVersion(each.confirmation, each.reopening) for each in found if each.reopening]


def _of_period(directive_id: int, organisation_id: int, first_on: date) -> Sequence[ColumnElement[bool]]:
    return (
        Confirmation.directive_id == directive_id,
        Confirmation.organisation_id == organisation_id,
        Confirmation.first_on == first_on,
    )
