"""Every address of the cockpit; each is declared public or internal.

*Đơn vị của tôi* (``mine``) is declared by the room ``service``, which fills it with work.
"""

from thuocdo.cockpit import (
    compare,
    entrance,
    method,
    overview,
    ranking,
    recomputed,
    search,
    sheet,
    sources,
    unit,
    why,
)
from thuocdo.pages.twins import page_path, twin_path

PLACE = "<str:index>/<int:year>/<str:boundaries>/"

urlpatterns = [
    *twin_path("", overview.home, "home", "public", stem="tong-quan"),
    *twin_path("tong-quan/<int:year>/<str:unit>/", overview.overview, "overview", "public"),
    *twin_path(f"chi-so/{PLACE}", ranking.ranking, "ranking", "public"),
    *twin_path(f"don-vi/{PLACE}<str:unit>/", unit.unit, "unit", "public"),
    *twin_path(f"so-sanh/{PLACE}", compare.compare, "compare", "public"),
    *twin_path(f"tom-tat/{PLACE}<str:unit>/", sheet.sheet, "sheet", "public"),
    *twin_path(f"vi-sao/{PLACE}<str:unit>/<str:item>/<str:aspect>/", why.why, "why", "public"),
    *twin_path("papi-tinh-lai/<int:year>/<str:unit>/", recomputed.page, "recomputed", "public"),
    *twin_path("nguon/", sources.sources, "sources", "public"),
    *twin_path("nguon/<str:kind>/", sources.source_table, "source-table", "public"),
    *twin_path("tim/", search.search, "search", "public"),
    *page_path("dang-nhap/", entrance.login, "login", "public"),
    *page_path("dang-xuat/", entrance.logout, "logout", "internal", "account.use"),
    *page_path("mat-khau/", entrance.password, "password", "internal", "account.use"),
    *twin_path("cach-tinh/", method.method, "method", "public"),
]
