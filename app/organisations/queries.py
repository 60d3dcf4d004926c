"""Finding state bodies and who holds their posts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.areas.queries import exists_on
from app.db import db
from app.door import Absent
from app.organisations.models import Appointment, Organisation, Relation
from app.organisations.rules import OrganisationKind, Position, RelationGroup
from app.text import search_key
from app.web.pagination import Page, Wish, paginate


def find_organisation(code: str) -> Organisation | None:
    """The body with this short code (`so-du-lich`, `district-911`)."""
    return db.session.scalar(select(Organisation).where(Organisation.code == code))


def list_organisations(
    *, kind: OrganisationKind | None = None, parent_id: int | None = None, on: date | None = None
) -> Sequence[Organisation]:
    """Bodies in Vietnamese order, optionally of one kind, directly below one body, existing on a day."""
    stmt = select(Organisation).order_by(Organisation.sort_key, Organisation.id)
    if kind:
        stmt = stmt.where(Organisation.kind == kind)
    if parent_id is not None:
        stmt = stmt.where(Organisation.parent_id == parent_id)
    if on:
        stmt = _existing(stmt, on)
    return db.session.scalars(stmt).all()


def ids_below(organisation_id: int) -> frozenset[int]:
    """The ids of a body and of all bodies below it."""
    tree = select(Organisation.id).where(Organisation.id == organisation_id).cte("below", recursive=True)
    tree = tree.union_all(select(Organisation.id).join(tree, Organisation.parent_id == tree.c.id))
    return frozenset(db.session.scalars(select(tree.c.id)))


def group_of(organisation_id: int, *, on: date) -> RelationGroup | None:
    """In which group a body is on a day."""
    stmt = select(Relation.group).where(
        Relation.organisation_id == organisation_id,
        Relation.from_on <= on,
        (Relation.until_on.is_(None)) | (Relation.until_on > on),
    )
    return db.session.scalar(stmt.order_by(Relation.from_on.desc()).limit(1))


def find_holder(organisation_id: int, position: Position, *, on: date) -> Appointment | None:
    """Who holds a post of a body on a day; the latest appointed if there are several."""
    stmt = select(Appointment).where(
        Appointment.organisation_id == organisation_id,
        Appointment.position == position,
        Appointment.from_on <= on,
        (Appointment.until_on.is_(None)) | (Appointment.until_on > on),
    )
    return db.session.scalar(stmt.order_by(Appointment.from_on.desc(), Appointment.id.desc()).limit(1))


def find_later_holder(organisation_id: int, position: Position, *, after: date) -> Appointment | None:
    """Who takes up a post of a body later than a day; the first of them if there are several."""
    stmt = select(Appointment).where(
        Appointment.organisation_id == organisation_id, Appointment.position == position, Appointment.from_on > after
    )
    return db.session.scalar(stmt.order_by(Appointment.from_on, Appointment.id).limit(1))


def get_organisation(organisation_id: int) -> Organisation:
    """The body with this id. Raises Absent."""
    body = db.session.get(Organisation, organisation_id)
    if body is None:
        raise Absent(organisation_id)
    return body


@dataclass(frozen=True)
class BodyRow:
    """A body in a list, with its group and head of a day."""

    body: Organisation
    group: RelationGroup | None
    head: Appointment | None


def list_bodies(
    wish: Wish, *, on: date, kind: OrganisationKind | None = None, group: RelationGroup | None = None, search: str = ""
) -> Page:
    """A page of the bodies of a day by name, each with its group and head; three statements however many rows."""
    stmt = _existing(select(Organisation).options(joinedload(Organisation.parent)), on)
    stmt = stmt.order_by(Organisation.sort_key, Organisation.id)
    if kind:
        stmt = stmt.where(Organisation.kind == kind)
    if group:
        stmt = stmt.where(Organisation.id.in_(_ids_in_group(group, on)))
    if search:
        stmt = stmt.where(Organisation.search_key.contains(search_key(search), autoescape=True))
    page = paginate(stmt, wish)
    return replace(page, rows=_with_groups_and_heads(page.rows, on))


def get_appointment(appointment_id: int) -> Appointment:
    """Who holds or held a post. Raises Absent."""
    post = db.session.get(Appointment, appointment_id)
    if post is None:
        raise Absent(appointment_id)
    return post


def list_appointments(organisation_id: int) -> Sequence[Appointment]:
    """Who held the posts of a body, head first, newest first."""
    stmt = select(Appointment).where(Appointment.organisation_id == organisation_id)
    found = db.session.scalars(stmt.order_by(Appointment.from_on.desc(), Appointment.id.desc())).all()
    return sorted(found, key=lambda each: list(Position).index(each.position))


def is_held(post: Appointment, day: date) -> bool:
    """Whether somebody holds a post on a day."""
    return post.from_on <= day and (post.until_on is None or post.until_on > day)


def list_relations(organisation_id: int) -> Sequence[Relation]:
    """In which group a body was, newest first."""
    stmt = select(Relation).where(Relation.organisation_id == organisation_id)
    return db.session.scalars(stmt.order_by(Relation.from_on.desc(), Relation.id.desc())).all()


def _ids_in_group(group: RelationGroup, on: date) -> Select[Any]:
    return _on(select(Relation.organisation_id).where(Relation.group == group), Relation, on).order_by(None)


def _with_groups_and_heads(bodies: Sequence[Organisation], on: date) -> Sequence[BodyRow]:
    ids = [body.id for body in bodies]
    relations = _on(select(Relation).where(Relation.organisation_id.in_(ids)), Relation, on)
    heads = _on(select(Appointment).where(Appointment.organisation_id.in_(ids)), Appointment, on)
    groups = {each.organisation_id: each.group for each in db.session.scalars(relations)}
    heads = heads.where(Appointment.position == Position.HEAD)
    holders = {each.organisation_id: each for each in db.session.scalars(heads)}
    return [BodyRow(body, groups.get(body.id), holders.get(body.id)) for body in bodies]


def _on(stmt: Select[Any], dated: type[Relation] | type[Appointment], on: date) -> Select[Any]:
    held = stmt.where(dated.from_on <= on, (dated.until_on.is_(None)) | (dated.until_on > on))
    return held.order_by(dated.from_on, dated.id)


def _existing(stmt: Select[Organisation], on: date) -> Select[Organisation]:
    return stmt.where(exists_on(Organisation, on))
