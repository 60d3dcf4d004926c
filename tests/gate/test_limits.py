"""A machine at the gate that is held up is told how long, and keeps what the guard typed."""

import pytest
from limits import parse

from tests.gate.conftest import by_hand
from tests.visits.records import stored

pytestmark = pytest.mark.slow


@pytest.fixture
def tu(browse, gate, monkeypatch):
    """Tư, who has just done the one thing that his machine may do this minute."""
    guard = browse(gate.tu)
    monkeypatch.setattr("app.gate.views.console.GUARD", parse("1/minute"))
    by_hand(guard)
    return guard


def test_what_was_typed_by_hand_stays(app, tu):
    page = by_hand(tu, full_name="Lê Văn Sau", address="Ấp 7")

    assert page.status == 429
    assert page.fields("/gate/by-hand")["full_name"] == "Lê Văn Sau"
    assert f"đợi {page.response.headers['Retry-After']} giây" in page.text
    assert stored(app) == (1, 1, 1)


def test_a_number_that_was_typed_stays(tu):
    page = tu.send("/gate", {"text": "0912345678"}, to="/gate/scan")

    assert page.status == 429
    assert page.fields("/gate/scan")["text"] == "0912345678"


def test_a_count_can_be_sent_again_by_one_button(browse, gate, tu, monkeypatch):
    page = tu.send("/gate", {"app": "ncovi", "way": "in"}, to="/gate/tally")
    assert (page.status, "Gửi lại" in page.text) == (429, True)
    monkeypatch.undo()

    assert tu.post("/gate/tally", page.fields()).status == 303
    assert "1 vào, 0 ra" in tu.get("/gate").text


def test_who_stands_at_the_same_address_is_not_held_up(browse, gate, tu):
    assert browse(gate.mai).send("/gate", {"text": "0912345678"}, to="/gate/scan").status == 200
