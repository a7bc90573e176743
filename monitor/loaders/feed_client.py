"""Fetch the feeds that an analyst subscribes to, one at a time, by the rules of their sites."""

import ipaddress
import json
import socket
import time
import urllib.robotparser
from pathlib import Path
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
# What a server may state of the version that it sent, and how to ask for a newer one.
_CONDITIONS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}


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
        self.last_request = {}  # time by host
        self.pool = urllib3.PoolManager(timeout=TIMEOUT, headers={"User-Agent": AGENT})

    def __iter__(self):
        for address in self.addresses:
            try:
                for item in self._fetch(address):
                    yield enrich(item, self.options)
            except Unreadable as refusal:
                yield Rejected(address, str(refusal))
            except (urllib3.exceptions.HTTPError, OSError, UnicodeError):
                yield Rejected(address, "the address does not answer; check it, or try again later")

    def keep(self):
        """Remember which versions were sent, so that they are not sent again."""
        self.memory.write_text(json.dumps(self.conditions), encoding="utf-8")

    def _fetch(self, address):
        if not self._is_allowed(address):
            raise Unreadable("the site's robots.txt forbids it; ask the site, or remove this feed")
        answer, data = self._request(address, self.conditions.get(address, {}))
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
            answer, data = self._request(place, {})
            rules = self.robots[place] = urllib.robotparser.RobotFileParser()
            # RFC 9309: without the rules nothing is allowed; a site without rules allows all.
            rules.disallow_all = answer.status >= 500
            text = data.decode("utf-8", "replace") if answer.status == 200 else ""
            rules.parse(text.splitlines())
        return self.robots[place].can_fetch(AGENT, address)

    def _request(self, address, headers):
        """(the server's answer after redirects, the bytes of its body)."""
        first_host = urlsplit(address).netloc
        may_be_private = _is_private(address)
        for _ in range(MAX_REDIRECTS):
            host = urlsplit(address).netloc
            # The name of a public host may lead to a private address later.
            may_be_private &= host == first_host
            if _is_private(address) and not may_be_private:
                raise Unreadable("redirected to a private address; such redirects are not followed")
            self._wait(host)
            answer = self.pool.request(
                "GET",
                address,
                headers=self.pool.headers | headers,
                redirect=False,
                retries=False,
                preload_content=False,
            )
            with answer:
                target = answer.get_redirect_location()
                if not target:
                    return answer, self._read(answer)
            address = urljoin(address, target)
        raise Unreadable(f"more than {MAX_REDIRECTS} redirects")

    def _wait(self, host):
        """Wait until the last request to this host is `PAUSE` seconds ago."""
        due = self.last_request.get(host, -PAUSE) + PAUSE
        time.sleep(max(0, due - time.monotonic()))
        self.last_request[host] = time.monotonic()

    def _read(self, answer):
        data = b""
        end = time.monotonic() + MAX_SECONDS
        for block in answer.stream(1 << 16):
            data += block
            if len(data) > self.options.max_page:
                raise Unreadable(
                    f"over {self.options.max_page:,} bytes, too large for a feed; raise max_page "
                    "in monitor.toml, [limits]"
                )
            if time.monotonic() > end:
                raise Unreadable("the server is too slow; try again later")
        return data


def _is_private(address):
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Unreadable("the address must begin with http:// or https://")
    hosts = socket.getaddrinfo(parts.hostname, parts.port or 80)
    addresses = (host[4][0].partition("%")[0] for host in hosts)
    return not all(ipaddress.ip_address(address).is_global for address in addresses)
