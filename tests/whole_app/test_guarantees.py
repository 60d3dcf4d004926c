"""The guarantees of the house, each by trying to break it."""

from collections.abc import Iterator

import pytest
from flask import Blueprint, Flask
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError, OperationalError

from app import CHAPTERS, create_app, door
from app.access.scope import UnscopedQuery, scoped_tables, unscoped, within
from app.areas.models import Area
from app.db import Mode, begin_write, db, mode, transaction
from app.door import UnmarkedRoute, office_viewer, public
from app.units.models import Checkpoint, Unit
from app.web import csrf
from tests import databases

bp = Blueprint("trial", __name__)


@bp.get("/trial/writes-on-get")
@public
def writes_on_get() -> str:
    db.session.execute(insert(Area).values(_area("90001")))
    return "written"


@bp.post("/trial/refused-form")
@public
def refused_form() -> tuple[str, int]:
    db.session.execute(insert(Area).values(_area("90002")))
    return "not so", 422


@bp.post("/trial/good-form")
@public
def good_form() -> str:
    db.session.execute(insert(Area).values(_area("90003")))
    return "written"


@bp.post("/trial/late-conflict")
@public
def late_conflict() -> str:
    db.session.add(Area(**_area("90004")))
    db.session.add(Area(**_area("90004")))
    return "the clash shows at the commit only"


@bp.post("/trial/bug-after-write")
@public
def bug_after_write() -> str:
    db.session.execute(insert(Area).values(_area("90005")))
    raise RuntimeError


def _area(code: str) -> dict[str, object]:
    from tests.cast import START

    return {
        "code": code,
        "name": "Xã Thử",
        "level": "commune",
        "valid_from": START,
        "search_key": "thu",
        "sort_key": "thu",
    }


@pytest.fixture(scope="module")
def trial_app(database: databases.TestDatabase, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """A second app over the same database with views that misbehave."""
    from tests.conftest import environ

    other = create_app(environ(database.url, tmp_path_factory.mktemp("keys")))
    other.register_blueprint(bp)
    csrf.exempt(bp)
    return other


@pytest.fixture
def trial(app: Flask, trial_app: Flask) -> Iterator[Flask]:
    trial_app.config["PROPAGATE_EXCEPTIONS"] = None
    yield trial_app
    with trial_app.app_context():
        db.session.remove()
        db.engine.dispose()


def _stored(app: Flask, code: str) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(Area.code == code)) or 0


def test_a_get_cannot_write(trial):
    trial.config["PROPAGATE_EXCEPTIONS"] = False

    answer = trial.test_client().get("/trial/writes-on-get")

    assert answer.status_code >= 500
    assert _stored(trial, "90001") == 0


def test_a_refused_form_stores_nothing(trial):
    answer = trial.test_client().post("/trial/refused-form")

    assert answer.status_code == 422
    assert _stored(trial, "90002") == 0


def test_a_good_form_is_committed_before_its_answer(trial):
    answer = trial.test_client().post("/trial/good-form")

    assert answer.status_code == 200
    assert _stored(trial, "90003") == 1


def test_after_a_good_form_its_thread_only_reads_again(trial):
    with trial.app_context():
        trial.test_client().post("/trial/good-form")

        test_outside_a_transaction_writing_fails_loudly(None)


def test_who_began_to_write_in_one_context_only_reads_in_the_next(app):
    with app.app_context():
        begin_write()
    with app.app_context():
        test_outside_a_transaction_writing_fails_loudly(None)


def test_a_conflict_that_shows_at_the_commit_is_answered_409(trial):
    answer = trial.test_client().post("/trial/late-conflict")

    assert answer.status_code == 409
    assert _stored(trial, "90004") == 0


def test_a_bug_rolls_back(trial):
    trial.config["PROPAGATE_EXCEPTIONS"] = False
    answer = trial.test_client().post("/trial/bug-after-write")

    assert answer.status_code == 500
    assert _stored(trial, "90005") == 0


def test_outside_a_transaction_writing_fails_loudly(inside):
    with pytest.raises((OperationalError, IntegrityError, Exception), match=r"(?i)read.?only"):
        db.session.execute(insert(Area).values(_area("90006")))


def test_the_app_refuses_to_start_with_a_route_that_says_nothing_of_access():
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/open", endpoint="open", view_func=lambda: "hello")

    with pytest.raises(UnmarkedRoute, match="open"):
        door.refuse_unmarked_routes(app)


UNSCOPED = {
    "a plain select": lambda: select(Unit),
    "a column": lambda: select(Unit.name),
    "a count": lambda: select(func.count(Unit.id)),
    "a join": lambda: select(Area).join(Unit, Unit.area_id == Area.id),
    "a subquery": lambda: select(Area).where(Area.id.in_(select(Unit.area_id))),
    "an exists": lambda: select(Area).where(select(Unit.id).where(Unit.area_id == Area.id).exists()),
    "a cte": lambda: select(select(Unit.id).cte("u").c.id),
    "a union": lambda: select(Area.id).union(select(Unit.id)),
    "core": lambda: select(Unit.__table__),
    "an update": lambda: update(Unit).values(name="x"),
    "a delete": lambda: delete(Checkpoint),
    "a join beside within": lambda: within(office_viewer(), Unit).join(Checkpoint),
    "a select inside an insert": lambda: insert(Area).from_select(["name"], select(Unit.name)),
}


@pytest.mark.parametrize("statement", UNSCOPED.values(), ids=UNSCOPED.keys())
def test_rows_that_belong_to_somebody_are_not_read_on_nobodys_behalf(inside, statement):
    # What was looked at once is known the next time.
    for _again in range(2):
        with pytest.raises(UnscopedQuery):
            db.session.execute(statement())


def test_a_scoped_row_is_not_fetched_by_its_id_alone(inside):
    with pytest.raises(UnscopedQuery):
        db.session.get(Unit, 1)


def test_what_is_scoped_or_says_why_not_passes(inside):
    office = office_viewer()

    assert db.session.scalars(within(office, Unit)).all() == []
    assert db.session.scalars(within(office, Unit, Checkpoint).join(Checkpoint)).all() == []
    assert db.session.scalars(unscoped(select(Unit), because="a test")).all() == []


def test_every_table_with_a_unit_or_body_says_whose_its_rows_are():
    chains = {"unit_id", "organisation_id"}
    # Administrators' pages, the access chapter's own, and what a person finds in his own inbox.
    free = {"audit_event", "user", "user_unit", "relation", "appointment", "message", "reminder"}
    # How safe a place is everybody may know; the column names who decided.
    free |= {"area_grading"}
    tables = {table.name for table in db.metadata.tables.values() if chains & {column.name for column in table.columns}}

    assert tables - scoped_tables() - free == set()


def test_a_transaction_gives_up_what_was_read_and_commits(inside, app):
    with transaction():
        db.session.execute(insert(Area).values(_area("90007")))

    assert _stored(app, "90007") == 1


def _write_and_fail(code: str) -> None:
    with transaction():
        db.session.execute(insert(Area).values(_area(code)))
        raise RuntimeError


def test_what_fails_in_a_transaction_is_rolled_back(inside, app):
    with pytest.raises(RuntimeError):
        _write_and_fail("90008")

    assert _stored(app, "90008") == 0


def test_the_mode_of_a_context_ends_with_it(inside):
    with mode(Mode.WRITE):
        db.session.execute(insert(Area).values(_area("90009")))
        db.session.rollback()

    test_outside_a_transaction_writing_fails_loudly(None)


def test_every_chapter_says_in_a_line_what_it_is():
    from importlib import import_module

    for name in CHAPTERS:
        line = import_module(f"app.{name}").__doc__ or ""
        assert line.strip().endswith("."), name
        assert len(line.strip().splitlines()) == 1, name
