"""Setting up bodies and appointing people to their posts."""

from datetime import date

from app import audit
from app.areas.models import Area
from app.db import db
from app.door import Viewer
from app.organisations.models import Appointment, Organisation, Relation
from app.organisations.queries import find_holder, find_later_holder
from app.organisations.rules import OrganisationKind, Position, RelationGroup
from app.text import nfc, search_key, sort_key


class LaterHolder(Exception):
    """Somebody else takes up the post after that day: the order of holders would no longer be clear."""


def create_organisation(
    viewer: Viewer,
    *,
    code: str,
    name: str,
    kind: OrganisationKind,
    from_on: date,
    parent: Organisation | None = None,
    area: Area | None = None,
    group: RelationGroup = RelationGroup.DIRECT,
) -> Organisation:
    """Set up a body below `parent`, in a group, from a day on."""
    body = Organisation(code=code, name=nfc(name), kind=kind, parent=parent, area=area, valid_from=from_on)
    body.search_key, body.sort_key = search_key(body.name), sort_key(body.name)
    db.session.add(body)
    db.session.flush()
    db.session.add(Relation(organisation_id=body.id, group=group, from_on=from_on))
    audit.record("organisation.created", body.id, by=viewer)
    return body


def replace_holder(
    viewer: Viewer,
    organisation: Organisation,
    *,
    position: Position,
    full_name: str,
    title: str,
    from_on: date,
    phone: str = "",
    email: str = "",
    until_on: date | None = None,
) -> Appointment:
    """Let somebody hold a post from a day on, in the place of who holds it then. Raises LaterHolder."""
    if find_later_holder(organisation.id, position, after=from_on):
        raise LaterHolder
    before = find_holder(organisation.id, position, on=from_on)
    if before:
        before.until_on = from_on
        audit.record("organisation.relieved", organisation.id, by=viewer, appointment_id=before.id)
    return appoint(
        viewer,
        organisation,
        position=position,
        full_name=full_name,
        title=title,
        from_on=from_on,
        phone=phone,
        email=email,
        until_on=until_on,
    )


def relieve(viewer: Viewer, appointment: Appointment, *, until_on: date) -> None:
    """Let somebody hold his post no longer, from a day on; nobody takes his place by that."""
    if appointment.until_on == until_on:
        return
    appointment.until_on = until_on
    audit.record("organisation.relieved", appointment.organisation_id, by=viewer, appointment_id=appointment.id)


def appoint(
    viewer: Viewer,
    organisation: Organisation,
    *,
    position: Position,
    full_name: str,
    title: str,
    from_on: date,
    phone: str = "",
    email: str = "",
    until_on: date | None = None,
) -> Appointment:
    """Let somebody hold a post of a body from a day on, or only before `until_on`."""
    appointment = Appointment(organisation=organisation, position=position, full_name=nfc(full_name), title=nfc(title))
    appointment.from_on, appointment.until_on = from_on, until_on
    appointment.phone, appointment.email = phone, email
    db.session.add(appointment)
    db.session.flush()
    audit.record("organisation.appointed", organisation.id, by=viewer, appointment_id=appointment.id)
    return appointment
