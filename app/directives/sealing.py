"""The digest that freezes a confirmation: of its content and of the body's confirmation before it."""

import hashlib
import json
from typing import Any

from app.directives.models import Confirmation, Directive


def content_of(row: Confirmation) -> dict[str, Any]:
    """Everything that a confirmation says, as it is hashed; anybody can recompute it from the page.

    What was not kept yet when the first ones were given is named where there is something of it.
    """
    later = {"version": row.version if row.version > 1 else None, "evidence": row.evidence}
    return {
        **{name: value for name, value in later.items() if value},
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


def wording_of(row: Directive) -> dict[str, Any]:
    """What a letter says and asks, as it is hashed at issue; which codes fulfil it is a setting and may change."""
    return {
        "number": row.number,
        "version": row.version,
        "title": row.title,
        "signer": row.signer,
        "signed_on": row.signed_on.isoformat(),
        "effective_on": row.effective_on.isoformat(),
        "text": row.text,
        "obligations": [
            {
                "measure": each.measure.value,
                "wording": each.wording,
                "source": each.source,
                "addressee_kinds": each.addressee_kinds,
                "unit_kinds": each.unit_kinds,
                "high_risk_only": each.high_risk_only,
                "target_share": each.target_share,
                "rhythm": each.rhythm.value,
                "cut_off_hour": each.cut_off_hour,
                "evidence": each.evidence,
            }
            for each in row.obligations
        ],
    }


def wording_digest_of(row: Directive) -> str:
    """The SHA-256 over the canonical wording."""
    return hashlib.sha256(canonical(wording_of(row)).encode()).hexdigest()
