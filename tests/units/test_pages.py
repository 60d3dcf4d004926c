"""Every page of the register opens for who may open it."""

import pytest

from app.db import db
from tests.factories import make_poster, make_unit

PAGES = (
    "/units",
    "/units/new",
    "/units/{unit}",
    "/units/{unit}/refuse",
    "/units/{unit}/close",
    "/units/{unit}/suspend",
    "/units/{unit}/correct",
    "/units/{unit}/calendar",
    "/units/{unit}/checkpoints",
    "/units/{unit}/slip",
    "/units/{unit}/posters",
    "/units/approve?unit={unit}",
    "/posters",
    "/posters/{poster}",
    "/posters/{poster}/replace",
)


@pytest.mark.parametrize("page", PAGES)
def test_an_officer_opens_the_pages_of_her_units_and_an_outsider_does_not(app, cast, browse, page):
    with app.app_context():
        poster = make_poster(unit=make_unit(cast.an))
        path = page.format(unit=poster.unit_id, poster=poster.id)
        db.session.remove()

    seen = browse(cast.an).get(path)
    foreign = browse(cast.binh).get(path)

    assert seen.status == 200, seen.text
    assert seen.text.count("<h1") == 1
    if "{" in page and "?" not in page:
        assert foreign.status == 404
    assert "Biển Xanh" not in foreign.text
