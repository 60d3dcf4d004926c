"""First passwords on paper: a sheet each, folded so that the password lies inside."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template
from flask_babel import force_locale

from app.access.policy import LABELS, Role
from app.clock import local_day
from app.documents.pdf import render_pdf
from app.web.filters import day

# Lines of letters that lie over the password in the folded sheet, against the light.
COVER = "\n".join(["8N3WHM6KBE5XRZ4QAS7GD2VPT9FYCW8", "WKB4ESH9XM2RNQ7TZ3VGD6PYA5CF8W"] * 5)


@dataclass(frozen=True)
class AccountSlip:
    """What one sheet says to whom."""

    full_name: str
    username: str
    role: Role
    body: str
    password: str


def slips_pdf(slips: Sequence[AccountSlip]) -> bytes:
    """A sheet of A4 for each account, in Vietnamese whoever asks for it."""
    with force_locale("vi"):
        html = render_template(
            "admin/account_slips.html",
            slips=slips,
            cover=COVER,
            labels=LABELS,
            site=current_app.config["BASE_URL"],
            printed_on=day(local_day()),
        )
    # Untagged: the sheets are for hands, and tags would double the time that hundreds of them take.
    return render_pdf(html, variant=None)
