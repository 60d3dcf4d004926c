"""A hostile walk: whoever is not on duty opens every address of isolation, file and paper, and reads no name."""

import unicodedata
from contextlib import suppress

import pypdfium2
import pytest

from app.access.policy import Role
from app.db import db, transaction
from app.door import office_viewer
from app.follow_ups.actions import end_case, record_sample, write_report
from app.follow_ups.actions.reports import ask_for, raise_alerts
from app.follow_ups.queries import get_case, list_reports, list_tests
from app.follow_ups.rules.alerts import AlertKind
from app.follow_ups.rules.cases import CaseEnd, NeedKind, PaperKind, SampleResult
from app.follow_ups.rules.reports import Reading, Session, Writer
from app.units.rules import UnitKind, UnitStatus
from app.zones.actions import set_up_team
from tests.factories import _commune, make_unit
from tests.follow_ups.conftest import NAME, account, open_at

pytestmark = pytest.mark.slow
AT_HOME, NOTE, PHONE = "Trần Thị Nhà", "Con trai ông Tám", "0912345678"
SECRETS = (NAME, AT_HOME, NOTE, PHONE)
SUFFIXES = ("csv", "xlsx")


@pytest.fixture
def cases(app, cast, site):
    """One at the site, one at home with the team, each with an alert, a need and samples."""
    with app.app_context(), transaction():
        rows = [open_at(site, room="P1"), open_at(name=AT_HOME, team_id=site.team_id)]
        db.session.flush()
        for row in rows:
            write_report(
                office_viewer(),
                row,
                Reading(note=NOTE),
                day=row.started_on,
                session=Session.MORNING,
                writer=Writer.SELF,
            )
            raise_alerts(row, [AlertKind.FEVER], row.started_on, Session.MORNING)
            ask_for(row, [NeedKind.DIALYSIS])
            # Of one that is due there is nothing to correct.
            record_sample(office_viewer(), list_tests(office_viewer(), row)[0], SampleResult.TAKEN, on=row.started_on)
        return [row.id for row in rows]


@pytest.fixture
def others(app, cast, site):
    """Everybody who is on duty for neither of them, or for one: by what he is."""
    with app.app_context():
        unit = make_unit(cast.binh, kind=UnitKind.QUARANTINE_SITE, status=UnitStatus.ACTIVE, name="Cơ sở khác")
        with transaction():
            team = set_up_team(office_viewer(), _commune("31078"), name="Tổ 2", is_standing=True)
            db.session.flush()
            found = {
                "another district": cast.binh,
                "observer": cast.oanh,
                "province office": cast.chau,
                "chairman": cast.chuong,
                "department": cast.lan,
                "province health": cast.hai,
                "administrator": cast.quan,
                "another site": account("xa", Role.SITE_STAFF, unit_id=unit.id),
                "another team": account("bay", Role.TEAM_MEMBER, body="commune-31078", team_id=team.id),
                "another commune": account("tho", Role.COMMUNE_OFFICER, body="commune-31096"),
                "gatekeeper of the site": account("bao", Role.GATEKEEPER, unit_id=site.unit_id),
                "manager of the site": account("chu", Role.MANAGER, unit_id=site.unit_id),
                "commune of the site": cast.duong,
                "the team": site.tam,
                "the site": site.sau,
            }
        db.session.remove()
    return found


# Who sees one of the two, by right.
SEES = {"commune of the site": AT_HOME, "the team": AT_HOME, "the site": NAME}


def _addresses(app, site, cases):
    """Every address that only reads, of both people, with its files."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            about = rule.endpoint.startswith(("follow_ups.", "monitoring.isolation", "monitoring.export_isolation"))
            if not about or "GET" not in rule.methods:
                continue
            is_of_one = rule.arguments & {"follow_up_id", "follow_up_test_id", "daily_report_id"}
            for case_id in cases if is_of_one else (0,):
                row = get_case(office_viewer(), case_id) if is_of_one else None
                sample = list_tests(office_viewer(), row)[0] if row else None
                records = list_reports(office_viewer(), row) if row else []
                for about_what in ("silent", "sessions", "missed", "first", "needs"):
                    for paper in PaperKind:
                        values = {"follow_up_id": case_id, "unit_id": site.unit_id, "suffix": "csv"}
                        values |= {"about": about_what, "paper_kind": paper.value}
                        values["follow_up_test_id"] = sample.id if sample else 0
                        values["daily_report_id"] = records[0].id if records else 0
                        with suppress(ValueError):  # an address that knows no such paper
                            path = rule.build({name: values[name] for name in rule.arguments})[1]
                            yield f"{path}?period=today" if "/monitor/" in path else path


def _paths(app, site, cases):
    return sorted(set(_addresses(app, site, cases)))


def test_the_walk_reaches_every_list_file_and_paper(app, cast, site, cases, browse):
    paths = _paths(app, site, cases)
    desk = browse(cast.an)

    assert len(paths) > 40
    assert {path for path in paths if path.endswith(".pdf")}
    answers = {path: desk.get(path) for path in paths if not path.endswith(".pdf")}
    assert {path for path, page in answers.items() if page.status not in (200, 403, 404)} == set()
    named = {path for path, page in answers.items() if NAME in page.text}
    assert NAME in _words(desk.get(f"/isolation/{cases[0]}/order.pdf"))
    assert {"/isolation", "/isolation.csv", "/isolation/alerts", "/isolation/needs.csv", "/isolation/grid"} <= named
    assert {f"/isolation/{cases[0]}/link", "/monitor/isolation/needs.csv?period=today"} <= named
    assert {"/isolation/tests/1/correct", "/isolation/reports/1/correct"} <= named


def test_whoever_is_not_on_duty_reads_no_name_anywhere(app, cast, site, cases, others, browse):
    paths, seen = _paths(app, site, cases), {}
    for who, person in others.items():
        desk, allowed = browse(person), SEES.get(who)
        hidden = [secret for secret in SECRETS[:2] if secret != allowed]
        for path in paths:
            page = desk.get(path)
            if path.endswith((".pdf", ".zip")):
                if page.status == 200 and path.endswith(".pdf") and _words(page) & set(hidden):
                    seen[who, path] = "a paper"
                continue
            found = [secret for secret in hidden if secret in page.text]
            found += [PHONE] if PHONE in page.text and f"/isolation/{cases[0]}" in path and allowed != NAME else []
            if found:
                seen[who, path] = found
    assert seen == {}


def _words(page):
    """Which of the two a paper names."""
    sheets = pypdfium2.PdfDocument(page.response.data)
    text = " ".join(word for sheet in sheets for word in sheet.get_textpage().get_text_range().split())
    return {secret for secret in SECRETS[:2] if secret.upper() in unicodedata.normalize("NFC", text).upper()}


def test_whoever_is_not_on_duty_changes_nothing(app, cast, site, cases, others, browse):
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("follow_ups.") and "POST" in rule.methods and rule.arguments
    ]
    done = {}
    for who in ("another district", "another site", "another team", "another commune", "observer", "department"):
        desk = browse(others[who])
        fields = desk.get("/isolation/protocols").fields()
        for rule in rules:
            names = {"unit_id": site.unit_id}
            path = rule.build({name: names.get(name, 1) for name in rule.arguments})[1]
            status = desk.post(path, fields).status
            if status not in (403, 404):
                done[who, path] = status
    assert done == {}


def test_a_link_dies_with_each_way_in_which_a_case_ends(app, cast, site, open_case_at, link_of, browse):
    for end in CaseEnd:
        case_id = open_case_at(site, phone="")
        link = link_of(case_id)
        assert browse().get(link).status == 200
        with app.app_context(), transaction():
            row = get_case(office_viewer(), case_id)
            row.planned_end_on = row.started_on
            end_case(office_viewer(), row, end=end, reason="x")

        phone = browse()
        assert (phone.get(link).status, phone.post(link, {"feeling": "well"}).status) == (404, 404)
        assert link not in browse(cast.an).get(f"/isolation/{case_id}").text
        assert browse(cast.an).get(f"/isolation/{case_id}/link").status == 404


def test_the_head_loses_who_was_sent_elsewhere_or_has_ended(app, cast, site, open_case_at, link_of, browse):
    from app.follow_ups.actions import accept_transfer, propose_transfer
    from app.units.queries import get_unit

    head_id = open_case_at(team_id=site.team_id)
    with app.app_context():
        head = get_case(office_viewer(), head_id)
    sent, gone = (open_case_at(name=name, head=head) for name in ("Lê Văn Chuyển", "Lê Văn Xong"))
    assert browse().get(link_of(head_id)).text.count("Lê Văn ***") == 2
    with app.app_context(), transaction():
        office, unit = office_viewer(), get_unit(office_viewer(), site.unit_id)
        row = get_case(office, sent)
        raise_alerts(row, [AlertKind.FEVER], row.started_on, Session.MORNING)
        offer = propose_transfer(
            office, row, organisation=unit.organisation, area=unit.area, unit=unit, reason="Không đủ phòng"
        )
        accept_transfer(office, offer)
        end_case(office, get_case(office, gone), end=CaseEnd.EARLY, reason="x")

    assert "Lê Văn ***" not in browse().get(link_of(head_id)).text
    # What waits of him is seen where he is now.
    assert "Lê Văn Chuyển" in browse(site.sau).get("/isolation/alerts").text
