"""What stands in the addresses of the portal: for every variable of a route, the rows it may name and whose they are.

`test_routes.py` fails on a variable that is not listed here.
"""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from sqlalchemy import select

from app.access.policy import Role
from app.access.scope import unscoped
from app.areas.models import Area
from app.areas.rules import AreaLevel
from app.db import db
from app.declarations.models import Recording
from app.follow_ups.models import FollowUp
from app.follow_ups.people import token_of as token_of_case
from app.gate.links import token_of
from app.gate.models import GateDevice
from app.reports.models import Report
from app.reports.rules import ReportStatus
from app.units.coverage.models import MustRegisterEntry
from app.units.models import Checkpoint, Closure, Unit, UnitTransfer
from app.units.rules import CheckpointKind
from app.zones.models import Household, Team
from tests.whole_app.life import first_period, running_period
from tests.whole_app.world import UNITS, WITHHELD, Row, World

Rows = Callable[[World], Sequence[Row]]


def _of(chapter: str, name: str) -> Rows:
    """Rows of a scoped table, one of every unit or body."""
    return lambda world: world.rows(getattr(import_module(f"app.{chapter}.models"), name))


def _words(*words: object) -> Rows:
    """Words that name no row: a language, a day, a measure."""
    return lambda _world: [Row(word) for word in words]


def _ids(chapter: str, name: str) -> Rows:
    """Rows of a table that belongs to nobody."""

    def look(world: World) -> Sequence[Row]:
        model = getattr(import_module(f"app.{chapter}.models"), name)
        return [Row(found) for found in db.session.scalars(select(model.id).order_by(model.id).limit(3))]

    return look


def _bodies(world: World) -> Sequence[Row]:
    return [Row(body_id, owner=code) for code, body_id in world.bodies.items()]


def _areas(_world: World) -> Sequence[Row]:
    return [Row(code, commune=code) for code in ("31078", "31096", "30769")]


def _districts(_world: World) -> Sequence[Row]:
    stmt = select(Area.id).where(Area.level == AreaLevel.DISTRICT).order_by(Area.id)
    return [Row(area_id) for area_id in db.session.scalars(stmt)]


def _checked_reports(world: World) -> Sequence[Row]:
    owners = {body_id: code for code, body_id in world.bodies.items()}
    stmt = select(Report.id, Report.organisation_id).where(Report.status == ReportStatus.CHECKED).order_by(Report.id)
    rows = db.session.execute(unscoped(stmt, because="a test looks at all rows"))
    return [Row(report_id, owners[body_id]) for report_id, body_id in rows]


def _vehicles(world: World) -> Sequence[Row]:
    stmt = select(Checkpoint.unit_id, Checkpoint.id).where(Checkpoint.kind == CheckpointKind.VEHICLE)
    found = dict(db.session.execute(unscoped(stmt, because="a test looks at all rows")).all())
    return [Row(found[i], *UNITS[key], key) for key, i in world.units.items()]


def _codes(world: World) -> Sequence[Row]:
    return world.secrets("codes")


def _entries(world: World) -> Sequence[Row]:
    """Rows of must-register lists: whoever answers for the place or has it in his area sees them."""
    owners = {body_id: code for code, body_id in world.bodies.items()}
    stmt = select(MustRegisterEntry.id, MustRegisterEntry.organisation_id, Area.code).join(MustRegisterEntry.area)
    rows = db.session.execute(unscoped(stmt.order_by(MustRegisterEntry.id), because="a test looks at all rows"))
    return [Row(entry_id, owners[body_id], commune) for entry_id, body_id, commune in rows]


def _recordings(_world: World) -> Sequence[Row]:
    return [Row(each) for each in db.session.scalars(select(Recording.digest).where(Recording.language == "vi"))]


def _device_links(world: World) -> Sequence[Row]:
    """Links of machines at gates: whoever holds one may use it."""
    ids = [row.id for row in world.rows(GateDevice)]
    stmt = select(GateDevice).where(GateDevice.id.in_(ids)).order_by(GateDevice.id)
    return [Row(token_of(device)) for device in db.session.scalars(unscoped(stmt, because="a test looks at all rows"))]


def _isolated(name: str) -> Rows:
    """Rows about isolated people; nobody is isolated at a unit that is withheld."""
    rows = _of("follow_ups", name)
    return lambda world: [row for row in rows(world) if row.unit not in WITHHELD]


def _of_cases(name: str) -> Rows:
    """One row of a table about the case of every unit."""

    def look(world: World) -> Sequence[Row]:
        model = getattr(import_module("app.follow_ups.models"), name)
        stmt = unscoped(
            select(model.follow_up_id, model.id).order_by(model.id.desc()), because="a test looks at all rows"
        )
        found = dict(db.session.execute(stmt).all())
        rows = _isolated("FollowUp")(world)
        return [Row(found[row.id], row.owner, row.commune, row.unit) for row in rows if row.id in found]

    return look


def _health_links(world: World) -> Sequence[Row]:
    """Links by which isolated people report: whoever holds one may use it."""
    ids = [row.id for row in world.rows(FollowUp)]
    stmt = select(FollowUp).where(FollowUp.id.in_(ids)).order_by(FollowUp.id)
    return [Row(token_of_case(row)) for row in db.session.scalars(unscoped(stmt, because="a test looks at all rows"))]


COMMUNES = ("31078", "31096", "30769")


def _in_communes(name: str) -> Rows:
    """Rows of areas under isolation and teams: in each commune the first."""

    def look(_world: World) -> Sequence[Row]:
        model = getattr(import_module("app.zones.models"), name)
        stmt = select(Area.code, model.id).order_by(model.id.desc())
        if name == "HouseholdNeed":
            stmt = stmt.join(Household, Household.id == model.household_id)
            stmt = stmt.join(Team, Team.id == Household.team_id).join(Area, Area.id == Team.area_id)
        elif name not in ("Zone", "Team"):
            stmt = stmt.join(Team, Team.id == model.team_id).join(Area, Area.id == Team.area_id)
        else:
            stmt = stmt.join(Area, Area.id == model.area_id)
        found = dict(db.session.execute(unscoped(stmt, because="a test looks at all rows")).all())
        teams = {code: f"commune-{code}" if name != "Zone" else None for code in COMMUNES}
        return [Row(found[code], f"commune-{code}", code, team=teams[code]) for code in COMMUNES]

    return look


def _team_links(world: World) -> Sequence[Row]:
    return [Row(token) for token in world.team_links]


# endpoint.variable, or the variable alone: what may stand there
VARIABLES: Mapping[str, Rows] = {
    "unit_id": lambda world: world.rows(Unit),
    "checkpoint_id": lambda world: world.rows(Checkpoint),
    "closure_id": lambda world: world.rows(Closure),
    "units.vehicle.checkpoint_id": lambda world: _vehicles(world),
    "units.describe_vehicle.checkpoint_id": lambda world: _vehicles(world),
    "trip_id": _of("trips", "Trip"),
    "transfer_id": lambda world: world.rows(UnitTransfer),
    "poster_id": _of("posters", "Poster"),
    "national_code_id": _of("posters.national", "NationalCode"),
    "must_list_id": _of("units.coverage", "MustRegisterList"),
    "entry_id": _entries,
    "run_id": _of("posters", "PrintRun"),
    "home.verify.code": _codes,
    "assessment_id": _of("safety", "Assessment"),
    "follow_up_id": _isolated("FollowUp"),
    "alert_id": _isolated("FollowUpAlert"),
    "follow_up_transfer_id": _isolated("FollowUpTransfer"),
    "paper_kind": _words("order", "certificate"),
    "follow_up_test_id": _of_cases("FollowUpTest"),
    "follow_up_need_id": _of_cases("FollowUpNeed"),
    "household_need_id": _in_communes("HouseholdNeed"),
    "follow_up_look_request_id": _of("follow_ups", "FollowUpLookRequest"),
    "daily_report_id": _of_cases("DailyReport"),
    "about": _words("missed", "needs"),
    "health_token": _health_links,
    "section_number": _words(1),
    "photo_number": _words(1),
    "set_id": _ids("safety", "CriteriaSet"),
    "set_draft_id": _ids("safety.sets", "CriteriaDraft"),
    "remedy_id": _of("safety.remedies", "Remedy"),
    "public_unit_id": lambda world: [row for row in world.rows(Unit) if row.unit not in WITHHELD],
    "safety_public.badge.picture": _words("svg", "png"),
    "safety_public.of_code.code": _codes,
    "inspection_id": _of("inspections", "Inspection"),
    "photo_id": _of("inspections", "InspectionPhoto"),
    "finding_id": _of("inspections", "Finding"),
    "confirmation_id": _of("directives", "Confirmation"),
    "paper_id": _of("directives", "Paper"),
    "draft_id": _ids("directives", "DirectiveDraft"),
    "action_id": _of("publicity", "PublicityAction"),
    "area_id": _districts,
    "publicity.leaflet.language": _words("vi", "km"),
    "publicity.picture.language": _words("vi"),
    "position": _words(1),
    "question_id": _of("directives", "DirectiveQuestion"),
    "cascade.question.directive_id": _ids("directives", "Directive"),
    "cascade.answer.directive_id": _ids("directives", "Directive"),
    "report_id": _of("reports", "Report"),
    # What nobody has checked yet is not issued: the last ones are drafts, those before them checked.
    "reports.ask_to_issue.report_id": lambda world: _checked_reports(world),
    "briefing_id": _of("briefings", "Briefing"),
    "commitment_id": _of("briefings", "Commitment"),
    "outgoing_id": _of("correspondence", "OutgoingLetter"),
    "flag_id": _of("flags", "Flag"),
    "view_id": lambda world: world.views_of_accounts(),
    "session_id": lambda world: world.sessions_of_accounts(),
    "letter_id": lambda world: world.letters_of_accounts(),
    "message_id": _ids("notices", "Message"),
    "kind_key": _words("notices.budget_stop"),
    "channel_name": _words("inbox", "email"),
    "language": _words("vi"),
    "slot_name": _words("sms_first", "zalo"),
    "link_code": _words("KG568A"),
    "user_id": _ids("access", "User"),
    "batch_id": _ids("admin", "AccountBatch"),
    "listing_id": _ids("areas", "HighRiskListing"),
    "holiday_id": _ids("units", "SchoolHoliday"),
    "directive_id": _ids("directives", "Directive"),
    # Any body's sheet for any letter: the letter is everybody's.
    "cascade.sheet.directive_id": _ids("directives", "Directive"),
    "cascade.pack.directive_id": _ids("directives", "Directive"),
    "version_id": _ids("declarations", "FormVersion"),
    "table_id": _ids("declarations", "TriageVersion"),
    "sample_id": _ids("declarations", "TriageSample"),
    "epidemic_area_id": _ids("declarations", "EpidemicArea"),
    "commune": _words("31078", "30769"),
    "unit_kind": _words("hotel", "hospital"),
    "rulebook.draft_form.form": _words("general"),
    "digest": _recordings,
    "organisation_id": _bodies,
    "appointment_id": _ids("organisations", "Appointment"),
    "first_on": lambda _world: [Row(first_period())],
    # What was confirmed is not prepared any more.
    **{f"confirmations.{view}.first_on": lambda _world: [Row(running_period())] for view in ("preparation", "paper")},
    "monitoring.area.code": _areas,
    "monitoring.area_units.code": _areas,
    "monitoring.export_area.code": _areas,
    "monitoring.export_area_units.code": _areas,
    "measure": _words("entry", "qr", "lead"),
    "suffix": _words("csv", "xlsx"),
    "change": _words("suspend", "close"),
    "import_id": _of("units.intake", "UnitImport"),
    "admin.show_setting.key": _words("tallies.door_closes_hour"),
    "admin.change_setting.key": _words("tallies.door_closes_hour"),
    "languages.choose.code": _words("vi"),
    **{f"entry.{view}.code": _codes for view in ("show", "send", "forget", "show_scanned", "send_scanned")},
    "own.crowding.code": _codes,
    "device_token": _device_links,
    "act_id": _of("gate", "GateAct"),
    "device_id": _of("gate", "GateDevice"),
    "zone_id": _in_communes("Zone"),
    "team_id": _in_communes("Team"),
    "member_id": _in_communes("TeamMember"),
    "household_id": _in_communes("Household"),
    "session_name": _words("morning", "afternoon"),
    **{f"teams_public.{view}.token": _team_links for view in ("open_link", "sign_in", "choose_pin")},
    "receipt": lambda world: world.secrets("receipts"),
    "token": lambda world: world.secrets("links"),
}
# Variables that name something which belongs to nobody: whoever holds the permission or the secret sees it.
EVERYBODYS = {
    "languages.choose.code",
    "session_name",
    "teams_public.open_link.token",
    "teams_public.sign_in.token",
    "teams_public.choose_pin.token",
    "cascade.sheet.directive_id",
    "cascade.pack.directive_id",
    "home.verify.code",
    "receipt",
    "token",
    "device_token",
    "health_token",
    "paper_kind",
    "about",
    "measure",
    "suffix",
    "change",
    "first_on",
    "confirmations.preparation.first_on",
    "confirmations.paper.first_on",
    "holiday_id",
    "message_id",
    "appointment_id",
    "kind_key",
    "channel_name",
    "language",
    "slot_name",
    "section_number",
    "photo_number",
    "set_id",
    "set_draft_id",
    "public_unit_id",
    "safety_public.badge.picture",
    "safety_public.of_code.code",
    "link_code",
    "version_id",
    "table_id",
    "sample_id",
    "epidemic_area_id",
    "commune",
    "unit_kind",
    "rulebook.draft_form.form",
    "digest",
    "position",
    "publicity.leaflet.language",
    "publicity.picture.language",
    "cascade.question.directive_id",
    "cascade.answer.directive_id",
} | {
    "admin.show_setting.key",
    "admin.change_setting.key",
    *(name for name in VARIABLES if name.startswith(("entry.", "own."))),
}

# endpoint, or with a word of its address or a role behind it: what a visible row answers on GET, where this is not 200
ANSWERS: Mapping[str, frozenset[int]] = {
    "languages.choose": frozenset({303}),
    "sharing.follow": frozenset({303}),
    "home.enter_code": frozenset({422}),
    # Nobody says which here: those that failed, or those of which nobody knows.
    "notices.send_all_again": frozenset({404}),
    # Only on the device that sent the form; everybody else is led back to the receipt.
    "own.ask_to_correct": frozenset({303}),
    "own.ask_to_withdraw": frozenset({303}),
    # Nobody has sent a picture of a poster here: one's own code and a foreign one look alike.
    "posters.photo": frozenset({404}),
    # Nobody has shown a picture of what was put right.
    "inspections.finding_photo": frozenset({404}),
    # Signed records are no longer written.
    "inspections.record": frozenset({303}),
    "inspections.ask_to_sign": frozenset({303}),
    # What those who were held had declared is long erased.
    "gate.held": frozenset({404}),
    # The letter was loaded without a scan of it.
    "cascade.letter_file": frozenset({404}),
    # Nobody's last day has come, so that a certificate would not be true.
    "follow_ups.paper certificate": frozenset({404}),
    "follow_ups.papers certificate": frozenset({404}),
    # One paper for all of a page's people for whom one is on duty: health officers of the province are for nobody.
    f"follow_ups.papers {Role.HEALTH_OFFICER.value}": frozenset({404}),
    # The machines of this world were invited a month ago; trying all links at once meets the limit.
    "gate_public.enrol": frozenset({410}),
    "gate_public.enrol_now": frozenset({303, 409, 429}),
}
# Pages that take long to draw: two of each are enough.
HEAVY = {"posters.poster_pdf", "posters.kit", "posters_public.poster", "reports.pdf", "reports.docx", "briefings.pdf"}
HEAVY |= {"correspondence.docx", "own.paper", "publicity.leaflet", "rounds.sheet", "cascade.sheet", "cascade.pack"}
