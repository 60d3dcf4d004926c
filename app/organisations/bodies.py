"""State bodies that ship with the portal: the province's own list, and a committee for every district and commune."""

import csv
from collections.abc import Mapping
from pathlib import Path

SHIPPED = Path(__file__).parent / "data"
OFFICE_CODE = "office"
OFFICE_NAME = "Văn phòng UBND tỉnh"


def shipped_bodies() -> list[Mapping[str, str]]:
    """Rows `code,name,head_title,group,verified` of the province's bodies; SOURCE.md says what `verified` means."""
    with (SHIPPED / "bodies.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def committee_name(area_name: str) -> str:
    """Name of a place's people's committee: "Thành phố Phú Quốc" → "UBND thành phố Phú Quốc"."""
    return f"UBND {area_name[:1].lower()}{area_name[1:]}"
