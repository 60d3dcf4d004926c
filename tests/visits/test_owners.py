"""The cookie of a receipt's own device is what Werkzeug would write."""

from datetime import UTC, datetime

import pytest
import time_machine
from werkzeug.http import dump_cookie

from app.visits.owners import COOKIE, LIFETIME_SECONDS, own_cookie

NOON = datetime(2021, 5, 7, 12, tzinfo=UTC)


@pytest.mark.parametrize("secure", [True, False])
def test_it_says_what_the_library_would_say(inside, secure):
    with time_machine.travel(NOON, tick=False):
        ours = [own_cookie(receipt, at=NOON, secure=secure) for receipt in ("a-_SIGNED", "bRECEIPT9")]
        for cookie, receipt in zip(ours, ("a-_SIGNED", "bRECEIPT9"), strict=True):
            signed = cookie.partition(";")[0].partition("=")[2]
            assert cookie == dump_cookie(
                COOKIE,
                signed,
                path=f"/r/{receipt}",
                max_age=LIFETIME_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=secure,
            )
            assert signed.startswith(f"{receipt}.{int(NOON.timestamp()) + LIFETIME_SECONDS}~")
