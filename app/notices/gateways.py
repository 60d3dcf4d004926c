"""A gateway described as data: how a message becomes a request, and which answer means that it was taken.

So the HTTP interfaces of Vietnamese SMS brandname providers and of Zalo's ZNS need no code of their own.
"""

import base64
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit, urlunsplit

# What the text of a request may name.
PLACES = ("phone", "text", "id", "user", "secret", "unicode")
PLACE = re.compile(r"\{([a-z]+)\}")
HEADER = re.compile(r"[A-Za-z0-9_-]+: *[ -~]*")


class Method(StrEnum):
    POST = "POST"
    GET = "GET"


class ContentKind(StrEnum):
    """How the content is written; with GET it stands behind the address as a form."""

    JSON = "json"
    FORM = "form"


class PhoneForm(StrEnum):
    """How a gateway writes 0912345678."""

    NATIONAL = "national"
    COUNTRY = "country"
    PLUS = "plus"


class SuccessRule(StrEnum):
    """Beside a status of 2xx, what says that the message was taken."""

    STATUS = "status"
    JSON_FIELD = "json_field"
    TEXT = "text"


@dataclass(frozen=True)
class Plan:
    """One gateway with everything that is needed to ask it, away from the database."""

    url: str
    is_on: bool
    method: Method = Method.POST
    content_kind: ContentKind = ContentKind.JSON
    headers: str = ""
    content: str = '{"to": "{phone}", "text": "{text}", "id": "{id}"}'
    number_form: PhoneForm = PhoneForm.NATIONAL
    success_rule: SuccessRule = SuccessRule.STATUS
    success_field: str = ""
    success_value: str = ""

    @property
    def keeps_numbers(self) -> bool:
        """Whether the gateway is told the message's number, so that it can tell a second try from a second message."""
        return "{id}" in self.content + self.headers


@dataclass(frozen=True)
class Letter:
    """What a gateway is given: the phone as we store it, the text, and a number that is the same at each try."""

    phone: str
    text: str
    number: str


@dataclass(frozen=True)
class Call:
    """A request ready to be sent. Holds secrets: never logged, never stored."""

    method: str
    url: str
    headers: dict[str, str]
    content: bytes | None
    secrets: tuple[str, ...]


def unknown_places(text: str) -> list[str]:
    """Names between braces that no gateway can be told."""
    return [name for name in PLACE.findall(text) if name not in PLACES]


def content_fault(content: str, content_kind: ContentKind) -> bool:
    """Whether the content cannot be read by anybody once its places are filled."""
    if content_kind is ContentKind.FORM:
        return False
    try:
        json.loads(PLACE.sub("1", content))
    except ValueError:
        return True
    return False


def header_lines(headers: str) -> list[tuple[str, str]]:
    """Name and value of each line. Raises ValueError for a line that is no header."""
    lines = [line.strip() for line in headers.splitlines() if line.strip()]
    if not all(HEADER.fullmatch(line) for line in lines):
        raise ValueError(headers)
    return [(name, value.strip()) for line in lines for name, _, value in [line.partition(":")]]


def show_phone_as(phone: str, form: PhoneForm) -> str:
    """A stored number as the gateway wants it; foreign numbers keep their own country."""
    digits = phone.removeprefix("+") if phone.startswith("+") else "84" + phone[1:]
    match form:
        case PhoneForm.NATIONAL:
            return phone
        case PhoneForm.COUNTRY:
            return digits
        case PhoneForm.PLUS:
            return f"+{digits}"


def call_of(plan: Plan, letter: Letter, *, is_unicode: bool) -> Call:
    """The request by which this gateway is asked to send."""
    parts = urlsplit(plan.url)
    user, secret = unquote(parts.username or ""), unquote(parts.password or "")
    address = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))
    values = {"phone": show_phone_as(letter.phone, plan.number_form), "text": letter.text, "id": letter.number}
    values |= {"user": user, "secret": secret, "unicode": "1" if is_unicode else "0"}
    headers = {name: _filled(value, values, lambda word: word) for name, value in header_lines(plan.headers)}
    if (user or secret) and not any("{secret}" in text for text in (plan.headers, plan.content)):
        headers.setdefault("Authorization", f"Basic {base64.b64encode(f'{user}:{secret}'.encode()).decode()}")
    secrets = tuple(word for word in (user, secret) if word)
    if plan.method is Method.GET:
        joint = "&" if parts.query else "?"
        query = _filled(plan.content, values, lambda word: quote(word, safe=""))
        return Call("GET", f"{address}{joint}{query}", headers, None, secrets)
    if plan.content_kind is ContentKind.JSON:
        headers.setdefault("Content-Type", "application/json; charset=utf-8")
        content = _filled(plan.content, values, lambda word: json.dumps(word, ensure_ascii=False)[1:-1])
    else:
        headers.setdefault("Content-Type", "application/x-www-form-urlencoded")
        content = _filled(plan.content, values, lambda word: quote(word, safe=""))
    return Call("POST", address, headers, content.encode(), secrets)


def is_taken(plan: Plan, status: int, text: str) -> bool:
    """Whether an answer says that the message was taken."""
    if not 200 <= status < 300:
        return False
    match plan.success_rule:
        case SuccessRule.STATUS:
            return True
        case SuccessRule.TEXT:
            return plan.success_value in text
        case SuccessRule.JSON_FIELD:
            return _field(text, plan.success_field) == plan.success_value


def _field(text: str, path: str) -> str | None:
    """The value at `a.b.0` of an answer, as text; None where there is none."""
    try:
        found = json.loads(text)
        for name in path.split("."):
            found = found[int(name)] if isinstance(found, list) else found[name]
    except (ValueError, LookupError, TypeError):
        return None
    return json.dumps(found) if isinstance(found, bool | None) else str(found)


def _filled(text: str, values: dict[str, str], write: Callable[[str], str]) -> str:
    return PLACE.sub(lambda place: write(values[place[1]]) if place[1] in values else place[0], text)
