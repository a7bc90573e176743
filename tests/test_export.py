"""Tables leave as files that no spreadsheet runs and every program reads."""

import io
import json

import openpyxl
import pandas as pd
import pytest
from conftest import article

from monitor import Corpus
from monitor.errors import InputError
from monitor.export import described_table, format_of, write_table


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


def test_a_text_longer_than_a_cell_is_cut_and_says_so(hostile):
    long = hostile.assign(text="x" * 40_000)
    assert write_table("articles", long, "xlsx", io.BytesIO()) == len(long)
    book = openpyxl.load_workbook(written(long, "xlsx"))
    text = max((str(cell.value) for cell in book["articles"][2]), key=len)
    assert len(text) == 32_767
    assert text.endswith("x… [cut: the whole text has 40,000 characters]")


def test_a_sheet_is_ready_to_be_read(workspace):
    corpus = workspace.corpus()
    corpus.add([article(1), article(2)], batch="b")
    stance = described_table(workspace.selection(), "stance")
    file = io.BytesIO()
    labels = {"position": corpus.codebook.labels("position")}
    stance["hand_position"] = "support"
    write_table("stance", stance, "xlsx", file, labels)
    sheet = openpyxl.load_workbook(file)["stance"]
    header = {cell.value: cell for cell in sheet[1]}
    assert header["passage_id"].font.bold
    assert sheet.auto_filter.ref == sheet.dimensions
    assert {"outlet", "date", "title", "url"} <= set(header)
    assert sheet.cell(2, header["date"].column).is_date
    assert sheet.cell(2, header["position"].column).value in labels["position"].values()
    assert sheet.cell(2, header["hand_position"].column).value == "Support"
    assert sheet.cell(2, header["confidence"].column).number_format == "0.000"
    passage = sheet.cell(2, header["passage"].column)
    assert passage.alignment.wrap_text
    assert sheet.column_dimensions[passage.column_letter].width == 60


def test_a_sheet_begins_with_what_a_person_reads_and_ends_with_ids(workspace):
    workspace.corpus().add([article(1), article(2)], batch="b")
    stance = described_table(workspace.selection(), "stance")

    def columns(form):
        file = io.BytesIO()
        write_table("stance", stance, form, file)
        return list((pd.read_excel if form == "xlsx" else pd.read_csv)(io.BytesIO(file.getvalue())))

    assert columns("xlsx")[:4] == ["outlet", "date", "title", "passage"]
    assert columns("xlsx")[-5:] == ["url", "passage_id", "article_id", "start", "end"]
    assert columns("csv")[:3] == ["passage_id", "article_id", "start"]
    assert columns("csv")[-4:] == ["outlet", "date", "title", "url"]


def test_shares_are_percent_and_values_have_their_labels(workspace):
    corpus = workspace.corpus()
    corpus.add([article(1), article(2)], batch="b")
    file = io.BytesIO()
    shares, labels = corpus.table("shares"), {"tone": corpus.codebook.labels("tone")}
    write_table("shares", shares, "xlsx", file, labels)
    sheet = openpyxl.load_workbook(file)["shares"]
    column = [cell.value for cell in sheet[1]].index("share") + 1
    assert sheet.cell(2, column).number_format == "0%"
    written = pd.read_excel(file).groupby("dimension")["value"].agg(set)
    assert written["tone"] == {"Supportive", "Critical", "Neutral"}
    assert written["position"] == set(shares.loc[shares["dimension"] == "position", "value"])


@pytest.mark.parametrize(
    ("output", "form", "expected"),
    [("", "", "csv"), ("a.XLSX", "", "xlsx"), ("a.parquet", "parquet", "parquet")],
)
def test_the_ending_of_a_file_says_its_format(output, form, expected):
    assert format_of(output, form) == expected


@pytest.mark.parametrize(("output", "form"), [("a.txt", ""), ("a", ""), ("a.csv", "xlsx")])
def test_an_ending_that_is_no_format_is_refused(output, form):
    with pytest.raises(InputError, match="the name must end in"):
        format_of(output, form)


def test_another_format_is_refused_with_those_available(hostile):
    with pytest.raises(
        InputError, match="unknown format 'pdf'; available: csv, jsonl, parquet, xlsx"
    ):
        write_table("articles", hostile, "pdf", io.BytesIO())


@pytest.mark.parametrize(
    ("name", "column"), [("changes", "now"), ("differences", "group"), ("findings", "finding")]
)
def test_what_a_report_tests_can_be_exported(demo, name, column):
    table = described_table(demo.selection(), name)
    file = io.BytesIO()
    labels = {"position": demo.corpus().codebook.labels("position")}
    write_table(name, table, "xlsx", file, labels)
    header = [cell.value for cell in openpyxl.load_workbook(file)[name][1]]
    assert sorted(header) == sorted(table)
    assert column in header
    named = {"changes": "positions", "differences": "positions by voice (own words or quotations)"}
    assert name == "findings" or table["compared"].str.startswith(named[name]).any()
