"""Open dossiers that are late or due: by unit, by queue, one by one. Pure: a ``Standing`` in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl
from django.utils.translation import gettext as _

from thuocdo.calendar import DAY, OFFSET, end_of
from thuocdo.dossiers.losses.gathered import Standing
from thuocdo.dossiers.losses.lake_metrics import UNKNOWN
from thuocdo.dossiers.losses.saving import stake
from thuocdo.dossiers.measures import register_words
from thuocdo.pages import Column, Table
from thuocdo.service import words

LISTED = 200  # dossiers shown one by one; the twins have as many
KEYS = ("unit", "officer", "procedure")


def urgent(held: Standing, days: int, unit: str | None = None) -> pl.DataFrame:
    """Dossiers late or due within ``days`` working days, most urgent first."""
    rows = held.rows.filter((pl.col("state") == "late") | (pl.col("left") <= days))
    return rows if unit is None else rows.filter(pl.col("unit") == unit)


def counts(held: Standing, days: int, by: tuple[str, ...]) -> pl.DataFrame:
    """``by`` (of ``KEYS``) and counts ``late, due, waiting, no_term, counting`` for ``days``."""
    keys = list(by)
    soon = held.rows.filter((pl.col("state") == "due") & (pl.col("left") <= days))
    start = pl.lit(_new_year(held.day))
    due = soon.group_by(keys).agg(
        due=pl.len().cast(pl.Int64), counting=(pl.col("accepted") >= start).sum().cast(pl.Int64)
    )
    rest = held.queues.group_by(keys).agg(pl.col("late", "waiting", "no_term").sum())
    both = rest.join(due, on=keys, how="left", nulls_equal=True)
    both = both.with_columns(pl.col("due", "counting").fill_null(0))
    shown = both.filter((pl.col("late") + pl.col("due") + pl.col("waiting")) > 0)
    order = ["due", "late", "waiting"]
    return shown.sort([*order, *keys], descending=[True, True, True, *(False for _k in keys)])


def total(held: Standing, days: int, unit: str | None = None) -> dict[str, int]:
    """The counts of ``unit`` or of the province."""
    found = counts(held, days, ("unit",))
    found = found if unit is None else found.filter(pl.col("unit") == unit)
    names = ("late", "due", "waiting", "no_term", "counting")
    return {name: int(found[name].sum()) for name in names}


def units(held: Standing, days: int, names: Mapping[str, str], hrefs: Mapping[str, str]) -> Table:
    """Every unit with something late, due or waiting; the points that hang on it."""
    whole = tuple(sum(pair[k] for pair in held.judged.values()) for k in (0, 1))
    rows = []
    for one in counts(held, days, ("unit",)).to_dicts():
        unit = one["unit"] or UNKNOWN
        at = stake(one["counting"], held.judged.get(unit, (0, 0)), whole)
        rows.append(
            {
                "name": names.get(unit) or unit or _("đơn vị chưa rõ"),
                "href": hrefs.get(unit, ""),
                **{name: one[name] for name in ("due", "late", "waiting")},
                "own": float(at.own),
                "province": float(at.province),
            }
        )
    return Table(
        _("Theo đơn vị"),
        [
            Column("name", _("Đơn vị"), "link", href="href", sticky=True),
            *_states(days),
            Column("own", _("Điểm của đơn vị sẽ mất"), "number", measured_in=_("điểm")),
            Column("province", _("Điểm của tỉnh"), "number", digits=4, measured_in=_("điểm")),
        ],
        rows,
        notes=[
            _(
                "«Sẽ mất»: nếu mọi hồ sơ sắp hạn của năm nay đều trễ, tính theo quy tắc 766-2026 "
                "(tiến độ và hài lòng về hồ sơ), mẫu số giữ nguyên."
            )
        ],
        filterable=True,
    )


def queues(held: Standing, days: int, unit: str) -> Table:
    """One unit by officer and procedure: whose desk, which work."""
    own = counts(held, days, KEYS).filter(pl.col("unit") == unit)
    return Table(
        _("Theo người xử lý và thủ tục"),
        [
            Column("officer", _("Người xử lý"), "text", sticky=True),
            Column("procedure", _("Thủ tục"), "text"),
            *_states(days),
        ],
        [
            {
                "officer": desk(one["officer"]),
                "procedure": one["procedure"],
                **{name: one[name] for name in ("due", "late", "waiting")},
            }
            for one in own.to_dicts()
        ],
        notes=[
            _("Người xử lý là mã băm có khóa: cùng mã là cùng một người, tên không có trong kho.")
        ],
        ident="hang-viec",
    )


def dossiers(
    rows: pl.DataFrame, names: Mapping[str, str] | None, language: str, ident: str = "ho-so"
) -> Table:
    """Dossiers one by one, most urgent first. Without ``names`` all are one unit's: then whose
    desk they lie on is told instead."""
    who = Column("unit", _("Đơn vị"), "text") if names is not None else None
    desk_ = Column("officer", _("Người xử lý"), "text") if names is None else None
    shown = rows.head(LISTED)
    left_out = rows.height - shown.height
    return Table(
        _("Từng hồ sơ, gấp nhất trước"),
        [
            Column("dossier", _("Mã hồ sơ"), "text", sticky=True),
            Column("left", _("Còn"), "integer", measured_in=_("ngày làm việc")),
            Column("deadline", _("Hạn"), "date"),
            *(one for one in (who, desk_) if one),
            Column("procedure", _("Thủ tục"), "text"),
            Column("state", _("Tình trạng"), "text"),
        ],
        [
            {
                "dossier": one["dossier"],
                "unit": (names or {}).get(one["unit"], one["unit"]),
                "officer": desk(one["officer"]),
                "procedure": one["procedure"],
                "deadline": day_of(one["deadline"]),
                "left": one["left"],
                "state": words.state(one["state"]),
            }
            for one in shown.to_dicts()
        ],
        notes=[_("Còn %(count)s hồ sơ nữa không in ở đây.") % {"count": left_out}]
        if left_out
        else [],
        ident=ident,
    )


def desk(officer: str | None) -> str | None:
    """A keyed id short enough to read; ``None`` where the file named nobody."""
    return officer[:9] if officer else None


def day_of(moment: int | None) -> date | None:
    """The day in Việt Nam of a moment."""
    return None if moment is None else date(1970, 1, 1) + timedelta((moment + OFFSET) // DAY)


def week(held: Standing, unit: str) -> list[str]:
    """What is to be done today and by Sunday, in sentences."""
    own = held.rows.filter(pl.col("unit") == unit)
    open_ones = own.filter(pl.col("state") == "due")
    sunday = held.day + timedelta(6 - held.day.weekday())
    by_sunday = open_ones.filter(pl.col("deadline") <= end_of(sunday))
    told = {
        "today": open_ones.filter(pl.col("left") == 0).height,
        "week": by_sunday.height,
        "late": own.height - open_ones.height,
    }
    return [
        _("%(today)s hồ sơ đến hạn hôm nay.") % told,
        _("%(week)s hồ sơ đến hạn trong tuần này, kể cả hôm nay.") % told,
        _("%(late)s hồ sơ đã quá hạn mà chưa xong.") % told,
    ]


def lead(held: Standing, days: int, found: Mapping[str, int]) -> str:
    """The finding in a sentence."""
    if days == 0:
        return _("%(due)s hồ sơ đến hạn hôm nay, %(late)s hồ sơ đã quá hạn mà chưa xong.") % found
    told = {**found, "days": days}
    return (
        _(
            "%(due)s hồ sơ đến hạn trong %(days)s ngày làm việc tới (kể cả hôm nay), "
            "%(late)s hồ sơ đã quá hạn mà chưa xong."
        )
        % told
    )


def as_of(held: Standing, language: str) -> str:
    """Which moment it speaks of, what is not known of it, with which register of procedures."""
    return f"{_moment(held, language)} {register_words.told(held.base.register, language)}"


def _moment(held: Standing, language: str) -> str:
    told = {
        "version": held.base.manifest.version,
        "now": words.moment(held.now, language),
        "updated": words.moment(held.updated, language),
    }
    if held.now == held.updated:
        return (
            _(
                "Tính đến %(now)s, lúc kho hồ sơ bản %(version)s được cập nhật lần cuối; việc làm "
                "sau đó chưa được biết. Nạp số mới để xem hôm nay."
            )
            % told
        )
    return (
        _(
            "Tính đến %(now)s theo kho hồ sơ bản %(version)s, cập nhật lần cuối %(updated)s: "
            "hồ sơ xong sau lúc ấy vẫn còn trong bảng."
        )
        % told
    )


def _states(days: int) -> list[Column]:
    due = _("Đến hạn hôm nay") if days == 0 else _("Đến hạn trong %(days)s ngày") % {"days": days}
    return [
        Column("due", due, "integer"),
        Column("late", _("Đã quá hạn"), "integer"),
        Column("waiting", _("Chờ bổ sung"), "integer"),
    ]


def _new_year(day: date) -> int:
    return (date(day.year, 1, 1) - date(1970, 1, 1)).days * DAY - OFFSET
