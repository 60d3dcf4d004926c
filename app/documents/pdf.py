"""HTML → PDF; the only importer of WeasyPrint, inside the functions because it takes 0.6 s.

Templates link the style sheets of this folder by relative addresses (`css/official.css`). Nothing else is read:
whatever a document says, no other file is opened and no host is called.
"""

import logging
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

log = logging.getLogger(__name__)

HOME = Path(__file__).resolve().parent
KINDS = {".css": "text/css", ".ttf": "font/ttf"}
FONTS = (
    "Tinos-Regular.ttf",
    "Tinos-Bold.ttf",
    "Tinos-Italic.ttf",
    "Tinos-BoldItalic.ttf",
    "BeVietnamPro-Regular.ttf",
    "BeVietnamPro-Bold.ttf",
    "NotoSansKhmer-Regular.ttf",
    "NotoSansKhmer-Bold.ttf",
)
# A host that cannot exist stands for this folder, so that no file: address needs to be allowed and a relative link
# in a document does not tell where the portal is installed.
BASE = "https://documents.invalid/"
# What lays out the letters is not made for several threads at once, and nobody is sooner done with two.
_drawing = threading.Lock()
SCHEMES = frozenset({"http", "https", "file", "ftp"})


class ForeignResource(ValueError):
    """A document asked for something that is not the portal's own; it is printed without it."""


class MissingFile(RuntimeError):
    """A font or style sheet of the portal's own is not there; without it the pages would look wrong."""


def render_pdf(html: str, *, variant: str | None = "pdf/ua-1", css: str = "") -> bytes:
    """A PDF of a page that has `lang` and `<title>`, tagged for screen readers; equal pages give equal bytes.

    `css` are rules made by code, where lengths come from a table that others read too.

    Raises MissingFile.
    """
    _require_fonts()
    from weasyprint import CSS, HTML
    from weasyprint.urls import FatalURLFetchingError

    page = HTML(string=html, base_url=BASE, url_fetcher=_fetcher())
    try:
        with _drawing:
            return bytes(page.write_pdf(pdf_variant=variant, stylesheets=[CSS(string=css)] if css else None))
    except FatalURLFetchingError as error:
        raise MissingFile(str(error)) from error


def _require_fonts() -> None:
    missing = [name for name in FONTS if not (HOME / "fonts" / name).is_file()]
    if missing:
        raise MissingFile(f"fonts missing in {HOME / 'fonts'}: {', '.join(missing)}; run script/setup")


def _fetcher() -> "URLFetcher":
    from weasyprint.urls import URLFetcher

    class OwnFiles(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> "URLFetcherResponse":
            return super().fetch(url, headers) if url.startswith("data:") else _own_file(url)

    return OwnFiles(allowed_protocols=("data",), allow_redirects=False)


def _own_file(url: str) -> "URLFetcherResponse":
    from weasyprint.urls import FatalURLFetchingError, URLFetcherResponse

    path = own_path(url)
    if not path.is_file():
        # Fatal errors derive from BaseException; render_pdf turns them into an ordinary one.
        raise FatalURLFetchingError(f"{path} is missing")
    return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": KINDS[path.suffix]})


def own_path(url: str) -> Path:
    """The style sheet or font of ours that an address stands for. Raises ForeignResource."""
    path = HOME / url.removeprefix(BASE)
    # Compared as written: with `..` in it the folder is another one.
    ours = url.startswith(BASE) and path.parent in (HOME / "css", HOME / "fonts") and path.suffix in KINDS
    if not ours:
        scheme = urlsplit(url).scheme
        # Of the address nothing but the scheme: the rest may hold what a person typed.
        log.warning("a document asked for a foreign %s address", scheme if scheme in SCHEMES else "other")
        raise ForeignResource
    return path


def _conceal_addresses(record: logging.LogRecord) -> bool:
    record.args, record.exc_info = None, None
    return True


# WeasyPrint's own messages quote addresses and markup, which may hold what a person typed.
for _name in ("weasyprint", "weasyprint.progress"):
    logging.getLogger(_name).addFilter(_conceal_addresses)
