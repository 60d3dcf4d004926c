"""The levels of the viewer's units, the same as a file, and the sets of criteria."""

from flask import request
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, requires, viewer
from app.safety import levels, queries
from app.safety.exports import levels_sheet
from app.safety.levels import LevelFilter, LevelOrder, Need
from app.safety.rules import Level
from app.safety.sets.queries import list_drafts
from app.safety.settings import expiring_days
from app.safety.views.blueprint import bp
from app.units.labels import UNIT_KIND_LABELS
from app.units.rules import UnitKind
from app.units.views.listing import choices, chosen_member, row_id
from app.web.pages import asked, render
from app.web.pagination import wished_page
from app.web.sheets import answer_sheet, file_of


@bp.get("/assessments")
@requires(Permission.ASSESSMENT_READ)
def index() -> Response:
    wanted = wanted_levels()
    page, counts = levels.list_levels(viewer(), wanted, wished_page())
    return render(
        "safety/index.html",
        fragment="level_list",
        page=page,
        counts=counts,
        withheld=levels.count_withheld(viewer(), wanted),
        wanted=wanted,
        expiring_days=expiring_days(),
        kind_labels=UNIT_KIND_LABELS,
        updated_at=now(),
        address=asked(),
        **choices(),
    )


@file_of(bp, "/assessments")
@requires(Permission.ASSESSMENT_READ)
def export(suffix: str) -> Response:
    """The same units as a file."""
    wanted = wanted_levels()
    lines, withheld = levels.list_all_levels(viewer(), wanted), levels.count_withheld(viewer(), wanted)
    return answer_sheet(levels_sheet(lines, withheld), suffix)


@bp.get("/assessments/criteria")
@requires(Permission.ASSESSMENT_READ)
def criteria() -> Response:
    """The sets with their basis and status, version by version."""
    drafts = list_drafts() if viewer().can(Permission.RULEBOOK_MANAGE) else ()
    return render(
        "safety/criteria.html",
        sets=queries.list_sets(),
        drafts=drafts,
        kind_labels=UNIT_KIND_LABELS,
        kinds=UnitKind,
    )


def wanted_levels() -> LevelFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    return LevelFilter(
        search=request.args.get("q", "")[:200],
        level=chosen_member(Level, "level"),
        kind=chosen_member(UnitKind, "kind"),
        area_id=row_id("area"),
        owner_id=row_id("owner"),
        need=chosen_member(Need, "need"),
        order=chosen_member(LevelOrder, "sort") or LevelOrder.NAME,
    )
