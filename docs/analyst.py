# Thước Đo cho người phân tích · Thước Đo for analysts
#
# Chạy cả tệp (python docs/analyst.py) hoặc từng ô trong trình soạn thảo biết dấu "# %%".
# Run the whole file, or cell by cell in an editor that knows "# %%". Every claim is asserted.

# %% [markdown]
# ## 1. Số liệu đã công bố · The published figures
# Mỗi dòng một điểm, kèm nguồn, tệp và dòng. Mã đổi nghĩa qua các năm, cột `concept` thì không.

# %%
import polars as pl

import thuocdo

pl.Config.set_tbl_rows(12)
pl.Config.set_tbl_cols(12)
pl.Config.set_tbl_width_chars(110)
pl.Config.set_tbl_hide_dataframe_shape(True)

papi = thuocdo.load("papi")
print(papi.select("year", "unit", "code", "concept", "score", "source", "file", "row").head(3))
years = papi.group_by("year").agg(
    pl.col("unit").n_unique().alias("provinces"), pl.col("code").n_unique().alias("parts")
)
print(years.sort("year"))

# Nội dung thành phần 2.1 là hai việc khác nhau trước và sau 2018.
meaning = papi.filter(pl.col("code") == "2.1").group_by("concept").agg(pl.col("year").unique())
print(meaning.with_columns(pl.col("year").list.min().alias("first")).drop("year").sort("first"))

# %% [markdown]
# ## 2. Điểm và hạng · Scores and ranks
# Hưng Yên năm 2021: 45,3659 điểm, hạng 5 trong 60 tỉnh có đủ số liệu.

# %%
HUNG_YEN, THAI_BINH = "33", "34"

at_2021 = thuocdo.standings("papi", 2021, boundaries="63")
own = at_2021.of(HUNG_YEN)
print(f"Hưng Yên 2021: {own['score']:.4f}, rank {own['rank']} of {own['of']}")
assert round(own["score"], 4) == 45.3659
assert (own["rank"], own["of"]) == (5, 60)

shown = ["name", "score", "rank", "of", "se", "rank_low", "rank_high"]
print(at_2021.item("total").select(shown).head(6))

# %% [markdown]
# ## 3. Tỉnh hợp nhất · The merged province
# Bình quân hai tỉnh cũ theo dân số 2019: là ước lượng, không phải số công bố.

# %%
at_63 = thuocdo.standings("papi", 2024, boundaries="63")
at_34 = thuocdo.standings("papi", 2024, boundaries="34")
parts = pl.DataFrame([at_63.of(HUNG_YEN), at_63.of(THAI_BINH)]).select(shown)
print(parts)
merged = at_34.of(HUNG_YEN)
print(f"new Hưng Yên 2024: {merged['score']:.4f}, rank {merged['rank']} of {merged['of']}")
print(f"its rank set: {merged['rank_low']} to {merged['rank_high']}")
assert parts["score"].round(4).to_list() == [44.4042, 44.7379]
assert round(merged["score"], 3) == 44.604
assert (merged["rank"], merged["of"], merged["basis"]) == (8, 32, "estimated")

# Chỗ yếu nhất theo thứ hạng là nội dung 7, quản trị môi trường.
dimensions = at_34.table.filter((pl.col("unit") == HUNG_YEN) & (pl.col("level") == "dimension"))
print(dimensions.select("item", "concept", "score", "rank", "rank_low", "rank_high"))
assert dimensions.sort("rank")["item"][-1] == "7"

# %% [markdown]
# ## 4. Vì sao số này · Why this number
# Cây từ con số xuống từng dòng của bảng số liệu.

# %%
why = thuocdo.why("papi", 2024, "Hưng Yên", item="7", boundaries="34")
print(why.label.text("vi"), "=", round(why.output, 4), "|", why.rule.text("vi"))
for row in why.rows()[:4]:
    print(f"  {row.value:>12.6g}  {row.file}:{row.row}  {row.source}")
assert {row.file for row in why.rows()} == {"papi_score.csv", "census.csv"}

# %% [markdown]
# ## 5. Điều gì đã đổi · What changed
# Bản đọc nhanh so với năm trước và với năm đầu còn so được; đổi trong sai số thì chưa nói gì.

# %%
brief = thuocdo.brief("papi", "Hưng Yên", 2024)
for sentence in brief.sentences:
    print("-", sentence.text("vi"))
changes = pl.DataFrame(
    {
        "item": [one.item for one in brief.changes],
        "since": [one.year_from for one in brief.changes],
        "difference": [one.difference for one in brief.changes],
        "beyond_noise": [one.beyond_noise for one in brief.changes],
    }
)
print(changes.filter(pl.col("since") == 2023))
assert not changes.filter((pl.col("item") == "total") & pl.col("beyond_noise")).height

# %% [markdown]
# ## 6. Nếu sai số lớn hơn · If the errors are larger
# Sai số năm 2024 là của năm 2019 dùng lại. Nhân 1,5 để xem kết luận có đứng vững không.

# %%
wider = thuocdo.standings("papi", 2024, boundaries="34", se_scale=1.5)
rows = pl.DataFrame([merged, wider.of(HUNG_YEN)]).select("score", "se", "rank", *shown[-2:])
print(rows.with_columns(pl.Series("se_scale", [1.0, 1.5])))
before, after = rows["rank_high"] - rows["rank_low"]
assert after > before
assert rows["rank"].n_unique() == 1

# %% [markdown]
# ## 7. Tự làm với điểm của mình · On figures of your own
# Ba hàm nhận điểm và sai số chuẩn của bất cứ cuộc đo nào; điểm cao hơn là tốt hơn.

# %%
valid = at_34.item("total").filter(pl.col("score").is_not_null())
scores, errors = valid["score"].to_numpy(), valid["se"].to_numpy()
low, high = thuocdo.rank_sets(scores, errors, simultaneous=False)
everyone_low, everyone_high = thuocdo.rank_sets(scores, errors)
own_table = valid.select("name", "score", "rank").with_columns(
    pl.Series("low", low),
    pl.Series("high", high),
    pl.Series("low_all", everyone_low),
    pl.Series("high_all", everyone_high),
    pl.Series("may_be_top_10", thuocdo.top_set(scores, errors, 10)),
    pl.Series("chance_top_10", thuocdo.chance_of_rank(scores, errors, 10).round(2)),
    pl.Series("shrunk", thuocdo.chance_of_rank(scores, errors, 10, shrink=True).round(2)),
)
print(own_table.head(10))
place = valid["unit"].to_list().index(HUNG_YEN)
assert (low[place], high[place]) == (merged["rank_low"], merged["rank_high"])
assert everyone_low[place] <= low[place] <= high[place] <= everyone_high[place]
