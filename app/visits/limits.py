"""How often one address may send, miss and guess; counted in memory, or in REDIS_URL for several servers."""

from limits import RateLimitItem, parse

from app.web.limits import limiter

# Two a second through one door: a shift that changes behind one carrier's address is not held up.
SENDING = parse("120/minute")
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
