"""Whom a message reaches: accounts and the holders of posts, with the ways that lead to each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.access.models import User
from app.access.policy import Role, granted
from app.db import db
from app.door import Permission
from app.notices.rules import Channel
from app.organisations.models import Appointment
from app.organisations.rules import Position

# Who answers for the body and who prepares for him; while a body has no head, the deputy who acts in his place.
REMINDED = (Position.HEAD, Position.FOCAL, Position.DEPUTY)


@dataclass(frozen=True)
class Recipient:
    """One person: `key` names him in the outbox, `addresses` says where each way leads (an inbox: to his account)."""

    key: str
    addresses: Mapping[Channel, str]
    user_id: int | None = None
    organisation_id: int | None = None


def people_of(organisation_ids: Collection[int], permission: Permission, *, on: date) -> Sequence[Recipient]:
    """Heads and focal officials of bodies on a day, by phone and e-mail, and the bodies' accounts with a permission."""
    return [*_accounts(organisation_ids, permission), *_posts(organisation_ids, on)]


def accounts_with(permission: Permission) -> Sequence[Recipient]:
    """Every open account whose role holds a permission, with the e-mail of the post that goes with it."""
    found = db.session.scalars(_open_accounts(permission).order_by(User.id)).all()
    return [_account(user, user.appointment.email if user.appointment else "") for user in found]


def _accounts(organisation_ids: Collection[int], permission: Permission) -> list[Recipient]:
    stmt = _open_accounts(permission).where(User.organisation_id.in_(sorted(organisation_ids)))
    return [_account(user, "") for user in db.session.scalars(stmt.order_by(User.id))]


def _open_accounts(permission: Permission) -> Select[User]:
    roles = [role for role in Role if permission in granted(role)]
    return select(User).options(joinedload(User.appointment)).where(User.role.in_(roles), User.disabled_at.is_(None))


def _account(user: User, email: str) -> Recipient:
    addresses = {Channel.INBOX: "", **({Channel.EMAIL: email} if email else {})}
    return Recipient(f"user-{user.id}", addresses, user.id, user.organisation_id)


def _posts(organisation_ids: Collection[int], on: date) -> list[Recipient]:
    stmt = select(Appointment).where(
        Appointment.organisation_id.in_(sorted(organisation_ids)),
        Appointment.position.in_(REMINDED),
        Appointment.from_on <= on,
        (Appointment.until_on.is_(None)) | (Appointment.until_on > on),
    )
    found = db.session.scalars(stmt.order_by(Appointment.id)).all()
    with_head = {each.organisation_id for each in found if each.position is Position.HEAD}
    reached = [each for each in found if each.position is not Position.DEPUTY or each.organisation_id not in with_head]
    return [_holder(each) for each in reached]


def _holder(post: Appointment) -> Recipient:
    by_phone = {Channel.SMS: post.phone, Channel.ZALO: post.phone} if post.phone else {}
    by_mail = {Channel.EMAIL: post.email} if post.email else {}
    return Recipient(f"post-{post.id}", by_phone | by_mail, organisation_id=post.organisation_id)
