"""The list of data to check; each flag explained by its unit and closed by an officer."""

from typing import Any

from flask import Blueprint, Response, flash, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.access.queries import names_of
from app.clock import local_day, now
from app.door import Permission, requires, viewer
from app.flags import actions, labels, queries
from app.flags.exports import flags_sheet
from app.flags.forms import CloseForm, ExplainForm
from app.flags.models import Flag
from app.flags.queries import FlagFilter
from app.flags.rules import FlagKind, FlagStatus
from app.units.queries import get_unit
from app.web.pages import asked, render, see_other
from app.web.pagination import Wish, wished_page
from app.web.sheets import answer_sheet, file_of

bp = Blueprint("flags", __name__, url_prefix="/flags", template_folder="templates")


@bp.get("")
@requires(Permission.FLAG_READ)
def index() -> Response:
    """The flags of the viewer's scope; for htmx the list alone."""
    wanted = wanted_flags()
    page = queries.list_flags(viewer(), wanted, wished_page())
    return render("flags/index.html", fragment="flag_list", page=page, wanted=wanted, address=asked(), **_words())


@file_of(bp, "")
@requires(Permission.FLAG_READ)
def export(suffix: str) -> Response:
    """The same flags as a file."""
    return answer_sheet(flags_sheet(queries.list_all_flags(viewer(), wanted_flags())), suffix)


@bp.get("/<int:flag_id>")
@requires(Permission.FLAG_READ)
def show(flag_id: int) -> Response:
    return _page(queries.get_flag(viewer(), flag_id))


@bp.post("/<int:flag_id>/explain")
@requires(Permission.FLAG_EXPLAIN)
def explain(flag_id: int) -> AnyResponse:
    """The unit says how it came to that."""
    flag, form = queries.get_flag(viewer(), flag_id), ExplainForm()
    if not form.validate():
        return _page(flag, explaining=form, status=422)
    actions.explain_flag(viewer(), flag, **form.values())
    flash(_("Đã gửi giải trình. Cán bộ sẽ xem và kết luận."))
    return see_other("flags.show", flag_id=flag.id)


@bp.post("/<int:flag_id>/close")
@requires(Permission.FLAG_CLOSE)
def close(flag_id: int) -> AnyResponse:
    """The officer's finding."""
    flag, form = queries.get_flag(viewer(), flag_id), CloseForm()
    if not form.validate():
        return _page(flag, closing=form, status=422)
    actions.close_flag(viewer(), flag, **form.values())
    flash(_("Đã kết luận: %(outcome)s.", outcome=labels.OUTCOME_LABELS[form.outcome.data]))
    # Above the unit's district what is closed is no longer shown.
    return see_other("flags.index") if viewer().sees_all else see_other("flags.show", flag_id=flag.id)


@bp.get("/units/<int:unit_id>")
@requires(Permission.FLAG_READ)
def panel(unit_id: int) -> Response:
    """A unit's flags, on its page and alone."""
    unit = get_unit(viewer(), unit_id)
    page = queries.list_flags(viewer(), FlagFilter(unit_id=unit.id), Wish())
    return render("flags/panel.html", fragment="flags_panel", unit=unit, page=page, **_words())


def wanted_flags() -> FlagFilter:
    status, kind = request.args.get("status", ""), request.args.get("kind", "")
    return FlagFilter(
        FlagStatus(status) if status in list(FlagStatus) else None, FlagKind(kind) if kind in list(FlagKind) else None
    )


def _page(
    flag: Flag, *, explaining: ExplainForm | None = None, closing: CloseForm | None = None, status: int = 200
) -> Response:
    """The flag; `explaining` or `closing` is the one of its forms that was sent with mistakes."""
    people = {flag.explained_by_id, flag.closed_by_id} - {None}
    return render(
        "flags/show.html",
        flag=flag,
        form=explaining or closing,
        explaining=explaining or ExplainForm(formdata=None, explanation=flag.explanation),
        closing=closing or CloseForm(formdata=None),
        names=names_of([person for person in people if person]),
        status=status,
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {"labels": labels, "FlagStatus": FlagStatus, "today": local_day(), "at": now()}
