"""Delays, names and passwords of accounts, at the edges of their tables."""

from datetime import timedelta

import pytest

from app.access.rules import (
    PinWeakness,
    Weakness,
    address_delay,
    delay,
    is_username,
    link_delay,
    network_of,
    pin_weakness,
    weakness,
)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (3, 0), (4, 2), (5, 4), (6, 8), (12, 512), (13, 900), (14, 900), (10_000, 900)],
)
def test_the_delay_of_an_account_doubles_to_a_quarter_of_an_hour(failures, seconds):
    assert delay(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(("failures", "seconds"), [(30, 0), (31, 2), (34, 16), (35, 20), (10_000, 20)])
def test_the_delay_of_an_address_stays_short(failures, seconds):
    assert address_delay(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        pytest.param("203.0.113.9", "203.0.113.9", id="one IPv4 address"),
        pytest.param("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::", id="a line's IPv6 network"),
        pytest.param("2001:db8:1:2::ffff", "2001:db8:1:2::", id="its neighbour"),
        pytest.param("::ffff:203.0.113.9", "203.0.113.9", id="IPv4 in IPv6"),
        pytest.param("unknown", "unknown", id="no address"),
    ],
)
def test_a_caller_cannot_leave_his_network(address, network):
    assert network_of(address) == network


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        pytest.param("123456789", Weakness.SHORT, id="nine characters"),
        pytest.param("một câu dài", None, id="eleven characters"),
        pytest.param("a1b2" * 32 + "x", Weakness.LONG, id="129 characters"),
        pytest.param("aaaabbbbcccc", Weakness.PLAIN, id="three letters"),
        pytest.param("AaAaBbBbCcCc1", Weakness.PLAIN, id="four letters, whatever their case"),
        pytest.param("lananh2021", Weakness.NAME, id="the name and a year"),
        pytest.param("LanAnh12345", Weakness.NAME, id="the name in capitals"),
        pytest.param("lananh và mười hai con sếu", None, id="a sentence with the name in it"),
    ],
)
def test_weakness(password, expected):
    assert weakness(password, username="lananh") is expected


@pytest.mark.parametrize("name", ["lananh", "lan.anh-2", "LAN_ANH", "a12", "a" * 64])
def test_names_that_an_account_can_have(name):
    assert is_username(name)


@pytest.mark.parametrize("name", ["ab", "a" * 65, "lân", "lan anh", ".lan", "lan\n", "lan@example", "<b>lan", "ｌａｎ"])
def test_names_that_an_account_cannot_have(name):
    assert not is_username(name)


@pytest.mark.parametrize(("failures", "seconds"), [(10, 0), (11, 2), (12, 4), (20, 900), (10_000, 900)])
def test_a_link_waits_on_strange_devices_after_ten_wrong_pins(failures, seconds):
    assert link_delay(failures) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("pin", "expected"),
    [
        pytest.param("482915", None, id="six digits of her own"),
        pytest.param("122334", None, id="no row and no pairs"),
        pytest.param("48291", PinWeakness.SHAPE, id="five"),
        pytest.param("4829150", PinWeakness.SHAPE, id="seven"),
        pytest.param("٤٨٢٩١٥", PinWeakness.SHAPE, id="digits of another script"),
        pytest.param("000000", PinWeakness.PLAIN, id="one digit"),
        pytest.param("474774", PinWeakness.PLAIN, id="two digits"),
        pytest.param("573573", PinWeakness.PLAIN, id="three, twice"),
        pytest.param("557733", PinWeakness.PLAIN, id="pairs"),
        pytest.param("890123", PinWeakness.ROW, id="upwards over nine"),
        pytest.param("210987", PinWeakness.ROW, id="downwards over nought"),
        pytest.param("456780", PinWeakness.KNOWN, id="inside the phone"),
        pytest.param("739214", PinWeakness.KNOWN, id="the digits of the code"),
    ],
)
def test_pin_weakness(pin, expected):
    assert pin_weakness(pin, known=["0934567801", "7K3M-9Q21-4", ""]) is expected
