"""Between the units of somebody who holds several: on every page, which one it is about and the way to the others."""

from collections.abc import Sequence

from flask import request, url_for
from sqlalchemy import Row

from app.access.scope import within
from app.db import db
from app.door import viewer
from app.units.models import Unit
from app.web.navigation import Switch

# More would fill the screen: the list of units finds them.
MOST_SHOWN = 8


def own_units() -> Sequence[Switch]:
    """The viewer's units by name, each with the page shown now for it; nothing for who holds one or none."""
    if len(viewer().unit_ids) < 2:
        return ()
    shown = (request.view_args or {}).get("unit_id")
    endpoint = _same_page()
    units = _names()
    if len(units) > MOST_SHOWN:
        units = [unit for unit in units if unit.id == shown]
    return [Switch(unit.name, url_for(endpoint, unit_id=unit.id), unit.id == shown) for unit in units]


def _same_page() -> str:
    """The page shown now, where it is about a unit and nothing else; the page of the unit otherwise."""
    rule = request.url_rule
    alone = rule is not None and rule.arguments == {"unit_id"} and "GET" in (rule.methods or ())
    return rule.endpoint if rule is not None and alone else "units.show"


def _names() -> list[Row[tuple[int, str]]]:
    stmt = within(viewer(), Unit).with_only_columns(Unit.id, Unit.name).order_by(Unit.sort_key, Unit.id)
    return list(db.session.execute(stmt.limit(MOST_SHOWN + 1)))
