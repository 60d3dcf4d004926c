"""Reading inspections, what they found, which units a visit would be worth, and how many there were."""

from app.inspections.queries.figures import STANDINGS, Counted, Standings, counted
from app.inspections.queries.listing import (
    InspectionFilter,
    Need,
    find_open,
    get_inspection,
    list_all_inspections,
    list_inspections,
    list_of_unit,
    list_officers,
)
from app.inspections.queries.parts import (
    find_finding_photo,
    get_finding,
    get_paper,
    get_photo,
    list_doors,
    list_earlier,
    list_findings,
    list_photos,
    list_referrals,
)
from app.inspections.queries.risk import RiskFilter, RiskLine, list_risks

__all__ = [
    "STANDINGS",
    "Counted",
    "InspectionFilter",
    "Need",
    "RiskFilter",
    "RiskLine",
    "Standings",
    "counted",
    "find_finding_photo",
    "find_open",
    "get_finding",
    "get_inspection",
    "get_paper",
    "get_photo",
    "list_all_inspections",
    "list_doors",
    "list_earlier",
    "list_findings",
    "list_inspections",
    "list_of_unit",
    "list_officers",
    "list_photos",
    "list_referrals",
    "list_risks",
]
