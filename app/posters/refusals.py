"""What is said when an act on a code is refused."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.posters.actions import (
    DisplayInFuture,
    NothingToPrint,
    PosterReplaced,
    RunAlreadyPrinted,
    TooManyToPrint,
)
from app.posters.national.actions import CodeEnded, CodeOfAnother
from app.posters.national.labels import CODE_OF_ANOTHER

REFUSALS: Mapping[type[Exception], LazyString] = {
    PosterReplaced: _l("Mã này đã được thay bằng mã khác. Hãy mở lại trang của đơn vị."),
    CodeOfAnother: CODE_OF_ANOTHER,
    CodeEnded: _l("Mã này không còn dùng. Hãy mở lại trang của đơn vị."),
    DisplayInFuture: _l("Ngày dán không được sau hôm nay."),
    NothingToPrint: _l("Không có mã nào phù hợp để in. Hãy mở lại danh sách và bỏ bớt điều kiện lọc."),
    TooManyToPrint: _l("Quá nhiều mã cho một tệp. Hãy lọc theo huyện hoặc loại hình rồi in từng phần."),
    RunAlreadyPrinted: _l("Lượt in này đã được ghi là đã in, hoặc tệp chưa tạo xong. Hãy tải lại trang."),
}
