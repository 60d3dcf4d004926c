"""Paper and files: QR codes, PDFs, the form of official documents."""

from flask import Blueprint, Flask

from app.documents import khmer, qr, wording


def init_app(app: Flask) -> None:
    """Let templates extend `documents/official.html` and write as Decree 30/2020 asks."""
    app.register_blueprint(Blueprint("documents", __name__, template_folder="templates"))
    app.add_template_global(qr.qr_svg, "qr_svg")
    app.add_template_filter(khmer.khmer_breaks, "khmer_breaks")
    for wording_filter in (wording.official_date, wording.short_date, wording.official_time, wording.padded):
        app.add_template_filter(wording_filter)
    app.add_template_filter(wording.vietnamese_number, "vietnamese_number")
