"""What the markup of a news page states about its article, the most reliable statement first."""

import copy
import itertools
import json
import re
from typing import NamedTuple

from monitor.loaders.markup import lines_of
from monitor.resources import pattern, words
from monitor.text.bylines import author_text, find_byline, find_people, match_byline
from monitor.text.cleaning import clean_line
from monitor.text.dates import find_date, find_date_in_path, parse_date

MAX_NODES = 5_000  # of the objects in one block of JSON-LD
MAX_LINE = 100  # characters of a line with a date beside the title
MIN_AGREEMENT = 0.5  # of a title with the head of the page
_ASIDES, _TIMES = words("page", "asides"), words("page", "times")
_AUTHORS, _HEADINGS = words("page", "authors"), words("page", "headings")
_OTHER_WORKS = words("page", "other_works")
_PUBLISHED, _AUTHOR = words("page", "published"), words("page", "author")
_REGEX = {"re": "http://exslt.org/regular-expressions"}
_ADDRESS, _SITE = pattern("address"), pattern("site_name")
_LONE_LABEL = pattern("lone_label")


class Metadata(NamedTuple):
    """Fields of its article that a page states, its objects of JSON-LD, and its lines."""

    fields: dict
    linked: list
    lines: list


def without_site(title):
    """The title of a page without the name of its site at the end."""
    return _SITE.sub("", title)


def read_metadata(tree, day_first=True):
    """The Metadata of a parsed page."""
    tree = copy.deepcopy(tree)
    for element in _find(tree, _ASIDES):
        if element.tag not in ("html", "body", "head", "article", "main"):
            element.drop_tree()
    meta = _meta_of(tree)
    titles = [meta.get("og:title"), tree.findtext(".//title")]
    titles = [line for line in map(clean_line, titles) if line]
    links = [*tree.xpath('//link[@rel="canonical"]/@href'), meta.get("og:url")]
    address = next(filter(_ADDRESS.match, map(clean_line, links)), "")
    objects = _linked_data(tree)
    linked = [item for item in objects if _is_of_page(item, address, titles)]
    names = {str(item.get("@id")): item.get("name") for item in objects if item.get("name")}
    headlines = (clean_line(item.get("headline")) for item in objects)
    related = [line for line in headlines if _best_agreement(line, titles)]
    title = _find_title(tree, titles + related)
    lines = lines_of(tree)
    beside = _lines_beside(title, lines)
    printed = _printed_date(beside, day_first)
    date, rule = _find_date(_stated_dates(tree, meta, linked, address, printed), printed, day_first)
    stated = _stated_authors(tree, meta, linked, names, beside, lines)
    fields = {
        "title": title,
        "date": date,
        "date_rule": rule,
        "authors": next(filter(None, map(find_people, stated)), ()),
        "url": address,
        "outlet": meta.get("og:site_name", ""),
    }
    return Metadata(fields, linked, lines)


def _find(tree, paths):
    return tree.xpath(" | ".join(paths), namespaces=_REGEX)


def _meta_of(tree):
    """Dict from the name of each meta element, in lower case, to its first content."""
    meta = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if element.get("content"):
            meta.setdefault(name.lower(), clean_line(element.get("content")))
    return meta


def _linked_data(tree):
    """The objects of JSON-LD, which leaves the tree; what it states is not searched for dates."""
    objects = []
    for script in tree.xpath('//script[contains(@type, "ld+json")]')[:20]:
        script.drop_tree()
        try:
            content = json.loads(clean_line(script.text)[:500_000], strict=False)
            objects += itertools.islice(_objects(content), MAX_NODES)
        except (ValueError, RecursionError):
            continue
    return objects


def _objects(content):
    if isinstance(content, dict):
        yield content
        content = [part for key, part in content.items() if key not in _OTHER_WORKS]
    if isinstance(content, list):
        for part in content:
            yield from _objects(part)


def _is_of_page(item, address, titles):
    """Whether an object of JSON-LD describes the article of the page, by its title or address."""
    if "headline" not in item and "datePublished" not in item:
        return False
    name = clean_line(item.get("headline") or item.get("name"))
    if not name or _best_agreement(name, titles) > MIN_AGREEMENT:
        return True
    stated = json.dumps([item.get(key) for key in ("url", "mainEntityOfPage", "@id")])
    return bool(address) and f'{address.rstrip("/")}"' in stated.replace('/"', '"')


def _find_title(tree, titles):
    """The heading that agrees best with the titles that the page states."""
    headings = [_text_of(element) for path in _HEADINGS for element in tree.xpath(path)[:7]]
    best = max(headings, key=lambda line: _best_agreement(line, titles), default="")
    if _best_agreement(best, titles) > MIN_AGREEMENT:
        return best
    return without_site(titles[0]) if titles else ""


def _best_agreement(line, titles):
    return max((_agreement(line, title) for title in titles), default=1)


def _agreement(heading, stated):
    """Share of the words of both lines that are in either; a heading within the line gains 0.5."""
    words, others = (set(re.findall(r"\w+", line.lower())) for line in (heading, stated))
    if not words or not others:
        return 0
    is_part = words <= others and (len(words) > 2 or stated.startswith(heading))
    return len(words & others) / len(words | others) + 0.5 * is_part


def _lines_beside(title, lines):
    """The lines next to the title, those below it first."""
    if title not in lines:
        return []
    at = lines.index(title)
    return _join_labels(lines[at + 1 : at + 9]) + lines[max(0, at - 6) : at][::-1]


def _join_labels(lines):
    """The lines, after those that a lone label, such as ``By``, makes with the line below it."""
    pairs = itertools.pairwise(lines)
    return [f"{label} {line}" for label, line in pairs if _LONE_LABEL.match(label)] + lines


def _printed_date(lines, day_first):
    dates = (find_date(line, day_first) for line in lines if len(line) < MAX_LINE)
    return next(filter(None, dates), None)


def _stated_dates(tree, meta, linked, address, printed):
    for item in linked:
        yield "JSON-LD", item.get("datePublished")
    for name in _PUBLISHED:
        yield f"meta {name}", meta.get(name)
    yield "address", find_date_in_path(address)
    yield "line beside the title", printed
    yield "meta date", meta.get("date")
    for element in _find(tree, _TIMES)[:3]:
        yield "time element", element.get("datetime") or element.get("content") or _text_of(element)
    yield "text of the page", _guess_metadata(tree).date


def _find_date(stated, printed, day_first):
    """(date of publication or None, the rule that found it or a note).

    A date printed beside the title goes before a time stamp of the day before or after, which is in
    another time zone.
    """
    problem = ""
    for rule, value in stated:
        day, note = parse_date(value, day_first)
        if day and printed and abs((day - printed).days) == 1:
            return printed, "line beside the title"
        if day:
            return day, rule
        problem = problem or note
    return None, problem


def _stated_authors(tree, meta, linked, names, beside, lines):
    for item in linked:
        yield author_text(item.get("author"), names)
    for name in _AUTHOR:
        yield meta.get(name, "")
    yield from map(_text_of, _find(tree, _AUTHORS)[:2])
    yield from map(find_byline, beside)
    yield _guess_metadata(tree).author or ""
    yield from map(match_byline, _join_labels(lines))


def _guess_metadata(tree):
    """What trafilatura finds in the text of a page."""
    from trafilatura import extract_metadata  # it takes a fifth of a second to load

    dates = {"original_date": True, "extensive_search": False}
    return extract_metadata(tree, date_config=dates, extensive=False)


def _text_of(element):
    return clean_line(" ".join(element.itertext()))
