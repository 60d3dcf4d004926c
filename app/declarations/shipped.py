"""What the portal ships with: the questions of the national form, the rule table and the cases by which it is tried.

They hold until the health department switches on versions of its own.
"""

from collections.abc import Mapping, Sequence

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.declarations.questions import Asked
from app.declarations.rules import EPIDEMIC_AREA, Answer, Picture, Question, RiskLevel, TriageRule

QUESTIONS: Sequence[Asked] = (
    Asked(
        key=Question.TRAVELLED.value,
        text=_l("Ông/bà có đến hoặc đi qua tỉnh, thành phố, quốc gia, vùng lãnh thổ nào khác không?"),
        reason=_l("Ông/bà đã đến hoặc đi qua nơi khác."),
        picture=Picture.JOURNEY,
        details=_l("Nếu có, ghi những nơi đã đến"),
        needs_details=True,
    ),
    Asked(
        key=Question.SYMPTOMS.value,
        text=_l("Ông/bà có thấy ít nhất một trong các dấu hiệu: sốt, ho, khó thở, viêm phổi, đau họng, mệt mỏi không?"),
        reason=_l("Ông/bà có dấu hiệu bệnh."),
        picture=Picture.FEVER,
        details=_l("Nếu có, ghi dấu hiệu và ngày bắt đầu"),
    ),
    Asked(
        key=Question.CONTACT_CASE.value,
        text=_l("Ông/bà có tiếp xúc với người mắc hoặc nghi mắc COVID-19 không?"),
        reason=_l("Ông/bà đã tiếp xúc với người mắc hoặc nghi mắc COVID-19."),
        picture=Picture.PATIENT,
    ),
    Asked(
        key=Question.CONTACT_COUNTRY.value,
        text=_l("Ông/bà có tiếp xúc với người từ nước có bệnh COVID-19 không?"),
        reason=_l("Ông/bà đã tiếp xúc với người từ nước có bệnh COVID-19."),
        picture=Picture.GLOBE,
    ),
    Asked(
        key=Question.CONTACT_SYMPTOMS.value,
        text=_l("Ông/bà có tiếp xúc với người có biểu hiện sốt, ho, khó thở, viêm phổi không?"),
        reason=_l("Ông/bà đã tiếp xúc với người có biểu hiện bệnh."),
        picture=Picture.COUGH,
    ),
)


def _rule(condition: str, level: RiskLevel) -> TriageRule:
    return TriageRule(frozenset({condition}), level)


RULES: Sequence[TriageRule] = (
    _rule(Question.SYMPTOMS.value, RiskLevel.RED),
    _rule(Question.CONTACT_CASE.value, RiskLevel.RED),
    _rule(EPIDEMIC_AREA, RiskLevel.RED),
    _rule(Question.TRAVELLED.value, RiskLevel.AMBER),
    _rule(Question.CONTACT_COUNTRY.value, RiskLevel.AMBER),
    _rule(Question.CONTACT_SYMPTOMS.value, RiskLevel.AMBER),
)

# name, what is met, the level that must come of it
SAMPLES: Sequence[tuple[LazyString, frozenset[str], RiskLevel]] = (
    (_l("Người khỏe mạnh, trả lời Không cho mọi câu"), frozenset(), RiskLevel.GREEN),
    (_l("Người tiếp xúc ca bệnh"), frozenset({Question.CONTACT_CASE.value}), RiskLevel.RED),
    (_l("Người từ vùng dịch về"), frozenset({Question.TRAVELLED.value, EPIDEMIC_AREA}), RiskLevel.RED),
    (
        _l("Người trả lời Có cho mọi câu"),
        frozenset({*(question.value for question in Question), EPIDEMIC_AREA}),
        RiskLevel.RED,
    ),
)
HEALTHY: Mapping[str, Answer] = {question.value: Answer.NO for question in Question}
