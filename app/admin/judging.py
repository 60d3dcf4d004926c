"""What becomes of a row of a file of accounts: opened, there already, or wrong for a reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.access.policy import BODIES, LABELS, Role, may_belong
from app.access.rules import is_username, username_key
from app.organisations.rules import OrganisationKind
from app.text import search_key

LONGEST_NAME = 120


class Verdict(StrEnum):
    """What is said of a row."""

    NEW = "new"
    EXISTS = "exists"
    WRONG = "wrong"
    OPENED = "opened"


class Fault(StrEnum):
    """Why a row is wrong."""

    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    USERNAME = "username"
    TWICE = "twice"
    TAKEN = "taken"
    ROLE = "role"
    BODY = "body"
    UNFIT = "unfit"


@dataclass(frozen=True)
class KnownBody:
    """A body of today, as far as a row is held against it."""

    id: int
    code: str
    name: str
    kind: OrganisationKind

    @property
    def shown(self) -> str:
        """How the template's list offers it."""
        return f"{self.name} ({self.code})"


@dataclass(frozen=True)
class KnownAccount:
    """An account with a username of the file."""

    role: Role
    body_id: int | None


@dataclass(frozen=True)
class Known:
    """What is there already: accounts by the key of their names, bodies by code and by name without marks."""

    accounts: Mapping[str, KnownAccount]
    bodies: Mapping[str, KnownBody]


@dataclass(frozen=True)
class Written:
    """A row as it was written."""

    number: int
    full_name: str
    username: str
    role: str
    body: str
    is_opened: bool = False


@dataclass(frozen=True)
class Judged:
    """A row with its verdict; `role` and `body` are there where it can be opened."""

    row: Written
    verdict: Verdict
    fault: Fault | None = None
    role: Role | None = None
    body: KnownBody | None = None


ROLES: dict[str, Role] = {search_key(role.value): role for role in BODIES}


def roles_by_label() -> dict[str, Role]:
    """Roles that belong to bodies, by what they are called on screen, without marks, and by their own names."""
    return ROLES | {search_key(str(LABELS[role])): role for role in BODIES}


def by_code_and_name(bodies: Sequence[KnownBody]) -> dict[str, KnownBody]:
    """Bodies by code, by what the template's list says, and by name where only one has it."""
    times = Counter(search_key(body.name) for body in bodies)
    named = {search_key(body.name): body for body in bodies if times[search_key(body.name)] == 1}
    return named | {search_key(text): body for body in bodies for text in (body.code, body.shown)}


def judge(rows: Sequence[Written], known: Known) -> list[Judged]:
    """The verdict on each row; of two rows with one username the second is wrong."""
    return list(_judged(rows, known, roles_by_label()))


def _judged(rows: Sequence[Written], known: Known, roles: Mapping[str, Role]) -> Iterator[Judged]:
    seen: set[str] = set()
    for row in rows:
        key = username_key(row.username)
        yield _judge_one(row, known, roles, is_twice=key in seen)
        seen.add(key)


def _judge_one(row: Written, known: Known, roles: Mapping[str, Role], *, is_twice: bool) -> Judged:
    role, body = roles.get(search_key(row.role)), known.bodies.get(search_key(row.body))
    if row.is_opened:
        return Judged(row, Verdict.OPENED, role=role, body=body)
    there = known.accounts.get(username_key(row.username))
    if there and role and body and there == KnownAccount(role, body.id) and not is_twice:
        return Judged(row, Verdict.EXISTS, role=role, body=body)
    tests = (
        (not row.full_name, Fault.NO_NAME),
        (len(row.full_name) > LONGEST_NAME, Fault.LONG_NAME),
        (not is_username(row.username), Fault.USERNAME),
        (is_twice, Fault.TWICE),
        (there is not None, Fault.TAKEN),
        (role is None, Fault.ROLE),
        (body is None, Fault.BODY),
        (role is not None and body is not None and not may_belong(role, body.kind), Fault.UNFIT),
    )
    fault = next((fault for is_so, fault in tests if is_so), None)
    return Judged(row, Verdict.WRONG if fault else Verdict.NEW, fault, role, body)
