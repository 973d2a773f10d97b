import json
import re
import types

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory, override_settings
from django.urls import include, path, resolve

from thuocdo.pages import Column, RankStrip, Table, rank_axis
from thuocdo.pages.shown import show
from thuocdo.pages.twins import page_path, refusal, routes, twin, twin_path

TABLE = Table(
    "Bảng thử <b>",
    [
        Column("name", "Tỉnh", "link", href="page", note="remark"),
        Column("score", "Điểm", "number", href="why", measured_in="điểm"),
        Column("rank", "Khoảng hạng", "strip", axis=rank_axis(34)),
        Column("share", "Khả năng", "percent", digits=0),
    ],
    [
        {
            "name": "Hưng Yên",
            "page": "/33/",
            "score": 44.604,
            "why": "/vi-sao/33/",
            "us": True,
            "rank": RankStrip(8, 34, 2, 20),
            "share": 0.72,
            "remark": "ước lượng",
        },
        {"name": "Huế", "page": "/46/", "score": None, "rank": RankStrip(14, 34)},
    ],
    notes=["Ghi chú cuối bảng."],
    sources=["PAPI 2024"],
    us="us",
    filterable=True,
)


def page(request, suffix="", code="", payload=None):
    if code == "khong":
        raise Http404
    return twin(request, TABLE, "pages/_table.html", suffix=suffix, payload=payload)


def plain(request):
    return HttpResponse("x")


URLS = types.ModuleType("urls_of_the_twins_test")
URLS.urlpatterns = [
    *twin_path("", page, "home", "public", stem="tong-quan"),
    *twin_path("tinh/<str:code>/", page, "province", "public"),
    *twin_path("trong/", page, "inside", "internal", payload=lambda: {"ok": 1}),
    *page_path("vi-sao/", plain, "why", "internal"),
    path("la/", plain),
]


@pytest.fixture(autouse=True)
def urls():
    with override_settings(ROOT_URLCONF=URLS):
        yield


def get(address, **headers):
    request = RequestFactory().get(address, headers=headers)
    request.resolver_match = resolve(request.path)
    match = request.resolver_match
    return match.func(request, *match.args, **match.kwargs)


ERROR = {"code": "CALL-002", "message": "Không có.", "remedy": "Xem năm khác."}


def test_one_declaration_makes_three_routes_with_one_access():
    declared = dict(routes(URLS.urlpatterns))
    assert declared["tinh/<str:code>/"] == "public"
    assert declared["tinh/<str:code>.json"] == "public"
    assert declared["tinh/<str:code>.csv"] == "public"
    assert declared["tong-quan.json"] == "public"
    assert declared["trong.csv"] == "internal"


def test_a_route_that_declares_nothing_is_found_also_inside_an_include():
    assert [route for route, access in routes(URLS.urlpatterns) if access is None] == ["la/"]
    nested = [path("phong/", include((URLS.urlpatterns, "room")))]
    assert ("phong/la/", None) in list(routes(nested))
    with pytest.raises(ValueError, match="access"):
        page_path("x/", plain, "x", "secret")


def test_declaring_one_view_twice_keeps_each_access():
    public = page_path("a/", plain, "a", "public")[0].callback
    internal = page_path("b/", plain, "b", "internal")[0].callback
    assert (public.access, internal.access) == ("public", "internal")
    assert not hasattr(plain, "access")


def test_the_three_twins_show_the_same_rows():
    html = get("/tinh/33/").content.decode()
    data = json.loads(get("/tinh/33.json").content)
    text = get("/tinh/33.csv").content.decode("utf-8-sig")
    assert "44,60" in html
    assert data["rows"][0]["score"] == 44.604
    assert data["rows"][1]["score"] is None
    assert "44.604" in text
    assert "# Ghi chú cuối bảng." in text
    assert "Ghi chú cuối bảng." in html


def test_filter_and_order_reach_every_twin():
    for address in ("/tinh/33/", "/tinh/33.json", "/tinh/33.csv"):
        body = get(f"{address}?loc=hue&sap-xep=name").content.decode()
        assert "Huế" in body
        assert "Hưng Yên" not in body


def test_payload_replaces_the_json_of_the_table():
    assert json.loads(get("/trong.json").content) == {"ok": 1}


def test_types_and_file_name():
    assert get("/tinh/33.json")["Content-Type"] == "application/json; charset=utf-8"
    assert get("/tinh/33.csv")["Content-Type"] == "text/csv; charset=utf-8"
    assert get("/tinh/33.csv")["Content-Disposition"] == 'attachment; filename="33.csv"'
    assert "private" in get("/trong/")["Cache-Control"]
    assert "private" not in get("/tinh/33/")["Cache-Control"]


@pytest.mark.parametrize("address", ["/tinh/33/", "/tinh/33.json", "/tinh/33.csv"])
def test_a_caller_who_has_it_gets_304_and_a_changed_query_gets_it_anew(address):
    tag = get(address)["ETag"]
    assert re.fullmatch(r'"[0-9a-f]{32}"', tag)
    again = get(address, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert get(f"{address}?loc=hue", if_none_match=tag).status_code == 200


def test_a_refusal_speaks_the_form_asked_for():
    request = RequestFactory().get("/")
    as_json = refusal(request, 404, ERROR, ".json")
    assert as_json.status_code == 404
    expected = {"code": "CALL-002", "message": "Không có.", "remedy": "Xem năm khác."}
    assert json.loads(as_json.content) == {"error": expected}
    as_page = refusal(request, 404, ERROR)
    assert as_page.status_code == 404
    assert "Xem năm khác." in as_page.content.decode()


def test_the_table_works_without_a_script_and_without_inline_style():
    html = get("/tinh/33/?nam=2024&sap-xep=-score").content.decode()
    assert 'href="?nam=2024&amp;sap-xep=score#bang-ten"' in html
    assert 'aria-sort="descending"' in html
    assert '<input type="hidden" name="nam" value="2024">' in html
    assert '<input type="hidden" name="sap-xep" value="-score">' in html
    assert "Bảng thử &lt;b&gt;" in html
    assert 'class="us"' in html
    assert '<th scope="row"' in html
    assert 'role="region"' in html
    assert not re.search(r"\bstyle=|<style|<script|\son\w+=", html)


def test_every_id_on_a_page_is_its_own():
    html = get("/tinh/33/").content.decode()
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for used in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html):
        assert used in ids or used == "vi-sao"


def test_a_share_column_says_percent_once_at_its_head():
    seen = show(TABLE)
    assert seen.heads[3].unit == "%"
    assert seen.lines[0].cells[3].text == "72"
    assert show(TABLE, language="en").lines[0].cells[1].text == "44.60"
    assert seen.lines[1].cells[1].text == "–"


def test_the_base_page_has_no_inline_code_and_marks_simulation():
    from django.template.loader import render_to_string

    seen = {
        "page_title": "Trang",
        "nav": [{"label": "A", "href": "/a/", "current": True}],
        "languages": [{"code": "en", "label": "English", "href": "?l=en", "current": False}],
        "search_href": "/tim/",
        "simulated": True,
        "twins": [("JSON", "/a.json")],
    }
    html = render_to_string("pages/base.html", seen)
    assert "mô phỏng" in html
    assert 'aria-current="page"' in html
    assert 'class="skip" href="#noi-dung"' in html
    assert '<link rel="alternate" type="application/json" href="/a.json">' in html
    assert not re.search(r"\sstyle=|<style|<script(?! src)|\son\w+=", html)
    assert "mô phỏng" not in render_to_string("pages/base.html", seen | {"simulated": False})


def test_a_second_table_of_a_page_sorts_by_keys_of_its_own():
    import dataclasses

    from django.template.loader import render_to_string

    second = dataclasses.replace(TABLE, ident="hai")
    request = RequestFactory().get("/?sap-xep=-score&sap-xep-hai=name&loc-hai=hue")
    html = render_to_string("pages/_table.html", {"table": second}, request)
    assert "Hưng Yên" not in html
    assert 'href="?sap-xep=-score&amp;loc-hai=hue&amp;sap-xep-hai=-name#hai-ten"' in html
    assert 'name="loc-hai" type="search" value="hue"' in html
    main = render_to_string("pages/_table.html", {"table": TABLE}, request)
    assert "sap-xep=score" in main
    assert "Hưng Yên" in main


def test_every_figure_takes_its_explanation_along():
    data = json.loads(get("/tinh/33.json").content)
    assert data["rows"][0]["why"] == "/vi-sao/33/"
    assert data["rows"][0]["remark"] == "ước lượng"
    html = get("/tinh/33/").content.decode()
    assert '<a class="why" href="/vi-sao/33/" aria-describedby="vi-sao">44,60</a>' in html


def test_what_a_page_calls_its_heading_does_not_become_a_tag():
    from django.template.loader import render_to_string

    html = render_to_string("pages/_table.html", {"table": TABLE, "heading": "Hưng Yên"})
    assert "<h2 class" in html
    assert "<h3 class" in render_to_string("pages/_table.html", {"table": TABLE, "table_level": 3})
