"""Who may pass: the viewer on whose behalf code runs, the permissions, and the mark that every view carries.

The foundation only names these things; the chapter `access` says which role holds what and whose rows a viewer sees.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from flask import Flask, g

View = TypeVar("View", bound=Callable[..., object])


class Permission(StrEnum):
    """What can be allowed, as `subject:verb`; granted to roles in `access/policy.py` and nowhere else."""

    DESK_READ = "desk:read"
    AREA_MANAGE = "area:manage"
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_MANAGE = "organisation:manage"
    ACCOUNT_MANAGE = "account:manage"
    SETTING_READ = "setting:read"
    SETTING_MANAGE = "setting:manage"
    AUDIT_READ = "audit:read"
    UNIT_READ = "unit:read"
    UNIT_REGISTER = "unit:register"
    UNIT_APPROVE = "unit:approve"
    UNIT_CORRECT = "unit:correct"
    UNIT_SUSPEND = "unit:suspend"
    UNIT_LINK_REISSUE = "unit:reissue-link"
    UNIT_REMIND = "unit:remind"
    UNIT_ASSIGN = "unit:assign-owner"
    UNIT_RESTRICT = "unit:restrict"
    HOLIDAY_MANAGE = "holiday:manage"
    COVERAGE_READ = "coverage:read"
    COVERAGE_MANAGE = "coverage:manage"
    UNIT_HOLD = "unit:hold"
    POSTER_PRINT = "poster:print"
    POSTER_PRINT_MANY = "poster:print-many"
    POSTER_INSPECT = "poster:inspect"
    POSTER_REPLACE = "poster:replace"
    POSTER_DISPLAY = "poster:confirm-display"
    RULEBOOK_MANAGE = "rulebook:manage"
    DAY_DECLARE = "day:declare"
    VISIT_READ = "visit:read"
    GATE_WORK = "gate:work"
    GATE_MANAGE = "gate:manage"
    TRIP_RUN = "trip:run"
    DIRECTIVE_READ = "directive:read"
    DIRECTIVE_WORK = "directive:work"
    DIRECTIVE_ISSUE = "directive:issue"
    DIRECTIVE_ACKNOWLEDGE = "directive:acknowledge"
    PERIOD_CONFIRM = "period:confirm"
    FLAG_READ = "flag:read"
    FLAG_EXPLAIN = "flag:explain"
    FLAG_CLOSE = "flag:close"
    MONITOR_READ = "monitor:read"
    REPORT_READ = "report:read"
    REPORT_COMPILE = "report:compile"
    REPORT_CHECK = "report:check"
    REPORT_ISSUE = "report:issue"
    BRIEFING_READ = "briefing:read"
    BRIEFING_WRITE = "briefing:write"
    CORRESPONDENCE_WRITE = "correspondence:write"
    ASSESSMENT_READ = "assessment:read"
    ASSESSMENT_MAKE = "assessment:make"
    FOLLOW_UP_READ = "follow-up:read"
    FOLLOW_UP_REPORT = "follow-up:report"
    FOLLOW_UP_WORK = "follow-up:work"
    PROTOCOL_MANAGE = "protocol:manage"
    REMEDY_EXTEND = "remedy:extend"
    AREA_GRADE = "area:grade"
    AREA_OVERRULE = "area:overrule-grade"
    INSPECTION_READ = "inspection:read"
    INSPECTION_WORK = "inspection:work"
    INSPECTION_ANSWER = "inspection:answer"
    PERSON_READ = "person:read"
    ROUND_READ = "round:read"
    ROUND_WRITE = "round:write"
    ZONE_MANAGE = "zone:manage"
    TEAM_MANAGE = "team:manage"
    HOUSEHOLD_READ = "household:read"


@dataclass(frozen=True)
class Viewer:
    """On whose behalf something is read or done. Ids are those of rows in scope, subtrees already unfolded.

    `sees_restricted`: also rows that are withheld from all but the bodies they belong to.
    """

    user_id: int | None = None
    role: str = "visitor"
    permissions: frozenset[Permission] = frozenset()
    organisation_id: int | None = None
    sees_all: bool = False
    sees_restricted: bool = False
    organisation_ids: frozenset[int] = frozenset()
    area_ids: frozenset[int] = frozenset()
    unit_ids: frozenset[int] = frozenset()
    # Those of `unit_ids` that no officer has approved yet, where others are approved.
    waiting_unit_ids: frozenset[int] = frozenset()
    team_ids: frozenset[int] = frozenset()
    full_name: str = field(default="", compare=False)
    # Another after each thing that this browser changed within the last minute: its reader sees it at once.
    acted: int | None = field(default=None, compare=False)

    def can(self, permission: Permission | str) -> bool:
        """Whether this viewer's role holds the permission; says nothing about whose rows."""
        return Permission(permission) in self.permissions


class Absent(LookupError):
    """There is no such row, or it is not the viewer's: nobody outside learns which. Answered with 404."""


VISITOR = Viewer()


def office_viewer() -> Viewer:
    """The province office at work by itself: jobs and commands, which see every row and hold every permission."""
    return Viewer(role="system", permissions=frozenset(Permission), sees_all=True, sees_restricted=True)


def viewer() -> Viewer:
    """The viewer of the current request; a visitor without rights when nobody signed in."""
    found = g.get("viewer")
    return found if isinstance(found, Viewer) else VISITOR


@dataclass(frozen=True)
class Access:
    """What a view asks of who opens it. `public`: nothing; `permissions`: all of these; neither: an account."""

    public: bool = False
    permissions: frozenset[Permission] = frozenset()


def public(view: View) -> View:
    """Mark a view as open to everybody."""
    return _mark(view, Access(public=True))


def signed_in(view: View) -> View:
    """Mark a view as open to every account."""
    return _mark(view, Access())


def requires(*permissions: Permission) -> Callable[[View], View]:
    """Mark a view as open to accounts whose role holds every one of `permissions`."""
    return lambda view: _mark(view, Access(permissions=frozenset(permissions)))


def _mark(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def access_of(app: Flask, endpoint: str) -> Access | None:
    """The mark of an endpoint's view, or None when it carries none."""
    access = getattr(app.view_functions[endpoint], "access", None)
    return access if isinstance(access, Access) else None


class UnmarkedRoute(Exception):
    """A route says nothing about who may open it; the app refuses to start."""


def refuse_unmarked_routes(app: Flask) -> None:
    """Raise UnmarkedRoute, naming them, if any view lacks @public, @signed_in or @requires."""
    unmarked = sorted(rule.endpoint for rule in app.url_map.iter_rules() if access_of(app, rule.endpoint) is None)
    if unmarked:
        raise UnmarkedRoute(", ".join(unmarked))
