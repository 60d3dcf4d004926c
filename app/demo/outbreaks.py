"""Where there is an outbreak elsewhere: the areas that the health department listed while the story goes on."""

from datetime import timedelta

from app.declarations.rulebook.actions import add_epidemic_area, end_epidemic_area
from app.demo.story import Story
from app.door import office_viewer

BASIS = "Công điện mẫu số 12 (diễn tập)"


def list_outbreaks(story: Story) -> int:
    """List one area that still counts and one that does not any more; returns how many."""
    office = office_viewer()
    add_epidemic_area(
        office, name="Tỉnh Bắc Giang", other_names="Bac Giang", from_on=story.until - timedelta(9), basis=BASIS
    )
    past = add_epidemic_area(office, name="Tỉnh Hà Nam", from_on=story.until - timedelta(60), basis=BASIS)
    end_epidemic_area(office, past, until_on=story.until - timedelta(30))
    return 2
