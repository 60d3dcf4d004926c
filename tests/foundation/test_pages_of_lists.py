"""How many rows a short list has: a page that is not full says it itself, otherwise they are counted."""

import pytest
from sqlalchemy import select

from app.areas.models import Area
from app.db import db
from app.web.pagination import Wish, paginate
from tests.whole_app.test_queries import counted

# Page, rows on it, whether the rows had to be counted; of five in pages of two.
PAGES = [(1, 2, True), (2, 2, True), (3, 1, False), (4, 0, True)]


@pytest.fixture
def five(app, cast):
    with app.app_context():
        ids = db.session.scalars(select(Area.id).order_by(Area.id).limit(5)).all()
        yield select(Area).where(Area.id.in_(ids))


def _counts(said):
    return [each for each in said if each.upper().startswith("SELECT COUNT")]


@pytest.mark.parametrize(("number", "on_page", "is_counted"), PAGES)
def test_a_page_knows_of_how_many_it_is_a_part(app, five, number, on_page, is_counted):
    wish = Wish(number, 2)
    with counted(app) as said:
        page = paginate(five.order_by(Area.id), wish, few=True)
        asked = _counts(said)

    assert (len(page.rows), page.total, bool(asked)) == (on_page, 5, is_counted)


def test_a_full_last_page_is_counted_and_an_empty_list_is_not(app, five):
    with counted(app) as said:
        assert paginate(five.order_by(Area.id), Wish(1, 5), few=True).total == 5
        assert len(_counts(said)) == 1
    with counted(app) as said:
        assert paginate(five.where(Area.id < 0), Wish(1, 5), few=True).total == 0
        assert _counts(said) == []
