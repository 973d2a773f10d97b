"""What the pages say: official beside recomputed, doubts, what is due, and what there is not."""

from __future__ import annotations

import json
import re
from io import BytesIO

import pytest
from openpyxl import load_workbook
from tests.service.conftest import COMMUNE, OWN
from tests.web.readers import seen, twin

from thuocdo.dossiers.portal.rules import TOTAL, rule_book
from thuocdo.service import captures, lake_figures

pytestmark = pytest.mark.django_db
PAGES = (
    "/phuc-vu/",
    "/phuc-vu/?dich=70",
    "/phuc-vu/xep-hang/xa/",
    "/phuc-vu/xep-hang/xa/?thang=3",
    "/phuc-vu/xep-hang/so/",
    "/phuc-vu/sap-qua-han/",
    "/phuc-vu/sap-qua-han/?ngay=0",
    f"/phuc-vu/don-vi/{OWN}/",
    f"/phuc-vu/don-vi/{COMMUNE}/",
    f"/phuc-vu/don-vi/{COMMUNE}/sap-qua-han/?ngay=10",
    "/phuc-vu/mat-diem/",
    "/phuc-vu/mat-diem/?thang=3",
    f"/phuc-vu/don-vi/{COMMUNE}/mat-diem/",
    f"/phuc-vu/don-vi/{OWN}/mat-diem/",
    "/phuc-vu/vi-sao/?nam=2025&thang=2",
    f"/phuc-vu/don-vi/{COMMUNE}/vi-sao/",
    f"/phuc-vu/don-vi/{COMMUNE}/vi-sao/?muc=dossier-digitized/SO_HOA_GIAY_TO_GIAI_QUYET",
    "/phuc-vu/cau-hoi/",
    f"/phuc-vu/don-vi/{COMMUNE}/cau-hoi/",
    "/phuc-vu/nap/",
    "/cua-toi/",
    f"/cua-toi/{COMMUNE}/",
)
WITHOUT_TWINS = ("/cua-toi/",)
TWINNED = [one for one in PAGES if not one.startswith(WITHOUT_TWINS)]


def page(browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("address", [*PAGES, *("/en" + one for one in PAGES)])
@pytest.mark.parametrize("home", ["province", "empty"])
def test_the_page_answers_whole(request, reader, home, address):
    request.getfixturevalue(home)
    html = page(reader("coordinator"), address)
    found = seen(html)
    tags = [tag for tag, _ in found.tags]
    assert tags.count("h1") == 1
    for wrong in ("None", "nan", "{{", "{%", "inf", "%(due)s"):
        assert wrong not in found.words.split(), wrong
    idents = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert sorted(idents) == sorted(set(idents))
    anchors = {link[1:] for link in found.links if link.startswith("#") and len(link) > 1}
    assert anchors <= set(idents)
    assert not [1 for tag, attrs in found.tags if "style" in attrs or tag == "style"]
    assert not [1 for tag, attrs in found.tags if tag == "script" and "src" not in attrs]


@pytest.mark.parametrize("address", TWINNED)
@pytest.mark.parametrize("home", ["province", "empty"])
def test_the_twins_answer(request, reader, home, address):
    request.getfixturevalue(home)
    browser = reader("coordinator")
    told = browser.get(twin(address, ".json"))
    assert told.status_code == 200
    json.loads(told.content, parse_constant=lambda name: pytest.fail(name))
    assert browser.get(twin(address, ".csv")).status_code == 200
    book = browser.get(twin(address, ".xlsx"))
    assert book.status_code == 200
    assert load_workbook(BytesIO(b"".join(book.streaming_content))).sheetnames[0] == "Số liệu"


def test_every_link_of_the_pages_answers(province, reader):
    browser = reader("coordinator")
    links = {
        link.partition("#")[0]
        for address in PAGES
        for link in seen(page(browser, address)).links
        if link.startswith(("/phuc-vu", "/cua-toi"))
    }
    kinds: dict[str, list[str]] = {}
    for link in sorted(links):
        kinds.setdefault(re.sub(r"[A-Z0-9-]{4,}|\d+", "x", link), []).append(link)
    tried = [link for links in kinds.values() for link in links[:: max(1, len(links) // 2)]]
    assert len(tried) > 15
    assert [link for link in tried if browser.get(link).status_code != 200] == []


# ---- the portal's score ----


def test_official_stands_beside_recomputed(province, reader):
    held = captures.of_period()
    told = json.loads(reader().get("/phuc-vu.json").content)
    rows = {row["name"]: row for row in told["rows"]}
    own = {one.endpoint: one for one in held.rows if one.unit_id == held.root_id}
    for row in (one for one in held.rows if one.metric == TOTAL and one.unit_id == held.root_id):
        name = rule_book().groups[row.endpoint].name("vi")
        assert rows[name]["official"] == row.official
        assert rows[name]["recomputed"] == row.recomputed
    assert len(rows) == 6 and len(own) == 6
    assert rows["Dịch vụ công trực tuyến"]["status"] == "dự kiến"
    assert {rows[one]["status"] for one in ("Tiến độ giải quyết", "Số hóa hồ sơ")} == {"khớp"}


def test_another_provinces_answers_are_named_as_such(province, reader):
    words = seen(page(reader(), "/phuc-vu/")).words
    assert "chưa có bản nào của Hưng Yên" in words


def test_what_the_numbers_are_not_is_said(province, reader):
    words = seen(page(reader(), "/phuc-vu/")).words
    for said in ("không phải khảo sát", "cách lập mẫu số", "không xếp hạng", "12 điểm"):
        assert said in words
    assert "Ngưỡng xếp loại" in words  # an unverified parameter with its status


def test_agencies_are_in_order_of_name_without_the_repeated_group(province, reader):
    told = json.loads(reader().get("/phuc-vu.json").content)["more"]["co-quan"]
    names = [row["name"] for row in told["rows"]]
    assert names == sorted(names, key=str.casefold) and len(names) > 5
    assert "Công khai, minh bạch" not in [column["label"] for column in told["columns"]]


def test_the_cheapest_way_is_told(province, reader):
    words = seen(page(reader(), "/phuc-vu/?dich=70")).words
    assert "Để tới 70,00 điểm cần ít nhất" in words
    assert "Không tới được 99,00" in seen(page(reader(), "/phuc-vu/?dich=99")).words


def test_an_unknown_period_is_refused_with_those_there_are(province, reader):
    answer = reader().get("/phuc-vu/?ky=2020-01")
    assert answer.status_code == 404
    words = seen(answer.content.decode()).words
    assert "PAGE-010" in words and "2026-08" in words


def test_without_answers_the_page_says_what_to_do(empty, reader):
    words = seen(page(reader(), "/phuc-vu/")).words
    assert "thuocdo portal fetch" in words and "thuocdo portal import" in words


def test_a_restated_closed_period_is_no_progress(province, reader, tmp_path):
    import shutil
    from datetime import UTC, datetime

    from tests.dossiers import answers

    from thuocdo.dossiers.portal.importing import import_folder

    home = tmp_path / "home"
    shutil.copytree(province / "portal", home / "portal")
    changed = answers.save(answers.restated(answers.recorded()), tmp_path / "2026-08")
    when = datetime(2026, 11, 1, tzinfo=UTC)
    import_folder(changed, home, "test", when, period="2026-08", captured=when)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("THUOCDO_HOME", str(home))
        words = seen(page(reader(), "/phuc-vu/")).words
    assert "cổng công bố lại kỳ đã hết" in words
    assert "không phải đơn vị tiến bộ hay tụt lùi" in words


def test_a_unit_of_ours_shows_its_score_on_the_portal(province, reader, monkeypatch):
    root = captures.every()[-1].root
    monkeypatch.setattr(captures, "own_root", lambda: root)
    held = captures.of_period()
    from thuocdo.service.portal_page import units_of

    id, code = next(iter(units_of(held).items()))
    told = json.loads(reader().get(f"/phuc-vu/don-vi/{code}.json").content)["more"]["nhom"]
    line = held.bundle.lines(id)["dvc-progress-tree"]
    row = next(row for row in told["rows"] if row["name"] == "Tiến độ giải quyết")
    assert row["official"] == line.score


# ---- the lake ----


def test_pages_from_a_simulated_lake_are_marked(province, reader):
    browser = reader("coordinator")
    for address in PAGES[2:10]:
        assert 'class="simulated"' in page(browser, address), address
        assert json.loads(browser.get(twin(address, ".json")).content)["simulated"] is True


def test_the_league_never_shows_a_bare_rank(province, reader):
    told = json.loads(reader().get("/phuc-vu/xep-hang/xa.json").content)
    assert len(told["rows"]) == 104
    for row in told["rows"]:
        strip = row["strip"]
        if strip is None:  # no dossier judged of its procedures is late anywhere
            assert row["set"] is None
        else:
            low, high = strip["set"]
            assert low <= strip["rank"] <= high and row["set"] == f"{low}…{high}"


def test_the_tile_map_has_every_commune_once(province, reader):
    html = page(reader(), "/phuc-vu/xep-hang/xa/")
    assert (
        html.count('class="tile above')
        + html.count('class="tile same')
        + html.count('class="tile below')
        + html.count('class="tile none')
        == 104 + 4
    )  # and the legend


def test_what_is_due_adds_up(province, reader):
    browser = reader("coordinator")
    held = lake_figures.standing()
    told = json.loads(browser.get("/phuc-vu/sap-qua-han.json?ngay=5").content)
    soon = held.rows.filter((held.rows["state"] == "due") & (held.rows["left"] <= 5))
    assert sum(row["due"] for row in told["rows"]) == soon.height > 0
    assert sum(row["late"] for row in told["rows"]) == (held.rows["state"] == "late").sum()
    unit = soon["unit"][0]
    own = json.loads(browser.get(f"/phuc-vu/don-vi/{unit}/sap-qua-han.json?ngay=5").content)
    assert {row["dossier"] for row in own["rows"]} >= set(
        soon.filter(soon["unit"] == unit)["dossier"]
    )


def test_a_stale_lake_says_so(province, reader, monkeypatch):
    from datetime import date

    monkeypatch.setattr(lake_figures, "today", lambda: date(2026, 3, 1))
    words = seen(page(reader(), "/phuc-vu/sap-qua-han/")).words
    assert "Tính đến 20/11/2025" in words and "Nạp số mới để xem hôm nay" in words


@pytest.mark.parametrize("query", ["nam=1999", "thang=13"])
def test_what_the_lake_has_not_is_refused(province, reader, query):
    answer = reader().get(f"/phuc-vu/xep-hang/xa/?{query}")
    assert answer.status_code == 404 and "PAGE-011" in answer.content.decode()


def test_the_start_page_says_what_is_due_today_and_this_week(province, reader):
    held = lake_figures.standing()
    unit = held.rows.filter(held.rows["state"] == "due")["unit"][0]
    words = seen(page(reader("officer", unit), "/cua-toi/")).words
    today = held.rows.filter((held.rows["unit"] == unit) & (held.rows["left"] == 0))
    due = today.filter(today["state"] == "due").height
    assert f"{due} hồ sơ đến hạn hôm nay." in words
    assert "Tôi được làm gì" in words


def test_pages_ask_the_lake_once(province, reader, monkeypatch):
    browser = reader("coordinator")
    for address in PAGES:
        page(browser, address)
    monkeypatch.setattr("thuocdo.dossiers.losses.asking.Session.__init__", lambda *_: 1 / 0)
    for address in PAGES:
        page(browser, address)
