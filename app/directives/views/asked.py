"""Which receipts a page or a button means."""

from collections.abc import Mapping

from app.directives.queries import ReceiptFilter
from app.directives.rules import ReceiptStatus
from app.web.converters import row_id

STATUSES = {status.value: status for status in ReceiptStatus}


def asked_filter(args: Mapping[str, str]) -> ReceiptFilter:
    """The filter in an address or a form; what it does not know it leaves out."""
    return ReceiptFilter(STATUSES.get(args.get("status", "")), _below(args.get("below", "")))


def asked_again(form: Mapping[str, str]) -> dict[str, str]:
    """The same filter as an address has it."""
    return {name: form[name] for name in ("status", "below") if form.get(name)}


def _below(text: str) -> int | None:
    try:
        return row_id(text)
    except ValueError:
        return None
