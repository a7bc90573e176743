"""Fetch the feeds that an analyst subscribes to, one at a time, by the rules of their sites."""

import ipaddress
import json
import socket
import time
import urllib.robotparser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import urllib3

from monitor.article import Rejected
from monitor.loaders.enrichment import enrich
from monitor.loaders.feeds import read_feed
from monitor.loaders.options import LoadOptions, Unreadable

AGENT = "monitor-kit"
TIMEOUT = 10  # seconds for each step of a request
MAX_SECONDS = 30  # for all of an answer
MAX_REDIRECTS = 5
PAUSE = 1.0  # seconds between requests to one host
_CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


class Answer(NamedTuple):
    """What a server answered: status code, headers, and the bytes of the body."""

    status: int
    headers: dict
    data: bytes


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
        self.versions, self.new_versions = {}, {}
        if self.memory.exists():
            self.versions = json.loads(self.memory.read_text(encoding="utf-8"))
        self.rules = {}  # of robots.txt by its address
        self.last_request = {}  # time by host
        self.pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=TIMEOUT, read=TIMEOUT),
            retries=False,
            headers={"User-Agent": AGENT},
        )

    def __iter__(self):
        for address in self.addresses:
            try:
                for item in self._fetch(address):
                    yield enrich(item, self.options)
            except Unreadable as refusal:
                yield Rejected(address, str(refusal))
            except (urllib3.exceptions.HTTPError, OSError, UnicodeError):
                yield Rejected(address, "no answer from that address; check it and try later")

    def keep(self):
        """Remember which versions were sent, so that they are not sent again."""
        versions = self.versions | self.new_versions
        self.memory.write_text(json.dumps(versions), encoding="utf-8")

    def _fetch(self, address):
        if not self._is_allowed(address):
            raise Unreadable(
                "the site's robots.txt does not allow it; ask the site, or leave this feed out"
            )
        version = self.versions.get(address, {})
        conditions = {_CONDITIONS[key]: value for key, value in version.items()}
        answer = self._request(address, conditions)
        if answer.status == 304:
            return
        if answer.status != 200:
            raise Unreadable(f"the server answered {answer.status}; check the address")
        yield from read_feed(answer.data, address, self.options)
        version = {key: answer.headers[key] for key in _CONDITIONS if key in answer.headers}
        self.new_versions[address] = version

    def _is_allowed(self, address):
        place = urljoin(address, "/robots.txt")
        if place not in self.rules:
            rules = self.rules[place] = urllib.robotparser.RobotFileParser()
            answer = self._request(place, {})
            # RFC 9309: without the rules nothing is allowed; a site without rules allows all.
            rules.disallow_all = answer.status >= 500
            text = answer.data.decode("utf-8", "replace") if answer.status == 200 else ""
            rules.parse(text.splitlines())
        return self.rules[place].can_fetch(AGENT, address)

    def _request(self, address, headers):
        """The Answer after redirects."""
        may_be_private = _is_private(address)
        for _ in range(MAX_REDIRECTS):
            if _is_private(address) and not may_be_private:
                raise Unreadable("redirected to a private address; such redirects are not followed")
            self._wait(urlsplit(address).netloc)
            answer = self.pool.request(
                "GET", address, headers=headers, redirect=False, preload_content=False
            )
            try:
                target = answer.get_redirect_location()
                if not target:
                    return Answer(answer.status, answer.headers, self._read(answer))
            finally:
                answer.release_conn()
            target = urljoin(address, target)
            may_be_private &= urlsplit(target).netloc == urlsplit(address).netloc
            address = target
        raise Unreadable(f"more than {MAX_REDIRECTS} redirects")

    def _wait(self, host):
        """Wait until the last request to this host is `PAUSE` seconds ago."""
        due = self.last_request.get(host, -PAUSE) + PAUSE
        time.sleep(max(0, due - time.monotonic()))
        self.last_request[host] = time.monotonic()

    def _read(self, answer):
        data, most = b"", self.options.max_page
        end = time.monotonic() + MAX_SECONDS
        for block in answer.stream(1 << 16, decode_content=True):
            data += block
            if len(data) > most:
                raise Unreadable(
                    f"over {most:,} bytes, too large for a feed; raise max_page in monitor.toml, "
                    "[limits]"
                )
            if time.monotonic() > end:
                raise Unreadable("the server sends too slowly")
        return data


def _is_private(address):
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("not an address that begins with http:// or https://")
    hosts = socket.getaddrinfo(parts.hostname, parts.port or 80, type=socket.SOCK_STREAM)
    addresses = (host[4][0].partition("%")[0] for host in hosts)
    return not all(ipaddress.ip_address(address).is_global for address in addresses)
