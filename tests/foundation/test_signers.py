"""Signatures of ours and of itsdangerous' own signers are the same, so that what was given out before stays good."""

import pytest
from itsdangerous import BadSignature, SignatureExpired, Signer, TimestampSigner

from app.web.signers import signer, timed_signer

SECRET, SALT, SEPARATOR = "a secret of the tests", "a salt", "~"


def test_what_either_signs_the_other_verifies():
    own, usual = signer(SECRET, SALT, SEPARATOR), Signer(SECRET, salt=SALT, sep=SEPARATOR)

    assert own.sign("biên nhận") == usual.sign("biên nhận")
    assert own.unsign(usual.sign("biên nhận")) == "biên nhận".encode()


@pytest.mark.parametrize("changed", ["biên nhân", "", "biên nhận~"])
def test_nothing_else_is_verified(changed):
    own = signer(SECRET, SALT, SEPARATOR)
    signature = own.sign("biên nhận").rpartition(b"~")[2]

    with pytest.raises(BadSignature):
        own.unsign(changed.encode() + b"~" + signature)
    for other in (signer("another secret", SALT, SEPARATOR), signer(SECRET, "another salt", SEPARATOR)):
        with pytest.raises(BadSignature):
            other.unsign(own.sign("biên nhận"))


def test_a_stamp_ages(time_machine):
    time_machine.move_to("2021-06-01T08:00:00Z", tick=False)
    own, usual = timed_signer(SECRET, SALT, SEPARATOR), TimestampSigner(SECRET, salt=SALT, sep=SEPARATOR)
    signed = own.sign("phiếu")
    assert signed == usual.sign("phiếu")
    time_machine.move_to("2021-06-01T08:00:10Z", tick=False)

    assert own.unsign(signed, max_age=10) == "phiếu".encode()
    with pytest.raises(SignatureExpired):
        own.unsign(signed, max_age=9)
