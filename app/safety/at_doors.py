"""A unit's level on the page behind its code: read with the door, in words that are written once a level and day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from markupsafe import Markup, escape
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    type_coerce,
)

from app.clock import local_day
from app.db import UtcDateTime
from app.safety.labels import LEVEL_COLOURS, LEVEL_LABELS, held_words
from app.safety.models import Assessment, InspectedLevel
from app.safety.rules import Held, Level, standing
from app.units.models import Unit
from app.units.rules import UnitStatus
from app.visits.beside import Beside
from app.web.filters import day as write_day

# A day has a few for each length of validity; each is some hundred bytes.
WORDS_KEPT = 4096
_written: dict[tuple[str, str, date, str], Markup] = {}
WITHHELD = "withheld"
_ONE: ColumnElement[int] = literal_column("1", Integer)


def told_columns() -> Sequence[ColumnElement[Any]]:
    """What the unit said last and what was found of it last that may be told: level, day and end in one text each."""
    said = select(_text(Assessment.level, Assessment.assessed_on, Assessment.valid_until))
    said = said.where(Assessment.unit_id == Unit.id, Assessment.submitted_at.is_not(None))
    said = said.order_by(Assessment.assessed_on.desc(), Assessment.id.desc()).limit(_ONE)
    found = select(_text(InspectedLevel.level, InspectedLevel.inspected_on, InspectedLevel.valid_until))
    found = found.where(
        InspectedLevel.unit_id == Unit.id,
        or_(
            type_coerce(InspectedLevel.level, String) != _word(Level.UNSAFE),
            InspectedLevel.answer_until <= bindparam("at", type_=UtcDateTime()),
        ),
    )
    found = found.order_by(InspectedLevel.inspected_on.desc(), InspectedLevel.id.desc()).limit(_ONE)
    hidden = or_(Unit.restricted_at.is_not(None), type_coerce(Unit.status, String) != _word(UnitStatus.ACTIVE))
    return [case((hidden, _word(WITHHELD)), else_=_of_unit(said)), _of_unit(found)]


def _word(value: str) -> ColumnElement[str]:
    """A word of ours, written out: the door's statement takes no values but the code and the instant."""
    return literal_column(f"'{value}'", String)


def _of_unit(stmt: Select[Any]) -> ColumnElement[str]:
    return func.coalesce(stmt.correlate(Unit).scalar_subquery(), _word(""))


def _text(level: Any, on: Any, until: Any) -> ColumnElement[str]:
    written: ColumnElement[str] = (
        type_coerce(level, String) + _word("|") + cast(on, String) + _word("|") + cast(until, String)
    )
    return written


def words(row: Sequence[Any], at: datetime, in_language: str) -> Markup:
    """The level that stands today, by whose word, of which day and until when; nothing of a unit that is withheld."""
    said, found = row
    if said == WITHHELD:
        return Markup("")
    key = (said, found, local_day(at), in_language)
    known = _written.get(key)
    if known is None:
        if len(_written) >= WORDS_KEPT:
            _written.clear()
        with force_locale(in_language):
            known = _written[key] = _write(_held(said), _held(found), key[2])
    return known


def _held(written: str) -> Held | None:
    level, _bar, days = written.partition("|")
    on, _bar, until = days.partition("|")
    return Held(Level(level), date.fromisoformat(on), date.fromisoformat(until)) if level else None


def _write(said: Held | None, found: Held | None, today: date) -> Markup:
    level, held = standing(said, found, today)
    tag = Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(
        LEVEL_COLOURS[level], LEVEL_LABELS[level]
    )
    if held is None:
        return tag
    until = _("có hiệu lực đến hết ngày %(day)s", day=write_day(held.valid_until - timedelta(1)))
    return tag + " " + escape(f"{held_words(level, held, is_found=held is found)}, {until}.")


AT_DOORS = Beside(told_columns(), words)
