"""What compilers are told: a report of the clock is ready to be checked, or is missing."""

from collections.abc import Iterable

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.door import Permission
from app.notices.kinds import NoticeKind, define
from app.notices.people import accounts_with
from app.notices.rules import Channel
from app.notices.telling import LANGUAGE, Notice, tell
from app.notices.wording import Variable
from app.reports.labels import SCHEDULE_LABELS
from app.reports.models import Report
from app.reports.schedule import Run
from app.web.filters import day, instant

BY_SCREEN = (Channel.INBOX, Channel.EMAIL)
_EXAMPLE = {
    Variable.TITLE: _l("Báo cáo tuần"),
    Variable.PERIOD: "07/5/2021 – 13/5/2021",
    Variable.DEADLINE: "15:00, 14/5/2021",
    Variable.LINK: "https://portal.example.vn/reports",
}
READY = NoticeKind(
    key="reports.ready",
    label=_l("Báo cáo định kỳ đã lập, chờ kiểm tra"),
    channels=BY_SCREEN,
    subject=_l("{title} kỳ {period} chờ kiểm tra"),
    long=_l("Hệ thống đã lập {title} kỳ {period}. Đề nghị kiểm tra, bổ sung nội dung trước khi ban hành.\n\n{link}"),
    short=_l("{title} kỳ {period} chờ kiểm tra. {link}"),
    example={key: value for key, value in _EXAMPLE.items() if key is not Variable.DEADLINE},
    permission=Permission.SETTING_MANAGE,
)
MISSED = NoticeKind(
    key="reports.missed",
    label=_l("Chưa lập được báo cáo định kỳ"),
    channels=BY_SCREEN,
    subject=_l("Chưa lập được {title} kỳ {period}"),
    long=_l(
        "{title} kỳ {period} phải có lúc {deadline} nhưng chưa được lập. Đề nghị quản trị hệ thống kiểm tra tiến trình "
        "nền, hoặc lập báo cáo bằng tay.\n\n{link}"
    ),
    short=_l("Chưa lập được {title} kỳ {period}. {link}"),
    example=_EXAMPLE,
    permission=Permission.SETTING_MANAGE,
    is_urgent=True,
)
define(READY, MISSED)


def tell_ready(reports: Iterable[Report]) -> int:
    """Let the province's officers know of what the clock compiled."""
    return sum(
        tell(
            Notice(READY.key, f"report-{each.id}/ready", _words(each), f"/reports/{each.id}"),
            accounts_with(READY.permission),
        )
        for each in reports
    )


def tell_missed(runs: Iterable[Run]) -> int:
    """Let them and the administrators know of what is missing; said again, nothing is added."""
    return sum(
        tell(
            Notice(MISSED.key, f"report-{run.schedule.value}-{run.period.first_on}/missed", _of(run), "/reports"),
            accounts_with(MISSED.permission),
        )
        for run in runs
    )


def _words(report: Report) -> dict[Variable, str]:
    with force_locale(LANGUAGE):
        title = str(SCHEDULE_LABELS[report.schedule]) if report.schedule else ""
        return {Variable.TITLE: title, Variable.PERIOD: f"{day(report.first_on)} – {day(report.last_on)}"}


def _of(run: Run) -> dict[Variable, str]:
    with force_locale(LANGUAGE):
        return {
            Variable.TITLE: str(SCHEDULE_LABELS[run.schedule]),
            Variable.PERIOD: f"{day(run.period.first_on)} – {day(run.period.last_on)}",
            Variable.DEADLINE: instant(run.due_at),
        }
