"""A letter goes down level by level; heads instruct, bodies ask back and record, who is late is reminded."""

from datetime import date, timedelta

import pytest
import time_machine

from app import clock
from app.access.actions import create_account
from app.access.policy import Role
from app.db import db, transaction
from app.directives.actions import acknowledge, load_letter
from app.directives.models import Acknowledgement, DirectiveQuestion, ImplementingDocument, Instruction
from app.directives.queries import get_directive, list_receipts
from app.directives.rules import ReceiptStatus
from app.door import office_viewer
from app.notices.models import Message, Reminder
from app.organisations.actions import appoint
from app.organisations.queries import find_organisation
from app.organisations.rules import Position
from tests.cast import PASSWORD, START, as_person
from tests.directives.papers import NOT_A_PAPER, sent

pytestmark = pytest.mark.slow


def open_account(code, role, name, position=Position.HEAD, username="dung"):
    """Somebody with a post of a body and an account of his own."""
    body = find_organisation(code)
    with transaction():
        appoint(office_viewer(), body, position=position, full_name=name, title="Chủ tịch UBND phường", from_on=START)
        user = create_account(
            office_viewer(),
            username=username,
            password=PASSWORD,
            full_name=name,
            role=role,
            organisation=body,
            must_change_password=False,
        )
    return as_person(user)


@pytest.fixture
def dung(app):
    """The chairman of the commune Dương Đông, below Phú Quốc."""
    with app.app_context():
        return open_account("commune-31078", Role.COMMUNE_HEAD, "Lê Thị Dung")


def acknowledge_on_page(browser, person, letter):
    page = f"/directives/{letter}"
    return browser.send(page, {"password": person.password}, to=f"{page}/acknowledge")


def status(app, letter, body):
    with app.app_context():
        receipts = list_receipts(office_viewer(), get_directive(letter))
        return next((each.status, each.delivered_at) for each in receipts if each.body.id == body)


def test_the_letter_goes_on_to_those_below_when_their_head_above_acknowledges(letter, app, cast, dung, browse, friday):
    before = status(app, letter, dung.organisation_id)
    acknowledge_on_page(browse(cast.anh), cast.anh, letter)
    after = status(app, letter, dung.organisation_id)
    done = acknowledge_on_page(browse(dung), dung, letter)

    assert before == (ReceiptStatus.NOT_PASSED_ON, None)
    assert after == (ReceiptStatus.UNOPENED, clock.now())
    assert done.status == 303
    assert status(app, letter, dung.organisation_id)[0] is ReceiptStatus.ACKNOWLEDGED
    assert status(app, letter, cast.binh.organisation_id)[0] is ReceiptStatus.UNOPENED


def test_each_level_is_counted_and_leads_to_the_one_below(letter, cast, dung, browse, friday):
    acknowledge_on_page(browse(cast.anh), cast.anh, letter)
    acknowledge_on_page(browse(dung), dung, letter)
    body = cast.anh.organisation_id

    top = browse(cast.chau).get(f"/directives/{letter}").text
    below = browse(cast.chau).get(f"/directives/{letter}?below={body}").text

    assert "1/4 cơ quan đã tiếp nhận" in top
    assert f"below={body}#receipts" in top
    assert "1/2 cơ quan đã tiếp nhận" in below
    assert "Lê Thị Dung" in below
    assert "UBND phường Đông Hồ" not in below
    assert "Ảnh để gửi Zalo" in top
    picture = browse(cast.chau).get(f"/directives/{letter}.png?below={body}").response
    assert picture.data.startswith(b"\x89PNG")


def test_letters_and_the_documents_of_one_go_into_a_chat(letter, cast, browse, friday):
    plan = {"number": "12/KH-UBND", "title": "Kế hoạch", "signed_on": "05/05/2021", "file": sent()}
    documents = f"/directives/{letter}/documents"
    browse(cast.an).send(documents, plan, to=documents)

    for path, said in (
        ("/directives", "568/UBND-KGVX – "),
        (documents, "UBND thành phố Phú Quốc: 12/KH-UBND, 05/5/2021"),
    ):
        office = browse(cast.chau)
        assert office.get(path).fields("/share/list")["path"] == f"{path}.chat"
        text = next(office.get(f"{path}.chat").tree.iter("textarea")).text

        assert text.strip().split("\n")[1].startswith(said)
        assert browse(cast.chau).get(f"{path}.png").response.data.startswith(b"\x89PNG")
    assert "12/KH-UBND" not in browse(cast.binh).get(documents).text


def test_an_instruction_is_told_and_read_below_by_name_and_nowhere_else(letter, cast, dung, browse, friday, rows):
    page = f"/directives/{letter}/instructions"
    for _tap in range(2):
        browse(cast.anh).send(page, {"instruction": "Báo cáo trước 16 giờ."}, to=page)

    told = [row for row in rows(Message) if row.kind == "directives.instruction"]
    assert {(row.organisation_id, row.user_id) for row in told} == {
        (cast.duong.organisation_id, person.user_id) for person in (cast.duong, dung)
    }
    assert len(rows(Instruction)) == 1
    assert browse(dung).send(page, {"instruction": "x"}, to=page).status == 409
    assert "Báo cáo trước 16 giờ." in browse(dung).get(f"/directives/{letter}").text
    assert "Chủ tịch UBND thành phố Trần Văn Anh" in browse(cast.duong).get(f"/directives/{letter}").text
    assert "Báo cáo trước 16 giờ." not in browse(cast.binh).get(f"/directives/{letter}").text
    assert browse(cast.an).get(page).status == 403


def test_a_deputy_with_the_account_of_one_answers_for_the_head(letter, app, browse, rows):
    with app.app_context():
        deputy = open_account("tourism", Role.DEPARTMENT_HEAD, "Ngô Văn Phó", Position.DEPUTY, "pho")

    acknowledge_on_page(browse(deputy), deputy, letter)

    assert [row.head_name for row in rows(Acknowledgement)] == ["Ngô Văn Phó"]


def test_a_document_is_recorded_with_its_file_and_seen_above(letter, cast, browse, rows, friday):
    page = f"/directives/{letter}/documents"
    values = {"number": "12/KH-UBND", "title": "Kế hoạch triển khai", "signed_on": "05/05/2021"}
    missing = browse(cast.an).send(page, values, to=page)
    wrong = browse(cast.an).send(page, {**values, "file": sent(NOT_A_PAPER)}, to=page)
    done, again = (browse(cast.an).send(page, {**values, "file": sent()}, to=page) for _tap in range(2))

    assert [missing.status, wrong.status, done.status, again.status] == [422, 422, 303, 303]
    assert "12/KH-UBND" in missing.text
    (row,) = rows(ImplementingDocument)
    kept = browse(cast.chau).get(f"/directives/papers/{row.paper_id}").response
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert browse(cast.binh).get(f"/directives/papers/{row.paper_id}").status == 404
    assert "12/KH-UBND" in browse(cast.chau).get(page).text
    assert "12/KH-UBND" not in browse(cast.binh).get(page).text
    assert "12/KH-UBND" in browse(cast.chau).get(f"{page}.csv").text


def test_a_document_of_tomorrow_is_none(letter, cast, browse, rows, friday):
    page, tomorrow = f"/directives/{letter}/documents", f"{clock.local_day() + timedelta(1):%d/%m/%Y}"
    values = {"number": "1", "title": "x", "signed_on": tomorrow, "file": sent()}

    assert browse(cast.an).send(page, values, to=page).status == 422
    assert not rows(ImplementingDocument)


def test_a_question_is_asked_back_and_its_answer_is_for_all(letter, cast, browse, rows):
    page = f"/directives/{letter}/questions"
    for _tap in range(2):
        browse(cast.an).send(page, {"question": "Xe ôm có phải dán mã?"}, to=page)
    waiting = [browse(getattr(cast, who)).get(page).text for who in ("an", "chau", "binh")]
    (question,) = rows(DirectiveQuestion)
    browse(cast.chau).send(f"{page}/{question.id}", {"answer": "Có, mã dán trên xe."}, to=f"{page}/{question.id}")

    assert ["Xe ôm" in text for text in waiting] == [True, True, False]
    assert "Có, mã dán trên xe." in browse(cast.binh).get(page).text
    assert {"directives.question", "directives.answer"} <= {row.kind for row in rows(Message)}
    assert browse(cast.an).get(f"{page}/{question.id}").status == 403


def test_who_has_not_opened_is_reminded_by_hand_once_a_day(letter, cast, browse, rows, friday):
    browse(cast.an).get(f"/directives/{letter}")
    office, page = browse(cast.chau), f"/directives/{letter}?status=unopened"

    told = office.follow(office.send(page, to=f"/directives/{letter}/remind"))
    again = office.send(page, to=f"/directives/{letter}/remind")

    assert "Nhắc ngay 3 cơ quan" in office.get(page).text
    assert "Đã nhắc 3 cơ quan." in told.text
    assert again.status == 409
    reminded = {row.organisation_id for row in rows(Message) if "by-hand" in row.cause}
    assert cast.loan.organisation_id in reminded
    assert cast.an.organisation_id not in reminded


def test_a_district_reminds_its_own_communes_and_nobody_else(letter, cast, browse, rows, friday):
    browser = browse(cast.an)
    token = browser.get(f"/directives/{letter}").fields("/logout")["csrf_token"]

    refused = browser.post(f"/directives/{letter}/remind", {"csrf_token": token})
    body = str(cast.an.organisation_id)
    done = browser.post(f"/directives/{letter}/remind", {"csrf_token": token, "below": body})

    assert (refused.status, done.status) == (409, 303)
    assert {row.organisation_id for row in rows(Message) if "by-hand" in row.cause} == {cast.duong.organisation_id}


def test_who_acknowledged_before_it_was_passed_on_is_not_reminded_of_it(letter, cast, dung, browse, rows, friday):
    acknowledge_on_page(browse(dung), dung, letter)
    acknowledge_on_page(browse(cast.anh), cast.anh, letter)

    (reminder,) = [row for row in rows(Reminder) if row.organisation_id == dung.organisation_id]
    assert reminder.settled_at is not None
    assert reminder.next_at is None


def test_communes_hear_of_the_letter_in_their_inbox(inside, cast, dung):
    with time_machine.travel(clock.at(date(2021, 5, 4), 9), tick=False), transaction():
        letter = load_letter(office_viewer())
        acknowledge(cast.anh.viewer, letter.id)

    told = db.session.scalars(db.select(Message.user_id).where(Message.kind == "directives.letter")).all()
    assert dung.user_id in told
