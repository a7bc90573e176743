"""What notebooks show is HTML in which no word of an article can act."""

import pandas as pd
import pytest

from monitor import charts, present
from monitor.present import tables
from monitor.stance import Codebook

SCRIPT = "<script>alert(1)</script>\"'"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", 'http://x" onclick="y', "", None, "ftp://x"]
)
def test_an_address_that_is_not_of_the_web_is_no_link(url):
    assert present.link(url, "title") == "title"


def test_a_link_escapes_its_words():
    assert present.link("https://a.example/?a=1&b=2", "<b>") == (
        '<a href="https://a.example/?a=1&amp;b=2" rel="noopener noreferrer">&lt;b&gt;</a>'
    )


def test_tables_escape_cells_and_column_names():
    shown = present.show_table(pd.DataFrame({SCRIPT: [SCRIPT]}), SCRIPT).data.replace(tables.SCRIPT, "")
    assert "<script" not in shown
    assert shown.count("&lt;script&gt;") == 4


def test_long_tables_say_how_much_is_left_out():
    assert "1 more row is in the export" in present.show_table(pd.DataFrame({"n": range(201)})).data


def test_a_figure_carries_its_text_alternative_and_its_table():
    table = pd.DataFrame({"outlet": [SCRIPT, "Post"], "articles": [3, 1], "share": [0.75, 0.25], "per_1000": None})
    shown = present.show(charts.articles_by_outlet(table, SCRIPT), table, None, "articles").data
    shown = shown.replace(tables.SCRIPT, "")
    assert "<script" not in shown
    assert 'aria-label="Bar chart of articles by outlet. &lt;script&gt;' in shown
    assert "<details><summary>Data behind this chart</summary>" in shown
    assert shown.count('href="#articles?outlet=%3Cscript') == 3, "the bar on a wide page, on a telephone, and the cell"


def test_evidence_leads_to_outlet_day_and_address():
    passages = pd.DataFrame(
        {
            "value": ["deterrence"],
            "passage": [f"NATO deploys. {SCRIPT}"],
            "outlet": [""],
            "date": [pd.Timestamp("2025-10-01")],
            "title": ["Troops"],
            "url": ["https://courier.example/1"],
            "source": ["a.txt"],
        }
    )
    shown = present.show_evidence(passages, {"deterrence": 7}, Codebook.load()).data
    assert "Deterrence <small>7 passages</small>" in shown
    assert "outlet not stated, 2025-10-01, <a href=" in shown
    assert "<script" not in shown


def test_missing_values_show_as_nothing():
    assert [present.escape(value) for value in (None, float("nan"), pd.NaT)] == ["", "", ""]


def test_all_quotations_of_a_speaker_lead_to_their_articles():
    articles = pd.DataFrame(
        {"article_id": ["a", "b"], "outlet": ["X", "Y"], "date": pd.to_datetime(["2024-05-02", "2024-05-01"])}
    ).assign(title="Title", url="https://news.example/a", source="a.txt")
    quotes = pd.DataFrame({"article_id": ["a", "a", "b", "b"], "start": [0, 9, 0, 9]})
    quotes = quotes.assign(quote=["third", "fourth", "first", "<i>"], speaker=["Ida Brandt"] * 3 + ["Per Olsen"])
    shown = present.show_quotes(quotes, articles, "Ida Brandt").data
    assert [shown.index(f"<p>{quote}</p>") for quote in ("first", "third", "fourth")] == sorted(
        shown.index(f"<p>{quote}</p>") for quote in ("first", "third", "fourth")
    )
    assert shown.count('href="https://news.example/a"') == 3
    assert "Olsen" not in shown
    assert "&lt;i&gt;" in present.show_quotes(quotes, articles).data
    assert "No quotation of Ann Moe" in present.show_quotes(quotes, articles, "Ann Moe").data
