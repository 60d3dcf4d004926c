"""What is said of a text that is no national code, and of files that cannot be read."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.documents.codes_in import LARGEST_BYTES, Unreadable
from app.posters.national.rules import CodeKind, TextSource

NOT_NATIONAL: Mapping[CodeKind, LazyString] = {
    CodeKind.PAGE_OF_ALL: _l(
        "Đây là địa chỉ trang chung của tokhaiyte.vn, không phải mã của đơn vị. Hãy dán đường dẫn trong mã đã được cấp."
    ),
    CodeKind.OWN: _l("Đây là mã của cổng này, đã có sẵn, không cần ghi lại. Ô này chỉ nhận mã của tokhaiyte.vn."),
    CodeKind.FOREIGN: _l("Mã này dẫn đến trang khác, không phải tokhaiyte.vn. Hãy kiểm tra lại mã của đơn vị."),
    CodeKind.PAYMENT: _l("Đây là mã QR thanh toán (chuyển khoản), không phải mã khai báo y tế."),
    CodeKind.CITIZEN_CARD: _l("Đây là mã trên thẻ căn cước công dân. Cổng không lưu mã này. Hãy dùng mã của đơn vị."),
    CodeKind.PERSONAL: _l("Đây là mã QR cá nhân. Cổng không lưu mã này. Hãy dùng mã của đơn vị."),
    CodeKind.HEALTH_CARD: _l("Đây là mã trên thẻ bảo hiểm y tế. Cổng không lưu mã này. Hãy dùng mã của đơn vị."),
    CodeKind.TOO_LONG: _l("Nội dung mã quá dài, không phải mã điểm khai báo của tokhaiyte.vn."),
    CodeKind.UNKNOWN: _l("Nội dung này không phải đường dẫn của tokhaiyte.vn, ví dụ https://qr.tokhaiyte.vn/…"),
}
UNREADABLE: Mapping[Unreadable, LazyString] = {
    Unreadable.TOO_LARGE: _l(
        "Tệp quá lớn. Hãy gửi ảnh nhỏ hơn %(n)s MB, hoặc cắt riêng phần có mã.", n=LARGEST_BYTES // 1_000_000
    ),
    Unreadable.NOT_A_PICTURE: _l("Không mở được tệp này. Hãy gửi ảnh PNG, JPEG, WebP hoặc tệp PDF."),
    Unreadable.BROKEN_PDF: _l("Không mở được tệp PDF này: tệp bị hỏng hoặc có mật khẩu. Hãy gửi ảnh chụp của mã."),
    Unreadable.NO_PICTURE_IN_PDF: _l(
        "Không đọc được mã trong tệp PDF này vì mã không phải là ảnh. Hãy gửi ảnh chụp màn hình, hoặc dán đường dẫn."
    ),
    Unreadable.NO_CODE: _l("Không thấy mã QR trong tệp. Hãy chụp thẳng, đủ sáng, thấy trọn mã, hoặc dán đường dẫn."),
}
CODE_OF_ANOTHER = _l("Mã này đã được ghi cho đơn vị hoặc phương tiện khác. Mỗi nơi phải có mã riêng trên tokhaiyte.vn.")
SEVERAL_CODES = _l("Tệp có nhiều mã của tokhaiyte.vn. Hãy cắt riêng phần có mã của đơn vị.")
TEXT_SOURCE_LABELS: Mapping[TextSource, LazyString] = {
    TextSource.LINK: _l("đường dẫn đã dán"),
    TextSource.PICTURE: _l("ảnh đã đọc"),
    TextSource.PDF: _l("tệp PDF đã đọc"),
}
