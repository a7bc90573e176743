"""Read plain text as pasted or saved from a page: title, authors and date apart from the text."""

import dataclasses
import itertools
import re

from monitor.article import Article
from monitor.loaders.boilerplate import ends_sentence, fold, without_boilerplate
from monitor.loaders.fields import make_article
from monitor.loaders.options import known_outlets
from monitor.resources import pattern
from monitor.text.bylines import match_byline
from monitor.text.cleaning import clean_line, clean_text
from monitor.text.dates import match_date_line

MAX_ADDRESS = 300  # characters of a line that is an address
MAX_NAME = 100  # characters of a line that names the outlet
MAX_TITLE = 200  # characters of a title, a byline or a line with a date
MAX_HEAD = 14  # lines above the first paragraph
_LABEL, _DATELINE = pattern("text_label"), pattern("dateline")
_UPDATE = re.compile("(?:last )?(?:updated|modified)", re.I)
_SOURCE, _NAME_AT_END = pattern("source_line"), pattern("name_at_end")


def article_of(text, name, options):
    """The one article of a plain text; its first line is the title where it reads as one."""
    return read_pasted(Article("", text, source=name), options, find_title=True)


def read_pasted(article, options, find_title=False):
    """`article` with the head of its text taken apart and boilerplate left out.

    Byline, date line and labelled lines (``Title: …``) fill fields that are empty; captions,
    boilerplate and the title repeated leave the text; a blank line separates paragraphs. No
    sentence is ever cut.
    """
    if len(article.text) > options.max_text:
        return article
    lines = without_boilerplate(split_paragraphs(article.text))
    fields = {"title": article.title}
    if not article.outlet:
        lines = _read_source(lines, fields, known_outlets(options.outlets))
    if find_title:
        lines = _read_title(lines, fields)
    lines = _without_tail(_read_head(lines, fields))
    stated = make_article("", "date line", options, text="\n\n".join(lines), **fields)
    names = ("title", "outlet", "authors", "url")
    if not article.date_rule:
        names += ("date", "date_rule")
    empty = {name: getattr(stated, name) for name in names if not getattr(article, name)}
    return dataclasses.replace(article, text=stated.text, **empty)


def split_paragraphs(text):
    """List of the paragraphs of `text`, each on one line; lines wrapped at a width are joined."""
    blocks = re.split(r"\n[^\S\n]*\n", clean_text(text))
    blocks = [[line for line in map(clean_line, block.split("\n")) if line] for block in blocks]
    inner = [line for block in blocks for line in block[:-1]]
    width = max(map(len, inner), default=0)
    wrapped = [line for line in inner if len(line) > 0.7 * width and not ends_sentence(line)]
    if 40 <= width <= 110 and len(wrapped) > max(1, 0.6 * len(inner)):
        blocks = [[" ".join(block)] for block in blocks if block]
    return list(itertools.chain.from_iterable(blocks))


def _read_source(lines, fields, outlets):
    """The lines without those that are the address of the article or the name of its outlet."""
    rest = []
    for at, line in enumerate(lines):
        match = _NAME_AT_END.fullmatch(line)
        name = match["name"] if match else line
        may_name = at < MAX_HEAD and len(line) < MAX_NAME and not outlets.agency_in("", name)
        if address := _SOURCE.fullmatch(line[:MAX_ADDRESS]):
            fields.setdefault("url", re.sub("^www[.]", "https://www.", address[1]))
        elif may_name and outlets.is_known(name):
            fields.setdefault("outlet", name)
            if match:  # two to four words before a comma are a byline
                rest.append(f"By {match['person']}" if match["person"] else match["before"])
        else:
            rest.append(line)
    return rest


def _read_title(lines, fields):
    """The lines below labelled ones and the title, which go into `fields`.

    A single label, ``Source: Daily News``, may be a title with a colon; it is a label where
    another title follows it.
    """
    labels = list(itertools.takewhile(bool, map(_LABEL.match, lines[:MAX_HEAD])))
    rest = lines[len(labels) :]
    values = {label.lastgroup: label.string[label.end() :] for label in labels}
    is_followed = _starts_with_title(rest) and not is_paragraph(rest[0])
    if is_followed or len(labels) > 1 or "title" in values:
        fields |= values
    else:
        rest = lines
    if not fields["title"] and _starts_with_title(rest):
        fields["title"], *rest = rest
    fields["title"] = fields["title"].removeprefix("# ").rstrip("; ")
    return rest


def _starts_with_title(lines):
    if len(lines) < 2 or len(lines[0]) > MAX_TITLE or len(lines[0].split()) > 30:
        return False
    return not (match_byline(lines[0]) or match_date_line(lines[0]))


def is_paragraph(line):
    """Whether a line is a sentence of a text and no title, label or byline."""
    length = len(line.split())
    return bool(_DATELINE.match(line)) or length > 25 or (length > 11 and ends_sentence(line))


def _read_head(lines, fields):
    """The lines without those above the first paragraph that are not sentences.

    Those that are a byline or a date fill `fields`.
    """
    start = next((at for at, line in enumerate(lines[:MAX_HEAD]) if is_paragraph(line)), 0)
    head = []
    for line in lines[: start + 1]:
        if fold(line) == fold(fields["title"]) or _is_byline_or_date(line, fields):
            continue
        if line == lines[start] or ends_sentence(line):
            head.append(line)
    return head + lines[start + 1 :]


def _is_byline_or_date(line, fields):
    """Whether a line holds nothing but a byline and a date; what it holds goes into `fields`."""
    if len(line) > MAX_TITLE:
        return False
    others = 0
    for part in re.split(r"\s[|•·]\s", line):
        if names := match_byline(part):
            fields.setdefault("authors", names)
        elif date := match_date_line(part):
            if not _UPDATE.match(part):
                fields.setdefault("date", date)
        else:
            others += 1
    return not others


def _without_tail(lines):
    """The lines without short ones at the end that are no sentences, unless they form a list."""
    end = len(lines)
    while end and not ends_sentence(lines[end - 1]) and len(lines[end - 1].split()) < 9:
        end -= 1
    if end < 3 or lines[end - 1].endswith(":") or len(lines) - end > 12:
        return lines
    return lines[:end]
