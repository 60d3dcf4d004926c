"""Finding drafts of letters, and what a new one needs to know."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from app.access.scope import within
from app.areas.queries import exists_on
from app.clock import local_day
from app.correspondence.models import OutgoingLetter
from app.correspondence.rules import LetterKind
from app.db import db
from app.directives.queries import list_directives
from app.documents.wording import official_date
from app.door import Absent, Viewer
from app.organisations.models import Appointment, Organisation
from app.organisations.queries import find_holder
from app.organisations.rules import OrganisationKind, Position
from app.web.pagination import Page, Wish, paginate


def list_letters(viewer: Viewer, wish: Wish, *, kind: LetterKind | None = None) -> Page:
    """The viewer's letters, the newest first; optionally of one kind."""
    stmt = within(viewer, OutgoingLetter)
    if kind:
        stmt = stmt.where(OutgoingLetter.kind == kind)
    return paginate(stmt.order_by(OutgoingLetter.drafted_at.desc(), OutgoingLetter.id.desc()), wish)


def get_letter(viewer: Viewer, letter_id: int) -> OutgoingLetter:
    """A letter in the viewer's scope. Raises Absent."""
    found: OutgoingLetter | None = db.session.scalar(
        within(viewer, OutgoingLetter).where(OutgoingLetter.id == letter_id)
    )
    if found is None:
        raise Absent
    return found


def find_same_draft(viewer: Viewer, letter: OutgoingLetter) -> OutgoingLetter | None:
    """A draft of the same body from the same list that says the same to the same."""
    stmt = within(viewer, OutgoingLetter).where(
        OutgoingLetter.organisation_id == letter.organisation_id,
        OutgoingLetter.kind == letter.kind,
        OutgoingLetter.source == letter.source,
        OutgoingLetter.about == letter.about,
        OutgoingLetter.number.is_(None),
    )
    said = (letter.body, letter.addressees, letter.annex)
    return next(
        (each for each in db.session.scalars(stmt) if (each.body, each.addressees, each.annex) == said),
        None,
    )


def is_number_taken(viewer: Viewer, letter: OutgoingLetter, number: str, year: int) -> bool:
    """Whether the body recorded another letter under this number in that year."""
    stmt = within(viewer, OutgoingLetter).where(
        OutgoingLetter.organisation_id == letter.organisation_id,
        OutgoingLetter.number == number,
        OutgoingLetter.id != letter.id,
    )
    return any(each.dated_on and each.dated_on.year == year for each in db.session.scalars(stmt))


def own_body(viewer: Viewer) -> Organisation:
    """The body in whose name the viewer writes. Raises Absent."""
    body = db.session.get(Organisation, viewer.organisation_id) if viewer.organisation_id else None
    if body is None:
        raise Absent
    return body


def list_bodies(ids: Collection[int]) -> Sequence[Organisation]:
    """The bodies with these ids, in Vietnamese order."""
    stmt = select(Organisation).where(Organisation.id.in_(sorted(ids)))
    return db.session.scalars(stmt.order_by(Organisation.sort_key, Organisation.id)).all()


def committees_by_area() -> Mapping[int, int]:
    """The committees of today's districts and communes, by the id of their place."""
    today = local_day()
    stmt = select(Organisation.area_id, Organisation.id).where(
        Organisation.kind.in_((OrganisationKind.DISTRICT, OrganisationKind.COMMUNE)),
        exists_on(Organisation, today),
    )
    return {row.area_id: row.id for row in db.session.execute(stmt)}


def find_signer(body: Organisation) -> Appointment | None:
    """Who heads the body today."""
    return find_holder(body.id, Position.HEAD, on=local_day())


def letters_in_force() -> str:
    """The letters that are carried out today, in words."""
    today = local_day()
    found = [each for each in list_directives() if each.closed_on is None or each.closed_on > today]
    named = [f"Công văn số {each.number} {official_date(each.signed_on)}" for each in reversed(found)]
    return "; ".join(named) or "chỉ đạo của tỉnh"
