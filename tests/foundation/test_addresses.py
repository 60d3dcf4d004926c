"""A page keeps its query in the addresses that it shows, whatever names somebody puts into it."""

import pytest

NAMES = ["endpoint", "_method", "_external", "_scheme", "_anchor", "suffix", "measure", "self"]


@pytest.mark.parametrize("path", ["/units", "/posters", "/monitor", "/monitor/rows/entry", "/organisations"])
def test_names_that_mean_something_to_us_inside_do_no_harm(path, cast, browse):
    assert browse(cast.an).get(path, query_string=dict.fromkeys(NAMES, "POST")).status == 200


def test_the_query_goes_on(cast, browse):
    assert "/units.csv?q=bien&amp;sort=newest" in browse(cast.an).get("/units?q=bien&sort=newest").text
