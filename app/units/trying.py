"""Where the tries of a link are counted: at this device if the link's account knows it, else at the address."""

from app.access import devices
from app.access.delays import Tries, tries_of_link
from app.access.queries import find_user
from app.units.models import ManagementLink


def tries_at(link: ManagementLink) -> Tries:
    """The counters that a PIN or recovery code for this link moves from here."""
    user = find_user(link.user_id)
    return tries_of_link(link.id, devices.place_of(user), is_known=devices.is_known(user))
