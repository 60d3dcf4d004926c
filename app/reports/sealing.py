"""The digest that freezes an issued report: of its figures, its remarks and the head of its paper."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.reports.models import Report


def content_of(report: Report, head: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that the paper says; anybody can recompute the digest from it."""
    return {
        "organisation_id": report.organisation_id,
        "first_on": report.first_on.isoformat(),
        "last_on": report.last_on.isoformat(),
        "as_of": report.as_of.isoformat(),
        "figures": report.figures,
        "commentary": report.commentary,
        "corrects_id": report.corrects_id,
        **head,
    }


def digest_of(report: Report, head: Mapping[str, Any]) -> str:
    """The SHA-256 over the canonical content: keys sorted, no blanks, letters as they are."""
    text = json.dumps(content_of(report, head), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
