"""The worker draws the paper: who issues waits on a page, asked twice it is once, a killed worker begins anew."""

from datetime import timedelta
from threading import Thread

import pytest
from sqlalchemy import select

from app import audit
from app.access.scope import unscoped
from app.audit import AuditEvent
from app.db import db, transaction
from app.reports import paper
from app.reports import work as working
from app.reports.actions import ReportIssuing, write_commentary
from app.reports.models import Report
from app.reports.queries import get_report
from app.tasks import LEASE, MOST_ATTEMPTS
from tests.monitoring.conftest import TODAY

pytestmark = [pytest.mark.usefixtures("province"), pytest.mark.slow]
DAYS = {"first_on": f"{TODAY - timedelta(7):%d/%m/%Y}", "last_on": f"{TODAY - timedelta(1):%d/%m/%Y}"}
TYPED = {"number": "5", "symbol": "BC-UBND", "issued_on": f"{TODAY:%d/%m/%Y}"}


@pytest.fixture
def checked(cast, browse, work):
    """A report that was compiled and checked."""
    path = browse(cast.chau).send("/reports/new", DAYS, to="/reports/new").location
    work()
    browse(cast.chuong).send(path, {}, to=f"{path}/check")
    return path


@pytest.fixture
def report(app):
    def look():
        with app.app_context():
            stmt = unscoped(select(Report), because="the test looks at the table")
            found = db.session.scalars(stmt).one()
            return found.status.value, found.number, found.pdf, found.docx, found.issued_by_id

    return look


def issue(browser, path, **typed):
    return browser.send(f"{path}/issue", {**TYPED, **typed}, to=f"{path}/issue")


def test_nothing_is_drawn_while_who_issues_waits(cast, browse, work, checked, report, monkeypatch):
    chairman = browse(cast.chuong)
    with monkeypatch.context() as request:
        request.setattr(paper, "render_pdf", lambda *args: 1 / 0)
        answer = issue(chairman, checked)

    assert (answer.status, answer.location) == (303, checked)
    page = chairman.get(checked)
    assert "Báo cáo số 05/BC-UBND" in page.text
    assert "Đang chờ đến lượt…" in page.text
    assert f'hx-get="{checked}"' in page.text
    assert report()[:4] == ("issuing", "05/BC-UBND", None, None)
    assert "Đang ban hành" in chairman.get("/reports").text

    work()
    status, _number, pdf, docx, issuer_id = report()
    assert (status, pdf[:4], docx[:2], issuer_id) == ("issued", b"%PDF", b"PK", cast.chuong.user_id)
    assert "Số 05/BC-UBND ngày 20/5/2026" in chairman.get(checked).text


def test_the_page_says_how_many_steps_are_done(cast, browse, work, checked, monkeypatch):
    seen, chairman, drawn = [], browse(cast.chuong), paper.word.report_docx
    issue(chairman, checked)

    def look():
        seen.append("Đã xong 1 trong 3" in chairman.get(checked).text)

    def looking(*args, **kwargs):
        # Another request has a session of its own.
        other = Thread(target=look)
        other.start()
        other.join()
        return drawn(*args, **kwargs)

    monkeypatch.setattr(paper.word, "report_docx", looking)
    work()

    assert seen == [True]


def test_issued_twice_it_is_once(app, cast, browse, work, checked, report):
    chairman = browse(cast.chuong)
    form = chairman.get(f"{checked}/issue").fields(f"{checked}/issue")

    answers = [chairman.post(f"{checked}/issue", {**form, **TYPED, "number": number}) for number in ("5", "5", "6")]
    assert [answer.status for answer in answers] == [303, 303, 409]
    assert "đang được ban hành" in answers[-1].text
    work()

    assert report()[:2] == ("issued", "05/BC-UBND")
    with app.app_context():
        names = [name for name in db.session.scalars(select(AuditEvent.name)) if name.startswith("report.issue")]
        assert names == ["report.issue_ordered", "report.issued"]


@pytest.mark.parametrize("act", ["commentary", "check", "recompile", "correct"])
def test_nothing_changes_a_report_that_is_being_issued(cast, browse, work, checked, report, act):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    issue(chairman, checked)
    browser = chairman if act == "check" else officer
    token = browser.get("/reports/new").fields()["csrf_token"]

    assert browser.post(f"{checked}/{act}", {"csrf_token": token, "general": "Thêm", "version": "2"}).status == 409
    work()
    assert report()[0] == "issued"


def test_a_draft_changed_while_its_paper_is_drawn_is_not_issued(app, cast, browse, work, checked, report, monkeypatch):
    """The action refuses; whoever gets past it all the same finds the paper of another version."""
    issue(browse(cast.chuong), checked)
    drawn, viewer = working.final_paper, cast.chau.viewer

    def slowly(found, head, **kwargs):
        done = drawn(found, head, **kwargs)
        with app.app_context():
            with pytest.raises(ReportIssuing), transaction():
                write_commentary(viewer, get_report(viewer, found.id), {"general": "Thêm"})
            with transaction():
                get_report(viewer, found.id).commentary = {"general": "Thêm"}
        return done

    monkeypatch.setattr(working, "final_paper", slowly)
    work()

    assert report()[0] == "issuing"


def test_a_killed_worker_draws_anew(cast, browse, work, checked, report, monkeypatch):
    issue(browse(cast.chuong), checked)

    class Killed(BaseException):
        """The worker's process ends here."""

    def die(*args, **kwargs):
        raise Killed

    with monkeypatch.context() as killed:
        killed.setattr(working, "issue_report", die)
        with pytest.raises(Killed):
            work()
    assert report()[0] == "issuing"

    work(LEASE + timedelta(seconds=1))
    assert report()[0] == "issued"


def test_what_could_not_be_drawn_is_told_and_can_be_issued_again(cast, browse, work, checked, report, monkeypatch):
    chairman = browse(cast.chuong)
    issue(chairman, checked)
    with monkeypatch.context() as broken:
        broken.setattr(working, "final_paper", lambda *args, **kwargs: 1 / 0)
        for number in range(MOST_ATTEMPTS + 1):
            work(number * timedelta(minutes=1))

    assert "Chưa ban hành được báo cáo này" in chairman.get(checked).text
    form = chairman.get(f"{checked}/issue").fields(f"{checked}/issue")
    assert (form["number"], form["symbol"], form["issued_on"]) == ("5", "BC-UBND", "20/5/2026")
    assert chairman.post(f"{checked}/issue", {**form, "number": "6"}).status == 303
    work(timedelta(minutes=9))
    assert report()[:2] == ("issued", "06/BC-UBND")


def test_what_could_not_be_drawn_can_be_written_anew(cast, browse, work, checked, report, monkeypatch):
    officer, chairman = browse(cast.chau), browse(cast.chuong)
    issue(chairman, checked)
    with monkeypatch.context() as broken:
        broken.setattr(working, "final_paper", lambda *args, **kwargs: 1 / 0)
        for number in range(MOST_ATTEMPTS + 1):
            work(number * timedelta(minutes=1))

    assert f"{checked}/commentary" in officer.get(checked).text
    answer = officer.send(f"{checked}/commentary", {"general": "Viết lại."}, to=f"{checked}/commentary")
    assert answer.status == 303
    assert report()[:2] == ("draft", None)
    assert "Viết lại." in officer.get(checked).text
    # Whoever reads the old page issues nothing that was not checked again.
    token = chairman.get(checked).fields()["csrf_token"]
    assert chairman.post(f"{checked}/issue", {**TYPED, "csrf_token": token}).status == 409


def test_the_root_that_is_printed_is_that_of_the_log_when_it_was_drawn(app, cast, browse, work, checked):
    issue(browse(cast.chuong), checked)
    with app.app_context():
        root = audit.root()
    work()

    assert root in browse(cast.chuong).get(checked).text
