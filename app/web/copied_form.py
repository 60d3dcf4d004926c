"""Public forms that are copied from a blank one: hundreds of people fill in the same form within a minute."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, ClassVar, Protocol

from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from app.web.forms import PublicForm

MOST_CHOICES = 256
# A choice is a word; anything longer was written by no page of ours.
LONGEST_CHOICE = 32
# What stands in a choice for a field with text of its own.
_TYPED = object()
_Choice = tuple[object, ...]


class _Sent(Protocol):
    """What a browser sent, as Werkzeug keeps it."""

    def getlist(self, key: str) -> list[str]: ...


class CopiedForm(PublicForm):
    """A form whose fields are copies of those of a blank one; making and reading them anew costs five times as much.

    Its fields take what was typed as WTForms' do. They have no filters, and it has no `validate_<field>`. Fields that
    were left empty and those of the kinds in `chosen` are read and checked once for all who chose and left empty the
    same: they share them, and nobody may change them. So whether these are right must hang on one another alone, not
    on what was typed beside them, nor on the day.
    """

    kinds: dict[str, type[Field]]
    chosen: ClassVar[tuple[type[Field], ...]] = ()
    _shared: "_Shared"
    # What is to be shared once it is found right; None: it is already, or nothing was sent.
    _choice: _Choice | None

    def __init__(self, formdata: _Sent | None = None, *, prefix: str = "", **known: Any) -> None:
        blank = _blank(type(self), prefix)
        self.__dict__.update(blank.__dict__, form_errors=[], _fields={})
        if formdata is not None:
            self._read(formdata)
        else:
            for name, kind in blank.kinds.items():
                self._fields[name] = object.__new__(kind)
        self.__dict__.update(self._fields)
        if known and formdata is None:
            self.process(**known)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every field, so that all that is wrong is said at once."""
        fields: Collection[Any] = self._fields.values()
        right = [self._is_right(field) for field in fields if not field.is_shared]
        choice, self._choice = self._choice, None
        if choice is not None:
            self._shared.share(choice, self._fields)
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

    def _read(self, formdata: _Sent) -> None:
        sent = [formdata.getlist(key) for key in self._shared.keys]
        choice = tuple(map(_chosen, sent, self._shared.longest))
        fields = self._shared.known.get(choice)
        if fields is None:
            self._choice, fields = choice, {}
        for (name, kind), typed in zip(self.kinds.items(), sent, strict=True):
            self._fields[name] = fields.get(name) or _read_field(kind, typed)


class _Shared:
    """The right fields of one form, by what was chosen and left empty."""

    def __init__(self, fields: Collection[Field], chosen: tuple[type[Field], ...]) -> None:
        self.keys = [field.name for field in fields]
        # Of a field that is not chosen only an empty one is a choice.
        self.longest = [LONGEST_CHOICE if isinstance(field, chosen) else 0 for field in fields]
        self.known: dict[_Choice, Mapping[str, Field]] = {}

    def share(self, choice: _Choice, fields: Mapping[str, Any]) -> None:
        """Let others who choose this have the fields that belong to it, if they are right."""
        alike = {name: field for (name, field), of in zip(fields.items(), choice, strict=True) if of is not _TYPED}
        if any(field.errors for field in alike.values()):
            return
        for field in alike.values():
            field.is_shared, field.errors = True, ()
        if len(self.known) >= MOST_CHOICES:
            self.known.clear()
        self.known[choice] = alike


def _chosen(typed: list[str], longest: int) -> object:
    if not typed:
        return None
    return typed[0] if len(typed) == 1 and len(typed[0]) <= longest else _TYPED


def _read_field(kind: type[Field], typed: list[str]) -> Field:
    field = object.__new__(kind)
    field.raw_data, field.process_errors = typed, []
    try:
        field.process_formdata(typed)
    except ValueError as error:
        field.process_errors.append(error.args[0])
    return field


@lru_cache(maxsize=256)
def _blank(form_class: type[CopiedForm], prefix: str) -> CopiedForm:
    """The form as it is before anything was typed; nobody changes it."""
    form = form_class.__new__(form_class)
    form.kinds, form._choice = {}, None
    Form.__init__(form, prefix=prefix)
    for name, field in form._fields.items():
        own = type(field)
        if field.filters or hasattr(form, f"validate_{name}") or own.validate is not Field.validate:
            raise TypeError(f"{form_class.__name__}.{name} has filters or validators that a copied form does not ask")
        first = () if own.pre_validate is Field.pre_validate else (_pre_validate,)
        field.checks = (*first, *field.validators)  # type: ignore[attr-defined]
        field.is_shared = False  # type: ignore[attr-defined]
        form.kinds[name] = _kind_of(field)
    form._shared = _Shared(form._fields.values(), form_class.chosen)
    return form


def _kind_of(field: Field) -> type[Field]:
    """The field as a class, so that a copy is an empty object that holds only what becomes of it.

    It goes on naming the blank form as its own: form and fields are no circle to be collected.
    """
    shared = {name: staticmethod(each) if callable(each) else each for name, each in field.__dict__.items()}
    return type(type(field).__name__, (type(field),), shared)


def _pre_validate(form: CopiedForm, field: Field) -> None:
    field.pre_validate(form)
