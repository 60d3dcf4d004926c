"""The daily round: every household of a team on one page, row by row or at once; the same on paper."""

from datetime import date, timedelta
from typing import Any

from flask import Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access.queries import names_of
from app.clock import local, local_day, now
from app.door import Absent, Permission, requires, viewer
from app.web.days import read_day
from app.web.pages import is_fragment, render, see_other
from app.web.sheets import answer_file
from app.zones import actions, labels, queries
from app.zones.duty import is_on_duty
from app.zones.models import Household, Team
from app.zones.paper import round_sheet_pdf
from app.zones.queries import SheetRow
from app.zones.round_form import RoundForm, RoundPage, round_form
from app.zones.rules import Answer, RoundSession, may_be_typed, session_at
from app.zones.views.areas import words
from app.zones.views.blueprint import rounds_bp


@rounds_bp.get("")
@requires(Permission.ROUND_WRITE)
def index() -> AnyResponse:
    """My team's round; who has several teams chooses."""
    teams = queries.own_teams(viewer())
    if len(teams) == 1:
        return show(teams[0].id)
    lines = queries.lines_of(viewer(), teams, local_day()) if teams else queries.lines_today(viewer())
    return render("zones/rounds.html", lines=lines, sessions=RoundSession, **words())


@rounds_bp.get("/<int:team_id>")
@requires(Permission.ROUND_WRITE)
def show(team_id: int) -> Response:
    team, day, session = _asked(team_id)
    rows = queries.sheet_rows(viewer(), team, day, session)
    return _page(team, day, session, rows, RoundPage(rows))


@rounds_bp.post("/<int:team_id>")
@requires(Permission.ROUND_WRITE)
def file(team_id: int) -> AnyResponse:
    """The whole round: what was typed, and of everybody else that he is seen and well."""
    team, day, session = _asked(team_id)
    rows = queries.sheet_rows(viewer(), team, day, session)
    form = round_form(rows)
    if not form.validate():
        return _page(team, day, session, rows, form, status=422)
    filed = actions.file_round(viewer(), team, day, session, form.changed(), on_paper=bool(form.on_paper.data))
    flash(_("Đã nộp lượt đi: %(n)s hộ.", n=filed.household_count))
    return see_other("rounds.show", team_id=team_id, day=day.isoformat(), session=session.value)


@rounds_bp.post("/<int:team_id>/<int:household_id>")
@requires(Permission.ROUND_WRITE)
def save_row(team_id: int, household_id: int) -> AnyResponse:
    """One household's row, as soon as it is left; for htmx how the round stands now."""
    team, day, session = _asked(team_id)
    rows = queries.sheet_rows(viewer(), team, day, session)
    row = next((each for each in rows if each.household.id == household_id), None)
    if row is None:
        raise Absent(household_id)
    form = round_form(rows)
    form.validate()
    if wrong := form.wrong(row.household):
        return _page(team, day, session, rows, form, wrong=(row.household.number, wrong), status=422)
    actions.save_answer(viewer(), team, row.household, day, session, form.answer(row.household))
    rows = queries.sheet_rows(viewer(), team, day, session)
    return _page(team, day, session, rows, RoundPage(rows), saved=(row.household, form.typed(row.household)))


@rounds_bp.get("/<int:team_id>/sheet.pdf")
@requires(Permission.ROUND_WRITE, Permission.HOUSEHOLD_READ)
def sheet(team_id: int) -> Response:
    """The same page on paper."""
    team, day, session = _asked(team_id)
    rows = queries.sheet_rows(viewer(), team, day, session, named=is_on_duty(viewer(), team))
    content = round_sheet_pdf(team, queries.list_members(viewer(), team), rows, day, session)
    return answer_file(content, "application/pdf", f"phieu-di-tung-ho-{team.id}-{day:%Y-%m-%d}.pdf")


def _asked(team_id: int) -> tuple[Team, date, RoundSession]:
    """Which round is meant: by default today's, of the half of the day that it is."""
    team, today = queries.get_team(viewer(), team_id), local_day()
    day, session = read_day(request.args.get("day", "")) or today, request.args.get("session", "")
    if not may_be_typed(day, today=today):
        raise Absent(day)
    return team, day, RoundSession(session) if session in list(RoundSession) else session_at(local(now()).hour)


def _days_beside(team: Team, day: date) -> dict[str, date | None]:
    """The days before and after whose round can be typed: a sheet may come the day after."""
    before, after, today = day - timedelta(1), day + timedelta(1), local_day()
    return {
        "day_before": before if may_be_typed(before, today=today) and before >= team.from_on else None,
        "day_after": after if may_be_typed(after, today=today) else None,
    }


def _page(
    team: Team,
    day: date,
    session: RoundSession,
    rows: list[SheetRow] | Any,
    form: RoundForm | RoundPage,
    *,
    saved: tuple[Household, Answer] | None = None,
    wrong: tuple[int, str] | None = None,
    status: int = 200,
) -> Response:
    corrections = queries.list_corrections(viewer(), team, day, session)
    people = {row.entry.by_id for row in rows if row.entry} | {each.by_id for each in corrections}
    return render(
        "zones/round.html",
        fragment="round_state",
        team=team,
        day=day,
        session=session,
        **_days_beside(team, day),
        rows=rows,
        form=form,
        filed=queries.round_of(viewer(), team, day, session),
        corrections=corrections,
        names=names_of([each for each in people if each]),
        saved=saved,
        is_part=is_fragment(),
        wrong=wrong,
        answer_words=labels.answer_words,
        sessions=RoundSession,
        status=status,
        **words(),
    )
