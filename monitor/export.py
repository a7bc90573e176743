"""Writing tables as CSV, JSON Lines, Parquet or XLSX; no cell of an article acts as a formula."""

import csv
import json

import pandas as pd
import pyarrow.parquet as pq

from monitor.errors import InputError
from monitor.tables import COLUMNS, to_arrow

FORMATS = ("csv", "jsonl", "parquet", "xlsx")
EXCEL_CELL = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_table(name, frame, form, file):
    """Write the table to a binary file object in one of FORMATS.

    In CSV, text that a spreadsheet would run as a formula is prefixed with an apostrophe, as OWASP
    advises; in XLSX all text is stored as text and cut to the longest that a cell can hold. Raises
    InputError for another format.
    """
    if form not in FORMATS:
        raise InputError(f"unknown format {form!r}; available: {', '.join(FORMATS)}")
    if form == "parquet":
        pq.write_table(to_arrow(name, frame), file)
    elif form == "xlsx":
        _write_xlsx(name, frame, file)
    else:
        columns = [column for column in COLUMNS[name] if column in frame]
        plain = frame[columns].assign(**{c: _days(frame[c]) for c in columns if COLUMNS[name][c][0] == "date32"})
        (_write_csv if form == "csv" else _write_jsonl)(plain, file)


def _days(column):
    return column.map(lambda day: None if pd.isna(day) else day.date().isoformat()).astype(object)


def _write_csv(frame, file):
    safe = frame.apply(lambda column: column.map(_no_formula) if column.dtype.kind not in "ifb" else column)
    file.write(safe.to_csv(index=False, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").encode("utf-8", "replace"))


def _no_formula(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _write_jsonl(frame, file):
    for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        file.write((json.dumps(row, ensure_ascii=False) + "\n").encode("utf-8", "replace"))


def _write_xlsx(name, frame, file):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    columns = [column for column in COLUMNS[name] if column in frame]
    _add_sheet(book, name, columns, frame[columns].itertuples(index=False))
    _add_sheet(book, "columns", ["column", "meaning"], [(column, COLUMNS[name][column][1]) for column in columns])
    book.save(file)


def _add_sheet(book, title, header, rows):
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value):
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None or value is pd.NaT or (isinstance(value, float) and pd.isna(value)):
        return None
    if not isinstance(value, str):
        return value.to_pydatetime().date() if isinstance(value, pd.Timestamp) else value
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:EXCEL_CELL])
    cell.data_type = "s"
    return cell
