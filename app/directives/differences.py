"""Where the system's figures are no longer those that the head saw when he opened the page."""

import re
from collections.abc import Sequence

from app.directives.measures.figures import Figure
from app.directives.queries import Draft
from app.directives.rules import MeasureKey

SHOWN = re.compile(r"([a-z]+)=(\d{1,12})/(\d{1,12})")


def differences(shown: str | None, draft: Draft) -> Sequence[tuple[Figure, Figure]]:
    """Pairs of (figure on the page, figure now) that differ; nothing when the page showed none."""
    before = {name: (int(numerator), int(denominator)) for name, numerator, denominator in SHOWN.findall(shown or "")}
    return [
        (Figure(measure, *before[measure.value]), line.figure)
        for line in draft.lines
        for measure in [MeasureKey(line.measure)]
        if measure.value in before and before[measure.value] != (line.figure.numerator, line.figure.denominator)
    ]
