"""Letters, obligations, measures, acknowledgements and confirmations."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.directives import jobs, labels, settings  # noqa: F401
from app.directives.actions import AnswerIncomplete, NotAddressed, NotTheHead, PeriodNotOver
from app.directives.cli import cli
from app.directives.views import confirmations, letters
from app.door import Permission
from app.web import errors, navigation
from app.web.navigation import Entry

REFUSALS = {
    NotTheHead: _l("Chỉ người đứng đầu cơ quan, có chức danh còn hiệu lực trên hệ thống, mới xác nhận được."),
    NotAddressed: _l("Công văn này không gửi đến cơ quan của ông/bà."),
    PeriodNotOver: _l("Kỳ này chưa kết thúc: số liệu ngày cuối còn được nhận. Hãy xác nhận sau khi hết hạn nhận."),
    AnswerIncomplete: _l("Có nội dung chưa đạt mà chưa nêu lý do. Hãy mở lại trang và thử lại."),
}


def init_app(app: Flask) -> None:
    """Offer the pages of letters and confirmations."""
    app.register_blueprint(letters.bp)
    app.register_blueprint(confirmations.bp)
    app.cli.add_command(cli)
    app.jinja_env.filters["figure"] = labels.figure_words
    app.jinja_env.globals["directive_labels"] = labels
    errors.register_refusals(app, REFUSALS)
    navigation.add_entry(Entry("directives.index", _l("Công văn"), Permission.DIRECTIVE_READ, 30))
    navigation.add_entry(Entry("confirmations.index", _l("Xác nhận"), Permission.DIRECTIVE_READ, 31))
