"""PDFs carry every Vietnamese letter in our own fonts, speak to screen readers, and read nothing foreign."""

import io
import logging
import re
import threading
import unicodedata
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pypdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from app.documents import pdf
from app.documents.khmer import khmer_breaks
from app.documents.pdf import ForeignResource, MissingFile, own_path, render_pdf
from app.documents.qr import qr_svg

pytestmark = pytest.mark.slow

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
SVG = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>"
KHMER = "ដើម្បីការពារសុខភាពសាធារណៈសូមស្កេនកូដនេះដោយកាមេរ៉ាទូរស័ព្ទរបស់អ្នកហើយបំពេញសេចក្តីប្រកាសសុខភាព"


def page_of(body, *, style="", sheet="css/fonts.css"):
    head = f'<title>Tờ khai</title><link rel="stylesheet" href="{sheet}"><style>{style}</style>'
    return f'<!doctype html><html lang="vi"><head>{head}</head><body>{body}</body></html>'


def text_of(content):
    with pypdfium2.PdfDocument(content) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


def fonts_of(content):
    """Base font → whether its file is embedded."""
    fonts = {}
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        for font in page["/Resources"].get("/Font", {}).values():
            descendant = font["/DescendantFonts"][0]
            files = {"/FontFile", "/FontFile2", "/FontFile3"} & descendant["/FontDescriptor"].keys()
            fonts[font["/BaseFont"].partition("+")[2]] = bool(files)
    return fonts


@pytest.mark.parametrize("family", ["Tinos", "Be Vietnam Pro"])
@pytest.mark.parametrize("frame", ["<p>{}</p>", "<b>{}</b>", "<i>{}</i>", "<b><i>{}</i></b>"])
def test_every_vietnamese_letter_comes_back_composed(family, frame):
    letters = LETTERS + LETTERS.upper()
    content = render_pdf(page_of(frame.format(letters), style=f"body {{ font-family: {family!r} }}"))

    for text in (text_of(content), pypdf.PdfReader(io.BytesIO(content)).pages[0].extract_text()):
        found = "".join(text.split())
        assert found == letters
        assert unicodedata.is_normalized("NFC", found)


def test_the_four_styles_of_tinos_are_embedded_and_nothing_else():
    words = "<p>Cộng hòa <b>xã hội</b> <i>chủ nghĩa <b>Việt Nam</b></i></p>"
    fonts = fonts_of(render_pdf(page_of(words, style="body { font-family: Tinos }")))

    assert fonts == {"Tinos": True, "Tinos-Bold": True, "Tinos-Italic": True, "Tinos-Bold-Italic": True}


def test_each_face_is_declared_as_what_its_file_is():
    sheet = (pdf.HOME / "css/fonts.css").read_text()
    faces = re.findall(r'family: "([^"]+)";(.*?)src: url\("\.\./fonts/([^"]+)"\)', sheet)

    assert [name for _, _, name in faces] == list(pdf.FONTS)
    for family, style, name in faces:
        names = TTFont(pdf.HOME / "fonts" / name)["name"]
        declared = {word.strip("; ").rpartition(" ")[2].title() for word in style.split(";")} - {""}
        assert names.getBestFamilyName() == family
        assert set(names.getBestSubFamilyName().split()) == (declared or {"Regular"})


def test_khmer_lines_stay_inside_their_column():
    style = "@page { size: 80mm 120mm; margin: 10mm } p { font: 12pt 'Noto Sans Khmer' }"
    with pypdfium2.PdfDocument(render_pdf(page_of(f"<p>{khmer_breaks(KHMER)}</p>", style=style))) as document:
        letters = document[0].get_textpage()
        right = max(letters.get_charbox(place)[2] for place in range(letters.count_chars()))

    assert right * 25.4 / 72 <= 70.5


def test_a_reader_hears_language_title_and_pictures():
    content = render_pdf(page_of(f"<h1>Mã</h1>{qr_svg('A', size_mm=20, label='Mã QR của chợ')}"))
    reader = pypdf.PdfReader(io.BytesIO(content))
    figures = [part for part in _parts(reader.trailer["/Root"]["/StructTreeRoot"]) if part.get("/S") == "/Figure"]

    assert reader.trailer["/Root"]["/Lang"] == "vi"
    assert reader.metadata.title == "Tờ khai"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert [figure["/Alt"] for figure in figures] == ["Mã QR của chợ"]


def _parts(element):
    element = element.get_object()
    if not isinstance(element, dict):
        return
    yield element
    children = element.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        yield from _parts(child)


def test_equal_pages_give_equal_bytes():
    page = page_of("<p>Báo cáo</p>")

    assert render_pdf(page) == render_pdf(page)


def test_every_rule_of_our_style_sheets_is_understood(caplog):
    weasyprint_log = logging.getLogger("weasyprint")

    render_pdf(page_of("<p>x</p>", sheet="css/official.css"))

    assert [record.msg for record in caplog.records if record.name == weasyprint_log.name] == []


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("file:///etc/passwd", id="a file of the machine"),
        pytest.param("file:///usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", id="a font outside"),
        pytest.param("http://127.0.0.1:1/", id="a host"),
        pytest.param("https://example.org/a.css", id="a host elsewhere"),
        pytest.param("ftp://example.org/a.css", id="another protocol"),
        pytest.param("https://documents.invalid/../../config.py", id="upwards"),
        pytest.param("https://documents.invalid/css/%2e%2e/pdf.py", id="upwards, written in hex"),
        pytest.param("https://documents.invalid//etc/passwd", id="from the root"),
        pytest.param("https://documents.invalid/fonts/../../web/static/app.css", id="a style sheet elsewhere"),
        pytest.param("https://documents.invalid/pdf.py", id="our own code"),
        pytest.param("https://documents.invalid.example.org/css/official.css", id="a host that looks like ours"),
        pytest.param("https://documents.invalid/css/..", id="the folder itself"),
        pytest.param("/etc/passwd", id="no protocol"),
        pytest.param(str(pdf.HOME / "css/official.css"), id="a path, even if ours"),
        pytest.param("DATA:text/css,x", id="capitals"),
    ],
)
def test_foreign_addresses_are_refused(url):
    with pytest.raises(ForeignResource):
        own_path(url)


@pytest.fixture
def listener():
    """A web server on this machine, and the list of what it was asked for."""
    asked = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


LURES = [
    '<img src="{}/nguyen-van-an.png" alt="x">',
    '<img srcset="{}/nguyen-van-an.png 2x" alt="x">',
    '<link rel="stylesheet" href="{}/nguyen-van-an.css">',
    '<link rel="attachment" href="{}/nguyen-van-an">',
    '<a rel="attachment" href="{}/nguyen-van-an">x</a>',
    '<object data="{}/nguyen-van-an.svg"></object>',
    '<embed src="{}/nguyen-van-an.svg">',
    '<style>@import "{}/nguyen-van-an.css"; p {{ background: url({}/nguyen-van-an.png) }}</style>',
    "<style>@font-face {{ font-family: F; src: url({}/nguyen-van-an.ttf) }} p {{ font-family: F }}</style>",
    "<style>p {{ content: url({}/nguyen-van-an.png); list-style: url({}/nguyen-van-an.png) }}</style>",
    '<svg><image href="{}/nguyen-van-an.png" width="9" height="9"/><use href="{}/nguyen-van-an.svg#a"/></svg>',
    '<svg><style>@import "{}/nguyen-van-an.css";</style><rect width="9" height="9"/></svg>',
    f"<img alt=x src=\"{SVG}<image href='{{}}/nguyen-van-an.png' width='9' height='9'/></svg>\">",
    '<base href="{}"><img src="nguyen-van-an.png" alt="x">',
]


@pytest.mark.parametrize("lure", LURES)
def test_a_document_calls_no_host_and_still_prints(lure, listener, caplog):
    address, asked = listener

    content = render_pdf(page_of(f"<p>Còn lại</p>{lure.format(address, address)}"))

    assert asked == []
    assert "Còn lại" in text_of(content)
    assert "nguyen-van-an" not in caplog.text


@pytest.mark.parametrize("lure", LURES)
def test_a_document_takes_nothing_from_the_machine(lure, tmp_path):
    (tmp_path / "nguyen-van-an").write_text("SECRET")

    content = render_pdf(page_of(lure.format(tmp_path.as_uri(), tmp_path.as_uri())))

    assert pypdf.PdfReader(io.BytesIO(content)).attachments == {}
    assert b"/EmbeddedFile" not in content


def test_pictures_inside_the_page_are_printed():
    red = f"{SVG}<path d='M0 0h9v9z' fill='red'/></svg>"
    content = render_pdf(page_of(f'<img src="{red}" alt="x">'))

    with pypdfium2.PdfDocument(content) as document:
        assert (255, 0, 0) in document[0].render().to_pil().get_flattened_data()


def test_a_misspelt_style_sheet_of_ours_is_an_error():
    with pytest.raises(MissingFile, match=r"oficial\.css"):
        render_pdf(page_of("", sheet="css/oficial.css"))


def test_without_fonts_it_names_the_command_that_brings_them(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "HOME", tmp_path)

    with pytest.raises(MissingFile, match=r"Tinos-Regular\.ttf.*script/setup"):
        render_pdf(page_of(""))
