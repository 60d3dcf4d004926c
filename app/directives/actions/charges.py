"""A body says who carries out each obligation."""

from collections.abc import Mapping

from app import audit
from app.clock import now
from app.db import db
from app.directives.models import Charge, Directive
from app.directives.queries.charges import get_own_obligations, list_charges
from app.directives.rules import Named
from app.door import Viewer
from app.text import nfc


def name_in_charge(viewer: Viewer, directive: Directive, named: Mapping[int, Named]) -> int:
    """Name the people of the viewer's own body by obligation; what stays as it was is not written again.

    Returns of how many obligations they changed. Raises Absent where the letter asks nothing of the body.
    """
    obligations = get_own_obligations(viewer, directive)
    body_id = viewer.organisation_id or 0
    said = {row.obligation_id: Named(row.deputy, row.focal) for row in list_charges(viewer, body_id, obligations)}
    changed = {
        each.id: now_named
        for each in obligations
        if each.id in named and (now_named := _tidy(named[each.id])) != said.get(each.id, Named())
    }
    for obligation_id, people in changed.items():
        row = Charge(obligation_id=obligation_id, organisation_id=body_id, deputy=people.deputy, focal=people.focal)
        row.named_at, row.user_id = now(), viewer.user_id
        db.session.add(row)
    if changed:
        audit.record("directive.charged", directive.id, by=viewer, obligations=sorted(changed))
    return len(changed)


def _tidy(named: Named) -> Named:
    return Named(nfc(named.deputy), nfc(named.focal))
