"""Make an article of the texts that a source states for its fields."""

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
