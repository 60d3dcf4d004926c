"""Reading protocols, cases, what was reported, alerts and transfers."""

from app.follow_ups.queries.alerts import list_alerts
from app.follow_ups.queries.cases import (
    WHOLE,
    CaseFilter,
    CaseNeed,
    find_head,
    get_case,
    get_open_case,
    get_own_case,
    list_all_sites,
    list_cases,
    list_grid,
    list_household,
    list_sites,
    list_spells,
    list_teams,
    name_sites,
)
from app.follow_ups.queries.desk import LISTS, DeskCounts, desk_counts, question_of_isolation
from app.follow_ups.queries.history import has_looked, list_history, were_extended
from app.follow_ups.queries.protocols import find_protocol, list_protocols
from app.follow_ups.queries.reports import current_reports, list_reports
from app.follow_ups.queries.samples import (
    NeedFilter,
    answer_times,
    get_need,
    get_test,
    list_near,
    list_needs,
    list_needs_of,
    list_tests,
    list_tests_to_do,
)
from app.follow_ups.queries.sites import bed_problem, list_rooms, list_site_lines, site_day
from app.follow_ups.queries.transfers import find_transfer, get_transfer, list_transfers

__all__ = [
    "LISTS",
    "WHOLE",
    "CaseFilter",
    "CaseNeed",
    "DeskCounts",
    "NeedFilter",
    "answer_times",
    "bed_problem",
    "current_reports",
    "desk_counts",
    "find_head",
    "find_protocol",
    "find_transfer",
    "get_case",
    "get_need",
    "get_open_case",
    "get_own_case",
    "get_test",
    "get_transfer",
    "has_looked",
    "list_alerts",
    "list_all_sites",
    "list_cases",
    "list_grid",
    "list_history",
    "list_household",
    "list_near",
    "list_needs",
    "list_needs_of",
    "list_protocols",
    "list_reports",
    "list_rooms",
    "list_site_lines",
    "list_sites",
    "list_spells",
    "list_teams",
    "list_tests",
    "list_tests_to_do",
    "list_transfers",
    "name_sites",
    "question_of_isolation",
    "site_day",
    "were_extended",
]
