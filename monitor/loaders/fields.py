"""Make an article of the texts that a source states for its fields."""

import collections
import re

from monitor.article import Article
from monitor.text.bylines import split_authors
from monitor.text.cleaning import clean_line
from monitor.text.dates import parse_date


def make_article(source, date_rule, options, *, text, date="", authors="", note="", **lines):
    """Article of `text` and of the other fields as their source writes them.

    `date_rule` says where the date was stated. `lines`: title, outlet, url, language, source_id.
    """
    lines = {field: clean_line(line) for field, line in lines.items()}
    lines["outlet"] = re.sub(r"^[^\w(]+", "", lines.get("outlet", ""))
    day, problem = parse_date(date, options.day_first)
    return Article(
        **{"title": "", **lines, "source_id": lines.get("source_id") or None},
        text=text,
        date=day,
        date_rule=date_rule if day else problem,
        authors=split_authors(authors),
        source=source,
        note=note,
    )


def find_index(condition, lines, start=0, default=None):
    """Index, from `start` on, of the first line that meets the condition; or the default."""
    indices = (at for at in range(start, len(lines)) if condition(lines[at]))
    return next(indices, default)


def read_labels(lines, match_label, field="title", is_text=None):
    """Dict from field to its lines; a label stands before them, and its group names the field.

    `field` is that of the lines above the first label, None one that is left out; `is_text` tells
    a line of the text where no label announces it.
    """
    fields = collections.defaultdict(list)
    for line in lines:
        if match := match_label(line):
            field, line = match.lastgroup, line[match.end() :]
        elif is_text and is_text(line):
            field = "text"
        if field and (line or field == "text"):
            fields[field].append(line)
    return fields
