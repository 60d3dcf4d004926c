"""What levels, sets and sources are called on screen."""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.safety.levels import LevelOrder, Need
from app.safety.queries import Standing
from app.safety.rules import Band, Held, Level, Model, SetStatus, Source, Verdict
from app.web.filters import day, number, percent

LEVEL_LABELS: Mapping[Level, LazyString] = {
    Level.SAFE: _l("An toàn"),
    Level.AT_RISK: _l("Có rủi ro"),
    Level.UNSAFE: _l("Không an toàn"),
    Level.NONE: _l("Chưa đánh giá"),
    Level.CLOSED: _l("Tạm ngừng hoạt động"),
}
LEVEL_COLOURS: Mapping[Level, str] = {
    Level.SAFE: "green",
    Level.AT_RISK: "yellow",
    Level.UNSAFE: "red",
    Level.NONE: "grey",
    Level.CLOSED: "blue",
}
# Grades of places are the province's data; these ship with the portal and are known in every language.
GRADE_NAMES: Sequence[LazyString] = (_l("Bình thường mới"), _l("Nguy cơ"), _l("Nguy cơ cao"), _l("Nguy cơ rất cao"))
SOURCE_LABELS: Mapping[Source, LazyString] = {
    Source.PORTAL: _l("đơn vị tự đánh giá trên cổng"),
    Source.ANTOANCOVID: _l("đơn vị tự đánh giá tại antoancovid.vn"),
    Source.TOURISM: _l("đơn vị tự đánh giá tại safe.tourism.com.vn"),
}
# The systems as a manager chooses among them.
NATIONAL_LABELS: Mapping[Source, LazyString] = {
    Source.ANTOANCOVID: _l("antoancovid.vn (Bản đồ chung sống an toàn với Covid-19)"),
    Source.TOURISM: _l("safe.tourism.com.vn (an toàn Covid-19 cơ sở du lịch)"),
}
ASSESSED_LABELS: Mapping[Level, LazyString] = {
    level: LEVEL_LABELS[level] for level in (Level.SAFE, Level.AT_RISK, Level.UNSAFE)
}
STATUS_LABELS: Mapping[SetStatus, LazyString] = {
    SetStatus.OFFICIAL: _l("bản chính thức"),
    SetStatus.RECONSTRUCTED: _l("bản phục dựng"),
}
STATUS_COLOURS: Mapping[SetStatus, str] = {SetStatus.OFFICIAL: "green", SetStatus.RECONSTRUCTED: "orange"}
NEED_LABELS: Mapping[Need, LazyString] = {
    Need.EXPIRING: _l("Sắp hết hiệu lực"),
    Need.EXPIRED: _l("Đã hết hiệu lực"),
    Need.NATIONAL: _l("Đánh giá tại hệ thống quốc gia"),
    Need.INSPECTED: _l("Mức độ theo kết quả kiểm tra"),
}
ORDER_LABELS: Mapping[LevelOrder, LazyString] = {
    LevelOrder.NAME: _l("Theo tên"),
    LevelOrder.ENDING: _l("Hết hiệu lực sớm nhất trước"),
}


def grade_name(name: str) -> str:
    """A grade in the reader's language, where it ships with the portal; else as the province has written it."""
    with force_locale("vi"):
        shipped = [str(each) for each in GRADE_NAMES]
    return str(GRADE_NAMES[shipped.index(name)]) if name in shipped else name


def score_words(model: Model, verdict: Verdict) -> str:
    """The sum behind a result, in the unit of its model."""
    score, most = number(verdict.score), number(verdict.most)
    match model:
        case Model.COUNT:
            return str(_("đạt %(score)s/%(most)s tiêu chí", score=score, most=most))
        case Model.INDEX:
            share = percent(verdict.score / verdict.most)
            return str(_("chỉ số nguy cơ %(score)s/%(most)s (%(share)s)", score=score, most=most, share=share))
        case _:
            share = percent(verdict.score / verdict.most)
            return str(_("%(score)s/%(most)s điểm (%(share)s)", score=score, most=most, share=share))


def band_words(model: Model, band: Band, is_last: bool) -> str:
    """Which counts, points or indices belong to a band of a set."""
    bound = number(band.bound)
    match model:
        case Model.INDEX:
            return str(_("chỉ số đến %(bound)s%% (làm tròn lên)", bound=bound))
        case Model.COUNT if is_last:
            return str(_("còn lại, hoặc thiếu tiêu chí bắt buộc"))
        case Model.COUNT:
            return str(_("đạt từ %(bound)s tiêu chí, đủ tiêu chí bắt buộc", bound=bound))
        case Model.VETO if is_last:
            return str(_("còn lại, hoặc có tiêu chí 0 điểm"))
        case Model.POINTS if is_last:
            return str(_("còn lại, hoặc có tiêu chí bắt buộc 0 điểm"))
        case _ if band.is_strict:
            return str(_("trên %(bound)s%% điểm tối đa", bound=bound))
        case _:
            return str(_("từ %(bound)s%% điểm tối đa", bound=bound))


def basis_words(standing: Standing) -> str:
    """By whose word a unit has its level, and of which day; empty where none stands."""
    return "" if standing.held is None else held_words(standing.level, standing.held, is_found=standing.is_found)


def held_words(level: Level, held: Held, *, is_found: bool) -> str:
    """By whose word a level stands, and of which day."""
    if is_found:
        return str(_("đã kiểm tra ngày %(day)s", day=day(held.on)))
    if level is Level.CLOSED:
        return str(_("đơn vị tự khai tạm ngừng ngày %(day)s", day=day(held.on)))
    return str(_("đơn vị tự đánh giá ngày %(day)s", day=day(held.on)))


def model_words(model: Model) -> str:
    """How answers become a level, in a sentence."""
    match model:
        case Model.COUNT:
            return str(_("Cách tính: số tiêu chí đạt (điểm từ 1); thiếu tiêu chí bắt buộc là mức cuối."))
        case Model.POINTS:
            return str(_("Cách tính: phần trăm điểm tối đa; tiêu chí bắt buộc 0 điểm là mức cuối."))
        case Model.INDEX:
            return str(_("Cách tính: phần trăm chỉ số nguy cơ tối đa, càng cao càng kém; ngưỡng là số cao nhất."))
        case Model.VETO:
            return str(_("Cách tính: phần trăm điểm tối đa; tiêu chí nào 0 điểm cũng là mức cuối."))
