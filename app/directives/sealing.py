"""The digest that freezes a confirmation: of its content and of the body's confirmation before it."""

import hashlib
import json
from typing import Any

from app.directives.models import Confirmation


def content_of(row: Confirmation) -> dict[str, Any]:
    """Everything that a confirmation says, as it is hashed; anybody can recompute it from the page."""
    return {
        "directive_id": row.directive_id,
        "organisation_id": row.organisation_id,
        "first_on": row.first_on.isoformat(),
        "last_on": row.last_on.isoformat(),
        "outcome": row.outcome.value,
        "reasons": row.reasons,
        "figures": row.figures,
        "confirmed_at": row.confirmed_at.isoformat(),
        "user_id": row.user_id,
        "head_name": row.head_name,
        "head_title": row.head_title,
    }


def canonical(content: dict[str, Any]) -> str:
    """The one text of a content: keys sorted, no blanks, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(row: Confirmation) -> str:
    """The SHA-256 over the previous digest, a line end, and the canonical content."""
    return hashlib.sha256(f"{row.previous_digest}\n{canonical(content_of(row))}".encode()).hexdigest()
