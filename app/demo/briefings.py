"""The chairman's pages of the closed weeks, with what was promised and asked; and a letter that somebody began."""

from datetime import date, datetime, timedelta

from app import clock
from app.access.queries import find_account
from app.access.sessions import viewer_of
from app.briefings import actions, paper, queries
from app.briefings.models import Briefing
from app.briefings.rules import CommitmentOutcome
from app.correspondence.actions import draft_letter
from app.correspondence.queries import letters_in_force, own_body
from app.correspondence.rules import LetterKind, SourceKey, about_of, body_of
from app.correspondence.sources import listing
from app.db import transaction
from app.door import Viewer
from app.reports.queries import list_reports
from app.reports.rules import full_name
from app.web.pagination import Wish

AFTER_REPORT = timedelta(minutes=30)
PROMISED = (
    ("Niêm yết mã tại tất cả điểm còn thiếu ở địa bàn nguy cơ cao", "Chủ tịch UBND các huyện, thành phố liên quan", 5),
    ("Giao ban trực tuyến với ba cơ quan yếu nhất", "Chánh Văn phòng UBND tỉnh", 3),
)
JUDGED = (
    (CommitmentOutcome.KEPT, "Đã hoàn thành, còn kiểm tra tại chỗ"),
    (CommitmentOutcome.BROKEN, "Hoãn do trùng lịch họp Ban Chỉ đạo"),
)
ASKED = (
    "Cho phép phát hành công văn đôn đốc các cơ quan chưa xác nhận kỳ.\n"
    "Giao Sở Y tế kiểm tra tại chỗ các địa bàn nguy cơ cao có tỷ lệ dưới 50%."
)


def brief_chairman() -> None:
    """A page after each weekly report; what the last one promised is judged. Each sheet is drawn as a page would."""
    officer = _officer()
    if officer.organisation_id is None:
        return
    moments = sorted(report.compiled_at + AFTER_REPORT for report in list_reports(officer, Wish()).rows)
    for moment in moments:
        with clock.showing(moment):
            _present(officer, _write(officer))
    if moments:
        _begin_letter(officer, moments[-1])


def _officer() -> Viewer:
    user = find_account("province")
    return viewer_of(user) if user else Viewer()


def _write(officer: Viewer) -> int:
    with transaction():
        briefing = actions.compile_briefing(officer, actions.take_figures(officer, officer.organisation_id or 0))
        for commitment, (outcome, remark) in zip(
            queries.list_commitments(officer, briefing.previous_id), JUDGED, strict=False
        ):
            actions.judge_commitment(officer, commitment, outcome, remark)
        actions.write_asks(officer, briefing, ASKED)
        for wording, responsible, days in PROMISED:
            due_on: date = clock.local_day() + timedelta(days)
            actions.add_commitment(officer, briefing, wording=wording, responsible=responsible, due_on=due_on)
        return briefing.id


def _present(officer: Viewer, briefing_id: int) -> None:
    briefing: Briefing = queries.get_briefing(officer, briefing_id)
    kept, promised = queries.kept_lines(officer, briefing), queries.list_commitments(officer, briefing_id)
    pdf, version = paper.page_pdf(briefing, kept, promised), briefing.version
    with transaction():
        actions.present(officer, queries.get_briefing(officer, briefing_id), pdf, version=version)


def _begin_letter(officer: Viewer, moment: datetime) -> None:
    """A draft that urges who has not confirmed; where nobody is late there is none."""
    with clock.showing(moment), transaction():
        kind, source = LetterKind.URGE, SourceKey.CONFIRMATIONS
        found, body = listing(officer, source, kind, {}), own_body(officer)
        if not found.addressees:
            return
        text = body_of(
            kind,
            found.subject,
            issuer=full_name(body.kind, body.name),
            letters=letters_in_force(),
            to=found.addressees,
        )
        draft_letter(
            officer,
            body,
            kind=kind,
            source=source,
            about=about_of(kind, found.subject),
            text=text,
            found=found,
        )
