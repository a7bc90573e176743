"""Archives, saved pages and web archives give the articles of the files in them."""

import io
import tarfile
import zipfile

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from monitor.article import Article, Rejected
from monitor.loaders import LoadOptions, load

TEXT = (
    "NATO will patrol the strait from Monday, an official said. The ships leave the harbour at dawn. "
    * 3
)
PAGE = f"<html><head><title>Ships leave – Courier</title></head><body><h1>Ships leave</h1><p>{TEXT}</p></body></html>"


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a.tar.bz2", "a.tar.xz"])
def test_every_file_of_an_archive_is_read(tmp_path, name):
    files = {
        "page.html": PAGE,
        "one/text.txt": f"Ships leave\n\n{TEXT}",
        "one/.hidden": "x",
        "photo.png": "x",
    }
    if name == "a.zip":
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            for path, content in files.items():
                archive.writestr(path, content)
    else:
        mode = {"gz": "w:gz", "tgz": "w:gz", "bz2": "w:bz2", "xz": "w:xz"}.get(
            name.rpartition(".")[2], "w"
        )
        with tarfile.open(tmp_path / name, mode) as archive:
            for path, content in files.items():
                info = tarfile.TarInfo(path)
                info.size = len(content.encode())
                archive.addfile(info, io.BytesIO(content.encode()))
    items = list(load(tmp_path / name))
    assert [item.title for item in items if isinstance(item, Article)] == [
        "Ships leave",
        "Ships leave",
    ]
    assert [item.source for item in items] == [
        f"{name}, {path}" for path in ("page.html", "one/text.txt", "photo.png")
    ]


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_a_web_archive(tmp_path, name):
    with (tmp_path / name).open("wb") as stream:
        writer = WARCWriter(stream, gzip=name.endswith("gz"))
        records = [
            ("200 OK", "text/html; charset=utf-8"),
            ("200 OK", "image/png"),
            ("404 Not Found", "text/html"),
        ]
        for number, (status, kind) in enumerate(records):
            headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            address = f"https://courier.example/{number}"
            writer.write_record(
                writer.create_warc_record(
                    address, "response", payload=io.BytesIO(PAGE.encode()), http_headers=headers
                )
            )
    article, missing = load(tmp_path / name)
    assert (article.title, article.source) == ("Ships leave", f"{name}, https://courier.example/0")
    assert article.url == "https://courier.example/0"
    assert "404" in missing.reason


def test_a_page_saved_with_its_parts(tmp_path):
    (tmp_path / "a.mhtml").write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        "Content-Type: text/html; charset=utf-8\n"
        f"Content-Transfer-Encoding: 8bit\n\n{PAGE}\n--x\nContent-Type: image/png\n\nx\n--x--\n"
    )
    (article,) = load(tmp_path / "a.mhtml")
    assert article.title == "Ships leave"


def test_many_files_are_read_by_several_processes_in_the_same_order(tmp_path):
    for number in range(110):
        (tmp_path / f"{number:03}.html").write_text(PAGE.replace("leave", f"leave {number}"))
    (tmp_path / "cut.gz").write_bytes(b"x")
    two, one = (list(load(tmp_path, LoadOptions(workers=workers))) for workers in (2, 1))
    assert two == one
    assert sum(isinstance(item, Rejected) for item in two) == 1
