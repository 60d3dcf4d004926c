"""Letters from lists of bodies: confirmations, receipts, documents, publicity, the bodies themselves."""

from collections.abc import Iterator, Mapping

from flask import request

from app.clock import local, local_day
from app.correspondence.rules import LetterKind, Listing
from app.correspondence.sources.composing import Line, listing
from app.directives.models import Directive
from app.directives.queries import get_directive, get_period_book, last_over, list_documents, list_receipts
from app.directives.queries.confirmations import BodyPeriod
from app.directives.rules import ConfirmationOutcome, Period, PeriodStatus, ReceiptStatus
from app.documents.wording import official_moment, short_date
from app.door import Absent, Viewer
from app.organisations.labels import GROUP_LABELS
from app.organisations.models import Organisation
from app.organisations.queries import BodyRow
from app.organisations.views import bodies_of
from app.publicity import queries as publicity
from app.publicity.labels import CHANNELS, STATUSES
from app.publicity.models import PublicityAction
from app.publicity.rules import ActionStatus, status_of
from app.publicity.views import wanted_actions
from app.reports.rules import full_name
from app.reports.wording import span
from app.units.waiting import queues_by_body
from app.web.converters import id_in
from app.web.days import read_day
from app.web.pagination import each_page

Args = Mapping[str, str]
RECEIPTS = {
    ReceiptStatus.UNOPENED: "Chưa mở",
    ReceiptStatus.OPENED: "Đã mở, chưa xác nhận tiếp nhận",
    ReceiptStatus.ACKNOWLEDGED: "Đã xác nhận tiếp nhận",
}


def confirmations(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who has not confirmed a period; to commend, who confirmed it in time."""
    first_on = read_day(args.get("period", "")) or last_over().first_on
    rows = [row for row in get_period_book(viewer, first_on).others if _is_meant(row, kind)]
    days = days_in_words(rows[0].period) if rows else span(first_on.isoformat(), first_on.isoformat())
    lines = (
        Line(row.body.id, [name_of(row.body), row.directive.number, _due(row), _state_of(row, kind)]) for row in rows
    )
    subject = f"xác nhận kết quả khai báo y tế điện tử bằng mã QR kỳ {days}"
    return listing(viewer, subject, "Danh sách cơ quan", ["Cơ quan", "Công văn", "Hạn xác nhận", "Tình trạng"], lines)


def _is_meant(row: BodyPeriod, kind: LetterKind) -> bool:
    given = row.confirmation
    if kind is LetterKind.COMMEND:
        return given is not None and given.outcome is ConfirmationOutcome.CONFIRMED and given.confirmed_at <= row.due_at
    return row.status in (PeriodStatus.DUE, PeriodStatus.OVERDUE)


def _state_of(row: BodyPeriod, kind: LetterKind) -> str:
    if kind is LetterKind.COMMEND and row.confirmation:
        return f"Đã xác nhận ngày {short_date(local_day(row.confirmation.confirmed_at))}"
    return "Quá hạn, chưa xác nhận" if row.status is PeriodStatus.OVERDUE else "Chưa xác nhận"


def _due(row: BodyPeriod) -> str:
    return official_moment(local(row.due_at))


def receipts(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who has not acknowledged a letter; to commend, who has."""
    directive = _directive(args)
    lines = (
        Line(row.body.id, [name_of(row.body), RECEIPTS[row.status]])
        for row in list_receipts(viewer, directive)
        if (row.status is ReceiptStatus.ACKNOWLEDGED) == (kind is LetterKind.COMMEND)
        # Whom nobody above has passed the letter on to answers for nothing yet.
        and row.status is not ReceiptStatus.NOT_PASSED_ON
    )
    subject = f"tiếp nhận, quán triệt Công văn số {directive.number}"
    return listing(viewer, subject, "Danh sách cơ quan", ["Cơ quan", "Tình trạng"], lines)


def documents(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Who has no implementing document yet; to commend, who has one."""
    directive = _directive(args)
    known: dict[int, list[str]] = {}
    for row in list_documents(viewer, directive):
        known.setdefault(row.organisation_id, []).append(f"{row.number} ngày {short_date(row.signed_on)}")
    lines = (
        Line(row.body.id, [name_of(row.body), "; ".join(known.get(row.body.id, ["Chưa ghi văn bản"]))])
        for row in list_receipts(viewer, directive)
        if (row.body.id in known) == (kind is LetterKind.COMMEND) and row.status is not ReceiptStatus.NOT_PASSED_ON
    )
    subject = f"ban hành văn bản triển khai thực hiện Công văn số {directive.number}"
    return listing(viewer, subject, "Danh sách cơ quan", ["Cơ quan", "Văn bản triển khai"], lines)


def _directive(args: Args) -> Directive:
    directive_id = id_in(args.get("directive_id", ""))
    if directive_id is None:
        raise Absent
    return get_directive(directive_id)


def organisations(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """The bodies as they are filtered, those below the viewer's own; whoever asks for all of them means all."""
    found: Iterator[BodyRow] = (row for page in each_page(bodies_of) for row in page.rows)
    lines = (
        Line(row.body.id, [name_of(row.body), str(GROUP_LABELS[row.group]) if row.group else ""])
        for row in found
        if viewer.sees_all or row.body.id in viewer.organisation_ids
    )
    subject = "khai báo y tế điện tử bằng mã QR"
    return listing(viewer, subject, "Danh sách cơ quan", ["Cơ quan", "Nhóm"], lines)


def queues(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """With whom registrations wait; who has none waiting is not in the list, so nobody is commended."""
    found = () if kind is LetterKind.COMMEND else queues_by_body(viewer)
    lines = (
        Line(each.id, [each.name, str(each.officer_count), short_date(local_day(each.since)) if each.since else ""])
        for each in found
        if each.officer_count
    )
    header = ["Cơ quan", "Hồ sơ chờ duyệt", "Chờ lâu nhất từ ngày"]
    return listing(viewer, "xét duyệt hồ sơ đăng ký mã QR của các đơn vị", "Hồ sơ chờ duyệt", header, lines)


def publicity_actions(viewer: Viewer, kind: LetterKind, args: Args) -> Listing:
    """Whose planned actions were not carried out with evidence; to commend, whose were."""
    wanted, today = wanted_actions(request.args), local_day()
    found: Iterator[PublicityAction] = (
        row for page in each_page(lambda wish: publicity.list_actions(viewer, wanted, wish)) for row in page.rows
    )
    stands = (
        (each, status_of(each.planned_on, each.done_on, has_evidence=each.has_evidence, today=today)) for each in found
    )
    lines = (
        Line(
            each.organisation_id,
            [
                name_of(each.organisation),
                each.subject,
                str(CHANNELS[each.channel]),
                short_date(each.planned_on),
                str(STATUSES[status][0]),
            ],
        )
        for each, status in stands
        if (status is ActionStatus.DONE) == (kind is LetterKind.COMMEND)
    )
    month = wanted.month.first_on
    subject = f"truyền thông, vận động khai báo y tế điện tử tháng {month.month}/{month.year}"
    header = ["Cơ quan", "Hoạt động", "Hình thức", "Ngày dự kiến", "Tình trạng"]
    return listing(viewer, subject, "Hoạt động truyền thông", header, lines)


def name_of(body: Organisation) -> str:
    """How it is written in a letter."""
    return full_name(body.kind, body.name)


def days_in_words(period: Period) -> str:
    """`từ ngày … đến ngày …`."""
    return span(period.first_on.isoformat(), period.last_on.isoformat())
