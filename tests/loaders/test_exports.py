"""Exports of press archives: invented ones that show the layouts, and the real ones where they are
there.
"""

import json
import zipfile
from xml.sax.saxutils import escape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.article import Article, Rejected
from monitor.loaders import load

BODY = [
    "The ferry leaves at dawn, the harbour master said on Monday.",
    "“We were promised a pier,” said Ada Quill.",
]
NEW = [
    "\f", "Ferry to leave at dawn", "The Harbour Times", "(Green)", "May 3, 2024 Friday, Late Edition - Final", "",
    "Copyright 2024 Harbour Press All Rights Reserved", "Section: NEWS; Pg. 1", "Length: 21 words",
    "Byline: By ADA QUILL; Bo Ek contributed reporting.", "Body", "", *BODY, "Related Articles", "Another story",
    "https://harbour.example/1", "Graphic", "PHOTO: The ferry", "Load-Date: May 4, 2024", "", "End of Document",
]  # fmt: skip
COVER = [
    "User Name: SECRET PERSON",
    "Job Number: 1",
    "Documents (2)",
    "1. Ferry to leave at dawn",
    "2. Another",
]
CORRECTED = ["Correction Appended" if line.startswith("May 3") else line for line in NEW]
OLD = """
                        1 of 2 DOCUMENTS

                        The Harbour Times

                      May 3, 2024 Friday
                          City Edition

Ferry to leave
at dawn

BYLINE: ADA QUILL

LENGTH: 21 words

The ferry leaves at dawn, the
harbour master said on Monday.

“We were promised a pier,” said Ada Quill.

LOAD-DATE: May 4, 2024

LANGUAGE: ENGLISH

        Copyright 2024 Harbour Press
"""
GERMAN = OLD.replace("BYLINE: ADA QUILL", "AUTOR: Von Ada Quill").replace(
    "LENGTH: 21 words", "LÄNGE: 21 Wörter"
)
GERMAN = GERMAN.replace("May 3, 2024 Friday", "3. Mai 2024").replace(
    "LOAD-DATE: May 4", "UPDATE: 4. Mai"
)
GERMAN = GERMAN.replace("1 of 2 DOCUMENTS", "1 von 1 DOKUMENTEN").replace(
    "LANGUAGE: ENGLISH", "SPRACHE: GERMAN"
)
FACTIVA = """<html><body><h1>Factiva</h1><div class="article xxArticle"><div>News</div>
<div id="hd"><span class="xxHeadline counted">1) Ferry to leave at dawn</span></div><div class="author">Ada Quill</div>
<div>21 {words}</div><div>{date}</div><div>09:05</div><div>The Harbour Times</div><div>HARBT</div><div>English</div>
<div>Copyright 2024 Harbour Press</div><p></p><p class="articleParagraph xxarticleParagraph">{one}</p>
<p class="articleParagraph">{two}</p><p>Harbour Press</p><p>{document} HARBT00020240503ek5300001</p></div></body>
</html>"""
RTF = r"""{\rtf1\ansi\ansicpg1252\uc1{\header Factiva\par}\pard News\par\pard {\b\fs28 Ferry to leave at dawn}\par
\pard Ada Quill\par\pard 21 words\par\pard 3 May 2024\par\pard The Harbour Times\par\pard HARBT\par\pard English\par
\pard Copyright 2024 Harbour Press\par\pard\par\pard The
 {\field{\*\fldinst{HYPERLINK "https://x.invalid"}}{\fldrslt ferry}}
 leaves at {\b da}{\b wn}, the harbour master said on Monday.\par\pard \'93We were promised a pier,\'94
 said Ada Quill.\par
\pard Harbour Press\par\pard Document HARBT00020240503ek5300001\par}"""


def word(path, lines):
    """Write a Word document of the lines; a form feed ends a section."""
    section = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    body = "".join(
        section if line == "\f" else f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>"
        for line in lines
    )
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>',
        )
    return path


def is_the_article(article, date="2024-05-03"):
    assert (article.title, article.outlet) == ("Ferry to leave at dawn", "The Harbour Times")
    assert article.authors[0].lower() == "ada quill"
    assert str(article.date) == date
    assert article.text == "\n\n".join(BODY)
    return True


def test_a_word_export_with_its_cover(tmp_path):
    one, other = load(word(tmp_path / "a.docx", [*COVER, *NEW, *NEW]))
    assert is_the_article(one)
    assert is_the_article(other)


def test_an_export_that_holds_fewer_than_it_states_says_so(tmp_path):
    article, missing = load(word(tmp_path / "a.docx", [*COVER, *NEW]))
    assert is_the_article(article)
    assert "states 2 articles" in missing.reason


@pytest.mark.parametrize("name", ["a.docx", "a.txt"])
def test_nothing_of_the_cover_is_kept(tmp_path, name):
    lines = [*COVER, *NEW]
    if name == "a.docx":
        word(tmp_path / name, lines)
    else:
        (tmp_path / name).write_text("\n\n".join(lines))
    article, _ = load(tmp_path / name)
    assert is_the_article(article)
    assert "SECRET" not in repr(article)


BYLINES = ["Byline: ADA QUILL; Bo Ek contributed", "Byline: Ada Quill Ada Quill is a reporter"]


@pytest.mark.parametrize("line", BYLINES)
def test_a_note_about_the_author_is_no_name(tmp_path, line):
    lines = [line if old.startswith("Byline") else old for old in NEW]
    assert is_the_article(next(load(word(tmp_path / "a.docx", lines))))


def test_a_correction_in_place_of_the_date_leaves_it_unknown(tmp_path):
    (article,) = load(word(tmp_path / "2023-03-14.docx", CORRECTED))
    assert is_the_article(article, date="None")
    assert article.date_rule == "not a date from 1700 to today: none stated"


def test_an_export_that_holds_more_than_it_states_is_complete(tmp_path):
    articles = list(load(word(tmp_path / "a.docx", [*COVER, *NEW, *NEW, *NEW])))
    assert len(articles) == 3
    assert all(map(is_the_article, articles))


def test_a_word_file_that_is_no_export(tmp_path):
    (refused,) = load(word(tmp_path / "a.docx", ["Minutes of a meeting"]))
    assert "fewer than 5 words" in refused.reason
    (article,) = load(word(tmp_path / "b.docx", ["Ferry leaves", *BODY * 5]))
    assert article.title == "Ferry leaves"


def test_the_older_text_layout_and_its_count(tmp_path):
    (tmp_path / "a.txt").write_text(OLD)
    article, missing = load(tmp_path / "a.txt")
    assert is_the_article(article)
    assert "states 2" in missing.reason


def test_the_older_layout_in_german(tmp_path):
    (tmp_path / "a.txt").write_text(GERMAN)
    (article,) = load(tmp_path / "a.txt")
    assert is_the_article(article)


def test_the_older_html_layout(tmp_path):
    blocks = [
        block.strip().replace("\n", "<br>") for block in OLD.replace("of 2", "of 1").split("\n\n")
    ]
    (tmp_path / "a.html").write_text(
        "<html><body>" + "".join(f"<div><p>{block}</p></div>" for block in blocks)
    )
    (article,) = load(tmp_path / "a.html")
    assert article.text.endswith("said Ada Quill.")
    assert (article.outlet, str(article.date), article.authors) == (
        "The Harbour Times",
        "2024-05-03",
        ("ADA QUILL",),
    )


INTERFACES = [
    ("words", "3 May 2024", "Document"),
    ("Wörter", "3 Mai 2024", "Dokument"),
    ("mots", "3 mai 2024", "Document"),
    ("字", "2024 年 5 月 3 日", "文件"),
]


@pytest.mark.parametrize(("words", "date", "document"), INTERFACES, ids=["en", "de", "fr", "zh"])
def test_factiva_html_in_every_interface(tmp_path, words, date, document):
    page = FACTIVA.format(words=words, date=date, document=document, one=BODY[0], two=BODY[1])
    (tmp_path / "a.html").write_text(page)
    (article,) = load(tmp_path / "a.html")
    assert is_the_article(article)
    assert article.source_id == "HARBT00020240503ek5300001"


def test_every_line_of_a_paragraph_is_text(tmp_path):
    one, two = BODY
    html = FACTIVA.format(
        words="words", date="3 May 2024", document="Document", one=f"{one}<br>{two}", two=""
    )
    (tmp_path / "a.html").write_text(html)
    (article,) = load(tmp_path / "a.html")
    assert is_the_article(article)


def test_factiva_rtf(tmp_path):
    (tmp_path / "a.rtf").write_text(RTF)
    (article,) = load(tmp_path / "a.rtf")
    assert is_the_article(article)


@pytest.mark.parametrize("mark", ["<paragraph>{}</paragraph>", "{}"])
def test_factiva_xml_with_paragraphs_or_with_text_alone(tmp_path, mark):
    (tmp_path / "a.xml").write_text(
        "<ppsArticleResponse><ppsarticle><article><headline>Ferry to leave at dawn</headline>"
        f"<leadParagraph>{mark.format(BODY[0])}</leadParagraph><tailParagraphs>{mark.format(BODY[1])}</tailParagraphs>"
        "</article></ppsarticle></ppsArticleResponse>"
    )
    (article,) = load(tmp_path / "a.xml")
    assert (article.title, article.text) == ("Ferry to leave at dawn", "\n\n".join(BODY))


def test_a_cell_that_holds_a_whole_nexis_document(tmp_path):
    cell = "\n".join(line for line in NEW if line != "\f").replace('"', '""')
    listed = "\n".join(COVER)
    (tmp_path / "a.csv").write_text(
        f'title,text,journal,date\nFerry to_,"{cell}",Files,1999-01-01\nlist,"{listed}",,\n'
    )
    article, refused = load(tmp_path / "a.csv")
    assert is_the_article(article)
    assert "list of an export's documents" in refused.reason


STORY = (
    "The ferry leaves at dawn, the harbour master said on Monday, and will be back by night.\n\n"
)
LONG = {
    "labels": "Text: a line\n" * 10_000,
    "no counter": "3 of 10 DOCUMENTS\n\n" + STORY * 3_000,
    "after the end": "\n".join(NEW) + "\n\n" + STORY * 3_000,
    "rights": OLD.replace("LOAD-DATE", "copyright 2024\n\n" * 10_000 + "LOAD-DATE"),
    "lengths": "272 words\n" * 10_000 + "Document HARBT00020240503ek5300001\n",
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_text_is_read_in_seconds(tmp_path, name):
    """Each would take hours if a pattern of a layout began anew at each line."""
    (tmp_path / "a.txt").write_text(LONG[name])
    assert list(load(tmp_path / "a.txt"))


def expected_of(folder):
    rows = (
        json.loads(line)
        for line in (folder / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    )
    found = {}
    for row in rows:
        found.setdefault(row["file"], []).append(row)
    return found


@pytest.mark.parametrize("name", ["exports", "exports_rtf"])
def test_real_exports(shared, name):
    folder = shared(name)
    for file, rows in expected_of(folder).items():
        articles = [item for item in load(folder / file) if isinstance(item, Article)]
        assert len(articles) == len(rows)
        for article, row in zip(articles, rows, strict=True):
            assert article.outlet == row["outlet"]
            assert article.text.split()[:12] == row["first_words"].split()[:12]
            assert row["date"] is None or str(article.date) == row["date"]


def test_the_gaza_table(shared):
    rows = expected_of(shared("gaza"))["gaza_outlets.csv"]
    items = list(load(shared("gaza/gaza_outlets.csv")))
    assert [isinstance(item, Rejected) for item in items] == [
        row["kind"] == "doclist" for row in rows
    ]
    pairs = [pair for pair in zip(items, rows, strict=True) if isinstance(pair[0], Article)]
    assert all(
        (a.title, a.outlet, str(a.date)) == (row["title"], row["outlet"], row["date"])
        for a, row in pairs
    )


@pytest.mark.parametrize(
    "name", ["a.docx", "a.rtf", "a.xml", "a.zip", "a.tar", "a.warc", "a.mhtml", "a.txt"]
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    content=st.binary(max_size=300),
    lines=st.lists(st.sampled_from([*NEW, *COVER, *OLD.split("\n"), "", "x"]), max_size=12),
)
def test_any_bytes_and_any_order_of_lines_give_only_articles_and_rejections(
    tmp_path, name, content, lines
):
    path = tmp_path / name
    if name == "a.docx":
        word(path, [line.replace("\f", "") for line in lines])
    else:
        path.write_bytes("\n".join(lines).encode() if len(content) % 2 else content)
    assert all(isinstance(item, (Article, Rejected)) for item in load(path))
