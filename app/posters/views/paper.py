"""The sheets of one unit, and the kit with which it begins."""

from flask import request
from werkzeug.wrappers import Response

from app.door import Permission, requires, viewer
from app.posters import queries
from app.posters.blueprint import bp
from app.posters.kit import kit_pdf
from app.posters.sheets import pdf_of, wished_sheet
from app.units.queries import get_unit
from app.web.sheets import show_file


@bp.get("/units/<int:unit_id>/poster.pdf")
@requires(Permission.POSTER_PRINT)
def poster_pdf(unit_id: int) -> Response:
    unit, wish = get_unit(viewer(), unit_id), wished_sheet()
    posters = queries.list_posters(viewer(), unit)
    if wanted := request.args.get("checkpoint"):
        posters = [poster for poster in posters if str(poster.checkpoint_id) == wanted]
    return pdf_of(posters, wish)


@bp.get("/units/<int:unit_id>/kit.pdf")
@requires(Permission.POSTER_PRINT)
def kit(unit_id: int) -> Response:
    """Posters, a letter to the unit, what its staff do, and a list to tick off."""
    unit, wish = get_unit(viewer(), unit_id), wished_sheet()
    content = kit_pdf(unit, queries.list_posters(viewer(), unit), wish)
    return show_file(content, "application/pdf", f"bo-tai-lieu-{unit.id}.pdf")
