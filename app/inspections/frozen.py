"""What a signed record says, as plain values; the paper is drawn from these alone, and the digest is theirs."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.inspections.models import Finding, Inspection, InspectionPhoto
from app.posters.models import Poster
from app.safety.rules import Level, Scoring, Verdict, judge, missing


@dataclass(frozen=True)
class Signatures:
    """Who signs, or why the unit does not; digests of what was drawn by hand, empty where a name was only typed."""

    team_name: str
    team_title: str
    team_digest: str
    unit_name: str
    unit_title: str
    unit_digest: str
    refused_because: str


def values_of(record: Mapping[str, Any]) -> dict[int, int]:
    """The answers by the number of their criterion."""
    rows = record.get("answers", {}).items()
    return {int(number): row["value"] for number, row in rows if row["value"] is not None}


def verdict_of_record(inspection: Inspection) -> Verdict | None:
    """What the criteria come to; nothing while one of them is open."""
    if inspection.criteria_set is None:
        return None
    scoring, values = inspection.criteria_set.scoring, values_of(inspection.record)
    return None if missing(scoring, values) else judge(scoring, values)


def found_level(inspection: Inspection) -> Level | None:
    """The level by which the unit goes: the officers' own if they gave one, with their reason."""
    if inspection.record.get("level"):
        return Level(inspection.record["level"])
    verdict = verdict_of_record(inspection)
    return verdict.level if verdict else None


def content_of(
    inspection: Inspection,
    doors: Sequence[Poster],
    earlier: Sequence[Finding],
    photos: Sequence[InspectionPhoto],
    signatures: Signatures,
    number: str,
) -> dict[str, Any]:
    """Everything that the paper says; anybody can recompute the digest from it."""
    record, unit, verdict = inspection.record, inspection.unit, verdict_of_record(inspection)
    district = unit.area.parent.name if unit.area.parent else ""
    return {
        "inspection_id": inspection.id,
        "follows_id": inspection.follows_id,
        "organisation": inspection.organisation.name,
        "number": number,
        "unit": {
            "id": unit.id,
            "name": unit.name,
            "kind": unit.kind.value,
            "address": f"{unit.address}, {unit.area.name}, {district}".rstrip(", "),
            "manager": unit.manager_name,
        },
        **{name: record[name] for name in ("inspected_on", "began_at", "ended_at", "team", "unit_side")},
        "posters": [{"door": each.checkpoint.name, **record["posters"][str(each.id)]} for each in doors],
        **{name: record[name] for name in ("entry", "entry_note", "findings", "opinion")},
        "criteria": _criteria(inspection.criteria_set.scoring, record) if inspection.criteria_set else [],
        "set": _set(inspection),
        "score": [verdict.score, verdict.most] if verdict else None,
        "scored_level": verdict.level.value if verdict else None,
        "level": getattr(found_level(inspection), "value", None),
        "level_because": record["level_because"],
        "earlier": [{"text": each.text, **record["earlier"][str(each.id)]} for each in earlier],
        "photos": [{"caption": each.caption, "digest": each.digest} for each in photos],
        "signatures": signatures.__dict__,
    }


def _set(inspection: Inspection) -> dict[str, Any] | None:
    used = inspection.criteria_set
    return (
        {"name": used.name, "number": used.number, "basis": used.basis, "status": used.status.value} if used else None
    )


def _criteria(scoring: Scoring, record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The criteria that were looked at."""
    values, answers = values_of(record), record["answers"]
    return [
        {
            "number": each.number,
            "text": each.text,
            "answer": next(option.text for option in each.options if option.value == values[each.number]),
            "value": values[each.number],
            "note": answers[str(each.number)]["note"],
        }
        for each in scoring.criteria
        if each.number in values
    ]


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 over the canonical content: keys sorted, no blanks, letters as they are."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
