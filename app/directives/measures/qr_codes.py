"""What the codes of a point are worth on a day: the best of its own and of the national system's that are in use."""

from datetime import date, timedelta
from enum import IntEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union_all

from app.access.scope import Rows, belonging_to, covered_by
from app.clock import day_start
from app.directives.models import Directive, Obligation
from app.directives.rules import AcceptedCodes, MeasureKey
from app.posters.models import Poster
from app.posters.national.models import NationalCode
from app.posters.rules import DisplaySource
from app.units.models import Checkpoint
from app.units.rules import CheckpointKind


class Worth(IntEnum):
    """What a point's best code proves; a code on display that the letter does not accept proves nothing."""

    NOT_DISPLAYED = 1
    NATIONAL_NOT_DISPLAYED = 2
    NOT_ACCEPTED = 3
    DISPLAYED_MANAGER = 4
    DISPLAYED_OFFICER = 5
    NATIONAL_MANAGER = 6
    NATIONAL_OFFICER = 7


def in_use(day: date) -> ColumnElement[bool]:
    """Whether a door or vehicle is used at the end of the day."""
    return and_(Checkpoint.created_at < day_start(day + timedelta(1)), _kept(day))


def _kept(day: date) -> ColumnElement[bool]:
    return or_(Checkpoint.retired_at.is_(None), Checkpoint.retired_at >= day_start(day + timedelta(1)))


def best_codes(meant: Rows, unit_ids: Select[Any], day: date) -> Rows:
    """By unit and vehicle (0: the unit's gates) the worth of the best code in use at the end of the day."""
    ours, national = _ours(meant, unit_ids, day), _national(meant, unit_ids, day)
    code = union_all(ours, national).subquery("code_in_use")
    keys = (code.c.unit_id, code.c.vehicle_id)
    best = select(*keys, func.max(code.c.worth).label("worth")).group_by(*keys)
    return covered_by(best, ours, national)


def _ours(meant: Rows, unit_ids: Select[Any], day: date) -> Rows:
    ended_at = day_start(day + timedelta(1))
    vehicle_id = case((Checkpoint.kind == CheckpointKind.VEHICLE, Checkpoint.id), else_=0)
    worth = _worth(
        Poster, day, AcceptedCodes.NATIONAL, (Worth.NOT_DISPLAYED, Worth.DISPLAYED_MANAGER, Worth.DISPLAYED_OFFICER)
    )
    return (
        belonging_to(meant, unit_ids, Poster, Checkpoint)
        .with_only_columns(Poster.unit_id, vehicle_id.label("vehicle_id"), worth.label("worth"))
        .join(Checkpoint, Checkpoint.id == Poster.checkpoint_id)
        .where(
            Poster.issued_at < ended_at, or_(Poster.replaced_at.is_(None), Poster.replaced_at >= ended_at), _kept(day)
        )
    )


def _national(meant: Rows, unit_ids: Select[Any], day: date) -> Rows:
    ended_at = day_start(day + timedelta(1))
    vehicle_id = func.coalesce(NationalCode.checkpoint_id, 0)
    worth = _worth(
        NationalCode,
        day,
        AcceptedCodes.PORTAL,
        (Worth.NATIONAL_NOT_DISPLAYED, Worth.NATIONAL_MANAGER, Worth.NATIONAL_OFFICER),
    )
    return (
        belonging_to(meant, unit_ids, NationalCode)
        .with_only_columns(NationalCode.unit_id, vehicle_id.label("vehicle_id"), worth.label("worth"))
        .where(
            NationalCode.recorded_at < ended_at,
            or_(NationalCode.ended_at.is_(None), NationalCode.ended_at >= ended_at),
        )
    )


def _worth(code: Any, day: date, only_others: AcceptedCodes, worths: tuple[Worth, Worth, Worth]) -> ColumnElement[int]:
    not_displayed, manager, officer = worths
    displayed = and_(code.displayed_on.is_not(None), code.displayed_on <= day)
    return case(
        (and_(displayed, _is_asked(only_others, day)), Worth.NOT_ACCEPTED.value),
        (and_(displayed, code.display_source == DisplaySource.OFFICER), officer.value),
        (displayed, manager.value),
        else_=not_displayed.value,
    )


def _is_asked(codes: AcceptedCodes, day: date) -> ColumnElement[bool]:
    """Whether a letter in force on the day accepts these codes alone."""
    return (
        select(Obligation.id)
        .join(Directive, Directive.id == Obligation.directive_id)
        .where(
            Obligation.measure == MeasureKey.QR,
            Obligation.accepted_codes == codes,
            Directive.published_on <= day,
            or_(Directive.closed_on.is_(None), Directive.closed_on > day),
        )
        .exists()
    )
