"""How a cell of a survey becomes an answer."""

from types import SimpleNamespace

import polars as pl
from tests.spec.book import Chapter, Example

from thuocdo.surveys.rounds import Choice, Item
from thuocdo.surveys.rounds.answers import read_item

LEVELS = ("Rất không hài lòng", "Không hài lòng", "Bình thường", "Hài lòng", "Rất hài lòng")
ITEMS = {
    "hai_long": Item(
        "hai_long",
        kind="scale",
        choices=tuple(Choice(code, label) for code, label in enumerate(LEVELS, start=1)),
        low=1.0,
        high=5.0,
        missing=(98,),
    ),
    "gioi": Item("gioi", kind="single", choices=(Choice("nam", "Nam"), Choice("nu", "Nữ"))),
    "tuoi": Item("tuoi", kind="number", low=18.0, high=110.0),
    "km": Item("km", kind="number", low=0.0),
}


def answer(item: str, cell: str) -> SimpleNamespace:
    """The answer in one cell, and the code of what is wrong with it."""
    read = read_item(ITEMS[item], pl.Series([cell], dtype=pl.String))
    return SimpleNamespace(measure=read.columns[item][0], code=read.wrong[0])


CHAPTER = Chapter(
    title="Khảo sát: ô trong tệp thành câu trả lời",
    prose="""
    Ô được nhận khi là **mã** hoặc **nhãn** của một lựa chọn (có dấu hay không, hoa hay thường),
    hoặc là số trong khoảng của mục; số thập phân dùng dấu chấm hoặc phẩy. **Mã không trả lời**
    thành trống, và trống không bao giờ thành 0. Ô khác đều sai, và cả dòng ra tệp lỗi: máy không
    đoán. Số giống số điện thoại, số giấy tờ thì bị từ chối ở mọi mục bằng số.
    """,
    uses={"answer": answer},
    examples=(
        Example(
            "từng ô một; cột cuối là mã lỗi",
            given={
                "cells": """
                    | item     | name           |
                    | hai_long | 4              |
                    | hai_long | 4,0            |
                    | hai_long | Hài lòng       |
                    | hai_long | KHONG HAI LONG |
                    | hai_long | 98             |
                    | hai_long | 7              |
                    | hai_long | -4             |
                    | hai_long | tạm được       |
                    | gioi     | Nữ             |
                    | gioi     | khác           |
                    | tuoi     | 45             |
                    | tuoi     | 17             |
                    | tuoi     | bốn lăm        |
                    | km       | 2,5            |
                    | km       | 0987654321     |
                """,
            },
            told={},
            each=True,
            call="answer(item, name)",
            columns=("measure", "code"),
            expected="""
                | item     | name           | measure | code       |
                | hai_long | 4              | 4       |            |
                | hai_long | 4,0            | 4       |            |
                | hai_long | Hài lòng       | 4       |            |
                | hai_long | KHONG HAI LONG | 2       |            |
                | hai_long | 98             | –       |            |
                | hai_long | 7              | –       | SURVEY-142 |
                | hai_long | -4             | –       | SURVEY-142 |
                | hai_long | tạm được       | –       | SURVEY-140 |
                | gioi     | Nữ             | nu      |            |
                | gioi     | khác           | –       | SURVEY-140 |
                | tuoi     | 45             | 45      |            |
                | tuoi     | 17             | –       | SURVEY-142 |
                | tuoi     | bốn lăm        | –       | SURVEY-141 |
                | km       | 2,5            | 2,5     |            |
                | km       | 0987654321     | –       | SURVEY-143 |
            """,
        ),
    ),
)
