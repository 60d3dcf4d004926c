"""The office composes a letter, sees whom it reaches, issues it, and amends it later; its words then stand."""

from datetime import date

import pytest
import time_machine

from app import clock
from app.audit import AuditEvent
from app.db import db, transaction
from app.directives.actions import AmendmentUnexplained, issue_draft, load_letter
from app.directives.models import Directive, DirectiveDraft, Obligation
from app.directives.queries import get_directive, get_draft
from app.directives.rules import MeasureKey
from app.directives.sealing import wording_digest_of
from app.door import office_viewer
from app.notices.models import Message, Reminder
from app.notices.rules import Channel
from app.units.rules import UnitKind
from tests.directives.conftest import FIRST_ON
from tests.directives.papers import NOT_A_PAPER, sent
from tests.directives.world import make_active

HEAD = {
    "number": "612/UBND-KGVX",
    "title": "V/v kiểm soát ra vào tại cơ sở lưu trú",
    "signed_on": "03/05/2021",
    "effective_on": "2021-05-03",
    "signer": "CHỦ TỊCH Lâm Minh Thành",
    "target_basis": "Chỉ tiêu do tỉnh đặt",
    "text": "Kính gửi: Giám đốc các sở.",
}
OBLIGATION = {
    "measure": "entry",
    "wording": "Cơ sở lưu trú kiểm soát ra vào.",
    "source": "điểm 1",
    "addressee_kinds": ["department", "district"],
    "unit_kinds": ["hotel"],
    "target_percent": "90",
    "rhythm": "weekly",
    "cut_off_hour": "14",
    "evidence": "ảnh chụp sổ trực",
}
NEW = "/directives/drafts/new"


def compose(browser, head=None, obligations=(OBLIGATION,)) -> str:
    """The address of a letter composed so far."""
    address = browser.send(NEW, {**HEAD, **(head or {})}, to=NEW).location
    for obligation in obligations:
        page = f"{address}/obligations/new"
        assert browser.send(page, obligation, to=page).status == 303
    return address


@pytest.mark.slow
def test_a_letter_is_composed_previewed_and_issued_and_bodies_hear_of_it(app, cast, browse, rows):
    office = browse(cast.chau)

    address = compose(office, {"file": sent()})
    preview = office.get(address).text
    issued = office.follow(office.send(address, to=f"{address}/issue"))

    assert "Gửi đến 4 cơ quan; 3 cơ quan cấp dưới" in preview
    assert "Chỉ đo loại hình: Khách sạn" in preview
    assert "612/UBND-KGVX" in issued.text
    assert not rows(DirectiveDraft)
    (letter,) = rows(Directive)
    assert letter.digest in issued.text
    with app.app_context():
        assert wording_digest_of(get_directive(letter.id)) == letter.digest
    assert len(rows(Reminder)) == 4
    assert browse(cast.an).get(f"/directives/{letter.id}/file").response.data.startswith(b"%PDF")
    assert "directive.published" in {event.name for event in rows(AuditEvent)}
    # What was signed stays with the words that were signed.
    amendment = office.send(f"/directives/{letter.id}", to=f"/directives/{letter.id}/amend").location
    assert "chưa có tệp" in office.get(amendment).text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sent_values", "message"),
    [
        pytest.param({"number": ""}, "Hãy nhập số, ký hiệu", id="no number"),
        pytest.param({"signed_on": "31/31/2021"}, "Hãy nhập ngày theo mẫu", id="no day"),
        pytest.param({"signed_on": "31/12/2099"}, "Ngày ký không thể sau hôm nay", id="signed in days to come"),
        pytest.param({"effective_on": "02/05/2021"}, "không thể trước ngày ký", id="in force before it was signed"),
        pytest.param({"file": sent(NOT_A_PAPER, "a.exe")}, "không phải PDF hoặc ảnh", id="a program"),
    ],
)
def test_a_head_that_cannot_be_used_is_shown_again_with_everything_typed(cast, browse, rows, sent_values, message):
    page = browse(cast.chau).send(NEW, {**HEAD, **sent_values}, to=NEW)

    assert page.status == 422
    assert message in page.text
    assert "V/v kiểm soát ra vào" in page.text
    assert not rows(DirectiveDraft)


@pytest.mark.slow
def test_the_office_reads_the_whole_letter_and_its_file_before_it_goes_out(cast, browse):
    office = browse(cast.chau)
    page = office.get(compose(office, {"file": sent()}, obligations=()))
    link = next(a.get("href") for a in page.tree.iter("a") if "/papers/" in a.get("href", ""))

    assert "Kính gửi: Giám đốc các sở." in page.text
    assert office.get(link).response.data.startswith(b"%PDF")


@pytest.mark.slow
def test_a_cut_off_before_the_period_opens_is_refused(cast, browse):
    office = browse(cast.chau)
    page = f"{compose(office, obligations=())}/obligations/new"

    refused = office.send(page, {**OBLIGATION, "cut_off_hour": "10"}, to=page)

    assert refused.status == 422
    assert "Kỳ mở để xác nhận từ 10 giờ" in refused.text
    assert office.send(page, {**OBLIGATION, "cut_off_hour": "11"}, to=page).status == 303


@pytest.mark.slow
def test_what_is_wrong_is_told_in_the_order_of_the_page(cast, browse):
    office = browse(cast.chau)
    page = f"{compose(office, obligations=())}/obligations/new"
    summary = office.send(page, {"wording": "", "source": ""}, to=page).text.partition("govuk-error-summary__list")[2]

    assert summary.index("Hãy ghi nội dung yêu cầu") < summary.index("Hãy chọn chỉ số đo")


@pytest.mark.slow
def test_a_head_instructs_also_those_whom_the_letter_names_itself(cast, browse):
    office = browse(cast.chau)
    address = compose(office, obligations=[{**OBLIGATION, "addressee_kinds": ["district", "commune"]}])
    letter = office.send(address, to=f"{address}/issue").location

    head = browse(cast.anh)
    assert f"{letter}/instructions" in head.get(letter).text
    head.send(f"{letter}/instructions", {"instruction": "Báo cáo trước 16 giờ."}, to=f"{letter}/instructions")
    assert "Báo cáo trước 16 giờ." in browse(cast.duong).get(letter).text


@pytest.mark.slow
def test_a_measure_stands_once_in_a_letter_and_without_obligations_it_cannot_be_issued(cast, browse):
    office = browse(cast.chau)
    address = compose(office, obligations=())
    token = office.get(address).fields(f"{address}/discard")["csrf_token"]

    refused = office.post(f"{address}/issue", {"csrf_token": token})
    office.send(f"{address}/obligations/new", OBLIGATION, to=f"{address}/obligations/new")
    twice = office.send(f"{address}/obligations/new", OBLIGATION, to=f"{address}/obligations/new")

    assert refused.status == 409
    assert "chưa có nội dung nào" in refused.text
    assert twice.status == 422
    assert "đã có nội dung đo bằng chỉ số này" in twice.text


@pytest.mark.slow
def test_an_obligation_is_changed_and_taken_out(cast, browse, rows):
    office = browse(cast.chau)
    address = compose(office, obligations=(OBLIGATION, {**OBLIGATION, "measure": "qr"}))
    first = f"{address}/obligations/1"

    second = f"{address}/obligations/2"
    office.send(second, {"target_percent": "75"}, to=second)
    # Tapped twice: what moved up into its place stays.
    taken_out = office.get(f"{address}/obligations/1").fields(f"{first}/remove")
    for _tap in range(2):
        office.post(f"{first}/remove", taken_out)

    (row,) = rows(DirectiveDraft)[0].content["obligations"]
    assert (row["target_share"], row["measure"], row["unit_kinds"]) == (0.75, "qr", ["hotel"])
    assert office.get(f"{address}/obligations/2").status == 404


@pytest.mark.parametrize("who", ["an", "binh", "loan", "duong", "oanh", "chuong", "quan"])
def test_nobody_but_the_office_composes(cast, browse, who):
    assert browse(getattr(cast, who)).get(NEW).status == 403


@pytest.mark.slow
@time_machine.travel(clock.at(date(2021, 5, 5), 9), tick=False)
def test_an_amendment_is_a_new_version_and_the_words_before_stand(letter, app, cast, browse, rows):
    office = browse(cast.chau)
    draft = office.send(f"/directives/{letter}", to=f"/directives/{letter}/amend").location
    other = office.send(f"/directives/{letter}", to=f"/directives/{letter}/amend").location
    words = {"text": "Lời mới", "signed_on": "05/05/2021", "effective_on": "05/05/2021"}
    unexplained = office.send(f"{draft}/head", words, to=f"{draft}/head")
    office.send(f"{draft}/head", {**words, "because": "Bổ sung đối tượng"}, to=f"{draft}/head")
    office.send(f"{other}/head", {**words, "because": "Khác", "number": "9/UBND"}, to=f"{other}/head")

    page = office.follow(office.send(draft, to=f"{draft}/issue"))

    assert unexplained.status == 422
    assert "Hãy ghi vì sao" in unexplained.text
    old, new = sorted(rows(Directive), key=lambda each: each.id)
    assert (old.version, new.version, new.amends_id, new.number) == (1, 2, old.id, old.number)
    assert (old.closed_on, old.text == new.text) == (date(2021, 5, 5), False)
    assert "Bổ sung đối tượng" in page.text
    before = office.get(f"/directives/{letter}").text
    assert "đã được sửa đổi, thay thế" in before
    assert f'href="/directives/{new.id}"' in before
    assert f"/directives/{letter}/acknowledge" not in browse(cast.anh).get(f"/directives/{letter}").text
    # Two letters cannot take the place of one.
    assert office.send(other, to=f"{other}/issue").status == 409
    assert len(rows(Directive)) == 2
    with app.app_context():
        # The week in which it was replaced is confirmed under the new one, and of the old one nobody is reminded.
        assert not [each for each in rows(Reminder) if each.round_key.startswith(f"letter-{old.id}/") and each.next_at]
        assert load_letter(office_viewer()).version == 2
    # Whoever was told of the first is told what this one is, and reminded of it by a name of its own.
    told = [each for each in rows(Message) if each.cause == f"letter-{new.id}/sent" and each.channel is Channel.INBOX]
    assert {each.kind for each in told} == {"directives.amendment"}
    assert {each.subject for each in told} == {"Sửa đổi, thay thế Công văn số 568/UBND-KGVX"}
    assert all("Công văn số 568/UBND-KGVX (bản 2): " in each.body for each in told)
    assert {each.values["letter"] for each in rows(Reminder) if each.next_at} == {"568/UBND-KGVX (bản 2)"}


@pytest.mark.slow
def test_an_amendment_of_which_nobody_says_why_does_not_go_out(letter, inside, cast, browse, rows):
    office = browse(cast.chau)
    path = office.send(f"/directives/{letter}", to=f"/directives/{letter}/amend").location
    (draft,) = rows(DirectiveDraft)

    assert "Ghi lý do sửa đổi" in office.get(path).text
    assert f"{path}/issue" not in office.get(path).text
    with pytest.raises(AmendmentUnexplained), transaction():
        issue_draft(cast.chau.viewer, draft, seen=draft.changed_at.isoformat())
    assert len(rows(Directive)) == 1


@pytest.mark.slow
def test_a_number_that_another_letter_bears_is_refused(letter, cast, browse, rows):
    office = browse(cast.chau)
    address = compose(office, {"number": "568/UBND-KGVX"})

    assert office.send(address, to=f"{address}/issue").status == 409
    assert len(rows(Directive)) == 1


@pytest.mark.slow
def test_kinds_of_unit_and_the_hour_of_a_letter_hold_where_a_head_confirms(letter, inside, cast, friday):
    make_active(from_on=date(2021, 5, 3), entries=3)
    make_active(from_on=date(2021, 5, 3), entries=0, name="Chợ Mới", kind=UnitKind.MARKET)
    before = get_draft(cast.anh.viewer, letter, FIRST_ON, organisation_id=cast.anh.organisation_id)
    with transaction():
        entry = db.session.scalars(db.select(Obligation).where(Obligation.measure == MeasureKey.ENTRY)).one()
        entry.unit_kinds, entry.cut_off_hour = ["hotel"], 12

    after = get_draft(cast.anh.viewer, letter, FIRST_ON, organisation_id=cast.anh.organisation_id)

    assert [figure(draft, MeasureKey.ENTRY) for draft in (before, after)] == [(3, 8), (3, 4)]
    assert [figure(draft, MeasureKey.QR) for draft in (before, after)] == [(2, 2), (2, 2)]
    assert [draft.due_at for draft in (before, after)] == [clock.at(date(2021, 5, 7), hour) for hour in (15, 12)]


def figure(draft, measure):
    line = next(line for line in draft.lines if line.measure is measure)
    return line.figure.numerator, line.figure.denominator


@pytest.mark.slow
def test_what_is_issued_is_what_was_seen_and_a_second_tap_leads_to_the_letter(cast, browse, rows):
    office = browse(cast.chau)
    address = compose(office)
    seen = office.get(address).fields(f"{address}/issue")
    office.send(f"{address}/obligations/1", {"target_percent": "50"}, to=f"{address}/obligations/1")

    changed = office.post(f"{address}/issue", seen)
    seen = office.get(address).fields(f"{address}/issue")
    issued, again = (office.post(f"{address}/issue", seen) for _tap in range(2))

    assert changed.status == 409
    assert "đã được sửa từ lúc mở trang" in changed.text
    assert issued.location == again.location == f"/directives/{rows(Directive)[0].id}"
    assert len(rows(Directive)) == 1
