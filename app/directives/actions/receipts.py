"""A letter is opened and acknowledged; with a head's acknowledgement it goes on to the bodies below."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from app import audit
from app.access.scope import within
from app.clock import now
from app.db import db, transaction
from app.directives import reminders
from app.directives.actions.heads import head_of
from app.directives.models import Acknowledgement, Directive, DirectiveOpening
from app.directives.queries import find_receipt, get_directive, is_opened
from app.directives.rounds import receipt_round
from app.door import Permission, Viewer
from app.notices.reminding import settle
from app.organisations.models import Appointment

INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class NotAddressed(Exception):
    """The letter asks nothing of this body."""


def note_opening(viewer: Viewer, directive_id: int) -> None:
    """Note that somebody of the viewer's body opened the letter for the first time; a short transaction of its own."""
    if viewer.organisation_id is None or is_opened(viewer, directive_id):
        return
    values = {"directive_id": directive_id, "organisation_id": viewer.organisation_id, "user_id": viewer.user_id}
    with transaction():
        insert = INSERTS[db.engine.dialect.name](DirectiveOpening).values(**values, opened_at=now())
        # Two colleagues may open it at the same moment: the first one counts.
        db.session.execute(insert.on_conflict_do_nothing())


def acknowledge(viewer: Viewer, directive_id: int) -> Acknowledgement:
    """The viewer, head of a body that the letter reaches, received it and answers for it; said again, nothing changes.

    The bodies below receive it from him. Raises Absent, NotAddressed, NotTheHead. The caller has asked for the
    password.
    """
    directive = get_directive(directive_id)
    if find_receipt(viewer, directive) is None:
        raise NotAddressed
    head = head_of(viewer, Permission.DIRECTIVE_ACKNOWLEDGE)
    return _found_acknowledgement(viewer, directive) or _new_acknowledgement(viewer, directive, head)


def _found_acknowledgement(viewer: Viewer, directive: Directive) -> Acknowledgement | None:
    stmt = within(viewer, Acknowledgement).where(
        Acknowledgement.directive_id == directive.id, Acknowledgement.organisation_id == viewer.organisation_id
    )
    found: Acknowledgement | None = db.session.scalar(stmt)
    return found


def _new_acknowledgement(viewer: Viewer, directive: Directive, head: Appointment) -> Acknowledgement:
    row = Acknowledgement(
        directive_id=directive.id,
        organisation_id=head.organisation_id,
        acknowledged_at=now(),
        user_id=viewer.user_id,
        head_name=head.full_name,
        head_title=head.title,
    )
    db.session.add(row)
    db.session.flush()
    settle(receipt_round(directive.id), head.organisation_id)
    reminders.pass_on(directive, head.organisation_id)
    audit.record("directive.acknowledged", directive.id, by=viewer, appointment_id=head.id)
    return row
