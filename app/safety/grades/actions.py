"""Places are given their grade; the list of grades gives way to another one from a day on."""

import json
from collections.abc import Sequence
from datetime import date
from importlib import resources

from sqlalchemy import select

from app import audit
from app.areas.models import Area
from app.clock import local_day, now
from app.db import db
from app.door import Permission, Viewer
from app.safety.grades.models import AreaGrade, AreaGrading
from app.safety.grades.queries import body_of, find_current, list_grades
from app.safety.grades.rules import Colour, Place, may_grade
from app.text import nfc

SHIPPED = "area_grades.json"


class NotYourArea(Exception):
    """Another body sets the grade of this place."""


class HamletsAlone(NotYourArea):
    """The body grades hamlets of this place, and named none: the grade of the whole is another's."""


class Overruled(Exception):
    """The province decided on another grade; the district confirms that one or asks the province."""


class GradesBegin(Exception):
    """A list of grades begins after the one before it."""


def load_shipped_grades(viewer: Viewer) -> int:
    """Bring in the grades that ship with the portal where there are none. Returns how many are new."""
    if db.session.scalar(select(AreaGrade.id).limit(1)) is not None:
        return 0
    shipped = json.loads((resources.files("app.safety") / "data" / SHIPPED).read_text(encoding="utf-8"))
    grades = [(name, Colour(colour)) for name, colour in shipped["grades"]]
    _add_grades(viewer, grades, from_on=date.fromisoformat(shipped["from_on"]), basis=shipped["basis"])
    return len(grades)


def replace_grades(viewer: Viewer, grades: Sequence[tuple[str, Colour]], *, from_on: date, basis: str) -> None:
    """Let another list of names and colours hold from a day on, the safest first. Raises GradesBegin.

    Places keep what they were given until they are given one of the new ones.
    """
    open_ones = db.session.scalars(select(AreaGrade).where(AreaGrade.until_on.is_(None))).all()
    if any(from_on <= each.from_on for each in open_ones):
        raise GradesBegin
    for each in open_ones:
        each.until_on = from_on
    _add_grades(viewer, grades, from_on=from_on, basis=basis)


def _add_grades(viewer: Viewer, grades: Sequence[tuple[str, Colour]], *, from_on: date, basis: str) -> None:
    for rank, (name, colour) in enumerate(grades, 1):
        db.session.add(AreaGrade(rank=rank, name=nfc(name), colour=colour, from_on=from_on, basis=nfc(basis)))
    db.session.flush()
    audit.record("area_grade.replaced", from_on.isoformat(), by=viewer, count=len(grades))


def grade_area(
    viewer: Viewer, area: Area, *, grade: AreaGrade, from_on: date, basis: str, signer: str, hamlet: str = ""
) -> AreaGrading:
    """Give a place, or a hamlet of it, a grade from a day on; the same once more confirms it.

    Raises NotYourArea (HamletsAlone where a hamlet was to be named), Overruled.
    """
    body, part = body_of(viewer), nfc(hamlet)
    overrules = viewer.can(Permission.AREA_OVERRULE)
    if not overrules and not (body and may_grade(body.kind, body.area_id, Place(area.id, area.parent_id, part))):
        is_part = not part and body and may_grade(body.kind, body.area_id, Place(area.id, area.parent_id, "any"))
        raise HamletsAlone if is_part else NotYourArea
    last = find_current(area.id, part, on=max(from_on, local_day()))
    if last and last.is_overruling and not overrules and last.grade_id != grade.id:
        raise Overruled
    row = AreaGrading(area_id=area.id, hamlet=part, grade_id=grade.id, from_on=from_on, set_at=now())
    row.basis, row.signer, row.by_id = nfc(basis), nfc(signer), viewer.user_id
    row.organisation_id = body.id if body else None
    # Who confirms what the province decided leaves it the province's decision.
    row.is_overruling = overrules or bool(last and last.is_overruling)
    db.session.add(row)
    db.session.flush()
    audit.record("area_grading.set", row.id, by=viewer, area_id=area.id, grade_id=grade.id, hamlet=part)
    return row


def offered_grades() -> Sequence[AreaGrade]:
    """The grades that can be given today."""
    return list_grades(local_day())
