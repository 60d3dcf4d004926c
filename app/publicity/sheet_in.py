"""Lines of a plan and log that come as a table: in the columns in which the portal hands them out."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _

from app.clock import local_day
from app.documents.rows_in import Cells, Read, WrongCell, read_rows
from app.documents.tables_in import Table
from app.publicity.labels import CHANNELS, LANGUAGES
from app.publicity.plans import Plan, Result
from app.publicity.rules import is_link
from app.text import search_key
from app.web.days import read_day

Word = TypeVar("Word")
# A line of the plan, with what was done if it was.
Written = tuple[Plan, Result | None]
MOST_LINES = 2000
TEXT_CHARACTERS, LINK_CHARACTERS = 200, 500
# In this order, what is planned first; the portal's own lists begin with the body and end with the status, which are
# left out.
PLANNED = ("planned_on", "channel", "language", "subject", "place")
# A plan that was made before anything was done may lack these.
DONE = ("done_on", "reach_count", "link")
COLUMNS = (*PLANNED, *DONE)


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


def read_lines(table: Table) -> Read[Written]:
    """Every row as a line, or what is wrong with it; what was done was done until today."""
    columns, today = dict(zip(COLUMNS, column_names(), strict=True)), local_day()
    return read_rows(table, columns, lambda cells: _line(cells, today), most=MOST_LINES, optional=DONE)


def _line(cells: Cells, today: date) -> Written | None:
    values: dict[str, Any] = {key: cells.take(key, reader) for key, reader in _readers().items()}
    done_on = values["done_on"]
    if done_on and done_on > today:
        cells.wrong.append(_("Ngày thực hiện không thể sau hôm nay."))
    if not cells.typed["done_on"] and (cells.typed["reach_count"] or cells.typed["link"]):
        cells.wrong.append(_("Có số người hoặc đường dẫn mà thiếu ngày thực hiện."))
    if cells.wrong:
        return None
    plan = Plan(**{key: values[key] for key in PLANNED})
    return plan, Result(done_on, values["reach_count"], values["link"]) if done_on else None


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
    """The word of a label, or of one of the names that a label has between commas: who fills in writes one of them."""
    for word, label in labels.items():
        names = (str(label), *str(label).split(","))
        if search_key(text) in map(search_key, names):
            return word
    raise WrongCell(sentence)


def _text(text: str, sentence: str) -> str:
    if not 0 < len(text) <= TEXT_CHARACTERS:
        raise WrongCell(sentence)
    return text


def _day(text: str, sentence: str) -> date:
    found = read_day(text)
    if found is None:
        raise WrongCell(sentence)
    return found


def _count(text: str) -> int | None:
    digits = text.replace(".", "").replace(" ", "")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 8:
        raise WrongCell(_("Số người tiếp cận phải là một số."))
    return int(digits)


def _link(text: str) -> str:
    if text and (not is_link(text) or len(text) > LINK_CHARACTERS):
        raise WrongCell(_("Đường dẫn phải bắt đầu bằng https:// hoặc http://."))
    return text
