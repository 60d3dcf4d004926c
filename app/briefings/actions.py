"""Compiling the chairman's page, writing on it, presenting it. What was presented is never touched again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from app import audit
from app.briefings import queries
from app.briefings.figures import compile_figures
from app.briefings.models import Briefing, Commitment
from app.briefings.rules import MOST_COMMITMENTS, BriefingStatus, CommitmentOutcome, may_change
from app.clock import now
from app.db import db, one_at_a_time
from app.door import Viewer
from app.reports.queries import get_body

# A second tap on the button comes within so long.
TWICE = timedelta(seconds=15)


class BriefingPresented(Exception):
    """The page was presented: it cannot be changed, the next one can."""


class BriefingChanged(Exception):
    """Somebody changed the page after its paper was drawn."""


class TooMany(Exception):
    """One page has no room for more commitments."""


@dataclass(frozen=True)
class Taken:
    """A body's figures as they stood at `as_of`: taken while reading, before anything is written."""

    organisation_id: int
    as_of: datetime
    figures: dict[str, Any]


def take_figures(viewer: Viewer, organisation_id: int) -> Taken:
    """The figures as they stand now. Raises Absent for a body not the viewer's."""
    body = get_body(viewer, organisation_id)
    return Taken(body.id, now(), compile_figures(viewer, body.id))


def compile_briefing(viewer: Viewer, taken: Taken) -> Briefing:
    """A new page with these figures, compared with the last that was presented; asked for twice it is one.

    Raises Absent.
    """
    body = get_body(viewer, taken.organisation_id)
    one_at_a_time(f"briefings-{body.id}")
    if same := queries.find_fresh_draft(viewer, body.id, since=taken.as_of - TWICE):
        return same
    previous = queries.find_last_presented(viewer, body.id)
    briefing = Briefing(organisation=body, previous=previous, compiled_by_id=viewer.user_id, asks="")
    briefing.as_of, briefing.figures = taken.as_of, taken.figures
    db.session.add(briefing)
    db.session.flush()
    audit.record("briefing.compiled", briefing.id, by=viewer)
    return briefing


def recompile(viewer: Viewer, briefing: Briefing, taken: Taken) -> None:
    """Put newer figures on the page. Raises BriefingPresented."""
    refuse_presented(briefing)
    briefing.as_of, briefing.figures = taken.as_of, taken.figures
    audit.record("briefing.recompiled", briefing.id, by=viewer)


def write_asks(viewer: Viewer, briefing: Briefing, asks: str) -> None:
    """Keep what the chairman is asked to decide. Raises BriefingPresented."""
    refuse_presented(briefing)
    briefing.asks = asks
    audit.record("briefing.asked", briefing.id, by=viewer)


def add_commitment(viewer: Viewer, briefing: Briefing, *, wording: str, responsible: str, due_on: date) -> Commitment:
    """Promise something on a page; said twice it is one promise. Raises BriefingPresented, TooMany."""
    refuse_presented(briefing)
    one_at_a_time(f"briefings-{briefing.organisation_id}")
    made, said = queries.list_commitments(viewer, briefing.id), (wording, responsible, due_on)
    if same := next((each for each in made if (each.wording, each.responsible, each.due_on) == said), None):
        return same
    if len(made) >= MOST_COMMITMENTS:
        raise TooMany(briefing.id)
    added = Commitment(
        briefing_id=briefing.id,
        organisation_id=briefing.organisation_id,
        wording=wording,
        responsible=responsible,
        due_on=due_on,
    )
    db.session.add(added)
    db.session.flush()
    audit.record("commitment.made", added.id, by=viewer)
    return added


def drop_commitment(viewer: Viewer, commitment: Commitment) -> None:
    """Take a promise off a page that was not presented yet. Raises BriefingPresented."""
    refuse_presented(queries.get_briefing(viewer, commitment.briefing_id))
    audit.record("commitment.dropped", commitment.id, by=viewer)
    db.session.delete(commitment)


def judge_commitment(viewer: Viewer, commitment: Commitment, outcome: CommitmentOutcome, remark: str) -> None:
    """Note whether a promise was kept."""
    commitment.outcome, commitment.remark = outcome, remark
    commitment.judged_at, commitment.judged_by_id = now(), viewer.user_id
    audit.record("commitment.judged", commitment.id, by=viewer, outcome=outcome.value)


def present(viewer: Viewer, briefing: Briefing, pdf: bytes, *, version: int) -> None:
    """Freeze a page with the paper that was drawn of this `version`. Raises BriefingPresented, BriefingChanged."""
    refuse_presented(briefing)
    if briefing.version != version:
        raise BriefingChanged(briefing.id)
    briefing.kept = list(queries.kept_lines(viewer, briefing))
    briefing.status, briefing.pdf = BriefingStatus.PRESENTED, pdf
    briefing.presented_at, briefing.presented_by_id = now(), viewer.user_id
    audit.record("briefing.presented", briefing.id, by=viewer)


def refuse_presented(briefing: Briefing) -> None:
    """Raise BriefingPresented unless the page is a draft."""
    if not may_change(briefing.status):
        raise BriefingPresented(briefing.id)
