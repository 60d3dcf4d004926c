"""What the day book's words are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.tallies.rules import NationalApp

APP_LABELS: Mapping[NationalApp, LazyString] = {
    NationalApp.TOKHAIYTE: _l("Tờ khai y tế (tokhaiyte.vn)"),
    NationalApp.NCOVI: _l("NCOVI"),
    NationalApp.BLUEZONE: _l("Bluezone"),
    NationalApp.HEADS: _l("Đếm đầu người, không khai báo"),
}
