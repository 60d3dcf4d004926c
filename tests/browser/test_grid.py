"""Staff of a quarantine site write thirty people down with the keyboard alone."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from app.access.models import UserSession
from app.access.scope import unscoped
from app.clock import local_day, now
from app.db import db, transaction
from app.follow_ups.models import DailyReport
from app.follow_ups.rules.reports import Kind
from tests.browser.conftest import DESK, violations
from tests.cast import PASSWORD
from tests.follow_ups.conftest import open_at, site

__all__ = ["site"]
PEOPLE = 30
# Of thirty four have something to say.
EXCEPTIONS = {2: "37,9 ho", 10: "v", 17: "36,8 94%", 29: "t"}
MOST_KEYS = 90


@pytest.mark.slow
def test_thirty_people_are_written_down_in_two_minutes_with_the_keyboard(app, live, site, opened):
    with app.app_context(), transaction():
        for n in range(PEOPLE):
            open_at(site, name=f"Người Số {n:02}", room=f"{n:02}", started_on=local_day() - timedelta(1))
    page = opened(DESK)
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill("sau")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/isolation/grid")
    assert violations(page) == []
    first = page.get_by_label("Người Số 00", exact=True)
    first.focus()
    began, keys = time.monotonic(), 0

    for n in range(PEOPLE):
        typed = EXCEPTIONS.get(n, "")
        page.keyboard.type(typed)
        # The next person's field; the box beside it is passed over.
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        keys += len(typed) + 2
    expect(page.get_by_text(f"Đã ghi {len(EXCEPTIONS)}/{PEOPLE} người")).to_be_visible()
    page.keyboard.press("Enter")
    keys += 1
    expect(page.get_by_text(f"Đã ghi {PEOPLE} người.")).to_be_visible()

    assert keys <= MOST_KEYS, keys
    assert time.monotonic() - began < 120
    with app.app_context():
        rows = db.session.scalars(unscoped(select(DailyReport), because="a test looks at all rows")).all()
    kinds = [row.kind for row in rows if row.superseded_at is None]
    assert len(kinds) == PEOPLE
    assert (kinds.count(Kind.ABSENT), kinds.count(Kind.ELSEWHERE)) == (1, 1)


@pytest.mark.slow
def test_a_row_typed_after_the_sessions_end_is_kept_once_she_has_signed_in_again(app, live, site, opened):
    with app.app_context(), transaction():
        case_id = open_at(site, name="Người Số 1", started_on=local_day() - timedelta(1)).id
    page = opened(DESK)
    page.goto("/login")
    page.get_by_label("Tên đăng nhập").fill("sau")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.goto("/isolation/grid")
    with app.app_context(), transaction():
        db.session.execute(update(UserSession).values(last_seen_at=now() - timedelta(days=1)))

    page.get_by_label("Người Số 1", exact=True).fill("37,9 ho")
    page.keyboard.press("Tab")
    expect(page.get_by_text("còn nguyên trong trang này")).to_be_visible()
    expect(page.get_by_label("Tên đăng nhập")).to_have_value("sau")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    page.get_by_role("button", name="Gửi lại").click()

    expect(page.get_by_text("Đã ghi 1 người.")).to_be_visible()
    expect(page.locator(f"#cell-{case_id}")).to_have_value("37,9 ho")
