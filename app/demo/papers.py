"""Papers of the invented officials: one page that says what it stands for, and the same bytes every time."""

from app.text import search_key

PAGE = (
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    "/Resources<</Font<</F 5 0 R>>>>>>endobj\n"
    "4 0 obj<</Length {length}>>stream\n{stream}\nendstream endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>endobj\n"
    "trailer<</Root 1 0 R/Size 6>>\n%%EOF\n"
)


def blank_paper(title: str) -> bytes:
    """A page of an invented document; letters outside ASCII are left out, since its font is the reader's own."""
    words = "".join(letter for letter in search_key(title) if letter not in "()\\")
    stream = f"BT /F 14 Tf 70 770 Td (Van ban mau: {words}) Tj ET"
    return ("%PDF-1.4\n" + PAGE.format(length=len(stream), stream=stream)).encode("ascii", "ignore")
