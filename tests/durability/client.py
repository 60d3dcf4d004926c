"""Phones at a gate: python -m tests.durability.client PORT JOURNAL CODE…, until SIGTERM.

Each phone opens the form, journals whom it is about to send, sends, and sends again with the same stamp until it has a
receipt, as people do who see an error. Now and then the answer is lost on the way, a button is tapped twice, or
somebody goes back and declares for the next relative in the same form.
"""

import http.client
import itertools
import random
import re
import signal
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlencode

from bench.people import address_of, person
from tests.durability.journal import JournalWriter

PHONES = 6
ONE_IN = 8
TIMEOUT_SECONDS = 10
PAUSE_SECONDS = 0.05
LAST_TRIES_SECONDS = 30
COME_AGAIN = frozenset({429, 500, 502, 503, 504})
# A parser of HTML would take longer than the portal.
STAMP = re.compile(rb'name="stamp" value="([^"]+)"')
_numbers = itertools.count(1)
_stopping = threading.Event()


class Phone:
    """One after the other, people fill in the form of a poster on it."""

    def __init__(self, port: int, codes: list[str], journal: JournalWriter) -> None:
        self._port = port
        self._codes = codes
        self._journal = journal
        self._connection = self._connect()
        self._give_up_at = float("inf")

    def serve_people(self) -> None:
        while not _stopping.is_set():
            path = f"/q/{random.choice(self._codes)}"
            if stamp := self._open_form(path):
                self._declare(path, stamp, next(_numbers))
                if _happens():
                    self._declare(path, stamp, next(_numbers))

    def _declare(self, path: str, stamp: str, number: int) -> None:
        fields = {**person(number), "stamp": stamp}
        name = fields["full_name"]
        self._journal.sending(stamp, name)
        if _happens():
            self._lose_answer(path, fields, number)
        for _ in range(2 if _happens() else 1):
            self._send_until_answered(path, fields, number)

    def _send_until_answered(self, path: str, fields: dict[str, str], number: int) -> None:
        while not self._gave_up():
            status, location = self._send(path, fields, number)
            if status == 303 and location.startswith("/r/"):
                receipt = location.removeprefix("/r/").partition("?")[0]
                self._journal.acknowledged(fields["stamp"], fields["full_name"], receipt)
                return
            if status not in COME_AGAIN:
                self._journal.refused(fields["stamp"], fields["full_name"], status)
                return
            time.sleep(PAUSE_SECONDS)

    def _gave_up(self) -> bool:
        if _stopping.is_set() and self._give_up_at == float("inf"):
            self._give_up_at = time.monotonic() + LAST_TRIES_SECONDS
        return time.monotonic() > self._give_up_at

    def _open_form(self, path: str) -> str | None:
        """The stamp of a fresh form; None when the page does not come."""
        try:
            self._connection.request("GET", path, headers=_headers(0))
            answer = self._connection.getresponse()
            page = answer.read()
        except (OSError, http.client.HTTPException):
            self._reconnect()
            return None
        if answer.status != 200:
            time.sleep(PAUSE_SECONDS)
            return None
        return _stamp_in(page)

    def _send(self, path: str, fields: dict[str, str], number: int) -> tuple[int, str]:
        """Status and Location; 503 when no answer came."""
        try:
            self._connection.request("POST", path, urlencode(fields), self._post_headers(number))
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            self._reconnect()
            return 503, ""
        return answer.status, answer.getheader("Location", "")

    def _lose_answer(self, path: str, fields: dict[str, str], number: int) -> None:
        try:
            self._connection.request("POST", path, urlencode(fields), self._post_headers(number))
            time.sleep(random.uniform(0, PAUSE_SECONDS))
        except (OSError, http.client.HTTPException):
            pass
        self._connection.close()
        self._connection = self._connect()

    def _reconnect(self) -> None:
        self._connection.close()
        self._connection = self._connect()
        time.sleep(PAUSE_SECONDS)

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self._port, timeout=TIMEOUT_SECONDS)

    def _post_headers(self, number: int) -> dict[str, str]:
        origin = f"http://127.0.0.1:{self._port}"
        return {**_headers(number), "Content-Type": "application/x-www-form-urlencoded", "Origin": origin}


def _headers(number: int) -> dict[str, str]:
    return {"X-Forwarded-For": address_of(number), "Accept-Language": "vi"}


def _stamp_in(page: bytes) -> str:
    found = STAMP.search(page)
    assert found, "the form has no stamp"
    return found[1].decode()


def _happens() -> bool:
    return random.randrange(ONE_IN) == 0


def main(port: str, journal_path: str, *codes: str) -> None:
    signal.signal(signal.SIGTERM, lambda *_: _stopping.set())
    journal = JournalWriter(Path(journal_path))
    phones = [Phone(int(port), list(codes), journal) for _ in range(PHONES)]
    threads = [threading.Thread(target=phone.serve_people) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
