"""Answers of the portal's true shape, built from the table of typed figures."""

from __future__ import annotations

import copy
import csv
import json
from pathlib import Path

TABLE = Path(__file__).parent / "phu_tho_2026_08.csv"
METRICS = ("transparency", "dossier-digitized", "handling-satisfaction")
FLAT = ("dvc-progress-tree", "provide-online-tree", "formality-online-payment-tree")
NAMELESS = ("transparency", "handling-satisfaction")  # these two give no departmentCode
TEMPORARY, NOTHING = "TEMP_NATIONAL_REPORT_DENOMINATOR", "NO_NATIONAL_REPORT_DATA"


def recorded() -> dict[str, dict]:
    """The six answers by end point, as the portal gave them (cut to the first agencies)."""
    units: dict[tuple[str, str], list[dict]] = {}
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if not line.startswith("#")]
    for row in csv.DictReader(lines):
        units.setdefault((row["endpoint"], row["unit_code"]), []).append(row)
    found: dict[str, dict] = {}
    for (endpoint, code), rows in units.items():
        unit = _metrics(endpoint, rows) if endpoint in METRICS else _flat(endpoint, rows)
        _add(found.setdefault(endpoint, _empty(endpoint)), endpoint, code, unit)
    return found


def _empty(endpoint: str) -> dict:
    first, rest = ("overview", "evaluation") if endpoint in METRICS else ("parent", "children")
    more = {"monthlyChart": []} if endpoint == "transparency" else {}
    return {"code": "OK", "data": {first: None, **more, rest: []}}


def _add(answer: dict, endpoint: str, code: str, unit: dict) -> None:
    first, rest = ("overview", "evaluation") if endpoint in METRICS else ("parent", "children")
    if "." in code:
        answer["data"][rest].append(unit)
    else:
        answer["data"][first] = unit


def _head(endpoint: str, row: dict) -> dict:
    head = {"departmentId": id_of(row["unit_code"]), "departmentName": row["unit_name"]}
    if endpoint not in NAMELESS:
        head["departmentCode"] = row["unit_code"]
    return head


def id_of(code: str) -> str:
    """The departmentId these answers use for a code."""
    return f"019d2be3-0000-7000-8000-{code.replace('.', '').lower():0>12}"


def _metrics(endpoint: str, rows: list[dict]) -> dict:
    *parts, total = rows
    unit = {"stt": 1, **_head(endpoint, total), "agencyLevel": "level_2"}
    unit |= {"totalScore": _number(total["score"]), "totalMaxScore": _number(total["max"])}
    unit |= {"ratio": _number(total["ratio"]), "scoreDelta": None, "metrics": []}
    for row in parts:
        if row["max"] == "":
            unit[row["metric"]] = _number(row["numerator"])
            continue
        metric = {"code": row["metric"], "name": row["metric"].lower()}
        metric |= {name: _number(row[name]) for name in ("numerator", "denominator", "ratio")}
        metric |= {"score": _number(row["score"]), "maxScore": _number(row["max"])}
        if row["metric"] == "DOSSIER_SYNC":
            metric["dataQualityStatus"] = TEMPORARY if metric["denominator"] else NOTHING
        unit["metrics"].append(metric)
    return unit


def _flat(endpoint: str, rows: list[dict]) -> dict:
    *parts, total = rows
    unit = _head(endpoint, total) | {row["metric"]: _number(row["numerator"]) for row in parts}
    child = endpoint == "dvc-progress-tree" and "." in total["unit_code"]
    score, maximum = ("score", "maxScore") if child else ("totalScore", "totalMaxScore")
    return unit | {
        "ratio": _number(total["ratio"]),
        score: _number(total["score"]),
        maximum: _number(total["max"]),
    }


def _number(text: str) -> int | float | None:
    if text == "":
        return None
    return float(text) if "." in text else int(text)


def content(answer: dict) -> bytes:
    """The bytes of an answer."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8")


def save(answers: dict[str, dict], folder: Path) -> Path:
    """One file per end point in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for endpoint, answer in answers.items():
        (folder / f"{endpoint}.json").write_bytes(content(answer))
    return folder


def units_of(answer: dict) -> list[dict]:
    """The lines of an answer, the root first."""
    data = answer["data"]
    return [
        data.get("overview") or data.get("parent"),
        *(data.get("evaluation") or data["children"]),
    ]


def restated(answers: dict[str, dict]) -> dict[str, dict]:
    """The same month captured again two days later: a closed period told differently."""
    again = copy.deepcopy(answers)
    for line in units_of(again["handling-satisfaction"]):
        for metric in line["metrics"]:
            if metric["denominator"] == 184513:
                metric |= {"numerator": 144315, "denominator": 184503}
                line["totalScore"] = 12.96
    return again
