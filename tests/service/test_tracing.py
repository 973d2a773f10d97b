"""Every count opens to its dossiers: the same number, all of them, in every form."""

from __future__ import annotations

import csv
import io
import json

import polars as pl
import pytest
from openpyxl import load_workbook
from tests.service.conftest import COMMUNE, OWN
from tests.web.readers import seen

from thuocdo.dossiers.losses.asking import Asked
from thuocdo.dossiers.losses.behind import behind, missed_batches
from thuocdo.dossiers.losses.lake_metrics import lake_metrics
from thuocdo.errors import ThuocDoError
from thuocdo.service import lake_figures, losing, months

pytestmark = pytest.mark.django_db
YEAR = 2025


def cells(unit: str | None, month: int | None) -> pl.DataFrame:
    held = lake_figures.year_counts(YEAR).cells
    for column, value in (("unit", unit), ("month", month)):
        held = held if value is None else held.filter(pl.col(column) == value)
    return held


@pytest.mark.parametrize("metric", lake_metrics(), ids=lambda one: one.key)
@pytest.mark.parametrize(("unit", "month"), [(None, None), (None, 3), (OWN, None), (COMMUNE, 5)])
def test_a_count_is_the_number_of_its_dossiers(province, metric, unit, month):
    counted = cells(unit, month)
    found = behind(Asked(YEAR, month, unit), metric)
    if not metric.counted_in(counted):
        assert found.cases == 0  # no register of procedures: nothing is known to be due
        return
    assert found.cases == counted[metric.denominator].sum() > 0
    assert found.right == counted[metric.numerator].sum()
    assert found.missed.count == found.cases - found.right
    assert found.received == counted["received"].sum()


def test_the_batches_hold_every_missed_dossier_once(province):
    metric = lake_metrics()[0]
    found = behind(Asked(YEAR), metric)
    _base, batches = missed_batches(Asked(YEAR), metric)
    codes = pl.concat(batches)["dossier"].to_list()
    assert codes == sorted(set(codes)) and len(codes) == found.missed.count > 100
    assert tuple(codes[:100]) == found.missed.sample


def test_a_procedure_is_a_place(province):
    counted = cells(COMMUNE, None)
    code = counted.sort("judged", descending=True)["procedure"][0]
    own = counted.filter(pl.col("procedure") == code)
    found = behind(Asked(YEAR, None, COMMUNE, code), lake_metrics()[0])
    assert (found.cases, found.right) == (own["judged"].sum(), own["on_time"].sum())


def test_csv_and_excel_are_whole_and_the_page_says_it_is_not(province, reader):
    browser = reader("coordinator")
    told = json.loads(browser.get("/phuc-vu/vi-sao.json").content)
    count, checksum = told["meta"]["count"], told["meta"]["sha256"]
    assert len(told["rows"]) == 100 < count and len(checksum) == 16
    words = seen(browser.get("/phuc-vu/vi-sao/").content.decode()).words
    assert f"Trang này nêu 100 trong {count} hồ sơ" in words and checksum in words
    answer = browser.get("/phuc-vu/vi-sao.csv")
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    lines = [line for line in csv.reader(io.StringIO(text)) if not line[0].startswith("#")]
    assert len(lines) == count + 1 and all(len(line) == len(lines[0]) for line in lines)
    assert "# mô phỏng" in text and {line[-1] for line in lines[1:]} == {"mô phỏng"}
    book = b"".join(browser.get("/phuc-vu/vi-sao.xlsx").streaming_content)
    sheets = load_workbook(io.BytesIO(book))
    rows = list(sheets["Số liệu"].iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [line[0] for line in lines[1:]]
    assert "mô phỏng" in [row[0] for row in sheets["Ghi chú"].iter_rows(values_only=True)]


def test_a_unit_sees_its_own_dossiers_only(province, reader):
    metric = "dossier-digitized/SO_HOA_GIAY_TO_GIAI_QUYET"
    address = f"/phuc-vu/don-vi/{COMMUNE}/vi-sao.csv?muc={metric}"
    answer = reader("officer", COMMUNE).get(address)
    lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    units = {line[1] for line in lines[1:] if not line[0].startswith("#")}
    assert units == {COMMUNE}


def test_an_unknown_metric_is_refused_in_words(province, reader):
    answer = reader("coordinator").get("/phuc-vu/vi-sao/?muc=x")
    assert answer.status_code == 404
    words = seen(answer.content.decode()).words
    assert "DOSSIER-043" in words and "dvc-progress-tree/total" in words


def test_every_month_of_a_unit_opens_to_the_same_figure(province, reader):
    browser = reader("coordinator")
    for row in json.loads(browser.get(f"/phuc-vu/don-vi/{COMMUNE}.json").content)["rows"]:
        month = row["month"].split("/")[0]
        address = f"/phuc-vu/don-vi/{COMMUNE}/vi-sao.json?thang={month}"
        steps = json.loads(browser.get(address).content)["more"]["buoc"]["rows"]
        counts = [one["count"] for one in steps]
        assert (counts[0], counts[2], counts[3]) == (
            row["received"],
            row["judged"],
            row["on_time"],
        )


# ---- where points are lost ----


def test_units_add_up_to_what_the_province_lost(province, reader):
    told = json.loads(reader("coordinator").get("/phuc-vu/mat-diem.json").content)
    lost = months.lost(lake_figures.year_counts(YEAR), None)
    assert sum(row["points"] for row in told["rows"]) == pytest.approx(float(lost.loss.points))
    units = told["more"]["don-vi"]["rows"]
    assert sum(row["points"] for row in units) == pytest.approx(float(lost.loss.points), abs=1e-9)
    assert sum(row["share"] for row in units) == pytest.approx(1)


def test_procedures_add_up_too(province):
    lost = months.lost(lake_figures.year_counts(YEAR), COMMUNE)
    made = losing.procedures(lost, lambda *_: "", "vi", most=10_000)
    metrics = [metric for group in lost.loss.parts for metric in group.parts]
    owned = sum(unit.points for one in metrics for unit in one.parts if unit.level == "unit")
    assert 0 < owned < lost.loss.points  # a metric without a case is lost by nobody
    assert sum(row["points"] for row in made.rows) == pytest.approx(float(owned), abs=1e-9)
    told = losing.metrics(lost, None, lambda _: "", "vi").rows
    reasons = [row["reason"] for row in told if row["reason"]]
    assert reasons and all("Không phát sinh" in one for one in reasons)
    few = losing.procedures(lost, lambda *_: "", "vi", most=3)
    assert len(few.rows) == 3 and "cộng lại mất" in few.notes[-1]


def test_a_month_loses_its_own_points(province, reader):
    browser = reader("coordinator")
    whole = json.loads(browser.get("/phuc-vu/mat-diem.json").content)["rows"]
    march = json.loads(browser.get("/phuc-vu/mat-diem.json?thang=3").content)["rows"]
    assert {row["metric"] for row in whole} == {row["metric"] for row in march}
    held = {row["metric"]: row["of"] for row in whole}
    assert all(row["of"] < held[row["metric"]] for row in march)


# ---- a procedure ----


def test_a_procedure_is_counted_in_every_unit(province, reader):
    everything = cells(None, None)
    code = everything.group_by("procedure").len().sort("len", descending=True)["procedure"][0]
    own = everything.filter(pl.col("procedure") == code)
    told = json.loads(reader("coordinator").get(f"/phuc-vu/thu-tuc/{code}.json").content)
    assert sum(row["received"] for row in told["rows"]) == own["received"].sum()
    assert sum(row["late"] for row in told["rows"]) == own["late"].sum()
    assert len(told["rows"]) == own["unit"].n_unique()
    steps = {row["step"]: row for row in told["more"]["buoc"]["rows"]}
    assert all(row["median"] <= row["ninetieth"] for row in steps.values())
    words = seen(reader("coordinator").get(f"/phuc-vu/thu-tuc/{code}/").content.decode()).words
    assert code in words and "Thời gian ở từng bước" in words and "mô phỏng" in words


def test_a_procedure_nobody_filed_is_refused(province, reader):
    answer = reader("coordinator").get("/phuc-vu/thu-tuc/9.999999/")
    assert answer.status_code == 404
    with pytest.raises(ThuocDoError, match="DOSSIER-041"):
        lake_figures.asking.step_times(Asked(YEAR, procedure="9.999999"))
