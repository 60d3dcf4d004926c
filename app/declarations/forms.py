"""The forms of citizens: one engine, which asks what a version says. Field names are those of the contract."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, Form
from wtforms.validators import StopValidation, ValidationError

from app.clock import local_day
from app.declarations.choices import HOME_COUNTRY
from app.declarations.fields import (
    CountryField,
    GroupedField,
    IdNumberField,
    NameField,
    ProvinceField,
    YearField,
    has_a_letter,
    is_birth_year,
    is_country,
    is_email,
    is_known_place,
    is_province,
    seat_field,
)
from app.declarations.labels import ANSWER_LABELS, GENDER_LABELS, TRANSPORT_LABELS
from app.declarations.questions import Asked, AskedForm
from app.declarations.rules import Answer, FormKind
from app.web.copied_form import CopiedForm
from app.web.forms import (
    DayField,
    EnumField,
    EnumRadioField,
    ParagraphField,
    PhoneField,
    TextField,
    at_most,
    optional,
    required,
)

OWN_FIELDS = ("full_name", "id_number", "birth_year", "gender", "nationality", "phone")
SHARED_FIELDS = ("place", "address", "email")
JOURNEY_FIELDS = ("origin", "origin_details", "route", "transport", "vehicle_number", "departed_on")
# What a passenger is not asked: the vehicle is known by its code, and it leaves today.
KNOWN_ABOARD = ("transport", "vehicle_number", "departed_on")
# A family that comes together, the one who fills in the form among them.
MOST_PEOPLE = 10
OLDEST_JOURNEY = timedelta(days=30)


def _unless_none(form: Any, field: Field) -> None:
    """A phone must be given by who does not say that there is none."""
    if field.data:
        return
    if not form.no_phone.data and not field.errors:
        raise StopValidation(str(_l("Hãy ghi số điện thoại, hoặc chọn «Không có điện thoại».")))
    raise StopValidation()


_unless_none.field_flags = {"required": True}  # type: ignore[attr-defined]


def _is_recent(_form: Form, field: Field) -> None:
    if not local_day() - OLDEST_JOURNEY <= field.data <= local_day():
        raise ValidationError(str(_l("Ngày khởi hành phải trong 30 ngày qua và không sau hôm nay.")))


class AskingForm(CopiedForm):
    """One person and the answers to the questions of a version, which `form_class` adds."""

    asked: AskedForm
    # Not the place and the year of birth: hardly two people would choose the same.
    chosen = (EnumRadioField, BooleanField, CountryField)

    full_name = NameField(_l("Họ và tên"), [required(_l("Hãy ghi họ và tên.")), at_most(120), has_a_letter])
    id_number = IdNumberField(_l("Số CCCD, CMND hoặc hộ chiếu"), [optional()])
    birth_year = YearField(_l("Năm sinh"), [required(_l("Hãy ghi năm sinh.")), is_birth_year])
    gender = EnumRadioField(_l("Giới tính"), GENDER_LABELS, [required(_l("Hãy chọn giới tính."))])
    nationality = CountryField(_l("Quốc tịch"), [required(_l("Hãy chọn quốc tịch.")), is_country], default=HOME_COUNTRY)

    def own(self) -> dict[str, Any]:
        """Who it is, normalised."""
        own = {name: self._fields[name].data for name in OWN_FIELDS}
        return {**own, "gender": str(self.gender.data), "birth_year": self.birth_year.year}

    def said(self) -> dict[str, str]:
        """The answers, and what was written beside a «Có»; beside a «Không» it is left out."""
        seat = self["seat"].data if "seat" in self else ""
        said = {"seat": seat} if seat else {}
        said |= {asked.key: str(self._fields[asked.key].data) for asked in self.asked.questions}
        for asked in self.asked.questions:
            # The details last: asking whether there are any translates them.
            if said[asked.key] == Answer.YES and asked.details:
                said[asked.details_key] = self._fields[asked.details_key].data
        return said


class MemberForm(AskingForm):
    """Somebody of the family: who it is and what he answers; where he lives is said once."""

    phone = PhoneField(_l("Điện thoại"), [optional()])


class DeclarationForm(AskingForm):
    """Who declares, where he lives, the questions, and who came with him."""

    other_user = BooleanField(_l("Tôi khai hộ người khác (người già, trẻ em, người không có điện thoại)"))
    no_phone = BooleanField(_l("Không có điện thoại"))
    place = GroupedField(
        _l("Nơi ở: xã, phường, thị trấn (Kiên Giang) hoặc tỉnh, thành phố"),
        [required(_l("Hãy chọn nơi ở.")), is_known_place],
    )
    address = TextField(
        _l("Số nhà, đường, ấp, tổ dân phố"), [required(_l("Hãy ghi số nhà, đường hoặc ấp.")), at_most(200)]
    )
    phone = PhoneField(_l("Điện thoại"), [_unless_none])
    email = TextField(_l("Email"), [optional(), at_most(120), is_email])
    remember = BooleanField(_l("Nhớ thông tin của tôi trên điện thoại này để lần sau chỉ cần một lần chạm"))
    member_class: type[MemberForm]

    def __init__(self, formdata: Any = None, **options: Any) -> None:
        super().__init__(formdata, **options)
        count = formdata.get("members", "0") if formdata else "0"
        known = int(count) if count.isascii() and count.isdigit() and len(count) < 3 else 0
        self.members = [self._member(formdata, number) for number in range(2, min(known, MOST_PEOPLE - 1) + 2)]

    def add_member(self) -> None:
        """Make room for one more of the family."""
        if not self.is_full:
            self.members.append(self._member(None, len(self.members) + 2))

    def remove_member(self) -> None:
        """Take the last one off."""
        del self.members[-1:]

    @property
    def is_full(self) -> bool:
        return len(self.members) >= MOST_PEOPLE - 1

    def validate(self, extra_validators: Any = None) -> bool:
        """Everybody's fields, so that all that is wrong is said at once."""
        right = [super().validate(extra_validators), *(member.validate() for member in self.members)]
        return all(right) and not self._note_doubles()

    @property
    def errors(self) -> dict[str, Any]:
        found = dict(super().errors)
        for member in self.members:
            found.update({member[name].name: errors for name, errors in member.errors.items()})
        return found

    def __iter__(self) -> Iterator[Field]:
        yield from super().__iter__()
        for member in self.members:
            yield from member

    def people(self) -> list[tuple[dict[str, Any], dict[str, str]]]:
        """Everybody on the form: who it is, to be sealed, and what he said."""
        shared = {name: self._fields[name].data for name in SHARED_FIELDS}
        first = {**self.own(), **shared, "other_user": self.other_user.data}
        others = [
            {**member.own(), **shared, "phone": member.phone.data or self.phone.data, "other_user": True}
            for member in self.members
        ]
        told = [form.said() for form in (self, *self.members)]
        journey = {**self.journey(), "place": shared["place"]}
        return [(person, {**said, **journey}) for person, said in zip([first, *others], told, strict=True)]

    def journey(self) -> dict[str, str]:
        """Where from and how they came; only the form of domestic moves asks."""
        return {}

    def _note_doubles(self) -> bool:
        """Whether somebody stands on the form twice; said beside his second name."""
        if not self.members:
            return False
        seen: set[tuple[str, str]] = set()
        for form in (self, *self.members):
            who = (str(form.full_name.data).casefold(), form["phone"].data or str(self.phone.data))
            if who in seen:
                form.full_name.errors = [
                    str(_l("Người này đã có trong tờ khai; nếu trùng tên, hãy ghi số điện thoại riêng."))
                ]
            seen.add(who)
        return len(seen) <= len(self.members)

    def _member(self, formdata: Any, number: int) -> MemberForm:
        member = self.member_class(formdata, prefix=f"p{number}-")
        for field in member:
            # Who reads what is wrong on top of the page must know with whom.
            field.flags.person_number = number
        return member


class DomesticForm(DeclarationForm):
    """The declaration of who comes from elsewhere: where from, by which way and vehicle."""

    origin = ProvinceField(_l("Nơi đi: tỉnh, thành phố"), [required(_l("Hãy chọn nơi đi.")), is_province])
    origin_details = TextField(_l("Xã, huyện nơi đi"), [optional(), at_most(200)])
    departed_on = DayField(_l("Ngày khởi hành"), [required(_l("Hãy ghi ngày khởi hành.")), _is_recent])
    route = TextField(_l("Những nơi đã đi qua, dừng lại trên đường"), [optional(), at_most(500)])
    transport = EnumField(_l("Phương tiện"), TRANSPORT_LABELS, [required(_l("Hãy chọn phương tiện."))])
    vehicle_number = TextField(_l("Biển số, số hiệu chuyến"), [optional(), at_most(20)])

    def journey(self) -> dict[str, str]:
        said = {name: str(self[name].data or "") for name in JOURNEY_FIELDS if name in self and self[name].data}
        return {name: value for name, value in said.items() if value}


@lru_cache(maxsize=64)
def form_class(asked: AskedForm, *, aboard: bool = False) -> type[DeclarationForm]:
    """The form that asks what this version says; behind the code of a vehicle (`aboard`) also where one sits."""
    questions = {name: field for each in asked.questions for name, field in _fields(each).items()}
    if aboard or asked.kind is FormKind.DOMESTIC:
        questions["seat"] = seat_field()
    member = type("MemberForm", (MemberForm,), {**questions, "asked": asked})
    domestic = asked.kind is FormKind.DOMESTIC
    known: dict[str, Any] = dict.fromkeys(KNOWN_ABOARD) if domestic and aboard else {}
    own = {**questions, **known, "asked": asked, "member_class": member}
    return type("Form", (DomesticForm if domestic else DeclarationForm,), own)


def _fields(asked: Asked) -> dict[str, Any]:
    answer = EnumRadioField(
        asked.text, ANSWER_LABELS, [required(_l("Hãy trả lời Có hoặc Không: %(question)s", question=asked.text))]
    )
    if asked.details == "":
        return {asked.key: answer}
    validators: list[Any] = [at_most(1000), *([_given_beside(asked.key)] if asked.needs_details else [])]
    return {asked.key: answer, asked.details_key: ParagraphField(asked.details, validators)}


def _given_beside(key: str) -> Any:
    def validate(form: Any, field: Field) -> None:
        if form[key].data is Answer.YES and not field.data:
            raise ValidationError(str(ASK_PLACES))

    return validate


ASK_PLACES: LazyString = _l("Hãy ghi những nơi đã đến hoặc đi qua.")
