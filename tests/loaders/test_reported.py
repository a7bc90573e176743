"""Inputs of the kinds that users of such tools report: services, exports, containers, pages."""

import json

import pytest

from monitor.article import Rejected
from monitor.loaders import load

TITLE = "Brenholm prepares for Nato ships"
TEXT = (
    "The harbour town of Brenholm will host the spring exercise of the alliance, officials said. "
    "Nato ships are to arrive in two groups, and the council expects some 400 sailors."
)
BARE = {"title": TITLE, "text": TEXT, "date": "2023-03-14", "outlet": "Harbour Courier"}


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(load(path))


@pytest.mark.parametrize("mark", ["… [+1834 chars]", "... [2143 chars]", " […]", "…"])
def test_a_cut_text_has_a_note_and_loses_its_mark(tmp_path, mark):
    (article,) = read(tmp_path, "a.json", json.dumps([BARE | {"text": TEXT[:-1] + mark}]))
    assert article.text == TEXT[:-1]
    assert "breaks off" in article.note


def test_a_summary_in_place_of_a_text_has_a_note(tmp_path):
    row = {"headline": TITLE, "text": "", "abstract": TEXT, "lead_paragraph": ""}
    (article,) = read(tmp_path, "a.json", json.dumps([row]))
    assert (article.text, article.note) == (TEXT, "a summary, not the whole text")


@pytest.mark.parametrize(
    "day", ["45000", "45000.5", "1678838400", "1678838400000", "3/15/23", "2023-03-15"]
)
def test_dates_as_numbers_and_with_short_years(tmp_path, day):
    rows = "".join(f'{value},{TITLE},"{TEXT}"\n' for value in (day, "3/14/2023"))
    article, _ = read(tmp_path, "a.csv", "date,title,text\n" + rows)
    assert str(article.date) == "2023-03-15"


def test_dates_that_may_name_the_month_first_have_a_note(tmp_path):
    rows = [BARE | {"date": day} for day in ("03/04/2023", "05/05/2023")]
    first, second = read(tmp_path, "a.json", json.dumps(rows))
    assert (str(first.date), second.note) == ("2023-04-03", "")
    assert "ambiguous date" in first.note
    first, _ = read(tmp_path, "b.json", json.dumps([*rows[:1], BARE | {"date": "03/14/2023"}]))
    assert (str(first.date), first.note) == ("2023-03-04", "")


COLUMNS = {
    "an address is no outlet": ({"source": "https://www.hc.example/1"}, "outlet", "hc.example"),
    "a day is no outlet": (
        {"outlet": "2023-03-14", "media": "Hill Herald"},
        "outlet",
        "Hill Herald",
    ),
    "a word is no address": ({"url": "yes"}, "url", ""),
    "an address is no author": ({"author": "https://hc.example/ann"}, "authors", ()),
    "a number is no text": ({"text": "12", "content": TEXT}, "text", TEXT),
    "a notice is no text": (
        {"text": "ONLY AVAILABLE IN PAID PLANS", "abstract": TEXT},
        "text",
        TEXT,
    ),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_value_that_contradicts_the_name_of_its_column(tmp_path, name):
    row, field, value = COLUMNS[name]
    row = {key: cell for key, cell in BARE.items() if key != "outlet"} | row
    (article,) = read(tmp_path, "a.json", json.dumps([row]))
    assert getattr(article, field) == value


HEADERS = {
    "preface": f'Report:,Nato\nFrom:,2023-03-01\n\nTitle,Date,Full Text\n{TITLE},2023-03-14,"{TEXT}"\n',
    "sep": f'sep=;\nTitle;Date;Full Text\n{TITLE};2023-03-14;"{TEXT}"\n',
    "r_blanks": f'"title" "date" "text"\n"1" "{TITLE}" "2023-03-14" "{TEXT}"\n',
    "r_commas": f'"title","date","text"\n"1","{TITLE}","2023-03-14","{TEXT}"\n',
}


@pytest.mark.parametrize("name", HEADERS)
def test_the_header_is_found_as_programs_write_it(tmp_path, name):
    (article,) = read(tmp_path, "a.csv", HEADERS[name])
    assert (article.title, str(article.date), article.text) == (TITLE, "2023-03-14", TEXT)


def test_broken_characters_are_restored_with_a_note(tmp_path):
    row = BARE | {"text": TEXT + " â€œWe are ready,â€ she said. Itâ€™s the townâ€™s third."}
    (article,) = read(tmp_path, "a.json", json.dumps([row]))
    assert article.text.endswith("“We are ready,” she said. It’s the town’s third.")
    assert article.note == "broken characters repaired"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_broken_characters_are_restored_whatever_they_were_taken_for(tmp_path, encoding):
    words = "It’s the café’s “fünfte” Übung – naïve, says Łukasz. ".encode()
    broken = words.decode("latin-1")
    if encoding == "cp1252":  # where undefined bytes stay as they are
        broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in words)
    row = BARE | {"title": broken, "text": broken + TEXT}
    (article,) = read(tmp_path, "a.json", json.dumps([row]))
    assert article.title == words.decode().strip()
    assert article.text.startswith(words.decode())


RECORD = "Record: {n}\nTitle:\n{title}\nAuthors:\nLee, Ann\nSource:\nHarbour Courier. 03/14/2023, p7.\nFull Text:\n{text}\nAccession Number:\n2W{n}\n"


def test_an_export_of_ebsco(tmp_path):
    records = (RECORD.format(n=n, title=f"{TITLE} {n}", text=TEXT) for n in (1, 2))
    first, second = read(tmp_path, "a.txt", "".join(records))
    assert (first.title, second.title) == (f"{TITLE} 1", f"{TITLE} 2")
    assert (first.outlet, str(first.date), first.authors, first.text) == (
        "Harbour Courier", "2023-03-14", ("Ann Lee",), TEXT,
    )  # fmt: skip


@pytest.mark.parametrize(
    "mark", ["Record Number: 1A", "Document 1 of 2", "Gale Document Number: GALE|A1", "TY  - NEWS"]
)
def test_an_unknown_export_is_rejected_and_never_merged(tmp_path, mark):
    document = f"{mark}\n\n{TITLE}\nHarbour Courier, March 14, 2023\n\n{TEXT}\n\n"
    for rejected in read(tmp_path, "a.txt", 2 * document):
        assert isinstance(rejected, Rejected) and "unknown layout" in rejected.reason


def test_factiva_with_codes_beside_their_values(tmp_path):
    document = (
        f"HD {TITLE}\nBY Ann Lee\nPD 14 March 2023\nSN Harbour Courier\nLP {TEXT}\n"
        "AN Document HARC000020230314ej3e0000p\n\n"
    )
    first, _ = read(tmp_path, "a.txt", 2 * document)
    assert (first.title, first.outlet, first.text) == (TITLE, "Harbour Courier", TEXT)


@pytest.mark.parametrize(
    "above, below, outlet, url",
    [
        ("The Guardian\n\n", "", "The Guardian", ""),
        ("", "By Ann Lee, The Guardian\n\n", "The Guardian", ""),
        ("", "Ann Lee, The Guardian\n\n", "The Guardian", ""),
        ("", "By Ann Lee for CNN\n\n", "CNN", ""),
        ("www.reuters.com/x\n\n", "", "Reuters", "https://www.reuters.com/x"),
        ("", "Security correspondent, BBC News\n\n", "BBC News", ""),
        ("", "By Ann Lee, Associated Press\n\n", "", ""),
        ("https://www.theguardian.com/x\n\n", "", "The Guardian", "https://www.theguardian.com/x"),
    ],
)
def test_the_outlet_of_a_pasted_text(tmp_path, above, below, outlet, url):
    (article,) = read(tmp_path, "a.txt", f"{above}{TITLE}\n\n{below}{TEXT}\n\nShops stay open.")
    assert (article.title, article.outlet, article.url) == (TITLE, outlet, url)


def test_a_google_news_entry_has_its_own_outlet(tmp_path):
    link = "https://news.google.com/rss/articles/CBMiuAFBVV95cUxOd"
    feed = (
        '<rss version="2.0"><channel><title>nato - Google News</title>'
        "<link>https://news.google.com/search?q=nato</link>"
        f"<item><title>{TITLE} - Harbour Courier</title><link>{link}</link><description>{TEXT}"
        '</description><source url="https://hc.example">Harbour Courier</source></item></channel></rss>'
    )
    (article,) = read(tmp_path, "a.xml", feed)
    assert (article.title, article.outlet) == (TITLE, "Harbour Courier")
    assert (article.url, article.note) == (
        link, "a feed's summary",
    )  # fmt: skip


def test_the_tail_that_a_blog_adds_is_left_out(tmp_path):
    feed = (
        '<rss version="2.0"><channel><title>Harbour Courier</title><link>https://hc.example</link>'
        f"<item><title>{TITLE}</title><description>{TEXT} The post {TITLE} appeared first on "
        "Harbour Courier.</description></item></channel></rss>"
    )
    (article,) = read(tmp_path, "a.xml", feed)
    assert article.text == TEXT


def test_a_page_saved_with_its_parts_is_one_article(tmp_path):
    page = f"<html><title>{TITLE}</title><h1>{TITLE}</h1><p>{TEXT}</p></html>"
    for name in ("ships.html", "ships_files/frame.html", "ships_files/a.js", "my_files/b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(page)
    assert [item.source for item in load(tmp_path)] == ["my_files/b.html", "ships.html"]


def test_json_ld_of_the_page_is_known_by_its_address(tmp_path):
    own = {
        "headline": "Ships to come",
        "mainEntityOfPage": {"@id": "https://hc.example/1/"},
        "datePublished": "2023-03-14",
    }
    graph = json.dumps({"@graph": [OTHERS["no headline"] | {"headline": "Bread"}, own]})
    page = f'<html><head><title>{TITLE}</title><meta property="og:url" content="https://hc.example/1"><script type="application/ld+json">{graph}</script></head><body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>'
    (article,) = read(tmp_path, "a.html", page)
    assert str(article.date) == "2023-03-14"


META = '<meta property="article:published_time" content="2023-03-14"><meta name="author" content="Ann Lee">'
OTHERS = {
    "no headline": {"name": "Bread of Tarn", "datePublished": "2021-01-01", "author": {"name": "Bo Ek"}},
    "a list": {"itemListElement": [{"item": {"headline": "Bread", "datePublished": "2021-01-01"}}]},
    "another": {"headline": "Brenholm prepares for a storm", "datePublished": "2021-01-01"},
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_json_ld_of_another_article_states_nothing_of_this_one(tmp_path, name):
    script = f'<script type="application/ld+json">{json.dumps(OTHERS[name] | {"@type": "NewsArticle"})}</script>'
    page = f'<html><head><meta property="og:title" content="{TITLE}">{META}{script}</head><body><h1>{TITLE}</h1><p>{TEXT}</p></body></html>'
    (article,) = read(tmp_path, "a.html", page)
    assert (str(article.date), article.authors) == ("2023-03-14", ("Ann Lee",))


@pytest.mark.parametrize(
    "other",
    [
        '<ol class="commentlist"><time datetime="2023-04-01">1 April 2023</time></ol>',
        '<aside class="related"><time datetime="2021-01-01">1 January 2021</time></aside>',
        '<span itemprop="dateModified" content="2023-03-16">16 March 2023</span>',
    ],
)
def test_the_day_of_something_else_is_not_that_of_the_article(tmp_path, other):
    page = f'<html><head><meta property="og:title" content="{TITLE}"></head><body><h1>{TITLE}</h1>{other}<p>{TEXT}</p></body></html>'
    (article,) = read(tmp_path, "a.html", page)
    assert article.date is None
