"""Codes are read from what people send; whatever else they send is refused before it costs anything."""

import zlib
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from app.documents import codes_in
from app.documents.codes_in import Unreadable, UnreadableFile, read_codes
from tests.pictures import as_file, as_pdf, code_picture, side_by_side

TEXT = "https://qr.tokhaiyte.vn/d/7f3a91c2"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_read(kind):
    assert read_codes(as_file(code_picture(TEXT), kind)) == [TEXT]


def test_a_slanted_photo_is_read():
    photo = code_picture(TEXT).rotate(17, expand=True, fillcolor=255)

    assert read_codes(as_file(photo, "JPEG")) == [TEXT]


def test_every_code_of_a_picture_is_read_once():
    picture = side_by_side(code_picture(TEXT), code_picture("000201"), code_picture(TEXT))

    assert sorted(read_codes(as_file(picture))) == ["000201", TEXT]


def test_a_pdf_is_read_by_its_pictures():
    assert read_codes(as_pdf(code_picture(TEXT))) == [TEXT]
    assert read_codes(as_pdf(code_picture(TEXT).convert("RGB"))) == [TEXT]


def _vector_pdf() -> bytes:
    content, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page()
    pdf.save(content)
    return content.getvalue()


def _bomb_pdf() -> bytes:
    packed = zlib.compress(b"\0" * 3_000_000, 9)
    return b"%PDF-1.4\n1 0 obj\n<</Length 9>>\nstream\n" + packed + b"\nendstream\nendobj\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"", Unreadable.NOT_A_PICTURE, id="nothing"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + b"\0" * 40, Unreadable.NOT_A_PICTURE, id="a broken picture"),
        pytest.param(b"PK\x03\x04" + b"\0" * 40, Unreadable.NOT_A_PICTURE, id="an archive"),
        pytest.param(as_file(code_picture(TEXT))[:200], Unreadable.NOT_A_PICTURE, id="half a picture"),
        pytest.param(as_file(Image.new("L", (50, 50), 255)), Unreadable.NO_CODE, id="a blank picture"),
        pytest.param(b"%PDF-1.4 and then nothing", Unreadable.BROKEN_PDF, id="a broken PDF"),
        pytest.param(_vector_pdf(), Unreadable.NO_PICTURE_IN_PDF, id="a PDF without a picture"),
        pytest.param(
            as_pdf(code_picture(TEXT), encryption=pikepdf.Encryption(owner="x", user="y")),
            Unreadable.BROKEN_PDF,
            id="a PDF with a password",
        ),
    ],
)
def test_what_cannot_be_read_says_why(content, why):
    with pytest.raises(UnreadableFile) as refused:
        read_codes(content)

    assert refused.value.why is why


def test_bombs_are_refused_before_they_are_unpacked(monkeypatch):
    monkeypatch.setattr(codes_in, "LARGEST_PIXELS", 10_000)
    monkeypatch.setattr(codes_in, "LARGEST_UNPACKED_BYTES", 1_000_000)
    monkeypatch.setattr(codes_in, "LARGEST_BYTES", 500_000)
    for content in (as_file(Image.new("1", (2_000, 2_000))), _bomb_pdf(), b"x" * 500_001):
        with pytest.raises(UnreadableFile) as refused:
            read_codes(content)
        assert refused.value.why is Unreadable.TOO_LARGE
