"""The table of roles is complete, and roles fit their bodies."""

import pytest

from app.access.policy import BODIES, GRANTS, HEADS, LABELS, Role, granted, may_belong
from app.door import Permission
from app.organisations.rules import OrganisationKind


def test_every_role_is_in_the_table_and_has_a_name():
    assert set(GRANTS) == set(LABELS) == set(Role)


def test_every_permission_is_held_by_somebody():
    assert frozenset().union(*GRANTS.values()) == frozenset(Permission)


def test_heads_belong_to_bodies():
    assert set(BODIES) >= HEADS


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.PROVINCE_HEAD, Role.ADMINISTRATOR, Role.OBSERVER])
def test_who_leads_or_administers_opens_no_personal_data(role):
    assert Permission.PERSON_READ not in GRANTS[role]


@pytest.mark.parametrize(
    ("role", "kind", "fits"),
    [
        (Role.DISTRICT_OFFICER, OrganisationKind.DISTRICT, True),
        (Role.DISTRICT_OFFICER, OrganisationKind.PROVINCE_OFFICE, False),
        (Role.DISTRICT_OFFICER, None, False),
        (Role.OBSERVER, OrganisationKind.COMMUNE, True),
        (Role.MANAGER, None, True),
        (Role.MANAGER, OrganisationKind.DEPARTMENT, False),
    ],
)
def test_may_belong(role, kind, fits):
    assert may_belong(role, kind) is fits


def test_a_manager_may_do_less_until_the_unit_is_approved():
    assert granted(Role.MANAGER, confirmed=False) < granted(Role.MANAGER)
