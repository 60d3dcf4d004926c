"""Each obligation of a body has its own deputy and focal official: on the page that its head confirms, on its sheet."""

import pytest
from sqlalchemy import select

from app.access.scope import unscoped
from app.db import db
from app.directives.models import Charge, Obligation
from app.directives.queries import get_sheet
from app.directives.rules import MeasureKey

MAI, HUNG = "Lê Thị Mai, Phó Chủ tịch", "Trần Hùng, chuyên viên Phòng Y tế"


@pytest.fixture
def charges_page(letter):
    return f"/directives/{letter}/charges"


def position(app, measure):
    with app.app_context():
        return db.session.scalar(select(Obligation.position).where(Obligation.measure == measure))


def rows(app):
    with app.app_context():
        return db.session.scalars(unscoped(select(Charge).order_by(Charge.id), because="the test looks")).all()


def name(browser, path, at, deputy, focal):
    return browser.send(path, {f"deputy_{at}": deputy, f"focal_{at}": focal}, to=path)


@pytest.mark.slow
def test_the_head_sees_who_carries_out_what_before_he_confirms(app, cast, letter, charges_page, browse, friday):
    name(browse(cast.an), charges_page, position(app, MeasureKey.ENTRY), MAI, HUNG)
    week = f"/confirmations/{letter}/2021-04-30"

    assert f"Lãnh đạo phụ trách: {MAI}. Cán bộ đầu mối: {HUNG}." in browse(cast.anh).get(week).text
    assert MAI not in browse(cast.loan).get(week).text


def test_the_sheet_says_who_carried_out_what_from_when_until_when(app, cast, letter, charges_page, browse, friday):
    an, at = browse(cast.an), position(app, MeasureKey.ENTRY)
    name(an, charges_page, at, MAI, "")
    friday.shift(3600)
    name(an, charges_page, at, MAI, HUNG)

    with app.app_context():
        sheet = get_sheet(cast.chau.viewer, letter, cast.an.organisation_id)
        said = [(each.deputy, each.focal, each.since is None, each.until is None) for each in sheet.charges]
        usual = [each for each in sheet.charges if each.since is None]
        assert [each for each in said if MAI in each] == [(MAI, "", False, False), (MAI, HUNG, False, True)]
        assert len(usual) == len(sheet.obligations) - 1


def test_who_was_not_named_is_the_bodys_own(app, cast, charges_page, browse):
    assert "Theo phân công chung của cơ quan." in browse(cast.anh).get(charges_page).text


def test_sent_twice_it_is_written_once(app, cast, charges_page, browse):
    an, at = browse(cast.an), position(app, MeasureKey.QR)
    for _ in range(2):
        name(an, charges_page, at, MAI, HUNG)

    assert [(row.deputy, row.focal, row.user_id) for row in rows(app)] == [(MAI, HUNG, cast.an.user_id)]


def test_what_is_too_long_is_said_at_its_field_and_kept(app, cast, charges_page, browse):
    answered = name(browse(cast.an), charges_page, position(app, MeasureKey.QR), "x" * 161, HUNG)

    assert answered.status == 422
    assert "x" * 161 in answered.text
    assert HUNG in answered.text
    assert not rows(app)


def test_others_have_people_of_their_own_and_a_commune_has_no_such_page(app, cast, charges_page, browse):
    name(browse(cast.an), charges_page, position(app, MeasureKey.ENTRY), MAI, HUNG)

    assert MAI in browse(cast.anh).get(charges_page).text
    assert MAI not in browse(cast.binh).get(charges_page).text
    assert browse(cast.duong).get(charges_page).status == 404
    assert browse(cast.oanh).get(charges_page).status == 403
