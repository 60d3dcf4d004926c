"""What the answers of the form are called on screen."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.declarations.rules import Answer, Gender, Question

GENDER_LABELS: Mapping[Gender, LazyString] = {
    Gender.MALE: _l("Nam"),
    Gender.FEMALE: _l("Nữ"),
    Gender.OTHER: _l("Khác"),
}

ANSWER_LABELS: Mapping[Answer, LazyString] = {Answer.NO: _l("Không"), Answer.YES: _l("Có")}

# Why a declaration is amber or red, told to who sent it; the guard sees the colour only.
REASON_LABELS: Mapping[Question, LazyString] = {
    Question.TRAVELLED: _l("Ông/bà đã đến hoặc đi qua nơi khác."),
    Question.SYMPTOMS: _l("Ông/bà có dấu hiệu bệnh."),
    Question.CONTACT_CASE: _l("Ông/bà đã tiếp xúc với người mắc hoặc nghi mắc COVID-19."),
    Question.CONTACT_COUNTRY: _l("Ông/bà đã tiếp xúc với người từ nước có bệnh COVID-19."),
    Question.CONTACT_SYMPTOMS: _l("Ông/bà đã tiếp xúc với người có biểu hiện bệnh."),
}
