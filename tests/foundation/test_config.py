"""A bad setting stops the start and is named; its value never is."""

import base64
import secrets

import pytest

from app import create_app
from app.config import BadSetting, Environment, read
from tests.conftest import environ

RANDOM_KEY = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
SECOND_KEY = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def settings(**more):
    return environ("sqlite:///never-opened.db", "/never/opened", **more)


def test_a_plain_installation_is_in_development_on_sqlite():
    found = read({"SECRET_KEY": secrets.token_hex(32), "DATA_KEYS": RANDOM_KEY})

    assert found["PORTAL_ENV"] is Environment.DEVELOPMENT
    assert str(found["SQLALCHEMY_DATABASE_URI"]).startswith("sqlite:///")
    assert found["BASE_URL"] == "http://127.0.0.1:8000"
    assert found["TRUSTED_PROXIES"] == 0


def test_the_address_follows_the_port():
    assert read(settings(BASE_URL="", PORT="8001"))["BASE_URL"] == "http://127.0.0.1:8001"


def test_over_https_the_session_cookie_is_secure():
    assert read(settings(BASE_URL="https://portal.example.vn"))["SESSION_COOKIE_SECURE"] is True
    assert read(settings(BASE_URL="http://localhost"))["SESSION_COOKIE_SECURE"] is False


def test_several_keys_are_read_newest_first():
    keys = read(settings(DATA_KEYS=f" {RANDOM_KEY} , {SECOND_KEY.rstrip('=')} "))["DATA_KEYS"]

    assert keys == [base64.urlsafe_b64decode(RANDOM_KEY), base64.urlsafe_b64decode(SECOND_KEY)]


# What `secrets` gives; no wording is chosen by hand.
SECRETS = [secrets.token_hex(32), secrets.token_urlsafe(48), secrets.token_hex(16)]


@pytest.mark.parametrize("key", SECRETS, ids=["hex", "url-safe", "shortest"])
def test_random_secrets_are_taken(key):
    assert read(settings(SECRET_KEY=key))["SECRET_KEY"] == key


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("SECRET_KEY", "", id="no secret"),
        pytest.param("SECRET_KEY", "short-but-odd-91723", id="a short secret"),
        pytest.param("SECRET_KEY", "a" * 64, id="one letter"),
        pytest.param("SECRET_KEY", "changeme-changeme-changeme-changeme", id="an example"),
        pytest.param("SECRET_KEY", "dev-0123456789abcdefghijklmnopqrstuv", id="a development secret"),
        pytest.param("SECRET_KEY", "this-is-a-SECRET-0123456789-abcdefgh", id="an example in capitals"),
        pytest.param("DATA_KEYS", "", id="no key"),
        pytest.param("DATA_KEYS", " , ", id="no key between commas"),
        pytest.param("DATA_KEYS", "not base64!", id="no base64"),
        pytest.param("DATA_KEYS", base64.urlsafe_b64encode(secrets.token_bytes(16)).decode(), id="half a key"),
        pytest.param("DATA_KEYS", base64.urlsafe_b64encode(bytes(32)).decode(), id="a key of zeros"),
        pytest.param("DATA_KEYS", f"{RANDOM_KEY},{RANDOM_KEY[:20]}", id="a good and a bad key"),
        pytest.param("PORTAL_ENV", "prod", id="an unknown environment"),
        pytest.param("DATABASE_URL", "mysql://localhost/portal", id="another database"),
        pytest.param("DATABASE_URL", "postgresql://localhost/portal", id="another driver"),
        pytest.param("BASE_URL", "portal.example.vn", id="an address without scheme"),
        pytest.param("BASE_URL", "ftp://portal.example.vn", id="an address of another scheme"),
        pytest.param("BASE_URL", "https://portal.example.vn/portal", id="an address with a path"),
        pytest.param("BASE_URL", "https://portal.example.vn?x=1", id="an address with a question"),
        pytest.param("BASE_URL", "https://portal.example.vn#x", id="an address with a fragment"),
        pytest.param("BASE_URL", "https://user:word@portal.example.vn", id="an address with a password"),
        pytest.param("BASE_URL", "https://portal.example.vn:port", id="a port that is no number"),
        pytest.param("BASE_URL", "https://portal.example.vn:99999", id="a port that cannot be"),
        pytest.param("BASE_URL", "https://[::1", id="half a bracket"),
        pytest.param("BASE_URL", "https://", id="no host"),
        pytest.param("TRUSTED_PROXIES", "-1", id="fewer than no proxies"),
        pytest.param("TRUSTED_PROXIES", "one", id="proxies in words"),
        pytest.param("TRUSTED_PROXIES", "11", id="more proxies than anybody has"),
        pytest.param("TRUSTED_PROXIES", "9" * 5000, id="an endless number"),
        pytest.param("REDIS_URL", "http://localhost", id="no address of Redis"),
        pytest.param("LOG_FORMAT", "xml", id="an unknown format"),
        pytest.param("MAIL_URL", "imap://mail.vn", id="no mail server"),
        pytest.param("MAIL_URL", "smtp://:25", id="a mail server without a name"),
        pytest.param("SMS_GATEWAY_URL", "http://kg:x@sms.vn/send", id="a gateway in the clear"),
        pytest.param("SMS_GATEWAY_URL_2", "sms.vn", id="a gateway without scheme"),
        pytest.param("ZALO_GATEWAY_URL", "https://", id="a gateway without a name"),
    ],
)
def test_a_bad_setting_is_named_and_its_value_kept_quiet(name, value):
    with pytest.raises(BadSetting) as refused:
        create_app(settings(**{name: value}))

    assert name in str(refused.value)
    if name in ("SECRET_KEY", "DATA_KEYS") and value.strip(" ,"):
        assert value not in str(refused.value)


@pytest.mark.parametrize("key", [bytes(range(32)), bytes(range(200, 168, -1)), bytes(range(0, 96, 3))])
def test_keys_that_count_are_examples_and_not_for_production(key):
    example = base64.urlsafe_b64encode(key).decode()

    assert read(settings(DATA_KEYS=example))
    with pytest.raises(BadSetting, match="DATA_KEYS must be random"):
        read(settings(DATA_KEYS=example, PORTAL_ENV="production"))


def test_a_mail_server_needs_a_sender():
    with pytest.raises(BadSetting, match="MAIL_FROM"):
        read(settings(MAIL_URL="smtp://mail.vn"))

    assert read(settings(MAIL_URL="smtp://mail.vn", MAIL_FROM="cong@kiengiang.gov.vn"))["MAIL_URL"]


def test_production_takes_random_keys():
    assert read(settings(DATA_KEYS=RANDOM_KEY, PORTAL_ENV="production"))["PORTAL_ENV"] is Environment.PRODUCTION
