"""Simulated dossiers as they stand at the end of the year, in the fields of the message."""

from __future__ import annotations

import numpy as np
import polars as pl

from thuocdo.calendar import DAY, OFFSET, ZONE
from thuocdo.dossiers.lake.process import STEPS
from thuocdo.dossiers.simulating import process
from thuocdo.dossiers.simulating.making import HABIT_FIELDS, NEVER, Dossiers
from thuocdo.dossiers.simulating.worlds import KINDS, Plan, World

TIMES = (
    *("NgayNopHoSo", "NgayTiepNhan", "NgayHenTra", "NgayHenTraTruoc", "NgayBoSung"),
    *("NgayTiepNhanBoSung", "NgayBoSung2", "NgayTiepNhanBoSung2", "NgayTuChoi"),
    *("NgayKetThucXuLy", "NgayTra", "NgayCapNhat"),
)
FILLER = "Mô phỏng"  # stands where a person's data would stand


def messages(
    plan: Plan, world: World, made: Dossiers, chunk: int = 0
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the file (moments as Datetime in Việt Nam's zone), and the truth of gaming."""
    cut = plan.cut
    moments = _moments(made, cut, plan.until is not None)
    status = _status(made, moments, cut)
    frame = pl.DataFrame(
        {
            "number": made.number,
            "DonViXuLy": world.units[made.unit],
            "MaTTHC": world.procedures[made.procedure],
            "MaLinhVuc": world.fields[made.procedure],
            "KenhThucHien": made.channel,
            "LoaiDoiTuong": made.kind,
            "person": made.person,
            "officer": made.officer,
            "TrangThaiHoSo": status,
            **moments,
            "DuocThanhToanTrucTuyen": made.paid,
            "HoSoCoThanhPhanSoHoa": made.digitised,
            **made.flags,
            "TongLePhi": made.fee,
            "MoPhong": np.ones(len(status), int),
            "tampered": made.tampered,
            "end_status": made.end_status,
        }
    )
    frame = frame.filter(pl.col("NgayTiepNhan") != NEVER).with_columns(_code(), *_people())
    if plan.steps:
        own = process.steps(plan, chunk, frame)
        frame = frame.with_columns(own.alias(STEPS))
    frame = frame.with_columns(_time(name) for name in TIMES)
    truth = frame.filter(pl.col("tampered") >= 0).select(
        "MaHoSo",
        "DonViXuLy",
        pl.col("tampered").replace_strict(dict(enumerate(KINDS)), default=None).alias("kind"),
    )
    more = [STEPS] if plan.steps else []
    return frame.select(*COLUMNS, *more), truth


COLUMNS = (
    *("MaHoSo", "MaTTHC", "MaLinhVuc", "KenhThucHien", "LoaiDoiTuong", "ChuHoSo"),
    *("SoGiayToChuHoSo", "NguoiXuLy", "DonViXuLy", "TrangThaiHoSo", *TIMES),
    *("DuocThanhToanTrucTuyen", "HoSoCoThanhPhanSoHoa", *HABIT_FIELDS),
    *("TaiKhoanDuocXacThucVoiVNeID", "TongLePhi", "MoPhong"),
)


def _moments(made: Dossiers, cut: int, running: bool) -> dict[str, np.ndarray]:
    """Moments by field; what lies beyond ``cut`` has not come yet. ``running``: nor has the end
    of the year."""
    ended = np.where(made.ended <= cut, made.ended, NEVER)
    closed = made.end_status
    found = {
        "NgayNopHoSo": made.submitted,
        "NgayTiepNhan": made.accepted,
        "NgayHenTra": made.due,
        "NgayHenTraTruoc": np.where(made.ended <= cut, made.due_before, NEVER),
        "NgayBoSung": made.asked[0],
        "NgayTiepNhanBoSung": made.answered[0],
        "NgayBoSung2": made.asked[1],
        "NgayTiepNhanBoSung2": made.answered[1],
        "NgayTuChoi": np.where(closed == 3, ended, NEVER),
        "NgayKetThucXuLy": np.where(closed != 3, ended, NEVER),
        "NgayTra": made.returned,
    }
    appointed = ("NgayHenTra", "NgayHenTraTruoc")
    for name, moment in found.items():
        if name not in appointed:
            found[name] = np.where(moment <= cut, moment, NEVER)
    happened = [moment for name, moment in found.items() if name not in appointed]
    if running:  # a new appointment is made when the first one has passed
        ahead = made.due_before > cut
        found["NgayHenTra"] = np.where(ahead, made.due_before, made.due)
        found["NgayHenTraTruoc"] = np.where(ahead, NEVER, made.due_before)
    return {**found, "NgayCapNhat": np.max(happened, axis=0)}


def _status(made: Dossiers, moments: dict[str, np.ndarray], cut: int) -> np.ndarray:
    waiting = [
        (moments[ask] != NEVER) & (moments[reply] == NEVER)
        for ask, reply in (
            ("NgayBoSung", "NgayTiepNhanBoSung"),
            ("NgayBoSung2", "NgayTiepNhanBoSung2"),
        )
    ]
    return np.select(
        [
            moments["NgayTra"] != NEVER,
            made.ended <= cut,
            waiting[0] | waiting[1],
            made.number % 40 == 0,
            made.accepted > cut - DAY,
        ],
        [10, made.end_status, 5, 6, 2],
        default=4,
    )


def _code() -> pl.Expr:
    day = (pl.col("NgayTiepNhan") + OFFSET) * 1000
    return pl.format(
        "H31.{}-{}-{}",
        pl.col("DonViXuLy"),
        day.cast(pl.Datetime("ms")).dt.strftime("%y%m%d"),
        pl.col("number").cast(pl.String).str.zfill(8),
    ).alias("MaHoSo")


def _people() -> list[pl.Expr]:
    person = pl.col("person").cast(pl.String).str.zfill(9)
    return [
        pl.lit(FILLER).alias("ChuHoSo"),
        pl.format("000{}", person).alias("SoGiayToChuHoSo"),
        pl.format("CB-{}-{}", pl.col("DonViXuLy"), pl.col("officer")).alias("NguoiXuLy"),
    ]


def _time(name: str) -> pl.Expr:
    moment = pl.when(pl.col(name) != NEVER).then(pl.col(name) * 1000)
    in_zone = moment.cast(pl.Datetime("ms", "UTC")).dt.convert_time_zone(ZONE)
    return in_zone.alias(name)
