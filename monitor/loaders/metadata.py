"""The tree of a web page in; the title, authors, address and day that its markup states, the surest first, out."""

import itertools
import json
import re

from monitor.article import clean_line, find_date, parse_date, split_authors
from monitor.resources import words

_PUBLISHED, _AUTHOR = words("page", "published"), words("page", "author")
_BYLINE = (
    './/*[@itemprop="author"]//*[@itemprop="name"] | .//*[@itemprop="author"] | .//*[@rel="author"]',
    './/*[contains(@class, "author-name") or contains(@class, "author_name") or contains(@class, "authorName")'
    ' or contains(@class, "byline-name") or contains(@class, "authorname")]',
    './/*[(contains(@class, "author") or contains(@class, "byline") or contains(@class, "Byline") or @id="author")'
    ' and not(contains(@class, "comment") or ancestor::*[contains(@class, "comment")])]',
)
_DAY_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/_.-]|$)")
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]{1,2}\s+|\s*[|»]\s*")
_BY_LINE = re.compile(
    r"(?:^|[|·•/–,-]\s*|\d\s)(?i:(?:written|posted|published|text|story|eingestellt|view all posts|post author)\s)?"
    r"(?:(?i:by|von|par|por|di|door)(?:\s?:?\s|(?=[A-Z]))|(?i:text|text & fotos|words|redaktion|reporter)\s?:\s*"
    r"|(?i:autor|author|auteur)\s?:?\s+)"
    r"(?P<names>[^\W\d_a-z][\w.'’-]*(?:,?\s(?:[^\W\d_a-z][\w.'’-]*|de|der|van|von|und|and|et|y|&)){0,9})"
)
_BARE_LEAD = re.compile(r"(?:by|von|par|por|autor(?:in)?|author|auteur|autore)\s?:?$", re.I)
_LABELLED = re.compile(
    r"(?i:autor(?:/?-?in)?|author|auteur|autore|written by|text|(?:ein\s)?(?:blog\s?|gast)?beitrag\svon)(?:\s?:\s*|\s)"
    r"(?P<names>[^\W\d_a-z][\w.'’-]+(?:\s(?:[^\W\d_a-z][\w.'’-]*|de|der|van|von)){1,4})\s?(?:[,|(.]|$)(?=.{0,60}$)"
)
_CHANGED = re.compile(r"^.{0,20}(?:updated|modified|mis à jour|aktualisiert|actualizad|aggiornat)", re.I)
_NO_NAME = re.compile(
    r"\d\d|/|www|\.com|no.author|^(?:admin|author|(?:posted|published)(?: by)?|von|by|par|follow)$", re.I
)
_HANDLE = re.compile(r"\s*@\w+")
_HERE = "\ue001"
_MAX_NODES = 5_000
_OTHERS = ("comment", "comments", "citation", "review", "video", "image")  # what JSON-LD states of other works


def title_of(tree, meta, linked):
    """(title, its element or None): the heading that agrees best with what the head of the page states; else that."""
    stated = [_text(meta.get("og:title")), *(_text(item.get("headline")) for item in linked)]
    stated = [line for line in (*stated, _text(tree.findtext(".//title"))) if line]
    best, best_share, element = "", 0.5, None
    for heading in tree.xpath("(//h1)[position() < 8] | (//h2)[position() < 8] | (//h3)[position() < 8]"):
        line = clean_line(" ".join(heading.itertext()))
        share = max((_agreement(line, other) for other in stated), default=1)
        if share > best_share and len(line) < 300:
            best, best_share, element = line, share, heading
    return best or (_without_site(stated[0], _text(meta.get("og:site_name"))) if stated else ""), element


def date_of(tree, meta, linked, address, printed, day_first=True):
    """(day or None, the rule that found it or a note) of the publication, by the surest statement first.

    `printed`: lines beside the title. A day printed there goes before a time stamp of the day before or after, which is
    that of another time zone.
    """
    beside = (line for line in printed if len(line) < 100 and not _CHANGED.match(line))
    days = [found for found in (find_date(line, day_first)[0] for line in beside) if found]
    notes = []
    for rule, value in _stated_dates(tree, meta, linked, address, days):
        day, note = parse_date(value[:40], day_first)
        if day and days and abs((day - days[0]).days) == 1:
            return days[0], "line beside the title"
        if day:
            return day, rule
        notes.append(note)
    return None, next(filter(None, notes), "")


def _stated_dates(tree, meta, linked, address, printed):
    yield from (("JSON-LD", _text(item.get("datePublished"))) for item in linked)
    yield from ((f"meta {name}", meta[name]) for name in _PUBLISHED if name in meta)
    if found := _DAY_IN_ADDRESS.search(address):
        yield "address", "-".join(found.groups())
    yield from (("line beside the title", day.isoformat()) for day in printed[:1])
    if "date" in meta:
        yield "meta date", meta["date"]
    for element in tree.xpath('(//*[@itemprop="datePublished"] | //time)[position() < 4]'):
        yield "time element", element.get("datetime") or element.get("content") or clean_line(element.text_content())


def printed_lines(body, heading, lines_of):
    """(lines beside a page's heading: a few after it, then a few before; all lines of its body)."""
    if heading is None:
        return [], lines_of(body)
    stated, heading.text = heading.text, _HERE + (heading.text or "")
    lines = lines_of(body)
    heading.text = stated
    at = next((at for at, line in enumerate(lines) if _HERE in line), 0)
    return _with_leads(lines[at + 1 : at + 9]) + lines[max(0, at - 6) : at][::-1], lines


def _with_leads(lines):
    """The lines, and before them each that stands under a lone ``By``, joined with it."""
    return [f"{one} {two}" for one, two in itertools.pairwise(lines) if _BARE_LEAD.match(one)] + lines


def authors_of(tree, meta, linked, printed):
    """Tuple of the authors' names by the surest statement first; the site itself only where nobody else is named."""
    site = _text(meta.get("og:site_name")).lower()
    fallback = ()
    for names in map(names_in, _stated_authors(tree, meta, linked, printed)):
        if names and not any(_is_site(name.lower(), site) for name in names):
            return names
        fallback = fallback or names
    return fallback


def _stated_authors(tree, meta, linked, printed):
    yield from (item["author"] for item in linked)
    yield from (meta.get(name, "") for name in _AUTHOR)
    for path in _BYLINE:
        lines = (clean_line(" ".join(element.itertext())) for element in tree.xpath(f"({path})[position() < 3]"))
        yield from (line for line in lines if len(line) < 80)
    yield from (found["names"] for found in (_BY_LINE.search(line[:160]) for line in printed) if found)


def labelled_authors(lines):
    """Tuple of the names in the first line of a page that labels them: ``Author: Ann Lee``, or ``Author`` above it."""
    found = next(filter(None, map(_LABELLED.match, _with_leads(lines))), None)
    return names_in(found["names"]) if found else ()


def _is_site(name, site):
    of_site = bool(site) and (site in name or (name in site and 2 * len(name) > len(site)))
    return of_site or bool(re.search(r"\w\.\w{2,4}$", name))


def names_in(value):
    """Tuple of the names in a byline of a page; empty where it is an address or holds no name."""
    names = [] if value.startswith("http") else split_authors(_without_lead(_HANDLE.sub("", value)))
    return tuple(filter(_is_name, names))


def _without_lead(value):
    found = _BY_LINE.match(value[:160])
    return found["names"] if found else re.split(r"\s[–—|•·-]\s", value)[0]


def _is_name(name):
    return 2 < len(name) < 60 and len(name.split()) < 7 and not _NO_NAME.search(name)


def linked_data(tree):
    """List of the JSON-LD objects of the page that describe an article, those with a headline first."""
    articles, named = [], {}
    for script in tree.xpath('(//script[contains(@type, "ld+json")])[position() < 20]'):
        try:
            stack = [json.loads(clean_line(script.text)[:500_000], strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MAX_NODES):
            if not stack:
                break
            item = stack.pop()
            if isinstance(item, dict):
                articles += [item] if "headline" in item or "datePublished" in item else []
                item = {key: part for key, part in item.items() if key not in _OTHERS}
                if isinstance(item.get("@id"), str) and item.get("name"):
                    named[item["@id"]] = item["name"]
                item = list(item.values())
            if isinstance(item, list):
                stack += [part for part in reversed(item) if isinstance(part, (dict, list))]
    ordered = sorted(articles, key=lambda item: "headline" not in item)
    return [item | {"author": _names(item.get("author"), named)} for item in ordered]


def meta_of(tree):
    """Dict from the name of each meta element, in lower case, to its first content."""
    meta = {}
    for element in tree.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name and element.get("content"):
            meta.setdefault(name, clean_line(element.get("content")))
    return meta


def address_of(tree, meta):
    """The address that the page gives as its own."""
    links = [*tree.xpath('//link[@rel="canonical"]/@href'), meta.get("og:url", "")]
    return next((link for link in map(clean_line, links) if link.startswith(("http://", "https://"))), "")


def _names(value, named):
    """Names of the authors, parted by semicolons; `named`: the names of the objects that others refer to by `@id`."""
    if isinstance(value, list):
        return "; ".join(filter(None, (_names(item, named) for item in value[:20] if not isinstance(item, list))))
    if isinstance(value, dict):
        name = value.get("name")
        return _text(name) or _text(
            next(iter(name), "") if isinstance(name, list) else named.get(str(value.get("@id")))
        )
    return _text(value)


def _text(value):
    return clean_line(value) if isinstance(value, str) else ""


def _agreement(heading, stated):
    """Share, 0 to 1, of the words of either line that stand in both; a heading that is a part of the line gains."""
    one, other = _words(heading), _words(stated)
    if not one or not other:
        return 0
    shared = len(one & other)
    return shared / len(one | other) + (0.5 if one <= other and (len(one) > 2 or stated.startswith(heading)) else 0)


def _words(line):
    return set(re.findall(r"\w+", line.lower()))


def _without_site(title, site):
    parts = _SEPARATOR.split(title)
    while len(parts) > 1 and (parts[-1].lower() == site.lower() or len(parts[-1].split()) < 5):
        title = title[: title.rindex(parts.pop())].rstrip(" |–—·•»:-")
    return title or parts[0]
