"""What a set makes of sample answers, and of what units answered to the version before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.safety.rules import Answers, Criterion, Level, Model, Scoring, Verdict, judge


class SampleKind(StrEnum):
    """Which answers a sample has."""

    BEST = "best"
    WORST = "worst"
    ONE_FAILED = "one_failed"


@dataclass(frozen=True)
class Sample:
    """Sample answers and what they come to; `criterion` is the one that fails alone."""

    kind: SampleKind
    criterion: Criterion | None
    verdict: Verdict


def samples(scoring: Scoring) -> list[Sample]:
    """All best, all worst, and each mandatory criterion failed while all others are best."""
    return list(_samples(scoring))


def _samples(scoring: Scoring) -> Iterator[Sample]:
    best = {each.number: _best(scoring.model, each) for each in scoring.criteria}
    worst = {each.number: _worst(scoring.model, each) for each in scoring.criteria}
    yield Sample(SampleKind.BEST, None, judge(scoring, best))
    yield Sample(SampleKind.WORST, None, judge(scoring, worst))
    for each in scoring.criteria:
        if each.is_mandatory:
            failed = {**best, each.number: worst[each.number]}
            yield Sample(SampleKind.ONE_FAILED, each, judge(scoring, failed))


def _best(model: Model, criterion: Criterion) -> int:
    values = [option.value for option in criterion.options]
    return min(values) if model is Model.INDEX else max(values)


def _worst(model: Model, criterion: Criterion) -> int:
    values = [option.value for option in criterion.options]
    return max(values) if model is Model.INDEX else min(values)


def is_sound(found: Sequence[Sample]) -> bool:
    """Whether all best is safe, all worst is unsafe, and no mandatory criterion fails without being seen."""
    expected = {SampleKind.BEST: {Level.SAFE}, SampleKind.WORST: {Level.UNSAFE}}
    others = {Level.AT_RISK, Level.UNSAFE}
    return all(sample.verdict.level in expected.get(sample.kind, others) for sample in found)


@dataclass(frozen=True)
class Shift:
    """How many of the answers that were given came to which level before, and come to which now; None: not enough."""

    before: Level
    after: Level | None
    count: int


def compare(scoring: Scoring, given: Iterable[tuple[Level, Mapping[str, int]]]) -> list[Shift]:
    """What answers, by the words of their criteria, would come to."""
    found = Counter((before, _level(scoring, by_text)) for before, by_text in given)
    order = [*Level]
    shifts = [Shift(before, after, count) for (before, after), count in found.items()]
    return sorted(shifts, key=lambda shift: (order.index(shift.before), order.index(shift.after or Level.NONE)))


def _level(scoring: Scoring, by_text: Mapping[str, int]) -> Level | None:
    answers: dict[int, int] = {}
    for each in scoring.criteria:
        value = by_text.get(each.text)
        if value is None or value not in {option.value for option in each.options}:
            return None
        answers[each.number] = value
    return judge(scoring, answers).level


def by_text(scoring: Scoring, answers: Answers) -> dict[str, int]:
    """Answers by the words of their criteria."""
    return {each.text: answers[each.number] for each in scoring.criteria if each.number in answers}
