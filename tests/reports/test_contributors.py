"""What another chapter says of a section of a report stands in it; without it the report says that nobody counts."""

import pytest

from app.reports import contributors
from app.reports.wording import NOT_COUNTED, results


@pytest.fixture
def inspections(monkeypatch):
    """A chapter of inspections that says how many bodies it was asked about."""
    monkeypatch.setattr(contributors, "_contributors", {})
    contributors.contribute("inspections", lambda _viewer, ids, period: [f"Đã kiểm tra {len(ids)} cơ quan."])


def test_each_chapter_is_asked_of_the_bodies_and_days_of_the_report(cast, inspections):
    assert contributors.contributed(cast.chau.viewer, [1, 2], None) == {"inspections": ["Đã kiểm tra 2 cơ quan."]}


@pytest.mark.parametrize(
    ("contributed", "words"),
    [({}, [NOT_COUNTED]), ({"contributed": {"inspections": ["Đã kiểm tra 05 đơn vị."]}}, ["Đã kiểm tra 05 đơn vị."])],
)
def test_section_six_says_it_or_that_nobody_counts(contributed, words):
    nothing = {"numerator": 0, "denominator": 0}
    figures = {"measures": {"qr": nothing, "entry": nothing}, "previous": {}, **contributed}
    title, sentences = results(figures)[-1]

    assert title == "Kiểm tra, xử lý"
    assert ["".join(piece.text for piece in sentence) for sentence in sentences] == words
