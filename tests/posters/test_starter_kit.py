"""The kit with which a unit begins: its sheets, a letter, what its staff do, a list to tick off."""

import pytest

from app.codes import show_code
from tests.places import open_place
from tests.posters.pages import codes, pictures, texts


@pytest.mark.slow
def test_one_pdf_holds_poster_letter_instruction_and_checklist(app, cast, browse):
    hotel = open_place(app, cast.lan, owner="tourism")
    pdf = browse(cast.lan).get(f"/units/{hotel.unit_id}/kit.pdf?size=a5").response.data

    poster, letter, *rest = texts(pdf)
    assert codes(pictures(pdf)[0])
    assert show_code(hotel.code) in poster
    for words in ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SỞ DU LỊCH", "568/UBND-KGVX", "Khách sạn Biển Xanh"):
        assert words.lower() in letter.lower()
    assert "HƯỚNG DẪN NGƯỜI KIỂM SOÁT" in " ".join(rest).upper()
    assert "DANH MỤC VIỆC CẦN LÀM" in " ".join(rest).upper()


@pytest.mark.parametrize(("person", "expected"), [("binh", 404), ("oanh", 403)])
def test_an_outsider_gets_none(app, cast, browse, person, expected):
    hotel = open_place(app, cast.an)

    assert browse(getattr(cast, person)).get(f"/units/{hotel.unit_id}/kit.pdf").status == expected
