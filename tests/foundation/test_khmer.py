"""Khmer lines may end between syllables, and never tear a letter from its vowel or the letter under it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from app.documents.khmer import BREAK, khmer_breaks

CLOSING = "[\u17b6-\u17d3\u17d4-\u17d7\u17dd]"  # vowels, signs, coeng, full stops, the repetition sign


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("សុខភាព", "សុខ|ភាព", id="a closing consonant stays"),
        pytest.param("ភាសាខ្មែរ", "ភា|សា|ខ្មែរ", id="letters under the line"),
        pytest.param("ខេត្តកៀនយ៉ាង", "ខេត្ត|កៀន|យ៉ាង", id="a closing pair"),
        pytest.param("របស់អ្នក", "របស់|អ្នក", id="bantoc closes"),
        pytest.param("បាន។", "បាន។", id="no full stop at the start of a line"),
        pytest.param("១២៣៤ នាក់", "១២៣៤ នាក់", id="numbers stay whole"),
        pytest.param("Khai báo y tế", "Khai báo y tế", id="Vietnamese untouched"),
    ],
)
def test_breaks(text, expected):
    assert khmer_breaks(text).replace(BREAK, "|") == expected


@given(st.text(alphabet=[chr(code) for code in range(0x1780, 0x17DE)] + [" ", "a"], max_size=30))
def test_no_break_stands_inside_a_cluster(text):
    broken = khmer_breaks(text)

    assert broken.replace(BREAK, "") == text
    assert not re.search(f"{BREAK}{CLOSING}|\u17d2{BREAK}", broken)


@given(st.text(alphabet=[chr(code) for code in range(0x1780, 0x17DE)], max_size=30))
def test_breaking_twice_changes_nothing(text):
    assert khmer_breaks(khmer_breaks(text)) == khmer_breaks(text)


def test_translated_markup_stays_markup():
    assert isinstance(khmer_breaks(Markup("<b>សុខភាព</b>")), Markup)
    assert not isinstance(khmer_breaks("សុខភាព"), Markup)
