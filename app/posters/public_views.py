"""The poster for who has just registered and holds nothing but the one-time link."""

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from app.clock import now
from app.door import public
from app.posters import queries
from app.posters.sheets import pdf_of, wished_sheet
from app.units.queries import get_management_link, get_unit, holder_of
from app.units.rules import LinkStatus, link_status
from app.web.limits import limiter

bp = Blueprint("posters_public", __name__)


@bp.get("/manage/<token>/poster.pdf")
@public
@limiter.limit("60 per hour")
def poster(token: str) -> Response:
    link, wish = get_management_link(token), wished_sheet()
    if link_status(link, at=now()) is not LinkStatus.OPEN:
        abort(404)
    holder = holder_of(link)
    return pdf_of(queries.list_posters(holder, get_unit(holder, link.unit_id)), wish)
