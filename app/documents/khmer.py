"""Khmer writes no spaces between words, and the PDF engine breaks lines at spaces only."""

import re

BREAK = "\u200b"

# A letter with the letters under it (coeng) and its vowels and signs; then the consonants that close the syllable,
# known by having no vowel, and never given back (?>…): that would be a break inside a syllable. A consonant under
# the sign that shortens (bantoc) closes the syllable before it, so no break goes there.
SYLLABLE = re.compile(
    r"""
    [\u1780-\u17b3](?:\u17d2[\u1780-\u17b3])*[\u17b6-\u17d1\u17dd\u200c\u200d]*
    (?>(?:
        (?<![\u17c7\u17c8])
        [\u1780-\u17a2](?:\u17d2[\u1780-\u1799\u179c-\u17a2])?[\u17cb\u17cd]?
        (?![\u17b6-\u17d3\u17dd\u200c\u200d])
    )?)
    (?=[\u1780-\u17b3](?!\u17cb))
    """,
    re.VERBOSE,
)


def khmer_breaks(text: str) -> str:
    """Let lines end after each Khmer syllable, never within a cluster and never before a sign, digit or full stop.

    Syllables are found by spelling, so a line may end inside a word, as narrow columns of Khmer newspapers do.
    """
    # Translated markup stays markup, so that a template does not escape it again.
    return type(text)(SYLLABLE.sub(lambda syllable: syllable[0] + BREAK, text))
