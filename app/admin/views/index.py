"""The way to the pages of administration."""

from werkzeug.wrappers import Response

from app.admin.blueprint import bp, rooms
from app.door import Permission, requires, viewer
from app.web.pages import render


@bp.get("/admin")
@requires(Permission.SETTING_READ)
def index() -> Response:
    return render("admin/index.html", rooms=rooms(viewer()))
