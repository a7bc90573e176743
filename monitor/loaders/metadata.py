"""What the markup of a news page states about its article, the most reliable statement first."""

import copy
import itertools
import json
import re

from monitor.loaders.markup import lines_of
from monitor.resources import pattern, words
from monitor.text.bylines import author_text, find_byline, find_people, match_byline
from monitor.text.cleaning import clean_line
from monitor.text.dates import find_date, find_date_in_path, parse_date, without_update

MAX_NODES = 5_000  # of the objects in one block of JSON-LD
MAX_LINE = 100  # characters of a line with a date beside the title
# Parts of JSON-LD that describe other works than the article of the page.
_OTHER_WORKS = (
    "comment comments citation review video image itemListElement liveBlogUpdate mentions"
).split()
_PUBLISHED, _AUTHOR = words("page", "published"), words("page", "author")
_AUTHOR_PATH = (
    '(//*[@itemprop="author"]//*[@itemprop="name"] | //*[@itemprop="author"] | '
    '//*[@rel="author"])[position() < 3]'
)
_TIME_PATH = (
    '(//*[@itemprop="datePublished"] | //time[not(@itemprop="dateModified")])[position() < 4]'
)
# Comments, lists of other articles, and days of a change.
_ASIDE_PATH = (
    "//*[re:test(concat(@class, ' ', @id, ' ', @itemprop), $pattern)][not(.//h1)]"
    "| //meta[contains(@property, 'modified_time') or contains(@property, 'updated_time')]"
    "| //time[contains(@class, 'updated') and not(contains(@class, 'published'))]"
    # A longer one also states the day of publication.
    "| //*[@itemprop='dateModified'][string-length(normalize-space()) < 40]"
)
_ASIDE = r"(?:^|\s)(?:comments?|disqus|replies|respond|related|recommended)"
_REGEX = {"re": "http://exslt.org/regular-expressions"}
MIN_AGREEMENT = 0.5  # of the title with the headline of JSON-LD that describes the article
_HEADINGS = "(//h1)[position() < 8] | (//h2)[position() < 8] | (//h3)[position() < 8]"
_LONE_LABEL = pattern("lone_label")
_SITE = re.compile(r"\s+[|–—·•»:-]{1,2}\s+(?:\S+\s?){1,4}$|\s*[|»].*")


def without_site(title):
    """The title of a page without the name of its site at the end."""
    return _SITE.sub("", title)


class Page:
    """A parsed page and what it states; `beside` are the lines next to the title."""

    def __init__(self, tree):
        self.tree = _without_asides(tree)
        self.meta = _meta_of(self.tree)
        stated = [self.meta.get("og:title"), tree.findtext(".//title")]
        self.head_titles = list(filter(None, map(clean_line, stated)))
        links = [*tree.xpath('//link[@rel="canonical"]/@href'), self.meta.get("og:url", "")]
        self.address = next(filter(re.compile("https?://").match, map(clean_line, links)), "")
        self.linked, self.names = self._linked_data()
        self.own = [item for item in self.linked if self._rank(item) > MIN_AGREEMENT]
        self.title = self._find_title()
        self.lines = lines_of(self.tree)
        self.beside = []
        if self.title in self.lines:
            at = self.lines.index(self.title)
            below = _join_labels(self.lines[at + 1 : at + 9])
            self.beside = below + self.lines[max(0, at - 6) : at][::-1]

    def _linked_data(self):
        """(JSON-LD objects that may describe the article, those with its headline first; dict from
        the ids of objects to their names).
        """
        items = []
        for script in self.tree.xpath('//script[contains(@type, "ld+json")]')[:20]:
            script.drop_tree()  # what it states of other articles is not searched for dates
            try:
                content = json.loads(clean_line(script.text)[:500_000], strict=False)
            except (ValueError, RecursionError):
                continue
            items += itertools.islice(_objects(content), MAX_NODES)
        names = {str(item.get("@id")): item.get("name") for item in items if item.get("name")}
        articles = [item for item in items if "headline" in item or "datePublished" in item]
        articles = [item for item in articles if self._rank(item)]
        return sorted(articles, key=self._rank, reverse=True), names

    def _rank(self, item):
        stated = json.dumps([item.get(key) for key in ("url", "mainEntityOfPage", "@id")])
        if self.address and f'{self.address.rstrip("/")}"' in stated.replace('/"', '"'):
            return 2
        name = clean_line(item.get("headline") or item.get("name"))
        return _best_agreement(name, self.head_titles) if name else 1

    def _find_title(self):
        """The heading that agrees best with the head of the page."""
        titles = [*self.head_titles, *(clean_line(item.get("headline")) for item in self.linked)]
        headings = map(_text_of, self.tree.xpath(_HEADINGS))
        best = max(headings, key=lambda line: _best_agreement(line, titles), default="")
        if _best_agreement(best, titles) > 0.5:
            return best
        return without_site(titles[0]) if titles else ""

    def find_date(self, day_first=True):
        """(date of publication or None, the rule that found it or a note).

        A date printed beside the title goes before a time stamp of the day before or after, which
        is in another time zone.
        """
        lines = [without_update(line) for line in self.beside if len(line) < MAX_LINE]
        printed = next(filter(None, (find_date(line, day_first) for line in lines)), None)
        notes = []
        for rule, value in self._stated_dates(printed):
            day, note = parse_date(value, day_first)
            if day and printed and abs((day - printed).days) == 1:
                return printed, "line beside the title"
            if day:
                return day, rule
            notes.append(note)
        return None, next(filter(None, notes), "")

    def _stated_dates(self, printed):
        for item in self.own:
            yield "JSON-LD", item.get("datePublished")
        for name in _PUBLISHED:
            yield f"meta {name}", self.meta.get(name)
        yield "address", find_date_in_path(self.address)
        yield "line beside the title", printed
        yield "meta date", self.meta.get("date")
        for element in self.tree.xpath(_TIME_PATH):
            stamp = element.get("datetime") or element.get("content")
            yield "time element", stamp or _text_of(element)

    def find_authors(self):
        """Tuple of the authors' names; the site itself only where nobody else is named."""
        site = self.meta.get("og:site_name", "").lower()
        names = list(filter(None, map(find_people, self._stated_authors())))
        people = [group for group in names if not site or site not in " ".join(group).lower()]
        return next(iter(people or names), ())

    def _stated_authors(self):
        for item in self.own:
            yield author_text(item.get("author"), self.names)
        for name in _AUTHOR:
            yield self.meta.get(name, "")
        yield from map(_text_of, self.tree.xpath(_AUTHOR_PATH))
        yield from map(find_byline, self.beside)

    def find_labelled_authors(self):
        """Tuple of the names in the first line that is a byline, such as ``Author: …``."""
        return find_people(next(filter(None, map(match_byline, _join_labels(self.lines))), ""))


def _without_asides(tree):
    """A copy of a tree without comments, lists of other articles and days of a change."""
    tree = copy.deepcopy(tree)
    for element in tree.xpath(_ASIDE_PATH, namespaces=_REGEX, pattern=_ASIDE):
        if element.tag not in ("html", "body", "head", "article", "main"):
            element.drop_tree()
    return tree


def _join_labels(lines):
    """The lines, after those that a lone label, such as ``By``, makes with the line below it."""
    pairs = itertools.pairwise(lines)
    return [f"{label} {line}" for label, line in pairs if _LONE_LABEL.match(label)] + lines


def _meta_of(tree):
    """Dict from the name of each meta element, in lower case, to its first content."""
    meta = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if element.get("content"):
            meta.setdefault(name.lower(), clean_line(element.get("content")))
    return meta


def _objects(content):
    stack = [content]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            yield item
            item = [part for key, part in item.items() if key not in _OTHER_WORKS]
        if isinstance(item, list):
            stack += reversed(item)


def _text_of(element):
    return clean_line(" ".join(element.itertext()))


def _best_agreement(line, titles):
    return max((_agreement(line, title) for title in titles), default=1)


def _agreement(heading, stated):
    """Share of the words of both lines that are in either; a heading within the line gains 0.5."""
    words, others = (set(re.findall(r"\w+", line.lower())) for line in (heading, stated))
    if not words or not others:
        return 0
    is_part = words <= others and (len(words) > 2 or stated.startswith(heading))
    return len(words & others) / len(words | others) + 0.5 * is_part
