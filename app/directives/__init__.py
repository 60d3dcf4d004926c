"""Letters, obligations, measures, acknowledgements and confirmations."""

from datetime import date

from flask import Flask
from flask_babel import lazy_gettext as _l

from app.directives import jobs, labels, settings  # noqa: F401
from app.directives.actions import (
    AlreadyAmended,
    AmendmentUnexplained,
    AnswerIncomplete,
    DraftChanged,
    DraftIncomplete,
    NobodyBelow,
    NotAddressed,
    NotBelow,
    NothingToRemind,
    NotTheHead,
    NumberTaken,
    PeriodNotOver,
)
from app.directives.cli import cli
from app.directives.rows_page import rows_href
from app.directives.views import cascade, charges, confirmations, drafts, letters, responsibility  # noqa: F401 - its pages hang on `cascade.bp`
from app.door import Permission
from app.web import errors, navigation
from app.web.filters import day
from app.web.navigation import Entry, Room

REFUSALS = {
    NotTheHead: _l("Chỉ người đứng đầu cơ quan, có chức danh còn hiệu lực trên hệ thống, mới xác nhận được."),
    NotAddressed: _l("Công văn này không gửi đến cơ quan của ông/bà."),
    PeriodNotOver: _l("Kỳ này chưa kết thúc: số liệu ngày cuối còn được nhận. Hãy xác nhận sau khi hết hạn nhận."),
    AnswerIncomplete: _l("Có nội dung chưa đạt mà chưa nêu lý do. Hãy mở lại trang và thử lại."),
    DraftIncomplete: _l("Công văn chưa có nội dung nào phải thực hiện. Hãy thêm ít nhất một nội dung rồi phát hành."),
    AmendmentUnexplained: _l("Chưa ghi vì sao công văn được sửa đổi. Hãy sửa phần đầu rồi phát hành."),
    DraftChanged: _l("Bản soạn thảo đã được sửa từ lúc mở trang. Hãy mở lại, xem bản mới rồi phát hành."),
    AlreadyAmended: _l("Công văn này đã có bản thay thế. Hãy soạn bản sửa đổi từ bản đang có hiệu lực."),
    NumberTaken: _l("Đã có công văn khác mang số này. Hãy sửa số, ký hiệu, hoặc sửa đổi công văn đã có."),
    NothingToRemind: _l("Không còn cơ quan nào phải nhắc: các cơ quan đã tiếp nhận hoặc đã được nhắc trong hôm nay."),
    NobodyBelow: _l("Cơ quan của ông/bà không có cơ quan cấp dưới nào nhận công văn này."),
    NotBelow: _l("Chỉ cấp trên của cơ quan mới mở lại được kỳ đã xác nhận."),
}


def init_app(app: Flask) -> None:
    """Offer the pages of letters and confirmations."""
    app.register_blueprint(letters.bp)
    app.register_blueprint(drafts.bp)
    app.register_blueprint(cascade.bp)
    app.register_blueprint(confirmations.bp)
    app.cli.add_command(cli)
    app.jinja_env.filters["figure"] = labels.figure_words
    app.jinja_env.filters["iso_day"] = lambda text: day(date.fromisoformat(text))
    app.jinja_env.globals["directive_labels"] = labels
    app.jinja_env.globals["rows_href"] = rows_href
    errors.register_refusals(app, REFUSALS)
    navigation.add_entry(Entry("directives.index", _l("Công văn"), Permission.DIRECTIVE_READ, 30, room=Room.DIRECTION))
    navigation.add_entry(
        Entry("confirmations.index", _l("Xác nhận"), Permission.DIRECTIVE_READ, 31, room=Room.DIRECTION)
    )
