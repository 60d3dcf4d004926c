"""Anybody asks whether a poster is genuine: whose it is, where, and whether it is still in use."""

from datetime import timedelta

import pytest
import time_machine

from app.clock import now
from app.codes import show_code
from app.db import transaction
from app.posters.actions import replace_poster
from app.posters.queries import find_poster, get_poster
from app.posters.rules import Verdict, verdict_of
from app.units.actions import restrict_unit
from app.units.queries import get_unit
from app.units.rules import UnitStatus
from app.visits.limits import MISSES
from tests.made_once import made_once
from tests.places import open_place


@made_once
def inn(app, cast):
    return open_place(app, cast.an)


def replaced(app, cast, inn, **how):
    with app.app_context(), transaction():
        replace_poster(cast.an.viewer, get_poster(cast.an.viewer, find_poster(inn.code).id), because="mất", **how)


def test_a_genuine_poster_shows_whose_it_is(browse, inn):
    page = browse().get(f"/verify/{show_code(inn.code).lower()}")

    assert page.status == 200
    for words in ("Áp phích thật, đang dùng", "Khách sạn Biển Xanh", "12 Trần Hưng Đạo", "UBND thành phố Phú Quốc"):
        assert words in page.text


def test_a_unit_that_is_withheld_is_not_named(app, cast, browse, inn):
    with app.app_context(), transaction():
        poster = find_poster(inn.code)
        restrict_unit(cast.chau.viewer, get_unit(cast.chau.viewer, poster.unit_id), basis="Công văn 12")
    page = browse().get(f"/verify/{inn.code}").text

    assert "Áp phích thật, đang dùng" in page
    assert not [words for words in ("Biển Xanh", "Trần Hưng Đạo", "UBND thành phố Phú Quốc") if words in page]


def test_a_replaced_one_says_so(app, cast, browse, inn):
    replaced(app, cast, inn)
    assert "sắp được thay" in browse().get(f"/verify/{inn.code}").text

    with time_machine.travel(now() + timedelta(8)):
        assert "đã được thay" in browse().get(f"/verify/{inn.code}").text


def test_a_typed_code_leads_there(browse, inn):
    assert "code" in browse().get("/verify").fields("/verify")
    found = browse().get("/verify", query_string={"code": show_code(inn.code)})
    assert (found.status, found.location) == (303, f"/verify/{inn.code}")
    wrong = browse().get("/verify?code=4T7K")
    assert wrong.status == 422
    assert "Mã không đúng." in wrong.text


def test_a_mistyped_and_an_unknown_code_get_the_same_answer(browse, inn):
    mistyped, unknown = browse().get("/verify/0000-0000-1"), browse().get("/verify/000000000")

    assert (mistyped.status, unknown.status) == (404, 404)
    assert mistyped.text.replace("0000-0000-1", "") == unknown.text.replace("000000000", "")


def test_who_guesses_must_wait_here_as_at_the_doors(browse, inn):
    guesser = browse()

    answers = [guesser.get("/verify/0000-0000-1").status for _ in range(MISSES.amount + 1)]

    assert answers == [404] * MISSES.amount + [429]
    assert guesser.get(f"/q/{inn.code}").status == 429


class Paper:
    def __init__(self, replaced_at=None, valid_until=None):
        self.replaced_at, self.valid_until = replaced_at, valid_until


NOON = now()


@pytest.mark.parametrize(
    ("paper", "status", "expected"),
    [
        pytest.param(Paper(), UnitStatus.ACTIVE, Verdict.GENUINE, id="in use"),
        pytest.param(Paper(), UnitStatus.PENDING, Verdict.GENUINE, id="of a unit that waits"),
        pytest.param(Paper(), UnitStatus.SUSPENDED, Verdict.OUT_OF_USE, id="of a suspended unit"),
        pytest.param(Paper(NOON, NOON + timedelta(1)), UnitStatus.ACTIVE, Verdict.ENDING, id="in its grace"),
        pytest.param(Paper(NOON, NOON), UnitStatus.ACTIVE, Verdict.REPLACED, id="at the last moment"),
        pytest.param(Paper(NOON), UnitStatus.ACTIVE, Verdict.REPLACED, id="of before there was a grace"),
    ],
)
def test_verdict(paper, status, expected):
    assert verdict_of(paper, status, at=NOON) is expected
