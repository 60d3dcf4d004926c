"""When somebody is told, how often it is tried, how long a short message is, what a gateway is asked."""

import json
from datetime import datetime, timedelta

import pytest

from app.clock import PROVINCE
from app.notices.cards import Card
from app.notices.gateways import (
    ContentKind,
    Letter,
    Method,
    PhoneForm,
    Plan,
    SuccessRule,
    call_of,
    content_fault,
    is_taken,
)
from app.notices.rules import (
    LONGEST_RETRY,
    SHARED_LINES,
    Rhythm,
    Step,
    Verdict,
    awake,
    is_given_up,
    is_repeated,
    may_ask_next_gateway,
    retry_after,
    shared_lines,
    steps_due,
)
from app.notices.segments import measure, without_diacritics
from app.notices.wording import Variable, fill, unknown_places

DUE = datetime(2021, 5, 14, 15, tzinfo=PROVINCE)
MOMENTS = Rhythm(timedelta(hours=3), timedelta(hours=2)).moments(DUE)
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("taken", "at", "expected"),
    [
        pytest.param(0, DUE - timedelta(hours=3) - MINUTE, [], id="not yet"),
        pytest.param(0, DUE - timedelta(hours=3), [Step.BEFORE], id="three hours before"),
        pytest.param(1, DUE - MINUTE, [], id="told already"),
        pytest.param(1, DUE, [Step.AT_DUE], id="at the cut-off"),
        pytest.param(2, DUE + timedelta(hours=2), [Step.ESCALATION], id="those above"),
        pytest.param(3, DUE + timedelta(days=9), [], id="all told"),
        pytest.param(0, DUE + MINUTE, [Step.AT_DUE], id="nobody hears that a passed cut-off is near"),
        pytest.param(0, DUE + timedelta(days=1), [Step.AT_DUE, Step.ESCALATION], id="the worker was down"),
    ],
)
def test_which_steps_of_a_reminder_are_due(taken, at, expected):
    assert steps_due(MOMENTS, taken, at=at) == expected


@pytest.mark.parametrize(
    ("hour", "expected"),
    [(6, (14, 7)), (7, (14, 7)), (20, (14, 20)), (21, (15, 7)), (0, (14, 7))],
)
def test_nobody_is_reminded_at_night(hour, expected):
    moved = awake(DUE.replace(hour=hour), quiet_from_hour=21, quiet_until_hour=7)

    assert (moved.day, moved.hour) == expected


def test_each_try_waits_longer_until_an_hour_and_a_code_does_not_wait():
    waits = [retry_after(n, urgent=False) for n in range(1, 40)]

    assert waits[:3] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_RETRY
    assert retry_after(9, urgent=True) < timedelta(seconds=10)


def test_what_is_urgent_waits_longer_after_a_minute_and_is_tried_for_more_than_a_day():
    waits = [retry_after(n, urgent=True) for n in range(1, 50)]

    assert sum(waits[:12], timedelta()) == MINUTE
    assert waits[12:15] == [MINUTE, 2 * MINUTE, 4 * MINUTE]
    assert sum(waits, timedelta()) > timedelta(days=1)


@pytest.mark.parametrize(
    ("verdict", "attempts", "urgent", "expected"),
    [
        pytest.param(Verdict.REFUSED, 1, False, True, id="certainly not sent"),
        pytest.param(Verdict.UNCLEAR, 1, False, False, id="perhaps sent: ask the same one again"),
        pytest.param(Verdict.UNCLEAR, 3, False, True, id="silent for good"),
        pytest.param(Verdict.UNCLEAR, 1, True, True, id="a code that comes twice does no harm"),
        pytest.param(Verdict.HOPELESS, 1, False, False, id="no such address"),
    ],
)
def test_when_the_second_gateway_is_asked(verdict, attempts, urgent, expected):
    assert may_ask_next_gateway(verdict, attempts, urgent=urgent) is expected


@pytest.mark.parametrize(
    ("urgent", "keeps_numbers", "expected"),
    [
        pytest.param(False, False, False, id="an e-mail: somebody decides"),
        pytest.param(False, True, True, id="a gateway sends one of two"),
        pytest.param(True, False, True, id="a code that comes twice does no harm"),
    ],
)
def test_what_may_have_been_taken_is_repeated_where_it_does_no_harm(urgent, keeps_numbers, expected):
    assert is_repeated(urgent=urgent, keeps_numbers=keeps_numbers) is expected


def test_a_message_is_given_up_after_two_days_or_where_there_is_no_such_address():
    assert [is_given_up(Verdict.REFUSED, n) for n in (49, 50)] == [False, True]
    assert sum((retry_after(n, urgent=False) for n in range(1, 50)), timedelta()) > timedelta(hours=42)
    assert is_given_up(Verdict.HOPELESS, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a" * 160, (160, 1, False), id="one full part"),
        pytest.param("a" * 161, (161, 2, False), id="two parts of 153"),
        pytest.param("a" * 306, (306, 2, False), id="two full parts"),
        pytest.param("a" * 307, (307, 3, False), id="three"),
        pytest.param("€" * 80, (160, 1, False), id="letters of the extension cost two"),
        pytest.param("a" * 152 + "€" + "a" * 152, (306, 3, False), id="and are not split"),
        pytest.param("ă" * 70, (70, 1, True), id="with marks 70"),
        pytest.param("ă" * 71, (71, 2, True), id="then 67"),
        pytest.param("ă" * 134, (134, 2, True), id="two full ones"),
        pytest.param("ă" * 135, (135, 3, True), id="and three"),
        pytest.param("😀" * 35, (70, 1, True), id="a pair is two units"),
        pytest.param("ក" * 71, (71, 2, True), id="Khmer"),
        pytest.param("", (0, 1, False), id="nothing"),
    ],
)
def test_how_long_a_short_message_is(text, expected):
    found = measure(text)

    assert (found.units, found.segment_count, found.is_unicode) == expected


def test_vietnamese_in_plain_letters_needs_no_unicode():
    plain = without_diacritics("Đề nghị ông/bà “xác nhận” – hạn 15 giờ, Phú Quốc…")

    assert plain == 'De nghi ong/ba "xac nhan" - han 15 gio, Phu Quoc...'
    assert not measure(plain).is_unicode
    assert without_diacritics("ភាសាខ្មែរ") == "ភាសាខ្មែរ"


def test_words_name_nothing_but_what_they_may():
    known = {Variable.BODY, Variable.LINK}

    assert unknown_places("{body} {link}", known) == []
    assert unknown_places("{full_name} {body} {phone}", known) == ["full_name", "phone"]
    assert fill("{body}: {code} {body.__class__}", {Variable.BODY: "{link}"}) == "{link}: {code} {body.__class__}"


LETTER = Letter("0912345678", 'Hạn "15:00" & x=1', "m1-ab")


def test_a_gateway_is_asked_in_json_without_breaking_it():
    plan = Plan(
        "https://kg:b%C3%AD%20m%E1%BA%ADt@sms.vn/send?a=1",
        is_on=True,
        content='{"k": "{user}", "s": "{secret}", "to": "{phone}", "t": "{text}", "u": "{unicode}"}',
        number_form=PhoneForm.COUNTRY,
        headers="X-Token: {secret}",
    )
    call = call_of(plan, LETTER, is_unicode=True)

    assert call.url == "https://sms.vn/send?a=1"
    assert json.loads(call.content) == {"k": "kg", "s": "bí mật", "to": "84912345678", "t": LETTER.text, "u": "1"}
    assert call.headers["X-Token"] == "bí mật"
    assert "Authorization" not in call.headers


@pytest.mark.parametrize("method", Method)
def test_a_gateway_is_asked_by_a_form_without_breaking_it(method):
    plan = Plan("https://kg:x@sms.vn/send", is_on=True, method=method, content_kind=ContentKind.FORM)
    plan = Plan(plan.url, True, method, ContentKind.FORM, "", "p={phone}&t={text}", PhoneForm.PLUS)
    call = call_of(plan, LETTER, is_unicode=False)
    sent = call.content.decode() if method is Method.POST else call.url.partition("?")[2]

    assert sent == "p=%2B84912345678&t=H%E1%BA%A1n%20%2215%3A00%22%20%26%20x%3D1"
    assert call.headers["Authorization"] == "Basic a2c6eA=="


@pytest.mark.parametrize(
    ("rule", "status", "text", "expected"),
    [
        pytest.param(SuccessRule.STATUS, 204, "", True, id="2xx"),
        pytest.param(SuccessRule.STATUS, 500, "", False, id="5xx"),
        pytest.param(SuccessRule.JSON_FIELD, 200, '{"data": [{"status": 100}]}', True, id="the number of the rule"),
        pytest.param(SuccessRule.JSON_FIELD, 200, '{"data": [{"status": 99}]}', False, id="another"),
        pytest.param(SuccessRule.JSON_FIELD, 200, '{"data": []}', False, id="no such field"),
        pytest.param(SuccessRule.JSON_FIELD, 200, "<html>", False, id="no JSON"),
        pytest.param(SuccessRule.JSON_FIELD, 500, '{"data": [{"status": 100}]}', False, id="right but 5xx"),
        pytest.param(SuccessRule.TEXT, 200, "0|100|ok", True, id="the words"),
        pytest.param(SuccessRule.TEXT, 200, "1|error", False, id="other words"),
    ],
)
def test_what_says_that_a_message_was_taken(rule, status, text, expected):
    plan = Plan(
        "https://sms.vn",
        is_on=True,
        success_rule=rule,
        success_field="data.0.status",
        success_value="100",
    )

    assert is_taken(plan, status, text) is expected


def test_content_that_would_be_no_json_is_found():
    assert content_fault('{"a": "{text}"', ContentKind.JSON)
    assert not content_fault('{"a": {id}, "b": "{text}"}', ContentKind.JSON)
    assert not content_fault("a={text}", ContentKind.FORM)


@pytest.mark.parametrize("count", [0, 8, 9, 300])
def test_what_goes_into_a_chat_is_ten_lines_with_its_link(count):
    lines = shared_lines("Chưa xác nhận", [f"Cơ quan {n}" for n in range(count)], more="… và {n} mục nữa")

    assert len(lines) + 1 <= SHARED_LINES
    if count > 8:
        assert lines[-1] == f"… và {count - 7} mục nữa"


def test_what_stands_on_other_pages_is_counted_too():
    lines = shared_lines("Chưa xác nhận", ["Sở Y tế", "Sở Du lịch"], more="… và {n} mục nữa", beyond=98)

    assert lines == ["Chưa xác nhận", "Sở Y tế", "Sở Du lịch", "… và 98 mục nữa"]


def test_a_line_says_of_what_a_number_is_where_only_a_heading_did(app):
    with app.test_request_context():
        rows = [("Tổ 1", "12", "1.200", "")]
        header = ("Tổ", "Hộ", "Người", "Ghi chú")
        assert Card("Tổ", header, rows, 1, names_counts=True).text() == "Tổ\nTổ 1: Hộ 12, Người 1.200"
        assert Card("Tổ", header, rows, 1).text() == "Tổ\nTổ 1: 12, 1.200"
        assert Card("Tổ", header, rows, 2000, is_more=True).text().endswith("… và hơn 1.999 mục nữa")
        assert Card("Tổ", header, [], 0).text() == "Tổ\nKhông có mục nào."
