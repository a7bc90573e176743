"""Read XML files: feeds (RSS, Atom), and exports of Factiva."""

import io

from lxml import etree

from monitor.loaders import exports
from monitor.loaders.fields import make_article
from monitor.loaders.markup import refuse_many_attributes, without_markup
from monitor.loaders.options import Unreadable
from monitor.loaders.pasted import split_paragraphs
from monitor.loaders.streams import read_all
from monitor.text.bylines import author_text


def read(stream, name, options):
    """Yield the articles of an XML file."""
    data = read_all(stream, options, "one XML file")
    return exports.read_xml(_parse(data), name, options) or read_feed(data, name, options)


def _parse(data):
    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data:
        raise Unreadable("XML that declares entities of its own, a risk; save it without them")
    refuse_many_attributes(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
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
        content = " ".join(part.get("value", "") for part in entry.get("content", []))
        text = without_markup(content or entry.get("summary", ""))
        yield make_article(
            f"{name}, entry {number}",
            "feed",
            options,
            title=without_markup(entry.get("title", "")),
            text="\n\n".join(split_paragraphs(text)),
            outlet=feed.feed.get("title"),
            date=entry.get("published") or entry.get("updated"),
            authors=author_text(entry.get("authors")),
            url=entry.get("link"),
            language=feed.feed.get("language"),
            source_id=entry.get("id"),
            note="" if content else "a feed's summary",
        )
