"""People who come every day, by group: a class, a team, a shift. Nobody is named, only how many belong to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.text import search_key

MOST_GROUPS = 200
MOST_IN_GROUP = 5000
LONGEST_NAME = 60
# «Lớp 1A: 42», «Lớp 1A, 42 em», «Tổ bếp 6 người»: the last number of the line says how many.
_LINE = re.compile(r"(?P<name>.*?\S)[\s,;:|–-]+(?P<people>\d{1,6})(?P<counted>\s\D+)?")
# In what people count themselves, folded.
_COUNTED = frozenset({"", "nguoi", "em", "hoc sinh"})


class GroupProblem(StrEnum):
    """What is wrong with a line of the list."""

    NO_NUMBER = "no_number"
    BAD_NUMBER = "bad_number"
    LONG_NAME = "long_name"
    TWICE = "twice"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Group:
    """A line of the list."""

    name: str
    people: int

    @property
    def key(self) -> str:
        """The same for one group however its name is spelt."""
        return search_key(self.name)


@dataclass(frozen=True)
class Attendance:
    """Of the people of a group, how many did not come, and how many came and were kept apart."""

    people: int
    absent: int
    ill: int


def read_groups(text: str) -> tuple[Sequence[Group], Sequence[tuple[int, GroupProblem]]]:
    """The groups of a list that holds one a line, and what is wrong by number of line; empty lines say nothing."""
    groups: dict[str, Group] = {}
    problems: list[tuple[int, GroupProblem]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        read = _read(line.strip())
        if isinstance(read, Group) and read.key in groups:
            read = GroupProblem.TWICE
        if isinstance(read, Group) and len(groups) == MOST_GROUPS:
            return list(groups.values()), [*problems, (number, GroupProblem.TOO_MANY)]
        if isinstance(read, Group):
            groups[read.key] = read
        else:
            problems.append((number, read))
    return list(groups.values()), problems


def _read(line: str) -> Group | GroupProblem:
    found = _LINE.fullmatch(line.rstrip("."))
    if found is None or search_key(found["counted"] or "") not in _COUNTED:
        return GroupProblem.NO_NUMBER
    name, people = " ".join(found["name"].split()), int(found["people"])
    if not 0 < people <= MOST_IN_GROUP:
        return GroupProblem.BAD_NUMBER
    return Group(name, people) if len(name) <= LONGEST_NAME else GroupProblem.LONG_NAME


def present(people: int, absent: int, ill: int) -> int:
    """How many of a group came in: all but the absent and those who were kept apart because they looked ill."""
    return people - absent - ill
