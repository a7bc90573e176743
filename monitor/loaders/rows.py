"""A table file in; its rows, each with its place in the file, as dictionaries from column name to value out."""

import csv
import io
import itertools
import json
import zipfile
from collections import deque

from monitor.loaders.streams import bounded_lines, text_of, text_stream, whole
from monitor.loaders.options import Unreadable

MAX_COLUMNS = 256
MAX_JSON_PARTS = 4_000_000
MAX_WORKBOOK = 200 << 20
TOO_LONG = "a line longer than max_line in monitor.toml, [limits]; split it, or raise that limit"
NO_OBJECT = "not an object with named fields"
_WRAPPERS = (
    "articles items results data docs documents stories entries records rows posts news hits response feed".split()
)


def csv_rows(stream, options):
    """Yield (place, row) of delimited text; a broken row is yielded as (place, reason) and the next line is read."""
    lines = bounded_lines(text_stream(stream), options.max_line)
    first = list(itertools.islice(lines, 50))
    dialect = _dialect("".join(filter(None, first)))
    yield from _with_header(_csv_cells(itertools.chain(first, lines), dialect, options.max_line))


def _dialect(sample):
    header = sample.lstrip("\r\n").split("\n", 1)[0]
    delimiter = max(",;\t|", key=header.count)
    escape = "\\" if '\\"' in sample and '""' not in sample else None
    return {"delimiter": delimiter, "escapechar": escape, "doublequote": escape is None, "strict": True}


def _csv_cells(lines, dialect, max_line):
    """Yield (row number, cells or the reason why it is broken); rows count as in a spreadsheet, the header is row 1."""
    csv.field_size_limit(max_line)
    again, number = deque(), 0
    while True:
        taken = []
        try:
            for cells in csv.reader(_recorded(again, lines, taken), **dialect):
                taken.clear()
                number += 1
                yield number, cells
            return
        except (csv.Error, ValueError):
            number += 1
            yield number, TOO_LONG if taken[-1:] == [None] else "a quotation mark is misplaced or never closed"
            again.extendleft(reversed(taken[1:]))


def _recorded(again, lines, taken):
    while line := again.popleft() if again else next(lines, ""):
        taken.append(line)
        yield line
    if line is None:
        taken.append(line)
        raise csv.Error


def _with_header(numbered, cut=False):
    """Yield (place, row or reason) of rows of cells, the first row that is not blank being the header.

    `cut`: rows lack the empty cells at their end, as in a workbook.
    """
    header = None
    for number, cells in numbered:
        place = f"row {number:,}".replace(",", "")
        if isinstance(cells, str):
            yield place, cells
            continue
        while cells and cells[-1] in (None, "") and len(cells) > len(header or ()):
            cells = cells[:-1]
        if not any(cell not in (None, "") for cell in cells):
            continue
        if header is None:
            header = [str(cell if cell is not None else "") for cell in cells]
            continue
        if cut:
            cells += [None] * (len(header) - len(cells))
        if len(cells) != len(header):
            yield place, f"{len(cells)} cells where the header has {len(header)}"
        elif list(map(str, cells)) == header:
            yield place, "the header row again"
        else:
            yield place, dict(zip(header, cells, strict=True))


def json_rows(stream, options):
    """Yield (place, row) of a JSON file: a list of objects, an object that wraps one, one object, or columns."""
    text = text_of(whole(stream, options, "one JSON file; save it as JSON Lines"))
    content, reason = _parsed(text)
    if "extra data" in reason and "\n" in text:
        yield from _json_lines(io.StringIO(text), options.max_line)
    elif reason:
        raise Unreadable(reason)
    else:
        for number, row in enumerate(_rows_in(content), start=1):
            yield f"item {number}", row if isinstance(row, dict) else NO_OBJECT


def _parsed(text):
    """(content of a JSON text or None, why it cannot be read or the empty text)."""
    if sum(map(text.count, ",[{")) > MAX_JSON_PARTS:
        return None, f"JSON of over {MAX_JSON_PARTS:,} parts; save it as JSON Lines, one article a line"
    try:
        return json.loads(text), ""
    except RecursionError:
        return None, "JSON nested too deeply"
    except json.JSONDecodeError as error:
        reason = "a quotation mark is never closed" if error.msg.startswith("Unterminated") else error.msg.lower()
        line = f" of line {error.lineno}" if error.lineno > 1 else ""
        return None, f"broken JSON: {reason.removesuffix(' at').removesuffix(':')}, at character {error.colno}{line}"
    except ValueError:
        return None, "broken JSON: a number is too long"


def _rows_in(content, depth=0):
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or not content:
        raise Unreadable("the JSON holds no list of articles")
    names = {str(name).lower(): name for name in content}
    for wrapper in _WRAPPERS:
        inner = content.get(names.get(wrapper))
        if isinstance(inner, (list, dict)) and inner and depth < 3 and not _is_scalar_list(inner):
            return _rows_in(inner, depth + 1)
    columns = list(content.values())
    if all(isinstance(column, dict) for column in columns):
        if len(columns) > 1 and len({tuple(column) for column in columns}) == 1 and len(columns[0]) != len(columns):
            return [dict(zip(content, row, strict=True)) for row in zip(*(c.values() for c in columns), strict=True)]
        return columns
    if len(columns) > 1 and all(isinstance(column, list) and len(column) == len(columns[0]) for column in columns):
        return [dict(zip(content, row, strict=True)) for row in zip(*columns, strict=True)]
    return [content]


def _is_scalar_list(value):
    return isinstance(value, list) and not any(isinstance(item, (dict, list)) for item in value)


def jsonl_rows(stream, options):
    """Yield (place, row) of JSON Lines; a broken line is yielded as (place, reason)."""
    yield from _json_lines(text_stream(stream), options.max_line)


def _json_lines(stream, max_line):
    for number, line in enumerate(bounded_lines(stream, max_line), start=1):
        place = f"line {number}"
        if line is None:
            yield place, TOO_LONG
        elif line.strip(" \t\r\n\ufeff\0,"):
            row, reason = _parsed(line.strip().rstrip(",").lstrip("\ufeff"))
            yield place, reason or (row if isinstance(row, dict) else NO_OBJECT)


def xlsx_rows(stream, options):
    """Yield (place, row) of every sheet of an Excel workbook that has a header."""
    data = whole(stream, options, "one workbook; save it as CSV")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            entries = parts.infolist()
    except zipfile.BadZipFile:
        raise Unreadable("no Excel workbook (.xlsx), or a damaged one") from None
    if sum(entry.file_size for entry in entries) > MAX_WORKBOOK:
        raise Unreadable(f"a workbook that unpacks to over {MAX_WORKBOOK >> 20} MB; save it as CSV")
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        rows = enumerate(map(list, sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS)), start=1)
        for place, row in _with_header(rows, cut=True):
            yield f"sheet {sheet.title}, {place}", row


def parquet_rows(stream, options):
    """Yield (place, row) of a Parquet table, a few rows in memory at a time."""
    import pyarrow.parquet

    source = stream if stream.seekable() else io.BytesIO(whole(stream, options, "one packed Parquet table"))
    table = pyarrow.parquet.ParquetFile(source)
    groups = [table.metadata.row_group(index) for index in range(table.metadata.num_row_groups)]
    if any(group.total_byte_size > MAX_WORKBOOK for group in groups):
        raise Unreadable(f"a row group of over {MAX_WORKBOOK >> 20} MB; write it in smaller groups")
    rows = (row for batch in table.iter_batches(batch_size=16) for row in batch.to_pylist())
    for number, row in enumerate(rows, start=1):
        yield f"row {number}", row
