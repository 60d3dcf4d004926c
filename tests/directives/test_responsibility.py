"""The sheet of responsibility: what a body did, what each holder answers for; the pack holds it with its papers."""

import json
import re
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from app import clock
from app.db import transaction
from app.directives.periods import acknowledgement_due_at, below_due_at
from app.directives.queries import get_directive, get_sheet, list_receipts
from app.door import Absent, office_viewer
from app.organisations.actions import replace_holder
from app.organisations.queries import find_organisation
from app.organisations.rules import Position
from tests.directives.papers import PDF, sent
from tests.directives.test_confirmations import REASONS, answer

pytestmark = pytest.mark.slow


@pytest.fixture
def told(letter, hotel, cast, browse, friday) -> int:
    """Phú Quốc acknowledged, recorded its plan and confirmed its first week with a file."""
    head, page = browse(cast.anh), f"/directives/{letter}"
    head.send(page, {"password": cast.anh.password}, to=f"{page}/acknowledge")
    plan = {"number": "12/KH-UBND", "title": "Kế hoạch", "signed_on": "05/05/2021", "file": sent()}
    head.send(f"{page}/documents", plan, to=f"{page}/documents")
    week = f"/confirmations/{letter}/2021-04-30"
    head.send(week, {**answer(cast.anh, **REASONS), "file_1": sent(PDF + b"\n%%EOF")}, to=week)
    return letter


def test_a_new_holder_starts_clean_and_the_history_stays(told, inside, cast, friday):
    with transaction():
        body = find_organisation("district-911")
        words = {"full_name": "Phạm Thị Mới", "title": "Chủ tịch", "from_on": date(2021, 5, 12)}
        replace_holder(office_viewer(), body, position=Position.HEAD, **words)
    friday.move_to(clock.at(date(2021, 5, 15), 9))

    terms = {each.post.full_name: each for each in get_sheet(cast.chau.viewer, told, body.id).terms}

    before, after = terms["Trần Văn Anh"], terms["Phạm Thị Mới"]
    assert (before.due_count, before.in_time_count, before.missing_count) == (1, 1, 0)
    assert (after.due_count, after.in_time_count, after.missing_count) == (1, 0, 1)


def test_the_sheet_is_the_committees_and_writes_times_as_documents_do(told, cast, browse):
    body = cast.anh.organisation_id
    answered = browse(cast.chau).get(f"/directives/{told}/bodies/{body}/sheet.pdf")
    said = " ".join(PdfReader(BytesIO(answered.response.data)).pages[0].extract_text().split())

    # No body of the Party or of another district stands under the committee's name as if it were its office.
    assert "ỦY BAN NHÂN DÂN TỈNH KIÊN GIANG Số" in said
    assert "của UBND thành phố Phú Quốc thực hiện Công văn số" in said
    assert re.search(r"xác nhận tiếp nhận lúc \d\d giờ \d\d ngày \d\d/\d\d?/2021", said)


@pytest.mark.parametrize("who", ["chau", "an"])
def test_the_pack_holds_the_sheet_its_data_and_its_papers(told, cast, browse, who):
    body = cast.anh.organisation_id
    answered = browse(getattr(cast, who)).get(f"/directives/{told}/bodies/{body}/pack.zip")

    with ZipFile(BytesIO(answered.response.data)) as pack:
        names = pack.namelist()
        (said,) = json.loads(pack.read("xac-nhan.json"))
        papers = [pack.read(name) for name in names if name.startswith("tep/")]
        assert pack.read("phieu-theo-doi-trach-nhiem.pdf").startswith(b"%PDF")
    assert {"tiep-nhan.csv", "van-ban-trien-khai.csv", "xac-nhan.csv"} <= set(names)
    assert said["reasons"]["measures"]["entry"] == "Một ngày mất điện"
    assert len(said["digest"]) == 64
    assert len(papers) == 2


def test_the_pack_holds_every_version_so_that_the_chain_can_be_followed(told, cast, browse):
    head, office, body = browse(cast.anh), browse(cast.chau), cast.anh.organisation_id
    week = f"/confirmations/{told}/2021-04-30"
    link = next(a.get("href") for a in head.get(week).tree.iter("a") if "/verify" in a.get("href", ""))
    reopen = link.replace("verify", "reopen")
    office.send(reopen, {"because": "Thiếu cổng số 2"}, to=reopen)
    head.send(week, answer(cast.anh, "not_confirmed", reason="Đang bổ sung"), to=week)

    answered = office.get(f"/directives/{told}/bodies/{body}/pack.zip")
    with ZipFile(BytesIO(answered.response.data)) as pack:
        first, second = json.loads(pack.read("xac-nhan.json"))
        papers = [name for name in pack.namelist() if name.startswith("tep/")]
        pages = PdfReader(BytesIO(pack.read("phieu-theo-doi-trach-nhiem.pdf"))).pages
        printed = " ".join(" ".join(page.extract_text() for page in pages).split())

    assert "Thiếu cổng số 2" in printed
    assert second["previous_digest"] == first["digest"]
    assert first["reopened"]["reason"] == "Thiếu cổng số 2"
    # The plan, and the file that came with the version that was reopened.
    assert len(papers) == 2


def test_who_does_not_see_the_body_sees_no_sheet(told, inside, cast, browse):
    body = cast.anh.organisation_id

    for kind in ("sheet.pdf", "pack.zip"):
        address = f"/directives/{told}/bodies/{body}/{kind}"
        assert browse(cast.binh).get(address).status == 404
        assert browse(cast.an).get(address).status == 200
    with pytest.raises(Absent):
        get_sheet(cast.chau.viewer, told, cast.chau.organisation_id)


def test_a_commune_has_the_later_day_of_the_bodies_below(told, inside, cast):
    directive = get_directive(told)
    district, commune = (
        next(each for each in list_receipts(office_viewer(), directive) if each.body.code == code)
        for code in ("district-911", "commune-31078")
    )

    first, later = (each.due_at(directive.published_on) for each in (district, commune))
    assert (first, later) == (acknowledgement_due_at(directive.published_on), below_due_at(directive.published_on))
    assert first < later
