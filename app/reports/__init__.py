"""The chairman's report: compile, issue, freeze, print."""

from flask import Flask
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.web import errors
from app.web.navigation import Entry, Room, add_entry


def init_app(app: Flask) -> None:
    """Offer the reports' pages and their command."""
    from app.reports import actions, cli, jobs, models, notices, schedule, settings, views, work  # noqa: F401
    from app.web.health import add_check

    refusals: dict[type[Exception], LazyString] = {
        actions.ReportIssued: _l("Báo cáo đã ban hành nên không sửa được. Hãy lập báo cáo thay thế."),
        actions.ReportIssuing: _l("Báo cáo đang được ban hành nên không sửa được. Hãy chờ trong giây lát."),
        actions.ReportCompiling: _l("Số liệu của báo cáo đang được tính. Hãy chờ trong giây lát."),
        actions.ReportNotIssued: _l("Báo cáo còn là dự thảo. Hãy sửa ngay trên dự thảo."),
        actions.ReportChanged: _l("Dự thảo vừa được người khác sửa. Hãy xem lại trước khi làm tiếp."),
        actions.ReportNotChecked: _l("Báo cáo chưa được kiểm tra nên chưa ban hành được."),
        actions.OwnReport: _l("Người lập báo cáo không tự kiểm tra được. Hãy chuyển người khác kiểm tra."),
        actions.NumberTaken: _l("Số này đã dùng cho báo cáo khác trong năm. Hãy kiểm tra với văn thư."),
    }
    errors.register_refusals(app, refusals)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.cli)
    add_check("reports", schedule.problem)
    add_entry(Entry("reports.index", _l("Báo cáo"), Permission.REPORT_READ, 50, room=Room.RESULTS))
