"""Map the columns of tables to the fields of an article, whatever they are called."""

import dataclasses
import itertools
import re

from monitor.article import Rejected
from monitor.loaders import exports
from monitor.loaders.fields import make_article
from monitor.loaders.markup import without_markup
from monitor.loaders.options import FIELDS
from monitor.loaders.pasted import read_pasted
from monitor.resources import pattern, words
from monitor.text.bylines import author_text, line_of
from monitor.text.cleaning import clean_line
from monitor.text.dates import detect_day_first, may_be_either, parse_date

LOOK_AHEAD = 2000  # rows whose dates show whether the day or the month comes first
MAY_BE_MONTH = "an ambiguous date, read with the day first (see day_first in monitor.toml)"
SAME = 40  # first characters by which a lead is known to stand in a text
_USUAL_NAMES = {field: words("columns", field) for field in (*FIELDS, "lead", "teaser")}
_PARTS, _UNKNOWN = words("columns", "parts"), words("columns", "unknown")
_ADDRESS = pattern("address")
# What a value of these fields looks like, and of others.
_FORMS = {"text": pattern("column_text"), "url": _ADDRESS}
_OTHER_FORM = pattern("column_other")


def read_rows(rows, name, options):
    """Yield an article, or a rejection, for each (place, row) of a table.

    A table without a column of text has one rejection.
    """
    rows = _until_failure(rows)
    first = list(itertools.islice(rows, LOOK_AHEAD))
    proof = _is_day_first(first, options)
    if proof is not None:
        options = dataclasses.replace(options, day_first=proof)
    for place, row in itertools.chain(first, rows):
        source = f"{name}, {place}"
        if isinstance(row, Exception):
            raise row
        if isinstance(row, str):
            yield Rejected(source, row)
        elif columns := find_columns(row, options):
            try:
                yield from _articles_of(row, columns, source, options)
            except Exception:
                yield Rejected(source, "this row is damaged, or its values do not fit its columns")
        else:
            yield Rejected(source, _no_text_column(row))
            if place.startswith("row "):
                return


def _until_failure(rows):
    """The rows, flat; where reading them fails, the last one is the error."""
    try:
        for place, row in rows:
            yield place, flatten(row) if isinstance(row, dict) else row
    except Exception as error:
        yield "", error


def _is_day_first(rows, options):
    rows = [row for _, row in rows if isinstance(row, dict)]
    dates = [_choose(row, "date", find_columns(row, options)) for row in rows]
    return detect_day_first(map(clean_line, dates))


def _articles_of(row, columns, source, options):
    """List of the article that a row states, or of those of an export in its text.

    `columns` is a dict from field to the columns that may hold it, the likeliest first.
    """
    cells = {field: _choose(row, field, columns) for field in columns}
    text, lead = _plain(cells.pop("text")), _plain(cells.pop("lead"))
    teaser = _plain(cells.pop("teaser"))
    if articles := exports.read_text(text, source, options):
        return list(articles)
    note = "" if text else "a summary, not the whole text"
    if options.day_first is None and may_be_either(cells["date"]):
        note = note or MAY_BE_MONTH
    if lead[:SAME] not in text and not lead.endswith(("…", "...")):
        text = f"{lead}\n\n{text}"
    authors = author_text(cells.pop("authors"))
    lines = {field: _plain(line_of(value)) for field, value in cells.items()}
    stated = (_ADDRESS.match(str(row[name])) for name in columns["outlet"])
    if address := next(filter(None, stated), None):
        lines["url"] = lines["url"] or address.string
        lines["outlet"] = lines["outlet"] or address["host"]
    article = make_article(
        source, "column date", options, text=text or teaser, authors=authors, note=note, **lines
    )
    return [read_pasted(article, options)]


def _choose(row, field, columns):
    """The first value that is known and is what the field's name says; else the first known, but
    for fields that are better left empty."""
    values = [row[name] for name in columns.get(field, ())]
    values = [value for value in values if str(value).strip().lower() not in _UNKNOWN]
    fitting = [value for value in values if _fits(value, field)]
    if field not in ("url", "outlet", "authors"):
        fitting += values
    return fitting[0] if fitting else ""


def _fits(value, field):
    """Whether a value may be what the name of its column says."""
    line = _plain(value) if field == "text" else author_text(value)
    if field == "date":
        return bool(parse_date(line)[0])
    return bool(_FORMS.get(field, _OTHER_FORM).match(line))


def is_header(names, options):
    """Whether names are those of the columns of a table of articles: of a text and more."""
    columns = find_columns(map(str, names), options)
    return any(columns.get(field) for field in ("title", "date", "outlet", "url"))


def find_columns(names, options):
    """Dict from field to the columns that may hold it; empty where none may hold a text."""
    folded = {}
    for name in names:
        folded.setdefault(fold_name(name), name)
    columns = {
        field: [folded[name] for name in usual if name in folded]
        for field, usual in _USUAL_NAMES.items()
    }
    for field, name in options.columns.items():
        if fold_name(name) in folded:
            columns[field].insert(0, folded[fold_name(name)])
    return columns if columns["text"] or columns["lead"] or columns["teaser"] else {}


def fold_name(name):
    """The name of a column in lower case, without blanks, _, . and -."""
    return re.sub(r"[\s_.-]+", "", name).lower()


def _no_text_column(row):
    names = ", ".join(clean_line(name)[:40] or "(no name)" for name in list(row)[:20])
    return (
        "no column holds the text of the articles; the columns, or the keys of an object, are: "
        f'{names}. Name the right one in monitor.toml: [columns], then text = "…"'
    )


def flatten(row):
    """The row with each nested object replaced by its name or text, and with its parts."""
    flat, parts = {}, {}
    for name, value in row.items():
        if isinstance(value, dict):
            parts = flatten(value) | parts
            value = line_of(value)
        flat[str(name)] = value
    return parts | flat


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
