"""Views that an account saved under a name: opened with one tap, forgotten when no longer needed."""

from flask import Response, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from app.door import Permission, requires, viewer
from app.monitoring import actions
from app.monitoring.forms import SaveViewForm
from app.monitoring.queries.saved import get_saved_view, list_saved_views
from app.monitoring.views import bp
from app.web.pages import render, see_other


@bp.get("/views")
@requires(Permission.MONITOR_READ)
def saved() -> Response:
    return _page(SaveViewForm(formdata=None))


@bp.post("/views")
@requires(Permission.MONITOR_READ)
def save() -> AnyResponse:
    form = SaveViewForm()
    if not form.validate():
        return _page(form, status=422)
    view = actions.save_view(viewer(), **form.values())
    flash(_("Đã lưu cách xem “%(name)s”.", name=view.name))
    return see_other("monitoring.saved")


@bp.post("/views/<int:view_id>/forget")
@requires(Permission.MONITOR_READ)
def forget(view_id: int) -> AnyResponse:
    view = get_saved_view(viewer(), view_id)
    actions.forget_view(view)
    flash(_("Đã bỏ cách xem “%(name)s”.", name=view.name))
    return see_other("monitoring.saved")


def _page(form: SaveViewForm, status: int = 200) -> Response:
    return render("monitoring/saved.html", form=form, views=list_saved_views(viewer()), status=status)
