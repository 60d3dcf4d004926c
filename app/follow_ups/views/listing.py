"""The viewer's cases, and the same as a file; names of those for whom he is on duty."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import now
from app.door import Permission, Viewer, requires, viewer
from app.follow_ups import queries
from app.follow_ups.duty import is_on_duty
from app.follow_ups.labels import CLASS_LABELS, PLACE_LABELS
from app.follow_ups.models import FollowUp
from app.follow_ups.paper import is_true_of
from app.follow_ups.people import Person, person_of
from app.follow_ups.queries import CaseFilter, CaseNeed
from app.follow_ups.rules.cases import CaseClass, PaperKind, Place
from app.follow_ups.views.blueprint import bp
from app.units.views.listing import chosen_member, row_id
from app.web.filters import day
from app.web.pages import asked, is_fragment, render
from app.web.pagination import each_row, wished_page
from app.web.sheets import Sheet, answer_sheet, file_of
from app.web.short import Counted


@bp.get("/isolation")
@requires(Permission.FOLLOW_UP_READ)
def index() -> Response:
    wanted = wanted_cases()
    ahead = queries.counts_ahead(viewer(), wanted)
    counts = queries.counts_for_list(viewer(), wanted, ahead)
    page = queries.list_cases(viewer(), wanted, wished_page(), total=counts.cases.of(wanted.need))
    counts = replace(counts, cases=counts.cases.seen(wanted.need, page.total))
    people = people_on_duty(viewer(), page.rows)
    return render(
        "follow_ups/index.html",
        fragment="case_list",
        page=page,
        counts=counts,
        people=people,
        with_certificates=any(is_true_of(PaperKind.CERTIFICATE, row) for row in page.rows if row.id in people),
        wanted=wanted,
        everybody=CaseFilter(),
        # Beside the list, which htmx asks for alone.
        alerts=0 if is_fragment() else queries.count_alerts(viewer()).waiting,
        sites=() if is_fragment() else queries.name_sites(viewer()),
        updated_at=ahead.at if ahead else now(),
        address=asked(),
    )


@file_of(bp, "/isolation")
@requires(Permission.FOLLOW_UP_READ)
def export(suffix: str) -> Response:
    """The same cases as a file."""
    header = [
        _("Số"),
        _("Họ và tên"),
        _("Năm sinh"),
        _("Phân loại"),
        _("Nơi cách ly"),
        _("Cơ sở, địa bàn"),
        _("Cơ quan chịu trách nhiệm"),
        _("Ngày bắt đầu cách ly"),
        _("Ngày kết thúc dự kiến"),
        _("Cập nhật sáng"),
        _("Cập nhật chiều"),
    ]
    rows = _cells(viewer(), each_row(lambda wish: queries.list_cases(viewer(), wanted_cases(), wish).rows))
    short = Counted(6, label=_("Số người"))
    return answer_sheet(Sheet(_("Người được cách ly"), "nguoi-duoc-cach-ly", header, rows, short), suffix)


def wanted_cases() -> CaseFilter:
    """The filter that the address asks for."""
    return CaseFilter(
        need=chosen_member(CaseNeed, "need"),
        case_class=chosen_member(CaseClass, "class"),
        place=chosen_member(Place, "place"),
        unit_id=row_id("site"),
        area_id=row_id("area"),
    )


def people_on_duty(who: Viewer, rows: Iterable[FollowUp]) -> Mapping[int, Person]:
    """Who it is, of those for whom the viewer is on duty."""
    # Who stands on a page twice is unsealed once.
    found = {row.id: person_of(row) for row in {row.id: row for row in rows}.values() if is_on_duty(who, row)}
    return {case_id: person for case_id, person in found.items() if person}


def case_label(row: FollowUp, people: Mapping[int, Person]) -> str:
    """How a case is called where its person may not be named."""
    person = people.get(row.id)
    return person.full_name if person else str(_("Trường hợp số %(n)s", n=row.id))


bp.add_app_template_global(case_label)


def _cells(who: Viewer, rows: Iterable[FollowUp]) -> Iterator[list[Any]]:
    for row in rows:
        person = people_on_duty(who, [row]).get(row.id)
        yield [
            row.id,
            person.full_name if person else "",
            person.birth_year if person else "",
            CLASS_LABELS[row.case_class],
            PLACE_LABELS[row.place],
            row.unit.name if row.unit else row.area.name,
            row.organisation.name,
            day(row.started_on),
            day(row.planned_end_on),
            day(row.morning_on),
            day(row.evening_on),
        ]
