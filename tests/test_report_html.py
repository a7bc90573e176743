"""What notebooks show is HTML in which no word of an article can act."""

import re
import subprocess
import sys

import pandas as pd
import pytest
from conftest import article
from matplotlib.figure import Figure

import monitor
from monitor import charts, report
from monitor.report.figures import ChartSection, describe, source_links, with_overall
from monitor.report.html import SCRIPT, as_text, cross_table, render
from monitor.tables import label

HOSTILE = "<script>alert(1)</script>\"'"


def shown(piece):
    """The HTML of a piece without the script of the kit's own tables."""
    return piece._repr_html_().replace(SCRIPT, "")


@pytest.fixture
def selection(workspace):
    """A selection of six articles with passages and quotations."""
    workspace.corpus().add([article(n) for n in range(1, 7)], batch="one")
    return workspace.selection()


def cell(url, title="title"):
    return shown(report.table(pd.DataFrame({"title": [title], "url": [url]})))


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", 'http://x" onclick="y', "", None, "ftp://x"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url):
    assert "<a " not in cell(url)


def test_a_link_escapes_its_words_and_address():
    link = '<a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer">open</a>'
    assert link in cell("https://a.example/?a=1&b=2")


def test_tables_escape_cells_and_column_names():
    html = shown(report.table(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE))
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 5


def test_every_template_escapes():
    for template in ("note", "title", "question"):
        values = dict.fromkeys(("text", "title", "about", "anchor", "name", "coder"), HOSTILE)
        assert "<script" not in render(template, **values)


def test_headings_are_the_words_of_people_and_links_know_the_columns():
    html = shown(report.table(pd.DataFrame({"passages_now": [3], "theme_id": ["T01"]})))
    assert re.findall(r"data-name=\"(\w+)\"[^>]*>([^<]+)</th>", html) == [
        ("passages_now", "Passages in this batch"),
        ("theme_id", "Theme"),
    ]
    assert label("as_of") == "Corpus version"


def test_long_tables_say_how_much_is_left_out():
    assert "1 more row is not shown here" in shown(report.table(pd.DataFrame({"n": range(201)})))


def test_negative_numbers_have_a_true_minus_and_zero_has_none():
    shown = report.table(pd.DataFrame({"difference": [-0.0001, -0.25], "z": [-0.0001, -0.25]}), "")
    cells = re.findall(r"<td[^>]*>(.+?)</td>", shown.data)
    assert cells == ["0", "0.000", "−25.0", "−0.250"]


def test_missing_values_show_as_nothing():
    assert [as_text(value) for value in (None, float("nan"), pd.NaT)] == ["", "", ""]
    day = pd.Timestamp("2025-10-01")
    assert [as_text(value) for value in (True, day, 0.5)] == ["yes", "2025-10-01", "0.500"]


def test_a_chart_is_one_call_and_can_be_saved(selection, tmp_path):
    section = report.positions_by_outlet(selection)
    assert isinstance(section.figure, Figure)
    assert re.search("Positions by outlet: (no significant|too)", shown(section))
    assert "Harbour Courier</th>" in shown(section), "the shares all the same"
    section.figure.savefig(tmp_path / "positions.png")
    assert (tmp_path / "positions.png").read_bytes().startswith(b"\x89PNG")


def test_a_workspace_opens_from_anywhere(workspace, monkeypatch, tmp_path):
    monkeypatch.chdir(workspace.notebooks)
    assert monitor.open().path == workspace.path
    monkeypatch.chdir(tmp_path)
    assert monitor.open("watch").path == workspace.path


@pytest.mark.parametrize("name", monitor.__all__)
def test_what_a_notebook_needs_is_imported_from_the_package(name):
    assert getattr(monitor, name) is not None


def test_the_command_line_starts_without_the_libraries():
    code = "import sys, monitor.cli; print({'pandas', 'matplotlib', 'sklearn'} & set(sys.modules))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "set()"


def test_a_row_of_a_comparison_leads_to_its_sources_and_says_what_it_is():
    rows = [("Courier", "position", "Deterrence", 0.25, 40), ("Post", "position", "Support", 0, 9)]
    table = pd.DataFrame(rows, columns=["outlet", "dimension", "value", "share", "passages"])
    links = source_links(None, with_overall(table, "passages"), "passages")
    assert links == {
        0: (
            "#passages?outlet=Courier&position=Deterrence",
            "Courier, Deterrence: 25% of 40 passages; overall 25%",
        )
    }
    row = {"outlet": "Post", "value": "Ida Brandt", "share": 0.5, "quotations": 1}
    assert describe(row) == "Post, Ida Brandt: 50% of 1 quotation"


def test_a_figure_carries_its_text_alternative_and_its_table():
    table = pd.DataFrame(
        {"outlet": [HOSTILE, "Post"], "articles": [3, 1], "share": [0.75, 0.25], "per_1000": None}
    )
    links = {0: ("#articles?outlet=%3Cscript", HOSTILE)}
    html = shown(ChartSection(charts.articles_by_outlet(table, HOSTILE), table, links))
    assert "<script" not in html
    assert 'aria-label="Bar chart. &lt;script&gt;' in html
    assert "<details><summary>Data behind this chart</summary>" in html
    links = html.count('href="#articles?outlet=%3Cscript')
    assert links == 3, "the bar on a wide page, on a telephone, and the cell"


def test_a_cross_table_shades_its_cells_and_leads_to_their_sources():
    rows = [("(other outlets)", "Unity", 0.5, 8), ("Vox", "Unity", 0.25, 4), ("Vox", HOSTILE, 0, 4)]
    table = pd.DataFrame(rows, columns=["outlet", "value", "share", "passages"])
    links = {1: ("#passages?outlet=Vox", "Vox, Unity: 25% of 4 passages; overall 42%")}
    html = cross_table(table, "outlet", "passages", links)
    assert "<script" not in html
    (cell,) = re.findall(r"<a .*?</a>", html)
    assert 'href="#passages?outlet=Vox"' in cell and "overall 42%" in cell and "25%" in cell
    assert "rgba(0,114,178,0.15)" in html, "half as dark as the largest"
    assert html.count(">–</td>") == 2, "none, and no passage at all"


def test_evidence_leads_to_outlet_day_and_address(workspace):
    text = article(1).text.replace("island", HOSTILE)
    workspace.corpus().add([article(1, text=text, outlet="", title=HOSTILE)], batch="one")
    html = shown(report.passages(workspace.selection()))
    assert "Non-involvement <small>" in html
    assert "outlet not stated, 2025-10-02, <a href=" in html
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_long_quotation_stands_whole_among_the_sources(workspace):
    words = "We call for restraint " + "and for talks " * 30 + "on the island"
    text = f"BRUSSELS: “{words},” said Secretary General Ida Brandt of NATO on Monday."
    workspace.corpus().add([article(1, text=text)], batch="one")
    assert words in report.sources(workspace.selection()).data


def test_all_quotations_of_a_speaker_lead_to_their_articles(selection):
    quotes = selection.table("quotes").query("speaker == 'Ida Brandt'")
    html = shown(report.quotations(selection, "Ida Brandt"))
    assert html.count("<blockquote>") == len(quotes)
    days = re.findall(r"\d{4}-\d\d-\d\d", html)
    assert days == sorted(days)
    assert 'href="https://courier.example/1"' in html
    assert "more quotation" in shown(report.quotations(selection))
    assert "No quotation of Ann Moe" in shown(report.quotations(selection, "Ann Moe"))
