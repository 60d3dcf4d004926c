"""From a form that was sent to an arrival, and from what became of it to what the phone keeps.

For the view, and for who answers before there is a request (`at_once.py`).
"""

from collections.abc import Sequence
from dataclasses import replace

from app.clock import local_day, now
from app.declarations.actions import Accepted
from app.declarations.forms import DeclarationForm
from app.declarations.judging import Health, examine
from app.visits.actions import Arrival
from app.visits.boarding import find_boarding
from app.visits.forms import SeatForm
from app.visits.gates import Gate
from app.visits.owners import own_cookie
from app.visits.remembered import Declared, Remembered, cookie_of
from app.web.stamps import Stamp


def arrival_of(gate: Gate, stamp: Stamp, form: DeclarationForm, language: str) -> Arrival:
    """Everybody on a form that is right throughout, judged."""
    at = now()
    judged = [(who, examine(said, form.asked, on=local_day(at))) for who, said in form.people()]
    (person, health), *others = judged
    return on_trip(Arrival(gate, stamp.submission_id, at, language, person, health, tuple(others)), form)


def on_trip(arrival: Arrival, form: DeclarationForm | SeatForm) -> Arrival:
    """The arrival with the trip that boards at that moment and the seat, where the code is a vehicle's."""
    if not arrival.gate.is_vehicle:
        return arrival
    return replace(arrival, boarding=find_boarding(arrival.gate, arrival.at), seat=form["seat"].data)


def cookies_after(
    arrival: Arrival, accepted: Accepted, known: Remembered | None, *, keep: bool, secure: bool
) -> Sequence[str]:
    """The receipts are this device's own; with `keep` it remembers its owner, whom it may have `known` before."""
    cookies = [own_cookie(each, at=arrival.at, secure=secure) for each in accepted.receipts]
    if keep:
        by = arrival.by
        declared = by if isinstance(by, Declared) else _declared(arrival, by, accepted)
        kept = Remembered(arrival.person, declared, accepted.receipt)
        cookies += filter(None, [cookie_of(kept.after(known), secure=secure)])
    return cookies


def _declared(arrival: Arrival, health: Health, accepted: Accepted) -> Declared:
    return Declared(accepted.day, accepted.id, health.risk, health.form_version, arrival.at, health.form)
