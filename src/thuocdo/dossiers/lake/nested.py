"""What is taken out of the nested lists of a message; the lists themselves are never kept.

Of supplement requests the moments of the first two; of documents, results, fees and connected
databases only whether there is any, or the sum; of the steps of the process what ``process``
says. A list that is absent says nothing; an empty
one says no.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from thuocdo.dossiers.lake.process import NAMES, STEPS

REQUESTS = "DanhSachHoSoBoSung"
DOCUMENTS, RESULTS = "TaiLieuNop", "DanhSachGiayToKetQua"
FEES, BASES = "DanhSachLePhi", "DSKetNoiCSDL"
WANTED = {
    REQUESTS: ("NgayBoSung", "NgayTiepNhanBoSung", "NgayHenTraTruoc"),
    DOCUMENTS: ("DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG"),
    RESULTS: ("DuongDanTepTinKetQua",),
    FEES: ("Gia",),
    BASES: ("MaCSDL",),
}
LISTS = {
    name: pl.List(pl.Struct(dict.fromkeys(wanted, pl.String))) for name, wanted in WANTED.items()
}
NOT_MONEY = r"^\s*0\d"  # a phone or paper number
YES = ("1", "true", "True")


STEP_LIST = pl.List(pl.Struct(dict.fromkeys(NAMES.values(), pl.String)))


def lists_of(columns: Mapping[str, str]) -> dict[str, pl.DataType]:
    """The lists a message may bring, head → type; that of the steps where ``columns`` has it."""
    return LISTS | {head: STEP_LIST for head, name in columns.items() if name == STEPS}


def names_from(heads: Iterable[str]) -> list[str]:
    """The fields that the lists among ``heads`` give."""
    given = {
        REQUESTS: ("NgayBoSung", "NgayTiepNhanBoSung"),
        DOCUMENTS: WANTED[DOCUMENTS],
        RESULTS: ("HoSoCoKetQuaDienTu",),
        FEES: ("TongLePhi",),
        BASES: ("KetNoiCSDL",),
    }
    heads = set(heads)
    return [name for one, names in given.items() if one in heads for name in names]


def derived() -> dict[str, pl.Expr]:
    """Field → its value out of the lists; text, as a file would have it."""
    return {
        "NgayBoSung": _request(0, "NgayBoSung"),
        "NgayTiepNhanBoSung": _request(0, "NgayTiepNhanBoSung"),
        "NgayBoSung2": _request(1, "NgayBoSung"),
        "NgayTiepNhanBoSung2": _request(1, "NgayTiepNhanBoSung"),
        "NgayHenTraTruoc": _request(0, "NgayHenTraTruoc"),
        **{name: _any(DOCUMENTS, pl.element().struct.field(name).is_in(YES)) for name in FLAGS},
        "HoSoCoKetQuaDienTu": _any(RESULTS, _filled("DuongDanTepTinKetQua")),
        "KetNoiCSDL": _any(BASES, _filled("MaCSDL")),
        "TongLePhi": _sum(FEES, "Gia"),
    }


FLAGS = WANTED[DOCUMENTS]


def elements(kind: pl.List, given: object, plain: Callable) -> list[dict] | None:
    """The wanted values of a list of type ``kind`` of one message, each through ``plain``."""
    if not isinstance(given, list):
        return None
    objects = [one for one in given if isinstance(one, dict)]
    return [{key: plain(one.get(key)) for key in kind.inner.to_schema()} for one in objects]


def _request(place: int, name: str) -> pl.Expr:
    return pl.col(REQUESTS).list.get(place, null_on_oob=True).struct.field(name)


def _filled(name: str) -> pl.Expr:
    return pl.element().struct.field(name).fill_null("").str.strip_chars() != ""


def _any(name: str, test: pl.Expr) -> pl.Expr:
    said = pl.col(name).list.eval(test.fill_null(False)).list.any()
    return pl.when(pl.col(name).is_not_null()).then(said.cast(pl.Int8).cast(pl.String))


def _sum(name: str, key: str) -> pl.Expr:
    """The sum, null when one of the values is no number."""
    text = pl.element().struct.field(key)
    text = pl.when(~text.str.contains(NOT_MONEY)).then(text)
    number = text.cast(pl.Float64, strict=False)
    total = pl.col(name).list.eval(number).list
    whole = total.sum().cast(pl.Int64).cast(pl.String)
    known = pl.col(name).is_not_null() & (total.eval(pl.element().is_null()).list.any().not_())
    return pl.when(known).then(whole)
