"""The bodies and the places as trees in memory: a few hundred nodes, each tree in one statement."""

from datetime import date

from sqlalchemy import and_, or_, select

from app.areas.models import Area
from app.db import db
from app.monitoring.rules import Node, Section, Tree, section_of
from app.organisations.models import Organisation, Relation


def organisation_tree(*, on: date) -> Tree:
    """Every body by id, in Vietnamese order, with the group it belongs to on a day; bodies of the past stay in it."""
    held = and_(
        Relation.organisation_id == Organisation.id,
        Relation.from_on <= on,
        or_(Relation.until_on.is_(None), Relation.until_on > on),
    )
    columns = (Organisation.id, Organisation.parent_id, Organisation.code, Organisation.name)
    stmt = select(*columns, Organisation.kind, Relation.group, Area.code.label("place_code"))
    stmt = stmt.outerjoin(Relation, held).outerjoin(Area, Area.id == Organisation.area_id)
    rows = db.session.execute(stmt.order_by(Organisation.sort_key, Organisation.id, Relation.from_on))
    return {
        row.id: Node(row.id, row.parent_id, row.code, row.name, section_of(row.kind, row.group), row.place_code)
        for row in rows
    }


def area_tree() -> Tree:
    """Every place by id, in Vietnamese order; of places with the same code the latest comes last."""
    columns = (Area.id, Area.parent_id, Area.code, Area.name)
    rows = db.session.execute(select(*columns).order_by(Area.sort_key, Area.valid_from, Area.id))
    return {row.id: Node(row.id, row.parent_id, row.code, row.name, Section.PLACES, row.code) for row in rows}
