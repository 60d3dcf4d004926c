"""S8: 60,000 units from XLSX, checked and entered with codes and audit, against reading the file alone."""

import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from app import tasks
from app.areas.actions import load_shipped_areas
from app.db import db, transaction
from app.documents.tables_in import read_table
from app.door import office_viewer
from app.organisations.loading import load_shipped_bodies
from app.units.intake import actions, queries
from app.units.intake.rules import Choice
from bench.copying import seconds_to_copy
from bench.figures import Figure
from bench.rounds import Rounds
from bench.world import make_app
from script.postgresql import Cluster

GOAL = 4
MOST_ROUNDS = 3
HEADINGS = ("Tên đơn vị", "Loại hình", "Xã, phường, thị trấn", "Địa chỉ", "Người đứng đầu đơn vị")
HEADINGS += ("Điện thoại người đứng đầu", "Mã số thuế")
KINDS = ("Khách sạn", "Quán ăn", "Cửa hàng", "Trường học", "Công ty", "Nhà nghỉ", "Quán cà phê")
STREETS = ("Trần Hưng Đạo", "Nguyễn Trung Trực", "Lê Lợi", "30 tháng 4", "Hùng Vương", "Mạc Cửu", "Lạc Hồng")
FIRST, SECOND = ("Biển", "Hoàng", "Thanh", "Kim", "Ngọc", "Phương"), ("Xanh", "Hôn", "Bình", "Long", "Lan", "Nam")


def measure(rounds: Rounds) -> list[Figure]:
    """Each round enters a file of other units, so that the register grows from round to round."""
    with Cluster(fsync=True) as cluster, tempfile.TemporaryDirectory() as directory:
        app = make_app(cluster.url, Path(directory))
        with app.app_context():
            communes = _load_places()
            seconds = [_round(number, rounds.rows, communes) for number in range(min(rounds.count, MOST_ROUNDS))]
            db.session.remove()
            db.engine.dispose()
    details = {f"{name}, s": sorted(each[name] for each in seconds)[len(seconds) // 2] for name in seconds[0]}
    subject = f"import of {rounds.rows:,} units with all checks: time to read the file alone"
    ratios = [(each["checking"] + each["entering"]) / each["reading alone"] for each in seconds]
    return [Figure("S8", subject, ratios, GOAL, False, details=details)]


def _load_places() -> list[str]:
    office = office_viewer()
    with transaction():
        load_shipped_areas(office)
        load_shipped_bodies(office)
    book = queries.load_book(office)
    return [book.name_of("area", area_id) for area_id in sorted(book.mine)]


def _round(number: int, rows: int, communes: list[str]) -> dict[str, float]:
    content, office = _file(number, rows, communes), office_viewer()
    bare, _ = _timed(lambda: CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python())
    reading, table = _timed(lambda: read_table(content, "units.xlsx"))
    with transaction():
        import_id = actions.begin_import(office, table=table, content=content, file_name="units.xlsx").id
    checking, _ = _timed(tasks.run_all)
    with transaction():
        found = queries.get_import_to_work_on(import_id)
        actions.apply_import(office, found, duplicates=Choice.NEW, changes=Choice.UPDATE, approves=False)
    entering, _ = _timed(tasks.run_all)
    entered = queries.count_entered(import_id)["entered"]
    db.session.rollback()
    assert entered == rows, f"{entered} of {rows} rows were entered"
    seconds = {"calamine alone": bare, "reading alone": reading, "checking": checking, "entering": entering}
    # What no program can do without: the rows themselves, with their keys and indexes.
    return {**seconds, "the same rows by COPY alone": seconds_to_copy(rows)}


def _timed(work: Callable[[], object]) -> tuple[float, object]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def _file(number: int, rows: int, communes: list[str]) -> bytes:
    """Units as lists hold them: phones as numbers, names of places with their districts."""
    rng, content = random.Random(number), io.BytesIO()
    with Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, rows + 1):
            unit = number * rows + row
            name = f"{rng.choice(KINDS)} {rng.choice(FIRST)} {rng.choice(SECOND)} {unit}"
            cells = (name, rng.choice(KINDS), rng.choice(communes), f"{row} {rng.choice(STREETS)}", f"Trần Văn {row}")
            sheet.write_row(row, 0, (*cells, 912_000_000 + unit % 80_000_000, str(1_700_000_000 + unit)))
    return content.getvalue()
