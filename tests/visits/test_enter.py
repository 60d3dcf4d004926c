"""A citizen scans a poster, declares, enters, and holds a receipt."""

from datetime import UTC, date, datetime

import pytest

from app.db import transaction
from app.partitions import ensure_days
from app.units.rules import UnitKind
from tests.places import open_place
from tests.visits.records import counted, stored, visits
from tests.visits.sheets import sheet


def test_a_visitor_declares_and_is_let_in(app, inn, browse):
    phone = browse()

    sent = phone.send(f"/q/{inn.code}", sheet())
    receipt = phone.follow(sent)

    assert sent.status == 303
    assert sent.location.startswith("/r/")
    assert "MỜI VÀO" in receipt.text
    assert "Khách sạn Biển Xanh" in receipt.text
    assert "NGUYỄN VĂN TÈO" in receipt.text
    assert "<svg" in receipt.text
    assert stored(app) == (1, 1, 1)
    assert counted(app, inn.unit_id) == (1, 0, 0, 1)


@pytest.mark.parametrize(
    ("language", "word"), [("en", "PLEASE COME IN"), ("km", "សូមអញ្ជើញចូល")], ids=["English", "Khmer"]
)
def test_the_guard_reads_vietnamese_whatever_the_visitor_reads(inn, browse, language, word):
    phone = browse()
    phone.get(f"/lang/{language}")
    receipt = phone.follow(phone.send(f"/q/{inn.code}", sheet()))
    words = {line.text: line.get("lang") for line in receipt.tree.iter() if "app-result__" in line.get("class", "")}
    left = phone.follow(phone.post(f"{receipt.response.request.path}/out", receipt.fields()))

    assert words["MỜI VÀO"] == "vi"
    assert word in words
    assert "ĐÃ RA" in left.text


@pytest.mark.parametrize(
    ("answer", "colour", "word", "reason"),
    [
        ("symptoms", "red", "CHƯA VÀO – GẶP Y TẾ", "có dấu hiệu bệnh"),
        ("contact_case", "red", "CHƯA VÀO – GẶP Y TẾ", "mắc hoặc nghi mắc"),
        ("contact_symptoms", "amber", "MỜI GẶP NHÂN VIÊN", "có biểu hiện bệnh"),
    ],
)
def test_a_yes_changes_colour_word_and_advice(inn, browse, answer, colour, word, reason):
    phone = browse()

    receipt = phone.follow(phone.send(f"/q/{inn.code}", sheet(**{answer: "yes"})))

    assert f"app-result--{colour}" in receipt.text
    assert word in receipt.text
    assert reason in receipt.text


def test_a_hospital_leads_to_its_screening_area(app, cast, browse):
    hospital = open_place(app, cast.an, username="bv", name="Bệnh viện", kind=UnitKind.HOSPITAL)
    phone = browse()

    receipt = phone.follow(phone.send(f"/q/{hospital.code}", sheet(symptoms="yes")))

    assert "MỜI SANG KHU SÀNG LỌC" in receipt.text


def test_the_address_of_the_poster_in_capitals_takes_the_form_too(app, inn, browse):
    phone = browse()
    fields = phone.get(f"/Q/{inn.code}").fields()

    assert phone.post(f"/Q/{inn.code}", {**fields, **sheet()}).status == 303


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        pytest.param(datetime(2021, 5, 10, 16, 59, 59, tzinfo=UTC), date(2021, 5, 10), id="the last second"),
        pytest.param(datetime(2021, 5, 10, 17, 0, 0, tzinfo=UTC), date(2021, 5, 11), id="the next day's first"),
    ],
)
def test_the_day_changes_at_the_provinces_midnight(app, cast, browse, time_machine, instant, day):
    time_machine.move_to(instant, tick=False)
    with app.app_context(), transaction():
        ensure_days(day, day)
    inn = open_place(app, cast.an)

    browse().send(f"/q/{inn.code}", sheet())

    assert counted(app, inn.unit_id, day) == (1, 0, 0, 1)
    assert [visit.day for visit in visits(app)] == [day]


def test_nothing_on_the_receipts_pass_or_address_says_who_came(inn, browse):
    phone = browse()

    sent = phone.send(f"/q/{inn.code}", sheet())
    seen_by_others = browse().get(sent.location)

    assert seen_by_others.status == 200
    assert "MỜI VÀO" in seen_by_others.text
    for secret in ("TÈO", "0912345678", "345 678", "Nguyễn Trãi"):
        assert secret not in seen_by_others.text
        assert secret not in sent.location


def test_reasons_are_shown_to_who_declared_and_to_nobody_else(inn, browse):
    phone = browse()

    sent = phone.send(f"/q/{inn.code}", sheet(symptoms="yes", symptoms_details="sốt từ hôm qua"))

    assert "có dấu hiệu bệnh" in phone.follow(sent).text
    assert "dấu hiệu" not in browse().get(sent.location).text


def test_an_unknown_receipt_is_absent(app, browse):
    assert browse().get("/r/AAAAAAAAAAAAAAAA").status == 404


def test_a_visit_keeps_its_own_copy_and_leads_to_its_declaration(app, inn, browse):
    browse().send(f"/q/{inn.code}", sheet())

    (visit,) = visits(app)

    assert visit.declaration_id == visit.id
    assert visit.unit_id == inn.unit_id
    assert visit.checked_out_at is None
