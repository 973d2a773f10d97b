"""Where each of the 34 provinces (boundaries of 1 July 2025) stands in the tile diagram.

Drawn by hand once, then kept: the eye learns one order. Each province is one tile; neighbours
on the ground are neighbours here as far as a grid allows (a test counts them). Columns run from
west to east, rows from north to south.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# code, row, column, the short name cut into lines
LAYOUT: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("12", 1, 2, ("Lai", "Châu")),
    ("15", 1, 3, ("Lào", "Cai")),
    ("08", 1, 4, ("Tuyên", "Quang")),
    ("04", 1, 5, ("Cao", "Bằng")),
    ("11", 2, 1, ("Điện", "Biên")),
    ("14", 2, 2, ("Sơn", "La")),
    ("25", 2, 3, ("Phú", "Thọ")),
    ("19", 2, 4, ("Thái", "Nguyên")),
    ("20", 2, 5, ("Lạng", "Sơn")),
    ("01", 3, 3, ("Hà", "Nội")),
    ("24", 3, 4, ("Bắc", "Ninh")),
    ("22", 3, 5, ("Quảng", "Ninh")),
    ("37", 4, 3, ("Ninh", "Bình")),
    ("33", 4, 4, ("Hưng", "Yên")),
    ("31", 4, 5, ("Hải", "Phòng")),
    ("38", 5, 3, ("Thanh", "Hóa")),
    ("40", 6, 3, ("Nghệ", "An")),
    ("42", 7, 3, ("Hà", "Tĩnh")),
    ("44", 7, 4, ("Quảng", "Trị")),
    ("46", 8, 4, ("Huế",)),
    ("48", 8, 5, ("Đà", "Nẵng")),
    ("51", 9, 5, ("Quảng", "Ngãi")),
    ("52", 9, 6, ("Gia", "Lai")),
    ("66", 10, 6, ("Đắk", "Lắk")),
    ("68", 11, 6, ("Lâm", "Đồng")),
    ("56", 11, 7, ("Khánh", "Hòa")),
    ("75", 11, 5, ("Đồng", "Nai")),
    ("79", 12, 5, ("Hồ Chí", "Minh")),
    ("80", 12, 4, ("Tây", "Ninh")),
    ("82", 13, 4, ("Đồng", "Tháp")),
    ("86", 13, 5, ("Vĩnh", "Long")),
    ("91", 13, 3, ("An", "Giang")),
    ("92", 14, 4, ("Cần", "Thơ")),
    ("96", 14, 3, ("Cà", "Mau")),
)

# The two special zones at sea, each said beside the tile of its province: code, row, column.
# Words in the last column hang from its right edge, so that they stay inside the drawing.
SPECIAL_ZONES: tuple[tuple[str, int, int, tuple[str, ...]], ...] = (
    ("48", 8, 6, (_("gồm đặc khu"), "Hoàng Sa")),
    ("56", 12, 7, (_("gồm đặc khu"), "Trường Sa")),
)
