"""Map the columns of tables to the fields of an article, whatever they are called."""

import dataclasses
import functools
import itertools
import re

from monitor.article import Rejected
from monitor.loaders import nexis
from monitor.loaders.fields import make_article
from monitor.loaders.markup import without_markup
from monitor.loaders.options import FIELDS, Unreadable
from monitor.loaders.pasted import read_pasted
from monitor.resources import words
from monitor.text.bylines import author_text, line_of
from monitor.text.cleaning import clean_line, clean_text
from monitor.text.dates import detect_day_first, may_be_either, parse_date

MAX_BROKEN = 1000  # rows; where most are broken, the rest of a table is not read
LOOK_AHEAD = 2000  # rows whose dates show whether the day or the month comes first
MIN_TEXT = 30  # characters; a shorter one is no text where another column may hold it
MAY_BE_MONTH = "a date that may name the month first; read day first (day_first in monitor.toml)"
SAME = 40  # first characters by which a lead is known to stand in a text
USUAL_NAMES = {field: words("columns", field) for field in (*FIELDS, "lead", "teaser")}
_PARTS = words("columns", "parts")
_ADDRESS = re.compile(r"https?://(?:www\.)?(?P<host>[^/\s?#]+)")
_UNKNOWN = frozenset(words("columns", "unknown"))
LONGEST_TITLE = 250  # characters


def read_rows(rows, name, options):
    """Yield an article, or a rejection, for each (place, row) of a table.

    A table without a column of text has one rejection.
    """
    rows = _until_failure(rows)
    first = list(itertools.islice(rows, LOOK_AHEAD))
    proof = _is_day_first(first, options)
    if proof is not None:
        options = dataclasses.replace(options, day_first=proof)
    broken = 0
    for count, (place, row) in enumerate(itertools.chain(first, rows)):
        source = f"{name}, {place}"
        if isinstance(row, Exception):
            raise row
        if isinstance(row, str):
            yield Rejected(source, row)
            broken += 1
            if broken >= MAX_BROKEN and broken > count / 2:
                raise Unreadable(f"{broken:,} broken rows; the rest was not read")
        elif columns := _columns_of(row, options):
            yield _read_row(row, columns, source, options)
        else:
            yield Rejected(source, _no_text_column(row))
            if place.startswith("row "):
                return


def _until_failure(rows):
    """The rows, flat; where reading them fails, the last one is the error."""
    try:
        for place, row in rows:
            yield place, _flatten(row) if isinstance(row, dict) else row
    except Exception as error:
        yield "", error


def _is_day_first(rows, options):
    rows = [row for _, row in rows if isinstance(row, dict)]
    dates = [_choose(row, "date", _columns_of(row, options).get("date", ())) for row in rows]
    return detect_day_first(map(clean_line, dates))


def _read_row(row, columns, source, options):
    try:
        return article_of(row, columns, source, options)
    except Exception:
        return Rejected(source, "this row is damaged, or does not hold what its columns say")


def article_of(row, columns, source, options):
    """The article that a row states; `columns` is a dict from field to the columns that may hold
    it, the likeliest first."""
    cells = {field: _choose(row, field, names) for field, names in columns.items()}
    text, lead = _plain(cells.pop("text")), _plain(cells.pop("lead"))
    teaser = _plain(cells.pop("teaser"))
    if nexis.is_export(text):
        if nexis.is_cover(text):
            return Rejected(source, "a list of the documents of an export, not an article")
        return nexis.article_of(clean_text(text), source, options)
    note = "" if text else "a summary, not the whole text"
    if options.day_first is None and may_be_either(cells["date"]):
        note = note or MAY_BE_MONTH
    if lead and lead[:SAME] not in text and not lead.endswith(("…", "...")):
        text = f"{lead}\n\n{text}"
    cells["authors"] = author_text(cells["authors"])
    for field in set(cells) - {"authors"}:
        cells[field] = _plain(_first_of(cells[field]))
    if len(cells["title"]) > max(LONGEST_TITLE, len(text)):
        text, cells["title"] = cells["title"], text
    addresses = [str(row[name]) for name in columns["outlet"] if _ADDRESS.match(str(row[name]))]
    if addresses:
        cells["url"] = cells["url"] or addresses[0]
        cells["outlet"] = cells["outlet"] or _ADDRESS.match(addresses[0])["host"]
    article = make_article(source, "column date", options, text=text or teaser, note=note, **cells)
    return read_pasted(article, options)


def _choose(row, field, names):
    """The first value that is known and is what the field's name says; else the first known, but
    for fields that are better left empty."""
    values = [row[name] for name in names if _is_known(row[name])]
    others = [] if field in ("url", "outlet", "authors") else values
    return next(itertools.chain((v for v in values if _fits(v, field)), others), "")


def _is_known(value):
    return str(value).strip().lower() not in _UNKNOWN


def _fits(value, field):
    """Whether a value may be what the name of its column says."""
    line = _plain(value) if field == "text" else author_text(value)
    if field == "date":
        return bool(parse_date(line)[0])
    if field == "url":
        return bool(_ADDRESS.match(line))
    if field == "text":
        return len(line) > MIN_TEXT
    if field == "outlet" and parse_date(line)[0]:
        return False
    return not _ADDRESS.match(line) and not line.isdecimal()


def is_header(names, options):
    """Whether names are those of the columns of a table of articles: of a text and more."""
    columns = _columns_of(map(str, names), options)
    return bool(columns) and any(columns[field] for field in ("title", "date", "outlet", "url"))


def _columns_of(row, options):
    return _map_columns(tuple(row), tuple(options.columns.items()))


@functools.lru_cache(maxsize=256)
def _map_columns(names, chosen):
    """Dict from field to the columns that may hold it; empty where none may hold a text.

    `chosen`: (field, column) of the options.
    """
    folded = {_fold(name): name for name in reversed(names)}
    likely_names = USUAL_NAMES | {
        field: [_fold(name), *USUAL_NAMES[field]] for field, name in chosen
    }
    columns = {
        field: [folded[name] for name in likely if name in folded]
        for field, likely in likely_names.items()
    }
    return columns if columns["text"] or columns["lead"] or columns["teaser"] else {}


def _fold(name):
    return re.sub(r"[\s_.-]+", "", name).lower()


def _no_text_column(row):
    names = ", ".join(clean_line(name)[:40] or "(no name)" for name in list(row)[:20])
    return (
        "no column holds the text of the articles; the first row must name the columns, and it "
        f'names: {names}. Name the right one in monitor.toml: [columns], then text = "…"'
    )


def _flatten(row):
    """The row with each nested object replaced by its name or text, and with its parts."""
    flat, parts = {}, {}
    for name, value in row.items():
        if isinstance(value, dict):
            parts = _flatten(value) | parts
            value = line_of(value)
        flat[str(name)] = value
    return parts | flat


def _first_of(value):
    while isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return line_of(value)


def _plain(value):
    """A cell as text, with its parts in order, without the tags that sources leave in it."""
    return without_markup("\n\n".join(_strings(value)))


def _strings(value):
    """Yield the texts of nested parts: headings, paragraphs, sections."""
    if isinstance(value, dict):
        value = [value[key] for key in _PARTS if key in value]
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _strings(part)
    elif value is not None:
        yield str(value)
