"""Every door has a code of its own from the moment it is entered."""

from app.posters.queries import find_poster, list_posters
from tests.factories import make_poster, make_unit


def test_a_registered_unit_has_a_code_at_once(inside, cast):
    unit = make_unit(cast.an)

    (poster,) = list_posters(cast.an.viewer, unit)

    assert find_poster(poster.code).unit.name == "Khách sạn Biển Xanh"
    assert make_poster(unit=unit).code == poster.code
