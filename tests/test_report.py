"""The report: one file that stands alone, made of what the tables hold; a failing cell is named and
nothing is lost.
"""

import html
import json
import re

import nbformat
import pytest
from conftest import article

from monitor.cli import main
from monitor.errors import InputError, ReportError
from monitor.report import NOTEBOOK, write_report
from monitor.resources import resource_path


@pytest.fixture(scope="module")
def page(demo):
    return (demo.reports / "report_v3.html").read_text(encoding="utf-8")


def test_it_has_a_title_headings_and_no_code(page):
    assert "<title>NATO in the press</title>" in page
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert headings[:5] == ["Outlets", "Changes", "Voices", "Themes", "Words"]
    assert headings[5:] == ["Evidence", "Data and limits", "Sources"]
    assert "selection.table" not in page


def test_no_id_appears_twice(page):
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_it_asks_nothing_from_anywhere(page):
    assert "default-src 'none'" in page
    assert re.findall(r"""(?:src|@import|url\()\s*=?["'(]?\s*https?:""", page) == []
    assert not re.search(r"<(?:img|iframe|link|object|image)\b", page)


def test_every_chart_has_a_text_alternative_and_its_table(page):
    figures = re.findall(r'<figure class="chart".*?</figure>', page, re.S)
    charts = [
        re.search(r'<svg[^>]*? role="img" aria-label="([^"]+)"', figure).group(1)
        for figure in figures
    ]
    assert len(charts) >= 12
    assert all(len(alt) > 40 and not alt.startswith("No chart") for alt in charts)
    assert page.count("<summary>Data behind this chart</summary>") == len(charts)
    assert page.count("<script") == 1


def test_the_receipt_states_versions_counts_reasons_and_parameters(page, demo):
    corpus = demo.corpus()
    text = html.unescape(re.sub(r"<[^>]+>", "|", page))
    assert f"Corpus version||{corpus.version}|" in text
    assert f"Kept as articles||{len(corpus.table('articles'))}|" in text
    for reason in corpus.table("rejected")["reason"]:
        assert reason in text
    assert "First day|" not in text, "what is not set needs no line"
    assert "Passages shown for each position||3|" in text
    assert corpus.codebook.version in text


def test_every_position_is_shown_with_passages_that_the_articles_hold(page, demo):
    articles = demo.corpus().table("articles")
    texts = " ".join(" ".join(articles["text"]).split())
    without_address = articles.loc[articles["url"] == "", "title"]
    evidence = re.search(r"<h2[^>]*>Evidence<.*?<h2", page, re.S).group()
    passages = re.findall(r"<blockquote><p>(.*?)</p><footer>(.*?)</footer>", evidence, re.S)
    assert len(passages) > 10
    for passage, footer in passages:
        assert " ".join(html.unescape(passage).split()) in texts
        assert "<a href=" in footer or any(
            title in html.unescape(footer) for title in without_address
        )


def test_one_batch_and_an_earlier_version(demo):
    batch = demo.corpus().batches()["batch"][1]
    report = write_report(demo, {"batch": batch, "as_of": 2})
    assert report.name == f"report_v2_{batch}.html"
    assert f"batch {batch}; all articles, reprints included; corpus version 2" in report.read_text(
        encoding="utf-8"
    )
    report.unlink()
    report.with_suffix(".ipynb").unlink()


def test_an_unchanged_report_stands_and_other_lists_make_it_anew(workspace):
    workspace.corpus().add([article(n) for n in range(1, 4)], batch="one")
    page = write_report(workspace)
    made = page.stat().st_mtime_ns
    assert write_report(workspace).stat().st_mtime_ns == made
    assert write_report(workspace, {"as_of": 1, "counting": "all"}) == page
    assert page.stat().st_mtime_ns == made
    header = "name,aliases,country,kind,agency\n"
    (workspace.path / "outlets.csv").write_text(
        f"{header}Harbour Courier,,,,no\n", encoding="utf-8"
    )
    assert write_report(workspace).name == "report_v1_2.html"
    assert page.stat().st_mtime_ns == made


SMALL_NOTEBOOK = {
    "nbformat": 4,
    "nbformat_minor": 5,
    "metadata": {"language_info": {"name": "python"}},
    "cells": [
        {
            "id": "parameters",
            "cell_type": "code",
            "source": 'batch = ""\nas_of = 0\nsince = ""\noutlets = []\nnames = {}\nmost = 3\ntitle = ""',
            "metadata": {"tags": ["parameters"]},
            "outputs": [],
            "execution_count": None,
        },
        {"id": "words", "cell_type": "markdown", "source": "# Small", "metadata": {}},
    ],
}


@pytest.fixture
def small(workspace):
    """A workspace with three batches and a report notebook that does nothing."""
    source = json.dumps(SMALL_NOTEBOOK)
    (workspace.notebooks / f"{NOTEBOOK}.ipynb").write_text(source, encoding="utf-8")
    (workspace.notebooks / "my own.ipynb").write_text(source, encoding="utf-8")
    for number, batch in enumerate(("week 12", "week-12", "../../etc/passwd"), start=1):
        workspace.corpus().add([article(number)], batch=batch)
    return workspace


@pytest.mark.parametrize(
    ("parameters", "name"),
    [
        ({}, "report_v3"),
        ({"as_of": 2}, "report_v2"),
        ({"batch": "week 12"}, "report_v3_week-12"),
        ({"batch": "../../etc/passwd"}, "report_v3_etc-passwd"),
        (
            {"batch": "week 12", "since": "2025-03-01", "outlets": "Veldmark Post", "most": 3},
            "report_v3_week-12_since-2025-03-01_outlets-Veldmark-Post",
        ),
        ({"names": {"T03": "Zölle/关税"}}, "report_v3_names-T03-Zölle-关税"),
        ({"title": "\u202e.."}, "report_v3_title"),
    ],
)
def test_the_name_of_a_report_tells_batch_version_and_parameters(small, parameters, name):
    page = write_report(small, parameters)
    assert page == small.reports / f"{name}.html"
    assert write_report(small, parameters) == page


def test_the_page_of_another_notebook_has_its_name(small):
    assert write_report(small, notebook="my own").name == "my-own_v3.html"


def test_a_report_never_replaces_one_with_other_parameters(small):
    first = write_report(small, {"batch": "week 12"})
    content = first.read_bytes()
    second = write_report(small, {"batch": "week-12"})
    assert second.name == "report_v3_week-12_2.html"
    assert write_report(small, {"batch": "week-12"}) == second
    assert write_report(small, {"batch": "week 12"}) == first
    assert first.read_bytes() == content


def test_a_page_from_elsewhere_is_not_replaced(small):
    (small.reports / "report_v3.html").write_text("mine", encoding="utf-8")
    assert write_report(small).name == "report_v3_2.html"
    assert (small.reports / "report_v3.html").read_text(encoding="utf-8") == "mine"


def test_the_index_lists_every_report_with_its_parameters_and_findings(workspace):
    workspace.corpus().add([article(n) for n in range(1, 4)], batch="one")
    pages = [write_report(workspace), write_report(workspace, parameters={"since": "2024-01-01"})]
    index = (workspace.reports / "index.html").read_text(encoding="utf-8")
    for page in pages:
        assert f'href="{page.name}"' in index
    assert "First day: 2024-01-01" in index
    assert index.count("<li>3 articles from 2 named outlets") == 2


def test_a_choice_without_articles_names_the_parameter_and_what_there_is(workspace):
    workspace.corpus().add([article(1)], batch="one")
    message = r"no article matches since = 2050-01-01; the dates of corpus version 1: 2025-"
    with pytest.raises(InputError, match=message):
        write_report(workspace, parameters={"since": "2050-01-01"})
    assert list(workspace.reports.glob("*.html")) == []


def test_a_very_long_name_is_cut_and_stays_unique(small):
    pages = {write_report(small, parameters={"title": "关" * 300 + end}) for end in ("a", "b")}
    assert len(pages) == 2
    for page in pages:
        assert page.parent == small.reports
        assert len(page.name.encode()) < 130


def test_a_failed_run_leaves_the_good_page(small):
    page = write_report(small)
    content = page.read_bytes()
    failing = json.loads(json.dumps(SMALL_NOTEBOOK).replace("# Small", "1 / 0"))
    failing["cells"][1].update(cell_type="code", outputs=[], execution_count=None)
    source = small.notebooks / f"{NOTEBOOK}.ipynb"
    source.write_text(json.dumps(failing), encoding="utf-8")
    with pytest.raises(ReportError, match="ZeroDivisionError"):
        write_report(small)
    assert page.read_bytes() == content
    failed = small.reports / "report_v3_2.ipynb"
    assert "ZeroDivisionError" in failed.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("most", "3", "most: '3' is not a whole number"),
        ("most", True, "most: True is not a whole number"),
        ("outlets", {}, "outlets: {} is not a list"),
        (
            "outlets",
            "Veldmark Pots",
            "unknown outlet 'Veldmark Pots'; .*did you mean Veldmark Post?",
        ),
        ("colour", 3, "unknown parameter 'colour'; available: batch, as_of, since"),
    ],
)
def test_a_parameter_has_the_kind_of_its_default(small, name, value, message):
    with pytest.raises(InputError, match=message):
        write_report(small, parameters={name: value})


@pytest.mark.parametrize("content", ["", "{}", "[]", "no JSON"])
def test_a_file_that_is_not_a_notebook_is_named(small, content):
    (small.notebooks / "broken.ipynb").write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"notebooks/broken.ipynb cannot be run"):
        write_report(small, notebook="broken")


def test_parameters_must_be_literals(small):
    computed = json.dumps(SMALL_NOTEBOOK).replace("most = 3", "most = max(1, 2)")
    (small.notebooks / "computed.ipynb").write_text(computed, encoding="utf-8")
    with pytest.raises(InputError, match="must assign literals"):
        write_report(small, notebook="computed")


def test_one_article_gives_a_report_that_makes_sense(workspace):
    workspace.corpus().add([article(1, date=None, outlet="", authors=(), url="")], batch="one")
    text = html.unescape(
        re.sub(r"<[^>]+>", " ", write_report(workspace).read_text(encoding="utf-8"))
    )
    assert "1 article, no outlet named; " in text
    assert "Too few articles for themes" in text


def test_hostile_words_never_become_markup(workspace):
    script = "<img src=x onerror=alert(1)><script>alert(1)</script>"
    texts = [article(n).text.replace("island", script) for n in range(1, 4)]
    hostile = [
        article(title=script, outlet=script, url="javascript:alert(1)", text=text) for text in texts
    ]
    workspace.corpus().add(hostile, batch=script)
    page = write_report(workspace).read_text(encoding="utf-8")
    (own,) = re.findall(r"<script.*?</script>", page, re.S)
    assert own == f"<script>{resource_path('data/tables.js').read_text(encoding='utf-8')}</script>"
    assert "<img src=x" not in page
    assert 'href="javascript' not in page


def test_an_unknown_parameter_is_refused_with_the_known_ones(workspace, capsys):
    workspace.corpus().add([article(1)], batch="one")
    with pytest.raises(InputError, match=r"'colour'.* title, batch, as_of"):
        write_report(workspace, parameters={"colour": "red"})
    assert main(["report", "--workspace", str(workspace.path), "--param", "colour=red"]) == 1
    assert "unknown parameter 'colour'" in capsys.readouterr().err


def test_a_wrong_parameter_is_told_without_the_notebook_around_it(workspace, capsys):
    workspace.corpus().add([article(1)], batch="one")
    assert main(["report", "--workspace", str(workspace.path), "--param", "since=March"]) == 1
    advice = "use YYYY-MM-DD, such as 2025-03-31"
    assert capsys.readouterr().err == f"monitor: since: 'March' is not a date; {advice}\n"


def test_a_failing_cell_is_told_and_the_notebook_saved(workspace):
    workspace.corpus().add([article(1)], batch="one")
    notebook = json.loads((workspace.notebooks / f"{NOTEBOOK}.ipynb").read_text())
    notebook["cells"][4]["source"] = "raise ValueError('the analyst mistyped')"
    (workspace.notebooks / f"{NOTEBOOK}.ipynb").write_text(json.dumps(notebook))
    named = r"05_report.ipynb failed: ValueError: the analyst mistyped.*saved as reports/"
    with pytest.raises(ReportError, match=named):
        write_report(workspace)
    saved = nbformat.read(workspace.reports / "report_v1.ipynb", as_version=4)
    assert any(
        output.get("ename") == "ValueError"
        for cell in saved.cells
        for output in cell.get("outputs", ())
    )
    assert not (workspace.reports / "report_v1.html").exists()
