"""What a report can be, and how the decree writes its number, its issuer and its signer's capacity."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from app.organisations.rules import OrganisationKind

COMMITTEE = "UBND"
COMMITTEES = frozenset({OrganisationKind.PROVINCE_OFFICE, OrganisationKind.DISTRICT, OrganisationKind.COMMUNE})
DEPUTY = "Phó "


class ReportStatus(StrEnum):
    """A draft is checked by somebody else, what was checked is issued; any change makes it a draft again.

    What somebody asked for has no figures until the worker has compiled it; what is to be issued nobody changes while
    the worker draws its paper.
    """

    COMPILING = "compiling"
    DRAFT = "draft"
    CHECKED = "checked"
    ISSUING = "issuing"
    ISSUED = "issued"


class Schedule(StrEnum):
    """Which reports are compiled by the clock."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Part(StrEnum):
    """What an officer writes into a report: remarks on its five parts, to whom it goes, who gets a copy."""

    ADDRESSEE = "addressee"
    GENERAL = "general"
    RESULTS = "results"
    SHORTCOMINGS = "shortcomings"
    TASKS = "tasks"
    PROPOSALS = "proposals"
    RECIPIENTS = "recipients"


def reasons_told(reasons: Mapping[str, Any]) -> str:
    """What a head gave as reasons in a confirmation, each once: for the whole, then measure by measure."""
    texts = (reasons["whole"], *reasons["measures"].values())
    return "; ".join(dict.fromkeys(text.strip().rstrip(".") for text in texts if text and text.strip()))


def may_change(status: ReportStatus) -> bool:
    """Whether a report may still be compiled anew or remarked upon."""
    return status not in (ReportStatus.ISSUING, ReportStatus.ISSUED)


def may_check(compiled_by_id: int | None, checker_id: int | None) -> bool:
    """Nobody checks what he compiled himself; what the clock compiled anybody may check."""
    return compiled_by_id is None or compiled_by_id != checker_id


def symbol(kind: OrganisationKind, name: str) -> str:
    """What follows the stroke of a report's number: `BC-UBND`, for a department the initials of its name, `BC-SDL`."""
    if kind in COMMITTEES:
        return f"BC-{COMMITTEE}"
    words = name.replace("-", " ").split()
    return "BC-" + "".join(word[0].upper() for word in words if word not in ("và", "tỉnh"))


def issuer(kind: OrganisationKind, name: str) -> tuple[str, str]:
    """The two lines of a committee's name, its kind and its place; of another body nothing and its name."""
    match kind:
        case OrganisationKind.PROVINCE_OFFICE:
            return "Ủy ban nhân dân", "tỉnh Kiên Giang"
        case OrganisationKind.DISTRICT | OrganisationKind.COMMUNE:
            return "Ủy ban nhân dân", name.removeprefix(COMMITTEE).strip()
        case _:
            return "", name


def full_name(kind: OrganisationKind, name: str) -> str:
    """How a body calls itself in a sentence."""
    return " ".join(issuer(kind, name)).strip()


def capacity(kind: OrganisationKind, name: str, title: str) -> str:
    """The lines above a signature: for the committee, or for the head when a deputy signs.

    `title` is the post as appointments name it: `Phó Chủ tịch UBND huyện Hòn Đất`, `Giám đốc Sở Du lịch`.
    """
    post = title.removesuffix(name).strip() or title
    if kind in COMMITTEES:
        post = title.partition(f" {COMMITTEE}")[0].strip()
    lines = [post]
    if post.startswith(DEPUTY):
        head = post.removeprefix(DEPUTY)
        lines = [f"KT. {head[:1].upper()}{head[1:]}", post]
    if kind in COMMITTEES:
        lines.insert(0, "TM. Ủy ban nhân dân")
    return "\n".join(lines)


def place_of(kind: OrganisationKind, name: str) -> str:
    """Before the date: the province's name, of committees below it that of their place."""
    if kind in (OrganisationKind.DISTRICT, OrganisationKind.COMMUNE):
        words = name.removeprefix(COMMITTEE).strip().split(" ")
        kinds = {"huyện": 1, "xã": 1, "phường": 1, "thành": 2, "thị": 2}
        return " ".join(words[kinds.get(words[0], 0) :])
    return "Kiên Giang"
