"""Make an article of the texts that a source states for its fields."""

import re

import ftfy
from ftfy.badness import is_bad

from monitor.article import Article
from monitor.resources import pattern
from monitor.text.bylines import split_authors
from monitor.text.cleaning import clean_line
from monitor.text.dates import parse_date

LONGEST_TAIL = 500  # characters at the end of a text in which it may be said to be cut off
MAX_TEASER = 250  # words; a longer text that ends with an ellipsis may be whole
_CUT, _REPOST = pattern("cut_end"), pattern("repost_end")
_CLOSING_MARK = re.compile(r"""â€(?=[ \n"'.,;:?!)]|$)""")  # whose last byte is often lost
_BROKEN = re.compile(r"[ÂÃâÐÑ][^\w\s]")


def make_article(source, date_rule, options, *, text, date="", authors="", note="", **lines):
    """Article of `text` and of the other fields as their source writes them.

    `date_rule` says where the date was stated. `lines`: title, outlet, url, language, source_id.
    """
    text, cut = split_cut_mark(text)
    lines = {field: clean_line(line) for field, line in lines.items()}
    repaired = {name: repair_encoding(line) for name, line in {**lines, "text": text}.items()}
    repair = "" if repaired == {**lines, "text": text} else "broken characters repaired"
    lines = {"title": "", "outlet": "", **repaired}
    lines["outlet"] = re.sub(r"^[^\w(]+", "", lines["outlet"])
    day, problem = parse_date(date, options.day_first)
    return Article(
        **{**lines, "source_id": lines.get("source_id") or None},
        date=day,
        date_rule=date_rule if day else problem,
        authors=split_authors(authors),
        source=source,
        note="; ".join(filter(None, [note or cut, repair])),
    )


def split_cut_mark(text):
    """(a text without the sign that it was cut off, such as ``… [+1834 chars]``; a note or "")."""
    if match := _REPOST.search(text, max(0, len(text) - LONGEST_TAIL)):
        text = text[: match.start()]
    match = _CUT.search(text, max(0, len(text) - LONGEST_TAIL))
    if not match or (not match["mark"] and len(text.split()) > MAX_TEASER):
        return text, ""
    return text[: match.start()], "a truncated text: it breaks off"


def repair_encoding(text):
    """`text` with characters restored that were decoded wrongly, such as ``â€™``."""
    if not _BROKEN.search(text) or not is_bad(text):
        return text
    return ftfy.fix_encoding(_CLOSING_MARK.sub("”", text))


def find_index(condition, lines, start=0, default=None):
    """Index, from `start` on, of the first line that meets the condition; or the default."""
    indices = (at for at in range(start, len(lines)) if condition(lines[at]))
    return next(indices, default)
