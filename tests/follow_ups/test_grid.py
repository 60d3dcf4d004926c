"""Staff and teams write a whole page down: exceptions only, at once or row by row; the clock says who is missing."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import at
from app.db import db, transaction
from app.follow_ups.jobs import raise_missing_sessions
from app.follow_ups.models import DailyReport, FollowUp, FollowUpAlert
from app.follow_ups.people import reading_of
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.reports import Kind, Reading, Session, Symptom, Writer
from tests.cast import PASSWORD
from tests.follow_ups.conftest import NAME, open_at
from tests.made_once import made_once

WHY = "a test looks at all rows"
DAY = date(2021, 5, 8)
HTMX = {"HX-Request": "true"}


@pytest.fixture
def morning():
    with time_machine.travel(at(DAY, 8), tick=False) as travel:
        yield travel


@made_once
def three(morning, app, cast, site):
    """Three people at the site since yesterday, by room."""
    with app.app_context(), transaction():
        return [open_at(site, name=f"Người Số {n}", room=f"P{n}", started_on=DAY - timedelta(1)).id for n in range(3)]


def _readings(app):
    with app.app_context():
        stmt = select(DailyReport, FollowUp).join(FollowUp).where(DailyReport.superseded_at.is_(None))
        rows = db.session.execute(unscoped(stmt.order_by(FollowUp.id), because=WHY))
        return {row.id: (report.writer, reading_of(report, row.key)) for report, row in rows}


def _alerts(app):
    with app.app_context():
        stmt = unscoped(select(FollowUpAlert).order_by(FollowUpAlert.id), because=WHY)
        return [(alert.follow_up_id, alert.kind, alert.acknowledged_at) for alert in db.session.scalars(stmt)]


def test_whoever_is_left_is_normal(app, site, three, browse):
    desk = browse(site.sau)
    to = "/isolation/grid?session=morning"

    page = desk.send("/isolation/grid", {f"cell-{three[1]}": "37,9 ho"}, to=to)

    assert page.status == 303, page.text
    found = _readings(app)
    assert [found[case_id] for case_id in three] == [
        (Writer.STAFF, Reading()),
        (Writer.STAFF, Reading(Kind.HEALTH, 379, None, (Symptom.COUGH,))),
        (Writer.STAFF, Reading()),
    ]
    again = desk.get("/isolation/grid")
    assert 'value="37,9 ho"' in again.text
    assert "Đã ghi 3/3" in again.text


def test_a_row_is_kept_by_itself_and_leaves_the_others_alone(app, site, three, browse):
    desk = browse(site.sau)
    fields = desk.get("/isolation/grid").fields("/isolation/grid?session=morning")
    row = {"csrf_token": fields["csrf_token"], f"cell-{three[2]}": "v"}

    page = desk.post("/isolation/grid?session=morning", row, headers=HTMX)

    assert page.text.strip().startswith('<p id="grid_saved"')
    assert "Đã ghi 1/3" in page.text
    assert {case_id: reading.kind for case_id, (_w, reading) in _readings(app).items()} == {three[2]: Kind.ABSENT}
    assert _alerts(app)[0][:2] == (three[2], AlertKind.ABSENT)


def test_a_wrong_field_is_named_and_nothing_is_half_kept(app, site, three, browse):
    desk, to = browse(site.sau), "/isolation/grid?session=morning"

    page = desk.send("/isolation/grid", {f"cell-{three[0]}": "45", f"cell-{three[1]}": "37"}, to=to)

    assert page.status == 422
    assert "Thân nhiệt từ 35,0 đến 42,0" in page.text
    assert 'value="45"' in page.text
    assert 'value="37"' in page.text
    assert _readings(app) == {}


def test_the_column_of_the_national_system_says_it_was_told_there(app, site, three, browse):
    browse(site.sau).send("/isolation/grid", {f"elsewhere-{three[0]}": "y"}, to="/isolation/grid?session=morning")

    found = _readings(app)
    assert found[three[0]][1].kind is Kind.ELSEWHERE
    assert found[three[1]][1].kind is Kind.HEALTH


def test_a_team_writes_down_whom_it_looks_after(app, cast, site, morning, open_case_at, browse):
    mine = open_case_at(team_id=site.team_id, started_on=DAY - timedelta(1))
    other = open_case_at(name="Trần Văn Khác", started_on=DAY - timedelta(1))
    phone = browse(site.tam)

    page = phone.get("/isolation/grid")
    phone.send("/isolation/grid", {f"cell-{mine}": "36,6", f"cell-{other}": "39"}, to="/isolation/grid?session=morning")

    assert NAME in page.text
    assert "Trần Văn Khác" not in page.text
    assert _readings(app) == {mine: (Writer.TEAM, Reading(Kind.HEALTH, 366))}


def test_who_is_not_on_duty_has_no_grid(cast, site, three, browse):
    assert browse(cast.chau).get("/isolation/grid").status == 403
    assert "Người Số" not in browse(cast.binh).get("/isolation/grid").text
    assert "Người Số" not in browse(cast.hai).get("/isolation/grid").text


def test_at_the_cut_off_the_missing_are_raised_once(app, cast, site, three, browse, morning):
    desk, to = browse(site.sau), "/isolation/grid?session=morning"
    token = desk.get(to).fields(to)["csrf_token"]
    desk.post(to, {"csrf_token": token, f"cell-{three[0]}": "36,5"}, headers=HTMX)
    morning.move_to(at(DAY, 9, 59))
    with app.app_context(), transaction():
        assert raise_missing_sessions(DAY) == 0
    morning.move_to(at(DAY, 10))
    with app.app_context(), transaction():
        raise_missing_sessions(DAY)
        assert raise_missing_sessions(DAY) == 0

    missing = {case_id for case_id, kind, _at in _alerts(app) if kind is AlertKind.MISSING}
    assert missing == {*three[1:]}


def test_what_was_told_elsewhere_says_nothing_of_a_fever(app, site, three, browse, morning):
    desk, to = browse(site.sau), "/isolation/grid?session=morning"
    desk.send("/isolation/grid", {f"elsewhere-{each}": "y" for each in three}, to=to)
    morning.move_to(at(DAY, 10))

    with app.app_context(), transaction():
        assert raise_missing_sessions(DAY) == 3
    desk.send(f"{to}", {f"cell-{three[0]}": "36,5"}, to=to)

    assert [case_id for case_id, _kind, done in _alerts(app) if done] == [three[0]]


def test_in_the_evening_the_morning_can_still_be_written_down(app, site, three, browse, morning):
    morning.move_to(at(DAY, 16))

    browse(site.sau).send("/isolation/grid?session=morning", {}, to="/isolation/grid?session=morning")

    with app.app_context():
        rows = db.session.scalars(unscoped(select(FollowUp).order_by(FollowUp.id), because=WHY)).all()
        assert [(row.morning_on, row.evening_on) for row in rows] == [(DAY, None)] * 3
        assert rows[0].last_on(Session.MORNING) == DAY


def _says(app, cases, values, *, link_of, browse):
    """Somebody in isolation tells by his link how he is."""
    page = browse().send(link_of(cases), values)
    assert page.status == 303, page.text


def test_what_somebody_wrote_himself_is_not_read_as_shorthand(app, site, three, browse, link_of):
    """His note stands in the field; a page filed with it untouched changes nothing and raises nothing."""
    own = {"temperature": "36,6", "feeling": "well", "note": "Đã uống thuốc 2 lần, hết 3 viên"}
    _says(app, three[0], own, link_of=link_of, browse=browse)
    desk, to = browse(site.sau), "/isolation/grid?session=morning"

    page = desk.send("/isolation/grid", {f"cell-{three[1]}": "v"}, to=to)

    assert page.status == 303, page.text
    found = _readings(app)
    assert found[three[0]] == (Writer.SELF, Reading(Kind.HEALTH, 366, None, (), own["note"]))
    assert [kind for case_id, kind, _at in _alerts(app) if case_id == three[0]] == []


def test_a_page_opened_before_leaves_what_was_written_meanwhile(app, site, three, browse, link_of):
    desk, colleague, to = browse(site.sau), browse(site.sau), "/isolation/grid?session=morning"
    desk.send("/isolation/grid", {f"cell-{three[0]}": "36,5"}, to=to)
    stale = desk.get("/isolation/grid").fields(to)
    colleague.send("/isolation/grid", {f"cell-{three[0]}": "39,1"}, to=to)
    _says(app, three[1], {"temperature": "38,2", "feeling": "well"}, link_of=link_of, browse=browse)

    desk.post(to, {**stale, f"cell-{three[2]}": "37"})

    tenths = [_readings(app)[each][1].tenths for each in three]
    assert tenths == [391, 382, 370]


def test_what_was_typed_in_the_wrong_row_is_taken_out_again(app, site, three, browse):
    desk, to = browse(site.sau), "/isolation/grid?session=morning"
    token = desk.get("/isolation/grid").fields(to)["csrf_token"]
    case_id = three[1]

    typed = desk.post(to, {"csrf_token": token, f"cell-{case_id}": "39", f"was-{case_id}": ""}, headers=HTMX)
    desk.post(to, {"csrf_token": token, f"cell-{case_id}": "", f"was-{case_id}": "39,0"}, headers=HTMX)

    assert f'name="was-{case_id}" value="39,0" hx-swap-oob="true"' in typed.text
    assert f'<span id="told-{case_id}" hx-swap-oob="true">' in typed.text
    assert _readings(app) == {case_id: (Writer.STAFF, Reading())}
    with app.app_context():
        before = db.session.scalars(unscoped(select(DailyReport).order_by(DailyReport.id), because=WHY)).first()
        assert before.superseded_at is not None


def test_a_mark_taken_back_leaves_how_the_person_is_to_the_whole_page(app, site, three, browse):
    desk, to = browse(site.sau), "/isolation/grid?session=morning"
    token = desk.get("/isolation/grid").fields(to)["csrf_token"]
    row = {"csrf_token": token, f"cell-{three[0]}": ""}
    desk.post(to, {**row, f"elsewhere-{three[0]}": "y", f"was-{three[0]}": ""}, headers=HTMX)

    desk.post(to, {**row, f"was-{three[0]}": "t"}, headers=HTMX)

    assert _readings(app)[three[0]][1].kind is Kind.ELSEWHERE
    desk.post(to, {**row, f"was-{three[0]}": "t"})
    assert _readings(app)[three[0]] == (Writer.STAFF, Reading())


def test_a_page_holds_thirty_of_ones_own_people_however_many_others_live_there(app, cast, site, morning, browse):
    started = DAY - timedelta(1)
    with app.app_context(), transaction():
        for n in range(31):
            open_at(body="commune-30769", name=f"Lê Văn {n}", started_on=started)
        mine = open_at(name="Trần Văn Mình", started_on=started).id

    page = browse(cast.duong).get("/isolation/grid")

    assert f'name="cell-{mine}"' in page.text
    assert page.text.count('name="cell-') == 1


def test_a_wrong_row_says_so_where_it_stands_and_keeps_the_others(app, site, three, browse):
    desk, to = browse(site.sau), "/isolation/grid?session=morning"
    token = desk.get("/isolation/grid").fields(to)["csrf_token"]

    page = desk.post(to, {"csrf_token": token, f"cell-{three[1]}": "45"}, headers=HTMX)

    assert page.status == 422
    assert "Người Số 1: Thân nhiệt từ 35,0 đến 42,0" in page.text
    assert "chưa ghi" in page.text.partition(f'<span id="told-{three[1]}" hx-swap-oob="true">')[2]
    assert f'id="was-{three[1]}"' not in page.text


def test_a_page_typed_after_the_sessions_end_is_sent_with_one_button_after_signing_in(
    app, site, three, browse, morning
):
    to = "/isolation/grid?session=morning"
    desk = browse(site.sau)
    fields = desk.get(to).fields(to)
    morning.shift(timedelta(hours=12, minutes=1))

    page = desk.post(to, {**fields, f"cell-{three[1]}": "37,9 ho"})
    again = desk.post("/login", {**page.fields("/login"), "password": PASSWORD})
    kept = desk.follow(desk.post(to, again.fields(to)))

    assert (page.status, again.status) == (401, 200)
    assert "Đã ghi 3 người" in kept.text
    assert _readings(app)[three[1]] == (Writer.STAFF, Reading(Kind.HEALTH, 379, None, (Symptom.COUGH,)))
