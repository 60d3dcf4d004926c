"""A unit's list of groups, and the exceptions of a shift."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from app.gate.rules.regulars import MOST_GROUPS, MOST_IN_GROUP, Attendance, Group, GroupProblem, present, read_groups
from app.text.clean import ascii_digits
from app.web.forms import ParagraphField, PortalForm, TextField

_SENTENCES: Mapping[GroupProblem, Any] = {
    GroupProblem.NO_NUMBER: lambda n: _l("Dòng %(n)s: hãy ghi số người ở cuối dòng, ví dụ “Lớp 1A: 42”.", n=n),
    GroupProblem.BAD_NUMBER: lambda n: _l("Dòng %(n)s: số người từ 1 đến %(most)s.", n=n, most=MOST_IN_GROUP),
    GroupProblem.LONG_NAME: lambda n: _l("Dòng %(n)s: tên nhóm quá dài.", n=n),
    GroupProblem.TWICE: lambda n: _l("Dòng %(n)s: nhóm này đã có ở dòng trên.", n=n),
    GroupProblem.TOO_MANY: lambda n: _l("Chỉ ghi được %(most)s nhóm, đến trước dòng %(n)s.", most=MOST_GROUPS, n=n),
}


class GroupsForm(PortalForm):
    """One group a line; `groups` are its lines."""

    lines = ParagraphField(_l("Các nhóm, mỗi dòng một nhóm"))
    groups: Sequence[Group] = ()

    def validate_lines(self, field: ParagraphField) -> None:
        self.groups, problems = read_groups(field.data or "")
        if problems:
            raise ValidationError(" ".join(str(_SENTENCES[kind](number)) for number, kind in problems[:5]))


class CountField(TextField):
    """How many of a group; an empty field is none."""

    count = 0

    def pre_validate(self, form: Any) -> None:
        digits = ascii_digits(self.data or "")
        if digits and not (digits.isdecimal() and len(digits) <= len(str(MOST_IN_GROUP))):
            raise ValidationError(_("Hãy ghi số người bằng chữ số; không có ai thì để trống."))
        self.count = int(digits or 0)


class ShiftForm(PortalForm):
    """Of each group how many are absent and how many look ill; whoever is not named an exception has come in."""

    shown: Mapping[int, Group]

    def absent(self, group_id: int) -> CountField:
        """How many did not come."""
        return self[f"absent-{group_id}"]  # type: ignore[no-any-return]

    def ill(self, group_id: int) -> CountField:
        """How many came and were kept apart."""
        return self[f"ill-{group_id}"]  # type: ignore[no-any-return]

    def said_of(self, group_id: int) -> Attendance:
        """What was typed of a group."""
        return Attendance(self.shown[group_id].people, self.absent(group_id).count, self.ill(group_id).count)

    def said(self, group_ids: Iterable[int]) -> dict[int, Attendance]:
        """What was typed of these groups."""
        return {group_id: self.said_of(group_id) for group_id in group_ids}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        wrong = [group_id for group_id in self.shown if self._is_too_much(group_id)]
        return not wrong

    def _is_too_much(self, group_id: int) -> bool:
        group, said = self.shown[group_id], self.said_of(group_id)
        too_much = present(said.people, said.absent, said.ill) < 0
        if too_much:
            self.absent(group_id).errors = [_("%(group)s chỉ có %(n)s người.", group=group.name, n=group.people)]
        return too_much


def shift_form(groups: Mapping[int, Group], **options: Any) -> ShiftForm:
    """The form of these groups, by their ids."""
    fields: dict[str, Any] = {"shown": groups}
    for group_id in groups:
        fields[f"absent-{group_id}"] = CountField(_l("Vắng"))
        fields[f"ill-{group_id}"] = CountField(_l("Có biểu hiện bệnh"))
    form: ShiftForm = type("Form", (ShiftForm,), fields)(**options)
    return form
