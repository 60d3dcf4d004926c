"""The worker is killed again and again, before a mail left it and while nobody can know: none is lost, none doubled."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from app.db import db
from app.notices.rules import Channel, MessageStatus
from app.notices.sending import number_of
from tests.conftest import environ
from tests.notices.servers import mail_server

pytestmark = [pytest.mark.durability, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
MESSAGE_COUNT, KILLED_EVERY, PATIENCE_SECONDS = 40, 8, 120


@pytest.fixture
def worker(app):
    """`worker.start()`, `worker.kill()`: `flask jobs work` over the test's database."""

    class Worker:
        process = None

        def start(self, mail_url):
            more = {"MAIL_URL": mail_url, "MAIL_FROM": "cong@kiengiang.gov.vn"}
            settings = environ(app.config["SQLALCHEMY_DATABASE_URI"], app.config["KEY_STORE"], **more)
            command = [sys.executable, "-m", "tests.notices.worker"]
            self.process = subprocess.Popen(
                command, cwd=ROOT, env={**os.environ, **settings}, stderr=subprocess.DEVNULL
            )

        def kill(self):
            self.process.kill()
            self.process.wait()

        def is_dead(self):
            return self.process is None or self.process.poll() is not None

    made = Worker()
    yield made
    if not made.is_dead():
        made.kill()


@pytest.fixture
def statuses(app):
    """How the messages stand, read by a connection of its own that knows nothing of ours."""
    engine = create_engine(app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)

    def read():
        with engine.connect() as connection:
            return set(connection.scalars(text("SELECT DISTINCT status FROM message WHERE channel = 'email'")))

    return read


def run_until_nothing_waits(worker, statuses, mail_url):
    """Start the worker anew as often as it was killed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "waiting" in statuses() and time.monotonic() < deadline:
        if worker.is_dead():
            worker.start(mail_url)
        time.sleep(0.1)


@pytest.fixture
def told(app, installation, tell_lan):
    """`told(server)`: forty mails wait for this server."""

    def tell(server):
        installation(MAIL_URL=server.url)
        for n in range(MESSAGE_COUNT):
            tell_lan(f"trial/{n}", channel=Channel.EMAIL)
        with app.app_context():
            db.engine.dispose()

    return tell


def test_killed_between_a_mails_content_and_its_note_nobody_gets_it_twice_and_it_is_shown(
    app, told, worker, statuses, outbox, cast, browse
):
    """The one window in which nobody can know: the server has the mail and has not said so."""
    with mail_server() as server:
        told(server)
        kills = []

        def kill_now_and_then():
            if len(server.mails) % KILLED_EVERY == 0 and len(server.mails) <= MESSAGE_COUNT:
                worker.kill()
                kills.append(server.mails[-1]["Message-ID"])

        server.accepted = kill_now_and_then
        run_until_nothing_waits(worker, statuses, server.url)
        arrived = Counter(mail["Message-ID"] for mail in server.mails)
        with app.app_context():
            unclear = {f"<{number_of(each)}@localhost>" for each in outbox() if each.status is MessageStatus.UNCLEAR}
        letters = browse(cast.quan).get("/inbox").text

        print(f"{len(kills)} kills, {len(server.mails)} mails for {MESSAGE_COUNT} messages")
        assert len(kills) == MESSAGE_COUNT // KILLED_EVERY
        assert arrived == Counter(dict.fromkeys(arrived, 1))
        assert len(arrived) == MESSAGE_COUNT
        assert unclear == set(kills)
        assert letters.count("Có tin không rõ đã gửi hay chưa") == 1

        # Whoever looks after the portal lets them be sent again: under the number that they had.
        listed = "/admin/messages?status=unclear"
        browse(cast.quan).send(listed, to="/admin/messages/again")
        with app.app_context():
            db.engine.dispose()
        run_until_nothing_waits(worker, statuses, server.url)
        again = Counter(mail["Message-ID"] for mail in server.mails)

    assert statuses() == {"sent"}
    assert again - arrived == Counter(kills)


def test_killed_before_a_mails_content_it_is_sent_once(told, worker, statuses):
    with mail_server() as server:
        told(server)
        seen, kills = [], []

        def kill_now_and_then():
            seen.append(None)
            if len(seen) % KILLED_EVERY == 0:
                worker.kill()
                kills.append(len(seen))

        server.named = kill_now_and_then
        run_until_nothing_waits(worker, statuses, server.url)
        arrived = Counter(mail["Message-ID"] for mail in server.mails)

    assert len(kills) >= MESSAGE_COUNT // KILLED_EVERY
    assert statuses() == {"sent"}
    assert arrived == Counter(dict.fromkeys(arrived, 1))
    assert len(arrived) == MESSAGE_COUNT
