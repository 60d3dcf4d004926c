"""The worker is killed again and again, each time between a mail's acceptance and its note: none is lost or doubled."""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text

from app.db import db
from app.notices.rules import Channel
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
            return set(connection.scalars(text("SELECT DISTINCT status FROM message")))

    return read


def test_killed_after_every_eighth_mail_the_worker_loses_none_and_none_counts_twice(
    app, installation, tell_lan, worker, statuses
):
    with mail_server() as server:
        installation(MAIL_URL=server.url)
        for n in range(MESSAGE_COUNT):
            tell_lan(f"trial/{n}", channel=Channel.EMAIL)
        with app.app_context():
            db.engine.dispose()
        kills = []

        def kill_now_and_then():
            # The server has the mail and has not said so yet: the worst moment.
            if len(server.mails) % KILLED_EVERY == 0:
                worker.kill()
                kills.append(len(server.mails))

        server.accepted = kill_now_and_then
        deadline = time.monotonic() + PATIENCE_SECONDS
        while "waiting" in statuses() and time.monotonic() < deadline:
            if worker.is_dead():
                worker.start(server.url)
            time.sleep(0.1)
        arrived = Counter(mail["Message-ID"] for mail in server.mails)

    print(f"{len(kills)} kills, {len(server.mails)} mails for {MESSAGE_COUNT} messages")
    assert len(kills) >= MESSAGE_COUNT // KILLED_EVERY - 1
    assert statuses() == {"sent"}
    assert len(arrived) == MESSAGE_COUNT
    assert sum(arrived.values()) == MESSAGE_COUNT + len(kills)
