"""The slip that a unit's manager keeps: code, management link as QR, recovery code; as page, picture and PDF."""

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.clock import local_day
from app.codes import show_code
from app.documents.cards import Line, card_png
from app.documents.pdf import render_pdf
from app.documents.qr import qr_svg
from app.units.models import ManagementLink, Unit
from app.units.printed_codes import codes_of
from app.units.queries import get_unit, holder_of
from app.units.recovery import recovery_code
from app.web.filters import day, instant

QR_WIDTH_MM = 62


@dataclass(frozen=True)
class Slip:
    """What stands on it."""

    unit: Unit
    codes: tuple[str, ...]
    address: str
    recovery_code: str
    issued_at: datetime
    use_until: datetime

    @property
    def place(self) -> str:
        """Address, commune and district in one line."""
        area = self.unit.area
        parts = [self.unit.address, area.name, area.parent.name if area.parent else ""]
        return ", ".join(part for part in parts if part)

    @property
    def shown_codes(self) -> str:
        """The codes on the unit's doors as they are printed."""
        return " · ".join(map(show_code, self.codes))


def slip_of(link: ManagementLink, token: str) -> Slip:
    """The slip of a link, made again from its secret."""
    holder = holder_of(link)
    unit = get_unit(holder, link.unit_id)
    address = current_app.config["BASE_URL"] + url_for("units_public.manage", token=token)
    codes = tuple(codes_of(holder, unit))
    return Slip(unit, codes, address, recovery_code(token), link.issued_at, link.expires_at)


def slip_pdf(slip: Slip) -> bytes:
    """The slip on a sheet of A5, in Vietnamese whoever asks for it: officials read it too."""
    with force_locale("vi"):
        label = _("Đường dẫn quản lý của %(name)s", name=slip.unit.name)
        picture = qr_svg(slip.address, size_mm=QR_WIDTH_MM, error_correction="M", label=label)
        html = render_template("units/slip_a5.html", slip=slip, picture=picture, printed_on=day(local_day()))
    return render_pdf(html)


def slip_png(slip: Slip) -> bytes:
    """The slip as a picture for a phone's gallery, in Vietnamese too."""
    with force_locale("vi"):
        return card_png(_above(slip), slip.address, _below(slip))


def _above(slip: Slip) -> list[Line]:
    return [
        Line(_("PHIẾU QUẢN LÝ ĐIỂM"), size=46, is_bold=True),
        Line(slip.unit.name, size=40, is_bold=True),
        Line(slip.place, size=28),
        Line(_("Mã của điểm: %(code)s", code=slip.shown_codes), size=32, is_bold=True),
    ]


def _below(slip: Slip) -> list[Line]:
    keep = _("Cất giữ như chìa khóa: ai có phiếu này có thể quản lý điểm. Không dán, không gửi cho người khác.")
    return [
        Line(_("Quét mã này bằng máy ảnh để vào trang quản lý."), size=28),
        Line(_("Mã khôi phục"), size=28),
        Line(slip.recovery_code, size=46, is_bold=True),
        Line(keep, size=26),
        Line(_("Mất phiếu: báo UBND xã, phường, thị trấn để được cấp lại."), size=26),
        Line(_("Cấp lúc %(time)s", time=instant(slip.issued_at)), size=24),
    ]
