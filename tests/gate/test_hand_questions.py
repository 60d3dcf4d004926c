"""What the guard asks by hand are the questions of the citizens' own form, of the version that his page shows."""

import pytest

from tests.declarations.test_rulebook import _new_form, hai  # noqa: F401
from tests.gate.conftest import by_hand
from tests.gate.test_queue import BA, _send
from tests.visits.records import declarations, stored

pytestmark = pytest.mark.slow


def test_a_question_of_the_health_department_is_read_out_and_its_answer_is_stored(app, hai, browse, gate):  # noqa: F811
    guard = browse(gate.tu)
    _new_form(hai)
    page = guard.get("/gate")

    by_hand(guard, said="some", yes="question_1")

    assert page.text.count("Ông/bà đã tiêm vắc xin chưa?") == 2
    assert declarations(app)[0].form_version == 2
    assert stored(app) == (1, 1, 1)


def test_a_page_of_the_version_before_is_taken_by_its_own_questions(app, hai, browse, gate):  # noqa: F811
    guard = browse(gate.tu)
    fields = guard.get("/gate").fields("/gate/by-hand")
    _new_form(hai)

    guard.post("/gate/by-hand", {**fields, "full_name": "Ba", "address": "Ấp 4", "said": "none"})
    _send(guard, **BA, form="general-1")

    assert [row.form_version for row in declarations(app)] == [1, 1]


def test_a_place_that_the_guard_writes_down_is_held_against_the_epidemic_areas(app, hai, browse, gate):  # noqa: F811
    area = {"name": "Huyện Cam Lâm", "from_on": "01/5/2021", "basis": "1/SYT"}
    hai.send("/rulebook/epidemic-areas", area, to="/rulebook/epidemic-areas")

    page = by_hand(browse(gate.tu), said="some", yes="travelled", details="cam lam, khánh hòa")

    assert "app-verdict--red" in page.text
    assert declarations(app)[0].risk == "red"


def test_an_answer_that_nobody_asked_for_is_refused(app, browse, gate):
    assert by_hand(browse(gate.tu), said="some", yes="question_7").status == 422
    assert stored(app) == (0, 0, 0)
