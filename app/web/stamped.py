"""Pages that differ from one answer to the next in their stamp only: rendered and compressed once, stamped each time.

The gzip member of an answer is put together from parts: the page up to the stamp, deflated once and flushed to a whole
byte; the stamp as a stored block; the rest of the page, deflated once. Only the checksum is computed anew.
"""

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from flask import Response, request

MARK = "\N{SNOWMAN}stamp\N{SNOWMAN}"
_GZIP_HEADER = bytes.fromhex("1f8b 0800 00000000 02 ff")
_RAW = -zlib.MAX_WBITS
_LONGEST_STAMP = 0xFFFF
_MODULUS = 1 << 32


@dataclass(frozen=True, slots=True)
class StampedPage:
    """The two halves of a page around its stamp: the long one deflated, with its size and checksum, and the short."""

    packed_before: bytes
    before_size: int
    checksum: int
    after: bytes
    packed_after: bytes

    @classmethod
    def cut(cls, page: str) -> Self:
        """Cut a page that was rendered with MARK, which stands in it once, in the stamp's place near the end."""
        before, after = (half.encode() for half in page.split(MARK))
        packed = _deflated(before, zlib.Z_FULL_FLUSH)
        return cls(packed, len(before), zlib.crc32(before), after, _deflated(after, zlib.Z_FINISH))

    def body(self, stamp: bytes, *, gzipped: bool) -> bytes:
        """The page with its stamp as it is sent."""
        return self.gzipped(stamp) if gzipped else self.plain(stamp)

    def plain(self, stamp: bytes) -> bytes:
        """The page with its stamp."""
        return zlib.decompressobj(_RAW).decompress(self.packed_before) + stamp + self.after

    def gzipped(self, stamp: bytes) -> bytes:
        """The page with its stamp as one gzip member. The stamp is at most 65,535 bytes long."""
        checksum = zlib.crc32(self.after, zlib.crc32(stamp, self.checksum))
        size = self.before_size + len(stamp) + len(self.after)
        # A stored block that is not the last: its type in one byte, the length, the length's complement.
        stored = struct.pack("<BHH", 0, len(stamp), _LONGEST_STAMP ^ len(stamp))
        trailer = struct.pack("<II", checksum, size % _MODULUS)
        return b"".join((_GZIP_HEADER, self.packed_before, stored, stamp, self.packed_after, trailer))


class StampedResponse(Response):
    """A stamped page on its way, with what is needed to stamp it anew."""

    page: StampedPage
    stamp: str


def answer(page: StampedPage, stamp: str) -> StampedResponse:
    """The page with its stamp, compressed if the browser takes that."""
    gzipped = takes_gzip(request.headers.get("Accept-Encoding", ""))
    response = StampedResponse(page.body(stamp.encode(), gzipped=gzipped), mimetype="text/html")
    response.page, response.stamp = page, stamp
    response.headers["Vary"] = "Accept-Encoding, Cookie"
    if gzipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=256)
def takes_gzip(header: str) -> bool:
    """Whether a browser that sends this Accept-Encoding takes gzip."""
    for part in header.lower().split(","):
        name, _, weight = part.replace(" ", "").partition(";q=")
        if name in ("gzip", "x-gzip", "*"):
            return weight not in ("0", "0.0", "0.00", "0.000")
    return False


def _deflated(content: bytes, flush: int) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return packer.compress(content) + packer.flush(flush)
