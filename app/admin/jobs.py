"""The audit log's chain, grown each minute and held against the events each night; the end of printed passwords."""

from datetime import date

from app import audit
from app.admin.actions import destroy_due_slips
from app.jobs import job


class ChainBroken(Exception):
    """An event was changed after it was sealed; says at which seal."""


@job("seal-audit", every="minute")
def seal_audit(today: date) -> int:
    """Put into the chain what officers did since the last minute. Safe to run again."""
    return audit.seal_events()


@job("verify-audit", every="day 01:30")
def verify_audit(today: date) -> int:
    """Re-compute the chain; returns the number of seals. Raises ChainBroken, so that the job shows as failing."""
    found = audit.verify()
    if found.broken_at is not None:
        raise ChainBroken(f"seal {found.broken_at}")
    return found.sealed_count


@job("destroy-account-slips", every="minute")
def destroy_account_slips(today: date) -> int:
    """Destroy first passwords that were handed out or are a day old. Safe to run again."""
    return destroy_due_slips()
