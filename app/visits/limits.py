"""How often one page, door and address may send, miss and guess; in memory that workers share, or in REDIS_URL."""

from collections.abc import Iterator
from contextlib import contextmanager

from limits import RateLimitItem, parse
from sqlalchemy.exc import OperationalError

from app.web.limits import limiter, over_limit

# A family, or a class that passes one phone along, declares from one page; a script that sends on and on does not.
PAGE = parse("30/10 minutes")
# Two a second through one door: a shift or school that changes behind one address is not held up.
SENDING = parse("120/minute")
# From all addresses together: no door lets in twenty a second.
DOOR = parse("1200/minute")
# Through all doors together: a carrier's address in the morning, not somebody who walks through the codes.
ADDRESS = parse("1200/minute")
# Nobody mistypes a hundred codes a minute; at this rate finding one of 100,000 codes takes about two months.
MISSES = parse("100/minute")
# Of 10,000 endings of a phone number.
ENDINGS = parse("5/15 minutes")


def note(limit: RateLimitItem, *keys: str) -> bool:
    """Count one more; false when it is one too many."""
    return limiter.limiter.hit(limit, *keys)


def is_over(limit: RateLimitItem, *keys: str) -> bool:
    """Whether the limit is used up, without counting."""
    return not limiter.limiter.test(limit, *keys)


def over_sending(address: str, code: str, page: str) -> int:
    """Count one more sending; 0, or after how many seconds the next is taken. The narrowest limit is asked first.

    What that one refuses counts for nobody else: a script uses up its own share, not that of its neighbours.
    `page` is the id that the page was given out with: what of a device is known without marking it.
    """
    for limit, keys in (
        (PAGE, ("page", page)),
        (SENDING, (address, code)),
        (DOOR, ("door", code)),
        (ADDRESS, ("address", address)),
    ):
        if wait := over_limit(limit, *keys):
            return wait
    return 0


@contextmanager
def forgiven_unless_stored(address: str, code: str, page: str) -> Iterator[None]:
    """While the database is away people are told to press again, and do: that is not what they are limited for."""
    try:
        yield
    except OperationalError:
        limiter.limiter.clear(PAGE, "page", page)
        limiter.limiter.clear(SENDING, address, code)
        raise
