"""Four weeks of a province's doors behind a register: written by PostgreSQL itself, what is measured is reading."""

from datetime import timedelta

from sqlalchemy import text

from app.access.actions import create_account
from app.access.policy import Role
from app.clock import local_day
from app.db import db, transaction
from app.directives.actions import load_letter
from app.door import office_viewer
from app.organisations.loading import OFFICE_CODE
from app.partitions import DAYS_AHEAD, ensure_days
from bench.followed import COMMUNE, COMMUNE_OFFICER, DISTRICT, DISTRICT_OFFICER, HEALTH, find_body
from bench.register import make_register, settle
from tests.cast import PASSWORD

DAYS = 28
CHAIRMAN, OFFICE, DEPARTMENT = "chutich", "vanphong", "dulich"
# Who looks, with which account, and for which body: by its code or its name.
PEOPLE = (
    (CHAIRMAN, Role.PROVINCE_HEAD, OFFICE_CODE),
    (OFFICE, Role.PROVINCE_OFFICER, OFFICE_CODE),
    (HEALTH, Role.HEALTH_OFFICER, "Sở Y tế"),
    (DEPARTMENT, Role.DEPARTMENT_OFFICER, "Sở Du lịch"),
    (DISTRICT_OFFICER, Role.DISTRICT_OFFICER, f"district-{DISTRICT}"),
    (COMMUNE_OFFICER, Role.COMMUNE_OFFICER, f"commune-{COMMUNE}"),
)
# The floor counts visits and looks none of them up: without these, twenty million are stored in minutes.
UNASKED = (
    "DROP INDEX ix_visit_unit",
    "DROP INDEX ix_visit_phone",
    "DROP INDEX uq_visit_open",
    "ALTER TABLE visit DROP CONSTRAINT pk_visit",
)
BEGUN = (
    "UPDATE unit SET opened_on = :first",
    "UPDATE unit_ownership SET from_on = :first",
    "UPDATE poster SET issued_at = now() - interval '40 days'",
    "UPDATE poster SET displayed_on = :first, display_source = 'manager' WHERE id % 10 > 0",
    """INSERT INTO unit_status_change (unit_id, status, from_on, reason, at)
       SELECT id, status, :first, '', now() FROM unit""",
)
# One day in eight says nothing, one in eight that nobody came.
DAY_BOOK = """
    INSERT INTO unit_day (unit_id, day, entry_count, exit_count, declaration_count, no_visitors_at)
    SELECT id, day, came, came, came, CASE WHEN lot = 1 THEN day::timestamp + interval '12 hours' END
    FROM (SELECT id, day::date AS day, lot, CASE WHEN lot > 1 THEN 1 + (id + lot) % (2 * :busy) ELSE 0 END AS came
          FROM unit, generate_series(CAST(:first AS date), CAST(:today AS date), interval '1 day') AS day,
               LATERAL (SELECT abs(hashint8(id * 1000 + extract(doy FROM day)::int)) % 8 AS lot) AS drawn
          WHERE status = 'active') AS drawn_day
    WHERE lot > 0"""
VISITS = """
    INSERT INTO visit (day, id, unit_id, poster_id, declaration_day, declaration_id, checked_in_at, checked_out_at,
                       exit_kind, suspect, person, person_index)
    SELECT day, unit_id || '-' || n, unit_id, unit_id, day, '', day::timestamp, day::timestamp, 'scan', false,
           decode(repeat('00', 60), 'hex'), decode(md5(unit_id || '-' || n), 'hex')
    FROM unit_day, generate_series(1, entry_count) AS n WHERE day = :day"""


def make_province(unit_count: int, *, busy: int) -> None:
    """A register with a letter, 28 days of doors at which `busy` people enter on the average, and who looks."""
    make_register(unit_count)
    today = local_day()
    first = today - timedelta(DAYS)
    _run(*UNASKED)
    with transaction():
        ensure_days(first, today + timedelta(DAYS_AHEAD))
        load_letter(office_viewer(), published_on=first)
        _people()
    _run(*BEGUN, first=first)
    _run(DAY_BOOK, first=first, today=today, busy=busy)
    for number in range(DAYS + 1):
        _run(VISITS, day=first + timedelta(number))
    settle()


def _people() -> None:
    for username, role, body in PEOPLE:
        create_account(
            office_viewer(),
            username=username,
            password=PASSWORD,
            full_name=username,
            role=role,
            organisation=find_body(body),
            must_change_password=False,
        )


def _run(*statements: str, **values: object) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(
                text(statement), {name: each for name, each in values.items() if f":{name}" in statement}
            )
