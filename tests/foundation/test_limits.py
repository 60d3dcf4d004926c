"""Limits are counted under the keys of the library, so that what looks or clears through it means the same count."""

from limits import parse

from app.web.limits import limiter, over_limit

THREE = parse("3/10 minutes")


def test_one_too_many_is_told_to_wait(app):
    assert [over_limit(THREE, "page", "a") for _ in range(3)] == [0, 0, 0]
    assert 0 < over_limit(THREE, "page", "a") <= 600
    assert over_limit(THREE, "page", "b") == 0


def test_the_library_sees_and_clears_the_same_count(app):
    over_limit(THREE, "page", "a")
    over_limit(THREE, "page", "a")
    assert limiter.limiter.get_window_stats(THREE, "page", "a").remaining == 1

    limiter.limiter.hit(THREE, "page", "a")
    assert over_limit(THREE, "page", "a") > 0

    limiter.limiter.clear(THREE, "page", "a")
    assert over_limit(THREE, "page", "a") == 0
