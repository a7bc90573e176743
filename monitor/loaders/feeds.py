"""Read XML files: feeds (RSS, Atom), and exports of Factiva."""

import io
from urllib.parse import parse_qsl, urlsplit

from lxml import etree

from monitor.loaders import exports
from monitor.loaders.boilerplate import without_boilerplate
from monitor.loaders.fields import make_article
from monitor.loaders.markup import refuse_many_attributes, without_markup
from monitor.loaders.options import Unreadable
from monitor.loaders.pasted import split_paragraphs
from monitor.loaders.streams import read_all, reads
from monitor.resources import pattern
from monitor.text.bylines import author_text

_AGGREGATOR = pattern("aggregator")


@reads(".xml .rss .atom")
def read(stream, name, options):
    """Yield the articles of an XML file."""
    data = read_all(stream, options, "one XML file")
    return exports.read_xml(_parse(data), name, options) or read_feed(data, name, options)


def _parse(data):
    refuse_many_attributes(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    tree = etree.fromstring(data, parser)
    if tree is None or any("depth" in error.message for error in parser.error_log):
        raise Unreadable("not XML, damaged from its start, or nested too deeply")
    return tree


def read_feed(data, name, options):
    """Yield the articles of a feed's bytes; an entry without text has its summary and a note."""
    import feedparser  # takes long to load and is rarely needed

    feed = feedparser.parse(io.BytesIO(data))
    if not feed.version:
        raise Unreadable("XML, but neither a feed (RSS, Atom) nor an export of Factiva")
    for number, entry in enumerate(feed.entries, start=1):
        yield _article_of(entry, feed.feed, f"{name}, entry {number}", options)


def _article_of(entry, feed, source, options):
    content = " ".join(part.get("value", "") for part in entry.get("content", []))
    text = without_markup(content or entry.get("summary", ""))
    title = without_markup(entry.get("title", ""))
    address = _target_of(entry.get("link", ""))
    outlet = entry.get("source", {}).get("title") or entry.get("news_source")
    is_aggregated = bool(_AGGREGATOR.search(f"{feed.get('id')} {feed.get('link')}"))
    if is_aggregated and not outlet:
        outlet = title.rpartition(" - ")[2] if " - " in title else urlsplit(address).netloc
    return make_article(
        source,
        "feed",
        options,
        title=title.removesuffix(f" - {outlet}"),
        text="\n\n".join(without_boilerplate(split_paragraphs(text))),
        outlet=outlet or feed.get("title"),
        date=entry.get("published") or entry.get("updated"),
        authors=author_text(entry.get("authors")),
        url=address,
        language=feed.get("language"),
        source_id=entry.get("id"),
        note="" if content and not is_aggregated else "a feed's summary",
    )


def _target_of(address):
    """The address that a link of an aggregator leads to; another link as it is."""
    parts = urlsplit(address)
    if not _AGGREGATOR.search(parts.netloc):
        return address
    values = (value for _, value in parse_qsl(parts.query) if value.startswith("http"))
    return next(values, address)
