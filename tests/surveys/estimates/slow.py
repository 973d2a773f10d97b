"""The slow obvious way: one estimate at a time, respondents in plain lists, no arrays."""

from __future__ import annotations

from math import sqrt


def estimate_slowly(rows: list[dict], kind: str, domain, outer_size: bool, inner_size: bool):
    """(value, se, n, n_psu) of ``y`` (or ``y``/``x``) in ``domain``; the design is all rows.

    Rows have ``h, p, w, d, y, x`` and sizes ``N`` (of the stratum), ``M`` (of the PSU); a row
    is the second stage's unit.
    """
    inside = [
        r["d"] == domain and r["y"] is not None and (kind != "ratio" or r["x"] is not None)
        for r in rows
    ]
    chosen = [r for r, there in zip(rows, inside, strict=True) if there]
    psus = {(r["h"], r["p"]) for r in chosen}
    if not chosen:
        return None, None, 0, 0
    top = sum(r["w"] * r["y"] for r in chosen)
    if kind == "total":
        value, bottom = top, None
    else:
        bottom = sum(r["w"] * (r["x"] if kind == "ratio" else 1) for r in chosen)
        if bottom == 0:
            return None, None, len(chosen), len(psus)
        value = top / bottom
    z = []
    for r, there in zip(rows, inside, strict=True):
        if not there:
            z.append(0.0)
        elif kind == "total":
            z.append(r["w"] * r["y"])
        else:
            below = r["x"] if kind == "ratio" else 1
            z.append(r["w"] * (r["y"] - value * below) / bottom)
    return value, sqrt(_variance(rows, z, outer_size, inner_size)), len(chosen), len(psus)


def _variance(rows: list[dict], z: list[float], outer_size: bool, inner_size: bool) -> float:
    variance = 0.0
    for h in sorted({r["h"] for r in rows}):
        in_h = [(r, one) for r, one in zip(rows, z, strict=True) if r["h"] == h]
        drawn = sorted({r["p"] for r, _ in in_h})
        n = len(drawn)
        size = in_h[0][0]["N"] if outer_size else float("inf")
        totals = [sum(one for r, one in in_h if r["p"] == p) for p in drawn]
        mean = sum(totals) / n
        variance += (1 - n / size) * n / (n - 1) * sum((t - mean) ** 2 for t in totals)
        if not inner_size:
            continue
        for p in drawn:
            in_p = [(r, one) for r, one in in_h if r["p"] == p]
            m, whole = len(in_p), in_p[0][0]["M"]
            if m == whole:
                continue
            mean = sum(one for _, one in in_p) / m
            squares = sum((one - mean) ** 2 for _, one in in_p)
            variance += n / size * (1 - m / whole) * m / (m - 1) * squares
    return variance
