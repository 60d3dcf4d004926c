"""`qr` and `entry` in plain SQL that knows of no scopes, spells, windows or levels: one row a point or open day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Date, TextClause, bindparam, text

from app import clock
from app.db import UtcDateTime, db

ACTIVE = """
    (SELECT s.status FROM unit_status_change s WHERE s.unit_id = u.id AND s.from_on <= :day
     ORDER BY s.from_on DESC, s.id DESC LIMIT 1) = 'active'"""
OWNED = "unit_ownership o ON o.unit_id = u.id AND o.from_on <= :day AND (o.until_on IS NULL OR o.until_on > :day)"
USED = "c.unit_id = u.id AND c.created_at < :ends AND (c.retired_at IS NULL OR c.retired_at >= :ends)"
ENTRY = f"""
    SELECT u.id, o.organisation_id, u.area_id, CASE
        WHEN EXISTS (SELECT 1 FROM closure x WHERE x.unit_id = u.id AND x.from_on <= :day AND x.until_on > :day)
            THEN 'not_due'
        WHEN :closes > :at THEN 'not_due'
        WHEN EXISTS (SELECT 1 FROM unit_day d WHERE d.unit_id = u.id AND d.day = :day
                     AND (d.entry_count > d.suspect_count + d.late_count OR d.no_visitors_at < :closes)) THEN 'done'
        WHEN (SELECT SUM(a.entry_count) - SUM(a.late_count) FROM app_day a
              WHERE a.unit_id = u.id AND a.day = :day AND a.app <> 'heads') > 0 THEN 'done'
        ELSE 'missing' END
    FROM unit u JOIN {OWNED}
    WHERE {ACTIVE} AND (u.open_weekdays / :bit) % 2 = 1
    AND NOT EXISTS (SELECT 1 FROM closure x WHERE x.unit_id = u.id AND x.from_on <= :day AND x.until_on > :day
                    AND x.announced_at < :ends)
    AND NOT (u.kind = 'school' AND EXISTS (
        SELECT 1 FROM school_holiday h WHERE h.from_on <= :day AND h.until_on > :day
        AND (h.area_id IS NULL OR h.area_id = u.area_id
             OR h.area_id = (SELECT p.parent_id FROM area p WHERE p.id = u.area_id))
        AND NOT EXISTS (SELECT 1 FROM holiday_opening w
                        WHERE w.unit_id = u.id AND w.holiday_id = h.id AND w.from_on <= :day)))
    AND (NOT EXISTS (SELECT 1 FROM checkpoint c WHERE {USED})
         OR EXISTS (SELECT 1 FROM checkpoint c LEFT JOIN vehicle v ON v.checkpoint_id = c.id WHERE {USED}
                    AND (v.by_trips_from_on IS NULL OR v.by_trips_from_on > :day))
         OR EXISTS (SELECT 1 FROM trip t WHERE t.unit_id = u.id AND t.day = :day
                    AND (t.cancelled_at IS NULL OR t.cancelled_at >= :ends)))"""
OURS = """
    SELECT 1 FROM poster p JOIN checkpoint k ON k.id = p.checkpoint_id
    WHERE p.unit_id = u.id AND p.issued_at < :ends AND (p.replaced_at IS NULL OR p.replaced_at >= :ends)
    AND (k.retired_at IS NULL OR k.retired_at >= :ends) AND p.displayed_on <= :day"""
NATIONAL = """
    SELECT 1 FROM national_code n WHERE n.unit_id = u.id AND n.recorded_at < :ends
    AND (n.ended_at IS NULL OR n.ended_at >= :ends) AND n.displayed_on <= :day"""
LISTED = "e.from_on <= :day AND (e.until_on IS NULL OR e.until_on > :day)"
QR = f"""
    SELECT point.id, point.organisation_id, point.area_id, CASE
        WHEN EXISTS (SELECT 1 FROM must_register_entry e
                     WHERE {LISTED} AND e.area_id = point.area_id AND e.kind = point.kind)
         AND NOT EXISTS (SELECT 1 FROM must_register_entry e WHERE {LISTED} AND e.unit_id = point.id) THEN 'not_due'
        WHEN point.done THEN 'done' ELSE 'missing' END
    FROM (
        SELECT u.id, o.organisation_id, u.area_id, u.kind,
               EXISTS ({OURS} AND k.kind <> 'vehicle') OR EXISTS ({NATIONAL} AND n.checkpoint_id IS NULL) AS done
        FROM unit u JOIN {OWNED} WHERE {ACTIVE}
        AND (EXISTS (SELECT 1 FROM checkpoint c WHERE {USED} AND c.kind = 'gate')
             OR NOT EXISTS (SELECT 1 FROM checkpoint c WHERE {USED} AND c.kind = 'vehicle'))
        UNION ALL
        SELECT u.id, o.organisation_id, u.area_id, u.kind,
               EXISTS ({OURS} AND k.id = c.id) OR EXISTS ({NATIONAL} AND n.checkpoint_id = c.id) AS done
        FROM unit u JOIN {OWNED} JOIN checkpoint c ON {USED} AND c.kind = 'vehicle' WHERE {ACTIVE}
    ) AS point
    UNION ALL
    SELECT -e.id, e.organisation_id, e.area_id, 'missing' FROM must_register_entry e
    WHERE {LISTED} AND NOT (e.unit_id IS NULL AND e.call_status = 'not_applicable' AND e.called_on <= :day)
    AND NOT EXISTS (SELECT 1 FROM unit_status_change s
                    WHERE s.unit_id = e.unit_id AND s.status = 'active' AND s.from_on <= :day)"""
TYPES = {"day": Date(), "ends": UtcDateTime(), "closes": UtcDateTime(), "at": UtcDateTime()}


@dataclass(frozen=True)
class Naive:
    """A point, or an open day: the unit (negative: a line of a list), who answers, where, and whether it is done."""

    unit_id: int
    organisation_id: int
    area_id: int
    said: str


def ask(sql: str, days: Sequence[date], at: datetime) -> list[Naive]:
    """What plain SQL finds, day by day."""
    found = []
    for day in days:
        known = {
            "day": day,
            "bit": 1 << day.weekday(),
            "ends": clock.day_start(day + timedelta(1)),
            "closes": clock.at(day + timedelta(1), 10),
            "at": at,
        }
        used = {name: value for name, value in known.items() if f":{name}" in sql}
        stmt = text(sql).bindparams(*(bindparam(name, type_=TYPES[name]) for name in used if name in TYPES))
        found += [Naive(*row) for row in db.session.execute(stmt, used)]
    return found


def shares(rows: Sequence[Naive]) -> tuple[int, int, int]:
    """Done, due, and how many rows there are in all."""
    said = [row.said for row in rows]
    return said.count("done"), len(said) - said.count("not_due"), len(said)


def restricted() -> TextClause:
    """The ids of units that are shown to few."""
    return text("SELECT id FROM unit WHERE restricted_at IS NOT NULL")
