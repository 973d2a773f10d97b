"""Every address of this room; all are internal."""

from thuocdo.pages.twins import twin_path
from thuocdo.service import due_page, league_page, portal_page, unit_page

PROVINCE, OWN = "service.province", "service.see"
LEAGUE = "phuc-vu/xep-hang"
UNIT = "phuc-vu/don-vi/<str:unit>/"

urlpatterns = [
    *twin_path("phuc-vu/", portal_page.service, "service", "internal", action=PROVINCE),
    *twin_path(
        f"{LEAGUE}/xa/",
        league_page.league,
        "service-communes",
        "internal",
        action=PROVINCE,
        kind="commune",
    ),
    *twin_path(
        f"{LEAGUE}/so/",
        league_page.league,
        "service-departments",
        "internal",
        action=PROVINCE,
        kind="department",
    ),
    *twin_path("phuc-vu/sap-qua-han/", due_page.due, "service-due", "internal", action=PROVINCE),
    *twin_path(UNIT, unit_page.unit_page, "service-unit", "internal", action=OWN),
    *twin_path(
        f"{UNIT}sap-qua-han/", due_page.due_of_unit, "service-due-unit", "internal", action=OWN
    ),
]
