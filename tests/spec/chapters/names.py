"""Finding a unit by its name."""

from tests.spec.book import Chapter, Example

from thuocdo.units import Unit, find

UNITS = [
    Unit(code, name, "province", "tỉnh", "VN", "34")
    for code, name in (
        ("01", "Sông Hòa"),
        ("02", "Thụy Khê"),
        ("03", "Đắk Mun"),
        ("04", "Tân An"),
        ("05", "Tấn An"),
    )
]

CHAPTER = Chapter(
    title="Tên đơn vị",
    prose="""
    Tên được tìm có dấu hay không dấu, kiểu đặt dấu cũ hay mới (*Hòa*, *Hoà*; *Thụy*, *Thuỵ*),
    hoa hay thường, có hay không chữ *tỉnh*. Mã mất số 0 ở đầu, như bảng tính hay làm, vẫn nhận.
    Không thấy thì báo UNIT-001 và gợi tên gần nhất; tên chỉ hai đơn vị thì báo UNIT-002, không
    đoán.
    """,
    uses={"find": find},
    examples=(
        Example(
            "năm đơn vị không có thật và một tên khác",
            given={
                "cases": """
                    | asked         |
                    | Sông Hòa      |
                    | song hoa      |
                    | Tỉnh Sông Hoà |
                    | THUỴ KHÊ      |
                    | dak mun       |
                    | 3             |
                    | Xứ Mun        |
                    | Tan An        |
                    | Sông Hoa Mai  |
                """,
                "units": UNITS,
                "aliases": {"Xứ Mun": "03"},
            },
            told={
                "units": "01 Sông Hòa, 02 Thụy Khê, 03 Đắk Mun, 04 Tân An, 05 Tấn An",
                "aliases": "Xứ Mun là tên khác của 03",
            },
            each=True,
            call="find(asked, units, aliases).code",
            columns=("found",),
            expected="""
                | asked         | found    |
                | Sông Hòa      | 01       |
                | song hoa      | 01       |
                | Tỉnh Sông Hoà | 01       |
                | THUỴ KHÊ      | 02       |
                | dak mun       | 03       |
                | 3             | 03       |
                | Xứ Mun        | 03       |
                | Tan An        | UNIT-002 |
                | Sông Hoa Mai  | UNIT-001 |
            """,
        ),
    ),
)
