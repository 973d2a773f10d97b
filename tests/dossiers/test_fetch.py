"""Fetching from a portal of our own: bodies, retries, pace, going on after a kill, refusals."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.dossiers import answers as made
from tests.dossiers.portal_server import Reply, serving

from thuocdo.dossiers.portal import periods
from thuocdo.dossiers.portal.asking import fetch_and_keep
from thuocdo.dossiers.portal.fetching import Asked, Clock, Pace, payload, wait_before
from thuocdo.dossiers.portal.finding import endpoints
from thuocdo.errors import ThuocDoError

ROOT = made.id_of("H44")
AUGUST = periods.month(2026, 8)
PROXIES = ("http_proxy", "https_proxy", "all_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def portal(recorded):
    answers = {endpoint: made.content(answer) for endpoint, answer in recorded.items()}
    answers["service-results"] = b'{"code":"OK","data":{}}'
    with serving(answers) as running:
        yield running


class Hands:
    """A clock that does not wait: it counts what it was told to wait."""

    def __init__(self):
        self.slept: list[float] = []
        self.at = 1_790_446_480.0  # 26 September 2026, 18:14:40 UTC
        self.chance = itertools.cycle((0.0, 0.5, 0.999))

    def clock(self) -> Clock:
        return Clock(self.sleep, lambda: self.at, lambda: self.at, lambda: next(self.chance))

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds


@pytest.fixture
def hands():
    return Hands()


@pytest.fixture
def bring(portal, home, hands):
    """``bring()`` → what was kept; lines of progress in ``bring.said``."""
    said: list[tuple[str, dict]] = []

    def bringing(to: Path | None = None, page_size: int = 200, **pace):
        asked = Asked(portal.address, ROOT, AUGUST, page_size)
        telling = lambda key, values: said.append((key, values))  # noqa: E731
        return fetch_and_keep(asked, home, to, Pace(**pace), telling, "lan", hands.clock())

    bringing.said = said
    return bringing


def test_the_body_of_every_request():
    head = {"rootDepartmentId": ROOT, "currentPage": 1, "pageSize": 200}
    month = Asked("", ROOT, AUGUST)
    told = {"timeType": "month", "year": 2026, "month": 8}
    assert payload(month, "transparency") == told | head
    assert payload(month, "service-results") == told | head
    dates = {"fromDate": "2026-08-01", "toDate": "2026-08-31"}
    assert payload(month, "handling-satisfaction") == dates | head
    quarter = Asked("", ROOT, periods.quarter(2026, 3), 50)
    assert payload(quarter, "dvc-progress-tree") == {
        **{"timeType": "quarter", "year": 2026, "quarter": 3},
        **(head | {"pageSize": 50}),
    }
    dates = {"fromDate": "2024-01-01", "toDate": "2024-12-31"}
    year = Asked("", ROOT, periods.whole_year(2024))
    assert payload(year, "handling-satisfaction") == dates | head
    assert payload(year, "transparency") == {"timeType": "year", "year": 2024} | head


def test_labels_of_periods_and_back():
    for label in ("2026-08", "2026-Q3", "2026", "2024-02"):
        assert periods.label(periods.parse(label)) == label
    assert periods.parse("2024-02").end.day == 29
    assert periods.parse("2026-Q4").end == periods.parse("2026").end
    for wrong in ("2026-13", "2026-Q5", "08-2026", "", "2026-8"):
        assert periods.parse(wrong) is None


def test_everything_is_brought_and_kept(bring, portal, home):
    outcome = bring()
    assert portal.order == list(endpoints())
    assert len(outcome.new) == 7 and not outcome.same
    assert {one.captured_from for one in outcome.new} == {"given"}
    assert {(one.root, one.period) for one in outcome.new} == {("H44", "2026-08")}
    assert all(
        (home / "portal" / one.file).read_bytes() == portal.answers[one.endpoint]
        for one in outcome.new
    )
    assert not list((home / "portal/.runs").iterdir())
    assert [key for key, _ in bring.said] == ["fetch_done"] * 7
    headers = portal.asked[0][2]
    assert headers["User-Agent"].startswith("thuocdo/")
    assert headers["Content-Type"] == "application/json"
    assert not bring().new, "the same bytes are no new version"


def test_requests_keep_their_distance(bring, hands):
    bring(between=2.5)
    assert hands.slept == [2.5] * 6


def test_passing_troubles_are_waited_out(bring, portal, hands):
    portal.plan["transparency"] = [
        *(Reply(status) for status in (503, 500, 429)),
        Reply(drop=True),
    ]
    assert len(bring(between=0).new) == 7
    assert portal.order.count("transparency") == 5
    waits = [values["wait"] for key, values in bring.said if key == "fetch_again"]
    assert hands.slept == waits == [0.5, 1.5, pytest.approx(4.0, rel=0.01), 4.0]


def test_an_answer_cut_on_its_way_is_asked_for_again(bring, portal):
    whole = portal.answers["transparency"]
    portal.plan["transparency"] = [Reply(content=whole[:100])]
    assert len(bring().new) == 7
    assert portal.order.count("transparency") == 2


def test_the_server_may_ask_for_more_patience_within_bounds(bring, portal, hands):
    portal.plan["transparency"] = [
        Reply(429, headers={"Retry-After": "7"}),
        Reply(429, headers={"Retry-After": "99999"}),
        Reply(429, headers={"Retry-After": "soon"}),
    ]
    bring(between=0)
    assert hands.slept[:2] == [7.0, 30.0]
    assert hands.slept[2] <= 4.0


def test_waits_grow_and_are_bounded():
    pace = Pace(first_wait=1, longest_wait=30)
    for attempt in range(2, 12):
        grown = min(30, 2 ** (attempt - 2))
        assert wait_before(attempt, pace, 0.0) == grown / 2
        assert wait_before(attempt, pace, 1.0) == grown
        assert wait_before(attempt, pace, 1.0, told=1e9) == 30


def test_a_run_that_failed_goes_on_where_it_was(bring, portal, home):
    portal.plan["provide-online-tree"] = [Reply(503)] * 5
    with pytest.raises(ThuocDoError) as caught:
        bring()
    assert caught.value.code == "PORTAL-010"
    assert "HTTP 503" in str(caught.value)
    assert not (home / "portal/index.jsonl").exists(), "half a period is not kept"
    first = len(portal.asked)
    assert len(bring().new) == 7
    assert portal.order[first:] == list(endpoints())[2:]
    assert [key for key, _ in bring.said].count("fetch_there") == 2


def test_each_answer_keeps_its_own_time(bring, portal, hands):
    portal.plan["provide-online-tree"] = [Reply(503)] * 5
    with pytest.raises(ThuocDoError):
        bring()
    hands.at += 3600
    times = {one.endpoint: one.captured for one in bring().new}
    assert times["transparency"] == "2026-09-26T18:14:40+00:00"
    assert times["service-results"] > "2026-09-26T19:14:40"


def test_a_stopped_run_of_yesterday_starts_anew(bring, portal, hands):
    portal.plan["provide-online-tree"] = [Reply(503)] * 5
    with pytest.raises(ThuocDoError):
        bring()
    first = len(portal.asked)
    hands.at += 24 * 3600
    bring()
    assert portal.order[first:] == list(endpoints())


def test_a_named_folder_is_not_fetched_twice(bring, portal, tmp_path):
    run = tmp_path / "run"
    bring(run)
    assert len(bring(run).same) == 7
    assert len(portal.asked) == 7
    (run / "transparency.json").write_bytes(portal.answers["transparency"][:50])
    bring(run)
    assert portal.order[7:] == ["transparency"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(403, b"<html>Forbidden</html>"),
        Reply(401, b"{}"),
        Reply(200, b"<!DOCTYPE html><title>Checking your browser</title>"),
    ],
)
def test_a_portal_for_browsers_only_is_told_honestly(bring, portal, hands, reply):
    portal.plan["transparency"] = [reply]
    with pytest.raises(ThuocDoError) as caught:
        bring()
    assert str(caught.value) == (
        f"PORTAL-009 Cổng không trả lời chương trình (HTTP {reply.status}, transparency); có thể "
        "cổng chỉ nhận trình duyệt. Mở trang đánh giá của cổng trên trình duyệt, lưu từng câu "
        "trả lời, rồi: thuocdo portal import THƯ-MỤC."
    )
    assert len(portal.asked) == 1 and hands.slept == []


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(404, b"{}"), "PORTAL-011"),
        (Reply(302, b"", {"Location": "/elsewhere"}), "PORTAL-011"),
        (Reply(200, b'{"code":"ERR","message":"x","data":null}'), "PORTAL-003"),
    ],
)
def test_other_answers_stop_at_once(bring, portal, reply, code):
    portal.plan["transparency"] = [reply]
    with pytest.raises(ThuocDoError) as caught:
        bring()
    assert caught.value.code == code
    assert len(portal.asked) == 1


def test_nobody_there(home, hands):
    asked = Asked("http://127.0.0.1:9/api", ROOT, AUGUST)
    with pytest.raises(ThuocDoError) as caught:
        fetch_and_keep(asked, home, None, Pace(attempts=3), print_nothing, "lan", hands.clock())
    assert caught.value.code == "PORTAL-010"
    assert len(hands.slept) >= 2
    asked = Asked("not an address", ROOT, AUGUST)
    with pytest.raises(ThuocDoError) as caught:
        fetch_and_keep(asked, home, None, Pace(attempts=1), print_nothing, "lan", hands.clock())
    assert caught.value.code == "PORTAL-010"


def print_nothing(key: str, values: dict) -> None:
    pass


def test_a_full_page_is_warned_of(bring):
    bring(page_size=12)
    told = [values["endpoint"] for key, values in bring.said if key == "page_full"]
    assert "transparency" in told and "dossier-digitized" not in told


def test_the_command(call, portal, monkeypatch):
    monkeypatch.setenv("THUOCDO_PORTAL", portal.address + "/")
    asked = ["fetch", "--root", ROOT, "--year", "2026", "--month", "8", "--between", "0"]
    code, out, err = call(*asked)
    assert (code, out.splitlines()[-1]) == (
        0,
        "7 câu trả lời mới, 0 đã có từ trước và giống hệt.",
    )
    assert err.splitlines()[0].startswith("1/7 transparency: ")
    code, _, err = call(*asked, "--quarter", "3")
    assert (code, err.split()[0]) == (2, "CALL-010")
    code, _, err = call("fetch", "--root", "../x", "--year", "2026")
    assert (code, err.split()[0]) == (2, "CALL-010")
    portal.plan["transparency"] = [Reply(403)]
    code, _, err = call("fetch", "--root", ROOT, "--year", "2026", "--between", "0")
    assert (code, err.split()[0]) == (1, "PORTAL-009")


def test_killed_and_run_again(portal, home):
    """A real process, killed while it waits between two requests, then run again."""
    environment = {**os.environ, "THUOCDO_HOME": str(home), "THUOCDO_PORTAL": portal.address}
    asked = ["portal", "fetch", "--root", ROOT, "--year", "2026", "--month", "8", "--between"]
    command = [str(Path(sys.executable).parent / "thuocdo"), *asked]
    process = subprocess.Popen(
        [*command, "30"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    run = home / f"portal/.runs/{ROOT}-2026-08"
    for _ in range(400):
        if (run / "transparency.json").exists():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert [path.name for path in run.iterdir()] == ["transparency.json"]
    assert not (home / "portal/index.jsonl").exists()
    subprocess.run([*command, "0"], env=environment, check=True, capture_output=True)
    assert portal.order == list(endpoints())
    assert len((home / "portal/index.jsonl").read_text("utf-8").splitlines()) == 7
    assert not run.exists()
    for line in (home / "portal/index.jsonl").read_text("utf-8").splitlines():
        assert json.loads(line)["captured_from"] == "given"
