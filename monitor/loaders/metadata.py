"""What the markup of a news page states about its article, the most reliable statement first."""

import itertools
import json
import re

from monitor.loaders.fields import find_index
from monitor.loaders.markup import lines_of
from monitor.resources import words
from monitor.text.bylines import author_text, find_byline, find_people, match_byline
from monitor.text.cleaning import clean_line
from monitor.text.dates import find_date, find_date_in_path, parse_date, without_update

MAX_NODES = 5_000  # of the objects in one block of JSON-LD
MAX_LINE = 100  # characters of a line with a date beside the title
# Parts of JSON-LD that describe other works than the article of the page.
_OTHER_WORKS = frozenset(
    "comment comments citation review video image itemListElement liveBlogUpdate".split()
)
_PUBLISHED, _AUTHOR = words("page", "published"), words("page", "author")
_AUTHOR_PATHS = (
    './/*[@itemprop="author"]//*[@itemprop="name"] | .//*[@itemprop="author"] | '
    './/*[@rel="author"]',
    './/*[(contains(@class, "author") or contains(@class, "byline")'
    ' or contains(@class, "Byline") or @id="author") and not(contains(@class, "comment")'
    ' or ancestor::*[contains(@class, "comment")])]',
)
_HERE = "\ue001"  # private use: marks the title among the lines of the page
_TIME_PATH = (
    '(//*[@itemprop="datePublished"] | //time[not(@itemprop="dateModified")'
    ' and not(ancestor::*[contains(@class, "comment") or contains(@id, "comment")])])'
    "[position() < 4]"
)
_HEADINGS = "(//h1)[position() < 8] | (//h2)[position() < 8] | (//h3)[position() < 8]"
_TITLE_PARTS = re.compile(r"\s+[|–—·•»:-]{1,2}\s+|\s*[|»]\s*")
_LONE_LABEL = re.compile(
    r"(?:by|von|par|por|autor(?:in)?|author|auteur|autore"
    r"|(?:first |last )?(?:published|posted|updated|modified)(?: on)?)\s?:?$",
    re.I,
)


def meta_of(tree):
    """Dict from the name of each meta element, in lower case, to its first content."""
    meta = {}
    for element in tree.iter("meta"):
        names = (element.get("property"), element.get("name"), element.get("itemprop"))
        name = next(filter(None, names), "").lower()
        if name and element.get("content"):
            meta.setdefault(name, clean_line(element.get("content")))
    return meta


def linked_data(tree, meta):
    """List of the JSON-LD objects that may describe the article, those with its headline first.

    `author` of each is the names, separated by semicolons.
    """
    articles, names = [], {}
    for script in tree.xpath('(//script[contains(@type, "ld+json")])[position() < 20]'):
        try:
            content = json.loads(clean_line(script.text)[:500_000], strict=False)
        except (ValueError, RecursionError):
            continue
        for item in itertools.islice(_objects(content), MAX_NODES):
            if "headline" in item or "datePublished" in item:
                articles.append(item)
            if isinstance(item.get("@id"), str) and item.get("name"):
                names[item["@id"]] = item["name"]
    titles = _head_titles(tree, meta)
    shares = [_best_agreement(clean_line(item.get("headline")), titles) for item in articles]
    ranked = sorted(zip(shares, articles, strict=True), key=lambda pair: -pair[0])
    return [
        item | {"author": author_text(item.get("author"), names)}
        for share, item in ranked
        if share or "headline" not in item
    ]


def _objects(content):
    stack = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            item = [part for key, part in item.items() if key not in _OTHER_WORKS]
        if isinstance(item, list):
            stack += reversed(item)


def address_of(tree, meta):
    """The address that the page gives as its own."""
    links = [*tree.xpath('//link[@rel="canonical"]/@href'), meta.get("og:url", "")]
    return next((link for link in map(clean_line, links) if re.match("https?://", link)), "")


def title_of(tree, meta, linked):
    """(title, its element or None): the heading that agrees best with the head of the page."""
    stated = _head_titles(tree, meta, [item.get("headline") for item in linked])
    best = ""
    best_share = 0.5
    element = None
    for heading in tree.xpath(_HEADINGS):
        line = clean_line(" ".join(heading.itertext()))
        share = _best_agreement(line, stated)
        if share > best_share and len(line) < 300:
            best = line
            best_share = share
            element = heading
    if stated and not best:
        best = _without_site(stated[0], meta.get("og:site_name", ""))
    return best, element


def _head_titles(tree, meta, headlines=()):
    titles = (meta.get("og:title"), *headlines, tree.findtext(".//title"))
    return list(filter(None, map(clean_line, titles)))


def _best_agreement(line, titles):
    return max((_agreement(line, title) for title in titles), default=1)


def _agreement(heading, stated):
    """Share of the words of both lines that are in either; a heading within the line gains 0.5."""
    words, others = (set(re.findall(r"\w+", line.lower())) for line in (heading, stated))
    if not words or not others:
        return 0
    is_part = words <= others and (len(words) > 2 or stated.startswith(heading))
    return len(words & others) / len(words | others) + 0.5 * is_part


def _without_site(title, site):
    parts = _TITLE_PARTS.split(title)
    while len(parts) > 1 and (parts[-1].lower() == site.lower() or len(parts[-1].split()) < 5):
        title = title[: title.rindex(parts.pop())].rstrip(" |–—·•»:-")
    return title or parts[0]


def lines_by_title(tree, heading):
    """(lines beside the title: a few after it, then a few before; all lines of the page)."""
    if heading is None:
        return [], lines_of(tree)
    text = heading.text
    heading.text = _HERE + (text or "")
    lines = lines_of(tree)
    heading.text = text
    at = find_index(lambda line: _HERE in line, lines, default=0)
    return _join_labels(lines[at + 1 : at + 9]) + lines[max(0, at - 6) : at][::-1], lines


def _join_labels(lines):
    """The lines, after those that a lone label, such as ``By``, makes with the line below it."""
    pairs = itertools.pairwise(lines)
    return [f"{label} {line}" for label, line in pairs if _LONE_LABEL.match(label)] + lines


def date_of(tree, meta, linked, address, beside, day_first=True):
    """(date of publication or None, the rule that found it or a note).

    `beside`: lines beside the title. A date printed there goes before a time stamp of the day
    before or after, which is in another time zone.
    """
    lines = [without_update(line) for line in beside if len(line) < MAX_LINE]
    printed = [day for line in lines if (day := find_date(line, day_first))]
    notes = []
    for rule, value in _stated_dates(tree, meta, linked, address, printed):
        day, note = parse_date(value, day_first)
        if day and printed and abs((day - printed[0]).days) == 1:
            return printed[0], "line beside the title"
        if day:
            return day, rule
        notes.append(note)
    return None, next(filter(None, notes), "")


def _stated_dates(tree, meta, linked, address, printed):
    for item in linked:
        yield "JSON-LD", clean_line(item.get("datePublished"))
    for name in _PUBLISHED:
        yield f"meta {name}", meta.get(name, "")
    yield "address", find_date_in_path(address)
    for day in printed[:1]:
        yield "line beside the title", day.isoformat()
    yield "meta date", meta.get("date", "")
    for element in tree.xpath(_TIME_PATH):
        stamp = element.get("datetime") or element.get("content")
        yield "time element", stamp or clean_line(element.text_content())


def authors_of(tree, meta, linked, beside):
    """Tuple of the authors' names; the site itself only where nobody else is named."""
    site = meta.get("og:site_name", "").lower()
    fallback = ()
    for names in map(find_people, _stated_authors(tree, meta, linked, beside)):
        if names and not any(_is_site(name.lower(), site) for name in names):
            return names
        fallback = fallback or names
    return fallback


def _stated_authors(tree, meta, linked, beside):
    yield from (item["author"] for item in linked)
    yield from (meta.get(name, "") for name in _AUTHOR)
    for path in _AUTHOR_PATHS:
        for element in tree.xpath(f"({path})[position() < 3]"):
            line = clean_line(" ".join(element.itertext()))
            if len(line) < 80:
                yield line
    yield from map(find_byline, beside)


def _is_site(name, site):
    if site and (site in name or (name in site and 2 * len(name) > len(site))):
        return True
    return bool(re.search(r"\w\.\w{2,4}$", name))


def labelled_authors(lines):
    """Tuple of the names in the first line of a page that labels them, such as ``Author: …``."""
    return find_people(next(filter(None, map(match_byline, _join_labels(lines))), ""))
