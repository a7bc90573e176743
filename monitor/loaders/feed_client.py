"""Fetch the feeds that an analyst subscribes to, one at a time, by the rules of their sites."""

import ipaddress
import json
import socket
import time
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import urllib3

from monitor.article import Rejected
from monitor.loaders.enrichment import enrich
from monitor.loaders.feeds import read_feed
from monitor.loaders.options import LoadOptions, Unreadable
from monitor.loaders.streams import read_all

AGENT = "monitor-kit"
TIMEOUT = 10  # seconds for each step of a request
MAX_REDIRECTS = 5
PAUSE = 1.0  # seconds between requests to one host
# What a server may state of the version that it sent, and how to ask for a newer one.
_CONDITIONS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


class _Pool(urllib3.PoolManager):
    """Requests, a pause apart, of which no redirect leads from a public to a private address."""

    def __init__(self):
        retries = urllib3.Retry(MAX_REDIRECTS, connect=0, read=0)
        super().__init__(timeout=TIMEOUT, retries=retries, headers={"User-Agent": AGENT})
        self.last_request = {}  # time by host

    def fetch(self, address, headers, options):
        """(the server's answer after redirects, the bytes of its body)."""
        self.host = urlsplit(address).netloc
        headers = self.headers | headers
        with self.request("GET", address, headers=headers, preload_content=False) as answer:
            return answer, read_all(answer, options, "a feed", "max_page")

    def urlopen(self, method, url, redirect=True, **options):
        """The answer to one request; urllib3 calls it for each redirect too."""
        host = urlsplit(url).netloc
        if _is_private(url) and host != self.host:
            raise Unreadable("redirected to a private address; such redirects are not followed")
        due = self.last_request.get(host, -PAUSE) + PAUSE
        time.sleep(max(0, due - time.monotonic()))
        self.last_request[host] = time.monotonic()
        return super().urlopen(method, url, redirect, **options)


class Feeds:
    """The articles of the feeds at `addresses`; one that cannot be fetched is Rejected.

    Feeds that have not changed since the last time, as the file `memory` (JSON) remembers, are not
    sent again: call `keep` once the articles are stored. Only http and https; robots.txt is obeyed;
    no redirect is followed from a public to a private address.
    """

    def __init__(self, addresses, memory, options=None):
        self.addresses = addresses
        self.memory = Path(memory)
        self.options = options or LoadOptions()
        self.conditions = {}  # headers that ask for a newer version, by address
        if self.memory.exists():
            self.conditions = json.loads(self.memory.read_text(encoding="utf-8"))
        self.robots = {}  # rules by host
        self.pool = _Pool()

    def __iter__(self):
        for address in self.addresses:
            try:
                for item in self._fetch(address):
                    yield enrich(item, self.options)
            except Unreadable as refusal:
                yield Rejected(address, str(refusal))
            except (urllib3.exceptions.HTTPError, OSError, UnicodeError):
                reason = "no answer, or too many redirects; check the address, or try again later"
                yield Rejected(address, reason)

    def keep(self):
        """Remember which versions were sent, so that they are not sent again."""
        self.memory.write_text(json.dumps(self.conditions), encoding="utf-8")

    def _fetch(self, address):
        if not self._is_allowed(address):
            raise Unreadable("the site's robots.txt forbids it; ask the site, or remove this feed")
        answer, data = self.pool.fetch(address, self.conditions.get(address, {}), self.options)
        if answer.status == 304:
            return
        if answer.status != 200:
            raise Unreadable(f"the server answered {answer.status}; check the address")
        yield from read_feed(data, address, self.options)
        self.conditions[address] = {
            condition: answer.headers[name]
            for name, condition in _CONDITIONS.items()
            if name in answer.headers
        }

    def _is_allowed(self, address):
        place = urljoin(address, "/robots.txt")
        if place not in self.robots:
            answer, data = self.pool.fetch(place, {}, self.options)
            rules = self.robots[place] = RobotFileParser()
            # RFC 9309: without the rules nothing is allowed; a site without rules allows all.
            rules.disallow_all = answer.status >= 500
            text = data.decode("utf-8", "replace") if answer.status == 200 else ""
            rules.parse(text.splitlines())
        return self.robots[place].can_fetch(AGENT, address)


def _is_private(address):
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("the address must begin with http:// or https://")
    hosts = socket.getaddrinfo(parts.hostname, parts.port or 80)
    addresses = (host[4][0].partition("%")[0] for host in hosts)
    return not all(ipaddress.ip_address(address).is_global for address in addresses)
