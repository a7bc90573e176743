"""Read tables: delimited text, JSON, Excel and Parquet.

A table is an iterator of (place, row): the place in the file, and the row as a dict from column
name to value, or as the reason why the row is broken.
"""

import collections
import csv
import io
import itertools
import json

import pandas as pd

from monitor.loaders.columns import find_columns, flatten, fold_name, is_header, read_rows
from monitor.loaders.encodings import decode, open_text, read_lines
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all, read_office, reads
from monitor.resources import words
from monitor.text.cleaning import clean_line

DELIMITERS = ",;\t| "
PREFACE = 20  # rows, among which the header may stand below a title and settings
MAX_COLUMNS = 256
NOT_AN_OBJECT = "not an object with named fields"
_WRAPPERS = words("columns", "wrappers")


def _reader(rows_of):
    """The reader of the table that `rows_of(stream, options)` gives."""

    def read(stream, name, options):
        return read_rows(rows_of(stream, options), name, options)

    return read


@reads(".csv .tsv .tab")
@_reader
def read_csv(stream, options):
    """Yield the articles of delimited text; after a broken row it goes on at the next line."""
    lines = read_lines(open_text(stream), options.max_line)
    first = list(itertools.islice(lines, 50))
    sample = "".join(first)
    has_escapes = '\\"' in sample and '""' not in sample
    csv.field_size_limit(options.max_line)
    dialect = {
        "delimiter": _find_delimiter(first, options),
        "escapechar": "\\" if has_escapes else None,
        "doublequote": not has_escapes,
        "strict": True,
    }
    return _name_cells(_csv_cells(itertools.chain(first, lines), dialect), options)


def _find_delimiter(lines, options):
    """The sign that separates the names in the header; a blank only where names are quoted."""
    for line, delimiter in itertools.product(lines, DELIMITERS):
        names = [name.strip("\"' ") for name in line.strip().split(delimiter)]
        if is_header(names, options) and (delimiter != " " or line.startswith('"')):
            return delimiter
    first = next(filter(str.strip, lines), "")
    return max(DELIMITERS[:4], key=first.count)


def _csv_cells(lines, dialect):
    """Yield (row number as in a spreadsheet, cells or the reason why the row is broken)."""
    again, row_lines = collections.deque(), []

    def next_lines():
        while line := again.popleft() if again else next(lines, ""):
            row_lines.append(line)
            yield line

    for number in itertools.count(1):
        row_lines.clear()
        try:
            # A reader takes no more lines than its first row has.
            cells = next(csv.reader(next_lines(), **dialect), None)
        except csv.Error:
            cells = "a quotation mark is misplaced or not closed"
            again.extendleft(reversed(row_lines[1:]))
        if cells is None:
            return
        yield number, cells


def _name_cells(numbered_rows, options):
    """Yield (place, row or reason); the header is the first row that names usual columns, or else
    the first that is not blank."""
    rows = iter(numbered_rows)
    first = list(itertools.islice(rows, PREFACE))
    starts = (at for at, (_, cells) in enumerate(first) if is_header(cells, options))
    header, is_first = [], True
    for number, cells in itertools.chain(first[next(starts, 0) :], rows):
        place = f"row {number}"
        if isinstance(cells, str):
            yield place, cells
            continue
        while len(cells) > len(header) and cells[-1] in (None, ""):
            cells.pop()
        # Excel's own first line, `sep=;`, names the delimiter.
        if all(cell in (None, "") for cell in cells) or cells == ["sep="]:
            continue
        if not header:
            header = ["" if cell is None else str(cell) for cell in cells]
            continue
        if is_first and len(cells) == len(header) + 1:  # as R writes a table with row names
            header = ["", *header]
        is_first = False
        if len(cells) == len(header):
            yield place, dict(zip(header, cells, strict=True))
        else:
            yield place, f"{len(cells)} cells where the header has {len(header)}"


@reads(".json")
@_reader
def read_json(stream, options):
    """Yield the articles of JSON: a list of objects, alone or in an object, an object, columns."""
    text = decode(read_all(stream, options, "one JSON file; save it as JSON Lines"))
    content, reason = _parse_json(text)
    if "Extra data" in reason:
        yield from _json_lines(io.StringIO(text), options)
    elif reason:
        raise Unreadable(reason)
    else:
        for number, row in enumerate(_find_rows(content, options), start=1):
            yield f"item {number}", row if isinstance(row, dict) else NOT_AN_OBJECT


@reads(".jsonl .ndjson")
@_reader
def read_json_lines(stream, options):
    """Yield the articles of JSON Lines."""
    return _json_lines(open_text(stream), options)


def _json_lines(stream, options):
    for number, line in enumerate(read_lines(stream, options.max_line), start=1):
        if line := line.strip("\0, \t\r\n"):
            row, reason = _parse_json(line)
            yield f"line {number}", reason or (row if isinstance(row, dict) else NOT_AN_OBJECT)


def _parse_json(text):
    """(content or None, why the text cannot be read or "")."""
    try:
        return json.loads(text), ""
    except json.JSONDecodeError as error:
        return None, f"broken JSON: {error}"
    except (RecursionError, ValueError):
        return None, "broken JSON: nested too deeply, or a number is too long"


def _find_rows(content, options):
    """The list of rows in JSON; raises Unreadable where it holds none."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or not content:
        raise Unreadable("the JSON contains no list of articles")
    if "jsonfeed.org" in str(content.get("version")):
        return [{"outlet": content.get("title"), **item} for item in content["items"]]
    names = {fold_name(name): name for name in content}
    for wrapper in _WRAPPERS:
        inner = content.get(names.get(wrapper))
        if inner and isinstance(inner, (list, dict)):
            return _find_rows(inner, options)
    # Under another name it is the longest list of objects, unless all is one article.
    lists = [value for value in content.values() if isinstance(value, list) and value]
    longest = max(lists, key=len, default=[""])
    if isinstance(longest[0], dict) and not find_columns(flatten(content), options):
        return longest
    kinds = set(map(type, content.values()))
    if kinds == {dict} and not all("0" in column for column in content.values()):
        return list(content.values())
    # As pandas writes a table: {"title": {"0": …, "1": …}, …}, or {"title": […], …}.
    return pd.DataFrame(content).to_dict("records") if kinds in ({dict}, {list}) else [content]


@reads(".xlsx .xlsm")
def read_xlsx(stream, name, options):
    """Yield the articles of every sheet of an Excel workbook that has a header."""
    import openpyxl  # takes long to load and is rarely needed

    data = read_office(stream, options, "one workbook")
    book = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        # Row by row: one cell at the far end of a sheet makes billions of empty ones.
        sheet.reset_dimensions()
        cells = map(list, sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS))
        rows = _name_cells(enumerate(cells, start=1), options)
        yield from read_rows(rows, f"{name}, sheet {clean_line(sheet.title)}", options)


@reads(".parquet")
@_reader
def read_parquet(stream, options):
    """Yield the articles of a Parquet table, of which a few are in memory at a time."""
    import pyarrow.parquet  # takes long to load and is rarely needed

    if not stream.seekable():
        stream = io.BytesIO(read_all(stream, options, "one packed Parquet table"))
    table = pyarrow.parquet.ParquetFile(stream)
    batches = (batch.to_pylist() for batch in table.iter_batches(batch_size=16))
    for number, row in enumerate(itertools.chain.from_iterable(batches), start=1):
        yield f"row {number}", row
