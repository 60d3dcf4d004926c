"""The chairman's page: one sheet of paper, or one screen of a phone, on which he sees where the province stands."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors
from app.web.navigation import Entry, Room, add_entry


def init_app(app: Flask) -> None:
    """Offer the chairman's pages."""
    from app.briefings import actions, models, paper, views  # noqa: F401

    refusals: dict[type[Exception], LazyString] = {
        actions.BriefingPresented: _l("Trang này đã trình nên không sửa được. Hãy lập trang mới."),
        actions.BriefingChanged: _l("Trang vừa được người khác sửa. Hãy xem lại rồi trình."),
        paper.DoesNotFit: _l("Nội dung không vừa một tờ A4. Hãy rút gọn nội dung xin ý kiến hoặc cam kết."),
        actions.TooMany: _l("Một trang chỉ ghi được sáu cam kết. Hãy bỏ bớt một cam kết trước."),
    }
    errors.register_refusals(app, refusals)
    app.register_blueprint(views.bp)
    add_entry(Entry("briefings.index", _l("Trang Chủ tịch"), Permission.BRIEFING_READ, 45, room=Room.RESULTS))
