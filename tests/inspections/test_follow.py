"""After the signatures: the school answers and shows what it did, An looks, goes again, or asks for a fine."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from PIL import Image

from app.clock import local_day, now
from app.inspections.models import Finding, Inspection, Referral
from app.inspections.rules import FindingOutcome, InspectionStatus, Origin
from tests.inspections.conftest import begin, inspect, rows_of, sign, with_finding, write, written

pytestmark = pytest.mark.slow


@pytest.fixture
def signed(cast, school, browse):
    """The address of a signed inspection that found one thing to put right within a week."""
    return inspect(browse(cast.an), school, with_finding(school))


def test_a_finding_plans_the_next_visit_by_itself(app, cast, signed, school, browse):
    first, second = rows_of(app, Inspection)

    assert first.status is InspectionStatus.RECORDED
    assert (second.origin, second.status, second.follows_id) == (Origin.REVISIT, InspectionStatus.PLANNED, first.id)
    assert second.planned_on > rows_of(app, Finding)[0].due_on
    assert second.planned_on.weekday() < 5
    assert "Kiểm tra lại" in browse(cast.an).get("/inspections?status=planned").text


def test_the_school_learns_of_the_record_answers_and_shows_what_it_did(app, cast, signed, school, browse):
    mai = browse(school.mai)
    assert "Biên bản kiểm tra Trường Tiểu học" in mai.get("/inbox").text
    assert "Biên bản có kiến nghị phải khắc phục" in mai.get("/desk").text

    mai.send(signed, {"answer": "Nhà trường tiếp thu"}, to=f"{signed}/answer")
    finding = f"/findings/{rows_of(app, Finding)[0].id}"
    picture = BytesIO()
    Image.new("RGB", (800, 600), "navy").save(picture, "PNG")
    picture.seek(0)
    form = {**mai.get(finding).fields(), "evidence": "Đã lắp 4 vòi", "photo": (picture, "voi.png")}
    shown = mai.post(f"{finding}/evidence", form, content_type="multipart/form-data")

    an = browse(cast.an)
    assert shown.status == 303
    assert "Nhà trường tiếp thu" in an.get(signed).text
    assert "Minh chứng khắc phục chờ xem" in an.get("/desk").text
    assert "Đã lắp 4 vòi" in an.get(finding).text
    assert an.get(f"{finding}/photo").response.mimetype == "image/jpeg"


def test_what_is_put_right_closes_the_inspection_and_calls_the_next_visit_off(app, cast, signed, browse):
    finding = f"/findings/{rows_of(app, Finding)[0].id}"

    browse(cast.an).send(finding, {"outcome": "fixed", "note": "Đã xem ảnh"}, to=f"{finding}/check")

    first, second = rows_of(app, Inspection)
    assert (first.status, second.status) == (InspectionStatus.CLOSED, InspectionStatus.CANCELLED)
    assert rows_of(app, Finding)[0].outcome is FindingOutcome.FIXED


def test_what_is_not_put_right_gets_another_day(app, cast, signed, browse):
    finding, an = f"/findings/{rows_of(app, Finding)[0].id}", browse(cast.an)
    day = local_day() + timedelta(20)

    without = an.send(finding, {"outcome": "not_fixed"}, to=f"{finding}/check")
    an.send(finding, {"outcome": "not_fixed", "due_on": written(day)}, to=f"{finding}/check")

    assert "Hãy ghi hạn khắc phục mới." in without.text
    row = rows_of(app, Finding)[0]
    assert (row.outcome, row.due_on) == (None, day)
    assert rows_of(app, Inspection)[0].status is InspectionStatus.RECORDED


def test_a_deadline_that_passes_stands_on_the_desks(app, cast, signed, school, browse):
    with time_machine.travel(now() + timedelta(8), tick=False):
        for who in (cast.an, cast.chuong, cast.hai, school.mai):
            assert "Cuộc kiểm tra có kiến nghị quá hạn" in browse(who).get("/desk").text, who.username
        assert "Cuộc kiểm tra có kiến nghị quá hạn" not in browse(cast.binh).get("/desk").text
        assert "1 cuộc kiểm tra" in browse(cast.chuong).get("/inspections?need=overdue").text


def test_he_goes_again_and_finds_it_put_right(app, cast, signed, school, browse):
    with time_machine.travel(now() + timedelta(12), tick=False):
        an, again = browse(cast.an), f"/inspections/{rows_of(app, Inspection)[1].id}"
        assert "Kiểm tra đến ngày" in an.get("/desk").text
        record = begin(an, again)
        assert "Bổ sung vòi rửa tay" in an.get(record).text
        finding_id = rows_of(app, Finding)[0].id

        write(an, record, school.record(**{f"earlier_{finding_id}_outcome": "fixed"}))
        page = an.follow(sign(an, again))

    assert "Đã ký biên bản" in page.text
    assert [row.status for row in rows_of(app, Inspection)] == [InspectionStatus.CLOSED, InspectionStatus.CLOSED]


def test_what_is_still_not_put_right_stands_in_the_new_record(app, cast, signed, school, browse):
    with time_machine.travel(now() + timedelta(12), tick=False):
        an, again = browse(cast.an), f"/inspections/{rows_of(app, Inspection)[1].id}"
        name = f"earlier_{rows_of(app, Finding)[0].id}"
        due = {f"{name}_outcome": "not_fixed", f"{name}_due": written(local_day() + timedelta(5))}
        write(an, begin(an, again), school.record(**due))
        sign(an, again)

    first, second, third = rows_of(app, Inspection)
    old, new = rows_of(app, Finding)
    assert (first.status, second.status, third.follows_id) == (
        InspectionStatus.CLOSED, InspectionStatus.RECORDED, second.id,
    )  # fmt: skip
    assert (old.outcome, new.text, new.inspection_id) == (FindingOutcome.NOT_FIXED, old.text, second.id)


def test_that_a_fine_was_asked_for_is_noted_once_and_not_decided(app, cast, signed, browse):
    an = browse(cast.an)
    told = {
        "about": "Không đeo khẩu trang, điểm a khoản 1 Điều 12",
        "number": "14/ĐN-UBND",
        "referred_on": written(local_day()),
        "body": "Chủ tịch UBND thành phố",
    }

    for _ in range(2):
        assert an.send(signed, told, to=f"{signed}/referrals").status == 303
    late = an.send(signed, {**told, "referred_on": "1/1/2100"}, to=f"{signed}/referrals")

    assert [(row.number, row.decree) for row in rows_of(app, Referral)] == [("14/ĐN-UBND", "117/2020/NĐ-CP")]
    assert "Văn bản số 14/ĐN-UBND" in an.get(signed).text
    assert late.status == 422


def test_who_may_do_what(app, cast, signed, school, browse):
    finding = f"/findings/{rows_of(app, Finding)[0].id}"
    again = f"/inspections/{rows_of(app, Inspection)[1].id}"
    mai, hai, chuong = browse(school.mai), browse(cast.hai), browse(cast.chuong)

    assert mai.get(signed).status == 200
    assert mai.get(again).status == 404
    assert "Đã lên kế hoạch" not in mai.get(school.inspections).text
    assert mai.get(f"{signed}/sign").status == 403
    for path in (signed, again, finding, f"{signed}/record.pdf"):
        assert browse(cast.binh).get(path).status == 404, path
        assert chuong.get(path).status == 200, path
    assert chuong.get("/inspections/plan").status == 403
    assert "Bắt đầu kiểm tra" not in hai.get(again).text
    token = hai.get(school.inspections).fields(school.inspections)["csrf_token"]
    assert hai.post(f"{again}/begin", {"csrf_token": token}).status == 409
    assert hai.post(f"{finding}/check", {"csrf_token": token, "outcome": "fixed"}).status == 409
