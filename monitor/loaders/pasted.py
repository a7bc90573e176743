"""Read plain text as pasted or saved from a page: title, authors and date apart from the text."""

import dataclasses
import itertools
import re

from monitor.article import Article
from monitor.loaders.boilerplate import ends_sentence, fold, is_section, without_boilerplate
from monitor.loaders.fields import find_index, make_article
from monitor.loaders.options import known_outlets
from monitor.resources import words
from monitor.text.bylines import match_byline
from monitor.text.cleaning import clean_text
from monitor.text.dates import match_date_line

MAX_ADDRESS = 300  # characters of a line that is an address
MAX_NAME = 100  # characters of a line that names the outlet
MAX_HEAD = 14  # lines above the first paragraph
_LABELS = {label: field for field in words("labels", "fields") for label in words("labels", field)}
_LABEL = re.compile(rf"({'|'.join(_LABELS)})\s?:\s+(\S.*)", re.I)
_SOURCE = re.compile(r"(?:[^\s.]+\s){0,4}((?:https?://|www\.)\S+)")
# ``By Ann Lee, The Guardian``, ``By Ann Lee for CNN``, ``Ships leave | BBC News``.
_NAME_AT_END = re.compile(r"(?:(By .+)\sfor|(.+?)(,|\s[|–—-]))\s([^,|–—]+)")
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
    lines = without_boilerplate(split_paragraphs(article.text))
    fields = {"title": article.title}
    if not article.outlet:
        lines = _read_source(lines, fields, known_outlets(options.outlets))
    if find_title:
        lines = _read_title(lines, fields)
    lines = _without_tail(_read_head(lines, fields))
    update = fields.pop("update", "")
    fields["date"] = "" if article.date_rule else fields.get("date", update)
    stated = make_article("", "date line", options, text="\n\n".join(lines), **fields)
    names = ("title", "outlet", "date", "date_rule", "authors", "url")
    empty = {name: getattr(stated, name) for name in names if not getattr(article, name)}
    return dataclasses.replace(article, text=stated.text, **empty)


def split_paragraphs(text):
    """List of the paragraphs of `text`, each on one line; lines wrapped at a width are joined."""
    blocks = []
    for block in re.split(r"\n[^\S\n]*\n", clean_text(text)):
        lines = (" ".join(line.split()) for line in block.split("\n"))
        blocks.append([line for line in lines if line])
    inner = [line for block in blocks for line in block[:-1]]
    width = max(map(len, inner), default=0)
    wrapped = [line for line in inner if len(line) > 0.7 * width and not ends_sentence(line)]
    if 40 <= width <= 110 and len(wrapped) > max(1, 0.6 * len(inner)):
        return [" ".join(block) for block in blocks if block]
    return list(itertools.chain.from_iterable(blocks))


def _read_source(lines, fields, outlets):
    """The lines without those that are the address of the article or the name of its outlet."""
    rest = []
    for at, line in enumerate(lines):
        match = _NAME_AT_END.fullmatch(line)
        name = match[4] if match else line
        may_name = at < MAX_HEAD and len(line) < MAX_NAME and not outlets.agency_in("", name)
        if address := _SOURCE.fullmatch(line[:MAX_ADDRESS]):
            url = re.sub("^www[.]", "https://www.", address[1])
            fields.setdefault("url", url)
        elif may_name and outlets.is_known(name):
            fields.setdefault("outlet", name)
            if match:
                rest.append(_byline_before(match))
        else:
            rest.append(line)
    return rest


def _byline_before(match):
    """What stands before the name of an outlet; two to four words and a comma are a byline."""
    before = match[1] or match[2]
    is_name = match[3] == "," and 1 < len(before.split()) < 5 and match_byline(f"By {before}")
    return f"By {before}" if is_name else before


def _read_title(lines, fields):
    """The lines below labelled ones, names of sections and the title, which go into `fields`.

    A single label, ``Source: Daily News``, may be a title with a colon; it is a label where
    another title follows it.
    """
    labels = list(itertools.takewhile(bool, map(_LABEL.match, lines[:MAX_HEAD])))
    rest = lines[len(labels) :]
    values = {_LABELS[label[1].lower()]: label[2] for label in labels}
    may_be_title = not _starts_with_title(rest) or is_paragraph(rest[0])
    if may_be_title and len(labels) == 1 and "title" not in values:
        values, rest = {}, lines
    fields |= values
    while len(rest) > 1 and is_section(rest[0]):
        rest = rest[1:]
    if not fields["title"] and _starts_with_title(rest):
        fields["title"], *rest = rest
    fields["title"] = fields["title"].removeprefix("# ").rstrip("; ")
    return rest


def _starts_with_title(lines):
    if len(lines) < 2 or len(lines[0]) > 200 or lines[0][:1] in '“"-•*':
        return False
    line, length = lines[0], len(lines[0].split())
    is_text = length > 30 or (length > 14 and _DATELINE.match(line))
    return not (is_text or match_byline(line) or match_date_line(line))


def is_paragraph(line):
    """Whether a line is a sentence of a text and no title, label or byline."""
    length = len(line.split())
    return bool(_DATELINE.match(line)) or length > 25 or (length > 11 and ends_sentence(line))


def _read_head(lines, fields):
    """The lines without those above the first paragraph that are not sentences.

    Those that are a byline or a date fill `fields`.
    """
    start = find_index(is_paragraph, lines[:MAX_HEAD], default=0)
    head = []
    for line in lines[: start + 1]:
        if fold(line) == fold(fields["title"]) or _is_byline_or_date(line, fields):
            continue
        if line == lines[start] or (ends_sentence(line) and line not in head):
            head.append(line)
    return head + lines[start + 1 :]


def _is_byline_or_date(line, fields):
    """Whether a line holds nothing but a byline and a date; what it holds goes into `fields`."""
    if len(line) > 200:
        return False
    others = []
    for part in re.split(r"\s[|•·]\s", line):
        if names := match_byline(part):
            fields.setdefault("authors", names)
        elif date := match_date_line(part):
            is_update = re.match("last|updated|modified", part, re.I)
            fields.setdefault("update" if is_update else "date", date)
        else:
            others.append(part)
    return not others


def _without_tail(lines):
    """The lines without short ones at the end that are no sentences, unless they form a list."""
    end = len(lines)
    while end and not ends_sentence(lines[end - 1]) and len(lines[end - 1].split()) < 9:
        end -= 1
    if end < 3 or lines[end - 1].endswith(":") or len(lines) - end > 12:
        return lines
    return lines[:end]
