"""Places that ship with the portal: Kiên Giang as it was in May 2021, and the provinces visitors come from."""

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from app.text import sort_key

SHIPPED = Path(__file__).parent / "data"
# Since this day Phú Quốc is a city; the structure held unchanged until the reform of 2025.
VALID_FROM = date(2021, 3, 1)


@cache
def province_names() -> Mapping[str, str]:
    """Names of the country's 63 provinces by official code, in Vietnamese order."""
    rows = sorted(_rows("provinces.csv"), key=lambda row: sort_key(row["name"]))
    return {row["code"]: row["name"] for row in rows}


def shipped_areas() -> list[dict[str, str]]:
    """Rows `code,name,level,parent_code` of province, districts and communes, parents before children."""
    return _rows("areas_2021.csv")


def shipped_high_risk() -> list[dict[str, str]]:
    """Rows `code,from_on,basis` of the districts that the letter names."""
    return _rows("high_risk.csv")


def _rows(name: str) -> list[dict[str, str]]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
