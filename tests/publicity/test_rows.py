"""The pages on which `publicise` is followed to its actions."""

from datetime import date
from html import escape

import pytest
import time_machine

from app import clock
from app.db import transaction
from app.directives.actions import load_letter
from app.door import office_viewer
from app.publicity.actions import plan_action
from app.publicity.plans import Plan
from app.publicity.rules import PublicityChannel, PublicityLanguage

MAY = "from=2021-05-01&to=2021-05-31"


@pytest.mark.slow
def test_the_figure_of_a_month_leads_from_the_confirmation_to_the_months_actions(app, cast, browse):
    with app.app_context(), time_machine.travel(clock.at(date(2021, 5, 3), 8), tick=False), transaction():
        letter = load_letter(office_viewer()).id
        words = (PublicityChannel.LOUDSPEAKER, PublicityLanguage.BOTH, "Loa lưu động ở chợ", "Chợ Dương Đông")
        action = plan_action(cast.an.viewer, Plan(*words, planned_on=date(2021, 5, 20))).id

    with time_machine.travel(clock.at(date(2021, 6, 4), 11), tick=False):
        anh = browse(cast.anh)
        # The week in which May ended asks for May.
        confirm = anh.get(f"/confirmations/{letter}/2021-05-28").text
        rows = anh.get(f"/monitor/rows/publicise?{MAY}")

        assert escape(f"/monitor/rows/publicise?body={cast.anh.organisation_id}&{MAY}") in confirm
        assert "Loa lưu động ở chợ" in rows.text
        assert f'href="/publicity/{action}"' in rows.text
        assert "chưa làm" in rows.text
        sheet = anh.get(f"/monitor/rows/publicise.csv?{MAY}").text
        assert sheet.splitlines()[1].startswith("UBND thành phố Phú Quốc;Loa lưu động ở chợ;20/5/2021;")
