"""What is sent on of plans and logs, and of how many were reached."""

from collections.abc import Sequence
from datetime import date

from flask_babel import gettext as _

from app.areas.models import Area
from app.directives.rules import Period
from app.notices.cards import Card
from app.publicity.labels import STATUSES
from app.publicity.models import PublicityAction
from app.publicity.queries import Reached
from app.publicity.rules import status_of
from app.web.filters import day, number


def actions_card(actions: Sequence[PublicityAction], total: int, month: Period, *, today: date) -> Card:
    """The first actions of a month's plan and log, each with its body and how it stands."""
    rows = [
        (f"{each.organisation.name} – {each.subject}", day(each.planned_on), _stands(each, today)) for each in actions
    ]
    header = (_("Hoạt động"), _("Ngày dự kiến"), _("Tình trạng"))
    return Card(_("Kế hoạch, nhật ký truyền thông tháng %(month)s", month=_month(month)), header, rows, total)


def _stands(action: PublicityAction, today: date) -> str:
    stands = status_of(action.planned_on, action.done_on, has_evidence=action.has_evidence, today=today)
    return str(STATUSES[stands][0])


def reached_card(rows: Sequence[Reached], month: Period, district: Area | None) -> Card:
    """Counts of places; of a district besides how many that is a thousand residents."""
    title = _("Số người được tiếp cận tháng %(month)s", month=_month(month))
    if district:
        listed = [(each.area.name, number(each.entry_count), number(each.app_count)) for each in rows]
        header = (_("Địa bàn"), _("Tại cổng"), _("Ứng dụng quốc gia"))
        return Card(f"{title}, {district.name}", header, listed, len(listed))
    listed = [
        (each.area.name, number(each.entry_count + each.app_count), number(each.per_thousand, 1)) for each in rows
    ]
    return Card(title, (_("Địa bàn"), _("Lượt"), _("Trên 1.000 dân")), listed, len(listed))


def _month(month: Period) -> str:
    return f"{month.first_on:%m/%Y}"
