"""What the lake keeps of a dossier: the allow-list. A column that is not here never gets in.

Each field: its name in the synchronisation message, its column in the lake, what it holds and
other heads it is known by. Personal columns of the message (name, phone, e-mail, address, free
text) are not on the list; a person's number becomes a keyed hash.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from thuocdo.wording import bare


@dataclass(frozen=True)
class Field:
    """``holds``: code, unit, time, number or key (a personal number, kept as a keyed hash).

    ``choices``: the admissible numbers, ``None`` for any. ``aliases``: other heads, as ``bare``
    writes them.
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
    Field("MoPhong", "simulated", "number", (0, 1), ("mo phong",)),
)
BY_NAME = {field.name: field for field in FIELDS}
OF_MESSAGE = {name: BY_NAME[name].column for name in BY_NAME}
TYPES = {"code": pl.String, "unit": pl.String, "key": pl.String, "time": pl.Int64}
SCHEMA = {field.column: TYPES.get(field.holds, pl.Int8) for field in FIELDS}
REQUESTS = "DanhSachHoSoBoSung"  # the nested list of supplement requests in JSON


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
