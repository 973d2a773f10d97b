"""Pages beside a static file of the same process and beside Datasette on the same table."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

OURS, THEIRS = 18766, 18767
PAGES = {
    "tổng quan": "/",
    "chỉ số (34)": "/chi-so/papi/2024/34/",
    "đơn vị": "/don-vi/papi/2024/34/33/",
    "vì sao": "/vi-sao/papi/2024/34/33/total/score/",
    "chỉ số (34), rendered anew": "/chi-so/papi/2024/34/?lan={n}",
}


def served(port: int, path: str) -> str:
    return f"http://127.0.0.1:{port}{path}"


@contextmanager
def server(arguments: list[str], port: int, environment: dict[str, str]):
    """A server on the second core, waited for, ended by its own process group."""
    pin = ["taskset", "-c", "1"] if (os.cpu_count() or 1) > 1 else []
    process = subprocess.Popen(
        [*pin, *arguments],
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait(port)
        yield process
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=20)


def wait(port: int, seconds: float = 60) -> None:
    """Until the port answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(served(port, "/"), timeout=30).read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing on port {port}")


def measure(address: str) -> tuple[float, float, float]:
    """p50 and p95 in milliseconds, answers a second, with 50 readers."""
    urllib.request.urlopen(address, timeout=60).read()
    out = subprocess.run(
        [sys.executable, "-m", "bench.readers", address],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return tuple(float(part) for part in out.split())


def tree_memory(process: subprocess.Popen) -> float:
    """Proportional memory of a process and its children, in MB."""
    family, found = {process.pid}, 0.0
    for _ in range(3):
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                parent = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            if parent in family:
                family.add(int(stat.parent.name))
    for pid in family:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                found += int(line.split()[1]) / 1024
    return found


def datasette_database(folder: Path) -> Path:
    """The PAPI table as SQLite, for Datasette."""
    import thuocdo

    path = folder / "papi.db"
    frame = thuocdo.load("papi").drop("file", "row")
    names = ", ".join(f'"{name}"' for name in frame.columns)
    holes = ", ".join("?" for _ in frame.columns)
    with sqlite3.connect(path) as database:
        database.execute(f"create table papi ({names})")
        database.executemany(f"insert into papi values ({holes})", frame.iter_rows())
    return path


def weight(port: int, path: str) -> int:
    """Bytes of a page with its stylesheet and script, as sent to a browser."""
    import re

    def fetch(one: str) -> bytes:
        request = urllib.request.Request(served(port, one), headers={"Accept-Encoding": "gzip"})
        return urllib.request.urlopen(request, timeout=60).read()

    plain = urllib.request.urlopen(served(port, path), timeout=60).read().decode()
    parts = re.findall(r'(?:href|src)="(/static/[^"]+)"', plain)
    return len(fetch(path)) + sum(len(fetch(one)) for one in parts)


def main() -> dict:
    """Measure everything; rows of (what, p50, p95, per second, p95 against static)."""
    results: dict = {}
    binary = str(Path(sys.executable).parent / "thuocdo")
    with tempfile.TemporaryDirectory() as name:
        home = {"THUOCDO_HOME": name}
        subprocess.run(
            [binary, "init"], env={**os.environ, **home}, check=True, capture_output=True
        )
        with server([binary, "serve", "--port", str(OURS)], OURS, home) as process:
            static = next(Path(name, "static", "pages").glob("style.*.css")).name
            results["static"] = measure(served(OURS, f"/static/pages/{static}"))
            for label, path in PAGES.items():
                results[label] = measure(served(OURS, path))
                if "{n}" not in path:
                    results[f"{label}, kB"] = weight(OURS, path) / 1000
            results["memory, MB"] = tree_memory(process)
        theirs = Path(sys.executable).parent.parent / "bench" / "bin" / "datasette"
        if theirs.is_file():
            database = datasette_database(Path(name))
            serve = [str(theirs), str(database), "--port", str(THEIRS)]
            with server(serve, THEIRS, {}) as process:
                path = "/papi/papi?_size=100&year=2024"
                results["datasette, 100 rows"] = measure(served(THEIRS, path))
                results["datasette memory, MB"] = tree_memory(process)
    return results
