"""A letter is composed piece by piece and issued whole; what it becomes is the same as when a letter is loaded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app import audit
from app.clock import now
from app.db import db
from app.directives.actions.letters import AlreadyAmended, publish_directive
from app.directives.actions.papers import keep_paper
from app.directives.models import Directive, DirectiveDraft
from app.directives.queries import get_directive
from app.directives.sealing import wording_of
from app.documents.papers import KeptPaper
from app.door import Absent, Viewer


class DraftIncomplete(Exception):
    """A letter without an obligation asks nothing of anybody."""


class AmendmentUnexplained(Exception):
    """Bodies that follow a letter are told why another takes its place."""


class DraftChanged(Exception):
    """Somebody changed the letter since the page was opened on which it is issued."""


def start_draft(viewer: Viewer, head: Mapping[str, Any], paper: tuple[str, KeptPaper] | None = None) -> DirectiveDraft:
    """Begin to compose a letter: its number, day, signer and text."""
    draft = DirectiveDraft(content={"obligations": []})
    db.session.add(draft)
    change_draft(viewer, draft, head, paper)
    return draft


def change_draft(
    viewer: Viewer, draft: DirectiveDraft, head: Mapping[str, Any], paper: tuple[str, KeptPaper] | None = None
) -> None:
    """Change what stands above the obligations; a paper takes the place of the one before."""
    written = {name: each.isoformat() if isinstance(each, date) else each for name, each in head.items()}
    _write(viewer, draft, {**draft.content, **written})
    if paper and viewer.organisation_id:
        draft.paper_id = keep_paper(viewer, viewer.organisation_id, *paper).id


def put_obligation(viewer: Viewer, draft: DirectiveDraft, position: int | None, row: Mapping[str, Any]) -> None:
    """Write an obligation at its place (counted from 1), or behind the others. Raises Absent."""
    rows = list(draft.content["obligations"])
    if position is None:
        rows.append(dict(row))
    else:
        rows[_index(rows, position)] = dict(row)
    _write(viewer, draft, {**draft.content, "obligations": rows})


def remove_obligation(viewer: Viewer, draft: DirectiveDraft, measure: str) -> None:
    """Take out what is measured so; what stands behind it moves up. Said again, nothing changes."""
    rows = [row for row in draft.content["obligations"] if row["measure"] != measure]
    if len(rows) < len(draft.content["obligations"]):
        _write(viewer, draft, {**draft.content, "obligations": rows})


def _index(rows: list[Any], position: int) -> int:
    if not 1 <= position <= len(rows):
        raise Absent(position)
    return position - 1


def _write(viewer: Viewer, draft: DirectiveDraft, content: dict[str, Any]) -> None:
    draft.content, draft.changed_at, draft.user_id = content, now(), viewer.user_id
    db.session.flush()
    audit.record("directive.drafted", draft.id, by=viewer)


def start_amendment(viewer: Viewer, directive: Directive) -> DirectiveDraft:
    """Begin to compose what takes the place of a letter, with its words to start from. Raises AlreadyAmended."""
    if directive.closed_on:
        raise AlreadyAmended
    content = {**wording_of(directive), "target_basis": directive.obligations[0].target_basis, "because": ""}
    # Without its paper: what was signed before says something else.
    draft = DirectiveDraft(content={}, amends_id=directive.id)
    db.session.add(draft)
    _write(viewer, draft, {name: value for name, value in content.items() if name != "version"})
    return draft


def discard_draft(viewer: Viewer, draft: DirectiveDraft) -> None:
    """Throw away what was composed."""
    audit.record("directive.discarded", draft.id, by=viewer)
    db.session.delete(draft)


def issue_draft(viewer: Viewer, draft: DirectiveDraft, *, seen: str) -> Directive:
    """Issue the letter to its addressees; from now on its wording stands. `seen`: when what the sender saw was written.

    Raises DraftChanged, DraftIncomplete, AmendmentUnexplained, NumberTaken, AlreadyAmended.
    """
    if not draft.content["obligations"]:
        raise DraftIncomplete
    if draft.amends_id and not draft.content.get("because"):
        raise AmendmentUnexplained
    if draft.changed_at.isoformat() != seen:
        raise DraftChanged
    amends = get_directive(draft.amends_id) if draft.amends_id else None
    directive = publish_directive(viewer, draft.content, paper_id=draft.paper_id, amends=amends)
    db.session.delete(draft)
    return directive
