"""Judging what somebody said: by the rule table and the epidemic areas of this moment, or by an earlier table."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from app import settings
from app.areas.places import province_names
from app.declarations.catalogue import catalogue
from app.declarations.choices import places
from app.declarations.questions import AskedForm, RuleTable
from app.declarations.rules import (
    Answer,
    FormKind,
    Judgement,
    Question,
    RiskLevel,
    is_from_epidemic,
    judge,
    met_conditions,
)
from app.declarations.settings import WINDOW_DAYS

# Where places are named in what was said: as text, and as codes.
_TEXTS = (f"{Question.TRAVELLED.value}_details", "origin_details", "route")
_CODES = ("place", "origin")
MOST_JUDGED = 4096


class Health(NamedTuple):
    """A declaration made now: what was said on which form, and how that was judged by which table."""

    said: Mapping[str, str]
    form: FormKind
    form_version: int
    rules_version: int
    risk: RiskLevel


def examine(said: Mapping[str, str], asked: AskedForm, *, on: date) -> Health:
    """Judge what is said today."""
    table = catalogue().table
    return Health(said, asked.kind, asked.number, table.number, _risk(said, asked, table, on=on))


def _risk(said: Mapping[str, str], asked: AskedForm, table: RuleTable, *, on: date) -> RiskLevel:
    """The level; most people tick the same answers and name no place in words: that is judged once a day and place."""
    if any(said.get(name) for name in _TEXTS):
        return judge_said(said, asked, table, on=on).risk
    judged = catalogue().judged
    chosen = (*(said.get(key) for key in asked.keys), *(said.get(name) for name in _CODES))
    by = (asked, table, on, settings.value(WINDOW_DAYS), places().version, chosen)
    if by not in judged:
        if len(judged) >= MOST_JUDGED:
            judged.clear()
        judged[by] = judge_said(said, asked, table, on=on).risk
    return judged[by]


def judge_said(said: Mapping[str, str], asked: AskedForm, table: RuleTable, *, on: date) -> Judgement:
    """The judgement of what was said on a day, by this table and by the list of epidemic areas as it is now."""
    codes = {code for name in _CODES if (code := said.get(name))}
    texts = [text for name in _TEXTS if (text := said.get(name))]
    texts += [province_names()[code] for code in codes if code in province_names()]
    for district_code, district in [places().districts[code] for code in codes if code in places().districts]:
        codes.add(district_code)
        texts.append(district)
    window = timedelta(settings.value(WINDOW_DAYS))
    touched = is_from_epidemic(catalogue().listings, texts, codes, sent_on=on, window=window)
    answers = {key: Answer(said[key]) for key in asked.keys if key in said}
    return judge(met_conditions(answers, asked.keys, from_epidemic=touched), table.rules)
