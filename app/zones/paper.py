"""The sheet of a round on paper: in the order of the page, so that it is quick to type in; A4, landscape."""

from collections.abc import Sequence
from datetime import date

from flask import render_template
from flask_babel import force_locale

from app.documents.pdf import render_pdf
from app.zones.labels import NEEDS, SESSIONS
from app.zones.models import Team, TeamMember
from app.zones.queries import SheetRow
from app.zones.rules import RoundSession


def round_sheet_pdf(
    team: Team, members: Sequence[TeamMember], rows: Sequence[SheetRow], day: date, session: RoundSession
) -> bytes:
    """The sheet that a team takes along, in Vietnamese whoever prints it."""
    with force_locale("vi"):
        html = render_template(
            "zones/sheet_a4.html",
            team=team,
            members=members,
            rows=rows,
            day=day,
            session=SESSIONS[session],
            needs=NEEDS,
        )
    return render_pdf(html)
