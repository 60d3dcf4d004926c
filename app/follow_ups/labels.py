"""What classes, places, sessions, records and alerts are called on screen."""

from collections.abc import Mapping
from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.follow_ups.queries import CaseNeed
from app.follow_ups.queries.history import Act
from app.follow_ups.queries.indicator_rows import About
from app.follow_ups.rules.alerts import AlertKind, Step
from app.follow_ups.rules.cases import CaseClass, CaseEnd, NeedKind, PaperKind, Place, SampleResult, Serving
from app.follow_ups.rules.looks import LookPurpose
from app.follow_ups.rules.reports import Kind, Session, Symptom, Writer
from app.web.filters import day as write_day

CLASS_LABELS: Mapping[CaseClass, LazyString] = {
    CaseClass.F0: _l("F0 (mắc bệnh)"),
    CaseClass.F1: _l("F1 (tiếp xúc gần)"),
    CaseClass.F2: _l("F2 (tiếp xúc với F1)"),
    CaseClass.F3: _l("F3 (tiếp xúc với F2)"),
    CaseClass.RETURNING: _l("Người về từ vùng dịch, nước ngoài"),
}
PLACE_LABELS: Mapping[Place, LazyString] = {
    Place.SITE: _l("Cách ly tập trung"),
    Place.HOME: _l("Cách ly tại nhà"),
    Place.HOSPITAL: _l("Đang nằm viện"),
}
# Where a case can begin.
OPENING_PLACES: Mapping[Place, LazyString] = {place: PLACE_LABELS[place] for place in (Place.SITE, Place.HOME)}
END_LABELS: Mapping[CaseEnd, LazyString] = {
    CaseEnd.COMPLETED: _l("Hoàn thành cách ly"),
    CaseEnd.EARLY: _l("Kết thúc sớm"),
    CaseEnd.MOVED: _l("Chuyển ra ngoài tỉnh"),
    CaseEnd.DIED: _l("Tử vong"),
}
SESSION_LABELS: Mapping[Session, LazyString] = {Session.MORNING: _l("Buổi sáng"), Session.EVENING: _l("Buổi chiều")}
KIND_LABELS: Mapping[Kind, LazyString] = {
    Kind.HEALTH: _l("Đã cập nhật"),
    Kind.ABSENT: _l("Vắng mặt"),
    Kind.ELSEWHERE: _l("Đã khai tại tokhaiyte.vn"),
}
WRITER_LABELS: Mapping[Writer, LazyString] = {
    Writer.SELF: _l("tự khai"),
    Writer.HEAD: _l("chủ hộ khai"),
    Writer.STAFF: _l("cơ sở cách ly ghi"),
    Writer.TEAM: _l("Tổ Covid cộng đồng ghi"),
    Writer.OFFICER: _l("cán bộ ghi"),
    Writer.UPLOAD: _l("theo danh sách tokhaiyte.vn"),
}
SYMPTOM_LABELS: Mapping[Symptom, LazyString] = {
    Symptom.FEVER: _l("Sốt"),
    Symptom.COUGH: _l("Ho"),
    Symptom.SORE_THROAT: _l("Đau họng"),
    Symptom.SNEEZING: _l("Hắt hơi, sổ mũi"),
    Symptom.ACHES: _l("Đau người, mệt mỏi, ớn lạnh"),
    Symptom.BREATHLESS: _l("Khó thở"),
    Symptom.OTHER: _l("Biểu hiện khác"),
}
ALERT_LABELS: Mapping[AlertKind, LazyString] = {
    AlertKind.FEVER: _l("Sốt"),
    AlertKind.SPO2: _l("SpO2 thấp"),
    AlertKind.SYMPTOMS: _l("Có triệu chứng"),
    AlertKind.ABSENT: _l("Vắng mặt tại nơi cách ly"),
    AlertKind.MISSING: _l("Chưa cập nhật"),
    AlertKind.POSITIVE: _l("Xét nghiệm dương tính"),
}
STEP_LABELS: Mapping[Step, LazyString] = {
    Step.TEAM: _l("Tổ, cơ sở cách ly"),
    Step.COMMUNE: _l("Cấp xã"),
    Step.DISTRICT: _l("Cấp huyện"),
    Step.PROVINCE: _l("Cấp tỉnh"),
}
STEP_COLOURS: Mapping[Step, str] = {
    Step.TEAM: "yellow",
    Step.COMMUNE: "orange",
    Step.DISTRICT: "red",
    Step.PROVINCE: "purple",
}
NEED_LABELS: Mapping[CaseNeed, LazyString] = {
    CaseNeed.SESSION: _l("Chưa cập nhật buổi này"),
    CaseNeed.SILENT: _l("Hôm nay chưa cập nhật"),
    CaseNeed.ENDING: _l("Đến hạn kết thúc"),
    CaseNeed.ENDED: _l("Đã kết thúc"),
}
HOUSEHOLD_NEEDS: Mapping[NeedKind, LazyString] = {
    NeedKind.FOOD: _l("Lương thực, thực phẩm"),
    NeedKind.MEDICINE: _l("Thuốc"),
    NeedKind.DIALYSIS: _l("Chạy thận"),
    NeedKind.CHILDBIRTH: _l("Thai sản, sinh con"),
    NeedKind.OTHER: _l("Việc khác"),
}
RESULT_LABELS: Mapping[SampleResult, LazyString] = {
    SampleResult.DUE: _l("Chưa lấy mẫu"),
    SampleResult.TAKEN: _l("Đã lấy mẫu, chờ kết quả"),
    SampleResult.NEGATIVE: _l("Âm tính"),
    SampleResult.POSITIVE: _l("Dương tính"),
}
SAMPLE_CHOICES: Mapping[SampleResult, LazyString] = {
    result: RESULT_LABELS[result] for result in (SampleResult.TAKEN, SampleResult.NEGATIVE, SampleResult.POSITIVE)
}
PAPER_LABELS: Mapping[PaperKind, LazyString] = {
    PaperKind.ORDER: _l("Quyết định cách ly"),
    PaperKind.EXTENSION: _l("Quyết định gia hạn"),
    PaperKind.CERTIFICATE: _l("Giấy xác nhận hoàn thành cách ly"),
    PaperKind.SERVICE: _l("Biên bản giao văn bản, để ký tại chỗ"),
}
SERVED_LABELS = {kind: label for kind, label in PAPER_LABELS.items() if kind is not PaperKind.SERVICE}
SERVING_LABELS: Mapping[Serving, LazyString] = {
    Serving.HAND: _l("Giao tận tay"),
    Serving.FAMILY: _l("Giao cho người trong gia đình"),
    Serving.POST: _l("Gửi bưu điện"),
    Serving.POSTED_UP: _l("Niêm yết"),
}
PURPOSE_LABELS: Mapping[LookPurpose, LazyString] = {
    LookPurpose.TRACING: _l("Điều tra, truy vết"),
    LookPurpose.TREATMENT: _l("Khám, điều trị, chuyển viện"),
    LookPurpose.SUPERVISION: _l("Kiểm tra việc theo dõi"),
    LookPurpose.COMPLAINT: _l("Giải quyết đề nghị của người dân"),
    LookPurpose.OTHER: _l("Việc khác"),
}
ABOUT_LABELS: Mapping[About, LazyString] = {
    About.SILENT: _l("Ngày cách ly không có cập nhật nào"),
    About.SESSIONS: _l("Buổi chưa cập nhật"),
    About.MISSED: _l("Buổi chưa có khi đến giờ chốt"),
    About.FIRST: _l("Từ quyết định đến lần cập nhật đầu tiên"),
    About.NEEDS: _l("Nhu cầu của gia đình"),
}
ACT_LABELS: Mapping[str, LazyString] = {
    "follow_up.opened": _l("Mở trường hợp cách ly"),
    "follow_up.extended": _l("Gia hạn cách ly"),
    "follow_up.converted": _l("Chuyển đổi phân loại"),
    "follow_up.protocol_changed": _l("Áp dụng quy định cách ly khác"),
    "follow_up.assigned": _l("Giao tổ theo dõi"),
    "follow_up.joined_household": _l("Đổi người khai thay trong hộ"),
    "follow_up.link_renewed": _l("Cấp đường dẫn mới"),
    "follow_up.in_hospital": _l("Chuyển đi bệnh viện"),
    "follow_up.back_from_hospital": _l("Từ bệnh viện về"),
    "follow_up.ended": _l("Kết thúc cách ly"),
    "follow_up.looked_at": _l("Mở xem ngoài nhiệm vụ"),
    "follow_up.offered": _l("Đề nghị chuyển giao"),
    "follow_up.accepted": _l("Tiếp nhận chuyển giao"),
    "follow_up.not_accepted": _l("Không tiếp nhận chuyển giao"),
    "follow_up.offer_withdrawn": _l("Rút đề nghị chuyển giao"),
    "follow_up.alert_acknowledged": _l("Nhận xử lý cảnh báo sức khỏe"),
    "follow_up.served": _l("Giao văn bản cho người được cách ly"),
    "follow_up.sampled": _l("Ghi lấy mẫu, kết quả xét nghiệm"),
    "follow_up.sample_corrected": _l("Sửa kết quả xét nghiệm"),
    "follow_up.report_corrected": _l("Sửa lần cập nhật sức khỏe"),
    "follow_up.sample_planned": _l("Thêm lần lấy mẫu"),
    "follow_up.need_answered": _l("Giải quyết nhu cầu của gia đình"),
    "follow_up.moved_room": _l("Xếp phòng"),
    "follow_up.erased": _l("Xóa dữ liệu cá nhân của người đã cách ly"),
}


def act_words(act: Act) -> str:
    """What an act changed, as far as its log says: from what to what, until when, by which order."""
    told = act.detail or {}
    match act.name:
        case "follow_up.extended" | "follow_up.protocol_changed":
            until = write_day(date.fromisoformat(told["until"]))
            return str(_("đến hết %(day)s, số %(number)s", day=until, number=told["order_number"]))
        case "follow_up.converted":
            return " → ".join(str(CLASS_LABELS[CaseClass(told[name])]) for name in ("before", "case_class"))
        case "follow_up.ended":
            return str(END_LABELS[CaseEnd(told["end"])])
        case "follow_up.sampled":
            return str(RESULT_LABELS[SampleResult(told["result"])])
        case "follow_up.sample_corrected":
            return " → ".join(str(RESULT_LABELS[SampleResult(told[name])]) for name in ("before", "result"))
        case "follow_up.report_corrected":
            return f"{write_day(date.fromisoformat(told['day']))}, {SESSION_LABELS[Session(told['session'])]}"
        case "follow_up.served":
            paper, by = PAPER_LABELS[PaperKind(told["paper"])], SERVING_LABELS[Serving(told["served_by"])]
            return f"{paper}, {str(by).lower()}, {write_day(date.fromisoformat(told['served_on']))}"
        case "follow_up.need_answered":
            return str(HOUSEHOLD_NEEDS[NeedKind(told["kind"])])
        case "follow_up.alert_acknowledged":
            return str(ALERT_LABELS[AlertKind(told["kind"])])
        case "follow_up.looked_at" if "purpose" in told:
            return str(PURPOSE_LABELS[LookPurpose(told["purpose"])])
        case _:
            return ""
