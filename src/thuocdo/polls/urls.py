"""Every address of this room; all are internal."""

from thuocdo.pages.twins import twin_path
from thuocdo.polls import change_page, factor_page, item_page, list_page, round_page
from thuocdo.polls.memory import kept

READ = "survey.read"
ROUND = "khao-sat/<str:name>/"


def _page(route: str, view, name: str):
    return twin_path(route, kept(view), name, "internal", action=READ)


urlpatterns = [
    *_page("khao-sat/", list_page.rounds, "survey-rounds"),
    *_page(f"{ROUND}cau-hoi/<str:item>/", item_page.item, "survey-item"),
    *_page(f"{ROUND}nhan-to/", factor_page.factors, "survey-factors"),
    *_page(f"{ROUND}so-voi/<str:other>/", change_page.changes, "survey-changes"),
    *_page(ROUND, round_page.round_page, "survey-round"),
]
