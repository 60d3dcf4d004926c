"""Who ticks the same as another is judged as he was, until the day, the lists or the rules are others."""

from datetime import timedelta

import pytest

from app.clock import local_day
from app.db import db, transaction
from app.declarations import judging
from app.declarations.catalogue import catalogue, forget
from app.declarations.judging import examine
from app.declarations.models import EpidemicArea
from app.declarations.rules import FormKind, RiskLevel
from app.units.rules import UnitKind

SAID = dict.fromkeys(("travelled", "symptoms", "contact_case", "contact_country", "contact_symptoms"), "no")
HERE = SAID | {"place": "31078"}


@pytest.fixture
def judged(inside, monkeypatch):
    """Every judgement that was worked out."""
    seen, work_out = [], judging.judge_said
    monkeypatch.setattr(judging, "judge_said", lambda *args, **options: seen.append(args) or work_out(*args, **options))
    return seen


def _risk(said, on=None):
    return examine(said, catalogue().form_for(UnitKind.HOTEL, FormKind.GENERAL), on=on or local_day()).risk


def test_the_same_ticks_are_judged_once(judged):
    assert [_risk(dict(HERE)) for _ in range(3)] == [RiskLevel.GREEN] * 3
    assert len(judged) == 1


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(HERE | {"symptoms": "yes"}, id="another answer"),
        pytest.param(HERE | {"place": "31081"}, id="another place"),
        pytest.param(HERE | {"origin": "79"}, id="from somewhere"),
    ],
)
def test_other_ticks_are_judged_by_themselves(judged, other):
    _risk(HERE)
    _risk(other)
    assert len(judged) == 2


def test_another_day_is_judged_by_itself(judged):
    _risk(HERE)
    _risk(HERE, on=local_day() + timedelta(1))
    assert len(judged) == 2


def test_places_in_words_are_read_each_time(judged):
    for _again in range(2):
        _risk(HERE | {"travelled": "yes", "travelled_details": "Sài Gòn"})
    assert len(judged) == 2


def test_a_place_that_is_listed_since_then_counts(judged):
    assert _risk(HERE) is RiskLevel.GREEN
    with transaction():
        db.session.add(EpidemicArea(name="Xã ấy", code="31078", from_on=local_day(), basis="QĐ 1"))
    forget()

    assert _risk(HERE) is RiskLevel.RED
