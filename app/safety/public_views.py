"""What everybody can look up: how safe a unit is, by whose word, until when; a badge of it for websites."""

from flask import Blueprint, request
from flask import Response as Answer
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day, now
from app.documents.badges import HEIGHT, WIDTH, Badge, badge_png
from app.door import public
from app.posters.queries import find_typed_poster
from app.safety import labels
from app.safety.exports import published_sheet
from app.safety.labels import LEVEL_COLOURS, LEVEL_LABELS, basis_words
from app.safety.levels import LevelFilter
from app.safety.published import count_published, get_published, list_all_published, list_published, share_map
from app.safety.queries import Standing
from app.safety.rules import Level
from app.units.labels import UNIT_KIND_LABELS
from app.units.models import Unit
from app.units.rules import UnitKind
from app.visits.limits import MISSES, is_over, note
from app.web.limits import caller, limiter
from app.web.pages import asked, render, see_other
from app.web.pagination import wished_page
from app.web.sheets import FILES, answer_sheet, file_of

bp = Blueprint("safety_public", __name__, url_prefix="/safety", template_folder="templates")
LARGEST_ID = 2**31 - 1
# A website's visitors need not ask again for so long; a level that changed is seen after as long.
BADGE_SECONDS = 600
GROUNDS = {"green": "#a9d8bd", "yellow": "#ffe38a", "red": "#f0a9a0", "grey": "#eeefef", "blue": "#b3cdea"}


@bp.context_processor
def words() -> dict[str, object]:
    """Labels for the templates."""
    return {"safety_labels": labels, "kind_labels": UNIT_KIND_LABELS}


@bp.get("")
@public
@limiter.limit("300 per minute")
def index() -> Response:
    """The look-up: by name, place, kind and level; the districts by their share of safe units."""
    wanted, today = _wanted(), local_day()
    by_commune = count_published(wanted)
    page, counts = list_published(wanted, wished_page(), by_commune)
    return render(
        "safety/public_index.html",
        page=page,
        counts=counts,
        wanted=wanted,
        map=share_map(by_commune),
        districts=list_areas(AreaLevel.DISTRICT, on=today),
        communes=list_areas(AreaLevel.COMMUNE, on=today),
        address=asked(),
        updated_at=now(),
    )


@file_of(bp, "", FILES)
@public
@limiter.limit("20 per minute")
def export(suffix: str) -> Response:
    """The same list as a file."""
    return answer_sheet(published_sheet(list_all_published(_wanted())), suffix)


@bp.get("/units/<int:public_unit_id>")
@public
def unit(public_unit_id: int) -> Response:
    """The badge page of a unit."""
    found, standing = get_published(public_unit_id)
    return render("safety/public_unit.html", unit=found, standing=standing)


@bp.get("/code/<code>")
@public
def of_code(code: str) -> Response:
    """From the page behind a poster's code to the badge page of its unit; misses count as at the doors."""
    if is_over(MISSES, caller()):
        raise NotFound
    poster = find_typed_poster(code)
    if poster is None:
        note(MISSES, caller())
        raise NotFound
    if poster.unit.restricted_at:
        return render("safety/public_withheld.html")
    return see_other("safety_public.unit", public_unit_id=poster.unit_id, lang=request.args.get("lang"))


@bp.get("/units/<int:public_unit_id>/badge.<any(svg, png):picture>")
@public
def badge(public_unit_id: int, picture: str) -> Answer:
    """The level as a picture that other websites may show."""
    shown = _badge(*get_published(public_unit_id))
    if picture == "png":
        return _picture(badge_png(shown), "image/png")
    drawn = render("safety/badge.svg", badge=shown, width=WIDTH, height=HEIGHT)
    return _picture(drawn.get_data(), "image/svg+xml")


def _picture(content: bytes, mimetype: str) -> Answer:
    response = Answer(content, mimetype=mimetype)
    response.headers["Cache-Control"] = f"public, max-age={BADGE_SECONDS}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _badge(found: Unit, standing: Standing) -> Badge:
    title = _("Phòng, chống Covid-19 · Kiên Giang")
    ground = GROUNDS[LEVEL_COLOURS[standing.level]]
    return Badge(title, str(LEVEL_LABELS[standing.level]), basis_words(standing) or found.name, ground)


def _wanted() -> LevelFilter:
    """The filter that the address asks for; what cannot be read is left out."""
    level, kind = request.args.get("level", ""), request.args.get("kind", "")
    area = request.args.get("area", type=int)
    return LevelFilter(
        search=request.args.get("q", "")[:100],
        level=Level(level) if level in tuple(Level) else None,
        kind=UnitKind(kind) if kind in tuple(UnitKind) else None,
        area_id=area if area and 0 < area <= LARGEST_ID else None,
    )
