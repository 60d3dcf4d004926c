"""Households that come as a table: head, phone, address, how many people."""

from collections.abc import Sequence

from flask_babel import gettext as _

from app.documents.rows_in import Cells, Read, WrongCell, read_rows
from app.documents.tables_in import Table
from app.text import InvalidPhone, nfc, normalise_phone
from app.zones.rules import MOST_PEOPLE
from app.zones.written import Details, Listed

MOST_LINES = 500
NAME_CHARACTERS, ADDRESS_CHARACTERS = 120, 200
COLUMNS = ("head_name", "phone", "address", "people")


def column_names() -> Sequence[str]:
    """The headings, in the reader's language."""
    return (_("Chủ hộ"), _("Số điện thoại"), _("Địa chỉ"), _("Số người"))


def read_households(table: Table) -> Read[Listed]:
    """Every row as a household, or what is wrong with it."""
    columns = dict(zip(COLUMNS, column_names(), strict=True))
    return read_rows(table, columns, _household, most=MOST_LINES)


def _household(cells: Cells) -> Listed | None:
    head, phone = cells.take("head_name", _head), cells.take("phone", _phone)
    address, people = cells.take("address", _address), cells.take("people", _people)
    if head is None or phone is None or address is None or people is None:
        return None
    return Listed(Details(head, phone, address), people)


def _head(text: str) -> str:
    return _text(text, NAME_CHARACTERS, _("Thiếu chủ hộ, hoặc họ tên quá dài."))


def _address(text: str) -> str:
    return _text(text, ADDRESS_CHARACTERS, _("Thiếu địa chỉ, hoặc địa chỉ quá dài."))


def _text(text: str, most: int, sentence: str) -> str:
    kept = nfc(text)
    if not 0 < len(kept) <= most:
        raise WrongCell(sentence)
    return kept


def _phone(text: str) -> str:
    # A spreadsheet takes the zero off a number.
    typed = f"0{text}" if text.isdecimal() and len(text) == 9 else text
    try:
        return normalise_phone(typed) if typed else ""
    except InvalidPhone as error:
        raise WrongCell(_("Số điện thoại phải có 10 chữ số, bắt đầu bằng số 0.")) from error


def _people(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:4]) <= MOST_PEOPLE):
        raise WrongCell(_("Số người phải là số từ 1 đến 99."))
    return int(text)
