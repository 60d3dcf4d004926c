"""Setting up the bodies that ship with the portal."""

from app.areas.models import Area
from app.areas.places import VALID_FROM
from app.areas.queries import PROVINCE_CODE, get_area, list_areas
from app.areas.rules import AreaLevel
from app.door import Viewer
from app.organisations.actions import create_organisation
from app.organisations.bodies import OFFICE_CODE, OFFICE_NAME, committee_name, shipped_bodies
from app.organisations.models import Organisation
from app.organisations.queries import list_organisations
from app.organisations.rules import OrganisationKind, RelationGroup


def load_shipped_bodies(viewer: Viewer) -> int:
    """Set up the province office, the province's bodies and a committee for every place. Returns how many are new.

    A code that exists already is left as it is. Raises NoSuchArea when the places are not loaded.
    """
    setup = _Setup(viewer)
    province = get_area(PROVINCE_CODE, AreaLevel.PROVINCE, on=VALID_FROM)
    office = setup.body(OFFICE_CODE, OFFICE_NAME, OrganisationKind.PROVINCE_OFFICE, area=province)
    for row in shipped_bodies():
        group = RelationGroup(row["group"])
        setup.body(row["code"], row["name"], OrganisationKind.DEPARTMENT, parent=office, group=group)
    for district in list_areas(AreaLevel.DISTRICT, on=VALID_FROM):
        committee = setup.committee(district, OrganisationKind.DISTRICT, office)
        for commune in list_areas(AreaLevel.COMMUNE, on=VALID_FROM, parent_id=district.id):
            setup.committee(commune, OrganisationKind.COMMUNE, committee)
    return setup.new


class _Setup:
    """Creates what is missing and counts it."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._known = {body.code: body for body in list_organisations()}
        self.new = 0

    def committee(self, area: Area, kind: OrganisationKind, parent: Organisation) -> Organisation:
        return self.body(f"{kind.value}-{area.code}", committee_name(area.name), kind, parent=parent, area=area)

    def body(
        self,
        code: str,
        name: str,
        kind: OrganisationKind,
        *,
        parent: Organisation | None = None,
        area: Area | None = None,
        group: RelationGroup = RelationGroup.DIRECT,
    ) -> Organisation:
        if code in self._known:
            return self._known[code]
        self.new += 1
        return create_organisation(
            self._viewer, code=code, name=name, kind=kind, parent=parent, area=area, group=group, from_on=VALID_FROM
        )
