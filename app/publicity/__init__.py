"""Persuading people to declare by QR: each body's plan and log, material to use, and the measure of it."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.directives.measures import register
from app.directives.rules import MeasureKey
from app.door import Permission
from app.publicity import labels
from app.publicity.actions import DayPassed, NotYours
from app.publicity.measure import PUBLICISE
from app.publicity.views import bp
from app.web import errors, navigation
from app.web.navigation import Entry, Room

REFUSALS = {
    NotYours: _l("Hoạt động này của cơ quan khác: chỉ cơ quan có kế hoạch mới sửa được."),
    DayPassed: _l("Đã qua ngày dự kiến hoặc đã làm: kế hoạch giữ nguyên, chỉ ghi kết quả."),
}


def init_app(app: Flask) -> None:
    """Offer the pages of publicity and count its measure."""
    app.register_blueprint(bp)
    app.jinja_env.globals["publicity_labels"] = labels
    register(MeasureKey.PUBLICISE, PUBLICISE)
    errors.register_refusals(app, REFUSALS)
    navigation.add_entry(
        Entry("publicity.index", _l("Truyền thông"), Permission.DIRECTIVE_READ, 32, room=Room.DIRECTION)
    )
