"""The list, its file, the plan by risk, and the figures for the report against a plain count."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from app.clock import day_start, local_day, now
from app.db import db, transaction
from app.documents.tables_in import read_table
from app.flags.models import Flag
from app.flags.rules import FlagKind
from app.inspections.models import Finding, Inspection, Referral
from app.inspections.queries import RiskFilter, counted, list_risks, risk
from app.inspections.rules import FindingOutcome, InspectionStatus, Origin, Sign
from app.organisations.models import Organisation
from app.safety.rules import Level
from app.tallies.models import UnitDay
from app.units.actions import restrict_unit
from app.units.rules import UnitKind, UnitStatus
from app.visits.models import Visit
from tests.factories import make_unit
from tests.inspections.conftest import plan, rows_of, the_unit
from tests.made_once import made_once


def test_the_list_is_narrowed_and_kept_as_a_file(cast, school, browse):
    an = browse(cast.an)
    plan(an, school)

    assert "1 cuộc kiểm tra" in an.get("/inspections?q=tieu+hoc&kind=school&need=today&mine=1").text
    assert "0 cuộc kiểm tra" in an.get("/inspections?status=closed").text
    assert "0 cuộc kiểm tra" in an.get("/inspections?kind=hotel").text
    assert "0 cuộc kiểm tra" in browse(cast.duong).get("/inspections?mine=1").text
    assert "0 cuộc kiểm tra" in browse(cast.binh).get("/inspections").text
    rows = read_table(an.get("/inspections.xlsx").response.data, "x.xlsx")
    assert [row[5] for row in rows] == ["Cơ quan kiểm tra", "UBND thành phố Phú Quốc"]


@pytest.mark.slow
def test_the_desk_counts_what_its_list_shows(cast, school, browse):
    an, hai = browse(cast.an), browse(cast.hai)
    plan(an, school)
    plan(hai, school)

    assert "Kiểm tra đến ngày" in an.get("/desk").text
    assert "2 cuộc kiểm tra" in an.get("/inspections?need=today").text
    assert "1 cuộc kiểm tra" in an.get("/inspections?need=today&ours=1").text
    assert "Kiểm tra đến ngày" not in browse(cast.duong).get("/desk").text
    assert "Kiểm tra đến ngày" not in browse(cast.chuong).get("/desk").text


def test_the_units_page_has_its_inspections_as_a_panel(cast, school, browse):
    an = browse(cast.an)
    plan(an, school)

    part = an.get(school.inspections, headers={"HX-Request": "true"})

    assert f'hx-get="{school.inspections}"' in an.get(f"/units/{school.unit_id}").text
    assert "<html" not in part.text
    assert "Đã lên kế hoạch" in part.text


def test_the_plan_by_risk_names_units_with_their_reasons_and_takes_them(app, cast, school, browse):
    with app.app_context(), transaction():
        day = local_day() - timedelta(5)
        flag = {"unit_id": school.unit_id, "kind": FlagKind.NEVER_EXIT, "day": day, "rows": [{"entries": 30}]}
        db.session.add(Flag(**flag, opened_at=now(), explain_by=day))
        db.session.add(UnitDay(unit_id=school.unit_id, day=local_day() - timedelta(1), entry_count=1400))
    an = browse(cast.an)

    page = an.get("/inspections/plan")
    fields = an.get(school.inspections).fields(school.inspections)
    nothing = an.post("/inspections/plan", fields)
    sent = an.post("/inspections/plan", {**fields, "units": str(school.unit_id)})

    assert "200 lượt khách một ngày (10 điểm)" in page.text
    assert "1 số liệu cần kiểm tra chưa được giải trình (10 điểm)" in page.text
    assert "chưa kiểm tra lần nào (15 điểm)" in page.text
    assert sent.status == 303
    row = rows_of(app, Inspection)[0]
    assert row.origin is Origin.RISK
    assert {each["sign"] for each in row.reasons} == {"footfall", "flags", "never", "not_assessed"}
    assert "Trường Tiểu học" not in an.get("/inspections/plan").text
    assert nothing.status == 422
    assert "Hãy chọn ít nhất một đơn vị." in nothing.text


def test_visitors_who_found_it_poor_are_a_reason(app, cast, school):
    with app.app_context():
        with transaction():
            for number in range(6):
                visit = {"day": local_day(), "id": f"v{number}", "unit_id": school.unit_id, "poster_id": 1}
                visit |= {"declaration_day": local_day(), "declaration_id": f"d{number}", "checked_in_at": now()}
                sealed = {"person": b"x", "person_index": bytes([number]), "checked_out_at": now()}
                db.session.add(Visit(**visit, **sealed, rating=1 if number < 2 else 3))
        found = list_risks(cast.an.viewer, RiskFilter())[0].risk.reasons

    assert [each.seen for each in found if each.sign is Sign.RATINGS] == [2]


def test_units_that_are_not_the_viewers_or_not_offered_do_not_come_into_the_plan(app, cast, school, browse):
    binh = browse(cast.binh)
    with app.app_context():
        own = make_unit(
            cast.binh, owner="district-900", commune="30769", status=UnitStatus.ACTIVE, name="Chợ Hà Tiên"
        ).id
    fields = binh.get(f"/units/{own}/inspections").fields(f"/units/{own}/inspections")

    page = binh.post("/inspections/plan", {**fields, "units": str(school.unit_id)})

    assert page.status == 422
    assert "Trường Tiểu học" not in page.text
    assert rows_of(app, Inspection) == []


def _body(code):
    return db.session.scalars(select(Organisation.id).where(Organisation.code == code)).one()


def _past(unit_id, day, level, **more):
    signed = {"signed_at": day_start(day), "inspected_on": day, "level": level, "scored_level": level, **more}
    row = Inspection(
        unit_id=unit_id, organisation_id=_body("district-911"), origin=Origin.HAND, planned_on=day, **signed
    )
    row.status, row.planned_at = InspectionStatus.CLOSED, day_start(day)
    db.session.add(row)
    db.session.flush()
    return row


@made_once
def history(app, cast, school):
    """Visits of three units: one at the edge of the span, one before it, one withheld, with what they found."""
    today = local_day()
    with app.app_context():
        hotel = make_unit(cast.an, name="Khách sạn", status=UnitStatus.ACTIVE).id
        far = make_unit(cast.binh, owner="district-900", commune="30769", status=UnitStatus.ACTIVE).id
        with transaction():
            first = _past(school.unit_id, today - timedelta(7), Level.SAFE)
            first.level = Level.UNSAFE
            again = _past(school.unit_id, today, Level.SAFE, follows_id=first.id)
            old = _past(hotel, today - timedelta(8), Level.AT_RISK)
            elsewhere = _past(far, today - timedelta(1), None)
            for visit, outcome, due in (
                (first, FindingOutcome.FIXED, today), (old, FindingOutcome.FIXED, today - timedelta(2)),
                (again, None, today), (elsewhere, None, today + timedelta(9)),
                (first, FindingOutcome.NOT_FIXED, today - timedelta(7)),
            ):  # fmt: skip
                checked = now() if outcome else None
                told = {"unit_id": visit.unit_id, "inspection_id": visit.id, "text": "x"}
                db.session.add(Finding(**told, due_on=due, outcome=outcome, checked_at=checked))
            paper = {"decree": "117/2020/NĐ-CP", "about": "x", "number": "1", "body": "x", "recorded_at": now()}
            db.session.add(Referral(unit_id=hotel, inspection_id=old.id, referred_on=today, **paper))
        with transaction():
            restrict_unit(cast.chau.viewer, the_unit(school), basis="Quyết định 1")
        db.session.remove()
    return today


@pytest.mark.parametrize(
    ("who", "areas"),
    [("chau", ("31078", "30769")), ("hai", ("31078", "30769")), ("an", ("31078",)), ("binh", ("30769",))],
)
def test_the_figures_are_those_of_a_plain_count_at_every_level(app, cast, history, who, areas):
    since, until = history - timedelta(7), history
    codes = ", ".join(f"'{code}'" for code in areas)
    where = f"unit_id IN (SELECT u.id FROM unit u JOIN area a ON a.id = u.area_id WHERE a.code IN ({codes}))"
    span = f"BETWEEN '{since}' AND '{until}'"
    with app.app_context():
        found = counted(getattr(cast, who).viewer, since, until)
        plain = db.session.connection().execute

        def number(sql):
            return plain(text(sql)).scalar_one()

        signed = f"FROM inspection WHERE {where} AND inspected_on {span}"
        assert found.inspections == number(f"SELECT count(*) {signed}")
        assert found.units == number(f"SELECT count(DISTINCT unit_id) {signed}")
        assert found.revisits == number(f"SELECT count(*) {signed} AND follows_id IS NOT NULL")
        assert found.overruled == number(f"SELECT count(*) {signed} AND level <> scored_level")
        for level, count in found.by_level.items():
            assert count == number(f"SELECT count(*) {signed} AND level = '{level.value}'")
        made = f"FROM finding WHERE {where}"
        assert found.findings == number(f"SELECT count(*) {made} AND inspection_id IN (SELECT id {signed})")
        assert found.fixed == number(f"SELECT count(*) {made} AND outcome = 'fixed'")
        late = "(outcome IS NULL OR outcome <> 'fixed')"
        assert found.unfixed == number(f"SELECT count(*) {made} AND due_on {span} AND {late}")
        assert found.referrals == number(f"SELECT count(*) FROM referral WHERE {where} AND referred_on {span}")


def test_the_plan_knows_the_last_visit_and_what_is_overdue(app, cast, history):
    with app.app_context(), time_machine.travel(now() + timedelta(40), tick=False):
        lines = list_risks(cast.chau.viewer, RiskFilter(kind=UnitKind.SCHOOL))

    reasons = {each.sign: each.seen for each in lines[0].risk.reasons}
    assert reasons[Sign.LONG_AGO] == 40
    assert reasons[Sign.FINDINGS] == 1
    assert Sign.NEVER not in reasons


def test_what_thousands_of_units_said_is_looked_up_one_by_one(app, cast):
    """Read through once more for every unit, it took 6.5 seconds to plan among 12,000."""
    with app.app_context():
        if db.engine.dialect.name != "sqlite":
            pytest.skip("another database chooses among plans by itself")
        stmt = risk._statement(cast.chau.viewer, RiskFilter(), local_day())
        asked = stmt.compile(db.engine, compile_kwargs={"render_postcompile": True})
        parameters = [asked.construct_params()[name] for name in asked.positiontup]
        written = tuple(each if isinstance(each, int) else str(each) for each in parameters)
        plan = [row[-1] for row in db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", written)]

    assert any("LEFT-JOIN" in line for line in plan)
    assert not [line for line in plan if line.startswith("SCAN") and "LEFT-JOIN" in line]
