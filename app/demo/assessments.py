"""What units found of themselves: on the portal, in a national system, some long ago, some not at all."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from app import clock
from app.areas.models import Area
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.demo.story import Story
from app.door import Viewer, office_viewer
from app.organisations.queries import list_organisations
from app.organisations.rules import OrganisationKind
from app.safety.actions import (
    begin_assessment,
    load_shipped_sets,
    record_national,
    save_answers,
    say_closed,
    submit_assessment,
)
from app.safety.grades.actions import grade_area, load_shipped_grades, offered_grades
from app.safety.grades.models import AreaGrade
from app.safety.remedies.actions import close_remedy
from app.safety.remedies.queries import RemedyFilter, list_all_remedies
from app.safety.remedies.rules import Evidence
from app.safety.rules import ASSESSED, HOSTS, Criterion, Model, Source
from app.units.models import Unit
from app.units.queries import UnitFilter, list_all_units
from app.units.rules import UnitKind, UnitStatus

NEVER_SHARE, CLOSED_SHARE, NATIONAL_SHARE, LONG_AGO_SHARE = 0.2, 0.04, 0.3, 0.5
# Of how many criteria a unit's answer is the best one.
CARES = (1.0, 0.97, 0.93, 0.85, 0.75)
OLD_DAYS = (14, 29)
LODGINGS = frozenset({UnitKind.HOTEL, UnitKind.LODGING})
REASON = "Tạm dừng đón khách để phòng, chống dịch"


def assess_units(story: Story) -> int:
    """Load the sets of criteria and let units say how safe they are. Returns how many did."""
    rng, office = story.random("assessments"), office_viewer()
    with clock.showing(clock.at(story.begins_on, 8)):
        load_shipped_sets(office)
    units = list(list_all_units(office, UnitFilter(status=UnitStatus.ACTIVE)))
    sayings = sorted(_sayings(story, rng, units), key=lambda each: each[0])
    for at, unit, drawn in sayings:
        with clock.showing(at):
            _say(Viewer(role="manager", unit_ids=frozenset({unit.id})), unit, drawn)
    return len(sayings)


# Of how many tasks something shows that they are done; of how many places the grade is set.
DONE_SHARE, GRADED_SHARE, GRADE_WEIGHTS = 0.4, 0.85, (70, 20, 8, 2)
SIGNER = "Phó Chủ tịch UBND"
DONE = ("Đã bố trí thêm nước sát khuẩn tại lối vào.", "Đã nhắc nhở, phân công người theo dõi.", "Đã kẻ vạch giãn cách.")


def put_right(story: Story) -> int:
    """Units put right some of what they found wrong; returns how many tasks there are."""
    rng, office = story.random("remedies"), office_viewer()
    rows = list(list_all_remedies(office, RemedyFilter()))
    with clock.showing(clock.at(story.last_day, 15)):
        for row in rows:
            if rng.random() < DONE_SHARE:
                close_remedy(office, row, Evidence(rng.choice(DONE)))
    return len(rows)


def grade_places(story: Story) -> None:
    """Districts set the grade of most of their communes, some long ago; each on the day from which it holds."""
    rng, today = story.random("grades"), story.last_day
    acts: list[tuple[date, Viewer, Area, AreaGrade, str]] = []
    with clock.showing(clock.at(today, 9)):
        load_shipped_grades(office_viewer())
        grades = offered_grades()
        for body in list_organisations(kind=OrganisationKind.DISTRICT, on=today):
            district = Viewer(role="district_officer", organisation_id=body.id)
            communes = list_areas(AreaLevel.COMMUNE, on=today, parent_id=body.area_id)
            for area in (*filter(None, (body.area,)), *communes):
                if rng.random() < GRADED_SHARE:
                    on, number = today - timedelta(rng.randrange(21)), rng.randrange(20, 300)
                    grade, basis = rng.choices(grades, GRADE_WEIGHTS)[0], f"Thông báo số {number}/TB-UBND"
                    acts.append((on, district, area, grade, basis))
    for on, district, area, grade, basis in sorted(acts, key=lambda act: act[0]):
        with clock.showing(clock.at(on, 9)):
            grade_area(district, area, grade=grade, from_on=on, basis=basis, signer=SIGNER)


def _sayings(story: Story, rng: Random, units: list[Unit]) -> Iterator[tuple[datetime, Unit, Random]]:
    """When which unit says something, after it was approved; what it says is drawn from a source of its own."""
    for unit in units:
        drawn, never = Random(rng.random()), rng.random() < NEVER_SHARE
        at = story.moment(drawn, story.first_day, story.last_day)
        if not never and unit.approved_at and unit.approved_at < at:
            yield at, unit, drawn


def _say(manager: Viewer, unit: Unit, rng: Random) -> None:
    chance = rng.random()
    if chance < CLOSED_SHARE:
        say_closed(manager, unit, reason=REASON)
    elif chance < CLOSED_SHARE + NATIONAL_SHARE:
        # What was found some weeks ago counts from that day, and has ended since or is about to.
        days = rng.randrange(*OLD_DAYS) if rng.random() < LONG_AGO_SHARE else 0
        _record(manager, unit, rng, clock.local_day() - timedelta(days))
    else:
        _answer(manager, unit, rng)


def _record(manager: Viewer, unit: Unit, rng: Random, day: date) -> None:
    source = Source.TOURISM if unit.kind in LODGINGS else Source.ANTOANCOVID
    level = rng.choices(ASSESSED, (75, 20, 5))[0]
    record_national(
        manager, unit, source=source, link=f"https://{HOSTS[source]}/co-so/{unit.id}", assessed_on=day, level=level
    )


def _answer(manager: Viewer, unit: Unit, rng: Random) -> None:
    draft, care = begin_assessment(manager, unit), rng.choice(CARES)
    if draft.criteria_set is None:
        return
    scoring = draft.criteria_set.scoring
    answers = {each.number: {"value": _value(scoring.model, each, rng, care)} for each in scoring.criteria}
    save_answers(manager, draft, answers)
    submit_assessment(manager, draft)


def _value(model: Model, criterion: Criterion, rng: Random, care: float) -> int:
    values = [option.value for option in criterion.options]
    best = min(values) if model is Model.INDEX else max(values)
    return best if rng.random() < care else rng.choice(values)
