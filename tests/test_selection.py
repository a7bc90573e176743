"""A choice of articles: every table follows it, and an impossible one is refused with what is
allowed.
"""

import datetime

import pytest
from conftest import article

from monitor.errors import InputError
from monitor.report.receipt import receipt_table


@pytest.fixture
def watched(workspace):
    """A workspace with a wire story that two outlets print, the second a week later, and one story
    of its own.
    """
    wire = article(1, outlet="Wire", title="Wire story")
    copy = article(1, outlet="Post", title="Printed again", date=datetime.date(2025, 10, 9))
    own = "OSLO: NATO will exercise in the north, a general said. Ten frigates and two brigades "
    own += "take part in the snow."
    undated = "PARIS: The budget of the alliance was the matter of the day, and no minister wished "
    undated += "to speak of the share."
    workspace.corpus().add([wire, article(4, outlet="Courier", text=own)], batch="one")
    workspace.corpus().add([copy, article(7, outlet="", date=None, text=undated)], batch="two")
    return workspace


def titles(selection):
    return sorted(selection.table("articles")["title"])


def test_every_table_follows_the_choice(watched):
    selection = watched.selection(outlets=["Wire"], since="2025-10-02", until="2025-10-02")
    assert titles(selection) == ["Wire story"]
    for name in ("stance", "quotes", "theme_weights", "syndication"):
        assert set(selection.table(name)["article_id"]) <= set(
            selection.table("articles")["article_id"]
        )
    assert selection.table("shares")["articles"].max() == 1
    about = "1 article, 2 October 2025, only Wire, all batches, all articles, reprints included"
    assert selection.about.startswith(about)


def test_copies_are_counted_by_the_rule(watched):
    assert len(watched.selection().articles) == 4
    assert "Printed again" not in titles(watched.selection(counting="one per group"))
    assert "Printed again" in titles(watched.selection(batch="two", counting="one per group"))
    assert "Printed again" not in titles(watched.selection(batch="two", counting="originals"))


def test_an_article_without_a_date_is_in_no_period(watched):
    assert len(watched.selection(since="1900-01-01").articles) == 3


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            {"outlets": ["Nobody"]},
            "unknown outlet 'Nobody'; available: Courier, Post, Wire",
        ),
        ({"since": "March"}, "since: 'March' is not a date"),
        (
            {"counting": "twice"},
            "unknown counting rule 'twice'; available: all, one per group, originals",
        ),
        ({"batch": "nine"}, "batch 'nine'|no batch|unknown batch"),
        ({"language": "de"}, "unknown language 'de'; available: none"),
        ({"codebook": "else.toml"}, "codebook: no file 'else.toml' .*available: codebook.toml"),
        ({"theme_names": {"T99": "Arms"}}, "unknown theme 'T99'; available: none"),
    ],
)
def test_an_impossible_choice_is_refused(watched, choice, message):
    with pytest.raises(InputError, match=message):
        watched.selection(**choice)


def test_articles_are_grouped_by_outlet_by_lean_and_by_period(watched):
    outlets = watched.path / "outlets.csv"
    outlets.write_text(
        "name,aliases,country,kind,agency,lean\nWire,,XX,,no,left\nPost,,XX,,no,right\n"
    )
    groups = {
        by: set(watched.selection().grouped(by)["group"]) for by in ("outlet", "lean", "period")
    }
    assert groups == {
        "outlet": {"Wire", "Post", "Courier"},
        "lean": {"left", "right"},
        "period": {"2025-10-02", "2025-10-05", "2025-10-09"},
    }


def test_another_codebook_and_names_of_themes_count_for_one_view(demo):
    theme = demo.corpus().table("themes")["theme_id"].iloc[0]
    assert demo.selection(theme_names={theme: "Ours"}).table("themes")["label"].iloc[0] == "Ours"
    assert demo.selection().table("themes")["label"].iloc[0] != "Ours"


def test_the_receipt_states_the_choice(watched):
    selection = watched.selection(counting="originals")
    receipt = receipt_table(selection, title="Ours").set_index("what")["value"]
    assert (receipt["Kept as articles"], receipt["Articles in this selection"]) == ("4", "3")
    assert receipt["Counting"] == "reprints excluded"


def test_a_lean_that_an_articles_own_table_states_counts_where_outlets_csv_has_none(workspace):
    leans = {1: "Left", 2: "Right", 3: ""}
    articles = [article(n, outlet=f"Paper {n}", lean=lean) for n, lean in leans.items()]
    workspace.corpus().add(articles, batch="week 1")
    grouped = workspace.selection().grouped("lean")
    assert grouped["group"].tolist() == ["Left", "Right"]
