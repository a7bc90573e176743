"""Read plain text as pasted or saved from a page: title, authors and date apart from the text."""

import dataclasses
import itertools
import re

from monitor.article import Article
from monitor.loaders.boilerplate import ends_sentence, is_boilerplate, is_section
from monitor.loaders.fields import find_index
from monitor.resources import words
from monitor.text.bylines import match_byline, split_authors
from monitor.text.cleaning import clean_line, clean_text
from monitor.text.dates import match_date_line, parse_date

MAX_HEAD = 14  # lines above the first paragraph
_FIELDS = {
    label: field
    for field in ("title", "authors", "date", "outlet", "url")
    for label in words("labels", field)
}
_LABEL = re.compile(rf"(?P<label>{'|'.join(_FIELDS)})\s?:\s+(?P<value>\S.*)", re.I)
# ``BRUSSELS (Reuters) —`` at the start of a text.
_DATELINE = re.compile(
    r"[A-Z][A-Z .,’'-]{2,40}(?:,[^:()—–-]{1,40})?\s?(?:\([^()]{2,30}\))?\s?(?::|—|–|--| - )"
)


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
    lines = [line for line in split_paragraphs(article.text) if not is_boilerplate(line)]
    fields = {}
    if find_title:
        fields, lines = _read_labels(lines)
        while len(lines) > 1 and is_section(lines[0]):
            lines = lines[1:]
        if "title" not in fields and _starts_with_title(lines):
            fields["title"], *lines = lines
    title = article.title or clean_line(fields.get("title")).removeprefix("# ").rstrip("; ")
    lines = _read_head(lines, title, fields)
    day, rule = article.date, article.date_rule
    if not (day or rule):
        day, note = parse_date(fields.get("date", fields.get("updated")), options.day_first)
        rule = "date line" if day else note
    return dataclasses.replace(
        article,
        title=title,
        text="\n\n".join(_without_tail(lines)),
        outlet=article.outlet or clean_line(fields.get("outlet")),
        date=day,
        date_rule=rule,
        authors=article.authors or split_authors(fields.get("authors")),
        url=article.url or clean_line(fields.get("url")),
    )


def split_paragraphs(text):
    """List of the paragraphs of `text`, each on one line; lines wrapped at a width are joined."""
    blocks = []
    for block in re.split(r"\n[^\S\n]*\n", clean_text(text)):
        lines = map(clean_line, block.split("\n"))
        blocks.append([line for line in lines if line])
    inner = [line for block in blocks for line in block[:-1]]
    width = max(map(len, inner), default=0)
    wrapped = [line for line in inner if len(line) > 0.7 * width and not ends_sentence(line)]
    if 40 <= width <= 110 and len(wrapped) > 0.6 * len(inner):
        return [" ".join(block) for block in blocks if block]
    return list(itertools.chain.from_iterable(blocks))


def _read_labels(lines):
    """(fields of the labelled lines above the text, lines below them).

    A single one, ``Source: Daily News``, may be a title with a colon; it is a label where another
    title follows it.
    """
    labels = list(itertools.takewhile(bool, map(_LABEL.match, lines[:MAX_HEAD])))
    fields = {_FIELDS[label["label"].lower()]: label["value"] for label in labels}
    rest = lines[len(labels) :]
    if len(labels) == 1 and "title" not in fields:
        is_label = len(labels[0]["value"].split()) <= 6 and _starts_with_title(rest)
        if not is_label or _is_paragraph(rest[0]):
            return {}, lines
    return fields, rest


def _starts_with_title(lines):
    if len(lines) < 2:
        return False
    first, length = lines[0], len(lines[0].split())
    if len(first) > 200 or length > 30 or first[:1] in '“"-•*':
        return False
    is_dateline = _DATELINE.match(first) and length > 14
    return not (is_dateline or match_byline(first) or match_date_line(first))


def _read_head(lines, title, fields):
    """The lines without those above the first paragraph that are not sentences.

    Those that are a byline or a date fill `fields`.
    """
    start = find_index(_is_paragraph, lines[:MAX_HEAD], default=0)
    head = []
    for line in lines[:start]:
        if _fold(line) == _fold(title) or _is_byline_or_date(line, fields):
            continue
        if ends_sentence(line) and line not in head:
            head.append(line)
    first = [line for line in lines[start : start + 1] if not _is_byline_or_date(line, fields)]
    return head + first + lines[start + 1 :]


def _is_paragraph(line):
    length = len(line.split())
    return bool(_DATELINE.match(line)) or length > 25 or (length > 11 and ends_sentence(line))


def _is_byline_or_date(line, fields):
    """Whether a line holds nothing but a byline and a date; what it holds goes into `fields`."""
    if len(line) > 200:
        return False
    has_others = False
    for part in filter(None, re.split(r"\s[|•·]\s|\s{2,}", line)):
        if names := match_byline(part):
            fields.setdefault("authors", names)
        elif date := match_date_line(part):
            is_update = re.match("last|updated|modified", part, re.I)
            fields.setdefault("updated" if is_update else "date", date)
        else:
            has_others = True
    return not has_others


def _without_tail(lines):
    """The lines without short ones at the end that are no sentences, unless they form a list."""
    end = len(lines)
    while end and not ends_sentence(lines[end - 1]) and len(lines[end - 1].split()) < 9:
        end -= 1
    if end < 3 or lines[end - 1].endswith(":") or len(lines) - end > 12:
        return lines
    return lines[:end]


def _fold(line):
    return re.sub(r"\W+", " ", line.lower()).strip()
