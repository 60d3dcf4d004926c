"""Forms copied from a blank one read and say what WTForms' own would."""

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Form

from app.web.copied_form import CopiedForm
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
    return [(field.name, field.data, field.raw_data, field.errors, field._value()) for field in form]


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("prefix", ["", "p2-"])
def test_it_reads_and_refuses_what_an_ordinary_form_does(app, typed, prefix):
    sent = MultiDict({f"{prefix}{name}": text for name, text in typed.items()})
    with app.test_request_context():
        assert _told(Copied(sent, prefix=prefix)) == _told(Made(sent, prefix=prefix))


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
