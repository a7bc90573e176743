"""Broken and hostile files: what is sound is taken, the rest rejected in words that a person
understands.
"""

import bz2
import csv
import gzip
import io
import json
import os
import stat
import tarfile
import tracemalloc
import zipfile

import openpyxl
import pytest
from test_damage import pdf_of

from monitor.article import Article, Rejected
from monitor.loaders import LoadOptions, load

TEXT = "NATO will patrol the strait from Monday, an official said. The ships leave the harbour at dawn."
MIB = 1 << 20


def packed(*entries):
    """Bytes of a zip archive of (name or ZipInfo, content)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def tarred(*entries):
    """Bytes of a tar archive of (TarInfo, content)."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info, content in entries:
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


def link(name, target):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, target
    return info


def zip_link(name):
    info = zipfile.ZipInfo(name)
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    return info


def workbook(rows):
    buffer, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(buffer)
    return buffer.getvalue()


def document(body):
    """A Word document with the given XML in its body."""
    head = '<?xml version="1.0"?>{}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    doctype, _, body = body.rpartition("@@")
    return packed(
        ("word/document.xml", head.format(doctype) + f"<w:body>{body}</w:body></w:document>")
    )


EXTERNAL = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
NESTED = packed(("a.txt", f"Ships leave\n\n{TEXT}"))
for name in ("four.zip", "three.zip", "two.zip", "one.zip"):
    NESTED = packed((name, NESTED))

REFUSED = {
    "empty.txt": b"",
    "blank.csv": b" \r\n\r\n",
    "binary.txt": bytes(range(256)) * 50,
    "nuls.txt": bytes(5000),
    "image.html": b"\x89PNG\r\n\x1a\n" + bytes(200),
    "cut.jsonl.gz": gzip.compress(os.urandom(2000))[:-900],
    "bomb.txt.gz": gzip.compress(bytes(200 * MIB)),
    "bomb.txt.bz2": bz2.compress(bytes(100 * MIB)),
    "bomb.zip": packed(("a.txt", bytes(200 * MIB))),
    "many.zip": packed(*((f"{n}.txt", bytes(20 * MIB)) for n in range(60))),
    "scanned.pdf": pdf_of([]),
    "bomb.docx": packed(("word/document.xml", bytes(200 * MIB))),
    "bomb.xlsx": packed(("xl/workbook.xml", bytes(300 * MIB)), ("[Content_Types].xml", b"")),
    "nested.zip": NESTED,
    "cut.zip": packed(("a.txt", TEXT))[:60],
    "cut.tar": tarred((tarfile.TarInfo("a.txt"), TEXT.encode() * 100))[:700],
    "links.zip": packed((zip_link("a.txt"), "/etc/passwd")),
    "links.tar": tarred((link("a.txt", "/etc/passwd"), b"")),
    "cut.docx": document("<w:p><w:r><w:t>" + TEXT)[:200],
    "external.docx": document(
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>@@<w:p><w:r><w:t>&e;</w:t></w:r></w:p>'
    ),
    "laughs.docx": document(LAUGHS + "@@<w:p><w:r><w:t>&j;</w:t></w:r></w:p>"),
    "external.xml": EXTERNAL.encode() + b'<rss version="2.0"><channel>&e;</channel></rss>',
    "laughs.xml": LAUGHS.encode() + b"<rss><channel><title>&j;</title></channel></rss>",
    "deep.xml": b"<a>" * 100_000,
    "deep.rss": b'<rss version="2.0"><channel><item>' + b"<a>" * 100_000,
    "deep.json": b"[" * 10_000 + b"]" * 10_000,
    "deep.jsonl": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "number.json": b'{"text": ' + b"9" * 10_000 + b"}",
    "open.csv": b'text,title\n"' + b"a b c d e f " * 1000,
    "deep.rtf": rb"{\rtf1" + b"{" * 100_000,
    "attributes.xml": b"<rss " + b"a='1' " * 3000 + b"/>",
    "attributes.html": b"<p " + b"a='1' " * 3000 + b">" + TEXT.encode(),
    "elements.html": b"<p>" + b"<b>x</b>" * 31_000,
    "parts.mhtml": b"MIME-Version: 1.0\n" + b"\nContent-Type: text/plain\n" * 6000,
    "garbage.jsonl": b"x\n" * 3000,
    "lines.txt": b"a\n" * 600_000,
    "no.warc": b"WARC/1.0\r\nbroken",
    "no.mhtml": b"MIME-Version: 1.0\r\n\r\nno page",
    "no.parquet": b"PAR1" + bytes(100),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_is_refused_in_plain_words(tmp_path, name):
    (tmp_path / name).write_bytes(REFUSED[name])
    tracemalloc.start()
    items = list(load(tmp_path / name))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert items
    assert all(isinstance(item, Rejected) and item.source.startswith(name) for item in items)
    assert all(
        len(item.reason) > 5
        and not any(word in item.reason for word in ("Traceback", "Error", "Exception"))
        for item in items
    )
    assert peak < 300 * MIB
    assert len(items) < 10 or "bomb" not in items[-1].reason  # the rest of a bomb is not unpacked


ACCEPTED = {
    "one_line.txt": f"Ships leave\n\n{TEXT}\n" + "word " * 180_000,
    "pattern.txt": f"Ships leave\n\n{TEXT}\n"
    + "By " * 20_000
    + "\n"
    + "A " * 20_000
    + "\n"
    + "a" * 50_000
    + "!" * 50_000,
    "brackets.txt": f"Ships leave\n\n{TEXT}\n" + "((((" * 20_000 + "<<<<" * 20_000,
    "spaces.txt": f"Ships leave\n\n{TEXT}\n" + " " * 200_000 + "x" + "\t\n" * 50_000,
    "bidi.txt": f"Ships \u202eleave\u202c\n\n{TEXT}\u200b\u0007 \ufeffEnd of it.",
    "tags.html": "<html><body>"
    + "<div>" * 20_000
    + f"<h1>Ships leave</h1><p>{TEXT} {TEXT}</p>"
    + "</div>" * 20_000,
    "bold.html": "<html><body><p>" + "<b>" * 20_000 + f"{TEXT} {TEXT}</p>",
    "script.html": f"<html><body><script>{'(' * 100_000}</script><h1>Ships leave</h1><p>{TEXT} {TEXT}</p>",
    "deep.csv": f'text,title\n"{TEXT}",Ships leave\n',
    "surrogates.json": json.dumps([{"title": "Ships \ud800 leave", "text": TEXT}]),
    "numbers.json": json.dumps([{"title": 17, "text": TEXT, "date": 20240503, "author": 3.5}]),
}


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_sound_is_taken(tmp_path, name):
    (tmp_path / name).write_text(ACCEPTED[name], encoding="utf-8")
    articles = [item for item in load(tmp_path / name) if isinstance(item, Article)]
    assert len(articles) == 1
    assert "NATO will patrol the strait" in articles[0].text
    articles[0].text.encode()
    assert not set(articles[0].text + articles[0].title) & set("\u202e\u200b\u0007\ufeff\x00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("name", ["a.txt", "a.csv"])
def test_encodings_that_a_file_does_not_state(tmp_path, name, encoding):
    text = f"Der Außenminister sagte, die Schiffe müssten über Nacht auslaufen. Für die Häfen gelte das nicht. {TEXT}"
    content = (
        f"Schiffe laufen aus\n\n{text}\n"
        if name == "a.txt"
        else f'title,text\nSchiffe laufen aus,"{text}"\n'
    )
    (tmp_path / name).write_bytes(content.encode(encoding))
    (article,) = load(tmp_path / name)
    assert article.text == text


def test_chinese_in_gb18030(tmp_path):
    text = (
        "北约秘书长表示，联盟在冲突中没有直接作用，并呼吁各方保持克制。会议将于星期一在布鲁塞尔举行。"
        * 3
    )
    (tmp_path / "a.csv").write_bytes(f"title,text\n船只离港,{text}\n".encode("gb18030"))
    (article,) = load(tmp_path / "a.csv")
    assert (article.title, article.text, article.language) == ("船只离港", text, "zh")


def test_a_page_that_states_a_wrong_encoding(tmp_path):
    page = f'<html><head><meta charset="utf-8"></head><body><h1>Häfen</h1><p>Die Schiffe müssen aus. {TEXT}</p>'
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    (article,) = load(tmp_path / "a.html")
    assert "müssen" in article.text


def test_a_huge_line_and_a_huge_cell(tmp_path):
    (tmp_path / "a.txt").write_text("word " * (2 * MIB))
    (tmp_path / "b.csv").write_text(f'title,text\nlong,"{"word " * (2 * MIB)}"\nsound,"{TEXT}"\n')
    huge, cell, sound = load(tmp_path)
    assert "more than one article" in huge.reason
    assert isinstance(cell, Rejected)
    assert isinstance(sound, Article)


def test_rows_that_are_ragged_repeated_or_formulas(tmp_path):
    rows = [
        ["title", "text"],
        ["a", TEXT],
        ["only one"],
        ["b", TEXT, "third"],
        ["title", "text"],
        ["=1+1", f"=NOW() {TEXT}"],
    ]
    with (tmp_path / "a.csv").open("w", newline="") as lines:
        csv.writer(lines).writerows(rows)
    items = list(load(tmp_path / "a.csv"))
    assert [item.source.rpartition(" ")[2] for item in items if isinstance(item, Rejected)] == [
        "3",
        "4",
        "5",
    ]
    assert [item.title for item in items if isinstance(item, Article)] == ["a", "=1+1"]


def test_formula_cells_of_a_workbook_have_their_value_or_nothing(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(
        workbook([["title", "text"], ["=1+1", TEXT], ["a", "=REPT(1,9)"]])
    )
    kept, refused = load(tmp_path / "a.xlsx")
    assert (kept.title, kept.text) == ("", TEXT)
    assert isinstance(refused, Rejected)


def test_the_same_id_with_another_text_is_another_article(tmp_path):
    rows = [
        {"id": "1", "title": "a", "text": TEXT},
        {"id": "1", "title": "a", "text": f"{TEXT} Or not."},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    one, other = load(tmp_path / "a.jsonl")
    assert one.article_id != other.article_id


def test_names_of_files_are_shown_without_harm(tmp_path):
    for name in ("-rf.txt", "line\nbreak.txt", "\u202etxt.exe.txt"):
        (tmp_path / name).write_text(f"Ships leave\n\n{TEXT}")
    sources = [item.source for item in load(tmp_path)]
    assert len(sources) == 3
    assert all(source.isprintable() for source in sources)


def test_links_that_leave_the_folder_or_lead_to_no_file(tmp_path):
    outside, inbox = tmp_path / "outside.txt", tmp_path / "inbox"
    outside.write_text(f"Ships leave\n\n{TEXT}")
    inbox.mkdir()
    (inbox / "a.txt").symlink_to(outside)
    (inbox / "folder").symlink_to(tmp_path)
    (inbox / "nowhere.txt").symlink_to("gone.txt")
    (inbox / "loop.txt").symlink_to("loop.txt")
    (inbox / "this").symlink_to(".")
    items = list(load(inbox))
    assert len(items) == 5
    assert all(isinstance(item, Rejected) for item in items)


def test_encrypted_entries(tmp_path):
    data = bytearray(packed(("a.txt", TEXT)))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    (refused,) = load(tmp_path / "a.zip")
    assert "password" in refused.reason


def test_limits_can_be_changed(tmp_path):
    (tmp_path / "a.zip").write_bytes(
        packed(*((f"{n}.txt", f"Ships leave {n}\n\n{TEXT}") for n in range(5)))
    )
    items = list(load(tmp_path / "a.zip", LoadOptions(max_entries=3)))
    assert [type(item) for item in items] == [Article] * 3 + [Rejected]
    (tmp_path / "a.html").write_text(
        f"<html><body><h1>Ships leave</h1><p>{TEXT} {TEXT}</p></body></html>"
    )
    (refused,) = load(tmp_path / "a.html", LoadOptions(max_page=100))
    assert "raise max_page" in refused.reason
    (refused,) = load(tmp_path / "a.html", LoadOptions(max_text=50))
    assert "more than one article" in refused.reason
    (tmp_path / "nested.zip").write_bytes(NESTED)
    assert isinstance(next(load(tmp_path / "nested.zip", LoadOptions(max_depth=5))), Article)
