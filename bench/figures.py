"""What was measured: each figure against its goal, as a table for people and as JSON."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median

from app.clock import now


@dataclass(frozen=True)
class Figure:
    """One measured value: the median of its rounds, held against the goal."""

    name: str
    subject: str
    rounds: Sequence[float]
    goal: float
    at_least: bool
    unit: str = "×"
    details: Mapping[str, float] = field(default_factory=dict)
    # What is read along, on the same line.
    note: str = ""

    @property
    def value(self) -> float:
        return median(self.rounds)

    @property
    def is_reached(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal

    def row(self) -> Sequence[str]:
        goal = f"{'≥' if self.at_least else '≤'} {self.goal:g} {self.unit}"
        spread = f"{min(self.rounds):.2f}–{max(self.rounds):.2f}"
        verdict = "reached" if self.is_reached else "MISSED"
        return (self.name, self.subject, f"{self.value:.2f} {self.unit}", spread, goal, verdict, self.note)


HEADINGS = ("", "what", "median", "spread", "goal", "", "")


def table(figures: Sequence[Figure]) -> str:
    """The figures as aligned lines, each with what it was computed from below."""
    rows = [HEADINGS, *(figure.row() for figure in figures)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEADINGS))]
    lines = [_line(HEADINGS, widths)]
    for figure in figures:
        lines.append(_line(figure.row(), widths))
        lines += [f"      {name}: {value:,.1f}" for name, value in figure.details.items()]
    return "\n".join(lines)


def write(figures: Sequence[Figure], path: Path) -> None:
    """The same as JSON, with the machine and the moment."""
    content = {
        "measured_at": now().isoformat(),
        "machine": {"system": platform.platform(), "cores": os.cpu_count(), "python": platform.python_version()},
        "figures": [asdict(figure) | {"value": figure.value, "is_reached": figure.is_reached} for figure in figures],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
