"""Internal pages of public services at 30 signed-in readers, beside a static file.

    python -m bench.service [--rows N]

Every reader is somebody of another commune or a leader, and goes round the pages of that role;
pages are first seen by nobody, so the first round is rendered and the rest comes from memory.
Loopback only, bounded in count and time; client and server on a core each.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.pages import server
from bench.readers import answer

PORT, READERS, ROUNDS, SECONDS = 18768, 30, 40, 60
KEY = "0123456789abcdef0123456789abcdef"
OF_UNIT = ("", "sap-qua-han/", "mat-diem/", "cau-hoi/")
OF_PROVINCE = (
    "/phuc-vu/",
    "/phuc-vu/mat-diem/",
    "/phuc-vu/xep-hang/xa/",
    "/phuc-vu/xep-hang/so/",
    "/phuc-vu/sap-qua-han/",
    "/phuc-vu/cau-hoi/",
)


def main(rows: int = 1_000_000) -> None:
    """Print p50 and p95 of pages first rendered and of pages remembered, and the static file."""
    with tempfile.TemporaryDirectory() as name:
        home = {"THUOCDO_HOME": name, "THUOCDO_DOSSIER_KEY": KEY, "THUOCDO_SECRET_KEY": KEY}
        os.environ |= home
        binary = str(Path(sys.executable).parent / "thuocdo")
        file = str(Path(name, "year.parquet"))
        for told in (
            ["init"],
            ["simulate", "dossiers", "--rows", str(rows), "--seed", "3", "--to", file],
            ["dossiers", "import", file],
        ):
            subprocess.run([binary, *told], check=True, capture_output=True)
        readers = signed_in()
        with server([binary, "serve", "--port", str(PORT)], PORT, home):
            static = next(Path(name, "static", "pages").glob("style.*.css")).name
            warm(readers)
            for title, found in (
                ("tệp tĩnh", [(cookie, [f"/static/pages/{static}"]) for cookie, _ in readers]),
                ("mỗi trang lần đầu, rồi từ bộ nhớ", readers),
                ("từ bộ nhớ", readers),
            ):
                tell(title, asyncio.run(visit(found)))


def signed_in() -> list[tuple[str, list[str]]]:
    """A cookie and the addresses of each reader: six of the province, the rest of communes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thuocdo.site.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from thuocdo.accounts.models import User
    from thuocdo.facts import read
    from thuocdo.units import communes

    found = []
    for place, unit in enumerate(communes(read())[:READERS]):
        of_unit = [f"/phuc-vu/don-vi/{unit.code}/{page}" for page in OF_UNIT]
        role, pages = ("leader", list(OF_PROVINCE)) if place < 6 else ("officer", of_unit)
        told = {"display_name": "Người đọc", "role": role}
        told["unit"] = "" if role == "leader" else unit.code
        user, _ = User.objects.get_or_create(username=f"doc{place}", defaults=told)
        browser = Client()
        browser.force_login(user)
        cookie = browser.cookies[settings.SESSION_COOKIE_NAME].value
        found.append((f"{settings.SESSION_COOKIE_NAME}={cookie}", pages))
    return found


def warm(readers) -> None:
    """Ask for one page as the first reader of the morning does; gathering is not a page load."""
    asyncio.run(visit(readers[:1], rounds=1))


async def visit(readers, rounds: int = ROUNDS) -> list[float]:
    """Seconds of each answer when every reader asks again as soon as it is answered."""
    times: list[float] = []
    end = time.perf_counter() + SECONDS

    async def reader(cookie: str, addresses: list[str]) -> None:
        stream, sink = await asyncio.open_connection("127.0.0.1", PORT)
        head = f"Host: 127.0.0.1:{PORT}\r\nCookie: {cookie}\r\nAccept-Encoding: gzip\r\n\r\n"
        for number in range(rounds * len(addresses)):
            if time.perf_counter() > end:
                break
            start = time.perf_counter()
            path = addresses[number % len(addresses)]
            sink.write(f"GET {path} HTTP/1.1\r\n{head}".encode())
            await answer(stream)
            times.append(time.perf_counter() - start)
        sink.close()

    await asyncio.gather(*(reader(*one) for one in readers))
    return sorted(times)


def tell(title: str, times: list[float]) -> None:
    """A line of the report."""
    half, late, most = (1000 * times[int((len(times) - 1) * share)] for share in (0.5, 0.95, 1))
    told = f"p50 {half:.0f} ms, p95 {late:.0f} ms, lâu nhất {most:.0f} ms"
    sys.stdout.write(f"{title}: {len(times)} lượt, {told}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
    main(parser.parse_args().rows)
