"""Writes tables as CSV, JSON Lines, Parquet or XLSX, in which no text can act as a formula."""

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from monitor.compare.differences import NAMES_OF_CHANGES
from monitor.compare.families import FAMILIES
from monitor.errors import InputError, check_name
from monitor.findings import compared, significant
from monitor.parameters import choose, table_parameters
from monitor.tables import COLUMNS, ROWS, label, to_arrow
from monitor.wording import listed

COMPARED = ("changes", "differences", "findings")
WHOLE = ("rejected", "ingests", "log", "corrections", "themes")  # not of single articles
FORMATS = ("csv", "jsonl", "parquet", "xlsx")
ABOUT = ["outlet", "date", "title", "url"]
PLACES = ("start", "end", "spans", "replaced_by")
EXCEL_CELL = 32_767  # most characters
CUT = "… [cut: the whole text has {:,} characters]"
# Widths of columns, in characters; a text longer than the widest is wrapped.
NARROWEST = 10
WIDEST = 60
LINE = 15  # points
MOST_LINES = 6  # of a row that are seen at once
PERCENT = ("share", "low", "high", "now", "before", "rest", "difference", "first", "last")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def format_of(output, form=""):
    """The format of a file: the given one, else that of its ending; "csv" without a file.

    Raises InputError for an ending that is no format, or another one than the given format's.
    """
    if not output:
        return form or "csv"
    ending = Path(output).suffix.lower().removeprefix(".")
    allowed = [form] if form else FORMATS
    if ending not in allowed:
        endings = listed((f".{ending}" for ending in allowed), word="or")
        raise InputError(f"{output}: the name must end in {endings}")
    return ending


def read_table(workspace, name, given):
    """(DataFrame, labels as for `write_table`) of a table for the given parameters of a report.

    What a report tests (COMPARED) follows those under [report] in `monitor.toml` as well. Raises
    InputError for an unknown table, and for parameters that are unknown or that it does not take.
    """
    check_name("table", name, [*ROWS, *COMPARED])
    settings = workspace.settings["report"] if name in COMPARED else {}
    parameters = table_parameters(given, settings)
    if name in WHOLE and parameters.keys() - {"batch", "as_of"}:
        raise InputError(f"{name} is a table of the whole corpus; use --batch and --as-of only")
    if name in WHOLE:
        corpus = workspace.corpus()
        frame = corpus.table(name, **parameters)
    else:
        selection = choose(workspace, parameters)
        corpus, frame = selection.corpus, described_table(selection, name)
    return frame, {name: corpus.codebook.labels(name) for name in corpus.codebook.dimensions}


def described_table(selection, name):
    """A table of the selection, or what a report tests of it, by one of COMPARED.

    Rows of an article are followed by its outlet, date, title and address.
    """
    if name in COMPARED:
        return _compared_table(selection, name)
    frame = selection.table(name)
    if name == "articles":
        texts = selection.corpus.texts(frame["article_id"], selection.as_of)
        return frame.assign(text=frame["article_id"].map(texts))
    if "article_id" not in frame or "outlet" in frame:
        return frame
    return frame.merge(selection.articles[["article_id", *ABOUT]], "left", "article_id")


def _compared_table(selection, name):
    """All changes, all differences, or what is significant of them, in sentences."""
    if name == "findings":
        columns = ["topic", "finding", "estimate", "low", "high", "p"]
        findings = pd.DataFrame(significant(selection), columns=[*columns, "sentence"])
        return findings.assign(finding=findings["sentence"])[columns]
    tables = []
    for family in FAMILIES:
        if family.endswith(f"_{name}"):
            table = selection.comparison(family).assign(compared=compared(selection, family))
            if FAMILIES[family]["unit"] == "passage" and name == "changes":
                table = table.rename(columns=NAMES_OF_CHANGES)
            tables.append(table)
    return pd.concat(tables, ignore_index=True).dropna(axis=1, how="all")


def write_table(name, frame, form, file, labels=None):
    """Write the table to a binary file object in one of FORMATS; returns how many texts were cut.

    In CSV a text that a spreadsheet would run as a formula gets an apostrophe in front, as OWASP
    advises; in XLSX every text is stored as text, and one longer than a cell can hold is cut, and
    says so. `labels`: dict from dimensions to dicts of their values' readable names, for XLSX.
    Raises InputError for another format.
    """
    check_name("format", form, FORMATS)
    if name in COMPARED:
        table = pa.Table.from_pandas(frame)
    else:
        also = [column for column in ABOUT if column in frame and column not in COLUMNS[name]]
        table = to_arrow(name, frame, also)
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
        rows = table.to_pandas().replace("", None)
        for dimension, names in (labels or {}).items():
            rows = rows.replace({dimension: names, f"hand_{dimension}": names})
            if "value" in rows:
                is_meant = rows["dimension"] == dimension
                rows.loc[is_meant, "value"] = rows["value"].replace(names)
        is_long = rows.map(lambda value: isinstance(value, str) and len(value) > EXCEL_CELL)
        _write_xlsx(name, rows[sorted(rows, key=_place)].map(_cell_text), file)
        return int(is_long.to_numpy().sum())
    return 0


def _place(column):
    """Where a column stands in a sheet for people: the article first, ids and places last."""
    if column in ABOUT[:3]:
        return ABOUT.index(column)
    return len(ABOUT) + (column.endswith("_id") or column in PLACES)


def _without_formula(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _cell_text(value):
    if not isinstance(value, str):
        return value
    if len(value) > EXCEL_CELL:
        mark = CUT.format(len(value))
        value = value[: EXCEL_CELL - len(mark)] + mark
    return ILLEGAL_CHARACTERS_RE.sub("", value)


def _write_xlsx(name, rows, file):
    meanings = {column: label(column) for column in rows}
    meanings |= {column: meaning for column, (_, meaning) in COLUMNS.get(name, {}).items()}
    meanings = pd.DataFrame(meanings.items(), columns=["column", "meaning"])
    with pd.ExcelWriter(file, engine="openpyxl") as book:
        for sheet, table in ((name, rows), ("columns", meanings)):
            table.to_excel(book, sheet_name=sheet, index=False, freeze_panes=(1, 0))
            _format_sheet(book.sheets[sheet])


def _format_sheet(sheet):
    """Make a sheet readable: widths, wrapped texts, percent; a filter in its first row."""
    sheet.auto_filter.ref = sheet.dimensions
    lines = dict.fromkeys(range(2, sheet.max_row + 1), 1)
    for head, *cells in sheet.columns:
        lengths = [len(str(cell.value)) for cell in (head, *cells) if cell.value is not None]
        width = min(max(NARROWEST, 2 + max(lengths)), WIDEST)
        sheet.column_dimensions[head.column_letter].width = width
        head.font = Font(bold=True)
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"  # never a formula
                lines[cell.row] = max(lines[cell.row], -(-len(cell.value) // width))
            elif isinstance(cell.value, float):
                cell.number_format = "0%" if head.value in PERCENT else "0.000"
    for row, n in lines.items():
        sheet.row_dimensions[row].height = LINE * min(n, MOST_LINES)
