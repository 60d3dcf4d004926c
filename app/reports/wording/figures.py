"""How figures are said: pieces of sentences, counts, shares, what rose and what fell. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.documents.wording import padded, short_date, tenths, vietnamese_number

Figures = Mapping[str, Any]
# Names of bodies are listed up to this many; the annex has them all.
NAMED = 8


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence; `measure` and `show` are the rows that it counts, `listed` the list that it counts."""

    text: str
    measure: str = ""
    show: str = ""
    listed: str = ""


Sentence = Sequence[Piece]


def count(number: int) -> str:
    """`05`, `12`, `1.234`: counts of things are never a lone digit."""
    return padded(number) if 0 < number < 10 else vietnamese_number(number)


def share(numerator: int, denominator: int) -> str:
    """`87,5%`; never rounded up to 100% or down to 0%."""
    found = tenths(numerator / denominator)
    return f"{vietnamese_number(found / 10, decimals=1 if found % 10 else 0)}%"


def span(first: str, last: str) -> str:
    """`từ ngày 07/5/2021 đến ngày 13/5/2021`, one day alone `ngày 07/5/2021`."""
    if first == last:
        return f"ngày {short_date(date.fromisoformat(first))}"
    return f"từ ngày {short_date(date.fromisoformat(first))} đến ngày {short_date(date.fromisoformat(last))}"


def change(now: Figures, before: Figures | None) -> str:
    """`, tăng 2,1 điểm phần trăm so với kỳ trước (89,6%)`; nothing when there is nothing to compare with."""
    if not before or not before["denominator"] or not now["denominator"]:
        return ""
    then = share(before["numerator"], before["denominator"])
    points = _tenths(now) - _tenths(before)
    if points == 0:
        return f", bằng kỳ trước ({then})"
    direction = "tăng" if points > 0 else "giảm"
    by = vietnamese_number(abs(points) / 10, decimals=1 if points % 10 else 0)
    return f", {direction} {by} điểm phần trăm so với kỳ trước ({then})"


def against_target(now: Figures) -> str:
    """`; đạt mục tiêu 90%` or `; chưa đạt mục tiêu 90%`."""
    target = now.get("target")
    if target is None:
        return ""
    reached = not is_below(now, target)
    return f"; {'đạt' if reached else 'chưa đạt'} mục tiêu {share(round(target * 1000), 1000)}"


def is_below(figure: Figures, target: float) -> bool:
    # Divided, as pages do: 0.55 * 100 is more than 55.
    is_below: bool = figure["numerator"] / figure["denominator"] < target
    return is_below


def _tenths(figure: Figures) -> int:
    return tenths(figure["numerator"] / figure["denominator"])


def is_alone(figures: Figures) -> bool:
    """Whether the report is of one body without others below it."""
    return all(line["is_own"] for section in figures["sections"] for line in section["lines"])


def reached(measure: str, now: Figures, before: Figures | None, what: str) -> Sentence:
    return [
        Piece("Có "),
        *pair(measure, now),
        Piece(f" {what}, đạt {share(now['numerator'], now['denominator'])}{change(now, before)}{against_target(now)}."),
    ]


def pair(measure: str, figure: Figures) -> list[Piece]:
    """`7/12`, each number with its rows."""
    numerator, denominator = vietnamese_number(figure["numerator"]), vietnamese_number(figure["denominator"])
    return [Piece(numerator, measure, "counted"), Piece("/"), Piece(denominator, measure, "due")]


def parts(*parts: tuple[int, str]) -> str:
    return "; ".join(f"{count(number)} {words}" for number, words in parts if number)


def listed(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return "; ".join(names)
    return f"{'; '.join(names[:NAMED])} và {count(len(names) - NAMED)} cơ quan khác"
