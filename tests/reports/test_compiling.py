"""Figures are taken by the worker: nobody waits in a request, a second tap is no second report."""

import re
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from sqlalchemy import select

from app.access.scope import unscoped
from app.db import db
from app.reports import figures
from app.reports import work as working
from app.reports.actions import COMPILE
from app.reports.models import Report
from app.tasks import LEASE, MOST_ATTEMPTS, Task
from tests.monitoring.conftest import COUNTED, DUE, NOON, TODAY

pytestmark = [pytest.mark.usefixtures("province"), pytest.mark.slow]
DAYS = {"first_on": f"{TODAY - timedelta(7):%d/%m/%Y}", "last_on": f"{TODAY - timedelta(1):%d/%m/%Y}"}
HTMX = {"HX-Request": "true"}
FIGURES = f"{COUNTED}/{DUE}"


class Killed(BaseException):
    """The worker's process ends here."""


def ask(browser, **typed):
    answer = browser.send("/reports/new", {**DAYS, **typed}, to="/reports/new")
    assert answer.status == 303, answer.text
    return answer.location


def text_of(page):
    """The page as it reads, links and all."""
    return " ".join("".join(page.tree.find(".//main").itertext()).split())


@pytest.fixture
def reports(app):
    def rows():
        with app.app_context():
            stmt = unscoped(select(Report).order_by(Report.id), because="the test looks at the table")
            return [(row.status.value, row.version) for row in db.session.scalars(stmt)]

    return rows


@pytest.fixture
def killed_while(monkeypatch):
    """The worker is killed when it comes to a step of its work, or right after it."""

    def arrange(step, *, after=False):
        done = getattr(working, step)

        def die(*args, **kwargs):
            monkeypatch.setattr(working, step, done)
            if after:
                done(*args, **kwargs)
                db.session.commit()
            raise Killed

        monkeypatch.setattr(working, step, die)

    return arrange


def test_who_asks_waits_on_a_page_that_opens_the_report_when_it_is_there(cast, browse, work):
    browser = browse(cast.chau)
    path = ask(browser)

    page = browser.get(path)
    assert "Đang chờ đến lượt…" in page.text
    assert f'hx-get="{path}"' in page.text
    assert f'<noscript><p class="govuk-body"><a class="govuk-link" href="{path}">Xem đã xong chưa</a>' in page.text
    assert 'id="compiling"' in browser.get(path, headers=HTMX).text
    assert "Đang tính số liệu" in browser.get("/reports").text

    work()
    ready = browser.get(path, headers=HTMX)
    assert (ready.status, ready.response.headers["HX-Redirect"]) == (204, path)
    assert FIGURES in text_of(browser.get(path))


def test_asked_twice_it_is_one_report(cast, browse, work, reports):
    browser = browse(cast.chau)
    assert ask(browser) == ask(browser)
    assert ask(browser, first_on=DAYS["last_on"]) != ask(browser)
    assert ask(browse(cast.an), organisation_id=str(cast.an.organisation_id)) != ask(browser)

    work()
    assert [status for status, _version in reports()] == ["draft"] * 3


def test_a_correction_asked_twice_is_one_report(cast, browse, work, reports):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = ask(officer)
    work()
    chairman.send(path, {}, to=f"{path}/check")
    issue = {"number": "5", "symbol": "BC-UBND", "issued_on": f"{TODAY:%d/%m/%Y}"}
    chairman.send(f"{path}/issue", issue, to=f"{path}/issue")
    work()

    token = officer.get("/reports/new").fields()["csrf_token"]
    sent = [officer.post(f"{path}/correct", {"csrf_token": token}).location for _ in range(2)]
    work()

    assert len(set(sent)) == 1
    assert [status for status, _version in reports()] == ["issued", "draft"]


def test_a_killed_worker_begins_again(cast, browse, work, reports, killed_while):
    browser = browse(cast.chau)
    path = ask(browser)
    killed_while("take_figures")
    with pytest.raises(Killed):
        work()

    assert "Đang tính số liệu." in browser.get(path).text
    assert "Đang chuẩn bị…" in browser.get(path).text
    work(LEASE + timedelta(seconds=1))
    assert FIGURES in text_of(browser.get(path))
    assert [status for status, _version in reports()] == ["draft"]


def test_what_a_killed_worker_had_stored_is_not_compiled_again(cast, browse, work, reports, killed_while):
    ask(browse(cast.chau))
    killed_while("fill_report", after=True)
    with pytest.raises(Killed):
        work(timedelta(seconds=1))
    stored = reports()

    assert work(LEASE + timedelta(seconds=2)) == 1
    assert reports() == stored
    assert stored[0][0] == "draft"


def test_what_fails_again_and_again_says_so_and_can_be_asked_for_again(cast, browse, work, monkeypatch):
    browser = browse(cast.chau)
    path = ask(browser)
    with monkeypatch.context() as broken:
        broken.setattr(working, "take_figures", lambda *args, **kwargs: 1 / 0)
        for number in range(MOST_ATTEMPTS + 1):
            work(number * timedelta(minutes=1))

    assert "Chưa tính được số liệu của báo cáo này" in browser.get(path).text
    browser.send(path, to=f"{path}/recompile")
    work()
    assert FIGURES in text_of(browser.get(path))


def test_a_draft_keeps_its_figures_where_newer_ones_fail(cast, browse, work, monkeypatch):
    browser = browse(cast.chau)
    path = ask(browser)
    work()
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        browser.send(path, to=f"{path}/recompile")
        assert "Đang chờ đến lượt…" in browser.get(path).text
    monkeypatch.setattr(working, "take_figures", lambda *args, **kwargs: 1 / 0)
    for number in range(MOST_ATTEMPTS + 1):
        work((number + 2) * timedelta(minutes=1))

    with time_machine.travel(NOON + timedelta(minutes=9), tick=False):
        page = text_of(browser.get(path))
    assert "Chưa tính lại được số liệu." in page
    assert FIGURES in page


def test_a_report_issued_meanwhile_stays_as_it_is(cast, browse, work, reports):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = ask(officer)
    work()
    checking = chairman.get(path).fields(f"{path}/check")
    assert chairman.post(f"{path}/check", checking).status == 303
    form = chairman.get(f"{path}/issue").fields(f"{path}/issue")
    token = officer.get("/reports/new").fields()["csrf_token"]
    officer.post(f"{path}/recompile", {"csrf_token": token})

    issue = {"number": "5", "symbol": "BC-UBND", "issued_on": f"{TODAY:%d/%m/%Y}"}
    assert chairman.post(f"{path}/issue", {**form, **issue}).status == 303
    work(timedelta(minutes=1))
    issued = reports()
    assert issued[0][0] == "issued"
    assert "Đã ban hành" in chairman.get(path).text


def test_nothing_can_be_done_with_figures_that_are_not_there(cast, browse, reports):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    path = ask(officer)
    token = chairman.get("/reports/new").fields()["csrf_token"]

    for name in ("report.pdf", "report.docx", "annex.xlsx", "commentary"):
        answer = officer.get(f"{path}/{name}")
        assert (answer.status, "đang được tính" in answer.text) == (409, True), name
    for name in ("check", "issue", "commentary"):
        assert chairman.post(f"{path}/{name}", {"csrf_token": token, "version": "1"}).status == 409, name
    assert browse(cast.binh).get(path).status == 404
    assert reports()[0][0] == "compiling"


def test_who_waits_long_hears_of_it(app, cast, browse):
    browser = browse(cast.chau)
    path = ask(browser)

    assert "Lâu hơn thường lệ" not in browser.get(path).text
    with time_machine.travel(NOON + timedelta(minutes=3), tick=False):
        assert "Lâu hơn thường lệ" in browser.get(path).text


def test_of_now_is_of_the_moment_of_asking(app, cast, browse, work):
    browser = browse(cast.chau)
    path = ask(browser)
    work(timedelta(minutes=5))

    assert "Số liệu lúc 12:00, 20/5/2026." in browser.get(path).text
    with app.app_context():
        assert db.session.scalar(select(Task.finished_at).where(Task.kind == COMPILE)) == NOON + timedelta(minutes=5)


def test_the_page_says_how_many_steps_of_the_figures_are_done(app, cast, browse, work, monkeypatch):
    browser, seen, step = browse(cast.chau), [], figures._visits
    path = ask(browser)

    def look():
        seen.append(re.findall(r"Đã xong \d+ trong \d+", browser.get(path).text))

    def looking(*args):
        # Another request has a session of its own.
        other = Thread(target=look)
        other.start()
        other.join()
        return step(*args)

    monkeypatch.setattr(figures, "_visits", looking)
    work()

    assert seen == [["Đã xong 3 trong 9"]]
    with app.app_context():
        assert db.session.execute(select(Task.done_count, Task.total_count).where(Task.kind == COMPILE)).one() == (9, 9)
