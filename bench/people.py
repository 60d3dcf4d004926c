"""Invented people who fill in the declaration form, each another, and how a browser sends it."""

from urllib.parse import urlencode

FAMILY_NAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Danh", "Huỳnh", "Thị", "Kim")
GIVEN_NAMES = ("Văn An", "Thị Bình", "Minh Châu", "Ngọc Dung", "Hoàng Hải", "Thu Lan", "Quốc Phú", "Sà Rây")
_LETTERS = "ABCDEFGHIKLMNOPQRSTUVXY"


def person(number: int) -> dict[str, str]:
    """The fields of the national form as the `number`-th person fills them in; no two share name or phone."""
    family, given = FAMILY_NAMES[number % 8], GIVEN_NAMES[number // 8 % 8]
    return {
        "full_name": f"{family} {given} {_spelled(number)}",
        "birth_year": str(1950 + number % 55),
        "gender": ("male", "female", "other")[number % 3],
        "nationality": "VN",
        "place": "31078",
        "address": f"{number % 400 + 1} Nguyễn Trung Trực",
        "phone": f"09{number % 100_000_000:08d}",
        "travelled": "no",
        "symptoms": "no",
        "contact_case": "no",
        "contact_country": "no",
        "contact_symptoms": "no",
    }


def address_of(number: int) -> str:
    """The address that the `number`-th person's phone comes from, as the proxy in front of us reports it."""
    return f"127.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def post(path: str, fields: dict[str, str], *, port: int, caller: str) -> bytes:
    """The request with which a phone sends the form."""
    body = urlencode(fields).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        f"X-Forwarded-For: {caller}\r\nSec-Fetch-Site: same-origin\r\nAccept-Language: vi\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def get(path: str, *, port: int, caller: str, languages: str = "vi") -> bytes:
    """The request with which a phone opens a page."""
    return (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nX-Forwarded-For: {caller}\r\n"
        f"Accept-Language: {languages}\r\nAccept-Encoding: gzip, deflate, br\r\n\r\n"
    ).encode()


def _spelled(number: int) -> str:
    """The number in letters, so that every name stays a name."""
    letters = ""
    while number or not letters:
        number, rest = divmod(number, len(_LETTERS))
        letters = _LETTERS[rest] + letters.lower()
    return letters
