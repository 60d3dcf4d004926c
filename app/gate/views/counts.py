"""What a national system counted at the unit, from its file; and the log of who was held."""

from datetime import timedelta

from flask import Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.clock import local_day
from app.db import begin_write
from app.door import Permission, requires, viewer
from app.gate import actions, queries
from app.gate.forms import CountsForm
from app.gate.queries import SHOWN_DAYS
from app.gate.views.blueprint import bp
from app.units.models import Unit
from app.units.queries import get_unit
from app.web.dispatch import takes_files, thinks_first
from app.web.pages import render, see_other

FILE_LIMIT_BYTES = 2_000_000


@bp.get("/units/<int:unit_id>/gate/counts")
@requires(Permission.GATE_MANAGE)
def counts(unit_id: int) -> Response:
    return _page(get_unit(viewer(), unit_id), CountsForm(formdata=None))


@bp.post("/units/<int:unit_id>/gate/counts")
@requires(Permission.GATE_MANAGE)
@takes_files(FILE_LIMIT_BYTES)
@thinks_first
def load_counts(unit_id: int) -> AnyResponse:
    unit, form = get_unit(viewer(), unit_id), CountsForm()
    if not form.validate():
        return _page(unit, form, status=422)
    begin_write()
    actions.load_counts(viewer(), unit, form.counted)
    flash(_("Đã nạp số liệu của %(count)s ngày.", count=len({row[0] for row in form.counted})))
    return see_other("gate.counts", unit_id=unit.id)


@bp.get("/units/<int:unit_id>/gate/held")
@requires(Permission.GATE_MANAGE)
def log(unit_id: int) -> Response:
    """Who was held, kept out or came with a code that was none, by level and decision; no person is named."""
    unit, today = get_unit(viewer(), unit_id), local_day()
    acts = queries.list_held(viewer(), unit.id, today - timedelta(SHOWN_DAYS), today)
    return render("gate/log.html", unit=unit, acts=acts, days=SHOWN_DAYS)


def _page(unit: Unit, form: CountsForm, status: int = 200) -> Response:
    return render(
        "gate/counts.html", status=status, unit=unit, form=form, counts=queries.list_counts(viewer(), unit.id)
    )
