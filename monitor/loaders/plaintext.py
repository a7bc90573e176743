"""Plain text, as pasted or saved from a page, in; an article with title, authors and date parted from its text out."""

import dataclasses
import itertools
import re

from monitor.article import Article, clean_line, clean_text, parse_date, split_authors
from monitor.loaders.furniture import ends_sentence, is_furniture, is_section
from monitor.resources import words

HEAD = 14
_FIELDS = {label: field for field in ("title", "authors", "date", "outlet", "url") for label in words("labels", field)}
_LABEL = re.compile(rf"(?P<label>{'|'.join(_FIELDS)})\s?:\s+(?P<value>\S.*)", re.I)
_BYLINE = re.compile(r"(?:(?:written |story |analysis |opinion |words |text )?by)[:\s]\s*(?=\S)", re.I)
_NAME = r"(?:[^\W\d_a-z][\w’'.-]*|(?:de|del|della|der|den|van|von|al|el|bin|ibn|la|le|da|di|dos)\b)"
_NAMES = re.compile(rf"{_NAME}(?:(?:,\s|\s(?:and|with|in|for|of|und|&|\||the)\s|\s){_NAME}){{0,16}}[.,]?$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE_LINE = re.compile(
    rf"(?P<label>(?:first |last )?(?:published|posted|updated|modified|date|created)(?: on| at)?\s?:?\s*)?"
    rf"(?P<date>(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}\.?,?\s)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s\d{{4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}))(?P<rest>\b.{{0,60}})$",
    re.I,
)
_CLOCK = re.compile(
    r"(?:[\s,.;|–—-]|at|\d{1,2}[:.h]\d\d(?:[:.]\d\d)?|[ap]\.?m\.?|\b(?:[a-z]{2,4}|[+-]\d\d:?\d\d|z)\b|t(?=\d))*+$", re.I
)
_DATELINE = re.compile(r"[A-Z][A-Z .,’'-]{2,40}(?:,[^:()—–-]{1,40})?\s?(?:\([^()]{2,30}\))?\s?(?::|—|–|--| - )")


def article_of(text, name, options):
    """The one article of a plain text; its first line is the title where it reads as one."""
    return read_pasted(Article("", text, source=name), options, find_title=True)


def read_pasted(article, options, find_title=False):
    """`article` with the head of its text taken apart and page furniture left out.

    Byline, date line and labelled lines (``Title: …``) fill fields that are empty; captions, furniture and the title
    repeated leave the text; paragraphs are parted by one blank line. No sentence is ever cut.
    """
    if len(article.text) > options.max_text:
        return article
    lines = [line for line in paragraphs(article.text) if not is_furniture(line)]
    found = _take_labels(lines) if find_title else {}
    while find_title and len(lines) > 1 and is_section(lines[0]):
        del lines[0]
    if find_title and not article.title and "title" not in found and _is_title(lines):
        found["title"] = lines.pop(0)
    title = article.title or clean_line(found.get("title")).removeprefix("# ").rstrip("; ")
    body = _take_head(lines, title, found)
    if not (article.date or article.date_rule):
        day, note = parse_date(found.get("date"), options.day_first)
        article = dataclasses.replace(article, date=day, date_rule="date line" if day else note)
    return dataclasses.replace(
        article,
        title=title,
        text="\n\n".join(_without_tail(body)),
        outlet=article.outlet or clean_line(found.get("outlet")),
        authors=article.authors or split_authors(found.get("authors")),
        url=article.url or clean_line(found.get("url")),
    )


def paragraphs(text):
    """List of the paragraphs of `text`, each on one line; lines that were wrapped at a fixed width are joined again."""
    blocks = [
        [line for line in map(clean_line, block.split("\n")) if line]
        for block in re.split(r"\n[^\S\n]*\n", clean_text(text))
    ]
    inner = [line for block in blocks for line in block[:-1]]
    widest = max(map(len, inner), default=0)
    wrapped = [line for line in inner if len(line) > 0.7 * widest and not ends_sentence(line)]
    if 40 <= widest <= 110 and len(wrapped) > 0.6 * len(inner):
        return [" ".join(block) for block in blocks if block]
    return [line for block in blocks for line in block]


def _take_labels(lines):
    """Fields of the labelled lines above the text, which are taken out.

    One alone, ``Source: Daily News``, may be a title with a colon; it is a label where another title follows it.
    """
    labels = list(itertools.takewhile(bool, map(_LABEL.match, lines[:HEAD])))
    taken = {_FIELDS[label["label"].lower()]: label["value"] for label in labels}
    if len(labels) == 1 and "title" not in taken:
        following = lines[1] if len(lines) > 2 else ""
        if len(labels[0]["value"].split()) > 6 or not following or _is_paragraph(following) or not _is_title(lines[1:]):
            return {}
    del lines[: len(labels)]
    return taken


def _is_title(lines):
    if len(lines) < 2 or len(lines[0]) > 200 or len(lines[0].split()) > 30:
        return False
    first = lines[0]
    dateline = _DATELINE.match(first) and len(first.split()) > 14
    return not (dateline or _BYLINE.match(first) or _DATE_LINE.match(first)) and first[:1] not in '“"-•*'


def _take_head(lines, title, found):
    """The lines without those above the first real paragraph that are no sentences; fills `found` from them."""
    start = next((i for i, line in enumerate(lines[:HEAD]) if _is_paragraph(line)), 0)
    head, kept = lines[:start], []
    for line in head:
        if _fold(line) == _fold(title) or _names_or_date(line, found):
            continue
        if ends_sentence(line) and line not in kept:
            kept.append(line)
    return kept + [line for line in lines[start : start + 1] if not _names_or_date(line, found)] + lines[start + 1 :]


def _is_paragraph(line):
    words = len(line.split())
    return bool(_DATELINE.match(line)) or words > 25 or (words > 11 and ends_sentence(line))


def _names_or_date(line, found):
    """Whether a line holds nothing but a byline and a date; what it holds goes into `found`."""
    if len(line) > 200:
        return False
    parts = [part for part in re.split(r"\s[|•·]\s|\s{2,}", line) if part]
    taken = [_take_byline(part, found) or _take_date(part, found) for part in parts]
    return all(taken)


def _take_byline(part, found):
    opening = _BYLINE.match(part)
    if not opening or not _NAMES.match(part, opening.end()):
        return False
    found.setdefault("authors", part[opening.end() :])
    return True


def _take_date(part, found):
    line = _DATE_LINE.match(part)
    if not line or not _CLOCK.match(line["rest"]):
        return False
    if (line["label"] or "").lower().startswith(("last", "updated", "modified")):
        found.setdefault("date", line["date"])
    elif "published" not in found:
        found["date"] = found["published"] = line["date"]
    return True


def _without_tail(lines):
    """The lines without the short ones at the end that are no sentences, unless they are items of a list."""
    end = len(lines)
    while end and not ends_sentence(lines[end - 1]) and len(lines[end - 1].split()) < 9:
        end -= 1
    if end < 3 or lines[end - 1].endswith(":") or len(lines) - end > 12:
        return lines
    return lines[:end]


def _fold(line):
    return re.sub(r"\W+", " ", line.lower()).strip()
