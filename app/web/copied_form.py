"""Public forms that are copied from a blank one: hundreds of people fill in the same form within a minute."""

from functools import lru_cache
from typing import Any, Protocol

from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from app.web.forms import PublicForm


class _Typed(Protocol):
    """What a browser sent, as Werkzeug keeps it."""

    def getlist(self, key: str) -> list[str]: ...


class CopiedForm(PublicForm):
    """A form whose fields are copies of those of a blank one; making and reading them anew costs five times as much.

    Its fields take what was typed as WTForms' do. They have no filters, and it has no `validate_<field>`.
    """

    kinds: dict[str, type[Field]]

    def __init__(self, formdata: _Typed | None = None, *, prefix: str = "", **known: Any) -> None:
        blank = _blank(type(self), prefix)
        self.__dict__.update(blank.__dict__, form_errors=[], _fields={})
        for name, kind in blank.kinds.items():
            self._fields[name] = object.__new__(kind)
        self.__dict__.update(self._fields)
        if formdata is not None:
            self._read(formdata)
        elif known:
            self.process(**known)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, so that all that is wrong is said at once."""
        right = [self._is_right(field) for field in self._fields.values()]
        return all(right)

    def _is_right(self, field: Any) -> bool:
        """As a field's own `validate`, which looks with every field for what none of these has."""
        field.errors = list(field.process_errors)
        for check in field.checks:
            try:
                check(self, field)
            except StopValidation as stop:
                if stop.args and stop.args[0]:
                    field.errors.append(stop.args[0])
                break
            except ValidationError as error:
                field.errors.append(error.args[0])
        return not field.errors

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
    form.kinds = {}
    Form.__init__(form, prefix=prefix)
    for name, field in form._fields.items():
        own = type(field)
        if field.filters or hasattr(form, f"validate_{name}") or own.validate is not Field.validate:
            raise TypeError(f"{form_class.__name__}.{name} has filters or validators that a copied form does not ask")
        first = () if own.pre_validate is Field.pre_validate else (_pre_validate,)
        field.checks = (*first, *field.validators)  # type: ignore[attr-defined]
        form.kinds[name] = _kind_of(field)
    return form


def _kind_of(field: Field) -> type[Field]:
    """The field as a class, so that a copy is an empty object that holds only what becomes of it.

    It goes on naming the blank form as its own: form and fields are no circle to be collected.
    """
    shared = {name: staticmethod(each) if callable(each) else each for name, each in field.__dict__.items()}
    return type(type(field).__name__, (type(field),), shared)


def _pre_validate(form: CopiedForm, field: Field) -> None:
    field.pre_validate(form)
