"""`lead` equals a plain SQL answer for every body, and every level is the sum of those below."""

import random
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import bindparam, text

from app import clock
from app.db import UtcDateTime, db, transaction
from app.directives.actions import acknowledge, confirm_period, record_document
from app.directives.measures import Cut, figures_by, figures_of_body
from app.directives.queries import Answer, get_directive, get_draft
from app.directives.rules import ConfirmationOutcome, MeasureKey
from app.documents.papers import PDF, KeptPaper
from app.organisations.queries import ids_below
from tests.directives.test_lead import LEAD, NEXT_WEEK, commune_head

pytestmark = pytest.mark.slow
AT = clock.at(date(2021, 5, 20), 9)
# What fell due in the week of Friday 7 May of a letter sent on Monday 3 May: acknowledged by the 6th, all below by the
# 8th, a document by the 10th, the week itself by Friday 14 May at 15:00.
LIMITS = {
    "acknowledged": clock.day_start(date(2021, 5, 7)),
    "below": clock.day_start(date(2021, 5, 9)),
    "document": clock.day_start(date(2021, 5, 11)),
    "confirmed": clock.at(date(2021, 5, 14), 15),
}
NAIVE = text(
    """
    SELECT (SELECT COUNT(*) FROM acknowledgement WHERE organisation_id = :body AND acknowledged_at <= :acknowledged)
         + (SELECT COUNT(DISTINCT organisation_id) FROM implementing_document
             WHERE organisation_id = :body AND recorded_at <= :document)
         + (SELECT COUNT(*) FROM confirmation WHERE organisation_id = :body AND confirmed_at <= :confirmed
               AND first_on = '2021-05-07' AND outcome <> 'not_confirmed')
         + (SELECT CASE WHEN EXISTS (SELECT 1 FROM organisation WHERE parent_id = :body) AND NOT EXISTS (
                SELECT 1 FROM organisation AS lower WHERE lower.parent_id = :body AND NOT EXISTS (
                    SELECT 1 FROM acknowledgement AS given
                     WHERE given.organisation_id = lower.id AND given.acknowledged_at <= :below))
                THEN 1 ELSE 0 END) AS done,
           3 + (SELECT CASE WHEN EXISTS (SELECT 1 FROM organisation WHERE parent_id = :body) THEN 1 ELSE 0 END) AS due
    """
).bindparams(*(bindparam(name, type_=UtcDateTime()) for name in LIMITS))


def at_some_time(rng, action, *, from_day, days):
    """Done on one of some days, or not at all."""
    if rng.random() < 0.75:
        moment = clock.at(from_day + timedelta(rng.randrange(days)), 8 + rng.randrange(12), rng.randrange(60))
        with time_machine.travel(moment, tick=False), transaction():
            action()


def record(viewer, letter):
    words = {"number": "1/KH", "title": "Kế hoạch", "signed_on": clock.local_day(), "file_name": "a.pdf"}
    record_document(viewer, get_directive(letter), kept=KeptPaper(PDF, b"%PDF"), **words)


def confirm(viewer, letter, rng):
    draft = get_draft(viewer, letter, date(2021, 5, 7), organisation_id=viewer.organisation_id)
    outcome = rng.choice((ConfirmationOutcome.CONFIRMED_WITH_SHORTFALL, ConfirmationOutcome.NOT_CONFIRMED))
    confirm_period(viewer, draft, Answer(outcome, "có giải trình", dict.fromkeys(draft.below_target, "x")))


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_the_plain_answer_and_every_level_sums_those_below(letter, inside, cast, seed):
    rng = random.Random(seed)
    communes = [commune_head(code, number) for number, code in enumerate(("commune-31078", "commune-31096"))]
    monday, friday = date(2021, 5, 3), date(2021, 5, 14)
    for head in (cast.anh, cast.loan, *communes):
        viewer = head.viewer
        at_some_time(rng, lambda viewer=viewer: acknowledge(viewer, letter), from_day=monday, days=6)
    for head in (cast.anh, cast.loan):
        viewer = head.viewer
        at_some_time(rng, lambda viewer=viewer: record(viewer, letter), from_day=monday, days=12)
        at_some_time(rng, lambda viewer=viewer: confirm(viewer, letter, rng), from_day=friday, days=3)

    leaves = figures_by(cast.chau.viewer, Cut.OWNER, [LEAD], **NEXT_WEEK, at=AT)

    addressed = [cast.anh, cast.loan, cast.binh, cast.hai]
    for person in addressed:
        leaf = leaves[person.organisation_id][MeasureKey.LEAD]
        assert (leaf.numerator, leaf.denominator) == naive(person.organisation_id)
    for body in (cast.chau.organisation_id, cast.anh.organisation_id):
        total = figures_of_body(cast.chau.viewer, body, [LEAD], **NEXT_WEEK, at=AT)[LEAD]
        mine = [leaves[each][LEAD] for each in ids_below(body) if each in leaves]
        sums = (sum(each.numerator for each in mine), sum(each.denominator for each in mine))
        assert (total.numerator, total.denominator) == sums
    own = figures_of_body(cast.anh.viewer, cast.anh.organisation_id, [LEAD], **NEXT_WEEK, at=AT)[LEAD]
    assert own == leaves[cast.anh.organisation_id][LEAD]


def naive(body):
    return tuple(db.session.execute(NAIVE, {"body": body, **LIMITS}).one())
