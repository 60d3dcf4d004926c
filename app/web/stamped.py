"""Pages that differ from one answer to the next in their stamp only: rendered and compressed once, stamped each time.

The gzip member of an answer is put together from parts: the page up to the stamp, deflated once and flushed to a whole
byte; the stamp as a stored block; the rest of the page, deflated once. Only the checksum is computed anew. Pages that
differ in a few words besides come from one pattern in the same way: each word is a stored block.
"""

import re
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, Self

from flask import Response, request

MARK = "\N{SNOWMAN}stamp\N{SNOWMAN}"
_GZIP_HEADER = bytes.fromhex("1f8b 0800 00000000 02 ff")
_RAW = -zlib.MAX_WBITS
_LONGEST_BLOCK = 0xFFFF
_MODULUS = 1 << 32
_block_head: Callable[[int, int, int], bytes] = struct.Struct("<BHH").pack


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
    """A page rendered with marks in the place of words: fixed text and between that names of words.

    `before` comes before `body`, the long text without words that ends at the stamp, `after` after the stamp.
    """

    before: Sequence[Fixed | str]
    body: Fixed
    checksum: "_Checksum"
    after: Sequence[Fixed | str]

    @classmethod
    def cut(cls, page: str, marks: Mapping[str, str]) -> Self:
        """Cut a page in which MARK stands once, in the stamp's place near the end, and for each name its mark."""
        before, after = page.split(MARK)
        names = {mark: name for name, mark in marks.items()}
        cuts = re.compile("|".join(map(re.escape, names)) or r"(?!)")
        head, body = _pieces(before, cuts, names, zlib.Z_FULL_FLUSH)
        tail, end = _pieces(after, cuts, names, zlib.Z_FINISH)
        return cls(head, body, _Checksum.over(body.plain), [*tail, end])

    def fill(self, words: Mapping[str, str]) -> StampedPage:
        """The page with these words, which are HTML already."""
        fixed = {name: ((plain := word.encode()), _stored(plain)) for name, word in words.items()}
        head, packed_head = _filled(self.before, fixed)
        after, packed_after = _filled(self.after, fixed)
        size, checksum = len(head) + len(self.body.plain), self.checksum.after(zlib.crc32(head))
        return StampedPage(packed_head + self.body.packed, size, checksum, after, packed_after)


@dataclass(frozen=True, slots=True)
class _Checksum:
    """The checksum of a text that follows another one, without reading it again.

    What a text makes of the checksum before it is linear: known for each half of a byte, it is known for all.
    """

    of_text: int
    of_halves: Sequence[Sequence[int]]

    @classmethod
    def over(cls, text: bytes) -> Self:
        alone = zlib.crc32(text)
        return cls(
            alone, [[zlib.crc32(text, half << place) ^ alone for half in range(16)] for place in range(0, 32, 4)]
        )

    def after(self, checksum: int) -> int:
        """The checksum of whatever `checksum` is that of, and this text behind it."""
        a, b, c, d, e, f, g, h = self.of_halves
        return (
            self.of_text
            ^ a[checksum & 15]
            ^ b[checksum >> 4 & 15]
            ^ c[checksum >> 8 & 15]
            ^ d[checksum >> 12 & 15]
            ^ e[checksum >> 16 & 15]
            ^ f[checksum >> 20 & 15]
            ^ g[checksum >> 24 & 15]
            ^ h[checksum >> 28]
        )


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
    half: str, cuts: "re.Pattern[str]", names: Mapping[str, str], flush: int
) -> tuple[list[Fixed | str], Fixed]:
    """The half up to its last word, and the text behind that."""
    *texts, last = cuts.split(half)
    fixed = [_fixed(text, zlib.Z_FULL_FLUSH) for text in texts]
    words = [names[mark] for mark in cuts.findall(half)]
    return [part for pair in zip(fixed, words, strict=True) for part in pair], _fixed(last, flush)


def _fixed(text: str, flush: int) -> Fixed:
    plain, packer = text.encode(), zlib.compressobj(9, zlib.DEFLATED, _RAW)
    return Fixed(plain, packer.compress(plain) + packer.flush(flush))


def _filled(pieces: Sequence[Fixed | str], words: Mapping[str, tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
    """These pieces as they are read, and deflated."""
    parts = [words[piece] if isinstance(piece, str) else piece for piece in pieces]
    return b"".join([plain for plain, _ in parts]), b"".join([packed for _, packed in parts])


def _stored(content: bytes) -> bytes:
    """A stored block that is not the last: its type in one byte, the length, the length's complement, the content."""
    return _block_head(0, len(content), _LONGEST_BLOCK ^ len(content)) + content
