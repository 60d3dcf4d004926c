"""An of Phú Quốc goes to a school: planned, recorded on his phone, signed; the paper says what he wrote."""

from io import BytesIO

import pytest
from pikepdf import Pdf
from PIL import Image
from sqlalchemy import select

from app.access.scope import unscoped
from app.clock import local_day
from app.db import db, transaction
from app.door import office_viewer
from app.inspections.frozen import digest_of
from app.inspections.models import Finding, Inspection, InspectionPaper, InspectionPhoto
from app.inspections.rules import InspectionStatus
from app.safety.models import InspectedLevel
from app.safety.rules import Level
from app.units.actions import suspend_unit
from tests.factories import make_poster
from tests.inspections.conftest import (
    begin,
    drawn,
    inspect,
    plan,
    rows_of,
    sign,
    the_unit,
    with_finding,
    write,
    written,
)

pytestmark = pytest.mark.slow


def _all(model):
    return unscoped(select(model), because="a test looks at all rows")


def _jpeg() -> BytesIO:
    content = BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Phone of somebody"
    Image.new("RGB", (2000, 1500), "navy").save(content, "JPEG", exif=exif)
    content.seek(0)
    return content


@pytest.mark.slow
def test_from_the_plan_to_the_signed_record(app, cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school, note="Xem bếp ăn")
    assert "Xem bếp ăn" in an.get(inspection).text

    saved = write(an, begin(an, inspection), school.record(failed=(11,), opinion="Sẽ khắc phục ngay"))
    signed = an.follow(sign(an, inspection, number="05/BB-UBND"))

    assert saved.status == 303
    assert "Đã ký biên bản" in signed.text
    assert "Không an toàn" in signed.text
    row = rows_of(app, Inspection)[0]
    assert (row.status, row.level, row.scored_level) == (InspectionStatus.CLOSED, Level.UNSAFE, Level.UNSAFE)
    pdf = an.get(f"{inspection}/record.pdf").response.data
    with Pdf.open(BytesIO(pdf)) as opened:
        assert "Trường Tiểu học Dương Đông 1" in str(opened.docinfo.get("/Title", ""))
    with app.app_context():
        frozen = db.session.scalars(_all(Inspection)).one().frozen
    assert digest_of(frozen) == row.digest
    assert frozen["posters"][0]["verdict"] == "genuine"
    assert frozen["opinion"] == "Sẽ khắc phục ngay"


@pytest.mark.slow
def test_what_was_signed_does_not_change(app, cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school)
    record = begin(an, inspection)
    write(an, record, school.record())
    opened = an.get(record).fields(record)
    sign(an, inspection)

    late = an.post(record, {**opened, "opinion": "Sửa sau"})

    assert late.status == 303
    assert rows_of(app, Inspection)[0].record["opinion"] == ""
    assert an.get(record).location == inspection
    assert an.post(f"{inspection}/sign", {"csrf_token": opened["csrf_token"]}).location == inspection
    assert an.post(f"{inspection}/begin", an.get(inspection).fields()).status in (303, 409)
    assert rows_of(app, Inspection)[0].status is InspectionStatus.CLOSED


def test_he_stops_and_goes_on_at_the_next_section(app, cast, school, browse):
    an = browse(cast.an)
    record = begin(an, plan(an, school))

    page = write(an, record, {"entry_guard": "no", "entry_note": "Không có người gác", "next": "entry"})

    assert page.location.endswith("#entry")
    text = an.get(record).text
    assert "Không có người gác" in text
    assert 'name="entry_guard" type="radio" value="no" checked' in text


def test_a_record_sent_twice_is_stored_once(app, cast, school, browse):
    an = browse(cast.an)
    record = begin(an, plan(an, school))
    fields = {**an.get(record).fields(record), "opinion": "Lần một"}
    files = {"photos": [(_jpeg(), "a.jpg")]}
    an.post(record, {**fields, **files}, content_type="multipart/form-data")
    version = rows_of(app, Inspection)[0].version

    again = an.post(record, {**fields, "photos": [(_jpeg(), "a.jpg")]}, content_type="multipart/form-data")

    assert again.status == 303
    assert rows_of(app, Inspection)[0].version == version
    assert len(rows_of(app, InspectionPhoto)) == 1
    assert fields["submission"] in an.get(record).text


def test_what_another_phone_saved_is_not_overwritten_unseen(app, cast, school, browse):
    an = browse(cast.an)
    record = begin(an, plan(an, school))
    old = an.get(record).fields(record)
    write(an, record, {"opinion": "Từ máy một"})

    page = an.post(record, {**old, "opinion": "Từ máy hai"})

    assert page.status == 409
    assert "vừa được lưu từ máy khác" in page.text
    assert "Từ máy hai" in page.text
    assert rows_of(app, Inspection)[0].record["opinion"] == "Từ máy một"
    assert an.post(record, page.fields(record)).status == 303
    assert rows_of(app, Inspection)[0].record["opinion"] == "Từ máy hai"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"inspected_on": "1/1/2100"}, "Ngày này chưa tới."),
        ({"finding": "0", "finding_0_text": "Thiếu nước"}, "Hãy ghi hạn khắc phục của kiến nghị này."),
        ({"finding": "0", "finding_0_due": "1/1/2100"}, "Hãy ghi nội dung kiến nghị."),
        ({"finding": "0", "finding_0_text": "x", "finding_0_due": "1/1/2020"}, "Hạn khắc phục phải sau ngày kiểm tra."),
        ({"answer_1": "7"}, "Hãy chọn một trong các mục của danh sách."),
        ({"began_at": "25:99"}, "Hãy nhập giờ theo mẫu 08:15."),
        ({"level": "none"}, "Hãy chọn một trong các mục của danh sách."),
    ],
    ids=["to come", "no deadline", "no finding", "before the visit", "not offered", "no time", "no such level"],
)
def test_mistakes_are_shown_beside_what_was_typed(app, cast, school, browse, typed, message):
    an = browse(cast.an)
    record = begin(an, plan(an, school))

    page = write(an, record, {"opinion": "giữ lại", **typed})

    assert page.status == 422
    assert message in page.text
    assert "giữ lại" in page.text
    assert "opinion" not in rows_of(app, Inspection)[0].record


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("own", "mã thật, đang dùng"),
        ("http://localhost/q/own", "mã thật, đang dùng"),
        ("other", "mã của đơn vị khác"),
        ("KG000-0000", "không phải mã của cổng"),
    ],
)
def test_the_code_on_the_wall_is_looked_up(app, cast, school, browse, code, words):
    with app.app_context():
        other = make_poster(cast.an, name="Quán Bên Cạnh").code
        db.session.remove()
    an = browse(cast.an)
    record = begin(an, plan(an, school))
    typed = code.replace("own", school.code).replace("other", other)

    write(an, record, {f"poster_{school.poster_id}_code": typed})

    assert words in an.get(record).text


@pytest.mark.slow
def test_pictures_are_drawn_anew_and_can_be_taken_out(app, cast, school, browse):
    an = browse(cast.an)
    record = begin(an, plan(an, school))
    fields = an.get(record).fields(record)
    photos = {"photos": [(_jpeg(), "a.jpg"), (_jpeg(), "b.jpg")], "photo_caption": "Cổng chính"}
    an.post(record, {**fields, **photos}, content_type="multipart/form-data")
    kept = rows_of(app, InspectionPhoto)

    answer = an.get(f"{record[:-7]}/photos/{kept[0].id}".replace("//", "/"))
    assert answer.response.mimetype == "image/jpeg"
    with Image.open(BytesIO(answer.response.data)) as picture:
        assert max(picture.size) <= 1600
        assert not picture.getexif()
    path = f"{record[:-7]}/photos/{kept[0].id}/remove".replace("//", "/")
    an.send(record, to=path)
    assert [row.id for row in rows_of(app, InspectionPhoto)] == [kept[1].id]


def test_what_is_no_picture_or_too_many_is_refused(app, cast, school, browse):
    an = browse(cast.an)
    record = begin(an, plan(an, school))
    fields = an.get(record).fields(record)

    text = an.post(
        record, {**fields, "photos": [(BytesIO(b"no picture"), "a.jpg")]}, content_type="multipart/form-data"
    )

    assert text.status == 422
    assert "không phải ảnh JPEG" in text.text
    small = BytesIO()
    Image.new("RGB", (9, 9)).save(small, "PNG")
    many = [(BytesIO(small.getvalue()), f"{n}.png") for n in range(13)]
    assert an.post(record, {**fields, "photos": many}, content_type="multipart/form-data").status == 422
    assert rows_of(app, InspectionPhoto) == []


def test_an_incomplete_record_is_not_signed(app, cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school)
    record = begin(an, inspection)
    write(an, record, school.record() | {f"poster_{school.poster_id}_present": ""})

    page = an.get(f"{inspection}/sign")
    form = {
        "csrf_token": an.get(record).fields(record)["csrf_token"],
        "version": str(rows_of(app, Inspection)[0].version),
        "team_name": "An",
        "unit_name": "Mai",
    }

    assert "Áp phích mã QR: có dán hay không" in page.text
    assert an.post(f"{inspection}/sign", form).status == 409
    assert rows_of(app, Inspection)[0].signed_at is None


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"team_name": ""}, "Hãy ghi họ tên người ký."),
        ({"unit_name": ""}, "hoặc đánh dấu đại diện đơn vị không ký"),
        ({"refuses": "y"}, "Hãy ghi lý do đại diện đơn vị không ký."),
        ({"team_drawn": "data:image/png;base64,AAAA"}, "Không đọc được chữ ký đã vẽ."),
        ({"team_drawn": "https://example.com/x.png"}, "Không đọc được chữ ký đã vẽ."),
    ],
)
def test_signatures_that_are_none_are_refused(app, cast, school, browse, typed, message):
    an = browse(cast.an)
    inspection = plan(an, school)
    write(an, begin(an, inspection), school.record())

    page = sign(an, inspection, **typed)

    assert page.status == 422
    assert message in page.text
    assert rows_of(app, Inspection)[0].signed_at is None


@pytest.mark.slow
def test_signatures_are_drawn_or_refused_and_stand_in_the_record(app, cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school)
    write(an, begin(an, inspection), school.record())

    page = sign(an, inspection, team_drawn=drawn(), unit_drawn=drawn(), refuses="y", refused_because="Vắng lãnh đạo")

    assert page.status == 303
    with app.app_context():
        frozen, paper = (
            db.session.scalars(_all(Inspection)).one().frozen,
            db.session.scalars(_all(InspectionPaper)).one(),
        )
        assert set(paper.drawn) == {"team"}
    assert len(frozen["signatures"]["team_digest"]) == 64
    assert frozen["signatures"]["unit_name"] == ""
    assert frozen["signatures"]["refused_because"] == "Vắng lãnh đạo"


@pytest.mark.slow
def test_the_officers_own_level_stands_with_its_reason(app, cast, school, browse):
    an = browse(cast.an)
    record = school.record(level="unsafe", level_because="Không có người gác trong giờ đón trẻ")

    inspection = inspect(an, school, record)

    row, noted = rows_of(app, Inspection)[0], rows_of(app, InspectedLevel)
    assert (row.scored_level, row.level) == (Level.SAFE, Level.UNSAFE)
    assert [(each.level, each.inspected_on, each.inspection_ref) for each in noted] == [
        (Level.UNSAFE, local_day(), str(row.id))
    ]
    assert "Không có người gác trong giờ đón trẻ" in an.get(inspection).text


@pytest.mark.slow
def test_without_criteria_nothing_is_said_of_the_level(app, cast, school, browse):
    record = {name: value for name, value in school.record().items() if not name.startswith("answer_")}

    inspect(browse(cast.an), school, record)

    assert rows_of(app, Inspection)[0].level is None
    assert rows_of(app, InspectedLevel) == []


def test_a_body_goes_to_a_unit_once_and_only_to_one_in_operation(app, cast, school, browse):
    an = browse(cast.an)
    page = an.get(school.inspections)
    plan(an, school)

    assert an.post(school.inspections, page.fields(school.inspections)).status == 409
    assert plan(browse(cast.hai), school)
    with app.app_context(), transaction():
        suspend_unit(office_viewer(), the_unit(school), from_on=local_day(), reason="Sửa chữa")
    assert browse(cast.duong).post(school.inspections, {}).status in (400, 409, 422)
    assert len(rows_of(app, Inspection)) == 2


def test_a_plan_is_moved_and_called_off(app, cast, school, browse):
    an = browse(cast.an)
    inspection = plan(an, school)

    an.send(f"{inspection}/plan", {"planned_on": "31/12/2099", "note": "Đi cùng y tế"}, to=f"{inspection}/plan")
    row = rows_of(app, Inspection)[0]
    assert (written(row.planned_on), row.note) == ("31/12/2099", "Đi cùng y tế")
    an.send(f"{inspection}/plan", {"because": "Trường nghỉ hè"}, to=f"{inspection}/cancel")

    assert rows_of(app, Inspection)[0].status is InspectionStatus.CANCELLED
    assert "Trường nghỉ hè" in an.get(inspection).text
    assert rows_of(app, Finding) == []


def test_who_is_sent_finds_it_in_his_inbox(cast, school, browse):
    an, anh = browse(cast.an), browse(cast.anh)

    plan(an, school, officers=[str(cast.an.user_id), str(cast.anh.user_id)])

    assert "Được giao kiểm tra Trường Tiểu học" in anh.get("/inbox").text
    assert "Được giao kiểm tra" not in an.get("/inbox").text


def test_the_day_of_a_plan_is_not_over_and_somebody_goes(cast, school, browse):
    an = browse(cast.an)

    past = an.send(school.inspections, {"planned_on": "1/1/2020"}, to=school.inspections)
    nobody = an.post(school.inspections, {k: v for k, v in past.fields(school.inspections).items() if k != "officers"})

    assert "Ngày này đã qua." in past.text
    assert "Hãy chọn ít nhất một cán bộ." in nobody.text


def test_findings_that_were_saved_stand_in_the_form_again(cast, school, browse):
    an = browse(cast.an)
    record = begin(an, plan(an, school))

    write(an, record, with_finding(school))

    text = an.get(record).text
    assert "Bổ sung vòi rửa tay" in text
    assert text.count('name="finding"') == 3
