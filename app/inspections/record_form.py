"""The record as it is written on a phone: one form in sections, saved as often as one likes, complete when signed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, MultipleFileField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.form import BaseForm
from wtforms.validators import StopValidation, ValidationError

from app.inspections.forms import picture_of
from app.inspections.labels import ENTRY_LABELS, OUTCOME_LABELS, POSTER_LABELS, SEEN_LABELS
from app.inspections.models import Finding
from app.inspections.rules import MOST_FINDINGS, MOST_PHOTOS
from app.posters.models import Poster
from app.safety.fields import ACCEPTED
from app.safety.forms import AnswerField, among
from app.safety.labels import ASSESSED_LABELS
from app.safety.rules import Scoring
from app.web.forms import (
    ClockField,
    DayField,
    EnumField,
    EnumRadioField,
    ParagraphField,
    PortalForm,
    TextField,
    at_most,
    optional,
)

# Empty lines for further findings below those that stand there.
SPARE_FINDINGS = 2


def _by_signing(_form: BaseForm, field: Field) -> None:
    """Asked for when the record is signed, not when it is saved."""
    if not field.raw_data or not str(field.raw_data[0]).strip():
        field.errors = []
        raise StopValidation


_by_signing.field_flags = {"required": True}  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Asked:
    """What the record of one visit asks for: the doors, the criteria, what the visit before it found."""

    doors: Sequence[Poster]
    scoring: Scoring | None
    earlier: Sequence[Finding]
    findings: int


class RecordForm(PortalForm):
    """The parts that every record has; `form_of` adds those of one visit. `pictures` is what is kept of the photos."""

    version = HiddenField("")
    submission = HiddenField("")
    inspected_on = DayField(_l("Ngày kiểm tra"), [_by_signing])
    began_at = ClockField(_l("Bắt đầu lúc"), [optional()])
    ended_at = ClockField(_l("Kết thúc lúc"), [optional()])
    team = ParagraphField(_l("Thành phần đoàn kiểm tra"), [_by_signing, at_most(1000)])
    unit_side = ParagraphField(_l("Người đại diện đơn vị"), [_by_signing, at_most(1000)])
    entry_note = ParagraphField(_l("Ghi nhận về việc kiểm soát khách vào, ra"), [optional(), at_most(1000)])
    opinion = ParagraphField(_l("Ý kiến của đơn vị"), [optional(), at_most(2000)])
    level = EnumField(_l("Xếp mức khác với kết quả chấm"), ASSESSED_LABELS, [optional(), among(ASSESSED_LABELS)])
    level_because = TextField(_l("Lý do xếp mức khác"), [optional(), at_most(500)])
    photos = MultipleFileField(_l("Thêm ảnh"), render_kw={"accept": ACCEPTED})
    photo_caption = TextField(_l("Nội dung các ảnh thêm"), [optional(), at_most(200)])

    asked: Asked
    today: date

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.pictures: list[bytes] = []
        self.photos.type = "FileField"

    def validate_inspected_on(self, field: Field) -> None:
        if field.data and field.data > self.today:
            raise ValidationError(str(_l("Ngày này chưa tới.")))

    def validate_photos(self, field: Field) -> None:
        sent = [each for each in field.data or () if getattr(each, "filename", "")]
        if len(sent) > MOST_PHOTOS:
            raise ValidationError(str(_l("Mỗi biên bản có tối đa %(n)s ảnh.", n=MOST_PHOTOS)))
        self.pictures = [picture_of(each.read()) for each in sent]

    def validate(self, extra_validators: Any = None) -> bool:
        found: bool = super().validate(extra_validators)
        return self._findings_are_whole() and found

    def _findings_are_whole(self) -> bool:
        """A finding has a deadline, and a deadline a finding; neither lies before the visit."""
        whole = True
        for number in range(self.asked.findings):
            text, due = self[f"finding_{number}_text"], self[f"finding_{number}_due"]
            wrong = ""
            if text.data and not due.data and not due.errors:
                wrong = _l("Hãy ghi hạn khắc phục của kiến nghị này.")
            elif due.data and self.inspected_on.data and due.data < self.inspected_on.data:
                wrong = _l("Hạn khắc phục phải sau ngày kiểm tra.")
            if wrong:
                due.errors, whole = [str(wrong)], False
            if due.data and not text.data:
                text.errors, whole = [str(_l("Hãy ghi nội dung kiến nghị."))], False
        return whole

    def record(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "inspected_on": _written(self.inspected_on.data),
            "began_at": _written(self.began_at.data),
            "ended_at": _written(self.ended_at.data),
            "team": self.team.data or "",
            "unit_side": self.unit_side.data or "",
            "posters": {str(poster.id): self._door(poster) for poster in self.asked.doors},
            "entry": {point.value: _written(self[f"entry_{point.value}"].data) for point in ENTRY_LABELS},
            "entry_note": self.entry_note.data or "",
            "answers": self._answers(),
            "findings": list(self._findings()),
            "earlier": {str(each.id): self._earlier(each) for each in self.asked.earlier},
            "opinion": self.opinion.data or "",
            "level": _written(self.level.data),
            "level_because": self.level_because.data or "",
        }

    def _door(self, poster: Poster) -> dict[str, str]:
        seen = {point.value: _written(self[f"poster_{poster.id}_{point.value}"].data) for point in POSTER_LABELS}
        texts = {name: self[f"poster_{poster.id}_{name}"].data or "" for name in ("code", "note")}
        return {**seen, **texts}

    def _answers(self) -> dict[str, dict[str, Any]]:
        criteria = self.asked.scoring.criteria if self.asked.scoring else ()
        return {
            str(each.number): {
                "value": self[f"answer_{each.number}"].data,
                "note": self[f"criterion_{each.number}_note"].data or "",
            }
            for each in criteria
        }

    def _findings(self) -> Iterator[dict[str, str]]:
        for number in range(self.asked.findings):
            text, due = self[f"finding_{number}_text"].data, self[f"finding_{number}_due"].data
            if text:
                yield {"text": text, "due_on": _written(due)}

    def _earlier(self, finding: Finding) -> dict[str, str]:
        outcome, due = self[f"earlier_{finding.id}_outcome"].data, self[f"earlier_{finding.id}_due"].data
        return {"outcome": _written(outcome), "due_on": _written(due)}


def _written(value: Any) -> str:
    """A chosen or typed value as JSON keeps it."""
    if value is None:
        return ""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value.value)


def form_of(record: Mapping[str, Any], asked: Asked, *, today: date, version: int, submission: str) -> RecordForm:
    """The form of one visit with what was saved already."""
    count = len(request.form.getlist("finding")) if request.form else len(record.get("findings", ())) + SPARE_FINDINGS
    asked = Asked(asked.doors, asked.scoring, asked.earlier, min(count, MOST_FINDINGS))
    fields = {**_doors(asked), **_entry(), **_criteria(asked), **_found(asked)}
    kind = type("RecordForm", (RecordForm,), {**fields, "asked": asked, "today": today})
    known = {**_known(record), "version": str(version), "submission": submission}
    made: RecordForm = kind(data=known)
    return made


def _seen(label: Any) -> EnumRadioField:
    return EnumRadioField(label, SEEN_LABELS, [_by_signing])


def _doors(asked: Asked) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for poster in asked.doors:
        name = f"poster_{poster.id}"
        fields |= {f"{name}_{point.value}": _seen(label) for point, label in POSTER_LABELS.items()}
        fields[f"{name}_code"] = TextField(_l("Mã đọc được trên áp phích"), [optional(), at_most(200)])
        fields[f"{name}_note"] = TextField(_l("Ghi chú về áp phích"), [optional(), at_most(300)])
    return fields


def _entry() -> dict[str, Any]:
    return {f"entry_{point.value}": _seen(label) for point, label in ENTRY_LABELS.items()}


def _criteria(asked: Asked) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for each in asked.scoring.criteria if asked.scoring else ():
        choices = [SelectChoice(option.value, option.text) for option in each.options]
        label = f"{each.number}. {each.text}"
        fields[f"answer_{each.number}"] = AnswerField(label, choices=choices)
        fields[f"criterion_{each.number}_note"] = TextField(
            _l("Ghi chú cho tiêu chí %(number)s", number=each.number), [optional(), at_most(300)]
        )
    return fields


def _found(asked: Asked) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for number in range(asked.findings):
        words = {"number": number + 1}
        fields[f"finding_{number}_text"] = ParagraphField(
            _l("Kiến nghị %(number)s", **words), [optional(), at_most(500)]
        )
        fields[f"finding_{number}_due"] = DayField(_l("Hạn khắc phục kiến nghị %(number)s", **words), [optional()])
    for finding in asked.earlier:
        fields[f"earlier_{finding.id}_outcome"] = EnumRadioField(finding.text, OUTCOME_LABELS, [_by_signing])
        fields[f"earlier_{finding.id}_due"] = DayField(_l("Hạn mới, nếu chưa khắc phục"), [optional()])
    return fields


def _known(record: Mapping[str, Any]) -> dict[str, Any]:
    """What was saved, by the names of the fields."""
    known: dict[str, Any] = {
        name: record.get(name) for name in ("team", "unit_side", "entry_note", "opinion", "level", "level_because")
    }
    known["inspected_on"] = _day(record.get("inspected_on"))
    known |= {name: _clock(record.get(name)) for name in ("began_at", "ended_at")}
    for poster_id, row in record.get("posters", {}).items():
        known |= {f"poster_{poster_id}_{name}": value or None for name, value in row.items() if name != "verdict"}
    known |= {f"entry_{name}": value or None for name, value in record.get("entry", {}).items()}
    for number, row in record.get("answers", {}).items():
        known |= {f"answer_{number}": row["value"], f"criterion_{number}_note": row["note"]}
    for number, row in enumerate(record.get("findings", ())):
        known |= {f"finding_{number}_text": row["text"], f"finding_{number}_due": _day(row["due_on"])}
    for finding_id, row in record.get("earlier", {}).items():
        known |= {
            f"earlier_{finding_id}_outcome": row["outcome"] or None,
            f"earlier_{finding_id}_due": _day(row["due_on"]),
        }
    return known


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _clock(text: Any) -> time | None:
    return time.fromisoformat(text) if text else None
