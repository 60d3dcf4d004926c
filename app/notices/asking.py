"""Asking a gateway over HTTP to send: one request, no redirects, a short wait, a small answer."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from app.notices.gateways import Letter, Plan, call_of, is_taken
from app.notices.mail import Handed
from app.notices.rules import Fault, Verdict
from app.notices.segments import measure

TIMEOUT_SECONDS = 10
ANSWER_BYTES = 4096


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Secrets and phones go where the installation says and nowhere else."""

    def redirect_request(self, *args: Any, **options: Any) -> None:
        return None


_opener = urllib.request.build_opener(_NoRedirects)


def ask(plan: Plan, letter: Letter, *, begin: Callable[[], None] = lambda: None) -> Handed:
    """Try once. Never raises for what a gateway or the network does; what `begin` raises ends the try before it.

    Refused means that the message was certainly not taken; an answer that did not come leaves that open.
    """
    call = call_of(plan, letter, is_unicode=measure(letter.text).is_unicode)
    # The scheme was looked at when the settings were read.
    request = urllib.request.Request(call.url, call.content, call.headers, method=call.method)  # noqa: S310
    begin()
    try:
        with _opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
            status, text = answer.status, answer.read(ANSWER_BYTES).decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return Handed(Verdict.REFUSED, Fault.REFUSED, f"HTTP {error.code}")
    except urllib.error.URLError:
        return Handed(Verdict.REFUSED, Fault.UNREACHABLE)
    except (OSError, http.client.HTTPException):
        return Handed(Verdict.UNCLEAR, Fault.SILENT)
    shown = _without(f"HTTP {status} {text}", call.secrets)
    if is_taken(plan, status, text):
        return Handed(Verdict.ACCEPTED, answer=shown)
    return Handed(Verdict.REFUSED, Fault.REFUSED, shown)


def _without(text: str, secrets: tuple[str, ...]) -> str:
    """Some gateways repeat what they were sent."""
    for secret in secrets:
        text = text.replace(secret, "***")
    return text
