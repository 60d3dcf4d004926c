"""What the province sets about inspections: what makes one urgent, how long after a deadline somebody looks again."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app import settings
from app.inspections.rules import Sign
from app.settings import Setting, between, define

BASIS = "Mặc định khi cài đặt"
REVISIT_DAYS = "inspections.revisit_days"
PREFIX = "inspections.weight_"

# sign: what it is called, its points
WEIGHTS: Mapping[Sign, tuple[LazyString, int]] = {
    Sign.UNSAFE: (_l("Kế hoạch kiểm tra: điểm khi đơn vị ở mức Không an toàn"), 40),
    Sign.AT_RISK: (_l("Kế hoạch kiểm tra: điểm khi đơn vị ở mức Có rủi ro"), 15),
    Sign.NOT_ASSESSED: (_l("Kế hoạch kiểm tra: điểm khi đơn vị chưa đánh giá hoặc đã hết hiệu lực"), 10),
    Sign.GAP: (_l("Kế hoạch kiểm tra: điểm khi lần kiểm tra trước thấp hơn mức đơn vị tự đánh giá"), 30),
    Sign.FLAGS: (_l("Kế hoạch kiểm tra: điểm cho mỗi số liệu cần kiểm tra chưa được giải trình thỏa đáng"), 10),
    Sign.RATINGS: (_l("Kế hoạch kiểm tra: điểm khi từ một phần ba khách đánh giá đơn vị kém"), 15),
    Sign.FINDINGS: (_l("Kế hoạch kiểm tra: điểm khi có kiến nghị quá hạn khắc phục"), 25),
    Sign.FOOTFALL: (_l("Kế hoạch kiểm tra: điểm cho mỗi 100 lượt khách một ngày"), 5),
    Sign.NEVER: (_l("Kế hoạch kiểm tra: điểm khi chưa kiểm tra lần nào"), 15),
    Sign.LONG_AGO: (_l("Kế hoạch kiểm tra: điểm cho mỗi 30 ngày kể từ lần kiểm tra trước"), 5),
}

define(
    *(
        Setting(PREFIX + sign.value, label=label, unit=_l("điểm"), default=points, basis=BASIS, parse=between(0, 1000))
        for sign, (label, points) in WEIGHTS.items()
    ),
    Setting(
        REVISIT_DAYS,
        label=_l("Kiểm tra lại sau hạn khắc phục cuối cùng"),
        unit=_l("ngày"),
        default=1,
        basis=BASIS,
        parse=between(0, 60),
    ),
)


def weights() -> dict[Sign, int]:
    """How many points each sign is worth today."""
    return {sign: int(settings.value(PREFIX + sign.value)) for sign in WEIGHTS}


def revisit_days() -> int:
    """How many days after the last deadline the unit is visited again."""
    return int(settings.value(REVISIT_DAYS))
