"""An installation that can send: real servers, its settings, and a few words to send."""

from contextlib import nullcontext

import pytest
from flask import has_app_context

from app.clock import now
from app.db import db, transaction
from app.notices.gateways import ContentKind, Method, PhoneForm, SuccessRule
from app.notices.kinds import NoticeKind, _defined
from app.notices.models import Gateway, Message
from app.notices.people import Recipient
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.notices.wording import Variable
from tests.notices.servers import gateway_server, mail_server

TRIAL = NoticeKind(
    key="trial",
    label="Tin thử",
    channels=tuple(Channel),
    subject="Nhắc {body}",
    long="{body} chưa xác nhận, hạn {deadline}.\n\n{link}",
    short="{body} chưa xác nhận. {link}",
    example={Variable.BODY: "Sở Du lịch", Variable.DEADLINE: "15:00", Variable.LINK: "http://localhost/desk"},
)
VALUES = {Variable.BODY: "Sở Du lịch", Variable.DEADLINE: "15:00, 14/5/2021"}


def within(app):
    """The app context that is there, or one of its own: pages are opened outside of any."""
    return nullcontext() if has_app_context() else app.app_context()


@pytest.fixture
def installation(app, monkeypatch):
    """`installation(MAIL_URL=…)` lets the app be configured so until the end of the test."""
    monkeypatch.setitem(_defined, "trial", TRIAL)
    monkeypatch.setitem(app.config, "MAIL_FROM", "Cổng Khai báo y tế <cong@kiengiang.gov.vn>")

    def configure(**urls):
        for name, url in urls.items():
            monkeypatch.setitem(app.config, name, url)

    return configure


@pytest.fixture
def mail(installation):
    """A mail server that the installation uses."""
    with mail_server() as server:
        installation(MAIL_URL=server.url)
        yield server


@pytest.fixture
def gateways(installation):
    """The first and the second SMS gateway."""
    with gateway_server() as first, gateway_server() as second:
        installation(SMS_GATEWAY_URL=first.url, SMS_GATEWAY_URL_2=second.url)
        yield first, second


@pytest.fixture
def tell_lan(app):
    """`tell_lan(cause)` puts the trial message to Lan, by phone and e-mail, into the outbox and commits."""

    def told(cause="trial/1", *, channel=None, **values):
        ways = {Channel.SMS: "0912345678", Channel.ZALO: "0912345678", Channel.EMAIL: "lan@sdl.vn"}
        addresses = {each: ways[each] for each in ([channel] if channel else ways)}
        with within(app), transaction():
            notice = Notice("trial", cause, VALUES | values, "/desk")
            return tell(notice, [Recipient("post-1", addresses)])

    return told


@pytest.fixture
def outbox(app):
    """`outbox()` are the messages as they stand, oldest first; `outbox(channel)` those of one channel."""

    def read(channel=None):
        with within(app):
            db.session.rollback()
            stmt = db.select(Message).order_by(Message.id)
            return db.session.scalars(stmt.where(Message.channel == channel) if channel else stmt).all()

    return read


def describe(slot, **more):
    """Let this be how a gateway is asked, as a provider of the country wants it."""
    usual = {
        "is_on": True,
        "method": Method.POST,
        "content_kind": ContentKind.JSON,
        "headers": "",
        "content": '{"Phone": "{phone}", "text": "{text}", "Key": "{user}", "Secret": "{secret}", "id": "{id}"}',
        "number_form": PhoneForm.COUNTRY,
        "success_rule": SuccessRule.JSON_FIELD,
        "success_field": "CodeResult",
        "success_value": "100",
        "changed_at": now(),
    }
    with transaction():
        db.session.add(Gateway(slot=slot, **(usual | more)))
