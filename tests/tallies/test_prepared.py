"""Statements that PostgreSQL keeps prepared: as safe as others, and prepared for as long as the connection."""

import psycopg
import pytest
from sqlalchemy import Engine, PoolProxiedConnection, bindparam, func, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from app.clock import now
from app.db import Mode, ReadsOnly, begin_write, commit, db, mode, roll_back, transaction
from app.settings import SettingValue
from app.tallies.at_hand import at_hand
from app.tallies.hot_path import Call, StatementsStale, look, run_prepared

ROW = {"value": '{"value": 1}', "basis": "không", "changed_by_id": None}
NAMES = ("key", "value", "from_on", "basis", "changed_by_id", "changed_at")
ADD = insert(SettingValue.__table__).values({name: bindparam(name) for name in NAMES})
KEYS = select(SettingValue.key).where(SettingValue.key.startswith(bindparam("start"))).order_by(SettingValue.key)
PID = select(func.pg_backend_pid())


@pytest.fixture(autouse=True)
def _on_postgresql(inside) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no way to go")
    begin_write()


def _add(key: str) -> Call:
    return Call(ADD, {**ROW, "key": key, "from_on": now().date(), "changed_at": now()})


def _keys() -> list[str]:
    return [key for (key,) in look(Call(KEYS, {"start": "kept"}))]


def test_what_is_written_alone_stands_when_it_returns():
    assert run_prepared(_add("kept ă%"), alone=True).touched == 1
    roll_back()

    assert _keys() == ["kept ă%"]


def test_what_is_written_beside_other_things_stands_or_falls_with_them():
    run_prepared(_add("kept a"), alone=False)
    assert _keys() == []
    roll_back()
    assert _keys() == []

    begin_write()
    run_prepared(_add("kept a"), alone=False)
    db.session.execute(select(SettingValue)).all()
    commit()
    assert _keys() == ["kept a"]


def test_a_connection_that_is_given_back_amid_a_transaction_gives_it_up():
    given = db.engine.raw_connection()
    run_prepared(_add("kept a"), alone=True)
    given.cursor().execute("UPDATE setting_value SET basis = 'có'")
    given.close()

    assert db.session.execute(select(SettingValue.basis)).scalar() == "không"
    with db.engine.raw_connection() as taken:
        assert taken.driver_connection.pgconn.transaction_status == psycopg.pq.TransactionStatus.IDLE


@pytest.mark.parametrize("alone", [True, False])
def test_a_refused_statement_leaves_the_connection_fit(alone):
    with transaction():
        run_prepared(_add("kept a"), alone=False)
    for _again in range(2):
        with pytest.raises(IntegrityError), transaction():
            run_prepared(_add("kept a"), alone=alone)

    with transaction():
        run_prepared(_add("kept b"), alone=alone)
    assert _keys() == ["kept a", "kept b"]


def test_a_rollback_leaves_statements_prepared():
    run_prepared(_add("kept a"), alone=False)
    commit()
    for _page in range(7):
        db.session.execute(select(SettingValue)).all()
        db.session.rollback()

    kept = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'kept%%'"
    assert db.session.connection().exec_driver_sql(kept).scalar()


@pytest.mark.parametrize("change", ["DEALLOCATE ALL", "ALTER TABLE setting_value ALTER key TYPE text"])
def test_statements_that_do_not_fit_any_more_are_prepared_anew_on_the_next_connection(change):
    asks = Call(KEYS, {"start": "kept"})
    with transaction():
        run_prepared(asks, alone=False)
        db.session.connection().exec_driver_sql(change)

    with pytest.raises(StatementsStale), transaction():
        run_prepared(asks, alone=False)
    with transaction():
        run_prepared(_add("kept a"), alone=False)

    assert _keys() == ["kept a"]


def test_a_page_that_only_reads_cannot_write():
    roll_back()
    with mode(Mode.READ), pytest.raises(ReadsOnly):
        run_prepared(_add("kept a"), alone=True)
    with mode(Mode.READ), pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        run_prepared(_add("kept a"), alone=False)
    roll_back()
    assert _keys() == []


def test_nothing_stands_that_the_server_refuses_only_at_the_commit():
    with transaction():
        db.session.connection().exec_driver_sql(
            "ALTER TABLE setting_value ADD UNIQUE (basis) DEFERRABLE INITIALLY DEFERRED"
        )
    begin_write()
    run_prepared(_add("kept a"), alone=True)

    with pytest.raises(IntegrityError):
        run_prepared(_add("kept b"), alone=True)
    assert _keys() == ["kept a"]


def test_a_server_that_is_not_there_is_an_error_of_the_database(monkeypatch):
    def refuse(_engine: Engine) -> None:
        raise psycopg.OperationalError("connection refused")

    monkeypatch.setattr(Engine, "raw_connection", refuse)
    with pytest.raises(OperationalError):
        run_prepared(_add("kept a"), alone=True)


def test_a_server_that_goes_away_is_an_error_of_the_database():
    with pytest.raises(OperationalError):
        run_prepared(Call(select(func.pg_terminate_backend(func.pg_backend_pid())), {}), alone=True)

    run_prepared(_add("kept a"), alone=True)
    assert _keys() == ["kept a"]


def _server_side() -> int:
    """Which process of the server answers."""
    ((pid,),) = look(Call(PID, {}))
    return int(pid)


def _take() -> PoolProxiedConnection:
    return at_hand().take() or db.engine.raw_connection()


def test_the_next_statement_goes_over_the_same_connection():
    assert _server_side() == _server_side()


def test_two_at_once_have_a_connection_each():
    first = _take()
    try:
        other = _server_side()
        assert other != first.driver_connection.info.backend_pid
    finally:
        at_hand().give_back(first)

    assert _server_side() == first.driver_connection.info.backend_pid


def test_what_waits_is_let_go_with_the_pool_and_when_the_server_went_away():
    first, second = _take(), _take()
    pids = {each.driver_connection.info.backend_pid for each in (first, second)}
    for each in (first, second):
        at_hand().give_back(each)
    with db.engine.connect() as connection:
        connection.execute(select(func.pg_terminate_backend(second.driver_connection.info.backend_pid)))
    with pytest.raises(OperationalError):
        _server_side()
    assert _server_side() not in pids

    before = _server_side()
    db.engine.dispose()
    assert _server_side() != before


def test_nobody_gets_a_connection_amid_a_transaction():
    taken = _take()
    taken.cursor().execute("SELECT 1")
    at_hand().give_back(taken)

    assert at_hand().take() is not taken
