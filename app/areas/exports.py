"""The list of places at high risk as a file."""

from collections.abc import Sequence
from datetime import date

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.areas.models import HighRiskListing
from app.web.filters import day
from app.web.sheets import Sheet
from app.web.short import Columns

COMING, OVER, IN_FORCE = _l("Sắp áp dụng"), _l("Đã thôi"), _l("Đang áp dụng")


def high_risk_sheet(listings: Sequence[HighRiskListing], *, today: date) -> Sheet:
    """Every listing, whether it holds today or not."""
    header = [_("Địa bàn"), _("Từ ngày"), _("Thôi áp dụng từ"), _("Căn cứ"), _("Hiện nay")]
    rows = [
        (each.area.name, day(each.from_on), day(each.until_on), each.basis, _standing(each, today)) for each in listings
    ]
    return Sheet(_("Địa bàn nguy cơ cao"), "dia-ban-nguy-co-cao", header, rows, Columns(0, 1, 4))


def _standing(listing: HighRiskListing, today: date) -> LazyString:
    if listing.from_on > today:
        return COMING
    return OVER if listing.until_on and listing.until_on <= today else IN_FORCE
