"""Judging what somebody said: by the rule table and the epidemic areas of this moment, or by an earlier table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

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


@dataclass(frozen=True)
class Health:
    """A declaration made now: what was said on which form, and how that was judged by which table."""

    said: Mapping[str, str]
    form: FormKind
    form_version: int
    rules_version: int
    risk: RiskLevel


def examine(said: Mapping[str, str], asked: AskedForm, *, on: date) -> Health:
    """Judge what is said today."""
    table = catalogue().table
    return Health(said, asked.kind, asked.number, table.number, judge_said(said, asked, table, on=on).risk)


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
