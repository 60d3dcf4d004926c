"""The link by which a machine is enrolled: signed, naming its row and the moment it was made."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.access.scope import unscoped
from app.db import db
from app.door import Absent
from app.gate.models import GateDevice


def token_of(device: GateDevice) -> str:
    """The secret part of the link."""
    return str(_serializer().dumps([device.id, int(device.invited_at.timestamp())]))


def get_invited(token: str) -> GateDevice:
    """The machine that the link is for; it may have been used. Raises Absent."""
    try:
        device_id, invited = _serializer().loads(token)
    except (BadSignature, ValueError) as error:
        raise Absent from error
    stmt = db.select(GateDevice).where(GateDevice.id == device_id)
    device: GateDevice | None = db.session.scalar(unscoped(stmt, because="the link is the capability"))
    if device is None or int(device.invited_at.timestamp()) != invited:
        raise Absent
    return device


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="gate-device")
