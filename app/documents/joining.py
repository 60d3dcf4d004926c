"""Many PDFs as one; a long document is drawn in parts, so that it needs the memory of a part only."""

from collections.abc import Sequence
from io import BytesIO


def joined_pdf(parts: Sequence[bytes]) -> bytes:
    """The pages of all parts in their order."""
    from pikepdf import Pdf

    content = BytesIO()
    with Pdf.new() as whole:
        for part in parts:
            with Pdf.open(BytesIO(part)) as pages:
                whole.pages.extend(pages.pages)
        whole.save(content, deterministic_id=True)
    return content.getvalue()
