"""The inbox of each, the outbox of administrators, words with a preview, gateways with a test, lines for a chat."""

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.door import Permission
from app.notices.models import Gateway, MessageTemplate
from app.notices.people import people_of
from app.notices.rules import Channel, MessageStatus
from app.notices.sending import send_all
from app.notices.telling import Notice, tell
from app.organisations.queries import find_organisation
from tests.notices.conftest import VALUES
from tests.notices.servers import gateway_server

TEMPLATE = "/admin/messages/templates/notices.code/sms/vi"
GATEWAY = "/admin/messages/gateways/sms_first"


@pytest.fixture
def tourism_is_told(app, installation, cast):
    """Lan and Loan find the trial message in their inboxes."""
    with app.app_context(), transaction():
        people = people_of([find_organisation("tourism").id], Permission.REPORT_COMPILE, on=local_day())
        tell(Notice("trial", "trial/1", VALUES, "/desk"), people)


@pytest.fixture
def sent(app):
    """`sent(channel)`: the worker came by."""

    def send(channel):
        with app.app_context():
            send_all(channel)

    return send


def test_lan_sees_that_something_is_new_opens_it_and_it_is_read(cast, browse, tourism_is_told, outbox):
    lan = browse(cast.lan)
    before = lan.get("/inbox/unread", headers={"HX-Request": "true"}).text
    page = lan.get(f"/inbox/{outbox()[0].id}")
    after = lan.get("/inbox/unread", headers={"HX-Request": "true"}).text

    assert "(1" in before
    assert "Sở Du lịch chưa xác nhận, hạn 15:00, 14/5/2021." in page.text
    assert 'href="/desk"' in page.text
    assert "(" not in after
    assert 'hx-get="/inbox/unread"' in page.text


def test_a_letter_of_the_inbox_can_be_sent_on_in_a_chat(cast, browse, tourism_is_told, outbox):
    shared = browse(cast.lan).send(f"/inbox/{outbox()[0].id}", to="/share")

    lines = next(shared.tree.iter("textarea")).text.strip().split("\n")
    assert lines[1] == "Sở Du lịch chưa xác nhận, hạn 15:00, 14/5/2021."
    assert [line for line in lines if "http" in line] == [lines[-1]]
    assert "/l/" in lines[-1]


def test_binh_tries_to_read_lans_letter(cast, browse, tourism_is_told, outbox):
    binh = browse(cast.binh)

    assert binh.get(f"/inbox/{outbox()[0].id}").status == 404
    assert "Sở Du lịch" not in binh.get("/inbox").text
    assert outbox()[0].read_at is None


def test_what_lan_marks_as_read_stays_new_for_loan(cast, browse, tourism_is_told):
    lan = browse(cast.lan)
    lan.follow(lan.send("/inbox", to="/inbox/read"))

    assert "Chưa đọc" not in lan.get("/inbox").text.replace("thư chưa đọc", "")
    assert "Chưa đọc" in browse(cast.loan).get("/inbox").text


def test_an_administrator_finds_what_failed_and_takes_it_along(cast, browse, tourism_is_told, tell_lan, mail, sent):
    mail.refusal = "550 no such user"
    tell_lan("trial/2")
    sent(Channel.EMAIL)
    quan = browse(cast.quan)
    page = quan.get("/admin/messages?status=failed")
    file = quan.get("/admin/messages.csv?status=failed").text

    assert "1 tin" in page.text
    assert "Địa chỉ không tồn tại" in page.text
    assert "lan@sdl.vn" in file
    assert "chưa xác nhận" not in file
    assert browse(cast.lan).get("/admin/messages").status == 403


def test_words_are_previewed_with_their_length_and_cost_and_hold_from_then_on(app, cast, browse):
    quan = browse(cast.quan)
    words = {"body": "Mã của ông/bà: {code}", "has_diacritics": "y"}
    preview = quan.send(TEMPLATE, {**words, "preview": "1"}, to=TEMPLATE)

    assert preview.status == 200
    assert "Mã của ông/bà: 123456" in preview.text
    assert [word in preview.text for word in ("GSM-7", "UCS-2", "800")] == [True] * 3
    assert rows(app) == 0

    assert quan.send(TEMPLATE, words, to=TEMPLATE).status == 303
    assert "Mã của ông/bà: {code}" in quan.get(TEMPLATE).text
    quan.send(TEMPLATE, to=f"{TEMPLATE}/reset")
    assert rows(app) == 0


def rows(app):
    with app.app_context():
        return db.session.query(MessageTemplate).count()


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param("Chào {full_name}, mã {code}", "{full_name}", id="a citizen cannot be named"),
        pytest.param("Mã của ông/bà", "Nội dung phải có chỗ cho mã", id="no place for the code"),
        pytest.param("", "Hãy nhập nội dung.", id="nothing"),
    ],
)
def test_words_that_will_not_do_come_back_with_what_is_wrong(cast, browse, body, message):
    page = browse(cast.quan).send(TEMPLATE, {"body": body}, to=TEMPLATE)

    assert page.status == 422
    assert message in page.text


def test_a_gateway_is_described_and_tested_without_its_secret_on_any_page(
    cast, browse, app, installation, outbox, sent
):
    quan = browse(cast.quan)
    with gateway_server() as server:
        installation(SMS_GATEWAY_URL=server.url)
        description = {"content": '{"text": "{text}", "s": "{secret}"}', "success_rule": "json_field"}
        description |= {"success_field": "CodeResult", "success_value": "100"}
        wrong = quan.send(GATEWAY, {**description, "content": "{"}, to=GATEWAY)
        right = quan.send(GATEWAY, description, to=GATEWAY)
        tested = quan.send(GATEWAY, {"phone": "0912 345 678"}, to=f"{GATEWAY}/test")
        sent(Channel.SMS)

    assert (wrong.status, right.status, tested.status) == (422, 303, 303)
    assert "Nội dung này không phải là JSON đúng." in wrong.text
    assert server.asked[0]["content"]["s"] == "bi mat"
    assert outbox()[0].status is MessageStatus.SENT
    for path in (GATEWAY, "/admin/messages/gateways", f"/admin/messages/{outbox()[0].id}"):
        assert "bi mat" not in quan.get(path).text
    with app.app_context():
        assert db.session.get(Gateway, "sms_first").success_value == "100"


def test_an_e_mail_test_arrives(cast, browse, mail, sent):
    quan = browse(cast.quan)
    page = "/admin/messages/gateways"
    wrong = quan.send(page, {"email": "lan"}, to=f"{page}/email/test")
    quan.send(page, {"email": "lan@sdl.vn"}, to=f"{page}/email/test")
    sent(Channel.EMAIL)

    assert wrong.status == 422
    assert [each["To"] for each in mail.mails] == ["lan@sdl.vn"]


def test_oanh_may_not_change_anything(cast, browse):
    for path in ("/admin/messages", "/admin/messages/templates", GATEWAY):
        assert browse(cast.oanh).get(path).status == 403


def test_a_list_becomes_ten_lines_with_a_short_link_that_leads_back(cast, browse):
    chau = browse(cast.chau)
    token = chau.get("/inbox").fields("/logout")["csrf_token"]
    text = "¶".join(["Chưa xác nhận", *(f"Cơ quan {n}" for n in range(20))])
    made = chau.post("/share", {"csrf_token": token, "text": text, "path": "/confirmations?period=2021-05-07"})
    again = chau.post("/share", {"csrf_token": token, "text": text, "path": "/confirmations?period=2021-05-07"})
    lines = next(made.tree.iter("textarea")).text.split("\n")
    foreign = chau.post("/share", {"csrf_token": token, "text": "x", "path": "//evil.example/"})

    assert (len(lines), foreign.status) == (10, 422)
    assert lines[-1].startswith("http://localhost/l/")
    assert lines[-1] in again.text
    short = lines[-1].removeprefix("http://localhost")
    assert chau.get(short).location == "/confirmations?period=2021-05-07"
    assert browse().get(short).location.startswith("/login")
    assert chau.get("/l/NOSUCH").status == 404
