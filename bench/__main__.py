"""Run every measurement and print the ratios."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from bench import areas, dossier_growth, dossiers, pages, rank_sets, surveys


def timed(arguments: list[str], times: int = 7) -> float:
    """Median wall time of a command, in seconds."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(arguments, check=True, capture_output=True)
        found.append(time.perf_counter() - start)
    return sorted(found)[times // 2]


def commands() -> None:
    binary = str(Path(sys.executable).parent / "thuocdo")
    bare = timed([sys.executable, "-c", "pass"])
    for arguments in (
        ["--version"],
        ["index", "show", "papi", "--year", "2024", "--json"],
        ["brief", "papi", "--unit", "33", "--year", "2024", "--json"],
    ):
        spent = timed([binary, *arguments], 3 if arguments != ["--version"] else 7)
        name = " ".join(arguments)
        sys.stdout.write(f"thuocdo {name}: {spent:.3f} s, {spent / bare:.1f} × python -c pass\n")


def show_pages() -> None:
    results = pages.main()
    static = results["static"][1]
    for name, found in results.items():
        if isinstance(found, float):
            sys.stdout.write(f"{name}: {found:.1f}\n")
            continue
        middle, late, rate = found
        sys.stdout.write(
            f"{name}: p50 {middle:.1f} ms, p95 {late:.1f} ms ({late / static:.2f} × static), "
            f"{rate:.0f}/s\n"
        )


if __name__ == "__main__":
    sys.stdout.write("== rank sets\n")
    rank_sets.main()
    sys.stdout.write("== dossiers, part four for unit × month\n")
    dossiers.main()
    sys.stdout.write("== dossiers, cost by size and import\n")
    dossier_growth.main()
    sys.stdout.write("== small areas and samples\n")
    areas.main()
    sys.stdout.write("== survey estimates, beside R where it is installed\n")
    surveys.main()
    sys.stdout.write("== commands\n")
    commands()
    sys.stdout.write("== pages, 50 readers, client and server on a core each\n")
    show_pages()
