"""A team writes what it saw: row by row, or the whole round at once. Entries are counts like visits: no audit events.

What was said of a household and is said otherwise is a correction: the earlier word is kept with who wrote it.
"""

from collections.abc import Collection, Mapping
from datetime import date

from app import audit
from app.clock import local, local_day, now
from app.db import db
from app.door import Viewer
from app.zones.actions.needs import ask_for
from app.zones.duty import is_on_duty
from app.zones.models import Household, Round, RoundCorrection, RoundEntry, Team
from app.zones.queries import entries_of, households_without_entry, list_households, round_of
from app.zones.rules import Answer, RoundSession, may_be_typed, session_at
from app.zones.sealing import details_of


class NotTyped(Exception):
    """A round of that day is written no more, or not yet."""


class NobodyListed(Exception):
    """Nobody stands on the team's list of that day: there is nothing to walk."""


def save_answer(
    viewer: Viewer, team: Team, household: Household, day: date, session: RoundSession, answer: Answer
) -> RoundEntry:
    """Write what was seen at one household. Raises NotTyped."""
    refuse_other_days(day)
    known = entries_of(viewer, team, day, session).get(household.id)
    entry = _write(viewer, household, day, session, answer, known)
    db.session.flush()
    return entry


def file_round(
    viewer: Viewer,
    team: Team,
    day: date,
    session: RoundSession,
    changed: Mapping[int, Answer],
    *,
    on_paper: bool,
) -> Round:
    """File a team's round: `changed` are the answers that were typed, by household; of the others holds what stands
    there, and who was not mentioned is seen and well. Filed again, what changed is corrected.

    Raises NotTyped, NobodyListed.
    """
    refuse_other_days(day)
    households, known = list_households(viewer, team, day=day), entries_of(viewer, team, day, session)
    if not households:
        raise NobodyListed
    for household in households:
        if household.id in changed or household.id not in known:
            answer = changed.get(household.id, Answer())
            _write(viewer, household, day, session, answer, known.get(household.id))
    filed = round_of(viewer, team, day, session)
    if filed is None:
        filed = Round(team_id=team.id, day=day, session=session, filed_at=now(), filed_by_id=viewer.user_id)
        db.session.add(filed)
    # That it came from a sheet can be said later too.
    filed.on_paper = bool(filed.on_paper or on_paper)
    filed.household_count = len(households)
    db.session.flush()
    return filed


def take_national_list(viewer: Viewer, phones: Collection[str]) -> int:
    """Note of every household with one of these phones that it declared at tokhaiyte.vn in this session.

    Of whom something was said already holds what was said. Returns how many these are.
    """
    day, session = local_day(), session_at(local(now()).hour)
    found = [
        household
        for household in households_without_entry(viewer, day, session)
        if is_on_duty(viewer, household.team) and details_of(household, household.team).phone in phones
    ]
    for household in found:
        _write(viewer, household, day, session, Answer(is_national=True), None)
    audit.record("household.national_list", day.isoformat(), by=viewer, phones=len(phones), found=len(found))
    return len(found)


def refuse_other_days(day: date) -> None:
    """Raises NotTyped."""
    if not may_be_typed(day, today=local_day()):
        raise NotTyped


def _write(
    viewer: Viewer, household: Household, day: date, session: RoundSession, answer: Answer, known: RoundEntry | None
) -> RoundEntry:
    if known is not None and known.answer == answer:
        return known
    entry = known or RoundEntry(household_id=household.id, day=day, session=session, first_at=now())
    if known is not None:
        db.session.add(_correction(known))
    entry.symptom_count, entry.absent_count = answer.symptom_count, answer.absent_count
    entry.need, entry.is_national = answer.need, answer.is_national
    entry.written_at, entry.by_id = now(), viewer.user_id
    db.session.add(entry)
    if entry.need is not None or known is not None:
        db.session.flush()
        ask_for(entry)
    return entry


def _correction(entry: RoundEntry) -> RoundCorrection:
    old = RoundCorrection(entry_id=entry.id, symptom_count=entry.symptom_count, absent_count=entry.absent_count)
    old.need, old.is_national, old.written_at, old.by_id = entry.need, entry.is_national, entry.written_at, entry.by_id
    old.corrected_at = now()
    return old
