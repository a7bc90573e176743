"""Each source that the kit reads: how to export it, and a sample, which is read here.

A new source is one more entry of SAMPLES: its name, how to export it, a file name and what the file
holds (a dictionary is written as JSON): an invented article in the shape of a real answer or
export. `python .ci/make_docs.py` makes the tables of docs/sources.md from SAMPLES.
"""

import io
import json
import re
import tomllib
from pathlib import Path

import pandas as pd
import pytest
from test_damage import pdf_of, zipped

from monitor.loaders import columns, load

PAGE = Path(__file__).parents[2] / "docs/sources.md"
ROWS = dict(re.findall(r"^\| ([^|]+) \|[^|]+\| ([a-z_, ]+) \|$", PAGE.read_text("utf-8"), re.M))
TITLE = "Brenholm prepares for Nato ships"
LEAD = "The harbour town of Brenholm will host the spring exercise of the alliance, officials said."
REST = "Nato ships are to arrive in two groups, and the council expects some 400 sailors."
TEXT = f"{LEAD} {REST}"
OUTLET = "Harbour Courier"
URL = "https://hc.example/1"
STAMP = "2023-03-14T07:00:00Z"
MILLISECONDS = 1678777200000
FIELDS = (
    "title",
    "text",
    "outlet",
    "date",
    "authors",
    "url",
    "language",
    "source_id",
    "lean",
    "note",
)
BARE = {"title": TITLE, "text": TEXT, "date": "2023-03-14", "outlet": OUTLET}
SOURCE = {"id": None, "name": OUTLET, "url": "https://hc.example"}
HTML = (
    f'<html lang="en"><head><meta property="og:title" content="{TITLE}"><meta property='
    f'"og:site_name" content="{OUTLET}"><meta property="og:url" content="{URL}"><meta name="author"'
    f' content="Ann Lee"></head><body><h1>{TITLE}</h1><time datetime="2023-03-14"></time>'
    f"<p>{TEXT} {TEXT}</p></body></html>"
)
GUARDIAN = {
    "id": "world/1",
    "webTitle": TITLE,
    "webUrl": URL,
    "webPublicationDate": STAMP,
    "fields": {"bodyText": TEXT, "publication": OUTLET, "byline": "Ann Lee"},
}
GUARDIAN_ITEM = GUARDIAN | {"id": "", "fields": {"body": f"<p>{TEXT}</p>", "publication": OUTLET}}
FEEDLY = {
    "id": "tag:1",
    "title": "Brenholm prepares for <b>Nato</b> ships",
    "published": MILLISECONDS,
    "origin": {"title": OUTLET, "htmlUrl": "https://hc.example"},
    "alternate": [{"href": URL}],
    "summary": {"content": f"<p>{TEXT}</p>"},
    "author": "Ann Lee",
}
DOW_JONES = {
    "an": "HARC1",
    "title": TITLE,
    "snippet": LEAD,
    "body": REST,
    "publication_datetime": MILLISECONDS,
    "source_name": OUTLET,
    "publisher_name": "Harbour Media Ltd",
    "byline": "By Ann Lee",
    "language_code": "en",
}
NYT = {
    "_id": "nyt://1",
    "headline": {"main": TITLE},
    "abstract": TEXT,
    "lead_paragraph": "",
    "source": OUTLET,
    "pub_date": STAMP,
    "web_url": URL,
    "byline": {"original": "By Ann Lee", "person": []},
}
NEWSDATA = {
    "article_id": "1",
    "title": TITLE,
    "link": URL,
    "creator": ["Ann Lee"],
    "description": "Ships.",
    "content": TEXT,
    "pubDate": "2023-03-14 07:00:00",
    "source_name": OUTLET,
    "language": "en",
}
MEDIASTACK = {
    "title": TITLE,
    "description": TEXT,
    "url": URL,
    "author": "Ann Lee",
    "source": OUTLET,
    "language": "en",
    "published_at": STAMP,
}
EVENT_REGISTRY = {
    "uri": "7",
    "lang": "eng",
    "dateTime": STAMP,
    "url": URL,
    "title": TITLE,
    "body": TEXT,
    "source": {"uri": "hc.example", "title": OUTLET},
    "authors": [{"name": "Ann Lee"}],
}
NEWSPAPER = {
    "url": URL,
    "language": "en",
    "title": TITLE,
    "authors": ["Ann Lee"],
    "publish_date": STAMP,
    "meta_site_name": OUTLET,
    "text": TEXT,
}
NEWS_PLEASE = {
    "authors": ["Ann Lee"],
    "date_publish": "2023-03-14 07:00:00",
    "language": "en",
    "source_domain": OUTLET,
    "maintext": TEXT,
    "title": TITLE,
    "url": URL,
}
FUNDUS = {
    "title": TITLE,
    "publisher": OUTLET,
    "publishing_date": STAMP,
    "authors": ["Ann Lee"],
    "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [TEXT]}]},
}
JSON_FEED = {
    "id": "1",
    "url": URL,
    "title": TITLE,
    "content_html": f"<p>{TEXT}</p>",
    "date_published": STAMP,
    "authors": [{"name": "Ann Lee"}],
}
TRAFILATURA = BARE | {"outlet": None, "author": "Ann Lee", "source": URL, "source-hostname": OUTLET}
NEWSAPI = {
    "source": SOURCE,
    "author": "Ann Lee",
    "title": TITLE,
    "url": URL,
    "publishedAt": STAMP,
    "content": f"{TEXT[:-1]}… [+1834 chars]",
}
GNEWS = {k: v for k, v in NEWSAPI.items() if k != "author"}


def labelled(fields):
    """Two documents of an export with these labels."""
    return "".join(
        "".join(f"{label}: {value}\n" if label else f"\n{value}\n\n" for label, value in fields)
        .replace("NUMBER", str(n)) + "\n"
        for n in (1, 2)
    )  # fmt: skip


def rss(item, title=OUTLET, link="https://hc.example"):
    return (
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
        f"<title>{title}</title><link>{link}</link><language>en</language><item>"
        f"<pubDate>Tue, 14 Mar 2023 07:00:00 GMT</pubDate><guid>1</guid>{item}</item></channel></rss>"
    )


def atom(entry, name=OUTLET, address="https://hc.example"):
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{address}</id><title>{name}</title><entry>'
        f"<id>1</id><published>{STAMP}</published>{entry}</entry></feed>"
    )


def parquet():
    return pd.DataFrame([BARE]).to_parquet()


def warc(content):
    return (
        f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {URL}\r\nContent-Type: text/html\r\n"
        f"Content-Length: {len(content.encode())}\r\n\r\n{content}\r\n\r\n"
    )


def word(*lines):
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    text = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    stream = io.BytesIO()
    zipped(stream, "word/document.xml", f'<w:document xmlns:w="{space}">{text}</w:document>')
    return stream.getvalue()


HEAD = (TITLE, "By Ann Lee", "14 March 2023")
LINKED = "/url?rct=j&amp;url=https://hc.example/1"
SAMPLES = {
    "Press archives": {
        "Nexis": (
            "select the articles, *Download*: full documents, as DOCX (or TXT, HTML, RTF), in one file, with the cover page, which states how many articles there are",
            "a.txt",
            f"{TITLE}\n{OUTLET}\nMarch 14, 2023 Tuesday\n\nLength: 62 words\nByline: Ann Lee\nBody\n\n"
            f"{TEXT}\n\nLoad-Date: March 15, 2023\n\nEnd of Document\n",
        ),
        "Factiva": (
            "mark the articles, *Format for Saving*: Article Format, and save the page as HTML; or RTF; or the XML of its API",
            "a.txt",
            f"HD {TITLE}\nBY Ann Lee\nPD 14 March 2023\nSN {OUTLET}\nLP {TEXT}\n"
            "AN Document HARC000020230314ej3e0000p\n",
        ),
        "ProQuest": (
            "select the articles, *All save options*: Text only, with full text",
            "a.txt",
            labelled(
                [
                    ("Title", TITLE),
                    ("Author", "Lee, Ann"),
                    ("Publication title", f"{OUTLET}; Brenholm"),
                    ("Publication date", "Mar 14, 2023"),
                    ("Language", "English"),
                    ("ProQuest document ID", "NUMBER"),
                    ("Document URL", URL),
                    ("Full text", TEXT),
                ]
            ),
        ),
        "EBSCO": (
            "add the articles to the folder, *Save as*: plain text with full text and detailed citation",
            "a.txt",
            labelled(
                [
                    ("Title", TITLE),
                    ("Authors", "Lee, Ann"),
                    ("Source", f"{OUTLET}. 03/14/2023, p7."),
                    ("Accession Number", "NUMBER"),
                    ("Full Text", TEXT),
                ]
            ),
        ),
        "NewsBank": (
            "select the articles, save or email as text with labels (`Title:`, `Publication:`, `Record Number:`). The layout without labels is rejected; save each article as a PDF instead",
            "a.txt",
            labelled(
                [
                    ("Title", TITLE),
                    ("Author", "Ann Lee"),
                    ("Date", "March 14, 2023"),
                    ("Publication", OUTLET),
                    ("", f"{TEXT}"),
                    ("Record Number", "NUMBER"),
                ]
            ),
        ),
    },
    "Services that return JSON or CSV": {
        "NewsAPI": (
            "save the response of `/v2/everything` as `.json`; its texts are cut off after 200 characters",
            "a.json",
            {"articles": [NEWSAPI]},
        ),
        "GNews": (
            "save the response as `.json`; full texts need a paid plan",
            "a.json",
            {"totalArticles": 1, "articles": [GNEWS]},
        ),
        "NewsData.io": (
            "save the response as `.json`; full texts need a paid plan",
            "a.json",
            {"status": "success", "results": [NEWSDATA]},
        ),
        "mediastack": (
            "save the response as `.json`; it has summaries only",
            "a.json",
            {"pagination": {}, "data": [MEDIASTACK]},
        ),
        "Event Registry": (
            "save the response as `.json`, or its export as CSV",
            "a.json",
            {"articles": {"results": [EVENT_REGISTRY]}},
        ),
        "New York Times": (
            "save the response of the Article Search API as `.json`; it has summaries only",
            "a.json",
            {"response": {"docs": [NYT]}},
        ),
        "Guardian search": (
            "add `show-fields=bodyText,byline,publication` to the request, and save the response as `.json`",
            "a.json",
            {"response": {"results": [GUARDIAN]}},
        ),
        "Guardian item": (
            "add `show-fields=body,publication` to the request, and save the response as `.json`",
            "a.json",
            {"response": {"content": GUARDIAN_ITEM}},
        ),
        "Media Cloud": (
            "*Download all URLs* has no texts and is rejected: fetch them from the addresses with trafilatura or news-please, and add them as a column `text`",
            "a.csv",
            "id,indexed_date,language,media_name,media_url,publish_date,title,url,text\n"
            f'1,2023-03-15,en,{OUTLET},hc.example,2023-03-14,{TITLE},{URL},"{TEXT}"\n',
        ),
        "Meltwater": (
            "*Export*: CSV, which has the opening of each text",
            "a.csv",
            "Date\tHeadline\tURL\tOpening Text\tHit Sentence\tSource\tInfluencer\tLanguage\n"
            f"14-Mar-2023 07:00AM\t{TITLE}\t{URL}\t{TEXT}\t…ships…\t{OUTLET}\tAnn Lee\ten\n",
        ),
        "Brandwatch": (
            "*Export mentions*: CSV with full text",
            "a.csv",
            "Report:,Nato\nFrom:,2023-03-01\n\nDate,Title,Snippet,Url,Domain,Language,Full Text,Author,"
            f'Site Name\n2023-03-14 07:00:00.0,{TITLE},...ships...,{URL},hc.example,en,"{TEXT}",Ann Lee,'
            f"{OUTLET}\n",
        ),
        "Dow Jones snapshot": ("save the extraction as JSON Lines", "a.jsonl", DOW_JONES),
    },
    "Programs that collect articles": {
        "trafilatura": ("`trafilatura --json --with-metadata`", "a.json", TRAFILATURA),
        "news-please": ("its `.json` files as they are", "a.json", NEWS_PLEASE),
        "newspaper4k": ("`article.to_json()`, or the table as CSV", "a.json", NEWSPAPER),
        "fundus": ("`crawler.crawl(…)` with `save_to_file=`", "a.json", [FUNDUS]),
        "mongoexport": (
            "`mongoexport --collection=NAME --out=articles.jsonl`",
            "a.jsonl",
            BARE | {"id": {"$oid": "1"}, "date": {"$date": {"$numberLong": str(MILLISECONDS)}}},
        ),
        "pandas": (
            "`to_json` (`orient` not `split` or `values`), `to_csv`, `to_excel` or `to_parquet`",
            "a.parquet",
            parquet(),
        ),
        "R": (
            "`write.csv` or `write.table`, with row names or without",
            "a.csv",
            f'"title" "date" "text" "outlet"\n"1" "{TITLE}" "2023-03-14" "{TEXT}" "{OUTLET}"\n',
        ),
    },
    "Feeds": {
        "RSS": (
            "save the feed as `.xml`, or list its address under `[feeds]` in `monitor.toml`",
            "a.xml",
            rss(
                f"<title>{TITLE}</title><link>{URL}</link><dc:creator>Ann Lee</dc:creator>"
                '<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/">'
                f"{TEXT}</content:encoded>"
            ),
        ),
        "Atom": (
            "the same",
            "a.atom",
            atom(
                f'<title>{TITLE}</title><link href="{URL}"/><author><name>Ann Lee</name></author>'
                f"<content>{TEXT}</content>"
            ),
        ),
        "JSON Feed": (
            "save it as `.json`",
            "a.json",
            {"version": "https://jsonfeed.org/version/1.1", "title": OUTLET, "items": [JSON_FEED]},
        ),
        "Google Alerts": (
            "set *Deliver to* to *RSS feed*, and list the feed's address",
            "a.xml",
            atom(
                f'<title type="html">{TITLE} - {OUTLET}</title><link href="https://www.google.com{LINKED}"/>'
                f"<content>{TEXT}</content>",
                "Google Alert - nato",
                "tag:google.com,2005:reader/user/0/alerts/1",
            ),
        ),
        "Google News": (
            "list the address `https://news.google.com/rss/search?q=…`",
            "a.xml",
            rss(
                f"<title>{TITLE} - {OUTLET}</title><link>https://news.google.com{LINKED}</link>"
                f'<description>{TEXT}</description><source url="https://hc.example">{OUTLET}</source>',
                "nato - Google News",
                "https://news.google.com/search",
            ).replace("<language>en</language>", ""),
        ),
        "Feedly": (
            "save the stream's JSON; starred articles of other feed readers in the same format are read too",
            "a.json",
            {"items": [FEEDLY]},
        ),
    },
    "Pages and documents": {
        "web page": (
            "save it in the browser: *HTML only*, *Web page, complete* (page and folder), or a single file (MHTML)",
            "a.html",
            HTML,
        ),
        "web archive": (
            "a WARC file; pages for which the server reported an error are rejected",
            "a.warc",
            warc(HTML),
        ),
        "pasted text": (
            "paste title, outlet, byline, date and text into a `.txt` file, each on a line of its own",
            "a.txt",
            f"{TITLE}\nBy Ann Lee, The Guardian\n14 March 2023\n\n{TEXT}\n\n{URL}\n",
        ),
        "Word": (
            "`.docx` of one article, or `.rtf`",
            "a.docx",
            word(*HEAD, "BBC News", LEAD, REST, LEAD, REST),
        ),
        "PDF": (
            "*Print to PDF* in the browser, or any PDF of one article with text; a scanned one is rejected: run text recognition (OCR) on it first",
            "a.pdf",
            pdf_of([*HEAD, "BBC News", LEAD, REST, LEAD, REST]),
        ),
    },
}
SOURCES = {name: sample for samples in SAMPLES.values() for name, sample in samples.items()}


def read_sample(name, folder):
    """(The first article of a sample, the names of the fields that the source states)."""
    _, filename, content = SOURCES[name]
    if isinstance(content, (dict, list)):
        content = json.dumps(content)
    path = folder / filename
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    article = next(iter(load(path)))
    fields = [field for field in FIELDS if getattr(article, field)]
    # The language is told from any text; the docs say whether the source states it.
    if not re.search(r"lang", json.dumps(content, default=str), re.I):
        fields.remove("language")
    return article, fields


@pytest.mark.parametrize("name", SOURCES)
def test_a_sample_gives_the_fields_that_the_docs_state(tmp_path, name):
    article, fields = read_sample(name, tmp_path)
    assert (article.title, str(article.date)) == (TITLE, "2023-03-14")
    assert article.text.startswith(LEAD[:-1])
    assert article.authors in ((), ("Ann Lee",))
    assert article.outlet in (OUTLET, "The Guardian", "BBC News")
    assert article.url in ("", URL)
    assert ", ".join(fields) == ROWS.get(name), "if these are right: python .ci/make_docs.py"


def test_a_list_of_addresses_without_texts_says_what_is_missing(tmp_path):
    (tmp_path / "a.csv").write_text(
        f"media_name,publish_date,title,url\nHC,2023-03-14,{TITLE},{URL}\n"
    )
    (rejected,) = load(tmp_path / "a.csv")
    assert "no column holds the text" in rejected.reason


def test_the_source_of_the_contributing_guide_is_read_with_its_names(
    tmp_path, monkeypatch, example
):
    sample = eval("{" + example("A source", "python") + "}", globals())
    [(_, name, answer)] = sample.values()
    (tmp_path / name).write_text(json.dumps(answer), encoding="utf-8")
    [article] = load(tmp_path / name)
    assert (article.title, article.text) == ("", TEXT)
    for field, text in tomllib.loads(example("A source", "toml")).items():
        known = [*columns._USUAL_NAMES[field], text.removeprefix("…; ")]
        monkeypatch.setitem(columns._USUAL_NAMES, field, known)
    [article] = load(tmp_path / name)
    assert (article.title, article.text) == (TITLE, TEXT)
    assert (article.outlet, article.date.isoformat()) == (OUTLET, BARE["date"])
