"""Feeds: read from a file, and fetched from a real server on this machine."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.article import Article, Rejected
from monitor.loaders import LoadOptions, feed_client, load

TEXT = "NATO will patrol the strait from Monday, an official said. The ships leave the harbour at dawn."
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour Courier</title><language>en-GB</language>
<item><title>Ships &amp;amp; boats leave</title><link>https://courier.example/1</link><guid>c-1</guid>
<author>Ann Lee</author>
<pubDate>Fri, 03 May 2024 23:30:00 -0800</pubDate><description>short</description>
<content:encoded><![CDATA[<p>{TEXT}</p><p>It rains.</p>]]></content:encoded></item>
<item><title>Second</title><description>{TEXT}</description><pubDate>Fri, 99 May 2024</pubDate></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Courier</title><entry><title>Ships leave</title>
<id>c-1</id><link href="https://courier.example/1"/><updated>2024-05-03T23:30:00Z</updated>
<author><name>Ann Lee</name></author>
<content type="html">&lt;p&gt;{TEXT}&lt;/p&gt;</content></entry></feed>"""


def test_rss(tmp_path):
    (tmp_path / "a.xml").write_text(RSS)
    first, second = load(tmp_path / "a.xml")
    assert (first.title, first.text, first.outlet) == (
        "Ships & boats leave",
        f"{TEXT}\n\nIt rains.",
        "Harbour Courier",
    )
    assert (str(first.date), first.url, first.source_id) == (
        "2024-05-03",
        "https://courier.example/1",
        "c-1",
    )
    assert (first.note, second.note) == ("", "a feed's summary")
    assert second.date is None
    assert "99 May" in second.date_rule


def test_atom(tmp_path):
    (tmp_path / "a.atom").write_text(ATOM)
    (article,) = load(tmp_path / "a.atom")
    assert (article.title, article.text, article.authors) == ("Ships leave", TEXT, ("Ann Lee",))


def test_xml_that_is_no_feed(tmp_path):
    (tmp_path / "a.xml").write_text("<catalogue><item>ships</item></catalogue>")
    (refused,) = load(tmp_path / "a.xml")
    assert "neither a feed" in refused.reason


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["If-None-Match"]))
        if self.path == "/robots.txt":
            self.answer(200, b"User-agent: *\nDisallow: /private/\n")
        elif self.path == "/feed" and self.headers["If-None-Match"] == '"one"':
            self.answer(304, b"")
        elif self.path in ("/feed", "/private/feed"):
            self.answer(200, RSS.encode(), ETag='"one"')
        elif self.path == "/moved":
            self.answer(301, b"", Location="/feed")
        elif self.path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif self.path == "/inside":
            self.answer(302, b"", Location="http://127.0.0.2:1/feed")
        elif self.path == "/file":
            self.answer(302, b"", Location="file:///etc/passwd")
        elif self.path == "/huge":
            self.answer(200, b"x" * ((1 << 20) + 10))
        elif self.path == "/page":
            self.answer(200, b"<html><body>no feed</body></html>")
        else:
            self.answer(500, b"")

    def answer(self, status, content, **headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(content)}.items():
            self.send_header(name, value)
        self.end_headers()
        with contextlib.suppress(OSError):
            self.wfile.write(content)

    def log_message(self, *_):
        """Nothing is printed."""


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(feed_client, "PAUSE", 0)
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.asked, server.address = [], f"http://127.0.0.1:{server.server_address[1]}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def fetched(server, path, memory):
    named = feed_client.Feeds([f"{server.address}{path}"], memory, LoadOptions(max_page=1 << 20))
    items = list(named)
    named.keep()
    return items


def test_a_feed_is_fetched_once_until_it_changes(server, tmp_path):
    memory = tmp_path / "feeds.json"
    assert [type(item) for item in fetched(server, "/feed", memory)] == [Article, Article]
    assert fetched(server, "/feed", memory) == []
    assert server.asked[-1] == ("/feed", '"one"')


def test_what_was_sent_but_not_stored_is_sent_again(server, tmp_path):
    named = feed_client.Feeds([f"{server.address}/feed"], tmp_path / "feeds.json")
    assert len(list(named)) == 2
    assert len(fetched(server, "/feed", tmp_path / "feeds.json")) == 2


def test_articles_of_a_feed_have_their_language_detected(server, tmp_path):
    first, _ = fetched(server, "/feed", tmp_path / "feeds.json")
    assert first.language == "en"


def test_a_redirect_on_the_same_host_is_followed(server, tmp_path):
    assert len(fetched(server, "/moved", tmp_path / "feeds.json")) == 2


REFUSED = {
    "/private/feed": "robots.txt",
    "/loop": "redirects",
    "/inside": "private address",
    "/file": "http",
    "/huge": "too large",
    "/page": "neither a feed",
    "/none": "answered 500",
}


@pytest.mark.parametrize(("path", "reason"), REFUSED.items())
def test_what_is_not_fetched_is_a_rejected_input(server, tmp_path, path, reason):
    (refused,) = fetched(server, path, tmp_path / "feeds.json")
    assert refused.source == f"{server.address}{path}"
    assert reason in refused.reason


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/feed", "ftp://a.example/feed", "/etc/passwd", "http://", "http://\ud800"],
)
def test_an_address_that_does_not_answer_is_a_rejected_input(tmp_path, address):
    (refused,) = feed_client.Feeds([address], tmp_path / "feeds.json")
    assert isinstance(refused, Rejected)


def test_a_host_is_asked_no_more_than_once_a_pause(server, tmp_path, monkeypatch):
    waits = []
    monkeypatch.setattr(feed_client, "PAUSE", 5)
    monkeypatch.setattr(feed_client.time, "sleep", waits.append)
    fetched(server, "/feed", tmp_path / "feeds.json")
    assert waits[0] == 0
    assert 4 < waits[1] <= 5
