"""What the lake keeps of a dossier: the allow-list. A column that is not here never gets in.

Each field: its name in the synchronisation message, its column in the lake, what it holds and
other heads it is known by. Personal columns of the message (name, phone, e-mail, address, free
text) are not on the list; a person's number becomes a keyed hash.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from thuocdo.wording import bare


@dataclass(frozen=True)
class Field:
    """``holds``: code, unit, time, number, money, key (a personal number, kept as a keyed hash) or
    steps (see ``process``).

    ``choices``: the admissible numbers, ``None`` for any. ``aliases``: other heads, as ``bare``
    writes them. A flag whose ``name`` is not in the message sums up one of its lists (see
    ``nested``): whether any element says so, or a sum; the list itself is never kept.
    """

    name: str
    column: str
    holds: str
    choices: tuple[int, ...] | None = None
    aliases: tuple[str, ...] = ()
    required: bool = False


FIELDS = (
    Field("MaHoSo", "dossier", "code", None, ("ma ho so", "so ho so", "ma hs"), True),
    Field("MaTTHC", "procedure", "code", None, ("ma tthc", "ma thu tuc"), True),
    Field("MaLinhVuc", "field", "code", None, ("ma linh vuc",)),
    Field("DonViXuLy", "unit", "unit", None, ("don vi xu ly", "don vi", "co quan"), True),
    Field("TrangThaiHoSo", "status", "number", tuple(range(1, 11)), ("trang thai",), True),
    Field("KenhThucHien", "channel", "number", (1, 2, 3), ("kenh thuc hien", "kenh")),
    Field("LoaiDoiTuong", "applicant_type", "number", (0, 1, 2), ("loai doi tuong",)),
    Field("SoGiayToChuHoSo", "applicant", "key", None, ("so giay to", "cccd", "so cccd")),
    Field("NguoiXuLy", "officer", "key", None, ("nguoi xu ly", "can bo xu ly", "can bo")),
    Field("NgayNopHoSo", "submitted", "time", None, ("ngay nop", "ngay nop ho so")),
    Field("NgayTiepNhan", "accepted", "time", None, ("ngay tiep nhan",)),
    Field("NgayHenTra", "due", "time", None, ("ngay hen tra", "han tra")),
    Field("NgayHenTraTruoc", "due_before", "time", None, ("ngay hen tra truoc",)),
    Field("NgayBoSung", "asked_1", "time", None, ("ngay bo sung", "ngay yeu cau bo sung")),
    Field("NgayTiepNhanBoSung", "answered_1", "time", None, ("ngay tiep nhan bo sung",)),
    Field("NgayBoSung2", "asked_2", "time", None, ("ngay bo sung 2",)),
    Field("NgayTiepNhanBoSung2", "answered_2", "time", None, ("ngay tiep nhan bo sung 2",)),
    Field("NgayTuChoi", "refused", "time", None, ("ngay tu choi",)),
    Field("NgayKetThucXuLy", "finished", "time", None, ("ngay ket thuc xu ly", "ngay xong")),
    Field("NgayTra", "returned", "time", None, ("ngay tra", "ngay tra ket qua")),
    Field("NgayCapNhat", "updated", "time", None, ("ngay cap nhat", "thoi diem cap nhat")),
    Field("DuocThanhToanTrucTuyen", "paid_online", "number", (0, 1, 2), ("thanh toan truc tuyen",)),
    Field("HoSoCoThanhPhanSoHoa", "digitised", "number", (0, 1), ("so hoa",)),
    Field("HoSoCoKetQuaDienTu", "result_electronic", "number", (0, 1), ("ket qua dien tu",)),
    Field("DuocSoHoa", "parts_digitised", "number", (0, 1), ("duoc so hoa",)),
    Field("DuocTaiSuDung", "reused", "number", (0, 1), ("tai su dung", "duoc tai su dung")),
    Field("DuocLayTuKhoDMQG", "from_store", "number", (0, 1), ("lay tu kho",)),
    Field("TaiKhoanDuocXacThucVoiVNeID", "vneid", "number", (0, 1), ("vneid", "dinh danh vneid")),
    Field("KetNoiCSDL", "connected", "number", (0, 1), ("ket noi csdl",)),
    Field("TongLePhi", "fee", "money", None, ("le phi", "tong le phi", "phi le phi")),
    Field("TienTrinh", "steps", "steps", None, ("tien trinh", "qua trinh xu ly")),
    Field("MoPhong", "simulated", "number", (0, 1), ("mo phong",)),
)
BY_NAME = {field.name: field for field in FIELDS}
OF_MESSAGE = {name: BY_NAME[name].column for name in BY_NAME}
TYPES = {
    **dict.fromkeys(("code", "unit", "key", "steps"), pl.String),
    **dict.fromkeys(("time", "money"), pl.Int64),
}
SCHEMA = {field.column: TYPES.get(field.holds, pl.Int8) for field in FIELDS}


# Columns the first lakes did not have: absent in their files, null when read.
ADDED = tuple(SCHEMA)[tuple(SCHEMA).index("result_electronic") : tuple(SCHEMA).index("simulated")]


def fits(schema: Mapping[str, pl.DataType]) -> bool:
    """Whether a file with the columns ``schema`` is one of the lake's, today's or an older one."""
    absent = set(SCHEMA) - set(schema)
    return absent <= set(ADDED) and dict(schema) == {
        name: kind for name, kind in SCHEMA.items() if name not in absent
    }


def filled(rows: pl.DataFrame) -> pl.DataFrame:
    """``rows`` of an older file with the columns of today, null where it had none."""
    absent = [pl.lit(None, SCHEMA[name]).alias(name) for name in ADDED if name not in rows.columns]
    return rows.with_columns(absent).select(*SCHEMA)


def known_heads() -> dict[str, str]:
    """Every head a field is known by, bare → the field's name in the message."""
    heads = {}
    for field in FIELDS:
        for alias in (bare(field.name), *field.aliases):
            heads[alias.replace(" ", "")] = field.name
    return heads


def matched(heads: list[str], mapping: dict[str, str]) -> dict[str, str]:
    """Head of the file → field's name, for the heads that are known or mapped.

    ``mapping`` is what an official said once: head → field's name, or "" for a column to drop.
    """
    known = known_heads()
    found = {head: known.get(bare(head).replace(" ", "")) for head in heads}
    found |= {head: mapping[head] for head in heads if head in mapping}
    return {head: name for head, name in found.items() if name}
