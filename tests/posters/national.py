"""Units that have a code at tokhaiyte.vn."""

from app.door import Viewer
from app.posters.national.actions import record_national_code
from app.posters.national.rules import TextSource
from app.units.queries import get_unit


def record_national(viewer: Viewer, unit_id: int) -> str:
    """Record a code for a unit; returns what it holds."""
    content = f"https://qr.tokhaiyte.vn/?page=checkin&id=91-{unit_id:04}"
    record_national_code(viewer, get_unit(viewer, unit_id), content=content, text_source=TextSource.LINK)
    return content
