"""Any bytes, and any damage to a sound file of each format, give only articles and rejections."""

import gzip
import io
import json
import tarfile
import zipfile

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.article import Article, Rejected
from monitor.loaders import load
from monitor.loaders.formats import SUFFIXES

TEXT = (
    "NATO will patrol the strait from Monday, an official said. The ships leave the harbour at dawn. "
    * 3
)
PAGE = f"<html><head><title>Ships leave</title></head><body><h1>Ships leave</h1><p>{TEXT}</p></body></html>"
ROW = {
    "title": "Ships leave",
    "text": TEXT,
    "date": "2024-05-03",
    "authors": "Ann Lee",
    "outlet": "Courier",
}
NEXIS = f"1 of 1 DOCUMENTS\n\nCourier\n\nMay 3, 2024\n\nShips leave\n\nBYLINE: Ann Lee\n\nLENGTH: 51 words\n\n{TEXT}\n"
FACTIVA = (
    "<ppsArticleResponse><ppsarticleResultSet count='1'><ppsarticle><article><headline><paragraph>Ships leave"
    f"</paragraph></headline><leadParagraph><paragraph>{TEXT}</paragraph></leadParagraph></article></ppsarticle>"
    "</ppsarticleResultSet></ppsArticleResponse>"
)
ITEM = f"<item><title>Ships leave</title><description>{TEXT}</description></item>"
FEED = f"<rss version='2.0'><channel>{ITEM}</channel></rss>"
RTF = r"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 Ships leave\par " + TEXT.replace(". ", r".\par ") + "}"
MHTML = f"MIME-Version: 1.0\nContent-Type: text/html\n\n{PAGE}\n"
WORD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>'
    f"Ships leave</w:t></w:r></w:p><w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p></w:body></w:document>"
)


def made(write, *arguments, **named):
    """Bytes of what `write` writes into a stream."""
    stream = io.BytesIO()
    write(stream, *arguments, **named)
    return stream.getvalue()


def zipped(stream, name, content):
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)


def tarred(stream):
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo("a.html")
        info.size = len(PAGE)
        archive.addfile(info, io.BytesIO(PAGE.encode()))


def crawled(stream):
    headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
    writer = WARCWriter(stream, gzip=False)
    record = writer.create_warc_record(
        "https://courier.example",
        "response",
        payload=io.BytesIO(PAGE.encode()),
        http_headers=headers,
    )
    writer.write_record(record)


def pdf_of(lines):
    """Bytes of a PDF of one page with these lines of text."""
    shown = "".join(f"({line}) Tj T*\n" for line in lines)
    content = f"BT /F1 10 Tf 12 TL 50 800 Td\n{shown}ET"
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 840] /Contents 4 0 R "
        f"/Resources << /Font << /F1 {font} >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
    )
    body = "".join(f"{n} 0 obj\n{text}\nendobj\n" for n, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n0\n%%EOF\n".encode()


def workbook(stream):
    book = openpyxl.Workbook()
    for row in (list(ROW), list(ROW.values())):
        book.active.append(row)
    book.save(stream)


SOUND = {
    "a.txt": f"Ships leave\nBy Ann Lee\nMay 3, 2024\n\n{TEXT}".encode(),
    "nexis.txt": NEXIS.encode(),
    "a.html": PAGE.encode(),
    "a.mhtml": MHTML.encode(),
    "a.warc": made(crawled),
    "a.xml": FEED.encode(),
    "factiva.xml": FACTIVA.encode(),
    "a.rtf": RTF.encode(),
    "a.pdf": pdf_of(["Ships leave", *TEXT.split(". ")]),
    "a.docx": made(zipped, "word/document.xml", WORD),
    "a.csv": pd.DataFrame([ROW]).to_csv(index=False).encode(),
    "a.json": json.dumps([ROW]).encode(),
    "a.jsonl": json.dumps(ROW).encode(),
    "a.xlsx": made(workbook),
    "a.parquet": pd.DataFrame([ROW]).to_parquet(),
    "a.zip": made(zipped, "a.html", PAGE),
    "a.tar": made(tarred),
    "a.txt.gz": gzip.compress(f"Ships leave\n\n{TEXT}".encode(), mtime=0),
}
NAMES = sorted(
    {f"a{suffix}" for suffix in SUFFIXES} | {"a.txt.gz", "a.csv.bz2", "a.json.xz", "a.tgz"}
)
quick = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def only_articles_and_rejections(path, content):
    path.write_bytes(content)
    items = list(load(path))
    assert items
    assert all(isinstance(item, (Article, Rejected)) for item in items)
    for item in items:
        "".join((item.source, getattr(item, "text", ""), getattr(item, "reason", ""))).encode()


@pytest.mark.parametrize("name", SOUND)
def test_the_sound_file_holds_one_article(tmp_path, name):
    (tmp_path / name).write_bytes(SOUND[name])
    (article,) = load(tmp_path / name)
    assert article.title == "Ships leave"
    assert "patrol the strait" in article.text


@pytest.mark.parametrize("name", NAMES)
@quick
@given(content=st.binary(max_size=300))
def test_any_bytes(tmp_path, name, content):
    only_articles_and_rejections(tmp_path / name, content)


@pytest.mark.parametrize("name", SOUND)
@quick
@given(data=st.data())
def test_any_damage(tmp_path, name, data):
    content = bytearray(SOUND[name])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    end = data.draw(st.one_of(st.none(), st.integers(0, len(content))))
    only_articles_and_rejections(tmp_path / name, bytes(content[:end]))
