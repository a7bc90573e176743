"""Writes tables as CSV, JSON Lines, Parquet or XLSX, in which no text can act as a formula."""

import json

import pandas as pd
import pyarrow.parquet as pq
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from monitor.errors import check_name
from monitor.tables import COLUMNS, to_arrow

FORMATS = ("csv", "jsonl", "parquet", "xlsx")
EXCEL_CELL = 32_767  # most characters
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(name, frame, form, file):
    """Write the table to a binary file object in one of FORMATS.

    In CSV a text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP
    advises; in XLSX every text is stored as text, and one longer than a cell can hold is cut.
    Raises InputError for another format.
    """
    check_name("format", form, FORMATS)
    table = to_arrow(name, frame)
    if form == "parquet":
        pq.write_table(table, file)
    elif form == "jsonl":
        for row in table.to_pylist():
            line = json.dumps(row, ensure_ascii=False, default=str)
            file.write(f"{line}\n".encode())
    elif form == "csv":
        rows = table.to_pandas().map(_without_formula)
        rows.to_csv(file, mode="wb", index=False, lineterminator="\n")
    else:
        _write_xlsx(name, table.to_pandas().replace("", None).map(_cell_text), file)


def _without_formula(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _cell_text(value):
    if not isinstance(value, str):
        return value
    return ILLEGAL_CHARACTERS_RE.sub("", value)[:EXCEL_CELL]


def _write_xlsx(name, rows, file):
    meanings = {column: meaning for column, (_, meaning) in COLUMNS[name].items()}
    meanings = pd.DataFrame(meanings.items(), columns=["column", "meaning"])
    with pd.ExcelWriter(file, engine="openpyxl") as book:
        rows.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
        meanings.to_excel(book, sheet_name="columns", index=False, freeze_panes=(1, 0))
        for cells in book.sheets[name].iter_rows():
            for cell in cells:
                if isinstance(cell.value, str):
                    cell.data_type = "s"
