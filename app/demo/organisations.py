"""Heads, deputies and focal officials of the bodies, by invented names."""

from collections.abc import Iterator, Mapping
from random import Random

from app.demo.people import Gender, invent_name, invent_phone
from app.demo.story import Story
from app.door import office_viewer
from app.organisations.actions import appoint
from app.organisations.bodies import OFFICE_CODE, shipped_bodies
from app.organisations.models import Appointment, Organisation
from app.organisations.queries import list_organisations
from app.organisations.rules import OrganisationKind, Position

DEPUTIES = {"Giám đốc": "Phó Giám đốc", "Chủ tịch": "Phó Chủ tịch", "Trưởng ban": "Phó Trưởng ban"}
FOCAL_TITLE = "Chuyên viên, cán bộ đầu mối"


def fill_posts(story: Story) -> Mapping[str, Appointment]:
    """Appoint people to the posts of every body. Returns the heads by the body's code."""
    rng = story.random("posts")
    titles = {row["code"]: row["head_title"] for row in shipped_bodies()}
    return {body.code: _fill(body, titles, rng, story) for body in _by_code()}


def _by_code() -> list[Organisation]:
    return sorted(list_organisations(), key=lambda body: body.code)


def _fill(body: Organisation, titles: Mapping[str, str], rng: Random, story: Story) -> Appointment:
    posts = dict(_posts(body, titles.get(body.code, "")))
    appointed = {position: _appoint(body, position, title, rng, story) for position, title in posts.items()}
    return appointed[Position.HEAD]


def _posts(body: Organisation, title: str) -> Iterator[tuple[Position, str]]:
    """Which posts a body has and how their holders are addressed; a commune has no focal official of its own."""
    match body.kind:
        case OrganisationKind.COMMUNE:
            yield Position.HEAD, f"Chủ tịch {body.name}"
        case OrganisationKind.DISTRICT:
            yield from _leaders(f"Chủ tịch {body.name}", f"Phó Chủ tịch {body.name}")
        case _ if body.code == OFFICE_CODE:
            yield from _leaders("Chủ tịch UBND tỉnh", "Phó Chủ tịch UBND tỉnh")
        case _:
            yield from _leaders(f"{title} {body.name}", f"{_deputy(title)} {body.name}")


def _leaders(head: str, deputy: str) -> Iterator[tuple[Position, str]]:
    yield Position.HEAD, head
    yield Position.DEPUTY, deputy
    yield Position.FOCAL, FOCAL_TITLE


def _deputy(title: str) -> str:
    return DEPUTIES.get(title) or f"Phó {title}"


def _appoint(body: Organisation, position: Position, title: str, rng: Random, story: Story) -> Appointment:
    name = invent_name(rng, rng.choice((Gender.MALE, Gender.MALE, Gender.FEMALE)))
    phone = invent_phone(rng)
    viewer = office_viewer()
    return appoint(viewer, body, position=position, full_name=name, title=title, from_on=story.begins_on, phone=phone)
