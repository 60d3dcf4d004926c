"""A stamped page is a plain gzip file, whatever stands in its stamp's place."""

import gzip
import zlib

import pytest

from app.web.stamped import MARK, StampedPage

HTML = "<p>Khai báo y tế</p>" * 500


@pytest.mark.parametrize("stamp", [b"", b"a", b"x" * 65_535, "khai báo".encode()], ids=["none", "one", "long", "wide"])
def test_a_stamped_page_decompresses_to_itself(stamp):
    page = StampedPage.cut(f"{HTML}{MARK}</form>{HTML}")

    opened = gzip.decompress(page.gzipped(stamp))

    assert opened == HTML.encode() + stamp + b"</form>" + HTML.encode() == page.plain(stamp)


def test_it_is_one_member_with_its_own_checksum():
    packed = bytearray(StampedPage.cut(f"{HTML}{MARK}end").gzipped(b"stamp"))
    reader = zlib.decompressobj(wbits=31)
    reader.decompress(bytes(packed))

    assert reader.eof
    assert reader.unused_data == b""
    packed[-8] ^= 1
    with pytest.raises(gzip.BadGzipFile):
        gzip.decompress(bytes(packed))
