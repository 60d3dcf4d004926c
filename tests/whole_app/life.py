"""What has happened in the province of `world.py`: a letter was sent and answered, people came and went."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from flask import Flask
from sqlalchemy import select

from app import tasks
from app.access.actions import grant_team
from app.access.models import User
from app.access.policy import Role
from app.access.scope import unscoped
from app.access.sessions import viewer_of
from app.admin.actions import keep_batch
from app.admin.judging import Written
from app.areas.queries import get_area
from app.areas.rules import AreaLevel
from app.briefings.actions import add_commitment, compile_briefing
from app.briefings.actions import take_figures as take_briefed
from app.clock import local_day, now
from app.correspondence.actions import draft_letter
from app.correspondence.queries import own_body
from app.correspondence.rules import Addressee, LetterKind, Listing, Row, SourceKey
from app.db import db, transaction
from app.declarations.rulebook.actions import (
    add_epidemic_area,
    add_sample,
    draft_form,
    draft_table,
    store_recording,
)
from app.declarations.rules import FormKind, RiskLevel
from app.directives.actions import (
    acknowledge,
    add_instruction,
    ask_question,
    confirm_period,
    load_letter,
    record_document,
    start_amendment,
)
from app.directives.periods import opens_at, period_of, periods_from
from app.directives.queries import Answer, get_directive, get_draft, list_ids_below
from app.directives.rules import ConfirmationOutcome, Period
from app.documents.papers import PDF, KeptPaper
from app.documents.tables_in import read_table
from app.door import Viewer, office_viewer
from app.follow_ups.actions import NewCase, open_case, propose_transfer, record_sample, write_report
from app.follow_ups.actions.reports import ask_for
from app.follow_ups.models import FollowUpLookRequest
from app.follow_ups.people import Person as Isolated
from app.follow_ups.queries import list_tests
from app.follow_ups.rules.cases import CaseClass, NeedKind, Place, SampleResult
from app.follow_ups.rules.reports import Session, Writer, read_cell
from app.inspections.models import Finding, Inspection, InspectionPaper, InspectionPhoto
from app.inspections.rules import InspectionStatus, Origin
from app.notices.models import ShortLink
from app.notices.people import Recipient
from app.notices.rules import Channel
from app.notices.telling import Notice, tell
from app.notices.wording import Variable
from app.organisations.models import Organisation
from app.posters.actions import order_run
from app.posters.models import Poster
from app.posters.national.actions import record_national_code
from app.posters.national.rules import TextSource
from app.posters.paper import Wish
from app.posters.queries import PosterFilter
from app.posters.rules import Bundle
from app.publicity.actions import plan_action, record_result
from app.publicity.plans import Plan, Result
from app.publicity.rules import PublicityChannel, PublicityLanguage
from app.reports.actions import compile_report, take_figures
from app.reports.rules import ReportStatus
from app.safety.actions import begin_assessment, load_shipped_sets, record_national, save_answers
from app.safety.grades.actions import load_shipped_grades
from app.safety.queries import list_sets
from app.safety.remedies.actions import Fault, close_remedy, open_remedies
from app.safety.remedies.rules import Evidence, RemedySource
from app.safety.rules import Level, Source
from app.safety.sets.actions import draft_set
from app.units.actions import issue_management_link
from app.units.coverage.actions import load_list
from app.units.coverage.models import MustRegisterEntry
from app.units.intake.actions import begin_import
from app.units.models import Unit
from app.units.rules import Outcome, UnitKind, UnitStatus
from app.zones.actions import (
    add_member,
    attach_team,
    enter_zone,
    file_round,
    issue_link,
    list_household,
    set_total,
    set_up_team,
)
from app.zones.queries import list_households
from app.zones.rules import Answer as Seen
from app.zones.rules import DecisionLevel, Need, RoundSession, ZoneKind
from app.zones.written import Decision, Details, Listed
from tests.browser_client import Browser
from tests.cast import Person
from tests.units.intake.files import row, xlsx
from tests.visits.sheets import sheet

SENT_BEFORE = timedelta(21)
HEADINGS = ["Tên cơ sở", "Loại hình", "Xã"]

COMMUNES = ("31078", "31096", "30769")


def first_period() -> date:
    """The first day of the oldest week that can be confirmed."""
    found = periods_from(local_day() - SENT_BEFORE, local_day())
    return next(period.first_on for period in found if opens_at(period) <= now())


def running_period() -> date:
    """The first day of the letter's week that holds today."""
    return period_of(local_day()).first_on


def write_rulebook() -> None:
    """The health department drafts a form and a table, lists an area, and has the form read aloud."""
    office = office_viewer()
    with transaction():
        draft_form(office, FormKind.GENERAL)
        draft_table(office)
        add_sample(office, name="Người từ nước ngoài về", conditions=["contact_country"], level=RiskLevel.AMBER)
        details = {"name": "Đà Nẵng", "from_on": local_day(), "basis": "Công điện 1"}
        add_epidemic_area(office, **details)
        store_recording(office, "vi", content=b"ID3 la la la", media_type="audio/mpeg")


def send_letter(heads: list[Person]) -> int:
    """Letter 568, acknowledged and for its first week confirmed by these heads; returns its id."""
    with transaction():
        directive_id = load_letter(office_viewer(), published_on=local_day() - SENT_BEFORE).id
    for head in heads:
        with transaction():
            acknowledge(head.viewer, directive_id)
            draft = get_draft(head.viewer, directive_id, first_period(), organisation_id=head.organisation_id)
            reasons = {line.measure.value: "Thiếu người" for line in draft.lines}
            answer = Answer(ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL, "Thiếu người", reasons)
            confirm_period(head.viewer, draft, answer)
            _work_on_letter(head, directive_id)
    with transaction():
        start_amendment(office_viewer(), get_directive(directive_id))
    return directive_id


def _work_on_letter(head: Person, directive_id: int) -> None:
    directive, kept = get_directive(directive_id), KeptPaper(PDF, b"%PDF-1.4 %%EOF")
    words = {"number": "1/KH", "title": "Kế hoạch", "signed_on": local_day(), "file_name": "ke-hoach.pdf"}
    record_document(head.viewer, directive, kept=kept, **words)
    ask_question(head.viewer, directive, "Hỏi về công văn")
    if list_ids_below(head.viewer, directive):
        add_instruction(head.viewer, directive, "Triển khai ngay")
    words = (PublicityChannel.LOUDSPEAKER, PublicityLanguage.BOTH, "Phát loa", "Chợ")
    action = plan_action(head.viewer, Plan(*words, planned_on=local_day()))
    record_result(head.viewer, action, Result(local_day(), 100, photo=b"jpeg"))


def write_to(user_ids: list[int]) -> None:
    """Something in the inbox of each account, and a short link."""
    values = {Variable.MONTH: "05/2021", Variable.SPENT: "1", Variable.BUDGET: "2"}
    with transaction():
        people = [Recipient(f"user-{user_id}", {Channel.INBOX: ""}, user_id) for user_id in user_ids]
        tell(Notice("notices.budget_stop", "trial/1", values, "/desk"), people)
        db.session.add(ShortLink(code="KG568A", path="/desk", made_at=now()))


def send_files_of_units(bodies: Mapping[str, int]) -> None:
    """A file with a good, a wrong and an unclear row from every body, checked."""
    content = xlsx(row(), row("", phone="12"), row("Quán B", kind="Gì đó"))
    with transaction():
        for body_id in bodies.values():
            sender = replace(office_viewer(), organisation_id=body_id)
            begin_import(sender, table=read_table(content, "a.xlsx"), content=content, file_name="a.xlsx")
    tasks.run_all()


def compile_reports(bodies: Mapping[str, int]) -> None:
    """For every body a report of the day before yesterday that was checked, and a draft of last week."""
    yesterday = local_day() - timedelta(1)
    day, week = Period(yesterday - timedelta(1), yesterday - timedelta(1)), Period(yesterday - timedelta(6), yesterday)
    with transaction():
        for body_id in bodies.values():
            known = compile_report(office_viewer(), take_figures(office_viewer(), organisation_id=body_id, period=day))
            known.status = ReportStatus.CHECKED
            compile_report(office_viewer(), take_figures(office_viewer(), organisation_id=body_id, period=week))


def brief_and_write(officers: Sequence[Person]) -> None:
    """A page for the chairman with a promise, and a letter of each of these officers' bodies."""
    found = Listing(
        "nhắc việc", "Danh sách", [Addressee("body-1", "Sở Du lịch")], ["Cơ quan"], [Row("body-1", ["Sở Du lịch"])]
    )
    office = officers[0].viewer
    with transaction():
        page = compile_briefing(office, take_briefed(office, office.organisation_id or 0))
        add_commitment(office, page, wording="Dán mã", responsible="Ông A", due_on=local_day())
        for officer in officers:
            draft_letter(
                officer.viewer,
                own_body(officer.viewer),
                kind=LetterKind.URGE,
                source=SourceKey.CONFIRMATIONS,
                about="nhắc việc",
                text="Nội dung.",
                found=found,
            )


def print_posters(officers: list[Person]) -> None:
    """Each of these officers has had the posters that he sees of the department's markets printed in one file."""
    for officer in officers:
        with transaction():
            order_run(officer.viewer, PosterFilter(search="tourism"), Wish(), Bundle.PDF)
    tasks.run_all()


def send_account_file() -> None:
    """A file of accounts that nobody confirmed yet."""
    rows = [Written(2, "Nguyễn Thị Hoa", "hoa", "district_officer", "district-911")]
    with transaction():
        sent_by = db.session.scalars(select(User).order_by(User.id)).first()
        keep_batch(viewer_of(sent_by), "tai-khoan.xlsx", rows)


def codes_of(units: Mapping[str, int]) -> dict[str, str]:
    """The code at the first gate of every unit."""
    stmt = select(Poster.unit_id, Poster.code).where(Poster.replaced_at.is_(None)).order_by(Poster.id.desc())
    found = dict(db.session.execute(unscoped(stmt, because="a test looks")).all())
    return {key: found[unit_id] for key, unit_id in units.items()}


def links_of(units: Mapping[str, int]) -> dict[str, str]:
    """A management link for every unit."""
    with transaction():
        stmt = unscoped(select(Unit), because="a test")
        found = {unit.id: unit for unit in db.session.scalars(stmt)}
        return {key: issue_management_link(office_viewer(), found[unit_id]) for key, unit_id in units.items()}


def list_who_must_register(places: Mapping[str, tuple[int, int]]) -> None:
    """For every body and commune a place that must register and a file that the body has sent."""
    with transaction():
        for name, (organisation_id, area_id) in places.items():
            sent = Viewer(organisation_id=organisation_id)
            loaded = load_list(sent, table=[HEADINGS], file_name="danh-sach.csv", source=f"Thuế {name}")
            row = {"list_id": loaded.id, "organisation_id": organisation_id, "area_id": area_id, "from_on": local_day()}
            texts = dict.fromkeys(("name", "name_key", "search_key", "sort_key"), f"co so {name}"[:80])
            entry = MustRegisterEntry(kind=UnitKind.SHOP, source=loaded.source, **row, **texts)
            db.session.add(entry)


def record_national_codes(units: Mapping[str, int]) -> None:
    """A code of the national system for every unit."""
    with transaction():
        stmt = unscoped(select(Unit).order_by(Unit.id), because="a test")
        for unit in db.session.scalars(stmt):
            content = f"https://qr.tokhaiyte.vn/d/{unit.id}"
            record_national_code(office_viewer(), unit, content=content, text_source=TextSource.LINK)


def inspect_units(bodies: Mapping[str, int], owners: Mapping[str, str], units: Mapping[str, int]) -> None:
    """Every unit was inspected by the body that answers for it, once signed with something to put right."""
    day = local_day()
    with transaction():
        for key, unit_id in units.items():
            seen = {"unit_id": unit_id, "organisation_id": bodies[owners[key]], "origin": Origin.HAND}
            signed = {
                "status": InspectionStatus.RECORDED,
                "signed_at": now(),
                "inspected_on": day,
                "level": Level.UNSAFE,
            }
            record = {"opinion": "Không có ý kiến khác", "level_because": "Không có người gác"}
            for number in range(2):
                state = {**signed, "record": record} if number == 0 else {"status": InspectionStatus.PLANNED}
                row = Inspection(**seen, **state, planned_on=day, planned_at=now())
                db.session.add(row)
                db.session.flush()
                below = {"unit_id": unit_id, "inspection_id": row.id}
                db.session.add(Finding(**below, text="Bổ sung nước sát khuẩn", due_on=day))
                db.session.add(InspectionPhoto(**below, digest="0" * 64, content=b"x", sent_at=now()))
                if number == 0:
                    db.session.add(InspectionPaper(inspection_id=row.id, pdf=b"%PDF-", drawn={}))


def begin_assessments() -> None:
    """Every unit has begun to assess itself here, and recorded a result of the national system."""
    with transaction():
        load_shipped_sets(office_viewer())
        stmt = unscoped(select(Unit).order_by(Unit.id), because="a test")
        for unit in db.session.scalars(stmt):
            if unit.status is UnitStatus.ACTIVE:
                told = {"level": Level.SAFE, "assessed_on": local_day(), "link": "https://antoancovid.vn/co-so/1"}
                draft = begin_assessment(office_viewer(), unit)
                save_answers(office_viewer(), draft, {}, photos={1: b"a picture"})
                record_national(office_viewer(), unit, source=Source.ANTOANCOVID, **told)
                ref = {"source": RemedySource.INSPECTION, "source_ref": "inspection:1"}
                (remedy,) = open_remedies(office_viewer(), unit, [Fault("Thiếu xà phòng")], **ref)
                close_remedy(office_viewer(), remedy, Evidence("Đã mua", b"a picture"))
        load_shipped_grades(office_viewer())
        for criteria_set in list_sets()[:3]:
            draft_set(office_viewer(), criteria_set)


def isolate_people() -> None:
    """At every unit somebody is isolated since yesterday, has a fever, and is to go to another one."""
    with transaction():
        stmt = unscoped(select(Unit).order_by(Unit.id), because="a test")
        for unit in db.session.scalars(stmt):
            new = NewCase(
                person=Isolated("Nguyễn Văn Cách Ly", birth_year=1985, reason="Tiếp xúc gần"),
                case_class=CaseClass.F1,
                place=Place.SITE,
                organisation=unit.organisation,
                area=unit.area,
                unit=unit,
                order_number="12/QĐ-UBND",
                started_on=local_day() - timedelta(1),
            )
            # More than one, so that the id of a row is never by chance that of its unit.
            for _n in range(2):
                row = open_case(office_viewer(), new)
                ask_for(row, NeedKind)
                # Of one that is due there is nothing to correct.
                record_sample(office_viewer(), list_tests(office_viewer(), row)[0], SampleResult.TAKEN, on=local_day())
                said = {"day": local_day(), "session": Session.MORNING, "writer": Writer.STAFF}
                write_report(office_viewer(), row, read_cell("38 ho"), **said)
            where = {"organisation": unit.organisation, "area": unit.area, "unit": unit}
            propose_transfer(office_viewer(), row, reason="", **where)
        somebody = db.session.scalar(select(User.id).where(User.role == Role.ADMINISTRATOR))
        for body_id in db.session.scalars(select(Organisation.id)):
            asked = {"asked_by_id": somebody, "asked_at": now(), "outcome": Outcome.OPEN, "reason": "Ca số 12"}
            db.session.add(FollowUpLookRequest(organisation_id=body_id, **asked))


def lock_down(member: Person) -> list[str]:
    """An area under isolation in each commune, with a team, its households and a round; the links of its members."""
    office, tokens = office_viewer(), []
    for code in COMMUNES:
        with transaction():
            area = get_area(code, AreaLevel.COMMUNE, on=local_day())
            paper = Decision("1/QĐ-UBND", local_day(), "Lê Văn Ký")
            zone = enter_zone(
                office,
                area,
                kind=ZoneKind.HAMLET,
                name="Ấp Một",
                decision=paper,
                level=DecisionLevel.DISTRICT,
                from_on=local_day(),
            )
            team = set_up_team(office, area, name="Tổ Một", is_standing=True)
            attach_team(office, zone, team)
            for n in range(len(tokens) + 2):
                list_household(office, team, Listed(Details(f"Chủ hộ {n}", "", f"Số {n}"), 3))
            set_total(office, area, household_count=900, source="UBND xã")
            joined = {"full_name": "Trần Thị Tổ", "phone": "0912345678", "is_leader": True}
            tokens.append(issue_link(office, add_member(office, team, **joined)))
            if code == COMMUNES[0]:
                grant_team(office, db.session.get_one(User, member.user_id), team.id)
            lacking = {list_households(office, team)[0].id: Seen(need=Need.MEDICINE)}
            file_round(office, team, local_day(), RoundSession.MORNING, lacking, on_paper=False)
    return tokens


def enter(app: Flask, codes: Mapping[str, str]) -> dict[str, str]:
    """One healthy visitor enters at every code; returns the receipts."""
    receipts = {}
    for n, (key, code) in enumerate(codes.items()):
        page = Browser(app).send(f"/q/{code}", sheet(full_name=f"NGUYỄN VĂN {'ABCDEGHIK'[n]}", phone=f"091234567{n}"))
        assert page.status == 303, page.text
        receipts[key] = page.location.removeprefix("/r/")
    return receipts
