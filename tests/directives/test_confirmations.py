"""A head says how a week went; the figures are frozen and can be checked by anybody of the scope."""

import json
from datetime import date
from importlib import resources

import pytest
import time_machine
from sqlalchemy import create_engine, delete, event, exc, update

from app import clock
from app.access.scope import unscoped
from app.audit import AuditEvent
from app.db import db, transaction
from app.directives.actions import AnswerIncomplete, confirm_period, publish_directive
from app.directives.cards import confirmations_card
from app.directives.models import Confirmation
from app.directives.queries import Answer, get_draft, get_period_book
from app.directives.rules import GENESIS, ConfirmationOutcome
from app.door import Absent, office_viewer
from app.organisations.actions import create_organisation
from app.organisations.queries import find_organisation
from app.organisations.rules import OrganisationKind
from tests.directives.conftest import FIRST_ON, SENT_ON
from tests.directives.world import make_active

pytestmark = pytest.mark.slow


@pytest.fixture
def week(letter) -> str:
    """The address of the week that is to be confirmed."""
    return f"/confirmations/{letter}/{FIRST_ON}"


def answer(person, outcome="confirmed_with_shortfall", **values):
    return {"outcome": outcome, "password": person.password, **values}


REASONS = {
    "reason_entry": "Một ngày mất điện",
    "reason_safety": "Đang tự đánh giá",
    "reason_lead": "Đã tiếp nhận muộn",
}


def test_the_head_sees_the_systems_figures_and_what_is_below_target(week, hotel, cast, browse, friday):
    text = browse(cast.anh).get(week).text

    assert "75% (3/4)" in text  # entry: three of four open days
    assert "100% (1/1, theo số đã đăng ký)" in text  # qr, and which denominator
    assert "không phát sinh" in text  # nobody is isolated, nothing is under isolation
    assert "không phải là chữ ký số" in text
    assert "reason_entry" in text
    assert "reason_qr" not in text


def test_a_head_confirms_with_what_is_not_met_and_why(week, hotel, cast, browse, friday, rows):
    head = browse(cast.anh)

    done = head.send(week, answer(cast.anh, **REASONS), to=week)

    page = head.follow(done)
    assert "Xác nhận, có nội dung chưa đạt" in page.text
    assert "Một ngày mất điện" in page.text
    (row,) = rows(Confirmation)
    assert (row.head_name, row.head_title) == ("Trần Văn Anh", "Chủ tịch UBND thành phố")
    assert row.previous_digest == GENESIS
    assert row.digest in page.text
    entry = row.figures["measures"]["entry"]
    assert (entry["numerator"], entry["denominator"], entry["target_share"]) == (3, 4, 0.9)
    assert "period.confirmed" in {event.name for event in rows(AuditEvent)}


def test_what_changes_afterwards_does_not_change_what_was_confirmed(week, hotel, app, cast, browse, friday, rows):
    head = browse(cast.anh)
    head.send(week, answer(cast.anh, **REASONS), to=week)
    with app.app_context():
        make_active(from_on=FIRST_ON, entries=0, name="Chợ Mới", displayed=False)

    text = head.get(week).text

    assert "75% (3/4)" in text
    assert "Gửi ý kiến" not in text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        pytest.param({"outcome": "confirmed"}, "Có nội dung chưa đạt chỉ tiêu", id="hides what is below target"),
        pytest.param({"reason_lead": "x"}, "Hãy nêu lý do chưa đạt", id="explains only one of two"),
        pytest.param({"outcome": "not_confirmed"}, "Hãy nêu lý do.", id="declines without a reason"),
        pytest.param({"outcome": ""}, "Hãy chọn một ý kiến", id="says nothing"),
        pytest.param({"outcome": "maybe"}, "Hãy chọn một trong các mục", id="forged outcome"),
        pytest.param({**REASONS, "password": "wrong"}, "Mật khẩu không đúng", id="wrong password"),
        pytest.param({**REASONS, "password": ""}, "Hãy nhập mật khẩu", id="no password"),
        pytest.param({**REASONS, "reason_entry": "x" * 1001}, "1000 ký tự", id="too long"),
    ],
)
def test_an_incomplete_answer_is_refused_with_everything_kept(week, hotel, cast, browse, friday, rows, sent, message):
    page = browse(cast.anh).send(week, answer(cast.anh, reason_lead="Đang khắc phục") | sent, to=week)

    assert page.status == 422
    assert message in page.text
    assert sent.get("reason_lead", "Đang khắc phục") in page.text
    assert not rows(Confirmation)


def test_a_head_may_say_that_it_cannot_be_confirmed_yet(week, hotel, cast, browse, friday, rows):
    browse(cast.anh).send(week, answer(cast.anh, "not_confirmed", reason="Chờ đối chiếu số liệu"), to=week)

    (row,) = rows(Confirmation)
    assert row.outcome is ConfirmationOutcome.NOT_CONFIRMED
    assert row.reasons["whole"] == "Chờ đối chiếu số liệu"


def test_figures_that_changed_since_the_page_was_opened_are_shown_before_confirming(
    week, hotel, app, cast, browse, friday, rows
):
    head = browse(cast.anh)
    fields = {**head.get(week).fields(week), **answer(cast.anh, **REASONS)}
    with app.app_context():
        make_active(from_on=date(2021, 5, 6), entries=0, name="Chợ Mới")

    first = head.post(week, fields)
    second = head.post(week, {**first.fields(week), **answer(cast.anh, **REASONS)})

    assert first.status == 422
    assert "lúc mở trang 75% (3/4), hiện nay 60% (3/5)" in first.text
    assert second.status == 303
    (row,) = rows(Confirmation)
    assert row.figures["measures"]["entry"]["denominator"] == 5


def test_sent_twice_is_one_confirmation(week, hotel, cast, browse, friday, rows):
    head = browse(cast.anh)
    fields = {**head.get(week).fields(week), **answer(cast.anh, **REASONS)}

    first, second = head.post(week, fields), head.post(week, fields)

    assert (first.status, second.status) == (303, 303)
    assert len(rows(Confirmation)) == 1


@time_machine.travel(clock.at(date(2021, 5, 7), 9, 59), tick=False)
def test_a_week_that_is_not_over_cannot_be_confirmed(letter, week, hotel, app, cast, browse, rows):
    head = browse(cast.anh)
    page = head.get(week)
    with app.app_context():
        shown = get_draft(cast.anh.viewer, letter, FIRST_ON, organisation_id=cast.anh.organisation_id).shown()
    token = page.fields("/logout")["csrf_token"]

    refused = head.post(week, {"csrf_token": token, "shown": shown, **answer(cast.anh, **REASONS)})

    assert "Xác nhận được từ 10:00" in page.text
    assert "Gửi ý kiến" not in page.text
    assert refused.status == 409
    assert "chưa kết thúc" in refused.text
    assert not rows(Confirmation)


@pytest.mark.parametrize("who", ["an", "binh", "lan", "duong", "chau", "oanh", "chuong"])
def test_nobody_but_the_head_confirms(week, hotel, cast, browse, friday, rows, who):
    browser = browse(getattr(cast, who))
    token = browser.get("/confirmations").fields("/logout")["csrf_token"]

    sent = browser.post(week, {"csrf_token": token, **answer(getattr(cast, who), **REASONS)})

    assert sent.status == 403
    assert not rows(Confirmation)


def test_another_bodys_head_confirms_his_own_week_only(week, hotel, cast, browse, friday, rows):
    browse(cast.loan).send(week, answer(cast.loan, reason_lead="Đã tiếp nhận muộn"), to=week)

    assert [row.organisation_id for row in rows(Confirmation)] == [cast.loan.organisation_id]
    body = cast.anh.organisation_id
    assert browse(cast.loan).get(f"{week}?body={body}").status == 404
    assert browse(cast.binh).get(f"{week}?body={body}").status == 404
    assert browse(cast.an).get(week).status == 200
    assert browse(cast.chau).get(f"{week}?body={body}").status == 200


@pytest.mark.parametrize("address", ["2021-04-29", "2021-13-40", "x", "1999-01-01", "2121-05-06"])
def test_a_week_that_is_none_is_absent(letter, cast, browse, friday, address):
    assert browse(cast.anh).get(f"/confirmations/{letter}/{address}").status == 404


def test_confirmations_of_a_body_are_a_chain(letter, week, hotel, cast, browse, friday, rows):
    head = browse(cast.anh)
    head.send(week, answer(cast.anh, **REASONS), to=week)
    friday.move_to(clock.at(date(2021, 5, 14), 11))
    head = browse(cast.anh)
    following = f"/confirmations/{letter}/2021-05-07"
    head.send(following, answer(cast.anh, **REASONS | {"reason_entry": "Nghỉ"}), to=following)

    first, second = rows(Confirmation)

    assert second.previous_digest == first.digest
    page = head.get(f"/confirmations/{second.id}/verify")
    assert "Khớp" in page.text
    assert second.digest in page.text


def test_the_database_refuses_to_change_or_remove_a_confirmation(week, hotel, app, cast, browse, friday, rows):
    browse(cast.anh).send(week, answer(cast.anh, **REASONS), to=week)

    for statement in (update(Confirmation).values(head_name="Ai đó"), delete(Confirmation)):
        with app.app_context(), pytest.raises(exc.DBAPIError, match="append-only"), transaction():
            db.session.execute(unscoped(statement, because="the test tries"))
    assert len(rows(Confirmation)) == 1


def test_a_confirmation_that_was_tampered_with_does_not_fit(week, hotel, app, database, cast, browse, friday, rows):
    head = browse(cast.anh)
    head.send(week, answer(cast.anh, **REASONS), to=week)
    with app.app_context():
        tamper(database.url)

    page = head.get(f"/confirmations/{rows(Confirmation)[0].id}/verify")

    assert "Không khớp" in page.text


def tamper(url):
    """Change a figure behind the portal's back, as who holds the database file can."""
    engine = create_engine(url)
    drop = {
        "sqlite": "DROP TRIGGER confirmation_no_update",
        "postgresql": "ALTER TABLE confirmation DISABLE TRIGGER ALL",
    }
    with engine.begin() as connection:
        connection.exec_driver_sql(drop[engine.dialect.name])
        connection.exec_driver_sql("UPDATE confirmation SET head_title = 'Giám đốc'")
    engine.dispose()


def test_the_list_says_what_is_due_late_and_confirmed(letter, week, hotel, cast, browse, friday):
    head = browse(cast.anh)
    assert "Đến hạn" in head.get("/confirmations").text
    friday.move_to(clock.at(date(2021, 5, 7), 15, 30))
    assert "Chậm" in browse(cast.anh).get("/confirmations").text
    head.send(week, answer(cast.anh, **REASONS), to=week)

    text = browse(cast.chau).get("/confirmations").text

    assert "1/4 cơ quan đã xác nhận; 3 cơ quan chậm" in text
    assert "Trần Văn Anh" in text
    assert "Trần Văn Anh" not in browse(cast.binh).get("/confirmations").text
    assert browse(cast.chau).get("/confirmations.png").response.data.startswith(b"\x89PNG")


def test_who_has_only_his_own_periods_sends_a_picture_that_names_them(letter, app, cast, friday):
    with app.test_request_context():
        own = confirmations_card(get_period_book(cast.binh.viewer, FIRST_ON))
        others = confirmations_card(get_period_book(cast.chau.viewer, FIRST_ON))

    assert own.title == "Xác nhận kết quả từng kỳ: UBND thành phố Hà Tiên"
    assert own.rows[-1] == ("30/4/2021 – 06/5/2021", "568/UBND-KGVX", "Đến hạn")
    assert ("UBND thành phố Hà Tiên", "Đến hạn") in others.rows


@pytest.mark.parametrize("address", ["/directives", "/directives/{letter}", "/confirmations", "{week}?body={body}"])
def test_a_page_takes_few_statements_however_many_bodies(letter, week, app, cast, browse, friday, address):
    browser = browse(cast.chau)
    address = address.format(letter=letter, week=week, body=cast.anh.organisation_id)
    # What a process reads once, as the settings, is no page's.
    browser.get("/desk")
    before = statements(app, lambda: browser.get(address))
    with app.app_context(), transaction():
        office = find_organisation("office")
        for number in range(30):
            create_organisation(
                cast.chau.viewer,
                code=f"so-{number}",
                name=f"Sở {number}",
                kind=OrganisationKind.DEPARTMENT,
                parent=office,
                from_on=FIRST_ON,
            )

    assert statements(app, lambda: browser.get(address)) <= before
    assert before <= BUDGET[address.partition("?")[0].count("/")]


# Three of them sign the viewer in; the page of a week counts every measure for it and for the week before. In this week
# a month ends: what is asked monthly is counted for that month and for the one before besides.
BUDGET = {1: 12, 2: 15, 3: 39}


def statements(app, ask):
    """How many statements a request takes."""
    seen = []
    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    ask()
    kept = [sql for sql in seen if not sql.startswith(("PRAGMA", "BEGIN"))]
    return len(kept)


def draft_of(person, letter, viewer=None):
    return get_draft(viewer or person.viewer, letter, FIRST_ON, organisation_id=person.organisation_id)


SAID = Answer(ConfirmationOutcome.NOT_CONFIRMED, "Chờ đối chiếu")


def test_with_two_letters_each_is_a_list_of_its_own(letter, app, cast, browse, friday):
    with app.app_context(), transaction():
        words = json.loads((resources.files("app.directives") / "data" / "letter_568.json").read_text(encoding="utf-8"))
        publish_directive(office_viewer(), {**words, "number": "9/UBND"}, published_on=SENT_ON)

    office = browse(cast.chau)
    text = office.get("/confirmations").text
    shared = next(office.send("/confirmations", to="/share").tree.iter("textarea")).text

    assert text.count("0/4 cơ quan đã xác nhận; 0 cơ quan chậm") == 2
    assert "Công văn số 9/UBND" in text
    assert "UBND thành phố Phú Quốc – 9/UBND" in shared


def test_two_taps_that_read_before_either_wrote_are_one_confirmation(letter, hotel, inside, cast, friday, rows):
    first, second = draft_of(cast.anh, letter), draft_of(cast.anh, letter)

    for draft in (first, second):
        with transaction():
            confirm_period(cast.anh.viewer, draft, SAID)

    assert len(rows(Confirmation)) == 1


def test_a_head_cannot_answer_for_another_body(letter, hotel, inside, cast, friday, rows):
    draft = draft_of(cast.anh, letter, viewer=cast.chau.viewer)

    with pytest.raises(Absent), transaction():
        confirm_period(cast.loan.viewer, draft, SAID)

    assert not rows(Confirmation)


def test_an_answer_that_explains_too_little_is_refused_behind_the_form_too(letter, hotel, inside, cast, friday):
    with pytest.raises(AnswerIncomplete), transaction():
        confirm_period(cast.anh.viewer, draft_of(cast.anh, letter), Answer(ConfirmationOutcome.CONFIRMED))
