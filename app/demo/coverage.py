"""Codes of the national system that some units had already, and two lists of those who must register."""

from collections.abc import Iterator, Mapping, Sequence
from random import Random

from app import clock
from app.access.models import User
from app.access.sessions import viewer_of
from app.areas.models import Area
from app.areas.places import VALID_FROM
from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.demo.areas import PHU_QUOC
from app.demo.people import invent_phone
from app.demo.story import Story
from app.demo.unit_names import invent_address, invent_unit_name
from app.door import Viewer, office_viewer
from app.posters.national.actions import confirm_national_display, record_national_code
from app.posters.national.rules import TextSource
from app.units.coverage.actions import load_list, note_call
from app.units.coverage.entering import enter_at_once
from app.units.coverage.packing import packed
from app.units.coverage.queries import GapFilter, list_all_missing
from app.units.coverage.reading import entry_row
from app.units.coverage.rules import CallStatus, Details, Entry
from app.units.models import Unit
from app.units.queries import UnitFilter, list_all_units
from app.units.rules import UnitKind, UnitStatus

NATIONAL_SHARE = 0.14
DISPLAYED_SHARE = 0.7
MISSING_FOR_EACH = 0.35
MISSING_AT_LEAST = 3
# The account that loads the list: its district's code, whose list it is, and of which kinds.
LISTS: Mapping[str, tuple[str, str, Sequence[UnitKind]]] = {
    "district": (
        PHU_QUOC,
        "Chi cục Thuế Phú Quốc",
        (UnitKind.HOTEL, UnitKind.LODGING, UnitKind.RESTAURANT),
    ),
    "hatien": ("900", "Giấy phép kinh doanh, Phòng Kinh tế Hà Tiên", (UnitKind.EATERY, UnitKind.CAFE)),
}
CALLS = (
    (CallStatus.CALLED, "Đã gọi, hẹn đăng ký trong tuần"),
    (CallStatus.CALLED, "Không nghe máy, gọi lại"),
    (CallStatus.NOT_APPLICABLE, "Đã ngừng kinh doanh"),
)


def tell_national_codes(story: Story) -> int:
    """On the first morning some units record the code that they have; most of these hang."""
    rng, office, count = story.random("national codes"), office_viewer(), 0
    with clock.showing(clock.at(story.first_day, 9)):
        for unit in list_all_units(office, UnitFilter(status=UnitStatus.ACTIVE)):
            if rng.random() < NATIONAL_SHARE:
                _record(rng, Viewer(role="manager"), unit)
                count += 1
    return count


def _record(rng: Random, manager: Viewer, unit: Unit) -> None:
    source = rng.choice(list(TextSource))
    content = f"https://qr.tokhaiyte.vn/d/{rng.getrandbits(48):012x}"
    code = record_national_code(office_viewer(), unit, content=content, text_source=source)
    if rng.random() < DISPLAYED_SHARE:
        says = manager if rng.random() < 2 / 3 else _officer_of(unit)
        confirm_national_display(says, code, on=clock.local_day())


def _officer_of(unit: Unit) -> Viewer:
    return Viewer(role="officer", organisation_id=unit.organisation_id)


def load_lists(story: Story, users: Mapping[str, User]) -> int:
    """Two districts load what tax and licence offices know, and begin to call those who are missing."""
    rng, count = story.random("lists"), 0
    with clock.showing(clock.at(story.first_day, 10)):
        for username, (code, source, kinds) in LISTS.items():
            viewer = viewer_of(users[username])
            entries = list(_entries(rng, code, source, kinds))
            loaded = load_list(viewer, table=[], file_name=f"danh-sach-{code}.xlsx", source=source)
            loaded.content, loaded.row_count = packed([entry_row(entry) for entry in entries]), len(entries)
            loaded.asked_at = clock.now()
            enter_at_once(loaded.id)
            _call(rng, viewer)
            count += len(entries)
    return count


def _entries(rng: Random, code: str, source: str, kinds: Sequence[UnitKind]) -> Iterator[Entry]:
    """All that are registered there, spelled as clerks do, and some that are not."""
    (district,) = [area for area in list_areas(AreaLevel.DISTRICT, on=VALID_FROM) if area.code == code]
    communes = list_areas(AreaLevel.COMMUNE, on=VALID_FROM, parent_id=district.id)
    for kind in kinds:
        units = list(list_all_units(office_viewer(), UnitFilter(area_id=district.id, kind=kind)))
        taken = {unit.name for unit in units}
        for unit in units:
            details = Details(unit.name.upper(), unit.address, _tax_code(rng), phone=unit.phone, source=source)
            yield Entry(unit.area_id, kind, details)
        for _ in range(MISSING_AT_LEAST + round(len(units) * MISSING_FOR_EACH)):
            yield _missing(rng, kind, rng.choice(communes), source, taken)


def _missing(rng: Random, kind: UnitKind, commune: Area, source: str, taken: set[str]) -> Entry:
    name = invent_unit_name(rng, kind, commune.name, taken)
    address = invent_address(rng, commune.name)
    license_number = f"91H{rng.randrange(10**6):06}"
    details = Details(name, address, _tax_code(rng), license_number, invent_phone(rng), source)
    return Entry(commune.id, kind, details)


def _tax_code(rng: Random) -> str:
    # No tax office has given out numbers that begin so.
    return f"99{rng.randrange(10**8):08}"


def _call(rng: Random, viewer: Viewer) -> None:
    for entry in list_all_missing(viewer, GapFilter()):
        if rng.random() < 0.5:
            status, note = rng.choice(CALLS)
            note_call(viewer, entry, status=status, note=note)
