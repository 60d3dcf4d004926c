"""Who speaks for a body: its head, or the deputy who acts for him, on the days of his appointment and on no other."""

from datetime import date, timedelta

import pytest
import time_machine

from app import clock
from app.access.actions import create_account
from app.access.policy import Role
from app.db import db, transaction
from app.directives.models import Acknowledgement
from app.directives.notices import LETTER
from app.door import office_viewer
from app.notices.people import people_of
from app.notices.rules import Channel
from app.organisations.actions import appoint, relieve
from app.organisations.models import Appointment
from app.organisations.queries import find_holder, find_organisation
from app.organisations.rules import Position
from tests.cast import PASSWORD, START, as_person

pytestmark = pytest.mark.slow
OPENED_ON, FIRST, LAST = date(2021, 5, 5), date(2021, 5, 10), date(2021, 5, 12)
NAME = "Ngô Văn Phó"


def named(app, name=NAME, username="pho", *, body="tourism"):
    """A head's account of this name, of the day before anybody of it holds a post."""
    with app.app_context(), time_machine.travel(clock.at(OPENED_ON, 9), tick=False), transaction():
        user = create_account(
            office_viewer(),
            username=username,
            password=PASSWORD,
            full_name=name,
            role=Role.DEPARTMENT_HEAD,
            organisation=find_organisation(body),
            must_change_password=False,
        )
        return as_person(user)


def post(app, position, name=NAME, *, from_on=FIRST, until_on=None, **reach):
    with app.app_context(), transaction():
        body = find_organisation("tourism")
        days, said = {"from_on": from_on, "until_on": until_on}, {"full_name": name, "title": "Phó Giám đốc"}
        return appoint(office_viewer(), body, position=position, **said, **days, **reach).id


def acknowledge(browse, person, letter, day):
    """The deputy tries on a day: the form is on his page or not, and what becomes of one sent all the same."""
    with time_machine.travel(clock.at(day, 9), tick=False):
        browser = browse(person)
        page = browser.get(f"/directives/{letter}")
        offered = f'action="/directives/{letter}/acknowledge"' in page.text
        values = {**page.fields("/logout"), "password": PASSWORD}
        return offered, browser.post(f"/directives/{letter}/acknowledge", values).status


def test_a_deputy_acts_on_the_days_of_his_appointment_and_on_no_other(letter, app, cast, browse, rows):
    post(app, Position.DEPUTY, until_on=LAST + timedelta(1))
    deputy = named(app)

    assert acknowledge(browse, deputy, letter, FIRST - timedelta(1)) == (False, 409)
    assert acknowledge(browse, deputy, letter, LAST + timedelta(1)) == (False, 409)
    assert not rows(Acknowledgement)
    assert acknowledge(browse, deputy, letter, LAST) == (True, 303)
    assert [row.head_name for row in rows(Acknowledgement)] == [NAME]


def test_who_is_appointed_after_his_account_was_opened_speaks_as_what_he_is(letter, app, cast, browse, rows):
    with app.app_context(), transaction():
        relieve(office_viewer(), find_holder(find_organisation("tourism").id, Position.HEAD, on=START), until_on=FIRST)
    head = named(app, "Phạm Thị Mới", "moi")
    post(app, Position.DEPUTY, "Phạm Thị Mới", from_on=OPENED_ON)
    post(app, Position.HEAD, "Phạm Thị Mới")

    assert acknowledge(browse, head, letter, FIRST) == (True, 303)
    with app.app_context():
        (row,) = rows(Acknowledgement)
        assert (row.head_name, row.head_title) == ("Phạm Thị Mới", "Phó Giám đốc")


def test_a_coming_head_does_not_speak_in_the_name_of_the_one_before(letter, app, cast, browse, rows):
    post(app, Position.HEAD, "Phạm Thị Mới", from_on=FIRST)
    coming = named(app, "Phạm Thị Mới", "moi")

    assert acknowledge(browse, coming, letter, OPENED_ON) == (False, 409)
    assert not rows(Acknowledgement)


def test_an_office_ends_an_appointment_on_a_day(letter, app, cast, browse, rows):
    post_id = post(app, Position.DEPUTY, from_on=OPENED_ON)
    deputy = named(app)
    page = f"/organisations/appointments/{post_id}/end"
    with time_machine.travel(clock.at(OPENED_ON, 9), tick=False):
        admin = browse(cast.quan)
        early, done = (admin.send(page, {"until_on": day}) for day in ("04/05/2021", "10/05/2021"))
        again = admin.send(page, {"until_on": "10/05/2021"})
        shown = admin.follow(done).text

    assert (early.status, done.status, again.status) == (422, 303, 303)
    assert "không thể trước ngày bắt đầu" in early.text
    assert 'value="04/5/2021"' in early.text or 'value="04/05/2021"' in early.text
    assert "Thôi giữ chức vụ" in shown
    assert acknowledge(browse, deputy, letter, FIRST) == (False, 409)
    assert acknowledge(browse, deputy, letter, FIRST - timedelta(1)) == (True, 303)
    assert browse(cast.an).get(page).status == 403
    assert browse(cast.quan).get("/organisations/appointments/999/end").status == 404


def test_the_last_day_of_an_appointment_is_typed_with_it(app, cast, browse, rows):
    with app.app_context():
        here = f"/organisations/{find_organisation('tourism').id}"
    typed = {"position": "deputy", "full_name": NAME, "title": "Phó Giám đốc", "from_on": "10/05/2021"}
    wrong = browse(cast.quan).send(here, {**typed, "last_on": "09/05/2021"}, to=f"{here}/appointments")
    right = browse(cast.quan).send(here, {**typed, "last_on": "12/05/2021"}, to=f"{here}/appointments")

    assert (wrong.status, right.status) == (422, 303)
    assert "Ngày cuối không thể trước ngày bắt đầu." in wrong.text
    with app.app_context():
        (kept,) = db.session.scalars(db.select(Appointment).where(Appointment.full_name == NAME))
        assert (kept.from_on, kept.until_on) == (FIRST, LAST + timedelta(1))


def test_while_there_is_no_head_messages_reach_the_deputy(app, cast, inside):
    post(app, Position.DEPUTY, from_on=START, phone="0912345678", email="pho@sdl.vn")
    body = find_organisation("tourism")

    def reached(on):
        people = people_of([body.id], LETTER.permission, on=on)
        return {each.addresses.get(Channel.SMS) for each in people} - {None, ""}

    assert "0912345678" not in reached(FIRST)
    with transaction():
        relieve(office_viewer(), find_holder(body.id, Position.HEAD, on=START), until_on=FIRST)
    assert "0912345678" in reached(FIRST)
    assert "0912345678" not in reached(FIRST - timedelta(1))
