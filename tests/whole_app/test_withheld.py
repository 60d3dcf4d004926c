"""A unit that the province office withholds is named on no page and in no file to those who do not own it.

Of the pages of each account a third is drawn by a printed seed; WHOLE=1 opens all of them.
"""

import os
import random

import pytest

from app.access.policy import granted
from app.door import access_of
from tests.whole_app.test_routes import SEED, _addresses
from tests.whole_app.world import ACCOUNTS, UNITS, WITHHELD, Account, Row, World, sees

pytestmark = pytest.mark.slow

(KEY,) = WITHHELD
NAME = f"Chợ {KEY}"
OTHERS = [account for account in ACCOUNTS if not sees(account, Row(None, *UNITS[KEY], KEY))]
QUICK = [account for account in OTHERS if account.label in ("district officer", "health officer")]


def _pages(world: World, account: Account) -> list[str]:
    """All addresses that the account may try, whoever's rows they name."""
    may = granted(account.role, confirmed=account.confirmed)
    found = []
    for rule, method, path, *_ in _addresses(world):
        access = access_of(world.app, rule.endpoint)
        if method == "GET" and not access.public and access.permissions <= may:
            found.append(path)
    return sorted(set(found))


def _named(world: World, account: Account, paths: list[str]) -> list[str]:
    browser = world.sessions[account.label]
    return [path for path in paths if NAME in browser.get(path).text]


def _lists(paths: list[str]) -> list[str]:
    return [path for path in paths if not any(letter.isdigit() for letter in path)]


def _drawn(paths: list[str], account: Account) -> list[str]:
    if os.environ.get("WHOLE"):
        return paths
    print(f"seed {SEED}: SEED={SEED} pytest … repeats this sample of {len(paths)} pages")
    # Accounts of one scope draw other pages.
    return random.Random(f"{SEED} {account.label}").sample(paths, len(paths) // 3)


@pytest.mark.parametrize("account", QUICK, ids=lambda account: account.label)
def test_no_list_names_it_to_others(world, account):
    lists = _lists(_pages(world, account))

    assert len(lists) > 15
    assert _named(world, account, lists) == []


@pytest.mark.slow
@pytest.mark.parametrize("account", OTHERS, ids=lambda account: account.label)
def test_no_page_at_all_names_it_to_others(world, account):
    assert _named(world, account, _drawn(_pages(world, account), account)) == []


def test_the_lists_name_it_to_its_body_and_to_the_office(world):
    for label in ("department officer", "province officer"):
        account = next(account for account in ACCOUNTS if account.label == label)
        assert {"/units", "/posters", "/units.csv", "/posters.csv"} <= set(
            _named(world, account, _lists(_pages(world, account)))
        )


def test_there_are_others_of_every_kind():
    assert {"commune officer", "district head", "health officer", "district health"} <= {each.label for each in OTHERS}
