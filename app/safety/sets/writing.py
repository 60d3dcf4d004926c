"""A set as lines of text that people edit, and back: answers, criteria under their sections, bands.

1 = Đạt                                     an answer: its value and words
# Trước khi học sinh đến trường             a section
* Đủ nước sạch. | 10 = đủ | 0 = thiếu       a criterion; mandatory with a star, with answers of its own
>75 | safe | An toàn | Được hoạt động       a band: bound, level, name, what follows
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.safety.rules import ASSESSED, Level, Model

LONGEST = 300
Content = dict[str, Any]


class Part(StrEnum):
    """What is written in lines of its own."""

    OPTIONS = "options"
    SECTIONS = "sections"
    BANDS = "bands"


class Wrong(StrEnum):
    """What is wrong with a line, or with a part as a whole (line 0)."""

    OPTION = "option"
    FEW_OPTIONS = "few_options"
    NO_SECTION = "no_section"
    EMPTY_SECTION = "empty_section"
    LONG = "long"
    BAND = "band"
    FEW_BANDS = "few_bands"
    ORDER = "order"


@dataclass(frozen=True)
class Problem:
    """Something wrong in a part, in which line."""

    part: Part
    line: int
    wrong: Wrong


class BadLines(Exception):
    """The lines are no set; `problems` says why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def write(content: Mapping[str, Any], words: Mapping[Level, str]) -> Mapping[Part, str]:
    """A stored set as text; levels in `words`."""
    return {
        Part.OPTIONS: "\n".join(map(_write_option, content["options"])),
        Part.SECTIONS: "\n".join(line for section in content["sections"] for line in _write_section(section)),
        Part.BANDS: "\n".join(_write_band(band, words) for band in content["bands"]),
    }


def _write_option(option: Sequence[Any]) -> str:
    return f"{option[0]} = {option[1]}"


def _write_section(section: Mapping[str, Any]) -> Iterator[str]:
    yield f"# {section['name']}"
    for row in section["criteria"]:
        own = "".join(f" | {_write_option(option)}" for option in row.get("options", ()))
        yield f"{'* ' if row.get('mandatory') else ''}{row['text']}{own}"


def _write_band(band: Mapping[str, Any], words: Mapping[Level, str]) -> str:
    bound = f"{'>' if band.get('strict') else ''}{band['bound']}"
    return " | ".join((bound, words[Level(band["level"])], band["name"], band["consequence"]))


def read(model: Model, written: Mapping[Part, str], words: Mapping[Level, str]) -> Content:
    """The set that the text says, as it is stored. Raises BadLines."""
    problems: list[Problem] = []
    content = {
        "options": _read_options(written[Part.OPTIONS], problems),
        "sections": _read_sections(written[Part.SECTIONS], problems),
        "bands": _read_bands(model, written[Part.BANDS], words, problems),
    }
    if problems:
        raise BadLines(problems)
    return content


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line.strip()


def _read_options(text: str, problems: list[Problem]) -> list[list[Any]]:
    options = [_read_option(line, _noting(problems, Part.OPTIONS, number)) for number, line in _lines(text)]
    if len({value for value, _words in options}) < 2:
        problems.append(Problem(Part.OPTIONS, 0, Wrong.FEW_OPTIONS))
    return options


def _noting(problems: list[Problem], part: Part, number: int) -> Callable[[Wrong], None]:
    return lambda wrong: problems.append(Problem(part, number, wrong))


def _read_option(text: str, note: Callable[[Wrong], None]) -> list[Any]:
    value, _equals, words = (each.strip() for each in text.partition("="))
    if not (value.isascii() and value.isdigit() and words):
        note(Wrong.OPTION)
        return [0, words]
    return [int(value), words]


def _read_sections(text: str, problems: list[Problem]) -> list[Content]:
    sections: list[Content] = []
    for number, line in _lines(text):
        note = _noting(problems, Part.SECTIONS, number)
        if line.startswith("#"):
            sections.append({"name": line.lstrip("# "), "criteria": []})
        elif not sections:
            note(Wrong.NO_SECTION)
            return sections
        else:
            sections[-1]["criteria"].append(_read_criterion(line, note))
    if not sections or any(not section["criteria"] or not section["name"] for section in sections):
        problems.append(Problem(Part.SECTIONS, 0, Wrong.EMPTY_SECTION))
    return sections


def _read_criterion(line: str, note: Callable[[Wrong], None]) -> Content:
    text, *own = (each.strip() for each in line.split("|"))
    row: Content = {"text": text.lstrip("* ")}
    if not 0 < len(row["text"]) <= LONGEST:
        note(Wrong.LONG)
    if text.startswith("*"):
        row["mandatory"] = True
    if own:
        row["options"] = [_read_option(each, note) for each in own]
        if len({value for value, _words in row["options"]}) < 2:
            note(Wrong.FEW_OPTIONS)
    return row


def _read_bands(model: Model, text: str, words: Mapping[Level, str], problems: list[Problem]) -> list[Content]:
    levels = {words[level].casefold(): level for level in ASSESSED}
    bands: list[Content] = []
    for number, line in _lines(text):
        parts = [each.strip() for each in line.split("|")]
        bound = parts[0].lstrip("> ")
        level = levels.get(parts[1].casefold()) if len(parts) > 1 else None
        if len(parts) != 4 or level is None or not (bound.isascii() and bound.isdigit() and parts[2]):
            problems.append(Problem(Part.BANDS, number, Wrong.BAND))
            continue
        band: Content = {"bound": int(bound), "level": level.value, "name": parts[2], "consequence": parts[3]}
        bands.append({**band, "strict": True} if parts[0].startswith(">") else band)
    bounds = [band["bound"] for band in bands]
    if len(bands) < 2:
        problems.append(Problem(Part.BANDS, 0, Wrong.FEW_BANDS))
    if bounds != sorted(bounds, reverse=model is not Model.INDEX):
        problems.append(Problem(Part.BANDS, 0, Wrong.ORDER))
    return bands
