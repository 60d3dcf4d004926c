"""The lists that letters are written from: whom of them a letter of a kind concerns, and their rows as an annex."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import force_locale

from app.correspondence.rules import LetterKind, Listing, SourceKey
from app.correspondence.sources import areas, bodies, figures, units
from app.door import Absent, Permission, Viewer
from app.notices.telling import LANGUAGE

Args = Mapping[str, str]


@dataclass(frozen=True)
class Source:
    """How a list is read, who may read it, and the pages below which its letter can be begun."""

    read: Callable[[Viewer, LetterKind, Args], Listing]
    permission: Permission
    pages: tuple[str, ...]


RESULT_PAGES = ("show", "body", "area", "results_table")
SOURCES: Mapping[SourceKey, Source] = {
    SourceKey.CONFIRMATIONS: Source(bodies.confirmations, Permission.DIRECTIVE_READ, ("confirmations.index",)),
    SourceKey.RECEIPTS: Source(bodies.receipts, Permission.DIRECTIVE_READ, ("directives.show",)),
    SourceKey.DOCUMENTS: Source(bodies.documents, Permission.DIRECTIVE_READ, ("cascade.documents",)),
    SourceKey.BODIES: Source(bodies.organisations, Permission.ORGANISATION_READ, ("organisations.index",)),
    SourceKey.QUEUES: Source(bodies.queues, Permission.UNIT_APPROVE, ("units.queues",)),
    SourceKey.PUBLICITY: Source(bodies.publicity_actions, Permission.DIRECTIVE_READ, ("publicity.index",)),
    SourceKey.RESULTS: Source(
        figures.results, Permission.MONITOR_READ, tuple(f"monitoring.{page}" for page in RESULT_PAGES)
    ),
    SourceKey.UNIT_RESULTS: Source(
        figures.units, Permission.MONITOR_READ, ("monitoring.body_units", "monitoring.area_units")
    ),
    SourceKey.LATE: Source(figures.late, Permission.MONITOR_READ, ("monitoring.late",)),
    SourceKey.ROWS: Source(figures.rows, Permission.MONITOR_READ, ("monitoring.rows",)),
    SourceKey.UNITS: Source(units.register, Permission.UNIT_READ, ("units.index",)),
    SourceKey.CODES: Source(units.codes, Permission.POSTER_PRINT, ("posters.index",)),
    SourceKey.SAFETY: Source(units.safety, Permission.ASSESSMENT_READ, ("safety.index",)),
    SourceKey.SOURCES: Source(units.contradicted, Permission.MONITOR_READ, ("safety.sources",)),
    SourceKey.REMEDIES: Source(units.to_put_right, Permission.ASSESSMENT_READ, ("safety.remedies",)),
    SourceKey.FLAGS: Source(units.to_check, Permission.FLAG_READ, ("flags.index",)),
    SourceKey.INSPECTIONS: Source(units.inspected, Permission.INSPECTION_READ, ("inspections.index",)),
    SourceKey.RISKS: Source(units.at_risk, Permission.INSPECTION_WORK, ("inspections.risks",)),
    SourceKey.COVERAGE: Source(areas.coverage, Permission.COVERAGE_READ, ("coverage.index",)),
    SourceKey.MISSING: Source(units.not_registered, Permission.COVERAGE_READ, ("coverage.missing",)),
    SourceKey.GRADES: Source(areas.grades, Permission.ASSESSMENT_READ, ("safety.areas",)),
    SourceKey.ZONES: Source(areas.under_isolation, Permission.ROUND_READ, ("zones.index",)),
    SourceKey.TEAMS: Source(areas.teams, Permission.ROUND_READ, ("zones.teams",)),
    SourceKey.ROUNDS: Source(areas.rounds, Permission.ROUND_READ, ("zones.missing",)),
    SourceKey.HIGH_RISK: Source(areas.high_risk, Permission.ORGANISATION_READ, ("areas.index",)),
}


def listing(viewer: Viewer, source: SourceKey, kind: LetterKind, args: Args) -> Listing:
    """Whom a letter of this kind concerns, of the list that an address means, in official words. Raises Absent."""
    found = SOURCES[source]
    if not viewer.can(found.permission):
        raise Absent
    with force_locale(LANGUAGE):
        return found.read(viewer, kind, args)
