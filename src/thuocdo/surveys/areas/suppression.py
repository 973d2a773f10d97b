"""Small cells kept out of public tables, so that subtraction does not bring them back.

A published system is a list of counts and the sums that tie them: a cell of a table, its row and
column totals, a group inside a group of another table. A count from 1 to `minimum`-1 is *small*
and not published; others must then be held back too, else the small one is a total less the
rest. What is held back is chosen so that for every small cell there is another table of whole
numbers, nowhere negative, equal in all that is published, in which that cell reaches `minimum`:
from the published figures nobody can tell that the cell is small, still less its value. Every
cell held back for company moves in such a table too, so no held-back cell can be recovered.

The other table is found by a small integer program per small cell (HiGHS), cells already held
back being free and the rest costing their count (Kelly, Golden & Assad 1992, Networks 22,
397-417; Cox 1995, JASA 90, 1453-1462). Sound for every cell alone; the number held back is
small, not proven least. Nothing is promised against someone who knows some of the answers
beforehand, nor for several respondents who put their knowledge together.

A count that can be worked out though no table prints it (an outer group less an inner one) is
put in as *implied*: it is never published, and is protected like the others when small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from thuocdo.errors import ThuocDoError
from thuocdo.surveys.areas.inputs import Flags

# Least answers behind a published figure: the same footnote as in `showing`.
MINIMUM = 15
HIDDEN_COST = 1e-4


@dataclass(frozen=True)
class System:
    """Counts (cells,) and the sums that tie them: ``sums`` (ties, cells) @ counts = 0.

    implied  cells nobody prints; kept  cells that must be printed, whatever comes
    """

    counts: NDArray[np.int64]
    sums: NDArray[np.int64]
    implied: Flags
    kept: Flags


def held_back(system: System, minimum: int = MINIMUM) -> Flags:
    """Which cells must not be published: the small ones, the implied, and their company.

    SURVEY-076 when the counts are not whole and at least 0, SURVEY-077 when a sum does not
    hold, SURVEY-078 when cells that must be printed give a small one away.
    """
    _checked(system, minimum)
    small = (system.counts > 0) & (system.counts < minimum)
    if (at := np.flatnonzero(small & system.kept)).size:
        raise ThuocDoError.of("SURVEY-078", cell=int(at[0]))
    hidden, safe = small | system.implied, ~small
    # The smallest first: the other table it needs often serves more small cells.
    for cell in np.flatnonzero(small)[np.argsort(system.counts[small], kind="stable")]:
        if not safe[cell]:
            moves = _moves(system, int(cell), minimum - int(system.counts[cell]), hidden)
            hidden |= moves != 0
            safe |= system.counts + moves >= minimum
    return hidden


def _checked(system: System, minimum: int) -> None:
    if minimum < 2:
        raise ThuocDoError.of("SURVEY-059", name="minimum", value=minimum, wanted="≥ 2")
    if (system.counts < 0).any():
        at = int(np.flatnonzero(system.counts < 0)[0])
        raise ThuocDoError.of("SURVEY-076", value=int(system.counts[at]))
    if (off := np.flatnonzero(system.sums @ system.counts)).size:
        raise ThuocDoError.of("SURVEY-077", tie=int(off[0]) + 1)


def _moves(system: System, cell: int, by: int, hidden: Flags) -> NDArray[np.int64]:
    """How the cells move to the cheapest other table in which ``cell`` is greater by ``by``.

    Without asking for whole numbers first: in a two-way table the corner found is whole anyway.
    """
    price = np.where(hidden, HIDDEN_COST, 1.0 + system.counts)
    for whole in (False, True):
        moves = _solved(system, price, cell, by, whole)
        if moves is not None and not (system.sums @ moves).any():
            return moves
    raise ThuocDoError.of("SURVEY-078", cell=cell)


def _solved(system: System, price, cell: int, by: int, whole: bool) -> NDArray[np.int64] | None:
    """Whole moves of least price, or None where there are none or they are not whole."""
    from scipy.optimize import Bounds, LinearConstraint, milp  # heavy: only here
    from scipy.sparse import csr_array, hstack

    cells, ties = len(price), csr_array(system.sums)
    most = np.where(system.kept, 0.0, np.inf)
    down, least = np.minimum(most, system.counts), np.zeros(cells)
    down[cell], least[cell] = 0.0, by
    found = milp(
        np.concatenate([price, price]),
        constraints=LinearConstraint(hstack([ties, -ties]), 0, 0),
        bounds=Bounds(np.concatenate([least, np.zeros(cells)]), np.concatenate([most, down])),
        integrality=np.full(2 * cells, int(whole)),
        options={"mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    moves = found.x[:cells] - found.x[cells:]
    rounded = np.rint(moves).astype(np.int64)
    return rounded if np.abs(moves - rounded).max() < 1e-6 else None


# ---- the two systems met in practice ----


@dataclass(frozen=True)
class PublicTable:
    """A two-way table with what may be printed: None where held back.

    cells (rows, columns), row_totals, column_totals, total; ``held`` counts cells held back,
    totals included.
    """

    cells: list[list[int | None]]
    row_totals: list[int | None]
    column_totals: list[int | None]
    total: int | None
    held: int


def suppressed(counts: ArrayLike, minimum: int = MINIMUM) -> PublicTable:
    """A table of counts (rows, columns) and its margins with small cells protected.

    0 is printed: it says that nobody answered so, and hides no one. Totals are held back only
    when small or when the inside alone cannot protect.
    """
    inside = np.asarray(counts)
    if inside.ndim != 2 or not inside.size or not np.array_equal(inside, np.floor(inside)):
        raise ThuocDoError.of("SURVEY-076", value=str(counts)[:40])
    whole = _with_margins(inside.astype(np.int64))
    no = np.zeros(whole.size, dtype=bool)
    hidden = held_back(System(whole.ravel(), _ties(*inside.shape), no, no), minimum)
    hidden = hidden.reshape(whole.shape)
    printed = [
        [None if hidden[i, j] else int(whole[i, j]) for j in range(whole.shape[1])]
        for i in range(whole.shape[0])
    ]
    return PublicTable(
        cells=[row[:-1] for row in printed[:-1]],
        row_totals=[row[-1] for row in printed[:-1]],
        column_totals=printed[-1][:-1],
        total=printed[-1][-1],
        held=int(hidden.sum()),
    )


def _with_margins(inside: NDArray[np.int64]) -> NDArray[np.int64]:
    rows = np.hstack([inside, inside.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def _ties(rows: int, columns: int) -> NDArray[np.int64]:
    """Every row adds up to its total, every column to its own, totals included."""
    shape = (rows + 1, columns + 1)
    ties = []
    for i in range(rows + 1):
        tie = np.zeros(shape, dtype=np.int64)
        tie[i, :-1], tie[i, -1] = 1, -1
        ties.append(tie.ravel())
    for j in range(columns + 1):
        tie = np.zeros(shape, dtype=np.int64)
        tie[:-1, j], tie[-1, j] = 1, -1
        ties.append(tie.ravel())
    return np.array(ties)


def nested_tables(frame: pl.DataFrame, minimum: int = MINIMUM) -> pl.DataFrame:
    """What may be printed of counts in groups one inside another, in whatever table they stand.

    In: ``group`` (code), ``inside`` (code of the group around it, null for an outermost), ``n``.
    Groups inside the same one do not overlap. What is left of a group when those inside it are
    taken away is counted too, though no table prints it: that is what differencing finds. Out:
    the frame with ``printed`` (null where held back). SURVEY-077 when the inner outnumber the
    outer, SURVEY-079 when a group inside another is not listed, listed twice, or is around
    itself.
    """
    codes, around = frame["group"].to_list(), frame["inside"].to_list()
    at = _listed(codes, around)
    count, ties, counts = len(codes), [], frame["n"].to_list()
    if any(one is None or one < 0 or one != int(one) for one in counts):
        wrong = next(one for one in counts if one is None or one < 0 or one != int(one))
        raise ThuocDoError.of("SURVEY-076", value=str(wrong))
    outer = sorted({at[one] for one in around if one is not None})
    for row, place in enumerate(outer):
        inner = [k for k, one in enumerate(around) if one == codes[place]]
        rest = counts[place] - sum(counts[k] for k in inner)
        if rest < 0:
            raise ThuocDoError.of("SURVEY-077", tie=codes[place])
        counts.append(rest)
        tie = np.zeros(count + len(outer), dtype=np.int64)
        tie[[*inner, count + row]], tie[place] = 1, -1
        ties.append(tie)
    implied = np.arange(count + len(outer)) >= count
    sums = np.array(ties).reshape(len(ties), count + len(outer))
    system = System(np.array(counts, dtype=np.int64), sums, implied, np.zeros_like(implied))
    hidden = held_back(system, minimum)[:count]
    printed = [None if hide else n for hide, n in zip(hidden, counts[:count], strict=True)]
    return frame.with_columns(printed=pl.Series(printed, dtype=pl.Int64))


def _listed(codes: list, around: list) -> dict:
    at = {code: place for place, code in enumerate(codes)}
    if len(at) < len(codes):
        raise ThuocDoError.of("SURVEY-079", group=next(c for c in at if codes.count(c) > 1))
    for code in codes:
        seen, now = set(), code
        while now is not None:
            if now not in at or now in seen:
                raise ThuocDoError.of("SURVEY-079", group=now)
            seen.add(now)
            now = around[at[now]]
    return at
