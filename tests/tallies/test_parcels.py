"""Statements that go to PostgreSQL in one parcel: as safe as one by one, and prepared for as long as the connection."""

from functools import partial

import psycopg
import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import IntegrityError, OperationalError

from app.clock import now
from app.db import Mode, begin_write, commit, db, lean_connection, mode, roll_back, transaction
from app.settings import SettingValue
from app.tallies import hot_path
from app.tallies.hot_path import Call, StatementsStale, look

ROW = {"value": '{"value": 1}', "basis": "không", "changed_by_id": None}
NAMES = ("key", "value", "from_on", "basis", "changed_by_id", "changed_at")
ADD = insert(SettingValue.__table__).values({name: bindparam(name) for name in NAMES})
KEYS = select(SettingValue.key).where(SettingValue.key.startswith(bindparam("start"))).order_by(SettingValue.key)

run_together = partial(hot_path.run_together, alone=True)


@pytest.fixture(autouse=True)
def _on_postgresql(inside) -> None:
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no way to go")


def _add(key: str) -> Call:
    return Call(ADD, {**ROW, "key": key, "from_on": now().date(), "changed_at": now()})


def _keys() -> list[str]:
    return [key for (key,) in look(Call(KEYS, {"start": "parcel"}))]


def test_statements_run_in_their_order_and_stand_with_the_transaction():
    with transaction():
        before, added, after = run_together([_all := Call(KEYS, {"start": "parcel"}), _add("parcel ă%"), _all])
        assert (before.rows, added.touched, after.rows) == ((), 1, [("parcel ă%",)])
        assert _keys() == []

    assert _keys() == ["parcel ă%"]


def test_a_refused_statement_takes_all_along_and_leaves_the_connection_fit():
    for _again in range(2):
        with pytest.raises(IntegrityError), transaction():
            run_together([_add("parcel a"), _add("parcel b"), _add("parcel a")])

    with transaction():
        run_together([_add("parcel a")])
    assert _keys() == ["parcel a"]


def test_a_rollback_leaves_statements_prepared():
    with transaction():
        run_together([_add("parcel a")])
    for _page in range(7):
        db.session.execute(select(SettingValue)).all()
        db.session.rollback()

    prepared = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'parcel%%'"
    assert db.session.connection().exec_driver_sql(prepared).scalar()
    db.session.rollback()
    with transaction():
        run_together([_add("parcel b")])
    assert _keys() == ["parcel a", "parcel b"]


@pytest.mark.parametrize("change", ["DEALLOCATE ALL", "ALTER TABLE setting_value ALTER key TYPE text"])
def test_statements_that_do_not_fit_any_more_are_prepared_anew_on_the_next_connection(change):
    asks = Call(KEYS, {"start": "parcel"})
    with transaction():
        run_together([asks])
        lean_connection().driver_connection.execute(change)

    with pytest.raises(StatementsStale), transaction():
        run_together([_add("parcel a"), asks])
    with transaction():
        run_together([_add("parcel a")])

    assert _keys() == ["parcel a"]


def test_what_went_past_the_session_is_given_up_where_the_session_is():
    begin_write()
    run_together([_add("parcel a")])
    roll_back()
    assert _keys() == []

    begin_write()
    run_together([_add("parcel a")])
    commit()
    roll_back()
    assert _keys() == ["parcel a"]


def test_a_page_cannot_write_past_the_session():
    roll_back()
    with mode(Mode.READ), pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
        run_together([_add("parcel a")])
    roll_back()
    assert _keys() == []


def test_a_commit_that_the_server_did_not_confirm_is_an_error_of_the_database():
    begin_write()
    run_together([_add("parcel a")])
    lean_connection().driver_connection.pgconn.finish()

    with pytest.raises(OperationalError):
        commit()
    assert _keys() == []
