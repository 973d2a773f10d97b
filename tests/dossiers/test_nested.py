"""What the nested lists of a message say, through the readers of JSON Lines."""

import json

import pytest

from thuocdo.dossiers.lake.reading import batches, open_source

PLAIN = {
    "MaHoSo": "H31.1-250102-1",
    "MaTTHC": "9.000001",
    "DonViXuLy": "SO-01",
    "TrangThaiHoSo": "9",
}
CASES = [
    ({}, {}),
    ({"TaiLieuNop": []}, {"DuocSoHoa": "0", "DuocTaiSuDung": "0", "DuocLayTuKhoDMQG": "0"}),
    (
        {"TaiLieuNop": [{"DuocSoHoa": 0, "DuocTaiSuDung": 1}, {"DuocSoHoa": True}]},
        {"DuocSoHoa": "1", "DuocTaiSuDung": "1", "DuocLayTuKhoDMQG": "0"},
    ),
    ({"DanhSachGiayToKetQua": [{"DuongDanTepTinKetQua": " "}]}, {"HoSoCoKetQuaDienTu": "0"}),
    ({"DanhSachGiayToKetQua": [{"DuongDanTepTinKetQua": "/a"}]}, {"HoSoCoKetQuaDienTu": "1"}),
    ({"DanhSachLePhi": []}, {"TongLePhi": "0"}),
    ({"DanhSachLePhi": [{"Gia": "15000"}, {"Gia": 5000}]}, {"TongLePhi": "20000"}),
    ({"DanhSachLePhi": [{"Gia": "15000"}, {"Gia": "miễn"}]}, {}),
    ({"DSKetNoiCSDL": [{"MaCSDL": "DC"}]}, {"KetNoiCSDL": "1"}),
]
FIELDS = ("DuocSoHoa", "DuocTaiSuDung", "DuocLayTuKhoDMQG", "HoSoCoKetQuaDienTu", "TongLePhi")
FIELDS = (*FIELDS, "KetNoiCSDL")


@pytest.mark.parametrize(("lists", "said"), CASES)
@pytest.mark.parametrize("broken", [False, True], ids=["all fine", "one line broken"])
def test_a_list_is_summed_up_and_not_kept(tmp_path, lists, said, broken):
    path = tmp_path / "a.jsonl"
    lines = [json.dumps(PLAIN | lists), *(["{"] if broken else [])]
    path.write_text("\n".join(lines), encoding="utf-8")
    rows = next(batches(open_source(path, {}))).rows
    told = rows.row(0, named=True)
    assert {name: told[name] for name in FIELDS} == dict.fromkeys(FIELDS) | said
    assert not set(lists) & set(rows.columns)


def test_the_names_are_on_the_allow_list():
    from thuocdo.dossiers.lake.fields import BY_NAME
    from thuocdo.dossiers.lake.nested import LISTS, derived, names_from

    assert set(derived()) <= set(BY_NAME)
    assert set(names_from(LISTS)) <= set(derived())
