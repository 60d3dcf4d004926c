"""Rooms of a site, their beds, and whether somebody more can be put there."""

from collections.abc import Iterable, Mapping

from app.follow_ups.rules.cases import BedProblem
from app.text import search_key


class Beds:
    """The rooms that a site has written down with their beds, and who is in which.

    Of a site that has not written its rooms down only a bed can be taken.
    """

    def __init__(self, rooms: Mapping[str, int], taken: Iterable[tuple[str, str]]) -> None:
        self._rooms = {search_key(name): beds for name, beds in rooms.items()}
        self._taken = [(search_key(room), search_key(bed)) for room, bed in taken]

    def problem(self, room: str, bed: str) -> BedProblem | None:
        """Why nobody more can be put there; None where he can, or where no room is named."""
        key = search_key(room)
        if not key:
            return None
        if self._rooms and key not in self._rooms:
            return BedProblem.UNKNOWN
        beds = [each for place, each in self._taken if place == key]
        if bed and search_key(bed) in beds:
            return BedProblem.TAKEN
        return BedProblem.FULL if self._rooms and len(beds) >= self._rooms[key] else None

    def put(self, room: str, bed: str) -> None:
        """Somebody is there from now on."""
        self._taken.append((search_key(room), search_key(bed)))
