"""What is typed in a round: a row of small fields for each household of a team."""

from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField
from wtforms.validators import ValidationError

from app.text.clean import ascii_digits
from app.web.forms import EnumField, PortalForm, TextField
from app.zones.labels import NEEDS
from app.zones.rules import MOST_PEOPLE, Answer


class PeopleField(TextField):
    """How many people of a household; an empty field is none."""

    count = 0

    def pre_validate(self, form: Any) -> None:
        digits = ascii_digits(self.data or "")
        if digits and not (digits.isdecimal() and len(digits) <= len(str(MOST_PEOPLE))):
            raise ValidationError(_("Hãy ghi số người bằng chữ số; không có ai thì để trống."))
        self.count = int(digits or 0)


class PaperForm(PortalForm):
    """Whether the round was written down on the way."""

    on_paper = BooleanField(_l("Nhập từ phiếu giấy"))


class RoundForm(PaperForm):
    """Of each household how many are ill and how many away, what it lacks, whether it declared at tokhaiyte.vn."""

    shown: Sequence[Any]
    words: Mapping[str, str]
    stands: Mapping[int, Answer]

    def symptoms(self, household: Any) -> PeopleField:
        """How many have symptoms."""
        return self[f"symptoms-{household.id}"]  # type: ignore[no-any-return]

    def absent(self, household: Any) -> PeopleField:
        """How many are away."""
        return self[f"absent-{household.id}"]  # type: ignore[no-any-return]

    def need(self, household: Any) -> Any:
        """What is lacking."""
        return self[f"need-{household.id}"]

    def national(self, household: Any) -> Any:
        """Whether the household declared at tokhaiyte.vn."""
        return self[f"national-{household.id}"]

    def was(self, household: Any) -> Any:
        """What stood there when the page was opened."""
        return self[f"was-{household.id}"]

    def answer(self, household: Any) -> Answer:
        """What holds of a household with what was typed since the page was opened: what others wrote meanwhile, and
        nobody changed here, is left.
        """
        was = Answer.of_code(self.was(household).data or "")
        return self.typed(household).on_top_of(self.stands[household.id], was=was)

    def typed(self, household: Any) -> Answer:
        """What stands in the fields of a household."""
        return Answer(
            self.symptoms(household).count,
            self.absent(household).count,
            self.need(household).data,
            bool(self.national(household).data),
        )

    def changed(self) -> dict[int, Answer]:
        """What is to be written, by household: all of which something was typed since the page was opened."""
        was = {household.id: self.was(household).data or Answer().code for household in self.shown}
        touched = [household for household in self.shown if self.typed(household).code != was[household.id]]
        return {household.id: self.answer(household) for household in touched}

    def validate(self, extra_validators: Any = None) -> bool:
        is_good = super().validate(extra_validators)
        # Whatever is wrong is said at once.
        too_many = [household for household in self.shown if self.is_too_much(household)]
        return is_good and not too_many

    def is_too_much(self, household: Any) -> bool:
        """Whether more are ill and away than live there; says so beside the field."""
        if self.answer(household).fits(household.people):
            return False
        words = _("Hộ %(n)s chỉ có %(people)s người.", n=household.number, people=household.people)
        self.symptoms(household).errors = [words]
        return True

    def wrong(self, household: Any) -> str:
        """What is wrong with one household's row; empty when nothing is."""
        errors = [*self.symptoms(household).errors, *self.absent(household).errors, *self.need(household).errors]
        return str(errors[0]) if errors else ""


class RoundPage:
    """What stands on the page of a round: the fields of `RoundForm` to be drawn, where nothing was sent to be read.

    A form makes and binds five fields for each household; these cost next to nothing.
    """

    errors: Mapping[str, Any] = {}

    def __init__(self, rows: Sequence[Any]) -> None:
        self.words = _words()
        self.on_paper = PaperForm(formdata=None).on_paper
        self._answers = {row.household.id: _stands(row) for row in rows}

    def symptoms(self, household: Any) -> Any:
        """How many have symptoms."""
        return _field(f"symptoms-{household.id}", _shown(self._answers[household.id].symptom_count))

    def absent(self, household: Any) -> Any:
        """How many are away."""
        return _field(f"absent-{household.id}", _shown(self._answers[household.id].absent_count))

    def need(self, household: Any) -> Any:
        """What is lacking."""
        return _field(f"need-{household.id}", self._answers[household.id].need)

    def national(self, household: Any) -> Any:
        """Whether the household declared at tokhaiyte.vn."""
        return _field(f"national-{household.id}", self._answers[household.id].is_national)

    def was(self, household: Any) -> Any:
        """What stands there now."""
        return _field(f"was-{household.id}", self._answers[household.id].code)


def round_form(rows: Sequence[Any]) -> RoundForm:
    """The form of a page's rows with what was sent."""
    words = _words()
    fields: dict[str, Any] = {"shown": tuple(row.household for row in rows), "words": words}
    fields["stands"] = {row.household.id: _stands(row) for row in rows}
    stands: dict[str, Any] = {}
    needs = {need: str(label) for need, label in NEEDS.items()}
    for row in rows:
        key, answer = row.household.id, _stands(row)
        fields[f"symptoms-{key}"], fields[f"absent-{key}"] = PeopleField(words["ill"]), PeopleField(words["away"])
        fields[f"need-{key}"] = EnumField(words["lacking"], needs)
        fields[f"national-{key}"] = BooleanField(words["elsewhere"])
        fields[f"was-{key}"] = HiddenField("")
        stands[f"symptoms-{key}"], stands[f"absent-{key}"] = _shown(answer.symptom_count), _shown(answer.absent_count)
        stands[f"need-{key}"], stands[f"national-{key}"] = answer.need, answer.is_national
        stands[f"was-{key}"] = answer.code
    form: RoundForm = type("Form", (RoundForm,), fields)(data=stands)
    return form


def _field(name: str, value: Any) -> Any:
    """What a page draws of a field that nobody has sent."""
    return SimpleNamespace(id=name, name=name, data=value, errors=())


def _words() -> Mapping[str, str]:
    """The same beside every household: translated once."""
    return {
        "ill": _("Có biểu hiện"),
        "away": _("Vắng"),
        "lacking": _("Nhu cầu"),
        "elsewhere": _("Đã khai tại tokhaiyte.vn"),
    }


def _stands(row: Any) -> Answer:
    answer: Answer = row.entry.answer if row.entry else Answer()
    return answer


def _shown(count: int) -> str:
    return str(count) if count else ""
