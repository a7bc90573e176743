"""A feed (RSS or Atom) in, from a file or from an address that the analyst named; its articles out."""

import io
import ipaddress
import json
import socket
import time
import urllib.robotparser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import feedparser
import urllib3
from lxml import etree

from monitor.article import Article, Rejected, clean_line, parse_date, split_authors
from monitor.loaders import factiva
from monitor.loaders.enrichment import completed
from monitor.loaders.streams import refuse_many_attributes, whole
from monitor.loaders.options import LoadOptions, Unreadable
from monitor.loaders.columns import without_markup

AGENT = "monitor-kit"
SECONDS, HOPS, PAUSE = 10, 5, 1.0  # time-out of each step, redirects followed, wait between requests to one host


def read(stream, name, options):
    """Yield the articles of an XML file: a feed, or an export of Factiva."""
    data = whole(stream, options, "one XML file")
    if b"<!ENTITY" in data or "<!ENTITY".encode("utf-16-le") in data:
        raise Unreadable("XML that declares entities of its own, which can hide harm; save it without them")
    refuse_many_attributes(data)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    try:
        tree = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None or any("depth" in error.message for error in parser.error_log):
        raise Unreadable("no XML, damaged from its start, or nested too deeply")
    if next(tree.iter("{*}ppsarticle"), None) is not None:
        yield from factiva.read_xml(tree, name, options)
    else:
        yield from articles_of(data, name, options)


def articles_of(data, name, options):
    """Yield the articles of a feed's bytes. An entry without a text of its own has its summary, and a note says so."""
    feed = feedparser.parse(io.BytesIO(data))
    if not feed.version:
        raise Unreadable("XML, but neither a feed (RSS, Atom) nor an export of Factiva")
    for number, entry in enumerate(feed.entries, start=1):
        whole_text = " ".join(part.get("value", "") for part in entry.get("content", []))
        body = without_markup(whole_text or entry.get("summary", ""))
        date, note = parse_date(entry.get("published") or entry.get("updated") or "", options.day_first)
        yield Article(
            title=clean_line(without_markup(entry.get("title", ""))),
            text="\n\n".join(filter(None, map(clean_line, body.split("\n")))),
            outlet=clean_line(feed.feed.get("title", "")),
            date=date,
            date_rule="feed" if date else note,
            authors=split_authors([person.get("name", "") for person in entry.get("authors", [])]),
            url=clean_line(entry.get("link", "")),
            language=feed.feed.get("language", ""),
            source=f"{name}, entry {number}",
            source_id=clean_line(entry.get("id", "")) or None,
            note="" if whole_text else "a feed's summary",
        )


class Feeds:
    """The articles of the feeds at `addresses`, got one at a time, politely; one that cannot be had is Rejected.

    Feeds that have not changed since the last time, as the file `memory` (JSON) remembers, are not sent again: call
    `keep` once what was sent is stored. Only http(s); robots.txt is kept to; no redirect is followed from a public to a
    private address.
    """

    def __init__(self, addresses, memory, options=None):
        self.addresses, self.memory, self.options = addresses, Path(memory), options or LoadOptions()
        self.known = json.loads(self.memory.read_text(encoding="utf-8")) if self.memory.exists() else {}
        self.fresh, self.robots, self.last = {}, {}, {}
        timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
        self.pool = urllib3.PoolManager(timeout=timeout, retries=False, headers={"User-Agent": AGENT})

    def __iter__(self):
        for address in self.addresses:
            try:
                yield from (completed(item, self.options) for item in self._articles(address))
            except Unreadable as refusal:
                yield Rejected(address, str(refusal))
            except (urllib3.exceptions.HTTPError, OSError, UnicodeError):
                yield Rejected(address, "no answer from that address; check it and try later")

    def keep(self):
        """Remember which versions were sent, so that they are not sent again."""
        self.memory.write_text(json.dumps(self.known | self.fresh), encoding="utf-8")

    def _articles(self, address):
        if not self._allowed(address):
            raise Unreadable("the site's robots.txt does not allow it; ask the site, or leave this feed out")
        names = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
        known = self.known.get(address, {})
        status, headers, data = self._request(address, {names[key]: value for key, value in known.items()})
        if status == 304:
            return
        if status != 200:
            raise Unreadable(f"the server answered {status}; check the address")
        yield from articles_of(data, address, self.options)
        self.fresh[address] = {key: headers[key] for key in names if key in headers}

    def _allowed(self, address):
        host = urljoin(address, "/robots.txt")
        if host not in self.robots:
            rules = urllib.robotparser.RobotFileParser()
            status, _, data = self._request(host, {})
            # RFC 9309: a server that cannot tell its rules allows nothing, one that has none allows all.
            stated = {200: data.decode("utf-8", "replace")}.get(status, "User-agent: *\nDisallow: /" * (status >= 500))
            rules.parse(stated.splitlines())
            self.robots[host] = rules
        return self.robots[host].can_fetch(AGENT, address)

    def _request(self, address, headers):
        """(status, headers, bytes) after redirects."""
        may_be_private = _is_private(address)
        for _ in range(HOPS):
            if not may_be_private and _is_private(address):
                raise Unreadable("redirected to a private address, which is not followed")
            self._wait(urlsplit(address).netloc)
            answer = self.pool.request("GET", address, headers=headers, redirect=False, preload_content=False)
            try:
                if answer.status in (301, 302, 303, 307, 308) and "location" in answer.headers:
                    target = urljoin(address, answer.headers["location"])
                    may_be_private = may_be_private and urlsplit(target).netloc == urlsplit(address).netloc
                    address = target
                    continue
                return answer.status, answer.headers, _bounded(answer, self.options.max_page)
            finally:
                answer.release_conn()
        raise Unreadable(f"more than {HOPS} redirects")

    def _wait(self, host):
        time.sleep(max(0, self.last.get(host, -PAUSE) + PAUSE - time.monotonic()))
        self.last[host] = time.monotonic()


def _is_private(address):
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("not an address that begins with http:// or https://")
    found = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
    return any(not ipaddress.ip_address(entry[4][0].split("%")[0]).is_global for entry in found)


def _bounded(answer, most):
    data, end = b"", time.monotonic() + 3 * SECONDS
    for block in answer.stream(1 << 16, decode_content=True):
        data += block
        if len(data) > most:
            raise Unreadable(f"over {most:,} bytes, too large for a feed; or raise max_page in monitor.toml")
        if time.monotonic() > end:
            raise Unreadable("the server sends too slowly")
    return data
