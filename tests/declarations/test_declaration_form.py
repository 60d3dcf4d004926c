"""What people type, and what becomes of it."""

import unicodedata

import pytest
from werkzeug.datastructures import MultiDict

from app.clock import local_day
from app.declarations.catalogue import Catalogue
from app.declarations.forms import form_class
from app.units.rules import UnitKind
from tests.visits.sheets import HEALTHY, sheet


@pytest.fixture
def typed(app):
    """The form with something typed into it, in a request of its own."""

    def type_in(**changes):
        form = form_class(Catalogue().form_for(UnitKind.HOTEL))(MultiDict(sheet(**changes)))
        form.validate()
        return form

    with app.test_request_context("/"):
        yield type_in


def test_a_healthy_visitors_form_is_valid_and_normalised(typed):
    form = typed(full_name="  nguyễn   văn tèo ", phone="+84 912.345.678", id_number="091 085 012345")

    assert not form.errors
    ((person, said),) = form.people()
    assert said == {**HEALTHY, "place": "31078"}
    assert person == {
        "full_name": "nguyễn văn tèo",
        "id_number": "091085012345",
        "birth_year": 1985,
        "gender": "male",
        "nationality": "VN",
        "place": "31078",
        "address": "12 Nguyễn Trãi",
        "phone": "0912345678",
        "email": "",
        "other_user": False,
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "Tèo"),
        ("full_name", "សុខ សុភា"),
        ("full_name", "O'Brien-Müller Jr."),
        ("full_name", "a" * 120),
        ("birth_year", "1900"),
        ("birth_year", str(local_day().year)),
        ("birth_year", "១៩៨៥"),
        ("id_number", ""),
        ("id_number", "C1234567"),
        ("id_number", "371234567"),
        ("phone", "+14155552671"),
        ("phone", "0297 3812 345"),
        ("email", ""),
        ("email", "khách@ví-dụ.vn"),
        ("nationality", "KH"),
        ("place", "01"),
        ("place", "31096"),
        ("gender", "other"),
    ],
)
def test_what_is_taken(typed, field, value):
    assert field not in typed(**{field: value}).errors


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "   "),
        ("full_name", "12345"),
        ("full_name", "😀😀"),
        ("full_name", "a" * 121),
        ("birth_year", ""),
        ("birth_year", "1899"),
        ("birth_year", str(local_day().year + 1)),
        ("birth_year", "85"),
        ("birth_year", "1985.0"),
        ("birth_year", "-1985"),
        ("id_number", "0910850123456"),
        ("id_number", "=1+1"),
        ("phone", ""),
        ("phone", "12345"),
        ("phone", "0912 345 67x"),
        ("email", "a@b"),
        ("email", "a b@c.vn"),
        ("nationality", ""),
        ("nationality", "XX"),
        ("nationality", "vn"),
        ("place", ""),
        ("place", "91"),
        ("place", "99999"),
        ("address", ""),
        ("address", "x" * 201),
        ("gender", ""),
        ("gender", "Nam"),
        ("travelled", ""),
        ("travelled", "maybe"),
        ("symptoms", None),
        ("contact_case", None),
        ("contact_country", None),
        ("contact_symptoms", None),
        ("symptoms_details", "x" * 1001),
    ],
)
def test_what_is_refused(typed, field, value):
    assert field in typed(**{field: value}).errors


def test_where_somebody_travelled_must_be_said(typed):
    assert "travelled_details" in typed(travelled="yes").errors
    assert not typed(travelled="yes", travelled_details="Đà Nẵng\nLào").errors


def test_details_beside_a_no_are_not_kept(typed):
    form = typed(symptoms_details="gõ nhầm", travelled="yes", travelled_details="Cà Mau")

    ((_, said),) = form.people()
    assert said["travelled_details"] == "Cà Mau"
    assert "symptoms_details" not in said


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        (unicodedata.normalize("NFD", "Nguyễn Thị Ưng"), "Nguyễn Thị Ưng"),
        ("Tèo 😀👍🏽 Văn", "Tèo Văn"),
        ("Tèo\u0000\u0007\u202e Văn\u200b", "Tèo Văn"),
        ("Tèo\r\n\tVăn", "Tèo Văn"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
    ids=["decomposed", "emoji", "unseen", "lines", "markup"],
)
def test_names_are_cleaned_of_what_cannot_be_seen_and_otherwise_kept(typed, raw, kept):
    assert typed(full_name=raw).full_name.data == kept
