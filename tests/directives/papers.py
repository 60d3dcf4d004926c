"""Papers as officials send them."""

from io import BytesIO

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NOT_A_PAPER = b"MZ\x90\x00 this program cannot be run"


def sent(content: bytes = PDF, name: str = "van-ban.pdf") -> tuple[BytesIO, str]:
    """A file as a browser sends it."""
    return BytesIO(content), name
