"""Statements that go to PostgreSQL in one parcel: as safe as one by one, and prepared for as long as the connection."""

import pytest
from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from app.clock import now
from app.db import db, transaction
from app.settings import SettingValue
from app.tallies.hot_path import Call, StatementsStale, look, run_together

ROW = {"value": '{"value": 1}', "basis": "không", "changed_by_id": None}
NAMES = ("key", "value", "from_on", "basis", "changed_by_id", "changed_at")
ADD = insert(SettingValue.__table__).values({name: bindparam(name) for name in NAMES})
KEYS = select(SettingValue.key).where(SettingValue.key.startswith(bindparam("start"))).order_by(SettingValue.key)


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
        db.session.connection().execute(text(change))

    with pytest.raises(StatementsStale), transaction():
        run_together([_add("parcel a"), asks])
    with transaction():
        run_together([_add("parcel a")])

    assert _keys() == ["parcel a"]
