"""One session of up to thirty people on one page: what is typed is an exception, whoever is left is normal."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from flask import flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clock import local, local_day, now
from app.door import Permission, requires, viewer
from app.follow_ups import actions, queries
from app.follow_ups.duty import writer_of
from app.follow_ups.grid_form import TOLD_ELSEWHERE, GridForm, grid_form, written
from app.follow_ups.models import DailyReport, FollowUp
from app.follow_ups.people import Person, reading_of
from app.follow_ups.queries import CaseFilter
from app.follow_ups.rules.cases import Place
from app.follow_ups.rules.reports import Reading, Session, may_write, session_at
from app.follow_ups.views.blueprint import bp
from app.follow_ups.views.listing import case_label, people_on_duty
from app.units.views.listing import chosen_member, row_id
from app.web.pages import is_fragment, render, see_other
from app.web.pagination import Page, Wish

PEOPLE = 30


@bp.get("/isolation/grid")
@requires(Permission.FOLLOW_UP_REPORT)
def show_grid() -> Response:
    page = _people()
    people = people_on_duty(viewer(), page.rows)
    known = queries.current_reports(viewer(), page.rows, _day(), _session())
    return _page(page, people, known, _form(page.rows, people, _readings(page.rows, known)))


@bp.post("/isolation/grid")
@requires(Permission.FOLLOW_UP_REPORT)
def save_grid() -> Response:
    """Keep one row (htmx) or the whole page; while something on it is wrong nothing of it is kept."""
    page = _people()
    people = people_on_duty(viewer(), page.rows)
    form, is_whole = _form(page.rows, people, {}), not is_fragment()
    is_good = form.validate()
    sent = [row for row in page.rows if f"cell-{row.id}" in request.form]
    for row in sent if is_good else ():
        _save(row, form, is_whole=is_whole)
    if is_good and is_whole:
        # Whoever was kept row by row before is among them.
        flash(_("Đã ghi %(n)s người.", n=len(sent)))
        return see_other("follow_ups.show_grid", **_address())
    known = queries.current_reports(viewer(), page.rows, _day(), _session())
    return _page(page, people, known, form, sent=() if is_whole else sent, status=200 if is_good else 422)


def _save(row: FollowUp, form: GridForm, *, is_whole: bool) -> None:
    """Write one row down; of a whole page those that were not touched and have no record are normal."""
    if not form.is_changed(row.id):
        is_wanted = is_whole and row.last_on(_session()) != _day()
    else:
        # That somebody declared elsewhere was taken back: how he is is said with the whole page.
        is_taken_back = form.is_empty(row.id) and form.was(row.id).data in (None, "", TOLD_ELSEWHERE)
        is_wanted = is_whole or not is_taken_back
    if is_wanted:
        writer = writer_of(viewer(), row)
        actions.write_report(viewer(), row, form.says(row.id), day=_day(), session=_session(), writer=writer)


def _people() -> Page:
    """The people of a page for whom the viewer is on duty."""
    wanted = CaseFilter(place=chosen_member(Place, "place"), unit_id=row_id("site"))
    return queries.list_grid(viewer(), wanted, Wish(max(request.args.get("page", 1, type=int), 1), PEOPLE), day=_day())


def _form(rows: Sequence[FollowUp], people: Mapping[int, Person], stands: Mapping[int, Reading]) -> GridForm:
    return grid_form({row.id: case_label(row, people) for row in rows}, stands)


def _readings(rows: Sequence[FollowUp], known: Mapping[int, DailyReport]) -> Mapping[int, Reading]:
    """What stands already."""
    found = {row.id: reading_of(known[row.id], row.key) for row in rows if row.id in known}
    return {case_id: reading for case_id, reading in found.items() if reading}


def _day() -> date:
    """Today, or yesterday while it can still be written down."""
    yesterday = local_day() - timedelta(1)
    is_open = may_write(yesterday, Session.EVENING, local=local(now()))
    return yesterday if request.args.get("day") == yesterday.isoformat() and is_open else local_day()


def _session() -> Session:
    wished = chosen_member(Session, "session")
    if wished and may_write(_day(), wished, local=local(now())):
        return wished
    return session_at(local(now())) if _day() == local_day() else Session.EVENING


def _address() -> dict[str, str]:
    kept = {name: request.args[name] for name in ("site", "place", "page", "day", "session") if name in request.args}
    return {**kept, "session": _session().value}


def _kept(
    sent: Sequence[FollowUp], known: Mapping[int, DailyReport], form: GridForm
) -> list[tuple[FollowUp, str | None]]:
    """Of each row that was sent by itself what stands there from now on; None while what is typed there is wrong."""
    stands = {} if form.errors else _readings(sent, known)
    return [(row, written(stands[row.id]) if row.id in stands else None) for row in sent]


def _page(
    page: Page,
    people: Mapping[int, Person],
    known: Mapping[int, DailyReport],
    form: GridForm,
    *,
    sent: Sequence[FollowUp] = (),
    status: int = 200,
) -> Response:
    days = (local_day() - timedelta(1), local_day())
    turns = [(day, each) for day in days for each in Session if may_write(day, each, local=local(now()))]
    return render(
        "follow_ups/grid.html",
        fragment="grid_saved",
        status=status,
        page=page,
        people=people,
        known=known,
        form=form,
        kept=_kept(sent, known, form),
        day=_day(),
        session=_session(),
        turns=turns,
        at=now(),
        address=_address(),
    )
