"""Annexes made for the tests: one small table as Word and as Excel."""

from __future__ import annotations

from pathlib import Path

HEAD = ("STT", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa", "Cách chấm")
HEAD = (*HEAD, "Tài liệu kiểm chứng", "Cơ quan chủ trì")
ROWS = (
    ("1", "CHỈ ĐẠO, ĐIỀU HÀNH", "4", "", "", ""),
    ("1.1", "Kế hoạch", "2,5", "", "", ""),
    ("1.1.1", "Ban hành kế hoạch", "1", "", "Kế hoạch", "Sở Nội vụ"),
    ("", "Ban hành trước 31/12", "1", "", "", ""),
    ("", "Không ban hành", "0", "", "", ""),
    ("1.1.2", "Mức độ hoàn thành", "1,5", "Đạt 100%: 1,5 điểm; từ 80% đến dưới 100%: 0,75; "
     "dưới 80%: 0", "Báo cáo", "Sở Nội vụ"),
    ("1.2", "Sáng kiến", "1,5", "Theo hướng dẫn riêng", "Quyết định", "Sở Nội vụ"),
    ("2", "TÁC ĐỘNG", "6", "", "", ""),
    ("2.1", "Hài lòng", "6", "Điều tra xã hội học", "", "Sở Nội vụ"),
    ("", "TỔNG CỘNG", "10", "", "", ""),
)  # fmt: skip


def word(path: Path, rows=ROWS, head=HEAD, merged: bool = True) -> Path:
    """A Word file with a title, a small table before and the table of criteria."""
    from docx import Document

    document = Document()
    document.add_heading("PHỤ LỤC I", 1)
    document.add_table(1, 2).cell(0, 0).text = "UBND TỈNH"
    table = document.add_table(1 + len(rows), len(head))
    for place, cells in enumerate((head, *rows)):
        for at, cell in enumerate(cells):
            table.cell(place, at).text = cell
    if merged:  # the owner of 1.1.1 stands over its scoring rows, the total over two columns
        table.cell(3, 5).merge(table.cell(5, 5))
        table.cell(len(rows), 0).merge(table.cell(len(rows), 1))
    document.save(str(path))
    return path


def excel(path: Path, rows=ROWS, head=HEAD) -> Path:
    """The same table as a workbook, numbers as numbers."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["Phụ lục I"])
    sheet.append(list(head))
    for cells in rows:
        number, name, maximum, *rest = cells
        points = float(maximum.replace(",", ".")) if maximum else None
        sheet.append([number, name, points, *rest])
    sheet.merge_cells("F5:F7")
    book.save(path)
    return path
