"""Tables leave as files that no spreadsheet runs and every program reads."""

import io
import json

import openpyxl
import pandas as pd
import pytest
from conftest import article

from monitor import Corpus
from monitor.errors import InputError
from monitor.export import write_table


@pytest.fixture
def hostile(tmp_path):
    corpus = Corpus(tmp_path)
    corpus.add(
        [article(1, title='=HYPERLINK("http://x.example")', outlet="@sum", date=None), article(2)],
        batch="b",
    )
    return corpus.table("articles").sort_values("source", ignore_index=True)


def written(frame, form):
    file = io.BytesIO()
    write_table("articles", frame, form, file)
    return io.BytesIO(file.getvalue())


def test_csv_defuses_formulas(hostile):
    table = pd.read_csv(written(hostile, "csv"))
    assert table["title"][0] == '\'=HYPERLINK("http://x.example")'
    assert table["outlet"][0] == "'@sum"
    assert table["date"].isna()[0]
    assert table["date"][1] == "2025-10-03"


def test_xlsx_keeps_formulas_as_text_and_explains_the_columns(hostile):
    book = openpyxl.load_workbook(written(hostile, "xlsx"))
    header = [cell.value for cell in book["articles"][1]]
    title = book["articles"].cell(2, header.index("title") + 1)
    assert (title.data_type, title.value) == ("s", '=HYPERLINK("http://x.example")')
    assert book["articles"].cell(3, header.index("date") + 1).is_date
    assert "title line" in [row[1].value for row in book["columns"]]


def test_jsonl_and_parquet_give_the_values_back(hostile):
    rows = [json.loads(line) for line in written(hostile, "jsonl")]
    assert rows[0]["title"].startswith("=HYPERLINK")
    assert (rows[0]["date"], rows[1]["date"]) == (None, "2025-10-03")
    parquet = pd.read_parquet(written(hostile, "parquet"))
    assert parquet["text"].tolist() == hostile["text"].tolist()
    assert str(parquet["date"][1]) == "2025-10-03"


def test_a_text_longer_than_a_cell_is_cut(hostile):
    long = hostile.assign(text="x" * 40_000)
    book = openpyxl.load_workbook(written(long, "xlsx"))
    assert max(len(str(cell.value)) for cell in book["articles"][2]) == 32_767


def test_another_format_is_refused_with_those_available(hostile):
    with pytest.raises(
        InputError, match="unknown format 'pdf'; available: csv, jsonl, parquet, xlsx"
    ):
        write_table("articles", hostile, "pdf", io.BytesIO())
