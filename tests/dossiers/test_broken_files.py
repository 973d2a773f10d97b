"""Broken answers: a code, the place, the cause, the remedy; every broken file in one go."""

from __future__ import annotations

import copy
import json

import pytest
from tests.dossiers import answers as made

NAME = "dvc-progress-tree.json"
CUT = "JSON hỏng ở ký tự {at}: tệp bị cắt hoặc bị sửa. Lưu lại nguyên văn câu trả lời của cổng."
PAGE = (
    "PORTAL-002 dvc-progress-tree.json: Đây là trang web (HTML), không phải câu trả lời JSON. "
    "Trên trình duyệt, mở công cụ nhà phát triển, thẻ Mạng, chọn lời gọi dvc-progress-tree, "
    "lưu phần Phản hồi."
)
ENVELOPE = "Lưu trọn câu trả lời, không chỉ một phần; nếu cổng báo lỗi thì gọi lại sau."
CONTENT = "Đặt tên tệp theo đúng lời gọi đã lưu."
LINE = (
    "Lưu lại nguyên văn câu trả lời; nếu cổng trả về đúng như vậy thì báo người phụ trách hệ thống."
)


def _child(**values):
    def spoil(answer):
        answer["data"]["children"][1].update(values)
        return made.content(answer)

    return spoil


def _without_id(answer):
    del answer["data"]["children"][2]["departmentId"]
    return made.content(answer)


def _twice(answer):
    answer["data"]["children"][3] = answer["data"]["children"][0]
    return made.content(answer)


CASES = {
    "cut": (
        lambda answer: made.content(answer)[:200],
        f"PORTAL-001 {NAME}, dòng 1: " + CUT.format(at=196),
    ),
    "cut on a later line": (
        lambda answer: json.dumps(answer, indent=1).encode()[:120],
        f"PORTAL-001 {NAME}, dòng 6: " + CUT.format(at=20),
    ),
    "empty": (lambda answer: b"", f"PORTAL-001 {NAME}, dòng 1: " + CUT.format(at=1)),
    "not a number": (
        lambda answer: b'{"code":"OK","data":{"parent":NaN}}',
        f"PORTAL-001 {NAME}, dòng 1: " + CUT.format(at=1),
    ),
    "bottomless": (
        lambda answer: b"[" * 100_000,
        f"PORTAL-001 {NAME}, dòng 1: " + CUT.format(at=1),
    ),
    "a web page": (lambda answer: b"\n<!DOCTYPE html><html></html>", PAGE),
    "another code page": (
        lambda answer: "Hưng Yên".encode("utf-16"),
        f"PORTAL-014 {NAME}: Không phải văn bản UTF-8 (byte thứ 0). "
        "Lưu lại nguyên văn câu trả lời, không mở bằng chương trình khác.",
    ),
    "a list": (
        lambda answer: b"[1, 2]",
        f"PORTAL-003 {NAME}: Không đúng vỏ ngoài của cổng, code «OK» và data: "
        f"thiếu code hoặc data. {ENVELOPE}",
    ),
    "only the inside": (
        lambda answer: made.content(answer["data"]),
        f"PORTAL-003 {NAME}: Không đúng vỏ ngoài của cổng, code «OK» và data: "
        f"thiếu code hoặc data. {ENVELOPE}",
    ),
    "an error of the portal": (
        lambda answer: b'{"code":"ERR","message":"too many","data":null}',
        f"PORTAL-003 {NAME}: Không đúng vỏ ngoài của cổng, code «OK» và data: "
        f"code = 'ERR': too many. {ENVELOPE}",
    ),
    "data of the wrong type": (
        lambda answer: b'{"code":"OK","data":[]}',
        f"PORTAL-003 {NAME}: Không đúng vỏ ngoài của cổng, code «OK» và data: "
        f"data sai kiểu. {ENVELOPE}",
    ),
    "another end point": (
        lambda answer: made.content(made.recorded()["transparency"]),
        f"PORTAL-004 {NAME}: Nội dung không phải của dvc-progress-tree: cần parent / children, "
        f"chỉ thấy overview, monthlyChart, evaluation. {CONTENT}",
    ),
    "children of the wrong type": (
        lambda answer: b'{"code":"OK","data":{"children":{}}}',
        f"PORTAL-004 {NAME}: Nội dung không phải của dvc-progress-tree: children sai kiểu. "
        f"{CONTENT}",
    ),
    "a number in words": (
        _child(totalOnTime="nhiều"),
        f"PORTAL-005 {NAME}, dòng 2: Trong children: totalOnTime = 'nhiều' không phải số. {LINE}",
    ),
    "a score in words": (
        _child(score=True),
        f"PORTAL-005 {NAME}, dòng 2: Trong children: score = True không phải số. {LINE}",
    ),
    "a number beyond all numbers": (
        _child(totalReceived=10**400),
        f"PORTAL-005 {NAME}, dòng 2: Trong children: totalReceived = 1{39 * '0'} không phải số. "
        f"{LINE}",
    ),
    "no id": (
        _without_id,
        f"PORTAL-005 {NAME}, dòng 3: Trong children: thiếu departmentId. {LINE}",
    ),
    "one unit twice": (
        _twice,
        f"PORTAL-005 {NAME}, dòng 4: Trong children: departmentId {made.id_of('H44.01')} "
        f"đã có ở trên. {LINE}",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_broken_file_is_told_in_one_line(call, recorded, tmp_path, name):
    spoil, message = CASES[name]
    folder = tmp_path / "2026-08"
    folder.mkdir()
    (folder / NAME).write_bytes(spoil(copy.deepcopy(recorded["dvc-progress-tree"])))
    for command in ("recompute", "import"):
        code, out, err = call(command, folder)
        assert (code, out, err) == (1, "", message + "\n")


def test_every_broken_file_is_named_and_nothing_is_kept(call, saved, home):
    (saved / NAME).write_bytes(b"<html>")
    (saved / "transparency.json").write_bytes(b'{"code":')
    code, out, err = call("import", saved)
    assert (code, out) == (1, "")
    assert [line.split()[0] for line in err.splitlines()] == ["PORTAL-001", "PORTAL-002"]
    assert not home.exists()


def test_in_english(call, saved, monkeypatch):
    monkeypatch.setenv("THUOCDO_LANGUAGE", "en")
    (saved / NAME).write_bytes(b"<html>")
    assert call("recompute", saved)[2].startswith(
        "PORTAL-002 dvc-progress-tree.json: This is a web page (HTML), not a JSON answer. In the"
    )


def test_a_byte_order_mark_and_nulls_are_read(call, saved):
    path = saved / NAME
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (saved / "provide-online-tree.json").write_bytes(
        b'{"code":"OK","data":{"parent":null,"children":null}}'
    )
    (saved / "transparency.json").write_bytes(b'{"code":"OK","data":{"overview":null}}')
    code, out, _ = call("recompute", saved, "--json")
    assert (code, len(json.loads(out))) == (0, 254 - 13 - 65)


def test_a_folder_without_answers(call, tmp_path):
    (tmp_path / "x.json").write_text("{}")
    for folder in (tmp_path, tmp_path / "nothing"):
        code, _, err = call("recompute", folder)
        assert code == 1
        assert err.startswith(f"PORTAL-007 Không thấy câu trả lời nào của cổng trong «{folder}».")


def test_a_period_named_twice_is_refused(call, recorded, tmp_path):
    folder = made.save(recorded, tmp_path / "2026-08")
    (folder / NAME).rename(folder / "dvc-progress-tree-2026-07.json")
    code, _, err = call("recompute", folder)
    assert (code, err) == (
        1,
        "PORTAL-006 dvc-progress-tree-2026-07.json: Lẫn nhiều kỳ: có cả 2026-07 và 2026-08. "
        "Mỗi kỳ một thư mục, tên như 2026-08; lưu lại các tệp sai kỳ. "
        "Nếu cổng thật sự trả về như vậy, nạp với --mixed.\n",
    )
    assert call("import", made.save(recorded, tmp_path / "x" / "2026-09"), "--period", "2026-08")[
        2
    ].startswith("PORTAL-006 dossier-digitized.json: Lẫn nhiều kỳ: có cả 2026-09 và 2026-08.")


def test_two_files_for_one_end_point(call, saved):
    (saved / "transparency (1).json").write_bytes((saved / "transparency.json").read_bytes())
    assert call("recompute", saved)[2].startswith(
        "PORTAL-013 transparency.json: Hai tệp cho cùng transparency của một kỳ; "
        "tệp kia là transparency (1).json."
    )


def test_two_provinces_in_one_folder(call, recorded, tmp_path):
    other = copy.deepcopy(recorded)
    other["transparency"]["data"]["overview"]["departmentId"] = "another"
    _, _, err = call("recompute", made.save(other, tmp_path))
    assert err.startswith("PORTAL-015 ") and "transparency là của another" in err


def test_codes_never_lead_out_of_the_store(call, recorded, tmp_path, home):
    other = copy.deepcopy(recorded)
    for name in ("dvc-progress-tree", "provide-online-tree", "formality-online-payment-tree"):
        other[name]["data"]["parent"]["departmentCode"] = "../../x"
    other["dossier-digitized"]["data"]["overview"]["departmentCode"] = "../../x"
    code, _, err = call("import", made.save(other, tmp_path / "2026-08"))
    assert (code, err.split()[0]) == (1, "PORTAL-005")
    assert not home.exists()


def test_endless_numbers_are_not_numbers(call, saved):
    path = saved / NAME
    path.write_bytes(path.read_bytes().replace(b'"totalOnTime": 486', b'"totalOnTime": 1e999'))
    code, _, err = call("recompute", saved)
    assert (code, err.split(":")[0]) == (1, "PORTAL-005 dvc-progress-tree.json, dòng 2")


def test_a_disk_that_fails_is_told(call, saved, home):
    (saved / "folder.json").mkdir()  # passed over
    home.write_text("a file where the folder should be")
    code, out, err = call("import", saved)
    assert (code, out) == (1, "")
    assert err.startswith("PORTAL-018 ") and len(err.splitlines()) == 1


def test_names_are_never_markup(call, recorded, tmp_path):
    other = copy.deepcopy(recorded)
    other["provide-online-tree"]["data"]["parent"]["departmentName"] = "[/bold] :smile: [red]"
    folder = made.save(other, tmp_path)
    assert "[/bold]" in call("recompute", folder)[1]
    assert call("whatif", folder, "--unit", "H44")[0] == 0
