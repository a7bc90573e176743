"""A choice of articles: every table follows it, and an impossible one is refused with what is
allowed.
"""

import datetime

import pandas as pd
import pytest
from conftest import article

from monitor.errors import InputError
from monitor.opening import relevance
from monitor.report.receipt import receipt_table
from monitor.stance import ABOUT


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
    about = "1 article, 2 October 2025, only Wire, all batches; all articles, reprints included"
    assert selection.description.startswith(about)


def test_a_table_is_read_once_for_all_choices_within_a_batch(watched, monkeypatch):
    reads = []
    selection = watched.selection()
    read = selection.corpus.table
    monkeypatch.setattr(
        selection.corpus, "table", lambda name, *names: reads.append(name) or read(name, *names)
    )
    whole = selection.table("quotes")
    for choice in ({"since": "2025-10-03"}, {"about": "main subject"}, {"counting": "originals"}):
        part = selection.other(**choice)
        ids = set(part.articles["article_id"])
        expected = whole[whole["article_id"].isin(ids)].reset_index(drop=True)
        pd.testing.assert_frame_equal(part.table("quotes"), expected)
    assert reads.count("quotes") == 1


def test_copies_are_counted_by_the_rule(watched):
    assert len(watched.selection().articles) == 4
    assert "Printed again" not in titles(watched.selection(counting="one per group"))
    assert "Printed again" in titles(watched.selection(batch="two", counting="one per group"))
    assert "Printed again" not in titles(watched.selection(batch="two", counting="originals"))


@pytest.mark.parametrize(
    ("choice", "n"),
    [
        ({"since": "2025"}, 3),
        ({"until": "2025"}, 3),
        ({"since": "2025-10-05", "until": "2025-10"}, 2),
        ({"until": "2025-10-04"}, 1),
    ],
)
def test_a_year_or_month_is_its_first_day_or_its_last(watched, choice, n):
    assert len(watched.selection(**choice).articles) == n


def test_an_article_without_a_date_is_in_no_period(watched):
    assert len(watched.selection(since="1900-01-01").articles) == 3


@pytest.mark.parametrize("since", [2025, datetime.date(2025, 10, 9)])
def test_a_year_or_a_date_needs_no_quotation_marks(watched, since):
    expected = watched.selection(since=str(since)).articles
    pd.testing.assert_frame_equal(watched.selection(since=since).articles, expected)


@pytest.mark.parametrize(
    ("choice", "message"),
    [
        (
            {"outlets": ["Nobody"]},
            "unknown outlet 'Nobody'; available: Courier, Post, Wire",
        ),
        ({"outlets": "wir, Post"}, "unknown outlet 'wir'; .*did you mean Wire?"),
        ({"groups": ["Wire"]}, "groups: only 'Wire' is named; name two, such as groups=CNN,Vox"),
        ({"groups": ["Wire", "Posst"]}, "unknown outlet 'Posst'; .*did you mean Post?"),
        (
            {"compare": "lean"},
            "compare: no leaning is known for these articles; fill in lean in outlets.csv",
        ),
        ({"compare": "outlets"}, "unknown value for compare: 'outlets'; .*did you mean outlet?"),
        ({"compare": "period", "groups": "2025,May"}, "groups: 'May' is not a period; write it as"),
        ({"against": "on"}, "unknown value for against: 'on'; .*did you mean one?"),
        ({"against": "2024"}, "against: this selection has no other article in '2024'"),
        ({"about": "main"}, "unknown value for about: 'main'; available: all, mentions, main subj"),
        ({"since": "March"}, "since: 'March' is not a date"),
        (
            {"counting": "twice"},
            "unknown counting rule 'twice'; available: all, one per group, originals",
        ),
        ({"batch": "nine"}, "batch 'nine'|no batch|unknown batch"),
        ({"language": "de"}, "unknown language 'de'; available: none"),
        ({"codebook": "else.toml"}, "unknown codebook 'else.toml'; available: codebook.toml"),
        ({"theme_names": {"T99": "Arms"}}, "unknown theme 'T99'; available: none"),
    ],
)
def test_an_impossible_choice_is_refused(watched, choice, message):
    with pytest.raises(InputError, match=message):
        watched.selection(**choice)


OUTLETS = "name,aliases,country,kind,agency,lean\nWire,WW,UK,,no,left\nPost,,US,,no,right\n"


@pytest.mark.parametrize(
    ("choice", "groups"),
    [
        ({"compare": "outlet"}, {"Wire", "Post", "Courier", "(outlet not stated)"}),
        ({"compare": "lean"}, {"left", "right"}),
        ({"compare": "country"}, {"UK", "US"}),
        ({"compare": "period"}, {"2025-10-02", "2025-10-05", "2025-10-09"}),
        ({"groups": "WW, Courier"}, {"Wire", "Courier"}),
        ({"compare": "period", "groups": ["2025-10-01 to 2025-10-05", "2025-10"]},
         {"2025-10-01 to 2025-10-05", "2025-10"}),
    ],
)  # fmt: skip
def test_articles_are_grouped_by_what_is_compared(watched, choice, groups):
    (watched.path / "outlets.csv").write_text(OUTLETS)
    assert set(watched.selection(**choice).grouped["group"]) == groups


@pytest.mark.parametrize(
    ("choice", "before", "baseline"),
    [
        ({}, {"two"}, "batch two"),
        ({"against": "earlier"}, {"one", "two"}, "all earlier batches"),
        ({"against": "one"}, {"one"}, "batch one"),
        ({"against": "2025-10-02"}, {"one"}, "2025-10-02"),
        ({"against": "earlier", "batch": "two"}, {"one"}, "all earlier batches"),
    ],
)
def test_the_newest_batch_is_compared_with_what_is_chosen(watched, choice, before, baseline):
    watched.corpus().add([article(9, outlet="Post")], batch="three")
    selection = watched.selection(**choice)
    changed = selection.changed
    assert set(changed.loc[changed["group"] == "before", "batch"]) == before
    assert set(changed.loc[changed["group"] == "now", "batch"]) == {selection.newest}
    assert selection.baseline == baseline


def test_a_batch_of_corrections_alone_is_no_batch_to_compare(watched):
    corrected = article(1, outlet="Wire", title="Wire story, corrected")
    watched.corpus().add([corrected, article(4, outlet="Courier")], batch="three")
    assert watched.selection().batches["batch"].tolist() == ["one", "two", "three"]
    watched.corpus().add([article(4, outlet="Courier", title="Corrected")], batch="four")
    selection = watched.selection()
    assert selection.batches["batch"].tolist() == ["one", "two", "three"]
    assert (selection.newest, selection.baseline) == ("three", "batch two")
    # What it was is in the receipt and in the log.
    receipt = receipt_table(selection).set_index("what")["value"]
    assert receipt["Batches"] == "one, two, three, four"
    assert "batch four: 0 articles, 1 corrected" in set(watched.corpus().table("log")["change"])
    with pytest.raises(InputError, match="batch four brought only corrections; they count in the"):
        watched.selection(batch="four")
    with pytest.raises(InputError, match="unknown value for against: 'four'"):
        watched.selection(against="four")


def test_articles_count_by_how_central_the_target_is(watched):
    passing = "The council met. " + "It spoke of roads, schools and the price of fish. " * 20
    other = {"title": "Roads", "text": f"{passing} NATO was named once.", "date": None}
    watched.corpus().add([article(11, **other)], batch="three")
    sport = {"title": "Sports day", "text": passing, "date": None}
    watched.corpus().add([article(12, **sport)], batch="three")
    about = watched.selection().articles.set_index("title")["about"]
    assert about[["Wire story", "Roads", "Sports day"]].tolist() == ["main subject", "mentions", ""]
    counts = {about: len(watched.selection(about=about).articles) for about in ABOUT}
    assert counts["all"] - counts["mentions"] == 1
    assert counts["mentions"] - counts["main subject"] == 1
    assert "named in passing in 1" in relevance(watched.selection())


def test_another_codebook_and_names_of_themes_count_for_one_view(demo):
    theme = demo.corpus().table("themes")["theme_id"].iloc[0]
    assert demo.selection(theme_names={theme: "Ours"}).table("themes")["label"].iloc[0] == "Ours"
    assert demo.selection().table("themes")["label"].iloc[0] != "Ours"


def test_the_receipt_states_the_choice(watched):
    selection = watched.selection(counting="originals")
    receipt = receipt_table(selection, title="Ours").set_index("what")["value"]
    assert (receipt["Kept as articles"], receipt["Articles in this selection"]) == ("4", "3")
    assert receipt["Counting rule"] == "reprints excluded"


def test_a_lean_that_an_articles_own_table_states_counts_where_outlets_csv_has_none(workspace):
    leans = {1: "Left", 2: "Right", 3: ""}
    articles = [article(n, outlet=f"Paper {n}", lean=lean) for n, lean in leans.items()]
    workspace.corpus().add(articles, batch="week 1")
    grouped = workspace.selection(compare="lean").grouped
    assert grouped["group"].tolist() == ["Left", "Right"]
