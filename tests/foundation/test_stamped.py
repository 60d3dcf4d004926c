"""A stamped page is a plain gzip file, whatever stands in its stamp's place."""

import gzip
import zlib

import pytest

from app.web.stamped import MARK, PagePattern

HTML = "<p>Khai báo y tế</p>" * 500


@pytest.mark.parametrize("stamp", [b"", b"a", b"x" * 65_535, "khai báo".encode()], ids=["none", "one", "long", "wide"])
def test_a_stamped_page_decompresses_to_itself(stamp):
    page = PagePattern.cut(f"{HTML}{MARK}</form>{HTML}", {}).fill({})

    opened = gzip.decompress(page.gzipped(stamp))

    assert opened == HTML.encode() + stamp + b"</form>" + HTML.encode() == page.plain(stamp)


def test_it_is_one_member_with_its_own_checksum():
    packed = bytearray(PagePattern.cut(f"{HTML}{MARK}end", {}).fill({}).gzipped(b"stamp"))
    reader = zlib.decompressobj(wbits=31)
    reader.decompress(bytes(packed))

    assert reader.eof
    assert reader.unused_data == b""
    packed[-8] ^= 1
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(bytes(packed))


@pytest.mark.parametrize("last", ["", "</html>"], ids=["ends with a word", "ends with text"])
def test_words_stand_wherever_their_mark_stood_before_and_behind_the_stamp(last):
    pattern = PagePattern.cut(f"<1><2>{HTML}<1>{MARK}<2>{HTML}<1>{last}", {"name": "<1>", "code": "<2>"})

    for name, code in (("Chợ Đông", "A"), ("", "B" * 300)):
        page = pattern.fill({"name": name, "code": code})
        wanted = f"{name}{code}{HTML}{name}stamp{code}{HTML}{name}{last}".encode()

        assert gzip.decompress(page.gzipped(b"stamp")) == wanted == page.plain(b"stamp")
