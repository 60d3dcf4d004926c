"""What happened in the week of a letter, by SQL that knows nothing of measures."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, text

from app import clock
from app.db import UtcDateTime, db
from tests.browser.week_steps import FIRST_ON, FRIDAY, LAST_ON, REASONS


def sentences(facts: dict[str, Any]) -> list[str]:
    """What the report must say of the week, from what SQL found."""
    return [
        f"có {facts['active']:02} đơn vị đang hoạt động",
        f"Trong kỳ ghi nhận {facts['entries']} lượt khách đến",
        f"Có {facts['entry_done']}/{facts['entry_due']} ngày mở cửa",
        f"Có {facts['qr_done']}/{facts['qr_due']} điểm",
        f"phải xác nhận kết quả {facts['asked']:02} lượt",
        f"{facts['confirmed']:02} lượt xác nhận kết quả",
        f"{facts['confirmed_with_shortfall']:02} lượt xác nhận, có nội dung chưa đạt",
        f"{facts['not_confirmed']:02} lượt nêu chưa đủ cơ sở xác nhận",
        f"{facts['asked'] - facts['given']:02} lượt chưa xác nhận",
        f"Chưa xác nhận kết quả kỳ đã đến hạn: {facts['silent']}.",
        *(f"({reason})" for reason in REASONS),
    ]


def facts_of(app) -> dict[str, Any]:
    """The week by SQL alone."""
    with app.app_context():
        days = {"first": FIRST_ON, "last": LAST_ON}
        open_days = [clock.local_day(clock.at(FIRST_ON + timedelta(n), 12)) for n in range(7)]
        spoke = "FROM unit_day WHERE day BETWEEN :first AND :last AND entry_count > 0"
        active = "FROM unit_status_change WHERE status = 'active' AND from_on <= :day"
        city = "unit_id IN (SELECT id FROM unit WHERE name = 'Nhà nghỉ Gió Biển')"
        outcomes = ("confirmed", "confirmed_with_shortfall", "not_confirmed")
        given = "FROM confirmation WHERE first_on = :first"
        bodies = "SELECT name FROM organisation WHERE kind IN ('department', 'district')"
        whose = "organisation_id = (SELECT id FROM organisation WHERE name = :body)"
        taken = f"SELECT COUNT(*) FROM acknowledgement WHERE {whose} AND acknowledged_at < :until"
        said = (
            f"SELECT COUNT(*) FROM confirmation WHERE {whose} AND outcome <> 'not_confirmed' AND confirmed_at <= :until"
        )
        due = clock.at(FRIDAY, 15)
        return {
            "active": _one(f"SELECT COUNT(*) {active}", day=LAST_ON),
            "entries": _one(f"SELECT SUM(entry_count) {spoke}", **days),
            "entry_done": _one(f"SELECT COUNT(*) {spoke}", **days),
            "entry_due": sum(_one(f"SELECT COUNT(*) {active}", day=day) for day in open_days),
            "weak_done": _one(f"SELECT COUNT(*) {spoke} AND {city}", **days),
            "weak_due": sum(_one(f"SELECT COUNT(*) {active} AND {city}", day=day) for day in open_days),
            "qr_done": _one("SELECT COUNT(*) FROM poster WHERE displayed_on <= :last AND replaced_at IS NULL", **days),
            "qr_due": _one("SELECT COUNT(*) FROM poster WHERE replaced_at IS NULL"),
            "asked": _one("SELECT COUNT(*) FROM organisation WHERE kind IN ('department', 'district')"),
            "given": _one(f"SELECT COUNT(*) {given}", first=FIRST_ON),
            "silent": _name(f"{bodies} AND id NOT IN (SELECT organisation_id {given})", first=FIRST_ON),
            # Two steps were due of each head: to acknowledge until Thursday's end, to confirm until Friday, 15:00.
            "lead": {
                name: f"{_one(taken, body=name, until=clock.day_start(FRIDAY)) + _one(said, body=name, until=due)}/2"
                for name in db.session.scalars(text(bodies))
            },
        } | {name: _one(f"SELECT COUNT(*) {given} AND outcome = '{name}'", first=FIRST_ON) for name in outcomes}


def _name(sql: str, **values: date) -> str:
    return str(db.session.execute(text(sql), values).scalar_one())


def _one(sql: str, *, until: datetime | None = None, **values: date | str) -> int:
    stmt = text(sql).bindparams(bindparam("until", until, UtcDateTime())) if until else text(sql)
    return int(db.session.execute(stmt, values).scalar_one())
