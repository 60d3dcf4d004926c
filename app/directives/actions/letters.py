"""Letters come in: the one that started the project, and those that the province issues through the portal."""

import json
from collections.abc import Mapping
from datetime import date
from importlib import resources
from typing import Any

from app import audit
from app.clock import local_day
from app.db import db
from app.directives import reminders
from app.directives.models import Directive, Obligation
from app.directives.queries import find_directive
from app.directives.rules import AcceptedCodes, MeasureKey, Rhythm
from app.directives.sealing import wording_digest_of
from app.door import Viewer

LETTER_568 = "letter_568.json"
ENUMS = ("measure", "rhythm", "accepted_codes")


class NumberTaken(Exception):
    """Another letter bears this number."""


class AlreadyAmended(Exception):
    """Another letter has taken this one's place; what is to be amended is that one."""


def load_letter(viewer: Viewer, *, published_on: date | None = None) -> Directive:
    """Bring in letter 568 with its seven obligations; one that is there stays as it is."""
    letter = json.loads((resources.files("app.directives") / "data" / LETTER_568).read_text(encoding="utf-8"))
    return find_directive(letter["number"]) or publish_directive(viewer, letter, published_on=published_on)


def publish_directive(
    viewer: Viewer,
    letter: Mapping[str, Any],
    *,
    published_on: date | None = None,
    paper_id: int | None = None,
    amends: Directive | None = None,
) -> Directive:
    """Send a letter to its addressees through the portal, from a day on (default today); its wording is frozen.

    What it amends is closed from that day on. Raises NumberTaken, AlreadyAmended.
    """
    if amends and amends.closed_on:
        raise AlreadyAmended
    known = find_directive(letter["number"])
    if known and (amends is None or known.id != amends.id):
        raise NumberTaken
    directive = Directive(
        number=letter["number"],
        version=known.version + 1 if known else 1,
        amends_id=amends.id if amends else None,
        because=letter.get("because", ""),
        paper_id=paper_id,
        title=letter["title"],
        signer=letter["signer"],
        signed_on=date.fromisoformat(letter["signed_on"]),
        effective_on=date.fromisoformat(letter["effective_on"]),
        published_on=published_on or local_day(),
        text=letter["text"],
    )
    for position, obligation in enumerate(letter["obligations"], start=1):
        directive.obligations.append(_obligation(position, letter["target_basis"], obligation))
    directive.digest = wording_digest_of(directive)
    db.session.add(directive)
    db.session.flush()
    audit.record("directive.published", directive.id, by=viewer, digest=directive.digest)
    if amends:
        _close(viewer, amends, directive)
    if directive.published_on <= local_day():
        reminders.announce(directive)
    return directive


def _close(viewer: Viewer, amended: Directive, directive: Directive) -> None:
    amended.closed_on = directive.published_on
    reminders.stop_asking_for_receipts(amended)
    audit.record("directive.amended", amended.id, by=viewer, directive_id=directive.id)


def _obligation(position: int, target_basis: str, row: Mapping[str, Any]) -> Obligation:
    usual = {"unit_kinds": [], "evidence": ""}
    return Obligation(
        position=position,
        target_basis=target_basis,
        measure=MeasureKey(row["measure"]),
        rhythm=Rhythm(row["rhythm"]),
        accepted_codes=AcceptedCodes(row.get("accepted_codes", AcceptedCodes.ANY)),
        **usual | {name: value for name, value in row.items() if name not in ENUMS},
    )


def accept_codes(viewer: Viewer, obligation: Obligation, codes: AcceptedCodes) -> None:
    """Let these codes alone fulfil what a letter orders about codes."""
    obligation.accepted_codes = codes
    audit.record("obligation.codes_accepted", obligation.id, by=viewer, codes=codes.value)
