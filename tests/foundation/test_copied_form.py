"""Forms copied from a blank one read and say what WTForms' own would."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form
from wtforms.validators import ValidationError

from app.web.copied_form import LONGEST_CHOICE, CopiedForm
from app.web.forms import ClockField, DayField, PublicForm, TextField, at_most, optional, required

FIELDS = {
    "name": TextField("Tên", [required("Hãy ghi tên."), at_most(5)], default="An"),
    "came_on": DayField("Ngày", [optional()]),
    "came_at": ClockField("Giờ", [optional()]),
    "agrees": BooleanField("Đồng ý"),
}
Copied, Made = type("Copied", (CopiedForm,), dict(FIELDS)), type("Made", (PublicForm,), dict(FIELDS))
TYPED = (
    {},
    {"name": " Bình "},
    {"name": "Nguyễn Văn An", "came_on": "31/02/2021", "came_at": "25:00", "agrees": "y"},
    {"name": "", "came_on": "01/06/2021", "came_at": "08:15"},
)


def _told(form: Form) -> list[object]:
    form.validate()
    return [(field.name, field.data, field.raw_data, list(field.errors), field._value()) for field in form]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("prefix", ["", "p2-"])
def test_it_reads_and_refuses_what_an_ordinary_form_does(app, typed, prefix):
    sent = MultiDict({f"{prefix}{name}": text for name, text in typed.items()})
    with app.test_request_context():
        assert _told(Copied(sent, prefix=prefix)) == _told(Made(sent, prefix=prefix))


def _given_if_agreed(form: Form, field: Field) -> None:
    if form["agrees"].data and not field.data:
        raise ValidationError("Hãy ghi lý do.")


CHOICES = {**FIELDS, "reason": TextField("Lý do", [_given_if_agreed])}
Chosen = type("Chosen", (CopiedForm,), {**CHOICES, "chosen": (BooleanField,)})
Asked = type("Asked", (PublicForm,), CHOICES)
REASON = "Ốm"
CHOOSING = (
    {"name": "An"},
    {"name": "An", "reason": ""},
    {"name": ""},
    {"name": "An", "agrees": "y"},
    {"name": "An", "agrees": "y", "reason": REASON},
    {"name": "Bình", "came_on": "01/06/2021"},
    {"name": "Bình", "came_on": "31/02/2021"},
    {"agrees": ["", "y"], "name": "An"},
)


@pytest.mark.parametrize("first", CHOOSING)
def test_who_comes_after_others_hears_what_he_would_have_heard_alone(app, first):
    with app.test_request_context():
        for typed in (first, *CHOOSING):
            assert _told(Chosen(MultiDict(typed))) == _told(Asked(MultiDict(typed)))


def test_what_is_chosen_and_left_empty_is_shared_once_it_is_right(app):
    fresh = type("Fresh", (Chosen,), {})
    with app.test_request_context():
        first, second = (fresh(MultiDict({"name": name, "agrees": "y", "reason": REASON})) for name in "AB")
        first.validate()
        after = fresh(MultiDict({"name": "D", "agrees": "y", "reason": REASON}))

        assert second.agrees is not first.agrees
        assert (after.agrees, after.came_on) == (first.agrees, first.came_on)
        assert after.name.data == "D"
        assert after.reason is not first.reason


def test_what_no_page_of_ours_sends_is_not_kept(app):
    with app.test_request_context():
        sent = MultiDict({"name": "An", "agrees": "y" * (LONGEST_CHOICE + 1), "reason": REASON})
        first = Chosen(sent)
        assert first.validate()
        assert Chosen(sent).agrees is not first.agrees


def test_what_is_wrong_is_shared_by_nobody(app):
    with app.test_request_context():
        forms = [Chosen(MultiDict({"name": "An", "agrees": "y"})) for _ in range(2)]

        assert [form.validate() for form in forms] == [False, False]
        assert forms[0].reason is not forms[1].reason
        assert Chosen(MultiDict({"name": "An", "agrees": "y"})).agrees is not forms[0].agrees


def test_what_is_known_stands_in_it(app):
    with app.test_request_context():
        assert [form.data for form in (Copied(), Copied(data={"name": "Châu"}))] == [
            form.data for form in (Made(), Made(data={"name": "Châu"}))
        ]


def test_nobody_sees_what_another_typed(app):
    with app.test_request_context():
        first = Copied(MultiDict({"name": "Nguyễn Văn An", "came_on": "x"}))
        first.validate()
        first.form_errors.append("lâu quá")
        second = Copied()

        assert (second.name.data, second.came_on.raw_data, second.errors, second.form_errors) == ("An", None, {}, [])


def test_what_it_would_not_ask_is_refused(app):
    def validate_name(form: Form, field: object) -> None: ...

    own = type("Own", (CopiedForm,), {**FIELDS, "validate_name": validate_name})
    filtered = type("Filtered", (CopiedForm,), {"name": TextField("Tên", filters=[str.upper])})
    with app.test_request_context():
        for form_class in (own, filtered):
            with pytest.raises(TypeError):
                form_class()
