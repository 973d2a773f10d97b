"""What a command prints as JSON is what its schema in ``docs/reference`` says, and no more."""

from __future__ import annotations

import copy
import json

import pytest
from jsonschema import Draft202012Validator

SHOWN = [
    "papi --year 2011 --boundaries 34",
    "papi --year 2017 --unit 33",
    "papi --year 2018 --boundaries 34 --allow-partial",
    "papi --year 2019",
    "papi --year 2024 --boundaries 34 --simultaneous",
    "papi --year 2021 --unit 22",
    "par-index --year 2024",
    "par-index --year 2021 --boundaries 34",
    "sipas --year 2023 --unit 33",
]
BRIEFS = [
    "papi --unit 33 --year 2024",
    "papi --unit 25 --year 2024",
    "papi --unit 34 --year 2016 --boundaries 63 --target 5",
    "papi --unit 22 --year 2018 --boundaries 63",
    "par-index --unit 33 --year 2024",
    "sipas --unit 01 --year 2023 --boundaries 63",
]
TRACES = [
    "papi --unit 33 --year 2024 --aspect set",
    "papi --unit 33 --year 2024 --item 5 --aspect se",
    "papi --unit 34 --year 2018 --item 8 --aspect se --boundaries 63",
    "papi --unit 33 --year 2012 --aspect se",
    "papi --unit 25 --year 2024",
    "sipas --unit 33 --year 2024 --boundaries 63 --aspect rank",
    "par-index --unit 34 --year 2024 --boundaries 63",
]
TABLES = ("census", "source", "gap")
DOSSIERS = {
    f"dossiers-{one}" for one in ("import", "measure", "measures", "points", "verify", "versions")
}
FIGURES = (
    "on_time --by unit,quarter",
    "processing_time --by province",
    "paid_online --by procedure,channel",
    "procedures_paid_online --by field",
)
DOSSIERS |= {
    f"dossiers-{one}" for one in ("losses", "due", "steps", "compare", "integrity", "compact")
}
DOSSIERS |= {"dossiers-procedures-list", "dossiers-procedures-import"}
CALLS = [
    *(("index-show", f"index show {call} --json") for call in SHOWN),
    *(("brief", f"brief {call} --json") for call in BRIEFS),
    *(("why", f"why {call} --json") for call in TRACES),
    *(("index-years", f"index years {index} --json") for index in ("papi", "par-index", "sipas")),
    *(
        ("index-recompute", f"index recompute --year {year} --unit 22 --json")
        for year in (2018, 2019)
    ),
    ("facts-list", "facts list --json"),
    *(
        ("facts-show", f"facts show {kind} --limit 5 --json")
        for kind in ("census", "source", "gap")
    ),
    ("facts-show", "facts show papi_score --where year=2024 --where unit=33 --json"),
    ("facts-check", "facts check --json"),
    ("facts-added", "facts added --json"),
    *(
        ("units-list", f"units list --level {level} --json")
        for level in ("province", "commune", "department")
    ),
    ("units-list", "units list --boundaries 63 --json"),
    ("units-find", "units find thai-binh --json"),
    ("portal-parameters", "portal parameters --json"),
]
# These need files of their own; each is tried with them.
TRIED_APART = {"facts-add", "portal-recompute", "portal-versions", "portal-whatif"}
TRIED_APART |= {"portal-losses"}
TRIED_APART |= {"simulate-survey"}
SURVEYS = {f"survey-{one}" for one in ("import", "rounds", "codebook")}
FIGURES_OF_SURVEYS = {f"survey-{one}" for one in ("estimate", "index", "calibrate")}


@pytest.fixture(scope="module")
def schemas(root):
    """Every schema by its name."""
    return {
        path.name.removesuffix(".schema.json"): json.loads(path.read_text(encoding="utf-8"))
        for path in (root / "docs/reference").glob("*.schema.json")
    }


def faults(schema: dict, value) -> list[str]:
    """What is wrong with ``value``."""
    found = Draft202012Validator(schema).iter_errors(value)
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in found]


def test_schemas_are_valid_and_strict(schemas):
    for name, schema in schemas.items():
        Draft202012Validator.check_schema(schema)
        assert schema["$schema"].endswith("2020-12/schema") and schema["title"]
        for node in _objects(schema):
            assert "additionalProperties" in node, name
            if "required" in node and node["additionalProperties"] is False:
                assert set(node["required"]) == set(node["properties"]), name


def _objects(node):
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for below in node.values():
            yield from _objects(below)
    elif isinstance(node, list):
        for below in node:
            yield from _objects(below)


@pytest.mark.parametrize("name,call", CALLS, ids=[call for _, call in CALLS])
def test_output_follows_its_schema(command, schemas, name, call):
    code, out, err = command(call)
    assert (code, err) == (0, "")
    assert faults(schemas[name], json.loads(out)) == []


def test_every_schema_is_tried(schemas):
    assert (
        set(schemas)
        == {name for name, _ in CALLS}
        | TRIED_APART
        | DOSSIERS
        | FROM_THE_DATABASE
        | JOBS
        | SURVEYS
        | FIGURES_OF_SURVEYS
    )


FROM_THE_DATABASE = {"audit-verify", "users-list", "evidence-verify"}


@pytest.mark.django_db
def test_users_and_the_log_follow_their_schemas(command, schemas, monkeypatch):
    monkeypatch.setenv("THUOCDO_PASSWORD", "Đường làng mưa bay")
    assert command("users add lan --role officer --unit SO-02")[0] == 0
    assert command("users add chung --role coordinator")[0] == 0
    told = {"users-list": "users list --json", "audit-verify": "audit verify --json"}
    told["evidence-verify"] = "evidence verify --json"
    assert set(told) == FROM_THE_DATABASE
    for name, call in told.items():
        code, out, err = command(call)
        assert (code, err) == (0, "")
        assert faults(schemas[name], json.loads(out)) == []
    value = json.loads(command("audit verify --json")[1])
    value["faults"] = [{"kind": "removed", "row": 3, "until": 5, "origin": None}]
    assert faults(schemas["audit-verify"], value) == []


JOBS = {"jobs-list", "jobs-show", "jobs-retry"}


@pytest.mark.django_db
def test_jobs_follow_their_schemas(command, schemas):
    from django.utils import timezone

    from thuocdo import jobs
    from thuocdo.jobs import queue
    from thuocdo.jobs.upkeep import forget

    def says(name: str, call: str) -> dict:
        code, out, err = command(call)
        assert (code, err) == (0, "")
        assert faults(schemas[name], json.loads(out)) == []
        return json.loads(out)

    assert says("jobs-list", "jobs list --json") == {"jobs": []}
    numbers = [jobs.enqueue(forget, key=str(n)) for n in range(3)]
    now = timezone.now()
    done, failed = queue.take("w", now, 60), queue.take("w", now, 60)
    queue.complete(done, {"jobs": 1}, now)
    queue.fail(failed, "JOB-005", now)
    assert len(says("jobs-list", "jobs list --json")["jobs"]) == 3
    (listed,) = says("jobs-list", "jobs list --state failed --json")["jobs"]
    assert listed["id"] == failed.id and listed["error"]["text"].startswith("JOB-005 ")
    for number in numbers:
        says("jobs-show", f"jobs show {number} --json")
        assert command(f"jobs show {number}")[0] == 0
    assert command("jobs list")[1].count("forget") == 3
    assert says("jobs-retry", f"jobs retry {failed.id} --json")["state"] == "queued"
    for call, code, error in (
        (f"jobs retry {failed.id}", 1, "JOB-004"),
        ("jobs show 999999999", 1, "JOB-003"),
        ("jobs list --state lost", 2, "CALL-010"),
    ):
        exit_code, _, err = command(call)
        assert exit_code == code and err.startswith(error), call


def test_adding_a_file_follows_its_schema(command, schemas, tmp_path, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    path = tmp_path / "par.csv"
    path.write_text("Tỉnh;Điểm;Hạng\nTP.HCM;88,5;20\n", encoding="utf-8")
    told = ["--publisher", "Bộ Nội vụ", "--document", "Thử", "--address", "thử", "--seen"]
    call = ["facts add par-index", str(path), "--year", "2010", *told, "2026-11-22", "--json"]
    for more, stored in ((), False), (("--yes",), True):
        code, out, _ = command(*call, *more)
        value = json.loads(out)
        assert code == 0 and value["stored"] is stored
        assert faults(schemas["facts-add"], value) == []
    added = json.loads(command("facts added --json")[1])
    assert len(added["added"]) == 1
    assert faults(schemas["facts-added"], added) == []


def test_dossiers_follow_their_schemas(command, schemas, tmp_path, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("THUOCDO_DOSSIER_KEY", "a key for tests, long enough to be one")
    path = tmp_path / "nam.csv"
    assert command(f"simulate dossiers --rows 300 --to {path}")[0] == 0
    with path.open("a", encoding="utf-8") as more:
        more.write(path.read_text(encoding="utf-8").splitlines()[1].replace("H31", "x y") + "\n")
    for call in (
        f"import {path}",
        "verify",
        "versions",
        "compact --keep 1",
        "versions",
        *(f"measure --year 2025 --by {by}" for by in ("unit", "unit-month", "month", "province")),
        *("losses --year 2025", "losses --year 2025 --unit 13219 --procedure 9.000039 --all"),
        *(
            "losses --year 2025 --month 3",
            "due --days 5",
            "steps --year 2025",
            "compare --year 2025",
        ),
    ):
        code, out, _ = command(f"dossiers {call} --json")
        assert code == 0, call
        value = json.loads(out)
        assert faults(schemas[f"dossiers-{call.split()[0]}"], value) == [], call
        assert call.split()[0] != "import" or (value["rows"], value["files"][0]["bad"]) == (300, 1)
    for name, call in (
        ("measures", "measures"),
        ("integrity", f"integrity --year 2025 --terms {path}.thu-tuc.csv"),
        *(("measure", f"measure --year 2025 --measure {one}") for one in FIGURES),
        *(("points", f"points --year 2025 {one}") for one in ("", "--month 3", "--quarter 2")),
    ):
        code, out, err = command(f"dossiers {call} --json")
        assert (code, err) == (0, ""), call
        assert faults(schemas[f"dossiers-{name}"], json.loads(out)) == [], call
    register = f"{path}.thu-tuc.csv"
    for name, call in (
        ("procedures-import", f"procedures import {register}"),
        ("procedures-list", "procedures list"),
        ("losses", "losses --year 2025"),
        ("measure", "measure --year 2025 --measure result_electronic"),
    ):
        code, out, err = command(f"dossiers {call} --json")
        assert (code, err) == (0, ""), call
        assert faults(schemas[f"dossiers-{name}"], json.loads(out)) == [], call


def test_a_simulated_survey_follows_its_schema(command, schemas, tmp_path):
    few = "--villages-per-commune 1 --per-village 3"
    for more in ("--communes all", "--communes 4 --round 2 --fabricate 0"):
        path = tmp_path / "dot.csv"
        code, out, err = command(f"simulate survey --to {path} {few} {more} --json")
        assert (code, err) == (0, "")
        assert faults(schemas["simulate-survey"], json.loads(out)) == []


def test_figures_of_surveys_follow_their_schemas(command, schemas, tmp_path, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    path, totals = tmp_path / "dot.csv", tmp_path / "tong.csv"
    command(f"simulate survey --to {path} --villages-per-commune 3 --per-village 8")
    command(f"survey import {path} --round thu")
    totals.write_text("column,level,total,MoPhong\nsex,male,1146507,1\nsex,female,1190982,1\n")
    for name, call in (
        ("estimate", f"estimate {path} --target T01 --weight weight"),
        (
            "estimate",
            "estimate thu --target Y01,Y02 --kind prop --by sex --singleton scale",
        ),
        ("index", "index thu --singleton scale"),
        ("index", "index thu --by former_province --equal-weights --singleton center"),
        ("calibrate", f"calibrate thu --totals {totals} --to {tmp_path}/x.csv"),
    ):
        code, out, err = command(f"survey {call} --json")
        assert (code, err) == (0, ""), call
        assert faults(schemas[f"survey-{name}"], json.loads(out)) == [], call


def test_surveys_follow_their_schemas(command, schemas, tmp_path, monkeypatch):
    monkeypatch.setenv("THUOCDO_HOME", str(tmp_path / "home"))
    path = tmp_path / "phieu.csv"
    rows = "u-1,Lan,4,1,1,Thôn 3\nu-2,Hoa,9,,2,x y\nu-3,Mai,98,1,3,Thôn 4\n"
    path.write_text("_uuid,ten,I01,I02,weight,village\n" + rows, encoding="utf-8")
    for name, call in (
        ("rounds", "rounds"),
        ("import", f"import {path} --round thu --form mic-portal"),
        ("import", f"import {path} --round thu"),
        ("rounds", "rounds"),
        ("codebook", "codebook thu"),
        ("codebook", "codebook papi-2019"),
    ):
        code, out, err = command(f"survey {call} --json")
        assert (code, err) == (0, ""), call
        assert faults(schemas[f"survey-{name}"], json.loads(out)) == [], call
    (listed,) = json.loads(command("survey rounds --json")[1])["rounds"]
    assert (listed["round"], listed["respondents"]["rows"]) == ("thu", 1)


@pytest.fixture(scope="module")
def shown(facts, standings):
    from thuocdo.indices.contract import standings_json

    return standings_json(facts, standings("papi", 2024, "34"), unit="33")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda unit: unit.pop("se"),
        lambda unit: unit.update(total="44,60"),
        lambda unit: unit.update(rank=8.5),
        lambda unit: unit.update(basis="guessed"),
        lambda unit: unit.update(extra=1),
        lambda unit: unit.update(code=33),
        lambda unit: unit["dimensions"][0].update(code="1.1"),
        lambda unit: unit["dimensions"][0]["subdimensions"][0].pop("concept"),
    ],
)
def test_the_schema_refuses_what_is_wrong(schemas, shown, spoil):
    assert faults(schemas["index-show"], shown) == []
    spoiled = copy.deepcopy(shown)
    spoil(spoiled["units"][0])
    assert faults(schemas["index-show"], spoiled)


def test_twins_of_pages_speak_the_same_contracts(client, schemas):
    for name, address in (
        ("index-show", "/chi-so/papi/2024/34.json"),
        ("brief", "/don-vi/papi/2024/34/33.json"),
        ("brief", "/tom-tat/papi/2024/34/33.json"),
    ):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert faults(schemas[name], answer.json()) == [], address
    answer = client.get("/vi-sao/papi/2024/34/33/total/score.json")
    assert faults(schemas["why"], answer.json()["trace"]) == []
