"""A thousand posters are stamped onto one design: each looks as if it had been printed alone."""

from dataclasses import replace

import pytest

from app.db import db, transaction
from app.documents.qr import qr_matrix, svg_of
from app.documents.quick_qr import quick_matrix
from app.documents.typesetting import NotPlain, font
from app.posters.faces import Code, faces_of
from app.posters.links import short_url, verify_url
from app.posters.paper import Wish, faces_pdf
from app.posters.printing import Press
from app.posters.queries import list_posters
from app.posters.rules import Codes, PosterLanguage, PosterSize
from app.posters.wording import CAPTIONS
from app.units.actions import add_checkpoint
from app.units.rules import CheckpointKind
from tests.factories import make_unit
from tests.posters.pages import codes, difference, pictures, texts

pytestmark = pytest.mark.slow

MOST_DIFFERENT = 0.005
LONG = "Công ty trách nhiệm hữu hạn một thành viên Đầu tư và Phát triển du lịch sinh thái biển đảo Phú Quốc – Chi nhánh"
NAMES = (
    "Khách sạn Biển Xanh",
    "TRUNG TÂM THƯƠNG MẠI VÀ DỊCH VỤ DU LỊCH DƯƠNG ĐÔNG",
    LONG,
    ("Hợp tác xã vận tải, du lịch và dịch vụ tổng hợp Tây Nam, chi nhánh Rạch Giá " * 3)[:160].strip(),
)
ODD = ("Quán <b>Tí</b> & 🦀", "ភោជនីយដ្ឋាន ភ្នំពេញ", "W" * 160)


@pytest.fixture
def faces(cast, inside):
    """What is printed for units with short, long and odd names; the first has a vehicle too."""
    found = []
    for name in (*NAMES, *ODD):
        unit = make_unit(cast.an, name=name, address="Tổ 3, ấp 5/2, khu phố Đường Bào")
        if not found:
            with transaction():
                add_checkpoint(cast.an.viewer, unit, name="Xe 68B-012.34", kind=CheckpointKind.VEHICLE)
        found += faces_of(list_posters(cast.an.viewer, unit))
    db.session.rollback()
    return found


def stamped(faces, wish) -> bytes:
    press = Press(wish)
    for face in faces:
        press.print(face)
    return press.book.content()


@pytest.mark.slow
@pytest.mark.parametrize("size", PosterSize)
def test_a_stamped_page_equals_the_single_sheet(size, faces):
    wish = Wish(size, PosterLanguage.VI_KM, logo=True)
    pages = stamped(faces, wish)

    for face, page, words in zip(faces, pictures(pages, dpi=100), texts(pages), strict=True):
        alone = faces_pdf([face], wish)
        (single,) = pictures(alone, dpi=100)
        assert difference(single, page) <= MOST_DIFFERENT, face.texts["name"]
        assert words.count(face.texts["digits"]) == (2 if size is PosterSize.TENT else 1)


@pytest.mark.slow
@pytest.mark.parametrize("size", PosterSize)
def test_every_code_reads_at_the_resolution_of_a_screen(size, faces):
    pages = pictures(stamped(faces, Wish(size)))

    for face, page in zip(faces, pages, strict=True):
        assert codes(page) == [face.drawn[0].text] * (2 if size is PosterSize.TENT else 1)


@pytest.mark.slow
@pytest.mark.parametrize("size", PosterSize)
@pytest.mark.parametrize("ours_too", [True, False], ids=["both", "national"])
def test_a_national_code_is_stamped_under_a_caption_as_on_the_single_sheet(size, ours_too, faces):
    theirs = Code("https://tokhaiyte.vn/?page=checkin&id=91-0042", "x", CAPTIONS[Codes.NATIONAL], is_national=True)
    ours = [replace(faces[0].drawn[0], caption=CAPTIONS[Codes.OURS])] if ours_too else []
    face, wish = replace(faces[0], drawn=[*ours, theirs]), Wish(size, PosterLanguage.VI_EN, logo=not ours_too)
    page = stamped([face], wish)

    copies = 2 if size is PosterSize.TENT else 1
    assert sorted(codes(pictures(page)[0])) == sorted(code.text for code in face.drawn for _ in range(copies))
    assert CAPTIONS[Codes.NATIONAL] in texts(page)[0]
    (single,) = pictures(faces_pdf([face], wish), dpi=100)
    assert difference(single, pictures(page, dpi=100)[0]) <= MOST_DIFFERENT


@pytest.mark.parametrize("drawn", [faces_pdf, stamped], ids=["alone", "among many"])
def test_captions_that_find_no_place_side_by_side_are_left_to_the_engine(faces, drawn, monkeypatch):
    long = [Code(f"https://tokhaiyte.vn/{n}", "x", "Tờ khai y tế " * 8, is_national=True) for n in range(2)]
    page = drawn([replace(faces[0], drawn=long)], Wish(PosterSize.A4))

    assert len(set(codes(pictures(page)[0]))) == 2


@pytest.mark.slow
def test_the_difference_would_show_a_name_in_the_wrong_place(faces):
    one, other = (pictures(stamped([face], Wish()))[0] for face in faces[:2])

    assert difference(one, other) > MOST_DIFFERENT


def test_lines_end_where_the_engine_ends_them_or_it_is_asked():
    bold = font("BeVietnamPro-Bold")

    assert [line.text for line in bold.lines("Khách sạn Biển Xanh", widest=5.5)] == ["Khách sạn", "Biển Xanh"]
    assert bold.kern("A", "V") < 0
    for text in ("Quán 🦀", "a\u0301", "Wwwwwwwwwwwww", "Chợ Mới/Cũ bên sông"):
        with pytest.raises(NotPlain):
            bold.lines(text, widest=5)


@pytest.mark.parametrize("code", ["7K3M9QXZW", "000000000", "ZZZZZZZZZ"])
def test_the_quick_encoder_and_the_careful_one_say_the_same(app, inside, code):
    from PIL import Image

    read = []
    for matrix in (quick_matrix(short_url(code)), qr_matrix(short_url(code))):
        side = len(matrix) + 8
        picture = Image.new("L", (side, side), 255)
        picture.putdata(
            [
                0 if 4 <= x < side - 4 and 4 <= y < side - 4 and matrix[y - 4][x - 4] else 255
                for y in range(side)
                for x in range(side)
            ]
        )
        read += codes(picture.resize((side * 4, side * 4)))

    assert read == [short_url(code)] * 2
    assert len(quick_matrix(short_url(code))) == len(qr_matrix(short_url(code)))
    assert str(svg_of(quick_matrix(short_url(code)), size_mm=50)).startswith("<svg")


def test_the_foot_says_where_to_ask_whether_it_is_genuine(faces):
    assert faces[0].texts["verify"].endswith(f"localhost/verify/{faces[0].drawn[0].text[-9:]}")
    assert verify_url("X") == "http://localhost/verify/X"
