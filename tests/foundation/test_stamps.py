"""The stamp of public forms: genuine, of this form, young enough; and where the form was sent from."""

from datetime import timedelta

import pytest
import time_machine
from werkzeug.exceptions import Forbidden

from app.clock import now
from app.web.stamps import StampRefused, find_stamp, new_stamp, read_stamp, refuse_foreign_origin


def sent(app, stamp, **options):
    return app.test_request_context("/", method="POST", data={"stamp": stamp} if stamp is not None else {}, **options)


@pytest.fixture
def stamp(app):
    with app.test_request_context():
        return new_stamp("entry.7")


def test_a_stamp_is_read_for_its_own_form(app, stamp):
    with sent(app, stamp):
        assert len(read_stamp("entry.7").submission_id) == 22


def test_every_form_gets_a_stamp_of_its_own(app):
    with app.test_request_context():
        assert len({new_stamp("entry.7") for _ in range(100)}) == 100


def test_the_same_stamp_names_the_same_submission(app, stamp):
    with sent(app, stamp):
        assert read_stamp("entry.7") == read_stamp("entry.7")


@pytest.mark.parametrize("purpose", ["entry.8", "entry", "entry.7.", "register-unit", ""])
def test_a_stamp_of_another_form_is_refused(purpose, app, stamp):
    with sent(app, stamp), pytest.raises(StampRefused):
        read_stamp(purpose)


@pytest.mark.parametrize(
    "forged",
    [None, "", "x", "~", "~~~~", "entry.7.AAAAAAAAAAAAAAAAAAAAAA", "é~é~é", "\x00", "🙂" * 50, "a" * 100_000],
)
def test_what_we_did_not_sign_is_refused(forged, app):
    with sent(app, forged), pytest.raises(StampRefused):
        read_stamp("entry.7")


def test_a_changed_stamp_is_refused(app, stamp):
    for place in range(len(stamp)):
        # The last letter of a signature holds two bits that mean nothing: another one must differ in more than those.
        other = "Q" if stamp[place] in "ABCD" else "A"
        with sent(app, stamp[:place] + other + stamp[place + 1 :]):
            assert find_stamp("entry.7") is None, place


def test_a_form_left_open_overnight_still_works_and_after_two_days_not(app):
    with time_machine.travel(now(), tick=False) as clock:
        with app.test_request_context():
            stamp = new_stamp("entry.7")
        clock.shift(timedelta(hours=48))
        with sent(app, stamp):
            assert read_stamp("entry.7")
        clock.shift(timedelta(seconds=1))
        with sent(app, stamp), pytest.raises(StampRefused):
            read_stamp("entry.7")


def test_a_stamp_from_the_future_is_refused(app):
    with time_machine.travel(now(), tick=False) as clock:
        with app.test_request_context():
            stamp = new_stamp("entry.7")
        clock.shift(timedelta(days=-1))
        with sent(app, stamp), pytest.raises(StampRefused):
            read_stamp("entry.7")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="an old browser that says nothing"),
        pytest.param({"Sec-Fetch-Site": "same-origin"}, id="our own page"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, id="our own page, named"),
        pytest.param({"Origin": "http://localhost"}, id="our own page, named by an old browser"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="typed or from a QR code"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, id="a browser that hides the origin"),
    ],
)
def test_own_origins(headers, app):
    with app.test_request_context("/", method="POST", headers=headers):
        refuse_foreign_origin()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="a sister site"),
        pytest.param({"Origin": "https://evil.example"}, id="another site, old browser"),
        pytest.param({"Origin": "http://localhost.evil.example"}, id="a name that begins like ours"),
        pytest.param({"Origin": "https://localhost"}, id="another scheme"),
        pytest.param({"Origin": "http://localhost:8080"}, id="another port"),
        pytest.param({"Origin": "null"}, id="a sandbox, old browser"),
    ],
)
def test_foreign_origins(headers, app):
    with app.test_request_context("/", method="POST", headers=headers), pytest.raises(Forbidden):
        refuse_foreign_origin()
