"""Read the pages of web archives (WARC) and of pages saved with their parts (MHTML)."""

import dataclasses
import email
import email.policy

from monitor.article import Article, Rejected
from monitor.loaders import pages
from monitor.loaders.archives import limit_number
from monitor.loaders.options import Unreadable
from monitor.loaders.streams import printable, read_all

MAX_PARTS = 5000  # of a saved page


def read_mhtml(stream, name, options):
    """Yield the article of a page that was saved with its parts in one file."""
    data = read_all(stream, options, "one saved page")
    if data.count(b"\nContent-Type:") > MAX_PARTS:
        raise Unreadable(f"a page saved in over {MAX_PARTS:,} parts; save the page alone")
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            return pages.read_page(part.get_payload(decode=True) or b"", name, options)
    raise Unreadable("no page in it")


def read_warc(stream, name, options):
    """Yield the article of each page in a web archive."""
    from warcio.archiveiterator import ArchiveIterator  # takes long to load and is rarely needed

    for record in limit_number(ArchiveIterator(stream), options):
        if not _is_page(record):
            continue
        address = record.rec_headers.get_header("WARC-Target-URI") or ""
        source = f"{name}, {printable(address or 'page')}"
        status = record.http_headers.get_statuscode()
        if not status.startswith("2"):
            yield Rejected(source, f"the server answered {status} in place of a page")
            continue
        try:
            data = read_all(record.content_stream(), options, "one page", "max_page")
            for item in pages.read_page(data, source, options):
                has_no_url = isinstance(item, Article) and not item.url
                yield dataclasses.replace(item, url=address) if has_no_url else item
        except Unreadable as refusal:
            yield Rejected(source, str(refusal))


def _is_page(record):
    if record.rec_type != "response" or not record.http_headers:
        return False
    return "html" in record.http_headers.get_header("Content-Type", "").lower()
