"""An import is its sender's and his body's; Bình of the next district neither sees it nor touches it."""

import pytest

from app.access.models import User
from app.clock import now
from app.db import db, transaction
from app.units.intake import actions, queries
from app.units.intake.rules import ImportStatus
from tests.units.intake.conftest import counted
from tests.units.intake.files import row

pytestmark = pytest.mark.slow

PAGES = ("", "/columns", "/questions", "/mend", "/undo", ".xlsx", ".csv", "/wrong.xlsx")
ACTS = ("/columns", "/questions", "/mend", "/choices", "/apply", "/retry", "/undo")


def test_another_districts_officer_finds_nothing(cast, desk):
    desk(cast.an).send(row())
    binh = desk(cast.binh).browser
    token = binh.get("/units/import").fields("/units/import")["csrf_token"]

    assert "a.xlsx" not in binh.get("/units/import").text
    assert {binh.get(f"/units/import/1{page}").status for page in PAGES} == {404}
    assert {binh.post(f"/units/import/1{act}", {"csrf_token": token}).status for act in ACTS} == {404}


def test_colleagues_and_those_above_see_it(cast, desk):
    desk(cast.an).send(row())

    assert "a.xlsx" in desk(cast.anh).browser.get("/units/import").text
    assert desk(cast.chau).browser.get("/units/import/1").status == 200
    assert desk(cast.duong).browser.get("/units/import/1").status == 404


@pytest.mark.parametrize("person", ["oanh", "hai", "chuong", "quan"])
def test_who_only_looks_sends_nothing(cast, desk, person):
    browser = desk(getattr(cast, person)).browser

    assert browser.get("/units/import").status == 403
    assert browser.get("/units/import/template.xlsx").status == 403


@pytest.mark.parametrize(
    ("person", "cells", "owner"),
    [
        ("an", {"kind": "Khách sạn"}, "district-911"),  # the natural owner is not hers to name
        ("duong", {}, "commune-31078"),
        ("lan", {"kind": "Khách sạn", "commune": "P. Đông Hồ, TP. Hà Tiên"}, "tourism"),
        ("chau", {"kind": "Khách sạn"}, "tourism"),
        ("chau", {"kind": "Bệnh viện"}, "health"),
        ("chau", {}, "district-911"),
    ],
)
def test_without_a_body_in_the_file_it_is_who_usually_answers_as_far_as_the_officer_may_say(
    cast, desk, person, cells, owner
):
    officer = desk(getattr(cast, person))
    officer.send(row(**cells))
    officer.enter()

    assert [unit.organisation.code for unit in officer.units()] == [owner]


def test_whose_account_was_closed_meanwhile_enters_nothing(app, cast, desk):
    an = desk(cast.an)
    an.send(row())
    with app.app_context():
        with transaction():
            found = queries.get_import(cast.an.viewer, 1)
            actions.apply_import(cast.an.viewer, found, duplicates="skip", changes="skip", approves=False)
            db.session.get(User, cast.an.user_id).disabled_at = now()
        db.session.remove()
    anh = desk(cast.anh)
    anh.look(anh.browser.get("/units/import/1"))

    assert anh.units() == []
    with app.app_context():
        assert queries.get_import(cast.anh.viewer, 1).status is ImportStatus.CHECKED
    assert counted(anh.browser.get("/units/import/1")) == {"Mới": 1}


def test_who_changed_his_post_meanwhile_enters_nothing_at_the_old_one(app, cast, desk):
    an = desk(cast.an)
    an.send(row())
    form = an.browser.get("/units/import/1").fields("/units/import/1/apply")
    pressed = an.browser.post("/units/import/1/apply", form)
    with app.app_context():
        with transaction():
            db.session.get(User, cast.an.user_id).organisation_id = cast.binh.organisation_id
        db.session.remove()
    an.look(an.browser.get("/account"))

    assert pressed.status == 303
    assert an.units() == []
