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
    SourceKey.DOCUMENTS: _l("Văn bản triển khai"),
    SourceKey.BODIES: _l("Cơ quan"),
    SourceKey.QUEUES: _l("Chờ duyệt"),
    SourceKey.PUBLICITY: _l("Truyền thông"),
    SourceKey.RESULTS: _l("Bảng kết quả thực hiện"),
    SourceKey.UNIT_RESULTS: _l("Kết quả của đơn vị"),
    SourceKey.LATE: _l("Đơn vị chưa có số liệu"),
    SourceKey.ROWS: _l("Số liệu của chỉ tiêu"),
    SourceKey.UNITS: _l("Đơn vị"),
    SourceKey.CODES: _l("Mã QR"),
    SourceKey.SAFETY: _l("Mức độ an toàn"),
    SourceKey.SOURCES: _l("Ba nguồn đánh giá"),
    SourceKey.REMEDIES: _l("Việc cần khắc phục"),
    SourceKey.FLAGS: _l("Số liệu cần kiểm tra"),
    SourceKey.INSPECTIONS: _l("Kiểm tra"),
    SourceKey.RISKS: _l("Kế hoạch kiểm tra theo nguy cơ"),
    SourceKey.COVERAGE: _l("Cơ sở chưa đăng ký"),
    SourceKey.MISSING: _l("Danh sách cơ sở chưa đăng ký"),
    SourceKey.GRADES: _l("Cấp độ an toàn của địa bàn"),
    SourceKey.ZONES: _l("Khu vực cách ly y tế"),
    SourceKey.TEAMS: _l("Tổ Covid cộng đồng"),
    SourceKey.ROUNDS: _l("Lượt đi còn thiếu"),
    SourceKey.HIGH_RISK: _l("Địa bàn nguy cơ cao"),
}
