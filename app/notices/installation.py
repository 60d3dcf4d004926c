"""What the installation can send by: its mail server, and its gateways as the province describes them."""

from collections.abc import Mapping

from flask import current_app
from sqlalchemy import select

from app.db import db
from app.notices.gateways import Plan
from app.notices.models import Gateway
from app.notices.rules import SLOTS_OF, Channel, Slot

ADDRESSES: Mapping[Slot, str] = {
    Slot.SMS_FIRST: "SMS_GATEWAY_URL",
    Slot.SMS_SECOND: "SMS_GATEWAY_URL_2",
    Slot.ZALO: "ZALO_GATEWAY_URL",
}


def has_mail() -> bool:
    """Whether the installation hands over e-mail."""
    return bool(current_app.config["MAIL_URL"])


def plan_of(slot: Slot, row: Gateway | None) -> Plan:
    """How one gateway is asked, by its row or, without one, by our plain JSON; its address may be empty.

    Zalo is off until the province switches it on.
    """
    url = current_app.config[ADDRESSES[slot]] or ""
    if row is None:
        return Plan(url, is_on=slot is not Slot.ZALO)
    return Plan(
        url,
        row.is_on,
        row.method,
        row.content_kind,
        row.headers,
        row.content,
        row.number_form,
        row.success_rule,
        row.success_field,
        row.success_value,
    )


def plans() -> dict[Slot, Plan]:
    """Every gateway that the installation names, in the order in which they are asked."""
    rows = {row.slot: row for row in db.session.scalars(select(Gateway))}
    found = {slot: plan_of(slot, rows.get(slot)) for slot in Slot}
    return {slot: plan for slot, plan in found.items() if plan.url}


def open_channels() -> frozenset[Channel]:
    """The ways by which messages can leave now; the inbox is always one."""
    on = {slot for slot, plan in plans().items() if plan.is_on}
    by_gateway = {channel for channel, slots in SLOTS_OF.items() if on & set(slots)}
    return frozenset({Channel.INBOX, *by_gateway, *([Channel.EMAIL] if has_mail() else [])})
