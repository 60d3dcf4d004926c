"""What samples and mistakes of a set are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.safety.sets.trying import Sample, SampleKind
from app.safety.sets.writing import Problem, Wrong

WRONG_LABELS: Mapping[Wrong, LazyString] = {
    Wrong.OPTION: _l("Trả lời viết theo mẫu: 10 = đầy đủ"),
    Wrong.FEW_OPTIONS: _l("Cần ít nhất hai trả lời có điểm khác nhau"),
    Wrong.NO_SECTION: _l("Dòng đầu là tên phần, bắt đầu bằng dấu #"),
    Wrong.EMPTY_SECTION: _l("Mỗi phần có tên và ít nhất một tiêu chí"),
    Wrong.LONG: _l("Tiêu chí dài từ 1 đến 300 ký tự"),
    Wrong.BAND: _l("Mức viết theo mẫu: 75 | An toàn | tên kết quả | việc phải làm"),
    Wrong.FEW_BANDS: _l("Cần ít nhất hai mức"),
    Wrong.ORDER: _l("Các mức viết từ an toàn nhất"),
}


def problem_words(problem: Problem) -> str:
    """What is wrong, in which line."""
    wrong = WRONG_LABELS[problem.wrong]
    return str(_("Dòng %(line)s: %(wrong)s", line=problem.line, wrong=wrong)) if problem.line else str(wrong)


def sample_words(sample: Sample) -> str:
    """Which answers a sample has."""
    if sample.kind is SampleKind.BEST:
        return str(_("Mọi tiêu chí trả lời tốt nhất"))
    if sample.kind is SampleKind.WORST:
        return str(_("Mọi tiêu chí trả lời kém nhất"))
    number = sample.criterion.number if sample.criterion else 0
    return str(_("Chỉ tiêu chí bắt buộc %(number)s không đạt", number=number))
