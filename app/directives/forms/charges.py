"""Who of a body carries out each obligation."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.directives.actions.charges import Named
from app.directives.labels import DEFINITIONS
from app.directives.models import Charge, Obligation
from app.web.forms import PortalForm, TextField, at_most

NAME_CHARACTERS = 160


class ChargesForm(PortalForm):
    """Two fields an obligation; see `charges_form`."""

    obligations: Sequence[Obligation] = ()

    def fields_of(self, obligation: Obligation) -> tuple[Field, Field]:
        """The deputy in charge, the focal official."""
        return self[f"deputy_{obligation.position}"], self[f"focal_{obligation.position}"]

    def named(self) -> Mapping[int, Named]:
        """By the obligation's id, once the form is valid."""
        return {each.id: Named(*(field.data or "" for field in self.fields_of(each))) for each in self.obligations}


def charges_form(obligations: Sequence[Obligation], said: Sequence[Charge] = ()) -> ChargesForm:
    """The form for these obligations, with what was said of them."""
    fields: dict[str, object] = {"obligations": obligations}
    for each in obligations:
        name = DEFINITIONS[each.measure].name
        fields[f"deputy_{each.position}"] = TextField(
            _l("Lãnh đạo phụ trách: %(name)s", name=name), [at_most(NAME_CHARACTERS)]
        )
        fields[f"focal_{each.position}"] = TextField(
            _l("Cán bộ đầu mối: %(name)s", name=name), [at_most(NAME_CHARACTERS)]
        )
    latest = {row.obligation_id: row for row in said}
    values = {
        f"{field}_{each.position}": getattr(latest[each.id], field)
        for each in obligations
        if each.id in latest
        for field in ("deputy", "focal")
    }
    form: ChargesForm = type("ChargesForm", (ChargesForm,), fields)(**values)
    return form
