"""Whose rows of an address are seen by another rule than that of the scope, and by which."""

from collections.abc import Callable, Mapping

from app.access.policy import Role
from tests.whole_app.world import OFFERED, UNITS, Account, Row, bodies_below, sees

Sees = Callable[[Account, Row], bool]


def _always(_account: Account, _row: Row) -> bool:
    return True


def _is_addressed(account: Account, _row: Row) -> bool:
    return account.body is not None and account.body.startswith(("district", "tourism", "health"))


def _is_reached(account: Account, row: Row) -> bool:
    """The letter reaches every body but the office that sends it."""
    return row.owner != "office" and sees(account, row)


def _is_above(account: Account, row: Row) -> bool:
    """What a head has confirmed is reopened by the level above, not by his own body."""
    return sees(account, row) and row.owner != account.body


# Pages on which a body answers a period of its own.
ANSWERING = ("preparation", "prepare", "paper", "record_paper")


CHARGING = ("charges", "name_in_charge")


def _has_units_in(account: Account, row: Row) -> bool:
    """A body that is not the reader's is there for him as far as he has units of it, or of those below it."""
    if account.body is None:
        return False
    return sees(account, row) or any(
        sees(account, Row(None, owner, commune, key))
        for key, (owner, commune) in UNITS.items()
        if owner in bodies_below(row.owner) or commune == row.commune
    )


def _has_own_units_of(account: Account, row: Row) -> bool:
    """The list of a body's own units, those of bodies below left out, is there for who sees the body or one of them."""
    if account.body is None:
        return False
    return sees(account, row) or any(
        sees(account, Row(None, owner, commune, key)) for key, (owner, commune) in UNITS.items() if owner == row.owner
    )


def _sees_or_is_offered(account: Account, row: Row) -> bool:
    """A transfer is there for who sees the unit, and for the body to which it is offered or one above it."""
    return sees(account, row) or OFFERED[row.unit or ""] in bodies_below(account.body)


def _looks_after(account: Account, row: Row) -> bool:
    """Cases are changed by those on duty: staff of the site, the body that answers and those above it."""
    if account.role is Role.TEAM_MEMBER:
        return sees(account, row)
    return row.unit in account.units or row.owner in bodies_below(account.body)


# What is done to a case, where seeing it is not enough.
ON_SAMPLES = ("record_sample", "correct_sample", "keep_correction")
ON_REPORTS = ("correct_report", "keep_report")
ON_DUTY = ("link", "extend", "convert", "assign", "renew_link", "hospital", "end", "transfer", "withdraw", "paper")
ON_DUTY += ("serve", "plan_sample", "list_near", "put_into_room", "change_protocol", "join_household")
# What is seen by another rule than that of the scope.
SEEN: Mapping[str, Sees] = {
    "session_id": lambda account, row: row.account == account.label,
    "view_id": lambda account, row: row.account == account.label,
    "letter_id": lambda account, row: row.account == account.label,
    "user_id": _always,
    "batch_id": _always,
    "listing_id": _always,
    "directive_id": _always,
    "draft_id": _always,
    "area_id": _always,
    "confirmations.ask_to_reopen.confirmation_id": lambda account, row: _is_above(account, row),
    "confirmations.reopen.confirmation_id": lambda account, row: _is_above(account, row),
    **{f"confirmations.{view}.directive_id": lambda account, row: _is_addressed(account, row) for view in ANSWERING},
    **{f"follow_ups.{view}.follow_up_id": _looks_after for view in ON_DUTY},
    **{f"follow_ups.{view}.follow_up_test_id": _looks_after for view in ON_SAMPLES},
    **{f"follow_ups.{view}.daily_report_id": _looks_after for view in ON_REPORTS},
    # Epidemiologists of the province help out where a district has no second officer.
    "follow_up_look_request_id": lambda account, row: account.role is Role.HEALTH_OFFICER or sees(account, row),
    "transfer_id": _sees_or_is_offered,
    "confirmations.show.directive_id": _is_addressed,
    "confirmations.confirm.directive_id": _is_addressed,
    # Whose body the letter asks nothing has nobody to put in charge.
    **{f"cascade.{view}.directive_id": lambda account, row: _is_addressed(account, row) for view in CHARGING},
    "organisation_id": _always,
    **{f"cascade.{view}.organisation_id": lambda account, row: _is_reached(account, row) for view in ("sheet", "pack")},
    "monitoring.body.organisation_id": _has_units_in,
    "monitoring.area.code": _has_units_in,
    "monitoring.remind_body.organisation_id": _has_units_in,
    "monitoring.body_units.organisation_id": _has_own_units_of,
    "monitoring.area_units.code": _has_units_in,
    "monitoring.export_body.organisation_id": _has_units_in,
    "monitoring.export_area.code": _has_units_in,
    "monitoring.export_body_units.organisation_id": _has_own_units_of,
    "monitoring.export_area_units.code": _has_units_in,
}
