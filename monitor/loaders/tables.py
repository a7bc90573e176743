"""Rows of a table in, whatever their format and the names of their columns; articles out."""

import datetime
import functools
import html
import re

from monitor.article import Article, Rejected, clean_line, parse_date, split_authors
from monitor.loaders import nexis
from monitor.loaders.options import FIELDS, Unreadable
from monitor.loaders.plaintext import read_pasted
from monitor.resources import words

USUAL_NAMES = {field: words("columns", field) for field in FIELDS}
_NAME_KEYS = ("name", "main", "original", "full_name", "title", "value", "text", "rendered", "#text", "_", "$")
_MARKUP = re.compile(r"</(?:p|div|li|h\d|span|a)\s*>|<(?:br|p)\s*/?>", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-f]{1,6}|[a-z]{2,8});", re.I)
_BLOCK_END = re.compile(r"</(?:p|div|li|h\d|tr|blockquote|ul|ol)\s*>|<(?:br|p)\b[^<>]{0,200}>", re.I)
_HIDDEN = re.compile(r"<(script|style)\b[^<>]{0,500}>[^<]*</\1\s*>", re.I)
_TAG = re.compile(r"</?[a-z!][^<>]{0,2000}>", re.I)
_EMPTY = {"", "nan", "nat", "none", "null", "n/a", "<na>"}

MAX_BROKEN = 1000  # rows; where most are broken, no more of a table are read


def read(stream, name, options, rows_of):
    """Yield a rejection, or a function that makes an article, for each row of `rows_of(stream, options)`.

    A table without text has one rejection. Making articles takes time, so that another process may do it.
    """
    refused, broken = set(), 0
    for count, (place, row) in enumerate(rows_of(stream, options)):
        source = f"{name}, {clean_line(place)}"
        if isinstance(row, str):
            yield Rejected(source, row)
            broken += 1
            if broken >= MAX_BROKEN and broken > count / 2:
                raise Unreadable(f"{broken:,} broken rows; the rest was not read")
            continue
        row = _flat(row)
        columns = _columns_of(tuple(row), tuple(sorted(options.columns.items())))
        if columns["text"]:
            yield functools.partial(article_of, row, columns=columns, source=source, options=options)
            continue
        sheet, is_table, _ = place.rpartition("row ")
        if is_table and sheet not in refused:
            yield Rejected(f"{name}, {clean_line(sheet)}".rstrip(", "), _no_text_column(row))
        elif not is_table:
            yield Rejected(source, _no_text_column(row))
        if is_table and not sheet:
            return
        refused.add(sheet)


def article_of(row, columns, source, options):
    """The article that a row states; `columns` maps each field to the columns that may hold it, the likeliest first."""
    lines = [clean_line(line) for line in str(_first(row, columns["text"])).split("\n")]
    if nexis.is_list(lines):
        return Rejected(source, "a list of the documents of an export, not an article")
    if nexis.is_export(lines):
        return nexis.article_of(lines, source, options)
    cell = {field: _first(row, names) for field, names in columns.items()}
    date, rule = _date_of(cell["date"], options.day_first)
    draft = Article(
        title=clean_line(_plain(cell["title"])),
        text=_plain(cell["text"]),
        outlet=clean_line(_plain(cell["outlet"])),
        date=date,
        date_rule=rule,
        authors=split_authors(_names(cell["authors"])),
        url=clean_line(cell["url"]),
        language=str(cell["language"]),
        source=source,
        source_id=clean_line(cell["source_id"]) or None,
    )
    return read_pasted(draft, options)


@functools.lru_cache(maxsize=256)
def _columns_of(names, chosen):
    folded = {}
    for name in names:
        folded.setdefault(_folded(name), name)
    columns = {field: [folded[key] for key in usual if key in folded] for field, usual in USUAL_NAMES.items()}
    for field, name in chosen:
        if _folded(name) in folded:
            columns[field] = [name if name in names else folded[_folded(name)]]
    return columns


def _folded(name):
    return re.sub(r"[\s_.-]+", "", str(name)).lower()


def _no_text_column(row):
    found = ", ".join(clean_line(name)[:40] or "(no name)" for name in list(row)[:20])
    return (
        f"no column holds the text of the articles; the first row must name the columns, and found were: {found}. "
        'Name the right one in monitor.toml: [columns], then text = "…"'
    )


def _flat(row):
    """The row with nested objects resolved: one with a name stands for that name, the parts of others come up."""
    flat = {}
    for name, value in row.items():
        if not isinstance(value, dict):
            flat[str(name)] = value
        elif inner := next((value[key] for key in _NAME_KEYS if isinstance(value.get(key), str)), None):
            flat[str(name)] = inner
    for value in row.values():
        if isinstance(value, dict):
            flat |= {str(name): part for name, part in value.items() if str(name) not in flat}
    return flat


def _first(row, names):
    return next((row[name] for name in names if str(row[name]).strip().lower() not in _EMPTY), "")


def _date_of(value, day_first):
    if isinstance(value, (int, float)) and 1e8 < value < 1e14:
        seconds = value / 1000 if value > 1e11 else value
        value = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()
    date, note = parse_date(clean_line(value), day_first)
    return date, "column date" if date else note


def _names(value):
    """Authors as sources nest them: a text, a list of texts, or a list of objects with a name."""
    if isinstance(value, dict):
        return next((str(value[key]) for key in _NAME_KEYS if value.get(key)), "")
    if isinstance(value, (list, tuple)):
        return [_names(item) for item in value[:50]]
    text = str(value if value is not None else "")
    return re.findall(r"""['"]([^'"]+)['"]""", text) if text.startswith("[") else text


def _plain(value):
    """A cell as text, without the markup and the entities that sources leave in it."""
    return without_markup("\n\n".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value))


def without_markup(text):
    """`text` without HTML's tags and entities, if it holds any; what they parted is parted by a blank line."""
    if _MARKUP.search(text):
        text = _TAG.sub("", _BLOCK_END.sub("\n\n", _HIDDEN.sub("", text)))
    return html.unescape(text) if _ENTITY.search(text) else text
