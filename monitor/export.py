"""Writes tables as CSV, JSON Lines, Parquet or XLSX, in which no text can act as a formula."""

import json

import pandas as pd
import pyarrow.parquet as pq
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from monitor.errors import InputError
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
    if form not in FORMATS:
        raise InputError(f"unknown format {form!r}; available: {', '.join(FORMATS)}")
    if form == "parquet":
        pq.write_table(to_arrow(name, frame), file)
        return
    columns = {column: COLUMNS[name][column] for column in COLUMNS[name] if column in frame}
    frame = frame[list(columns)]
    if form == "xlsx":
        _write_xlsx(name, frame, columns, file)
        return
    dates = [column for column, (kind, *_) in columns.items() if kind == "date32"]
    frame = frame.assign(**{column: frame[column].map(_iso).astype(object) for column in dates})
    text = _csv(frame) if form == "csv" else _jsonl(frame)
    file.write(text.encode("utf-8", "replace"))


def _iso(day):
    return None if pd.isna(day) else day.date().isoformat()


def _csv(frame):
    texts = frame.select_dtypes(exclude=["number", "bool"])
    return frame.assign(**texts.map(_without_formula)).to_csv(index=False, lineterminator="\n")


def _without_formula(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _jsonl(frame):
    rows = frame.astype(object).where(frame.notna(), None).to_dict("records")
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _write_xlsx(name, frame, columns, file):
    book = Workbook(write_only=True)
    _add_sheet(book, name, columns, frame.itertuples(index=False))
    meanings = [(column, meaning) for column, (_, meaning, *_) in columns.items()]
    _add_sheet(book, "columns", ["column", "meaning"], meanings)
    book.save(file)


def _add_sheet(book, title, header, rows):
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in (header, *rows):
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet, value):
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:EXCEL_CELL])
        cell.data_type = "s"
        return cell
    if pd.isna(value):
        return None
    return value.to_pydatetime().date() if isinstance(value, pd.Timestamp) else value
