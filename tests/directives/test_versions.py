"""A period is prepared for the head, confirmed with files or on signed paper, and reopened by the level above."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest

from app import clock
from app.audit import AuditEvent
from app.db import transaction
from app.directives.actions import NotBelow, reopen_period
from app.directives.measures import Span, StepState, lead_steps
from app.directives.models import Confirmation, Preparation, Reopening
from app.directives.queries import get_confirmation, get_draft, get_period_book, get_sheet
from app.directives.rules import PeriodStatus
from app.notices.models import Message
from tests.directives.conftest import CONFIRMABLE, FIRST_ON, LAST_ON
from tests.directives.papers import NOT_A_PAPER, PDF, sent
from tests.directives.test_confirmations import REASONS, answer
from tests.directives.world import make_active

pytestmark = pytest.mark.slow
PAPER = {"number": "45/BC-UBND", "signed_on": "07/05/2021", "signer_title": "CHỦ TỊCH", "signer_name": "Trần Văn Anh"}


@pytest.fixture
def week(letter, hotel) -> str:
    return f"/confirmations/{letter}/{FIRST_ON}"


def test_the_focal_official_prepares_and_the_head_approves_with_his_password_alone(week, cast, browse, friday, rows):
    prepared = {"outcome": "confirmed_with_shortfall", **REASONS}
    browse(cast.an).send(f"{week}/prepare", prepared, to=f"{week}/prepare")
    head = browse(cast.anh)

    page = head.get(week)
    done = head.send(week, {"password": cast.anh.password}, to=week)

    assert "Trần Văn An đã trình" in page.text
    assert done.status == 303
    (row,) = rows(Confirmation)
    assert row.reasons["measures"]["entry"] == "Một ngày mất điện"
    assert row.user_id == cast.anh.user_id
    assert "directives.prepared" in {each.kind for each in rows(Message)}


def test_the_head_sees_what_changed_since_it_was_prepared(week, app, cast, browse, friday):
    prepared = {"outcome": "confirmed_with_shortfall", **REASONS}
    browse(cast.an).send(f"{week}/prepare", prepared, to=f"{week}/prepare")
    before = browse(cast.anh).get(week).text
    with app.app_context():
        make_active(from_on=date(2021, 5, 6), entries=0, name="Chợ Mới")

    assert "Chênh lệch với số liệu hệ thống" not in before
    assert "lúc trình 75% (3/4), hiện nay 60% (3/5)" in browse(cast.anh).get(week).text


def test_what_was_frozen_shows_its_wording_its_rows_and_that_it_was_late(week, cast, browse, friday):
    friday.move_to(clock.at(date(2021, 5, 8), 9))
    head = browse(cast.anh)
    head.send(week, answer(cast.anh, **REASONS), to=week)

    text = head.get(week).text

    assert "“Kiểm soát vào và ra cơ quan, đơn vị hằng ngày" in text
    assert "/monitor/rows/entry" in text
    assert 'govuk-tag--red">Chậm' in text
    assert "Chậm" in head.get("/confirmations.csv").text


def test_what_is_prepared_must_explain_and_replaces_what_was(week, cast, browse, friday, rows):
    browser, page = browse(cast.an), f"{week}/prepare"
    lacking = browser.send(page, {"outcome": "confirmed"}, to=page)
    browser.send(page, {"outcome": "not_confirmed", "reason": "Chờ"}, to=page)
    browser.send(page, {"outcome": "not_confirmed", "reason": "Chờ đối chiếu"}, to=page)

    assert lacking.status == 422
    assert [row.reasons["whole"] for row in rows(Preparation)] == ["Chờ đối chiếu"]
    assert not rows(Confirmation)
    assert browse(cast.oanh).get(page).status == 403


def test_files_come_with_a_confirmation_and_are_frozen_with_it(week, cast, browse, friday, rows):
    head = browse(cast.anh)
    refused = head.send(week, {**answer(cast.anh, **REASONS), "file_1": sent(NOT_A_PAPER)}, to=week)
    head.send(week, {**answer(cast.anh, **REASONS), "file_1": sent(), "file_3": sent(name="anh.pdf")}, to=week)

    assert refused.status == 422
    assert "không phải PDF hoặc ảnh" in refused.text
    (row,) = rows(Confirmation)
    assert [each["name"] for each in row.evidence["files"]] == ["van-ban.pdf", "anh.pdf"]
    assert "anh.pdf" in head.get(week).text
    assert "Khớp" in head.get(f"/confirmations/{row.id}/verify").text


def test_a_confirmation_on_signed_paper_is_recorded_as_such(week, cast, browse, friday, rows):
    page, official = f"{week}/paper", browse(cast.an)
    said = {**answer(cast.an, **REASONS), **PAPER}
    without = official.send(page, said, to=page)
    early = official.send(page, {**said, "signed_on": "06/05/2021", "file": sent()}, to=page)
    official.send(page, {**said, "file": sent()}, to=page)

    text = browse(cast.chau).get(f"{week}?body={cast.an.organisation_id}").text

    assert (without.status, early.status) == (422, 422)
    assert "45/BC-UBND" in without.text
    assert "sau ngày cuối của kỳ" in early.text
    (row,) = rows(Confirmation)
    assert (row.head_name, row.user_id) == ("Trần Văn Anh", cast.an.user_id)
    assert row.evidence["paper"]["number"] == "45/BC-UBND"
    assert "Xác nhận bằng văn bản" in text
    assert "ngày 07/5/2021" in text
    assert browse(cast.binh).get(f"{week}?body={cast.an.organisation_id}").status == 404
    letter = week.split("/")[2]
    pack = browse(cast.chau).get(f"/directives/{letter}/bodies/{cast.an.organisation_id}/pack.zip").response
    with ZipFile(BytesIO(pack.data)) as held:
        files = [held.read(name) for name in held.namelist() if name.startswith("tep/")]
    assert files == [PDF]


def test_the_level_above_reopens_with_a_reason_and_the_head_confirms_once_more(week, cast, browse, friday, rows):
    head, office = browse(cast.anh), browse(cast.chau)
    head.send(week, answer(cast.anh, **REASONS), to=week)
    reopen = f"/confirmations/{rows(Confirmation)[0].id}/reopen"
    silent = office.send(reopen, to=reopen)
    office.send(reopen, {"because": "Số liệu cổng số 2 còn thiếu"}, to=reopen)
    again = head.get(week)
    head.send(week, answer(cast.anh, "not_confirmed", reason="Đang bổ sung"), to=week)

    assert silent.status == 422
    assert "Số liệu cổng số 2 còn thiếu" in again.text
    first, second = rows(Confirmation)
    assert [(row.version, row.outcome.value) for row in (first, second)] == [
        (1, "confirmed_with_shortfall"),
        (2, "not_confirmed"),
    ]
    assert second.previous_digest == first.digest
    for row in (first, second):
        assert "Khớp" in head.get(f"/confirmations/{row.id}/verify").text
    assert "Bản 2" in head.get(week).text
    assert "directives.reopened" in {each.kind for each in rows(Message)}
    assert "period.reopened" in {event.name for event in rows(AuditEvent)}
    assert len(rows(Reopening)) == 1


def test_the_body_itself_finds_what_its_head_confirmed_though_nobody_reopened_it(
    letter, week, app, cast, browse, friday, rows
):
    browse(cast.anh).send(week, answer(cast.anh, **REASONS), to=week)
    (confirmed,) = rows(Confirmation)
    official = browse(cast.an)

    with app.app_context():
        for viewer in (cast.an.viewer, cast.chau.viewer):
            sheet = get_sheet(viewer, letter, cast.an.organisation_id)
            assert [each.confirmation.id for each in sheet.versions] == [confirmed.id]
            draft = get_draft(viewer, letter, FIRST_ON, organisation_id=cast.an.organisation_id)
            assert (draft.confirmation_id, draft.status) == (confirmed.id, PeriodStatus.CONFIRMED)
        (own,) = [each for each in get_period_book(cast.an.viewer).own if each.period.first_on == FIRST_ON]
        assert own.confirmation.id == confirmed.id
    for page in ("prepare", "paper"):
        assert official.get(f"{week}/{page}").location.endswith(week)


def test_what_was_put_before_the_head_for_the_earlier_version_is_no_answer_to_the_next(
    week, cast, browse, friday, rows
):
    prepared = {"outcome": "confirmed_with_shortfall", **REASONS}
    browse(cast.an).send(f"{week}/prepare", prepared, to=f"{week}/prepare")
    head = browse(cast.anh)
    head.send(week, {"password": cast.anh.password}, to=week)
    friday.shift(60)
    reopen = f"/confirmations/{rows(Confirmation)[0].id}/reopen"
    browse(cast.chau).send(reopen, {"because": "Thiếu"}, to=reopen)

    assert "đã trình" not in head.get(week).text
    friday.shift(60)
    browse(cast.an).send(f"{week}/prepare", {"outcome": "not_confirmed", "reason": "Chờ"}, to=f"{week}/prepare")
    assert "Trần Văn An đã trình" in head.get(week).text


def test_nobody_reopens_his_own_or_a_foreign_period(week, inside, cast, browse, friday, rows):
    head = browse(cast.anh)
    head.send(week, answer(cast.anh, **REASONS), to=week)
    (row,) = rows(Confirmation)
    own = get_confirmation(cast.anh.viewer, row.id)

    with pytest.raises(NotBelow), transaction():
        reopen_period(cast.anh.viewer, own, "x")

    assert head.get(f"/confirmations/{row.id}/reopen").status == 404
    assert browse(cast.binh).get(f"/confirmations/{row.id}/reopen").status == 404
    assert browse(cast.oanh).get(f"/confirmations/{row.id}/reopen").status == 403
    assert not rows(Reopening)


def test_who_is_asked_to_confirm_once_more_is_not_late_for_it(letter, week, app, cast, browse, friday, rows):
    browse(cast.anh).send(week, answer(cast.anh, **REASONS), to=week)
    office, reopen = browse(cast.chau), f"/confirmations/{rows(Confirmation)[0].id}/reopen"
    reopened = office.send(reopen, {"because": "Thiếu"}, to=reopen)
    friday.shift(3 * 24 * 3600)
    with app.app_context():
        span = Span(FIRST_ON, LAST_ON, CONFIRMABLE.replace(day=10))
        steps = [each for each in lead_steps(cast.anh.viewer, span) if each.period]
    head = browse(cast.anh)
    head.send(week, answer(cast.anh, "not_confirmed", reason="Đang bổ sung"), to=week)
    with app.app_context():
        terms = get_sheet(cast.chau.viewer, letter, cast.anh.organisation_id).terms
        (term,) = [each for each in terms if each.post.full_name == "Trần Văn Anh"]

    assert reopened.status == 303
    assert [each.state for each in steps] == [StepState.IN_TIME]
    assert [row.version for row in rows(Confirmation)] == [1, 2]
    assert "(chậm)" not in browse(cast.chau).get(f"/confirmations?period={FIRST_ON}").text
    assert 'govuk-tag--red">Chậm' not in head.get(week).text
    assert (term.in_time_count, term.late_count) == (1, 0)


def test_the_rows_behind_a_figure_are_one_tap_away(week, cast, browse, friday):
    head = browse(cast.anh)
    text = head.get(week).text
    start = text.index("/monitor/rows/entry")

    assert head.get(text[start : text.index('"', start)].replace("&amp;", "&")).status == 200
