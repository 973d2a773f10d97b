"""Every address of this room; all are internal."""

from thuocdo.pages.twins import page_path, twin_path
from thuocdo.service import (
    due_page,
    import_page,
    league_page,
    losing_page,
    portal_page,
    procedure_page,
    question_page,
    start_page,
    unit_page,
    why_page,
)
from thuocdo.service.memory import kept

PROVINCE, OWN, IMPORT = "service.province", "service.see", "dossiers.import"
ANSWER = "dossiers.answer"
LEAGUE = "phuc-vu/xep-hang"
UNIT = "phuc-vu/don-vi/<str:unit>/"

urlpatterns = [
    *page_path("cua-toi/", start_page.mine, "mine", "internal", "account.use"),
    *page_path("cua-toi/<str:unit>/", start_page.of_unit, "mine-unit", "internal", "unit.see"),
    *twin_path(
        "phuc-vu/nap/", import_page.imports_page, "service-imports", "internal", action=IMPORT
    ),
    *twin_path(
        "phuc-vu/nap/<int:number>/",
        import_page.one_import,
        "service-import",
        "internal",
        action=IMPORT,
    ),
    *page_path(
        "phuc-vu/nap/<int:number>/loi/<int:place>/",
        import_page.error_file,
        "service-import-errors",
        "internal",
        IMPORT,
    ),
    *twin_path("phuc-vu/", kept(portal_page.service), "service", "internal", action=PROVINCE),
    *twin_path(
        f"{LEAGUE}/xa/",
        kept(league_page.league),
        "service-communes",
        "internal",
        action=PROVINCE,
        kind="commune",
    ),
    *twin_path(
        f"{LEAGUE}/so/",
        kept(league_page.league),
        "service-departments",
        "internal",
        action=PROVINCE,
        kind="department",
    ),
    *twin_path(
        "phuc-vu/sap-qua-han/", kept(due_page.due), "service-due", "internal", action=PROVINCE
    ),
    *twin_path(
        "phuc-vu/mat-diem/", kept(losing_page.losses), "service-losses", "internal", action=PROVINCE
    ),
    *twin_path(
        f"{UNIT}mat-diem/",
        kept(losing_page.losses),
        "service-losses-unit",
        "internal",
        action=OWN,
    ),
    *twin_path(
        "phuc-vu/thu-tuc/<str:procedure>/",
        kept(procedure_page.procedure),
        "service-procedure",
        "internal",
        action=PROVINCE,
    ),
    *twin_path("phuc-vu/vi-sao/", kept(why_page.why), "service-why", "internal", action=PROVINCE),
    *twin_path(f"{UNIT}vi-sao/", kept(why_page.why), "service-why-unit", "internal", action=OWN),
    *twin_path(
        "phuc-vu/cau-hoi/", question_page.asked, "service-questions", "internal", action=PROVINCE
    ),
    *twin_path(
        f"{UNIT}cau-hoi/", question_page.asked, "service-questions-unit", "internal", action=OWN
    ),
    *twin_path(
        f"{UNIT}cau-hoi/<str:detector>/",
        question_page.answering,
        "service-question",
        "internal",
        action=ANSWER,
    ),
    *twin_path(UNIT, kept(unit_page.unit_page), "service-unit", "internal", action=OWN),
    *twin_path(
        f"{UNIT}sap-qua-han/",
        kept(due_page.due_of_unit),
        "service-due-unit",
        "internal",
        action=OWN,
    ),
]
