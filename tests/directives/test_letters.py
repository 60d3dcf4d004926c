"""A letter is read, and its addressees' heads acknowledge it by name."""

from datetime import date

import pytest
import time_machine

from app import clock
from app.audit import AuditEvent
from app.db import transaction
from app.directives import queries
from app.directives.actions import load_letter, note_opening
from app.directives.models import Acknowledgement, Directive, DirectiveOpening
from app.directives.rules import MeasureKey
from app.door import office_viewer


def test_the_letter_is_seven_obligations_and_comes_once(letter, inside, rows):
    with transaction():
        again = load_letter(office_viewer())

        assert again.id == letter
        assert {each.measure for each in again.obligations} == set(MeasureKey)
        assert [each.measure for each in again.obligations if each.high_risk_only] == [MeasureKey.ZONES]
    assert len(rows(Directive)) == 1


def test_the_command_writes_on_commit_only(app, rows):
    run = app.test_cli_runner()

    assert "add --commit" in run.invoke(args=["directives", "load"]).output
    assert not rows(Directive)
    assert "loaded" in run.invoke(args=["directives", "load", "--commit"]).output
    assert "there already" in run.invoke(args=["directives", "load", "--commit"]).output


def test_the_page_shows_each_order_with_source_target_and_definition(letter, cast, browse):
    page = browse(cast.an).get(f"/directives/{letter}")

    assert page.status == 200
    assert "điểm 2, gạch đầu dòng thứ hai" in page.text
    assert "Chỉ tiêu do tỉnh đặt, công văn không quy định" in page.text
    assert "theo số đã đăng ký" in page.text
    assert "Kính gửi:" in page.text


def test_the_first_opening_of_a_body_is_noted_once(letter, cast, browse, rows):
    browse(cast.an).get(f"/directives/{letter}")
    browse(cast.anh).get(f"/directives/{letter}")
    browse(cast.binh).get(f"/directives/{letter}")

    assert {(row.organisation_id, row.user_id) for row in rows(DirectiveOpening)} == {
        (cast.an.organisation_id, cast.an.user_id),
        (cast.binh.organisation_id, cast.binh.user_id),
    }


def test_two_colleagues_who_open_at_once_are_one_opening(letter, cast, monkeypatch, inside, rows):
    monkeypatch.setattr("app.directives.actions.receipts.is_opened", lambda *_: False)

    note_opening(cast.an.viewer, letter)
    note_opening(cast.anh.viewer, letter)

    assert [row.user_id for row in rows(DirectiveOpening)] == [cast.an.user_id]


def test_a_head_acknowledges_by_name_with_the_password_again(letter, cast, browse, friday, rows):
    head = browse(cast.anh)

    done = head.send(f"/directives/{letter}", {"password": cast.anh.password}, to=f"/directives/{letter}/acknowledge")

    assert "Đã xác nhận tiếp nhận" in head.follow(done).text
    (row,) = rows(Acknowledgement)
    assert (row.head_name, row.head_title) == ("Trần Văn Anh", "Chủ tịch UBND thành phố")
    assert row.acknowledged_at == clock.now()
    assert "đã xác nhận tiếp nhận lúc 10:30" in browse(cast.an).get(f"/directives/{letter}").text
    assert "directive.acknowledged" in {event.name for event in rows(AuditEvent)}


def test_a_wrong_password_acknowledges_nothing(letter, cast, browse, rows):
    page = browse(cast.anh).send(f"/directives/{letter}", {"password": "wrong"}, to=f"/directives/{letter}/acknowledge")

    assert page.status == 422
    assert "Mật khẩu không đúng" in page.text
    assert "wrong" not in page.text
    assert not rows(Acknowledgement)


def test_acknowledging_twice_keeps_the_first(letter, cast, browse, friday, rows):
    head = browse(cast.anh)
    address = f"/directives/{letter}"
    fields = head.get(address).fields(f"{address}/acknowledge")

    head.post(f"{address}/acknowledge", {**fields, "password": cast.anh.password})
    friday.shift(60)
    again = head.post(f"{address}/acknowledge", {**fields, "password": cast.anh.password})

    assert again.status == 303
    assert [row.acknowledged_at for row in rows(Acknowledgement)] == [clock.at(date(2021, 5, 7), 10, 30)]


@pytest.mark.parametrize("who", ["an", "binh", "chau", "oanh", "duong", "chuong"])
def test_only_heads_of_addressed_bodies_are_asked_and_may(letter, cast, browse, who):
    browser = browse(getattr(cast, who))
    page = browser.get(f"/directives/{letter}")

    assert page.status == 200
    assert "/acknowledge" not in page.text
    token = page.fields("/logout")["csrf_token"]
    sent = browser.post(f"/directives/{letter}/acknowledge", {"csrf_token": token, "password": "x"})
    assert sent.status == 403


def test_a_head_whose_term_ended_is_refused(letter, app, cast, browse):
    head = browse(cast.anh)
    with app.app_context(), transaction():
        post = queries.find_head_post(cast.anh.viewer)
        post.until_on = clock.local_day()
    page = head.get(f"/directives/{letter}")

    assert f"/directives/{letter}/acknowledge" not in page.text
    fields = {"csrf_token": page.fields("/logout")["csrf_token"], "password": cast.anh.password}
    refused = head.post(f"/directives/{letter}/acknowledge", fields)
    assert refused.status == 409
    assert "Chỉ người đứng đầu" in refused.text


def test_the_province_sees_who_opened_who_acknowledged_and_who_did_neither(letter, cast, browse):
    browse(cast.an).get(f"/directives/{letter}")
    head = browse(cast.loan)
    head.send(f"/directives/{letter}", {"password": cast.loan.password}, to=f"/directives/{letter}/acknowledge")

    text = browse(cast.chau).get(f"/directives/{letter}").text

    assert "1/4 cơ quan đã tiếp nhận; 2 cơ quan chưa có ai mở" in text
    assert "Giám đốc Trần Văn Loan" in text


def test_a_district_sees_its_own_receipt_only(letter, cast, browse):
    text = browse(cast.binh).get(f"/directives/{letter}").text

    assert "UBND thành phố Hà Tiên" in text
    assert "UBND thành phố Phú Quốc" not in text
    assert "Sở Du lịch" not in text


@time_machine.travel(clock.at(date(2021, 5, 7), 9), tick=False)
def test_the_list_counts_who_acknowledged(letter, cast, browse):
    assert "0/4" in browse(cast.chau).get("/directives").text


def test_an_unknown_letter_is_absent(cast, browse):
    assert browse(cast.an).get("/directives/999").status == 404
