"""Papers that people send, signed and scanned: pictures are drawn anew, PDFs are kept as they are.

A PDF may carry programs. It is never opened here and never shown within a page of ours, only handed out to keep.
"""

from dataclasses import dataclass

from app.documents.pictures import BadPicture, small_jpeg

PDF = "application/pdf"
JPEG = "image/jpeg"
SUFFIXES = {PDF: "pdf", JPEG: "jpg"}
LARGEST_BYTES = 8 * 1024 * 1024
_BEGINNING, _END = b"%PDF-", b"%%EOF"
# Some scanners write a few bytes behind the end.
_END_WITHIN = 1024


class BadPaper(ValueError):
    """Neither a PDF nor a picture that can be opened, or too large."""


@dataclass(frozen=True)
class KeptPaper:
    """What is kept of a file."""

    mimetype: str
    content: bytes


def kept_paper(content: bytes) -> KeptPaper:
    """A whole PDF as it came, a picture drawn anew. Raises BadPaper."""
    if len(content) > LARGEST_BYTES:
        raise BadPaper
    if content.startswith(_BEGINNING):
        if _END not in content[-_END_WITHIN:]:
            raise BadPaper
        return KeptPaper(PDF, content)
    try:
        return KeptPaper(JPEG, small_jpeg(content))
    except BadPicture as error:
        raise BadPaper from error
