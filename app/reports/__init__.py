"""The chairman's report: compile, issue, freeze, print."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors
from app.web.navigation import Entry, add_entry


def init_app(app: Flask) -> None:
    """Offer the reports' pages and their command."""
    from app.reports import actions, cli, models, views  # noqa: F401

    refusals: dict[type[Exception], LazyString] = {
        actions.ReportIssued: _l("Báo cáo đã ban hành nên không sửa được. Hãy lập báo cáo thay thế."),
        actions.ReportNotIssued: _l("Báo cáo còn là dự thảo. Hãy sửa ngay trên dự thảo."),
        actions.ReportChanged: _l("Dự thảo vừa được người khác sửa. Hãy xem lại rồi ban hành."),
        actions.NumberTaken: _l("Số này đã dùng cho báo cáo khác trong năm. Hãy kiểm tra với văn thư."),
    }
    errors.register_refusals(app, refusals)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.cli)
    add_entry(Entry("reports.index", _l("Báo cáo"), Permission.REPORT_READ, 50))
