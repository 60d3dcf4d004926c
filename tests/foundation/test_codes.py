"""The code on a poster survives being read aloud, copied by hand and typed on an old phone."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.codes import CODE_LENGTH, InvalidCode, new_code, new_receipt, new_token, parse_code, show_code

SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODES = st.integers(0, 2**40 - 1).map(lambda bits: new_code(randbits=lambda _: bits))


@given(CODES)
def test_a_code_is_read_back_however_it_is_typed(code):
    assert parse_code(code) == code
    assert parse_code(show_code(code).lower()) == code
    assert parse_code(f" {code[:3]} {code[3:6]}–{code[6:]}\n") == code
    assert parse_code(code.replace("0", "o").replace("1", "l")) == code
    assert parse_code(code.replace("0", "O").replace("1", "I")) == code


@given(CODES)
def test_every_single_wrong_symbol_is_caught(code):
    for place in range(CODE_LENGTH):
        for wrong in SYMBOLS.replace(code[place], ""):
            with pytest.raises(InvalidCode):
                parse_code(code[:place] + wrong + code[place + 1 :])


@given(CODES)
def test_every_swap_of_two_symbols_is_caught(code):
    for one in range(CODE_LENGTH):
        for other in range(one + 1, CODE_LENGTH):
            swapped = list(code)
            swapped[one], swapped[other] = swapped[other], swapped[one]
            if "".join(swapped) != code:
                with pytest.raises(InvalidCode):
                    parse_code("".join(swapped))


@pytest.mark.slow
@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_code_or_refused(typed):
    try:
        code = parse_code(typed)
    except InvalidCode:
        return

    assert len(code) == CODE_LENGTH
    assert set(code) <= set(SYMBOLS)


@pytest.mark.parametrize("typed", ["", "0", "00000000", "0000000000", "0000-0000-U", "0000-0000-1", "０" * 9])
def test_refused_without_repeating_what_was_typed(typed):
    with pytest.raises(InvalidCode) as refusal:
        parse_code(typed)

    assert str(refusal.value) == ""


def test_printed_in_groups():
    assert show_code("7K3MQ9ZTD") == "7K3M-Q9ZT-D"


def test_all_forty_bits_tell_codes_apart():
    assert len({new_code(randbits=lambda _, bit=bit: 1 << bit) for bit in range(40)}) == 40
    assert len({new_code() for _ in range(1000)}) == 1000


def test_a_seeded_demo_makes_the_same_codes_again():
    first, again = random.Random(568), random.Random(568)

    assert new_code(randbits=first.getrandbits) == new_code(randbits=again.getrandbits)


@pytest.mark.parametrize(("make", "bits"), [(new_receipt, 96), (new_token, 256)])
def test_secrets_are_long_enough_and_good_in_a_url(make, bits):
    made = make()

    assert len(made) * 6 >= bits
    assert set(made) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    assert make() != made
