"""Pages that differ from one answer to the next in their stamp only: rendered and compressed once, stamped each time.

The gzip member of an answer is put together from parts: the page up to the stamp, deflated once and flushed to a whole
byte; the stamp as a stored block; the rest of the page, deflated once. Only the checksum is computed anew. Pages that
differ in a few words besides come from one pattern in the same way: each word is a stored block.
"""

import re
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

from flask import Response, request

MARK = "\N{SNOWMAN}stamp\N{SNOWMAN}"
_GZIP_HEADER = bytes.fromhex("1f8b 0800 00000000 02 ff")
_RAW = -zlib.MAX_WBITS
_LONGEST_BLOCK = 0xFFFF
_MODULUS = 1 << 32


@dataclass(frozen=True, slots=True)
class StampedPage:
    """The two halves of a page around its stamp: the long one deflated, with its size and checksum, and the short."""

    packed_before: bytes
    before_size: int
    checksum: int
    after: bytes
    packed_after: bytes

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
        trailer = struct.pack("<II", checksum, size % _MODULUS)
        return b"".join((_GZIP_HEADER, self.packed_before, _stored(stamp), self.packed_after, trailer))


class Fixed(NamedTuple):
    """What is the same on every page, as it is read and deflated."""

    plain: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class PagePattern:
    """A page rendered with marks in the place of words; each half is its fixed text and between that names of words."""

    before: Sequence[Fixed | str]
    after: Sequence[Fixed | str]

    @classmethod
    def cut(cls, page: str, marks: Mapping[str, str]) -> Self:
        """Cut a page in which MARK stands once, in the stamp's place near the end, and for each name its mark."""
        before, after = page.split(MARK)
        names = {mark: name for name, mark in marks.items()}
        cuts = re.compile("|".join(map(re.escape, names)) or r"(?!)")
        return cls(_pieces(before, cuts, names), _pieces(after, cuts, names, ends=True))

    def fill(self, words: Mapping[str, str]) -> StampedPage:
        """The page with these words, which are HTML already."""
        fixed = {name: Fixed(plain := word.encode(), _stored(plain)) for name, word in words.items()}
        before, packed_before = _filled(self.before, fixed)
        after, packed_after = _filled(self.after, fixed)
        return StampedPage(packed_before, len(before), zlib.crc32(before), after, packed_after)


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


def _pieces(
    half: str, cuts: "re.Pattern[str]", names: Mapping[str, str], *, ends: bool = False
) -> Sequence[Fixed | str]:
    texts, marks = cuts.split(half), cuts.findall(half)
    fixed = [_fixed(text, zlib.Z_FULL_FLUSH) for text in texts[:-1]]
    last = _fixed(texts[-1], zlib.Z_FINISH if ends else zlib.Z_FULL_FLUSH)
    return [part for text, mark in zip(fixed, marks, strict=True) for part in (text, names[mark])] + [last]


def _fixed(text: str, flush: int) -> Fixed:
    plain, packer = text.encode(), zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return Fixed(plain, packer.compress(plain) + packer.flush(flush))


def _filled(pieces: Sequence[Fixed | str], words: Mapping[str, Fixed]) -> tuple[bytes, bytes]:
    """The half as it is read, and deflated."""
    parts = [words[piece] if isinstance(piece, str) else piece for piece in pieces]
    return b"".join([part.plain for part in parts]), b"".join([part.packed for part in parts])


def _stored(content: bytes) -> bytes:
    """A stored block that is not the last: its type in one byte, the length, the length's complement, the content."""
    return struct.pack("<BHH", 0, len(content), _LONGEST_BLOCK ^ len(content)) + content
