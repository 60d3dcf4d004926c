"""Drafts of official letters, written from the lists that make them necessary, for an office that goes on in Word."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors
from app.web.navigation import Entry, Room, Tool, add_entry, add_tool


def init_app(app: Flask) -> None:
    """Offer the drafts, and a way to them below the lists of other chapters."""
    from app.correspondence import actions, models, sources, views  # noqa: F401

    refusals: dict[type[Exception], LazyString] = {
        actions.LetterRecorded: _l("Công văn đã ghi số, ngày nên không sửa được nữa."),
        actions.NumberTaken: _l("Số này đã ghi cho công văn khác trong năm. Hãy kiểm tra với văn thư."),
    }
    errors.register_refusals(app, refusals)
    app.register_blueprint(views.bp)
    permission = Permission.CORRESPONDENCE_WRITE
    add_entry(Entry("correspondence.index", _l("Soạn công văn"), permission, 55, room=Room.DIRECTION))
    label = _l("Soạn công văn từ danh sách này")
    for key, source in sources.SOURCES.items():
        for page in source.pages:
            add_tool(Tool(page, "correspondence.new", label, permission, {"list": key.value}))
