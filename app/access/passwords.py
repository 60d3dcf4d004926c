"""Passwords: argon2id digests, an answer for unknown names that takes as long as a wrong password, first passwords."""

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

FIRST_PASSWORD_WORDS = 4
# No letter that reads like another one: a first password is often told on the phone or copied from paper.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LETTERS_A_WORD = 4


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobodys_hash() -> str:
    return _hasher().hash("nobody has this password")


def use_cheap_hashes() -> None:
    """For tests and the demo's many accounts only: an unsafe, fast cost."""
    _hasher.cache_clear()
    _nobodys_hash.cache_clear()
    globals()["_hasher"] = cache(lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def hash_password(password: str) -> str:
    """The digest to store."""
    return _hasher().hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password fits; without a digest (unknown name) false, after the same work."""
    try:
        return _hasher().verify(password_hash or _nobodys_hash(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def first_password() -> str:
    """A random password to hand over once (79 bits), in groups that can be read aloud."""
    return "-".join(
        "".join(secrets.choice(LETTERS) for _ in range(LETTERS_A_WORD)) for _ in range(FIRST_PASSWORD_WORDS)
    )
