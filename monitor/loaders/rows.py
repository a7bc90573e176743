"""Read the rows of tables: delimited text, JSON, Excel and Parquet.

Each function yields (place, row): the place in the file, and the row as a dict from column name to
value, or as the reason why the row is broken.
"""

import collections
import csv
import io
import itertools
import json
import re
import zipfile

from monitor.loaders.encodings import decode, open_text, read_lines
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import read_all

MAX_COLUMNS = 256
MAX_JSON_PARTS = 4_000_000
MAX_UNPACKED = 200 << 20  # bytes of a workbook or of a group of rows
TOO_LONG = "a line longer than max_line in monitor.toml, [limits]; split it, or raise that limit"
NOT_AN_OBJECT = "not an object with named fields"
# Names under which sources wrap the list of articles.
_WRAPPERS = (
    "articles items results data docs documents stories entries records rows posts news hits "
    "response feed"
).split()


def csv_rows(stream, options):
    """Rows of delimited text; after a broken row, reading goes on at the next line."""
    lines = read_lines(open_text(stream), options.max_line)
    first = list(itertools.islice(lines, 50))
    dialect = _detect_dialect("".join(filter(None, first)))
    lines = itertools.chain(first, lines)
    return _name_cells(_csv_cells(lines, dialect, options.max_line))


def _detect_dialect(sample):
    header = re.sub(r"^sep=.\r?\n", "", sample.lstrip("\r\n")).split("\n", 1)[0]
    has_escapes = '\\"' in sample and '""' not in sample
    return {
        "delimiter": max(",;\t|", key=header.count),
        "escapechar": "\\" if has_escapes else None,
        "doublequote": not has_escapes,
        "strict": True,
    }


def _csv_cells(lines, dialect, max_line):
    """Yield (row number as in a spreadsheet, cells or the reason why the row is broken)."""
    csv.field_size_limit(max_line)
    again, number = collections.deque(), 0
    while True:
        row_lines = []
        try:
            for cells in csv.reader(_record(again, lines, row_lines), **dialect):
                row_lines.clear()
                number += 1
                yield number, cells
            return
        except (csv.Error, ValueError):
            number += 1
            is_too_long = row_lines[-1:] == [None]
            yield number, TOO_LONG if is_too_long else "a quotation mark is misplaced or not closed"
            again.extendleft(reversed(row_lines[1:]))


def _record(again, lines, row_lines):
    """Yield the lines of `again`, then `lines`, and note them in `row_lines`."""
    while (line := again.popleft() if again else next(lines, "")) != "":
        row_lines.append(line)
        if line is None:
            raise csv.Error
        yield line


def _name_cells(numbered_rows, pad=False):
    """Yield (place, row or reason); the first row that is not blank is the header.

    `pad`: rows lack the empty cells at their end, as in a workbook.
    """
    header = None
    for number, cells in numbered_rows:
        place = f"row {number}"
        if isinstance(cells, str):
            yield place, cells
            continue
        while cells and cells[-1] in (None, "") and len(cells) > len(header or ()):
            cells = cells[:-1]
        if all(cell in (None, "") for cell in cells):
            continue
        if header is None and cells == ["sep="]:  # Excel's own line, which names the delimiter
            continue
        if header is None:
            header = ["" if cell is None else str(cell) for cell in cells]
            continue
        if pad:
            cells += [None] * (len(header) - len(cells))
        if len(cells) != len(header):
            yield place, f"{len(cells)} cells where the header has {len(header)}"
        elif list(map(str, cells)) == header:
            yield place, "the header row again"
        else:
            yield place, dict(zip(header, cells, strict=True))


def json_rows(stream, options):
    """Rows of a JSON file: a list of objects, an object around one, one object, or columns."""
    text = decode(read_all(stream, options, "one JSON file; save it as JSON Lines"))
    content, reason = _parse_json(text)
    if "Extra data" in reason and "\n" in text:
        yield from _json_lines(io.StringIO(text), options.max_line)
    elif reason:
        raise Unreadable(reason)
    else:
        for number, row in enumerate(_find_rows(content), start=1):
            yield f"item {number}", row if isinstance(row, dict) else NOT_AN_OBJECT


def jsonl_rows(stream, options):
    """Rows of JSON Lines."""
    return _json_lines(open_text(stream), options.max_line)


def _json_lines(stream, max_line):
    for number, line in enumerate(read_lines(stream, max_line), start=1):
        place = f"line {number}"
        if line is None:
            yield place, TOO_LONG
        elif line := line.strip("\ufeff\0, \t\r\n"):
            row, reason = _parse_json(line)
            yield place, reason or (row if isinstance(row, dict) else NOT_AN_OBJECT)


def _parse_json(text):
    """(content or None, why the text cannot be read or "")."""
    if sum(map(text.count, ",[{")) > MAX_JSON_PARTS:
        return None, f"JSON of over {MAX_JSON_PARTS:,} parts; save it as JSON Lines"
    try:
        return json.loads(text), ""
    except RecursionError:
        return None, "JSON nested too deeply"
    except json.JSONDecodeError as error:
        return None, f"broken JSON: {error}"
    except ValueError:
        return None, "broken JSON: a number is too long"


def _find_rows(content, depth=0):
    """The list of rows in JSON; raises Unreadable where it holds none."""
    if isinstance(content, list):
        return content
    if not isinstance(content, dict) or not content:
        raise Unreadable("the JSON holds no list of articles")
    if "jsonfeed.org" in str(content.get("version")):
        return [{"outlet": content.get("title"), **item} for item in content["items"]]
    names = {name.lower(): name for name in content}
    for wrapper in _WRAPPERS:
        inner = content.get(names.get(wrapper))
        if depth < 3 and _may_hold_rows(inner):
            return _find_rows(inner, depth + 1)
    columns = list(content.values())
    if all(isinstance(column, dict) for column in columns):
        keys = {tuple(column) for column in columns}
        if len(columns) == 1 or len(keys) > 1 or len(columns[0]) == len(columns):
            return columns
        columns = [list(column.values()) for column in columns]
    lengths = {len(column) if isinstance(column, list) else None for column in columns}
    if len(columns) > 1 and len(lengths) == 1 and None not in lengths:
        return [dict(zip(content, cells, strict=True)) for cells in zip(*columns, strict=True)]
    return [content]


def _may_hold_rows(value):
    if isinstance(value, list):
        return any(isinstance(item, (dict, list)) for item in value)
    return isinstance(value, dict) and bool(value)


def xlsx_rows(stream, options):
    """Rows of every sheet of an Excel workbook that has a header."""
    data = io.BytesIO(read_all(stream, options, "one workbook; save it as CSV"))
    with zipfile.ZipFile(data) as parts:
        size = sum(entry.file_size for entry in parts.infolist())
    if size > MAX_UNPACKED:
        raise Unreadable(f"unpacks to over {MAX_UNPACKED >> 20} MB; save it as CSV")
    import openpyxl  # takes long to load and is rarely needed

    book = openpyxl.load_workbook(data, read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        cells = map(list, sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS))
        for place, row in _name_cells(enumerate(cells, start=1), pad=True):
            yield f"sheet {sheet.title}, {place}", row


def parquet_rows(stream, options):
    """Rows of a Parquet table, a few in memory at a time."""
    import pyarrow.parquet  # takes long to load and is rarely needed

    if not stream.seekable():
        stream = io.BytesIO(read_all(stream, options, "one packed Parquet table"))
    table = pyarrow.parquet.ParquetFile(stream)
    groups = map(table.metadata.row_group, range(table.num_row_groups))
    if any(group.total_byte_size > MAX_UNPACKED for group in groups):
        raise Unreadable(f"a row group of over {MAX_UNPACKED >> 20} MB; write smaller groups")
    batches = (batch.to_pylist() for batch in table.iter_batches(batch_size=16))
    for number, row in enumerate(itertools.chain.from_iterable(batches), start=1):
        yield f"row {number}", row
