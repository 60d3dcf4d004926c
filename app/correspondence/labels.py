"""What pages call the kinds of letters and the lists that they come from."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.correspondence.rules import LetterKind, SourceKey

KIND_LABELS: Mapping[LetterKind, LazyString] = {
    LetterKind.URGE: _l("Đôn đốc"),
    LetterKind.CRITICISE: _l("Phê bình"),
    LetterKind.COMMEND: _l("Biểu dương"),
}
SOURCE_LABELS: Mapping[SourceKey, LazyString] = {
    SourceKey.CONFIRMATIONS: _l("Xác nhận kỳ"),
    SourceKey.RECEIPTS: _l("Tiếp nhận công văn"),
    SourceKey.RESULTS: _l("Bảng kết quả thực hiện"),
    SourceKey.COVERAGE: _l("Cơ sở chưa đăng ký"),
    SourceKey.LATE: _l("Đơn vị chưa có số liệu"),
}
