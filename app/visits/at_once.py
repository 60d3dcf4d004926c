"""A declaration that a phone without cookies sends, right throughout: stored before Flask wakes up (`web/at_once.py`).

By the rules of the view, in its order but that a form is read before it is counted; whatever the view would answer with
a page is left to the view.
"""

from app.clock import now
from app.declarations.catalogue import catalogue
from app.tallies.hot_path import can_run_prepared
from app.visits import actions
from app.visits.arrivals import arrival_of, cookies_after
from app.visits.forms import declaration_form
from app.visits.gates import likely_gate
from app.visits.limits import forgiven_unless_stored, over_sending
from app.visits.stamping import purpose_to_enter
from app.web.at_once import Sent, Taken
from app.web.stamps import FIELD, StampRefused, stamp_in

# Other things that the same address is sent for.
OTHER_BUTTONS = frozenset({"tap", "change"})


def take(sent: Sent) -> Taken | None:
    """Store what was sent and say where the receipt is; None when the view has to see to it. Raises OperationalError.

    SQLite's one writer bounds what comes in there, not this process: its declarations all go to the view.
    """
    gate = likely_gate(sent.last)
    if gate is None or not gate.is_usable(now()) or not can_run_prepared() or not OTHER_BUTTONS.isdisjoint(sent.form):
        return None
    name = sent.form.get("form")
    asked = catalogue().find_form(name) if name else catalogue().form_for(gate.kind)
    if asked is None:
        return None
    try:
        stamp = stamp_in(sent.form.get(FIELD), purpose_to_enter(gate))
    except StampRefused:
        return None
    form = declaration_form(gate, asked, sent.form)
    if not form.validate() or over_sending(sent.caller, gate.code, stamp.submission_id):
        return None
    arrival = arrival_of(gate, stamp, form, sent.language)
    with forgiven_unless_stored(sent.caller, gate.code, stamp.submission_id):
        accepted = actions.check_in(arrival, alone=True)
    if accepted is None:
        return None
    cookies = cookies_after(arrival, accepted, None, keep=bool(form.remember.data), secure=sent.is_secure)
    return Taken("entry.send", f"/r/{accepted.receipt}", cookies)
