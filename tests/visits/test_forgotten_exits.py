"""Who forgot to record his exit says when he left; an end that nobody recorded is called a guess wherever it stands."""

from datetime import timedelta

import pytest

from app.clock import at, local_day
from app.jobs import run_job
from tests.gate.conftest import make_gate
from tests.visits.records import counted, visits
from tests.visits.sheets import sheet

pytestmark = pytest.mark.slow


@pytest.fixture
def came(time_machine):
    """Eight o'clock of today by the province's clocks, which it now is."""
    eight = at(local_day(), 8)
    time_machine.move_to(eight, tick=False)
    return eight


def _entered(phone, place, **changes):
    return phone.send(f"/q/{place.code}", sheet(**changes)).location


@pytest.mark.parametrize(
    ("said", "left_after"),
    [
        pytest.param("17:30", timedelta(hours=9, minutes=30), id="the hour that he wrote"),
        pytest.param("00:15", timedelta(hours=16, minutes=15), id="after midnight"),
        pytest.param("", timedelta(hours=20), id="only now"),
    ],
)
def test_who_forgot_to_record_his_exit_says_when_he_left(app, inn, browse, came, time_machine, said, left_after):
    phone = browse()
    receipt = _entered(phone, inn)
    early = phone.get(receipt)
    time_machine.move_to(came + timedelta(hours=20), tick=False)

    late = phone.get(receipt)
    phone.send(receipt, {"left_at": said}, to=f"{receipt}/out")

    assert ("left_at" in early.text, "left_at" in late.text) == (False, True)
    assert visits(app)[0].checked_out_at == came + left_after
    assert counted(app, inn.unit_id, local_day(came))[:3] == (1, 1, 0)


@pytest.mark.parametrize("said", ["23:59", "bảy giờ"])
def test_an_hour_to_come_or_none_at_all_is_said_and_nobody_has_left(app, inn, browse, came, time_machine, said):
    phone = browse()
    receipt = _entered(phone, inn)
    time_machine.move_to(came + timedelta(hours=6), tick=False)

    page = phone.send(receipt, {"left_at": said}, to=f"{receipt}/out")

    assert (page.status, page.fields(f"{receipt}/out")["left_at"]) == (422, said)
    assert visits(app)[0].checked_out_at is None


def test_a_stranger_writes_no_hour(app, inn, browse, came, time_machine):
    receipt = _entered(browse(), inn)
    time_machine.move_to(came + timedelta(hours=6), tick=False)

    browse().send(receipt, {"left_at": "09:00", "phone_ending": "5678"}, to=f"{receipt}/out")

    assert visits(app)[0].checked_out_at == came + timedelta(hours=6)


def test_a_remembered_phone_that_scans_again_after_hours_is_offered_to_write_when_it_left(
    inn, browse, came, time_machine
):
    phone = browse()
    receipt = _entered(phone, inn, remember="y")
    early = phone.get(f"/q/{inn.code}").text
    time_machine.move_to(came + timedelta(hours=6), tick=False)

    late = phone.get(f"/q/{inn.code}")

    assert ("quên ghi" in early, "quên ghi" in late.text) == (False, True)
    assert receipt in next(link.get("href") for link in late.tree.iter("a") if "quên ghi" in (link.text or ""))


def test_a_phone_lists_first_where_it_has_not_left(inn, browse):
    phone = browse()
    receipt = _entered(phone, inn, remember="y")

    before = phone.get("/mine").text
    phone.send(receipt, to=f"{receipt}/out")

    assert "Chưa ghi lượt ra" in before
    assert "Chưa ghi lượt ra" not in phone.get("/mine").text


def test_an_estimated_end_says_so_wherever_it_is_shown(app, cast, browse, came, time_machine, monkeypatch):
    house, phone = make_gate(app, cast), browse()
    page = phone.post(f"/q/{house.code}", {**phone.get(f"/q/{house.code}").fields(), **sheet(), "change": "add"})
    member = {f"p2-{name}": value for name, value in sheet(full_name="Bé Na", phone=None, place=None).items()}
    fields = {**page.fields(), **sheet(remember="y"), **member}
    receipt = phone.post(f"/q/{house.code}", {k: v for k, v in fields.items() if k != "change"}).location
    time_machine.move_to(at(local_day(came), 23, 59), tick=False)
    monkeypatch.setattr("app.visits.actions.elapsing.stay_hours", lambda _kind: 4)
    monkeypatch.setattr("app.visits.passes.render_pdf", lambda html: html.encode())
    with app.app_context():
        assert run_job("end-elapsed-stays", local_day()) is not None

    assert phone.get(receipt).text.count("(ước tính)") == 2
    assert phone.get("/mine").text.count("(ước tính)") == 1
    assert "(ước tính)" in phone.get(f"{receipt}/pass.pdf").response.text
    assert "2 lượt ra ước tính" in browse(house.tu).get("/gate").text
    manager = browse(house.mai)
    assert manager.get("/visits").text.count("ước tính</strong>") == 2
    assert manager.get("/visits.csv").text.count("ước tính") == 2
    assert "và 2 lượt ước tính" in manager.get(f"/units/{house.unit_id}/days").text
