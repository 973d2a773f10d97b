"""Fifty readers of a page on loopback: closed loop, bounded in count and time, one core."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from urllib.parse import urlsplit

READERS, REQUESTS, SECONDS = 50, 3000, 20


async def read(address: str, readers: int = READERS, requests: int = REQUESTS) -> list[float]:
    """Seconds of each answer when ``readers`` ask again as soon as they are answered."""
    place = urlsplit(address)
    if place.hostname not in ("127.0.0.1", "localhost"):
        raise ValueError("readers only visit this machine")
    path = place.path + (f"?{place.query}" if place.query else "")
    end = f" HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip\r\n\r\n"
    left = iter(range(requests))
    end_time = time.perf_counter() + SECONDS
    times: list[float] = []

    async def reader() -> None:
        stream, sink = await asyncio.open_connection(place.hostname, place.port)
        for number in left:
            if time.perf_counter() > end_time:
                break
            # "{n}" in an address makes every request a new page, so that none is remembered.
            ask = f"GET {path.replace('{n}', str(number))}{end}"
            start = time.perf_counter()
            sink.write(ask.encode())
            await answer(stream)
            times.append(time.perf_counter() - start)
        sink.close()

    await asyncio.gather(*(reader() for _ in range(readers)))
    return sorted(times)


async def answer(stream: asyncio.StreamReader) -> None:
    """Read one whole answer (with a length, or in chunks); anything but 200 is an error."""
    head = await stream.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if b" 200 " not in lines[0]:
        raise RuntimeError(lines[0].decode())
    fields = dict(line.lower().split(b": ", 1) for line in lines[1:] if b": " in line)
    if b"content-length" in fields:
        await stream.readexactly(int(fields[b"content-length"]))
        return
    while True:
        size = int((await stream.readline()).strip() or b"0", 16)
        await stream.readexactly(size + 2)
        if size == 0:
            return


def main() -> None:
    """Print p50, p95 in milliseconds and answers a second for the address given."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {0})
    asyncio.run(read(sys.argv[1].replace("{n}", "x"), 5, 50))
    start = time.perf_counter()
    times = asyncio.run(read(sys.argv[1]))
    spent = time.perf_counter() - start
    middle, late = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.95))
    sys.stdout.write(f"{middle:.3f} {late:.3f} {len(times) / spent:.1f}\n")


if __name__ == "__main__":
    main()
