"""May I? The one table from roles to permissions. No role is named outside this file and the accounts' pages."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission as P  # noqa: N817 - the table below is read line by line
from app.organisations.rules import OrganisationKind as Kind


class Role(StrEnum):
    GATEKEEPER = "gatekeeper"
    MANAGER = "manager"
    TEAM_MEMBER = "team_member"
    SITE_STAFF = "site_staff"
    COMMUNE_OFFICER = "commune_officer"
    COMMUNE_HEAD = "commune_head"
    DISTRICT_OFFICER = "district_officer"
    DISTRICT_HEAD = "district_head"
    DISTRICT_HEALTH = "district_health"
    DEPARTMENT_OFFICER = "department_officer"
    DEPARTMENT_HEAD = "department_head"
    HEALTH_OFFICER = "health_officer"
    PROVINCE_OFFICER = "province_officer"
    PROVINCE_HEAD = "province_head"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


LABELS: Mapping[Role, LazyString] = {
    Role.GATEKEEPER: _l("Người kiểm soát"),
    Role.MANAGER: _l("Người đứng đầu đơn vị"),
    Role.TEAM_MEMBER: _l("Thành viên Tổ Covid cộng đồng"),
    Role.SITE_STAFF: _l("Cán bộ cơ sở cách ly tập trung"),
    Role.COMMUNE_OFFICER: _l("Cán bộ xã, phường, thị trấn"),
    Role.COMMUNE_HEAD: _l("Chủ tịch UBND xã, phường, thị trấn"),
    Role.DISTRICT_OFFICER: _l("Cán bộ huyện, thành phố"),
    Role.DISTRICT_HEAD: _l("Chủ tịch UBND huyện, thành phố"),
    Role.DISTRICT_HEALTH: _l("Cán bộ Trung tâm Y tế huyện"),
    Role.DEPARTMENT_OFFICER: _l("Cán bộ sở, ban, ngành"),
    Role.DEPARTMENT_HEAD: _l("Thủ trưởng sở, ban, ngành"),
    Role.HEALTH_OFFICER: _l("Cán bộ dịch tễ Sở Y tế, CDC"),
    Role.PROVINCE_OFFICER: _l("Cán bộ Văn phòng UBND tỉnh"),
    Role.PROVINCE_HEAD: _l("Lãnh đạo UBND tỉnh"),
    Role.OBSERVER: _l("Người theo dõi"),
    Role.ADMINISTRATOR: _l("Quản trị hệ thống"),
}

# A phone or computer at a door, which no person signed in on: the console and nothing beside it.
DEVICE = frozenset({P.GATE_WORK})
GATE = DEVICE | {P.DESK_READ, P.UNIT_READ, P.VISIT_READ}
# Until an officer has approved the unit: see, print and correct it, nothing else; further units apply the same way.
APPLICANT = frozenset({P.DESK_READ, P.UNIT_READ, P.UNIT_CORRECT, P.UNIT_HOLD, P.POSTER_PRINT})
ATTENDANT = GATE | {P.TRIP_RUN}
MANAGER = (
    ATTENDANT
    | APPLICANT
    | {P.POSTER_REPLACE, P.POSTER_DISPLAY, P.DAY_DECLARE, P.GATE_MANAGE, P.FLAG_READ, P.FLAG_EXPLAIN}
    | {P.ASSESSMENT_READ, P.ASSESSMENT_MAKE, P.INSPECTION_READ, P.INSPECTION_ANSWER}
)
OBSERVER = frozenset(
    {
        P.DESK_READ,
        P.ORGANISATION_READ,
        P.UNIT_READ,
        P.COVERAGE_READ,
        P.DIRECTIVE_READ,
        P.FLAG_READ,
        P.MONITOR_READ,
        P.ASSESSMENT_READ,
        P.INSPECTION_READ,
        P.REPORT_READ,
        P.FOLLOW_UP_READ,
    }
)
# Who looks after isolated people day by day; names are seen by who is on duty for them.
CARER = frozenset({P.FOLLOW_UP_READ, P.FOLLOW_UP_REPORT})
ISOLATION = CARER | {P.FOLLOW_UP_WORK}
# The committees of communes and districts, who lock areas down, set up teams and grade what lies in them (districts
# their communes, communes their hamlets); a team writes what it saw.
TEAM = frozenset({P.ROUND_READ, P.ROUND_WRITE, P.HOUSEHOLD_READ})
LOCAL = frozenset({P.ROUND_READ, P.ZONE_MANAGE, P.TEAM_MANAGE, P.HOUSEHOLD_READ, P.AREA_GRADE})
COMMUNE = LOCAL | TEAM
OFFICER = OBSERVER | {
    P.UNIT_REGISTER,
    P.UNIT_APPROVE,
    P.UNIT_CORRECT,
    P.UNIT_SUSPEND,
    P.UNIT_LINK_REISSUE,
    P.UNIT_REMIND,
    P.COVERAGE_MANAGE,
    P.POSTER_PRINT,
    P.POSTER_PRINT_MANY,
    P.POSTER_INSPECT,
    P.POSTER_REPLACE,
    P.POSTER_DISPLAY,
    P.FLAG_CLOSE,
    P.INSPECTION_WORK,
    P.DIRECTIVE_WORK,
    P.REPORT_COMPILE,
    P.REPORT_CHECK,
    P.CORRESPONDENCE_WRITE,
    P.REMEDY_EXTEND,
}
HEAD = OFFICER | {P.DIRECTIVE_ACKNOWLEDGE, P.PERIOD_CONFIRM, P.REPORT_ISSUE}
HEALTH = (
    OBSERVER
    | ISOLATION
    | {P.PERSON_READ, P.VISIT_READ, P.INSPECTION_WORK, P.ROUND_READ, P.ZONE_MANAGE, P.HOUSEHOLD_READ}
)
# Of the departments only the one of education is answered when it keeps the schools' holidays.
DEPARTMENT = frozenset({P.HOLIDAY_MANAGE})
# The office watches inspections; departments, districts and communes carry them out.
PROVINCE = (
    (OFFICER - {P.INSPECTION_WORK})
    | DEPARTMENT
    | {
        P.UNIT_ASSIGN,
        P.UNIT_RESTRICT,
        P.AREA_MANAGE,
        P.ORGANISATION_MANAGE,
        P.SETTING_READ,
        P.SETTING_MANAGE,
        P.DIRECTIVE_ISSUE,
        P.BRIEFING_READ,
        P.BRIEFING_WRITE,
        P.ROUND_READ,
        P.ZONE_MANAGE,
        P.AREA_GRADE,
        P.AREA_OVERRULE,
    }
)

GRANTS: Mapping[Role, frozenset[P]] = {
    Role.GATEKEEPER: ATTENDANT,
    Role.MANAGER: MANAGER,
    Role.TEAM_MEMBER: TEAM | CARER | {P.DESK_READ, P.FLAG_READ, P.FLAG_EXPLAIN},
    Role.SITE_STAFF: GATE | CARER | {P.FLAG_READ, P.FLAG_EXPLAIN},
    Role.COMMUNE_OFFICER: OFFICER | ISOLATION | COMMUNE,
    Role.COMMUNE_HEAD: HEAD | ISOLATION | COMMUNE,
    Role.DISTRICT_OFFICER: OFFICER | ISOLATION | LOCAL,
    Role.DISTRICT_HEAD: HEAD | ISOLATION | LOCAL,
    Role.DISTRICT_HEALTH: HEALTH,
    Role.DEPARTMENT_OFFICER: OFFICER | DEPARTMENT,
    Role.DEPARTMENT_HEAD: HEAD | DEPARTMENT,
    Role.HEALTH_OFFICER: HEALTH | {P.RULEBOOK_MANAGE, P.PROTOCOL_MANAGE},
    Role.PROVINCE_OFFICER: PROVINCE,
    Role.PROVINCE_HEAD: OBSERVER | {P.REPORT_COMPILE, P.REPORT_CHECK, P.REPORT_ISSUE, P.BRIEFING_READ, P.ROUND_READ},
    Role.OBSERVER: OBSERVER | {P.ROUND_READ},
    Role.ADMINISTRATOR: frozenset(
        {
            P.DESK_READ,
            P.ORGANISATION_READ,
            P.ORGANISATION_MANAGE,
            P.ACCOUNT_MANAGE,
            P.SETTING_READ,
            P.SETTING_MANAGE,
            P.AUDIT_READ,
        }
    ),
}

# Whose account a role can be. Roles that are not listed work for units or sites and belong to no body.
BODIES: Mapping[Role, frozenset[Kind]] = {
    Role.TEAM_MEMBER: frozenset({Kind.COMMUNE}),
    Role.COMMUNE_OFFICER: frozenset({Kind.COMMUNE}),
    Role.COMMUNE_HEAD: frozenset({Kind.COMMUNE}),
    Role.DISTRICT_OFFICER: frozenset({Kind.DISTRICT}),
    Role.DISTRICT_HEAD: frozenset({Kind.DISTRICT}),
    Role.DISTRICT_HEALTH: frozenset({Kind.DISTRICT}),
    Role.DEPARTMENT_OFFICER: frozenset({Kind.DEPARTMENT}),
    Role.DEPARTMENT_HEAD: frozenset({Kind.DEPARTMENT}),
    Role.HEALTH_OFFICER: frozenset({Kind.DEPARTMENT}),
    Role.PROVINCE_OFFICER: frozenset({Kind.PROVINCE_OFFICE}),
    Role.PROVINCE_HEAD: frozenset({Kind.PROVINCE_OFFICE}),
    Role.OBSERVER: frozenset(Kind),
    Role.ADMINISTRATOR: frozenset({Kind.PROVINCE_OFFICE}),
}
# Roles in which somebody answers by name for the body: the account goes with the post.
HEADS = frozenset({Role.COMMUNE_HEAD, Role.DISTRICT_HEAD, Role.DEPARTMENT_HEAD, Role.PROVINCE_HEAD})

# Who sees the households of his teams, and the people he looks after, and nothing of the commune that set them up.
TEAMS = frozenset({Role.TEAM_MEMBER})

# Epidemiology knows no district borders; everybody else at the province sits in its office.
SEES_PROVINCE = frozenset({Role.HEALTH_OFFICER})


def may_belong(role: Role, kind: Kind | None) -> bool:
    """Whether an account in this role can belong to a body of this kind, or to none."""
    return kind in BODIES[role] if role in BODIES else kind is None


def granted(role: Role, *, confirmed: bool = True, is_device: bool = False) -> frozenset[P]:
    """What a role may do; a manager whose unit no officer has approved yet may do less, and so may a device."""
    if is_device:
        return DEVICE
    return APPLICANT if role is Role.MANAGER and not confirmed else GRANTS[role]
