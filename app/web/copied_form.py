"""Public forms that are copied from a blank one: hundreds of people fill in the same form within a minute."""

from functools import lru_cache
from typing import Any, Protocol

from wtforms import Form

from app.web.forms import PublicForm


class _Typed(Protocol):
    """What a browser sent, as Werkzeug keeps it."""

    def getlist(self, key: str) -> list[str]: ...


class CopiedForm(PublicForm):
    """A form whose fields are copies of those of a blank one; making and reading them anew costs five times as much.

    Its fields take what was typed as WTForms' do. They have no filters, and it has no `validate_<field>`.
    """

    def __init__(self, formdata: _Typed | None = None, *, prefix: str = "", **known: Any) -> None:
        blank = _blank(type(self), prefix)
        self.__dict__.update(blank.__dict__, form_errors=[], _fields={})
        for name, field in blank._fields.items():
            # It goes on naming the blank form as its own, so that form and fields are no circle to be collected.
            self._fields[name] = copy = object.__new__(type(field))
            copy.__dict__.update(field.__dict__)
        self.__dict__.update(self._fields)
        if formdata is not None:
            self._read(formdata)
        elif known:
            self.process(**known)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, so that all that is wrong is said at once."""
        right = [field.validate(self) for field in self._fields.values()]
        return all(right)

    def _read(self, formdata: _Typed) -> None:
        for field in self._fields.values():
            field.raw_data, field.process_errors = formdata.getlist(field.name), []
            try:
                field.process_formdata(field.raw_data)
            except ValueError as error:
                field.process_errors.append(error.args[0])


@lru_cache(maxsize=256)
def _blank(form_class: type[CopiedForm], prefix: str) -> CopiedForm:
    """The form as it is before anything was typed; nobody changes it."""
    form = form_class.__new__(form_class)
    Form.__init__(form, prefix=prefix)
    if any(field.filters or hasattr(form, f"validate_{name}") for name, field in form._fields.items()):
        raise TypeError(f"{form_class.__name__} has filters or validators that a copied form does not ask")
    return form
