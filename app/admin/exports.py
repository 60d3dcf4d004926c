"""Lists of administration as files: accounts, the audit log, settings, jobs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.access.models import User
from app.access.policy import LABELS
from app.access.queries import names_of
from app.admin.labels import EVENT_LABELS, HEALTH_LABELS, SUBJECT_LABELS
from app.admin.queries import JobReport, SettingReport
from app.audit import AuditEvent
from app.web.filters import day, instant
from app.web.pagination import Page
from app.web.sheets import Sheet
from app.web.short import Columns, Counted

DISABLED, UNUSED, OPEN = _l("Đã khóa"), _l("Chưa đổi mật khẩu đầu"), _l("Đang mở")


def accounts_sheet(pages: Iterable[Page]) -> Sheet:
    """Accounts, without anything by which one signs in but the name."""
    header = [_("Họ và tên"), _("Tên đăng nhập"), _("Vai trò"), _("Cơ quan"), _("Tình trạng")]
    rows = (_account(user) for page in pages for user in page.rows)
    return Sheet(_("Tài khoản"), "tai-khoan", header, rows, Counted(3, label=_("Số tài khoản")))


def _account(user: User) -> Sequence[object]:
    body = user.organisation.name if user.organisation else ""
    return user.full_name, user.username, LABELS[user.role], body, _account_status(user)


def _account_status(user: User) -> LazyString:
    if user.disabled_at:
        return DISABLED
    return UNUSED if user.must_change_password else OPEN


def events_sheet(pages: Iterable[Page]) -> Sheet:
    """What officers did, newest first."""
    header = [_("Lúc"), _("Ai"), _("Việc"), _("Đối tượng"), _("Chi tiết")]
    return Sheet(_("Nhật ký"), "nhat-ky", header, _events(pages), Counted(2, label=_("Số lần")))


def _events(pages: Iterable[Page]) -> Iterator[Sequence[object]]:
    for page in pages:
        names = names_of({event.actor_id for event in page.rows if event.actor_id})
        yield from (_event(event, names) for event in page.rows)


def _event(event: AuditEvent, names: Mapping[int, str]) -> Sequence[object]:
    subject: LazyString | str = SUBJECT_LABELS.get(event.subject_kind, event.subject_kind)
    return (
        instant(event.at),
        names.get(event.actor_id or 0) or _("Hệ thống"),
        EVENT_LABELS.get(event.name, event.name),
        f"{subject} {event.subject_id}",
        ", ".join(f"{key}={value}" for key, value in event.detail.items()),
    )


def settings_sheet(reports: Sequence[SettingReport]) -> Sheet:
    """Every setting as it is today."""
    header = [_("Thông số"), _("Giá trị hôm nay"), _("Đơn vị tính"), _("Từ ngày"), _("Căn cứ")]
    rows = [
        (
            each.setting.label,
            each.setting.words(each.value),
            each.setting.unit,
            day(each.from_on) or _("Từ đầu"),
            each.basis,
        )
        for each in reports
    ]
    return Sheet(_("Thông số"), "thong-so", header, rows, Columns(0, 1, 2))


def jobs_sheet(reports: Sequence[JobReport]) -> Sheet:
    """What runs by the clock, and how it went last."""
    header = [_("Việc"), _("Chạy"), _("Xong lần cuối"), _("Số việc đã làm"), _("Tình trạng")]
    return Sheet(_("Việc chạy định kỳ"), "viec-chay-dinh-ky", header, map(_job, reports), Columns(0, 2, 4))


def _job(report: JobReport) -> Sequence[object]:
    run, every = report.run, report.job.every
    rhythm = _("mỗi phút") if every == "minute" else _("hằng ngày lúc %(time)s", time=every[4:])
    health, _colour = HEALTH_LABELS[report.health]
    return report.job.name, rhythm, instant(run.succeeded_at) if run else "", run.count if run else "", health
