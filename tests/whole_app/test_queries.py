"""How often a page asks the database: a citizen's form three times at most, an officer's page ten, for any rows."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, insert, select

from app.access.scope import unscoped
from app.clock import local_day, now
from app.codes import new_code
from app.db import db, transaction
from app.door import office_viewer
from app.gate.models import GateAct
from app.gate.regulars.actions import keep_groups
from app.gate.rules.acts import ActKind
from app.gate.rules.regulars import Group
from app.organisations.models import Organisation
from app.organisations.rules import OrganisationKind
from app.posters.models import Poster
from app.tallies.models import UnitDay
from app.units.intake.models import UnitImport
from app.units.models import Checkpoint, Unit, UnitOwnership, UnitStatusChange
from app.units.rules import UnitStatus
from app.visits.gates import find_gate
from tests.browser_client import Browser
from tests.cast import START
from tests.visits.sheets import sheet
from tests.whole_app.rows import filled
from tests.whole_app.world import World

pytestmark = pytest.mark.slow

CITIZENS, OFFICERS = 3, 10
# The figures' pages ask a little more, though not more for more rows: each measure counts its facts in a statement of
# its own, and the letter's own measure looks at letters, heads and weeks.
# Whether the worker has counted ahead is asked once for the figures and once for the trend. The desk counts what waits
# in each chapter that its reader works in.
FIGURES = {
    "the drill-down": 19,
    "a body's figures": 19,
    "a place's figures": 14,
    "the desk": 18,
    "the manager's desk": 12,
}
MANY = 50
# What the transaction itself says; not questions.
SILENT = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")

PAGES = {
    "the desk": ("district officer", "/desk"),
    "the manager's desk": ("manager", "/desk"),
    "the register": ("district officer", "/units"),
    "the register, searched": ("province officer", "/units?q=cho"),
    "a unit": ("district officer", "/units/{unit}"),
    "a unit's calendar": ("manager", "/units/{unit}/calendar"),
    "a unit's days": ("manager", "/units/{unit}/days"),
    "imports of units": ("district officer", "/units/import"),
    "an import of units": ("district officer", "/units/import/{import}"),
    "posters": ("district officer", "/posters"),
    "visits": ("manager", "/visits"),
    "the gate": ("gatekeeper", "/gate"),
    "who is inside": ("gatekeeper", "/gate/inside"),
    "a shift": ("gatekeeper", "/gate/regulars"),
    "machines at the gate": ("manager", "/units/{unit}/gate"),
    "who was held": ("manager", "/units/{unit}/gate/held"),
    "people who come every day": ("manager", "/units/{unit}/gate/regulars"),
    "words by kind of unit": ("health officer", "/rulebook/wordings"),
    "the drill-down": ("province officer", "/monitor"),
    "a body's figures": ("district officer", "/monitor/bodies/{body}"),
    "a place's figures": ("district officer", "/monitor/areas/31078"),
    "rows behind a figure": ("district officer", "/monitor/rows/entry"),
    "isolated people": ("district officer", "/isolation"),
    "alerts of isolated people": ("district officer", "/isolation/alerts"),
    "needs of isolated people": ("district officer", "/isolation/needs"),
    "the indicators of isolation": ("district officer", "/monitor/isolation"),
    "people behind an indicator": ("district officer", "/monitor/isolation/missed?period=today"),
    "letters": ("district head", "/directives"),
    "confirmations": ("district head", "/confirmations"),
    "reports": ("province officer", "/reports"),
    "organisations": ("province officer", "/organisations"),
    "areas": ("province officer", "/areas"),
    "accounts": ("administrator", "/admin/accounts"),
    "settings": ("administrator", "/admin/settings"),
    "jobs": ("administrator", "/admin/jobs"),
    "the audit log": ("administrator", "/audit"),
    "one's account": ("observer", "/account"),
}


@contextmanager
def counted(app: Flask) -> Iterator[list[str]]:
    """The statements that the app sends while inside."""
    said: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.lstrip().upper().startswith(SILENT):
            said.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _told(said: list[str]) -> str:
    return f"{len(said)} statements:\n" + "\n".join(" ".join(statement.split())[:160] for statement in said)


def _address(world: World, path: str) -> str:
    with world.app.app_context():
        found = {row.owner: row.id for row in world.rows(UnitImport)}
    ids = {"unit": world.units["Dương Đông's"], "body": world.bodies["district-911"], "import": found["district-911"]}
    return path.format(**ids)


@pytest.fixture
def ask(world: World) -> Callable[[str], list[str]]:
    """The statements behind a page of PAGES, asked a second time: caches are warm, the session was noted as in use."""

    def look(name: str) -> list[str]:
        label, path = PAGES[name]
        browser, address = world.sessions[label], _address(world, path)
        browser.get(address)
        with counted(world.app) as said:
            page = browser.get(address)
        assert page.status == 200, f"{address}: {page.status}"
        return said

    return look


@pytest.mark.parametrize("name", PAGES)
def test_an_officers_page_asks_ten_times_at_most(ask, name):
    said = ask(name)

    assert len(said) <= FIGURES.get(name, OFFICERS), _told(said)


def _multiply(world: World, numbers: Iterable[int]) -> None:
    """So many more units in Dương Đông, each of a body of its own, open for a month and counted each day of the week.

    Were they of one body, a list that loads the body of every row by itself would ask only once.
    """
    with world.app.app_context(), transaction():
        stmt = select(Unit.area_id).where(Unit.id == world.units["Dương Đông's"])
        area_id = db.session.scalar(unscoped(stmt, because="a test"))
        for n in numbers:
            _unit_of_its_own_body(world, n, area_id)


def _unit_of_its_own_body(world: World, n: int, area_id: int) -> None:
    names = {"sort_key": f"cho {n:02}", "search_key": f"cho {n:02}"}
    place = {"kind": OrganisationKind.DEPARTMENT, "parent_id": world.bodies["office"], "valid_from": START}
    body = Organisation(**filled("organisation", code=f"body-{n}", name=f"Sở số {n}", **place, **names))
    db.session.add(body)
    db.session.flush()
    since = {"status": UnitStatus.ACTIVE, "opened_on": START}
    unit = Unit(**filled("unit", organisation_id=body.id, area_id=area_id, name=f"Chợ số {n}", **since, **names))
    db.session.add(unit)
    db.session.flush()
    month_ago = local_day() - timedelta(30)
    db.session.add(UnitOwnership(unit_id=unit.id, organisation_id=body.id, from_on=START, at=now()))
    db.session.add(UnitStatusChange(unit_id=unit.id, status=UnitStatus.ACTIVE, from_on=month_ago, at=now()))
    door = Checkpoint(**filled("checkpoint", unit_id=unit.id))
    db.session.add(door)
    db.session.flush()
    db.session.add(Poster(**filled("poster", unit_id=unit.id, checkpoint_id=door.id, code=new_code())))
    days = [{"unit_id": unit.id, "day": local_day() - timedelta(d), "entry_count": 2} for d in range(7)]
    db.session.execute(unscoped(insert(UnitDay), because="a test"), days)


LISTS = ("the desk", "the register", "posters", "the drill-down", "a body's figures", "a place's figures")
LISTS += ("rows behind a figure", "confirmations", "reports", "accounts")


def test_more_rows_do_not_mean_more_questions(world, ask):
    # A page that is full asks how many rows there are in all: compared are full ones.
    _multiply(world, range(MANY))
    before = {name: ask(name) for name in LISTS}

    _multiply(world, range(MANY, 2 * MANY))

    grown = {name: _told(said) for name in LISTS if len(said := ask(name)) > len(before[name])}
    assert not grown, "\n".join(f"{name}, before {len(before[name])}, now {told}" for name, told in grown.items())


def test_fifty_people_at_a_gate_do_not_mean_more_questions(world, ask):
    names = ("the gate", "who is inside", "a shift", "who was held")
    before = {name: ask(name) for name in names}

    code, unit_id = world.codes["Dương Đông's"], world.units["Dương Đông's"]
    with world.app.app_context(), transaction():
        unit = db.session.scalars(unscoped(select(Unit).where(Unit.id == unit_id), because="a test")).one()
        keep_groups(office_viewer(), unit, [Group(f"Nhóm {n}", 5) for n in range(MANY)])
        gate = find_gate(code)
        for _each in range(MANY):
            act = GateAct(unit_id=unit_id, checkpoint_id=gate.checkpoint_id, day=local_day(), at=now())
            act.kind, act.reason = ActKind.REFUSED_SCAN, "unknown"
            db.session.add(act)
    for n in range(3):
        phone = Browser(world.app)
        fields = {**phone.get(f"/q/{code}").fields(), **sheet(full_name=f"LÊ {'ABC'[n]}", phone=f"091276543{n}")}
        assert phone.post(f"/q/{code}", fields).status == 303

    grown = {name: _told(said) for name in names if len(said := ask(name)) > len(before[name])}
    assert not grown, "\n".join(f"{name}, before {len(before[name])}, now {told}" for name, told in grown.items())


def test_the_citizens_form_asks_three_times_at_most(world):
    code, phone = world.codes["Dương Đông's"], Browser(world.app)
    phone.get(f"/q/{code}")
    with counted(world.app) as said:
        phone.get(f"/q/{code}")

    assert len(said) <= CITIZENS, _told(said)


def test_entering_asks_as_often_for_the_hundredth_visitor_as_for_the_first(world):
    """The entry itself: submission, declaration, what is open, the visit, the day book."""
    code = world.codes["Dương Đông's"]
    counts = []
    for n in (1, 2, 3, 4):
        phone = Browser(world.app)
        fields = {
            **phone.get(f"/q/{code}").fields(),
            **sheet(full_name=f"LÊ THỊ {'ABCD'[n - 1]}", phone=f"098765432{n}"),
        }
        with counted(world.app) as said:
            assert phone.post(f"/q/{code}", fields).status == 303
        counts.append(len(said))

    # What a process knows for a while it may have to read again at any one of them.
    _first, second, *others = counts
    assert min(others) <= second
    assert min(others) <= OFFICERS, _told(said)


def test_who_is_not_signed_in_is_not_looked_up(world):
    with counted(world.app) as said:
        Browser(world.app).get("/login")

    assert len(said) <= 1, _told(said)
