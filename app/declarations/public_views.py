"""The form read aloud, for who cannot read it."""

from flask import Blueprint, Response

from app.declarations.rulebook.queries import find_recording
from app.door import Absent, public

bp = Blueprint("declarations_public", __name__)
KEPT_SECONDS = 86400


@bp.get("/recordings/<language>/<digest>")
@public
def recording(language: str, digest: str) -> Response:
    """A recording; its address changes with it, so that a phone may keep it."""
    found = find_recording(language)
    if found is None or found.digest != digest:
        raise Absent(language)
    response = Response(found.content, mimetype=found.media_type)
    response.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}, immutable"
    return response
