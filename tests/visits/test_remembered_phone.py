"""A phone that remembers its owner: only if asked, one tap in, one tap out, nothing readable in the cookie."""

import base64
from datetime import timedelta

import pytest

from app.clock import now
from app.visits.remembered import COOKIE, LONGEST_COOKIE
from tests.visits.records import counted, stored
from tests.visits.sheets import sheet


@pytest.fixture
def known(inn, browse):
    """A phone whose owner entered the inn and let it remember."""
    phone = browse()
    phone.follow(phone.send(f"/q/{inn.code}", sheet(remember="y")))
    return phone


def _out(phone, page):
    action = next(form.get("action") for form in page.tree.iter("form") if form.get("action", "").endswith("/out"))
    return phone.post(action, page.fields(action))


def _cookie(phone):
    return phone.client.get_cookie(COOKIE)


def test_nothing_is_remembered_unless_asked(inn, browse):
    phone = browse()
    phone.send(f"/q/{inn.code}", sheet())

    assert _cookie(phone) is None
    assert "full_name" in phone.get(f"/q/{inn.code}").fields()


def test_the_cookie_tells_nobody_anything(known):
    cookie = _cookie(known)
    content = base64.urlsafe_b64decode(cookie.value)

    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.max_age == 28 * 86400
    assert len(cookie.value) <= LONGEST_COOKIE
    for secret in ("TÈO", "0912345678", "Trãi"):
        assert secret.encode() not in content


def test_inside_the_page_offers_the_way_out_first(app, inn, known):
    page = known.get(f"/q/{inn.code}")

    assert "RA</button>" in page.text
    assert "NGUYỄN VĂN ***" in page.text
    assert "TÈO" not in page.text
    assert "ĐÃ RA" in known.follow(_out(known, page)).text
    assert counted(app, inn.unit_id) == (1, 1, 0, 1)


def test_the_next_entry_is_one_tap_and_makes_no_second_declaration(app, inn, market, known):
    _out(known, known.get(f"/q/{inn.code}"))

    page = known.get(f"/q/{market.code}")
    receipt = known.follow(known.send(f"/q/{market.code}", {"tap": "1"}))

    assert "VÀO</button>" in page.text
    assert "MỜI VÀO" in receipt.text
    assert "NGUYỄN VĂN TÈO" in receipt.text
    assert stored(app) == (2, 1, 2)
    assert counted(app, market.unit_id) == (1, 0, 0, 0)


def test_two_taps_are_one_entry(app, inn, market, known):
    form = {**known.get(f"/q/{market.code}").fields(), "tap": "1"}

    answers = {known.post(f"/q/{market.code}", form).location for _ in range(3)}

    assert len(answers) == 1
    assert counted(app, market.unit_id) == (1, 0, 0, 0)


def test_after_a_day_the_form_is_filled_in_but_for_the_health_answers(inn, market, known, time_machine):
    stale = {**known.get(f"/q/{market.code}").fields(), "tap": "1"}
    time_machine.move_to(now() + timedelta(hours=25))

    for page, status in ((known.get(f"/q/{market.code}"), 200), (known.post(f"/q/{market.code}", stale), 422)):
        fields = page.fields()
        assert page.status == status
        assert fields["full_name"] == "NGUYỄN VĂN TÈO"
        assert fields["birth_year"] == "1985"
        assert fields["gender"] == "male"
        assert fields["place"] == "31078"
        assert not {"travelled", "symptoms", "contact_case"} & set(fields)


@pytest.mark.parametrize("answer", ["symptoms", "contact_symptoms"], ids=["red", "amber"])
def test_only_a_green_declaration_is_used_again(inn, market, browse, answer):
    phone = browse()
    phone.send(f"/q/{inn.code}", sheet(remember="y", **{answer: "yes"}))

    page = phone.get(f"/q/{market.code}")

    assert "VÀO</button>" not in page.text
    assert page.fields()["full_name"] == "NGUYỄN VĂN TÈO"


def test_not_you_opens_an_empty_form(inn, known):
    page = known.get(f"/q/{inn.code}?new=1")

    assert page.fields()["full_name"] == ""


def test_the_phone_forgets_when_told(inn, known):
    page = known.get(f"/q/{inn.code}")

    empty = known.follow(known.post(f"/q/{inn.code}/forget", page.fields(f"/q/{inn.code}/forget")))

    assert _cookie(known) is None
    assert empty.fields()["full_name"] == ""


def test_a_relative_declared_on_the_phone_does_not_take_its_owners_place(inn, market, known):
    fields = known.get(f"/q/{market.code}?new=1").fields()
    known.post(f"/q/{market.code}", {**fields, **sheet(full_name="Bà Nội", other_user="y")})

    assert "NGUYỄN VĂN ***" in known.get(f"/q/{inn.code}").text


def test_the_owner_without_the_tick_is_forgotten(inn, market, known):
    fields = known.get(f"/q/{market.code}?new=1").fields()
    known.post(f"/q/{market.code}", {**fields, **sheet()})

    assert _cookie(known) is None


@pytest.mark.parametrize("cookie", ["", "x", "A" * 400, "é", "🦠"], ids=["empty", "short", "foreign", "latin", "emoji"])
def test_a_cookie_that_is_not_ours_is_no_cookie(inn, browse, cookie):
    phone = browse()
    phone.client.set_cookie(COOKIE, cookie)

    assert phone.get(f"/q/{inn.code}").fields()["full_name"] == ""


def test_a_changed_cookie_is_no_cookie(inn, known):
    value = _cookie(known).value
    known.client.set_cookie(COOKIE, value[:-8] + ("A" if value[-8] != "A" else "B") + value[-7:])

    assert known.get(f"/q/{inn.code}").fields()["full_name"] == ""


def test_the_copy_ends_with_the_retention_of_what_it_copies(inn, known, time_machine):
    value = _cookie(known).value
    time_machine.move_to(now() + timedelta(days=28, hours=1))
    known.client.set_cookie(COOKIE, value)

    assert known.get(f"/q/{inn.code}").fields()["full_name"] == ""


def test_a_tap_from_a_page_kept_for_days_leads_back_to_the_page(app, inn, market, known, time_machine):
    page = known.post(f"/q/{market.code}", {"tap": "1", "stamp": "old"})

    assert page.status == 303
    assert page.location == f"/q/{market.code}"
    assert counted(app, market.unit_id) == (0, 0, 0, 0)
