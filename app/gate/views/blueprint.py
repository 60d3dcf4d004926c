"""Where the pages of the gate hang, and the words that all of them use."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from app.declarations.catalogue import catalogue
from app.declarations.rules import Handling
from app.door import viewer
from app.gate.labels import (
    ACT_LABELS,
    CLOCK_LABELS,
    DECISION_LABELS,
    HANDLING_ADVICE,
    UNFIT_LABELS,
    colour_of,
    word_of,
)
from app.gate.queries import Door, choose_door, list_doors
from app.gate.queue_keys import name_for
from app.gate.rules.acts import DECISIONS, UNDO_SECONDS, Clock, may_undo
from app.tallies.labels import APP_LABELS
from app.text import mask_name
from app.web.converters import id_in
from app.web.headers import CAMERA

bp = Blueprint("gate", __name__, template_folder="../templates")
# Besides using the camera, the console keeps itself for hours without network.
WIDER_POLICY = CAMERA["Content-Security-Policy"] + "; worker-src 'self'"


@bp.context_processor
def words() -> dict[str, Any]:
    """Labels and rules for the templates."""
    return {
        "act_labels": ACT_LABELS,
        "app_labels": APP_LABELS,
        "clock_labels": CLOCK_LABELS,
        "colour_of": colour_of,
        "decision_labels": DECISION_LABELS,
        "decisions_for": DECISIONS,
        "handling_advice": HANDLING_ADVICE,
        "handling_at": handling_at,
        "key_holder": lambda: name_for(viewer().user_id or 0),
        "masked": mask_name,
        "may_undo": may_undo,
        "server_clock": Clock.SERVER,
        "undo_seconds": UNDO_SECONDS,
        "unfit_labels": {unfit.value: label for unfit, label in UNFIT_LABELS.items()},
        "word_of": word_of,
        "wording_of": lambda door: catalogue().wording(door.kind),
    }


def asked_door() -> Door:
    """The door that the address or the form names, else the viewer's first. Raises Absent."""
    return choose_door(own_doors(), id_in(request.values.get("at", "")))


def own_doors() -> Sequence[Door]:
    """The viewer's doors, read once a request."""
    if "own_doors" not in g:
        g.own_doors = list_doors(viewer())
    return g.own_doors  # type: ignore[no-any-return]


def handling_at(door: Door) -> Handling:
    """What this kind of unit does with who is held."""
    return catalogue().wording(door.kind).handling


def refused(why: str) -> Response:
    """What a machine is told of something that it noted and that cannot be stored."""
    response = jsonify(state="refused", why=why)
    response.status_code = 422
    return response


def widened(response: Response) -> Response:
    """The page with the wider policy."""
    response.headers.update({**CAMERA, "Content-Security-Policy": WIDER_POLICY})
    return response
