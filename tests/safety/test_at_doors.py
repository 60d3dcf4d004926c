"""The page behind a code says how safe the unit is, by whose word, until when, in the statement that reads it."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from app.clock import local_day, now
from app.db import db, transaction
from app.door import office_viewer
from app.safety.actions import record_national, say_closed
from app.safety.inspected import record_inspected
from app.safety.rules import Level, Source
from app.tallies import prepared
from app.units.actions import restrict_unit
from app.units.queries import get_unit
from app.web.again import repeats_of
from tests.made_once import made_once
from tests.places import open_place

SAID = "đơn vị tự đánh giá ngày"
CHECKED = "đã kiểm tra ngày"


@made_once
def shop(app, cast):
    return open_place(app, cast.an, name="Quán Gió")


@pytest.fixture
def look(app, browse, shop):
    """What the page says in its header, as it is made at once for somebody new and as the view makes it."""

    def answer(language="vi", *, by_view=False):
        headers = {"Accept-Language": language}
        if by_view:
            return browse().get(f"/q/{shop.code}?lang={language}").text
        browse().get(f"/q/{shop.code}", headers=headers)
        repeats_of(app).forget()
        return browse().get(f"/q/{shop.code}", headers=headers).text

    return answer


def _said(app, shop, level, *, days_ago=0):
    with app.app_context(), transaction():
        day = local_day() - timedelta(days_ago)
        record_national(office_viewer(), _unit(shop), source=Source.ANTOANCOVID, link="", assessed_on=day, level=level)


def _found(app, shop, level, *, answer_in=timedelta(0), days_ago=0, ref="a"):
    with app.app_context(), transaction():
        day = local_day() - timedelta(days_ago)
        details = {"level": level, "inspected_on": day, "answer_until": now() + answer_in, "inspection_ref": ref}
        record_inspected(office_viewer(), _unit(shop), **details)


def _unit(shop):
    return get_unit(office_viewer(), shop.unit_id)


@pytest.mark.parametrize("by_view", [False, True])
def test_nobody_has_said_anything_yet(look, by_view):
    page = look(by_view=by_view)

    assert ">Chưa đánh giá</strong>" in page
    assert SAID not in page


@pytest.mark.parametrize("by_view", [False, True])
def test_the_unit_has_assessed_itself(app, look, shop, by_view):
    _said(app, shop, Level.SAFE, days_ago=2)
    page = look(by_view=by_view)

    assert ">An toàn</strong>" in page
    assert f"{SAID} {local_day() - timedelta(2):%d/%m/%Y}, có hiệu lực đến hết ngày" in page
    assert CHECKED not in page


def test_an_inspection_that_overrules_is_seen_by_the_next_reader(app, look, shop):
    _said(app, shop, Level.SAFE)
    before = look()
    _found(app, shop, Level.AT_RISK)
    after = look()

    assert ">An toàn</strong>" in before
    assert ">Có rủi ro</strong>" in after
    assert f"{CHECKED} {local_day():%d/%m/%Y}" in after
    assert SAID not in after


def test_unsafe_is_told_once_the_unit_had_its_hours_to_answer(app, look, shop):
    _said(app, shop, Level.SAFE)
    _found(app, shop, Level.UNSAFE, answer_in=timedelta(hours=1))
    withheld = look()
    _found(app, shop, Level.UNSAFE, answer_in=timedelta(seconds=-1))
    told = look()

    assert "Không an toàn" not in withheld
    assert ">An toàn</strong>" in withheld
    assert ">Không an toàn</strong>" in told


def test_an_unsafe_one_that_was_told_stays_while_the_next_waits_for_its_answer(app, look, shop):
    _found(app, shop, Level.UNSAFE, days_ago=3, answer_in=timedelta(days=-2), ref="a")
    _found(app, shop, Level.UNSAFE, answer_in=timedelta(hours=1), ref="b")

    assert f"{CHECKED} {local_day() - timedelta(3):%d/%m/%Y}" in look()


def test_a_level_that_has_ended_is_none(app, look, shop):
    _said(app, shop, Level.SAFE, days_ago=40)

    assert ">Chưa đánh giá</strong>" in look()


def test_a_unit_says_that_it_is_closed(app, look, shop):
    with app.app_context(), transaction():
        say_closed(office_viewer(), _unit(shop), reason="Tạm nghỉ")

    assert "đơn vị tự khai tạm ngừng ngày" in look()


def test_a_unit_that_the_province_withholds_says_nothing(app, look, shop):
    _said(app, shop, Level.SAFE)
    with app.app_context(), transaction():
        restrict_unit(office_viewer(), _unit(shop), basis="Cơ sở quốc phòng")

    for page in (look(), look(by_view=True)):
        assert "govuk-tag" not in page
        assert SAID not in page


@pytest.mark.parametrize(("language", "words"), [("en", "self-assessed"), ("km", "\u1780")])
def test_it_is_told_in_the_readers_language(app, look, shop, language, words):
    _said(app, shop, Level.SAFE)

    for page in (look(language), look(language, by_view=True)):
        assert SAID not in page
        assert words in page


def test_the_database_is_asked_once_for_door_and_level(app, look, shop, monkeypatch):
    _said(app, shop, Level.SAFE)
    look()
    asked = []
    execute = prepared.execute

    def note_prepared(driver, names, statement, values):
        asked.append(statement.text)
        return execute(driver, names, statement, values)

    monkeypatch.setattr(prepared, "execute", note_prepared)
    with app.app_context():
        engine = db.engine
    listener = lambda _connection, _cursor, statement, *_rest: asked.append(statement)  # noqa: E731
    event.listen(engine, "before_cursor_execute", listener)
    repeats_of(app).forget()
    page = app.test_client().get(f"/q/{shop.code}", headers={"Accept-Language": "vi"}).text
    event.remove(engine, "before_cursor_execute", listener)

    assert SAID in page
    assert len([each for each in asked if each.startswith("SELECT")]) == 1
