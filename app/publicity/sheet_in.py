"""Lines of a plan and log that come as a table: in the columns in which the portal hands them out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _

from app.documents.tables_in import Table
from app.publicity.labels import CHANNELS, LANGUAGES
from app.publicity.plans import Plan, Result
from app.publicity.rules import is_link
from app.text import search_key
from app.web.days import read_day

Word = TypeVar("Word")
MOST_LINES = 2000
TEXT_CHARACTERS, LINK_CHARACTERS = 200, 500
# In this order, what is planned first; the portal's own lists begin with the body and end with the status, which are
# left out.
PLANNED = ("planned_on", "channel", "language", "subject", "place")
COLUMNS = (*PLANNED, "done_on", "reach_count", "link")


def column_names() -> Sequence[str]:
    """The headings, in the reader's language."""
    return (
        _("Ngày dự kiến"),
        _("Hình thức"),
        _("Ngôn ngữ"),
        _("Nội dung"),
        _("Địa điểm"),
        _("Ngày thực hiện"),
        _("Số người tiếp cận"),
        _("Đường dẫn minh chứng"),
    )


@dataclass(frozen=True)
class Problem:
    """What is wrong in which row of the file (counted as its program counts them)."""

    row: int
    sentence: str


@dataclass(frozen=True)
class Read:
    """The lines of a file, and what is wrong with it."""

    lines: list[tuple[Plan, Result | None]]
    problems: list[Problem]


class _Wrong(Exception):
    """A cell that cannot be used; its sentence says why."""


def read_lines(table: Table, *, today: date) -> Read:
    """Every row as a line, or what is wrong with it; the first row are the headings."""
    places = _places(table[0]) if table else {}
    missing = [name for name, key in zip(column_names(), COLUMNS, strict=True) if key not in places]
    if missing:
        return Read([], [Problem(1, _("Không thấy cột: %(names)s.", names=", ".join(missing)))])
    if len(table) - 1 > MOST_LINES:
        return Read([], [Problem(1, _("Mỗi tệp được đến %(n)s dòng.", n=MOST_LINES))])
    read = Read([], [])
    for number, row in enumerate(table[1:], start=2):
        if any(row):
            _add(read, number, {key: row[place] for key, place in places.items()}, today)
    return read


def _places(header: Sequence[str]) -> dict[str, int]:
    known = {search_key(name): key for name, key in zip(column_names(), COLUMNS, strict=True)}
    found = ((known.get(search_key(name)), place) for place, name in enumerate(header))
    return {key: place for key, place in found if key}


def _add(read: Read, number: int, cells: Mapping[str, str], today: date) -> None:
    values: dict[str, Any] = {}
    wrong: list[str] = []
    for key, reader in _readers().items():
        try:
            values[key] = reader(cells[key])
        except _Wrong as error:
            wrong.append(str(error))
    done_on = values.get("done_on")
    if done_on and done_on > today:
        wrong.append(_("Ngày thực hiện không thể sau hôm nay."))
    if not cells["done_on"] and (cells["reach_count"] or cells["link"]):
        wrong.append(_("Có số người hoặc đường dẫn mà thiếu ngày thực hiện."))
    if wrong:
        # Everything that is wrong with the row at once.
        read.problems.append(Problem(number, " ".join(wrong)))
        return
    plan = Plan(**{key: values[key] for key in PLANNED})
    read.lines.append((plan, Result(done_on, values["reach_count"], values["link"]) if done_on else None))


def _readers() -> Mapping[str, Callable[[str], Any]]:
    """How each column's cells are read, in the columns' order."""
    days = {
        "planned_on": _("Ngày dự kiến phải theo mẫu 31/12/2021."),
        "done_on": _("Ngày thực hiện phải theo mẫu 31/12/2021."),
    }
    among = {
        "channel": _("Hình thức phải là một trong: %(words)s.", words=_listed(CHANNELS)),
        "language": _("Ngôn ngữ phải là một trong: %(words)s.", words=_listed(LANGUAGES)),
    }
    return {
        "planned_on": lambda text: _day(text, days["planned_on"]),
        "channel": lambda text: _word(text, CHANNELS, among["channel"]),
        "language": lambda text: _word(text, LANGUAGES, among["language"]),
        "subject": lambda text: _text(text, _("Thiếu nội dung, hoặc nội dung dài quá 200 ký tự.")),
        "place": lambda text: _text(text, _("Thiếu địa điểm, hoặc địa điểm dài quá 200 ký tự.")),
        "done_on": lambda text: _day(text, days["done_on"]) if text else None,
        "reach_count": _count,
        "link": _link,
    }


def _listed(labels: Mapping[Word, object]) -> str:
    return "; ".join(str(label) for label in labels.values())


def _word(text: str, labels: Mapping[Word, object], sentence: str) -> Word:
    for word, label in labels.items():
        if search_key(text) == search_key(str(label)):
            return word
    raise _Wrong(sentence)


def _text(text: str, sentence: str) -> str:
    if not 0 < len(text) <= TEXT_CHARACTERS:
        raise _Wrong(sentence)
    return text


def _day(text: str, sentence: str) -> date:
    found = read_day(text)
    if found is None:
        raise _Wrong(sentence)
    return found


def _count(text: str) -> int | None:
    digits = text.replace(".", "").replace(" ", "")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 8:
        raise _Wrong(_("Số người tiếp cận phải là một số."))
    return int(digits)


def _link(text: str) -> str:
    if text and (not is_link(text) or len(text) > LINK_CHARACTERS):
        raise _Wrong(_("Đường dẫn phải bắt đầu bằng https:// hoặc http://."))
    return text
