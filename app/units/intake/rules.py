"""What an import can be, what is said of each of its rows, and what becomes of them."""

from collections.abc import Mapping
from enum import StrEnum


class ImportStatus(StrEnum):
    """How far an import is."""

    COLUMNS = "columns"  # somebody has to say which column is what
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDONE = "undone"
    EXPIRED = "expired"


class Verdict(StrEnum):
    """What a row is, held against the register and the rows above it."""

    NEW = "new"
    SAME = "same"
    CHANGED = "changed"
    DUPLICATE = "duplicate"
    WRONG = "wrong"


class Choice(StrEnum):
    """What becomes of a row that is likely in the register already, or differs from it."""

    SKIP = "skip"
    NEW = "new"
    UPDATE = "update"


class Column(StrEnum):
    """What a column of the file can hold; the order is that of the template."""

    NAME = "name"
    KIND = "kind"
    COMMUNE = "commune"
    DISTRICT = "district"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    MANAGER_NAME = "manager_name"
    MANAGER_PHONE = "manager_phone"
    PHONE = "phone"
    TAX_CODE = "tax_code"
    HOUSEHOLD = "is_household"
    CODE = "code"


NEEDED = (Column.NAME, Column.KIND, Column.COMMUNE, Column.ADDRESS, Column.MANAGER_NAME, Column.MANAGER_PHONE)
# Details of a unit that a row can change.
DETAILS = (
    "name",
    "kind",
    "area_id",
    "organisation_id",
    "address",
    "manager_name",
    "manager_phone",
    "phone",
    "tax_code",
    "is_household",
)


class Reason(StrEnum):
    """Why a row is wrong; the second part of what is stored beside it is what was read."""

    NAME_MISSING = "name_missing"
    NAME_ILLEGIBLE = "name_illegible"
    NAME_LONG = "name_long"
    KIND_MISSING = "kind_missing"
    KIND_UNKNOWN = "kind_unknown"
    COMMUNE_MISSING = "commune_missing"
    COMMUNE_UNKNOWN = "commune_unknown"
    COMMUNE_AMBIGUOUS = "commune_ambiguous"
    COMMUNE_ELSEWHERE = "commune_elsewhere"
    ADDRESS_MISSING = "address_missing"
    ADDRESS_ILLEGIBLE = "address_illegible"
    ADDRESS_LONG = "address_long"
    ORGANISATION_UNKNOWN = "organisation_unknown"
    ORGANISATION_AMBIGUOUS = "organisation_ambiguous"
    ORGANISATION_NOT_YOURS = "organisation_not_yours"
    MANAGER_NAME_MISSING = "manager_name_missing"
    MANAGER_NAME_ILLEGIBLE = "manager_name_illegible"
    MANAGER_NAME_LONG = "manager_name_long"
    MANAGER_PHONE_MISSING = "manager_phone_missing"
    MANAGER_PHONE_WRONG = "manager_phone_wrong"
    PHONE_WRONG = "phone_wrong"
    TAX_CODE_WRONG = "tax_code_wrong"
    HOUSEHOLD_UNKNOWN = "household_unknown"
    CODE_UNKNOWN = "code_unknown"


# What is asked once for each distinct text of the file, and the reason that it takes away.
ASKED: Mapping[Reason, Column] = {
    Reason.KIND_UNKNOWN: Column.KIND,
    Reason.COMMUNE_UNKNOWN: Column.COMMUNE,
    Reason.COMMUNE_AMBIGUOUS: Column.COMMUNE,
    Reason.ORGANISATION_UNKNOWN: Column.ORGANISATION,
    Reason.ORGANISATION_AMBIGUOUS: Column.ORGANISATION,
}


def column_of(reason: Reason) -> Column:
    """The column in which a row is wrong for this reason."""
    return next(column for column in Column if reason.startswith(f"{column.removeprefix('is_')}_"))


class Likeness(StrEnum):
    """By what two units look like one."""

    NAME = "name"
    PHONE = "phone"
    TAX_CODE = "tax_code"


class Hold(StrEnum):
    """Why an import cannot be taken back, as far as the register itself knows."""

    UNITS_CHANGED = "units_changed"
    ACCOUNTS = "accounts"
    CALENDAR = "calendar"


def submission_prefix(import_id: int) -> str:
    """How the submission ids of units begin that came with an import."""
    return f"import-{import_id}-"


def submission_of(import_id: int, row_id: int) -> str:
    """The submission id of the unit that a row brings; being unique it lets a row become one unit, whatever happens."""
    return f"{submission_prefix(import_id)}{row_id}"


def is_taken(verdict: Verdict, choice: Choice) -> bool:
    """Whether a row leads to a change of the register, given what was chosen for it."""
    match verdict:
        case Verdict.NEW:
            return True
        case Verdict.CHANGED:
            return choice is Choice.UPDATE
        case Verdict.DUPLICATE:
            return choice is not Choice.SKIP
    return False
