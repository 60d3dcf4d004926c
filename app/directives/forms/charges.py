"""Who of a body carries out each obligation."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l
from wtforms import Field

from app.directives.labels import DEFINITIONS
from app.directives.queries import InCharge
from app.directives.rules import Named
from app.web.forms import PortalForm, TextField, at_most

NAME_CHARACTERS = 160


class ChargesForm(PortalForm):
    """Two fields an obligation; see `charges_form`."""

    people: Sequence[InCharge] = ()

    def fields_of(self, each: InCharge) -> tuple[Field, Field]:
        """The deputy in charge, the focal official."""
        position = each.obligation.position
        return self[f"deputy_{position}"], self[f"focal_{position}"]

    def named(self) -> Mapping[int, Named]:
        """By the obligation's id, once the form is valid."""
        return {
            each.obligation.id: Named(*(field.data or "" for field in self.fields_of(each))) for each in self.people
        }


def charges_form(people: Sequence[InCharge]) -> ChargesForm:
    """The form for these obligations, with who was named for them."""
    fields: dict[str, object] = {"people": people}
    values: dict[str, str] = {}
    for each in people:
        name, position = DEFINITIONS[each.obligation.measure].name, each.obligation.position
        deputy, focal = _l("Lãnh đạo phụ trách: %(name)s", name=name), _l("Cán bộ đầu mối: %(name)s", name=name)
        fields[f"deputy_{position}"] = TextField(deputy, [at_most(NAME_CHARACTERS)])
        fields[f"focal_{position}"] = TextField(focal, [at_most(NAME_CHARACTERS)])
        values |= {f"deputy_{position}": each.named.deputy, f"focal_{position}": each.named.focal}
    form: ChargesForm = type("ChargesForm", (ChargesForm,), fields)(**values)
    return form
