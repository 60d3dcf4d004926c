"""The test world itself stands."""

from app.areas.queries import list_areas
from app.areas.rules import AreaLevel
from app.clock import local_day


def test_the_cast_lives_in_two_districts(inside, cast):
    names = [area.name for area in list_areas(AreaLevel.DISTRICT, on=local_day())]

    assert names == ["Thành phố Hà Tiên", "Thành phố Phú Quốc"]
    assert cast.an.viewer.area_ids
    assert not cast.an.viewer.area_ids & cast.binh.viewer.area_ids
