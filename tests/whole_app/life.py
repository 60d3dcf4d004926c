"""What has happened in the province of `world.py`: a letter was sent and answered, people came and went."""

from collections.abc import Mapping
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db, transaction
from app.directives.actions import acknowledge, confirm_period, load_letter
from app.directives.periods import opens_at, periods_from
from app.directives.queries import Answer, get_draft
from app.directives.rules import ConfirmationOutcome, Period
from app.door import office_viewer
from app.posters.models import Poster
from app.reports.actions import compile_report
from app.units.actions import issue_management_link
from app.units.models import Unit
from tests.browser_client import Browser
from tests.cast import Person
from tests.visits.sheets import sheet

SENT_BEFORE = timedelta(21)


def first_period() -> date:
    """The first day of the oldest week that can be confirmed."""
    found = periods_from(local_day() - SENT_BEFORE, local_day())
    return next(period.first_on for period in found if opens_at(period) <= now())


def send_letter(heads: list[Person]) -> int:
    """Letter 568, acknowledged and for its first week confirmed by these heads; returns its id."""
    with transaction():
        directive_id = load_letter(office_viewer(), published_on=local_day() - SENT_BEFORE).id
    for head in heads:
        with transaction():
            acknowledge(head.viewer, directive_id)
            draft = get_draft(head.viewer, directive_id, first_period(), organisation_id=head.organisation_id)
            reasons = {line.measure.value: "Thiếu người" for line in draft.lines}
            answer = Answer(ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL, "Thiếu người", reasons)
            confirm_period(head.viewer, draft, answer)
    return directive_id


def compile_reports(bodies: Mapping[str, int]) -> None:
    """A draft of last week for every body."""
    yesterday = local_day() - timedelta(1)
    with transaction():
        for body_id in bodies.values():
            compile_report(office_viewer(), organisation_id=body_id, period=Period(yesterday - timedelta(6), yesterday))


def codes_of(units: Mapping[str, int]) -> dict[str, str]:
    """The code at the first gate of every unit."""
    stmt = select(Poster.unit_id, Poster.code).where(Poster.replaced_at.is_(None)).order_by(Poster.id.desc())
    found = dict(db.session.execute(unscoped(stmt, because="a test looks")).all())
    return {key: found[unit_id] for key, unit_id in units.items()}


def links_of(units: Mapping[str, int]) -> dict[str, str]:
    """A management link for every unit."""
    with transaction():
        stmt = unscoped(select(Unit), because="a test")
        found = {unit.id: unit for unit in db.session.scalars(stmt)}
        return {key: issue_management_link(office_viewer(), found[unit_id]) for key, unit_id in units.items()}


def enter(app: Flask, codes: Mapping[str, str]) -> dict[str, str]:
    """One healthy visitor enters at every code; returns the receipts."""
    receipts = {}
    for n, (key, code) in enumerate(codes.items()):
        page = Browser(app).send(f"/q/{code}", sheet(full_name=f"NGUYỄN VĂN {'ABCDEGHIK'[n]}", phone=f"091234567{n}"))
        assert page.status == 303, page.text
        receipts[key] = page.location.removeprefix("/r/")
    return receipts
