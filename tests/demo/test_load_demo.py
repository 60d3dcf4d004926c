"""What a loaded demo holds."""

import json
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import LargeBinary, select

from app import clock
from app.access.models import User
from app.access.passwords import is_right
from app.access.queries import find_account
from app.access.scope import unscoped, within
from app.access.sessions import viewer_of
from app.areas.models import Area
from app.audit import AuditEvent
from app.briefings.models import Briefing
from app.briefings.rules import BriefingStatus
from app.config import Environment
from app.correspondence.models import OutgoingLetter
from app.crypto import CellRef, current_keys, day_key_id, unseal_json
from app.db import Base, db
from app.declarations.models import Declaration
from app.declarations.rules import RiskLevel
from app.demo.days import citizens
from app.directives.models import (
    Acknowledgement,
    Confirmation,
    DirectiveOpening,
    DirectiveQuestion,
    ImplementingDocument,
)
from app.directives.rules import ConfirmationOutcome
from app.follow_ups.models import FollowUp
from app.follow_ups.paper import is_true_of
from app.follow_ups.rules.cases import CaseEnd, PaperKind
from app.organisations.models import Appointment, Organisation
from app.posters.models import Poster
from app.reports.models import Report
from app.reports.rules import ReportStatus
from app.tallies.models import UnitDay
from app.tallies.rules import NationalApp
from app.trips.models import Trip, TripTally, TripVisit
from app.units.models import Unit
from app.units.rules import UnitKind, UnitStatus
from app.visits.models import Visit
from app.visits.rules import FACTS, ExitKind
from tests.demo.conftest import LOAD, UNTIL, run

pytestmark = pytest.mark.slow
SECRET = {
    *(("user", "password_hash"), ("management_link", "token_digest"), ("user_session", "token_digest")),
    *(("follow_up", "key"), ("follow_up", "token_digest"), ("daily_report", "key"), ("team", "key_id")),
}


def rows_of(stmt):
    return db.session.execute(unscoped(stmt, because="the test looks at everything")).all()


def visible(app):
    """Every row of every table without sealed columns and hashes."""
    with app.app_context():
        return {table.name: rows_of(select(*_shown(table)).order_by(*table.primary_key)) for table in _tables()}


def _tables():
    return [table for table in Base.metadata.sorted_tables if not table.name.startswith("alembic")]


def _shown(table):
    return [
        column
        for column in table.c
        if not isinstance(column.type, LargeBinary) and (table.name, column.name) not in SECRET
    ]


def test_an_equal_seed_and_day_tell_an_equal_story(province, make_world):
    again, _ = make_world("again")
    # As in another process, which has met nobody yet.
    citizens.cache_clear()
    assert run(again, *LOAD).exit_code == 0

    first, second = visible(province), visible(again)

    assert [name for name in first if first[name] != second[name]] == []
    assert len(first["visit"]) > 1000
    assert people(province) == people(again)


def people(app):
    """Who declared what, opened with the app's own keys."""
    with app.app_context():
        rows = rows_of(select(Declaration).order_by(Declaration.day, Declaration.id))
        return [(_opened("declaration", "person", row), _opened("declaration", "answers", row)) for row in rows]


def test_another_seed_tells_another_story(province, make_world):
    other, _ = make_world("other")
    assert run(other, *LOAD[:2], "--units", "3", "--days", "1", "--seed", "9", "--until", UNTIL).exit_code == 0

    codes, others = ({row.code for row in visible(app)["poster"]} for app in (province, other))

    assert not codes & others


def test_every_kind_is_in_every_district(province):
    found = rows_of(select(Unit.kind, Area.parent_id).join(Area, Area.id == Unit.area_id).distinct())

    assert Counter(kind for kind, _ in found) == dict.fromkeys(UnitKind, 15)


def test_units_are_in_every_state(province):
    statuses = Counter(status for (status,) in rows_of(select(Unit.status)))

    assert set(statuses) == set(UnitStatus)
    assert statuses[UnitStatus.ACTIVE] > 0.75 * statuses.total()
    assert statuses.total() == 290


def test_ferries_and_coaches_went_and_brought_their_passengers(province):
    trips = [trip for (trip,) in rows_of(select(Trip).order_by(Trip.planned_at))]
    aboard = Counter(trip_id for (trip_id,) in rows_of(select(TripVisit.trip_id)))
    arrived = {trip.id: trip.arrived_at for trip in trips if trip.arrived_at}
    joined = select(TripVisit.trip_id, Visit.checked_out_at).join(
        Visit, (Visit.day == TripVisit.day) & (Visit.id == TripVisit.visit_id)
    )
    left = rows_of(joined.where(Visit.exit_kind == ExitKind.ARRIVED))

    assert Counter(trip.day for trip in trips) == dict.fromkeys(clock.days(date(2021, 5, 20), date(2021, 5, 30)), 7)
    assert len(arrived) == 70
    assert sum(aboard.values()) > 30
    assert left
    assert all(abs(arrived[trip_id] - at) <= timedelta(seconds=1) for trip_id, at in left)
    assert {tally.app for (tally,) in rows_of(select(TripTally))} == {NationalApp.NCOVI}


def test_everybody_is_invented(province):
    """No operator gives out 051, no province prints 099 on a card."""
    declared = [person for person, _ in people(province)]
    officials = [
        phone
        for columns in ((Unit.phone,), (Unit.manager_phone,), (Appointment.phone,))
        for (phone,) in rows_of(select(*columns))
    ]

    assert {person["phone"][:3] for person in declared} == {"051"}
    assert {person["id_number"][:3] for person in declared} == {"099", ""}
    assert {phone[:3] for phone in officials} == {"051"}


def _opened(table, column, row):
    (entity,) = row
    ref = CellRef(table, column, entity.id, day_key_id(entity.day))
    return unseal_json(current_keys(), ref, getattr(entity, column))


def test_the_day_book_counts_what_happened(province):
    counted = {(row.unit_id, row.day): row for (row,) in rows_of(select(UnitDay))}
    entered, left = Counter(), Counter()
    for (visit,) in rows_of(select(Visit)):
        entered[visit.unit_id, visit.day] += 1
        left[visit.unit_id, visit.day] += visit.exit_kind in FACTS

    assert {key: row.entry_count for key, row in counted.items() if row.entry_count} == entered
    assert {key: row.exit_count for key, row in counted.items() if row.exit_count} == +left
    assert any(row.no_visitors_at for row in counted.values())


def test_entries_lie_on_the_days_asked_for_and_nothing_in_the_future(province):
    end = clock.day_start(date.fromisoformat(UNTIL))
    visits = [visit for (visit,) in rows_of(select(Visit))]

    assert {visit.day for visit in visits} == set(clock.days(date(2021, 5, 20), date(2021, 5, 29)))
    assert max(visit.checked_in_at for visit in visits) < end
    assert max(visit.checked_out_at for visit in visits if visit.checked_out_at) < end
    assert any(visit.checked_out_at is None for visit in visits)


def test_stays_end_recorded_mostly_and_guessed_sometimes(province):
    ends = Counter(visit.exit_kind for (visit,) in rows_of(select(Visit)))

    assert 0.7 < ends[ExitKind.RECORDED] / ends.total() < 0.95
    assert ends[ExitKind.ELAPSED] > 0


def test_doors_are_used_by_their_own_codes_only(province):
    of_unit = dict(rows_of(select(Poster.id, Poster.unit_id)))

    assert all(of_unit[visit.poster_id] == visit.unit_id for (visit,) in rows_of(select(Visit)))


def test_weak_districts_control_fewer_doors(province):
    parent = select(Area.id, Area.code).subquery()
    stmt = select(parent.c.code, UnitDay.entry_count).select_from(UnitDay).join(Unit, Unit.id == UnitDay.unit_id)
    stmt = stmt.join(Area, Area.id == Unit.area_id).join(parent, parent.c.id == Area.parent_id)
    days = Counter(code for code, count in rows_of(stmt) if count)
    units = Counter(
        code
        for (code,) in rows_of(
            select(parent.c.code)
            .select_from(Unit)
            .join(Area, Area.id == Unit.area_id)
            .join(parent, parent.c.id == Area.parent_id)
        )
    )

    assert days["903"] / units["903"] < 0.8 * days["911"] / units["911"]


def test_letters_were_acknowledged_by_most_and_confirmed_in_three_ways(province):
    communes = {body for (body,) in rows_of(select(Organisation.id).where(Organisation.kind == "commune"))}
    opened = {body for (body,) in rows_of(select(DirectiveOpening.organisation_id))}
    acknowledged = {body for (body,) in rows_of(select(Acknowledgement.organisation_id))}
    outcomes = {outcome for (outcome,) in rows_of(select(Confirmation.outcome))}

    assert 20 < len(acknowledged - communes) < len(opened - communes) < 56
    assert 90 < len(acknowledged & communes) < len(communes)
    assert len({body for (body,) in rows_of(select(ImplementingDocument.organisation_id))}) > 20
    assert {bool(answer) for (answer,) in rows_of(select(DirectiveQuestion.answer))} == {True, False}
    assert any("paper" in evidence for (evidence,) in rows_of(select(Confirmation.evidence)))
    assert outcomes == set(ConfirmationOutcome)


def test_the_heads_with_accounts_have_something_left_to_do(province):
    heads = {name: find_account(name).organisation_id for name in ("department-head", "district-head")}
    confirmed = {
        body
        for (body,) in rows_of(select(Confirmation.organisation_id).where(Confirmation.first_on == date(2021, 5, 21)))
    }

    assert not set(heads.values()) & confirmed
    assert heads["department-head"] not in {body for (body,) in rows_of(select(Acknowledgement.organisation_id))}


def test_the_chairman_has_a_page_that_says_what_became_of_the_last_promises(province):
    pages = [page for (page,) in rows_of(select(Briefing).order_by(Briefing.as_of))]

    assert [page.status for page in pages] == [BriefingStatus.PRESENTED] * len(pages)
    assert [each["outcome"] for each in pages[-1].kept] == ["kept", "broken"]
    assert pages[-1].asks


def test_a_letter_has_been_begun(province):
    ((letter,),) = rows_of(select(OutgoingLetter))

    assert letter.addressees
    assert letter.number is None


def test_an_older_report_is_issued_and_the_newest_is_a_draft(province):
    reports = [report for (report,) in rows_of(select(Report).order_by(Report.first_on))]

    assert [report.status for report in reports] == [ReportStatus.ISSUED, ReportStatus.DRAFT]
    assert reports[0].number == "201/BC-UBND"
    assert reports[0].pdf.startswith(b"%PDF")


def test_a_cluster_can_be_traced(province):
    """Who declared a fever at a health station had sat together with several people on the days before."""
    visits = [visit for (visit,) in rows_of(select(Visit))]
    names = {visit.id: _opened("visit", "person", (visit,))["full_name"] for visit in visits}
    answers = {
        row.id: _opened("declaration", "answers", (row,))
        for (row,) in rows_of(select(Declaration).where(Declaration.risk == RiskLevel.RED))
    }
    (ill,) = [visit for visit in visits if "38,2" in answers.get(visit.id, {}).get("symptoms_details", "")]

    met = defaultdict(set)
    for own in (visit for visit in visits if names[visit.id] == names[ill.id] and visit.day < ill.day):
        for other in visits:
            together = other.unit_id == own.unit_id and other.day == own.day and other.id != own.id
            if together and other.checked_in_at < own.checked_out_at and own.checked_in_at < other.checked_out_at:
                met[own.day].add(names[other.id])

    assert len(met) >= 2
    assert len(set().union(*met.values())) >= 6


def test_info_names_address_accounts_and_codes(province):
    shown = json.loads(run(province, "demo", "info").output)

    assert set(shown) == {"base_url", "accounts", "units", "isolation_links"}
    assert [account["username"] for account in shown["accounts"]] == [
        *("province", "chairman", "health", "health2", "department", "department-head", "education", "district"),
        *("district-head", "hatien", "commune", "observer", "team", "manager", "gate", "site", "admin"),
    ]
    assert all(set(account) == {"role", "username", "password", "scope"} for account in shown["accounts"])
    assert shown["units"][0]["kind"] in ("hotel", "quarantine_site")
    assert set(shown["units"][0]) == {"code", "name", "kind", "url"}
    assert shown["units"][0]["url"] == f"http://localhost/q/{shown['units'][0]['code']}"


def test_the_passwords_that_info_prints_open_the_accounts(province):
    shown = json.loads(run(province, "demo", "info").output)

    for account in shown["accounts"]:
        user = find_account(account["username"])
        assert is_right(user.password_hash, account["password"])
        assert not user.must_change_password
        assert user.role.value == account["role"]


def test_the_manager_holds_a_hotel_of_the_tourism_department_on_phu_quoc(province):
    (unit,) = [unit for (unit,) in rows_of(select(Unit).where(Unit.name == "Khách sạn Biển Ngọc"))]

    assert unit.kind is UnitKind.HOTEL
    assert unit.organisation.code == "so-du-lich"
    assert unit.area.parent.code == "911"


def test_a_second_load_is_refused(province):
    said = run(province, *LOAD)

    assert said.exit_code == 1
    assert "only into an empty one" in said.output


def test_production_gets_no_invented_people(province, monkeypatch):
    monkeypatch.setitem(province.config, "PORTAL_ENV", Environment.PRODUCTION)

    said = run(province, *LOAD)

    assert said.exit_code == 1
    assert "production" in said.output


def test_the_sizes_on_offer_are_said(app):
    said = run(app, "demo", "load", "--scale", "province")

    assert said.exit_code == 2
    assert "'small'" in said.output


def test_the_demos_team_has_its_round_and_looks_after_people_at_home(province):
    with province.app_context():
        user = db.session.scalar(select(User).where(User.username == "team"))
        viewer = viewer_of(user)
        kept = rows_of(within(viewer, FollowUp).with_only_columns(FollowUp.team_id))

    assert viewer.team_ids
    assert kept
    assert {team_id for (team_id,) in kept} == viewer.team_ids


def test_accounts_say_what_they_are_for(province):
    scopes = {each["username"]: each["scope"] for each in json.loads(run(province, "demo", "info").output)["accounts"]}

    assert scopes["hatien"] == "UBND thành phố Hà Tiên"
    assert scopes["gate"] == scopes["manager"] == "Khách sạn Biển Ngọc"
    assert scopes["site"].startswith("Cơ sở cách ly tập trung")


def test_the_newest_registrations_wait_for_an_officer(province):
    waiting = [unit for (unit,) in rows_of(select(Unit).where(Unit.status == UnitStatus.PENDING))]

    oldest = clock.day_start(date.fromisoformat(UNTIL)) - timedelta(8)
    assert all(oldest < unit.registered_at for unit in waiting)
    assert len({unit.registered_at.date() for unit in waiting}) > 1


def test_somebody_was_released_with_his_papers(province):
    with province.app_context():
        stmt = unscoped(select(FollowUp).where(FollowUp.ended_on.is_not(None)), because="a test looks at all rows")
        released = db.session.scalars(stmt).all()
        served = db.session.scalars(select(AuditEvent.subject_id).where(AuditEvent.name == "follow_up.served")).all()
        papers = [(row.end, is_true_of(PaperKind.CERTIFICATE, row), served.count(str(row.id))) for row in released]

    assert papers == [(CaseEnd.COMPLETED, True, 2)] * 2
