"""Findings: every number in them is worked out again here, and one report never contradicts itself."""

import datetime
import re
from types import SimpleNamespace

import pandas as pd
import pytest
from conftest import article

from monitor import compare, findings, report
from monitor.article import Article
from monitor.compare.families import FAMILIES
from monitor.compare.outcomes import HUMAN
from monitor.opening import LIMITS, NEWS, VOICES, _may_be_printed, opening, relevance
from monitor.report.sources import count_sources, source_tables
from monitor.significance import LEVEL

OUTLETS = "How outlets differ"
CODED = ("position", "holder", "tone")


@pytest.fixture(scope="module")
def selection(demo):
    return demo.selection()


def told(selection, topic):
    return " ".join(finding.sentence for finding in opening(selection) if finding.topic == topic)


def test_the_coverage_is_counted_from_the_articles(selection):
    articles = selection.table("articles")
    newest = (articles["batch"] == selection.newest).sum()
    assert told(selection, "Coverage").startswith(f"{len(articles)} articles from")
    assert f"Batch {selection.newest} brought {newest} articles" in told(selection, NEWS)


def test_two_named_outlets_are_all_that_the_report_is_about(selection):
    groups = ("Ostwell Wire", "Veldmark Post")
    chosen = selection.other(groups=groups)
    assert set(chosen.table("articles")["outlet"]) == set(groups)
    passages = chosen.table("stance").merge(chosen.articles[["article_id", "outlet"]])
    for outlet in groups:
        articles = (chosen.articles["outlet"] == outlet).sum()
        assert f"{articles} in {outlet}" in told(chosen, "Coverage")
        n = (passages["outlet"] == outlet).sum()
        assert f" in {n} passages naming NATO in {outlet} are “" in told(chosen, "Stance")
        assert f"the most quoted speaker in {outlet}:" in told(chosen, VOICES)
    assert "Too few articles to compare positions" in told(chosen, OUTLETS)
    alone = selection.other(outlets=groups)
    for family in ("position_trends", "position_changes", "position_differences"):
        pd.testing.assert_frame_equal(chosen.comparison(family), alone.comparison(family))


def test_a_named_group_of_which_no_article_counts_breaks_no_sentence(workspace):
    printed = [article(1, outlet="One"), article(1, outlet="Two", date=None, url="")]
    workspace.corpus().add([*printed, article(2, outlet="One")], batch="one")
    selection = workspace.selection(groups=("One", "Two"))
    assert set(selection.other(counting="originals").articles["outlet"]) == {"One"}
    limits = told(selection, LIMITS)
    assert "1 of 3 articles is a reprint" in limits
    assert "excluded, too few passages report a position to rank them" in limits
    assert "of 3 articles" in relevance(selection)


def test_two_passages_make_no_most_frequent_position(workspace):
    texts = ["NATO allies must pay more.", "Spending in NATO is too low.", "NATO met in May."]
    workspace.corpus().add([Article(f"T{n}", text) for n, text in enumerate(texts)], batch="one")
    (stance,) = [one for one in opening(workspace.selection()) if one.topic == "Stance"]
    assert (
        stance.sentence == "Too few of the 3 passages naming NATO report a position to rank them."
    )
    assert "the position “" not in relevance(workspace.selection())


def test_the_first_screen_says_whether_it_may_be_printed(selection):
    assert told(selection, LIMITS).startswith("Not the shares: first code a random sample")


@pytest.mark.parametrize("coder", ["Modell", "Bo of the model town"])
def test_people_whose_names_contain_that_of_the_model_are_people(coder):
    pairs = [("Ann and model", 0.1), (f"Ann and {coder}", 0.9)]
    agreement = pd.DataFrame(pairs, columns=["coders", "low"]).assign(dimension="position")
    chosen = SimpleNamespace(
        outcomes=lambda *_: SimpleNamespace(basis=HUMAN), agreement=lambda: agreement
    )
    assert "one person alone" not in _may_be_printed(chosen)


def test_a_batch_without_dates_says_so(workspace):
    workspace.corpus().add([article(n) for n in range(1, 4)], batch="one")
    workspace.corpus().add([article(n, date=None) for n in range(4, 6)], batch="two")
    said = told(workspace.selection(), NEWS)
    assert "Batch two brought 2 articles, none of them dated" in said


def test_the_most_frequent_positions_are_those_of_the_table(selection):
    stance, book = selection.table("stance"), selection.corpus.codebook
    shares = stance["position"].value_counts(normalize=True)
    sentence = told(selection, "Stance")
    stated = shares[shares.index.isin(book.stated("position"))]
    for value, share in stated.head(2).items():
        assert f"“{book.labels('position')[value]}” ({share:.0%}" in sentence
    assert f"{shares['none']:.0%} report no position" in sentence
    assert f"{len(stance)} passages" in sentence
    low, high = map(int, re.search(r"95% CI (\d+)–(\d+)", sentence).groups())
    assert low < 100 * stated.iloc[0] < high
    assert "most report" not in sentence


def test_the_most_quoted_speaker_has_most_quotations(selection):
    quotes = compare.spoken(selection.table("quotes"))
    n = quotes["speaker"].value_counts().iloc[0]
    assert (
        f": {n} of {len(quotes)} quotations with a known speaker ({n / len(quotes):.0%}, 95%"
        in told(selection, VOICES)
    )


def test_every_significant_finding_is_in_a_table_and_every_other_comparison_is_not_told(selection):
    for family in FAMILIES:
        table = selection.comparison(family)
        number = sum(finding.family == family for finding in findings.significant(selection))
        assert number == (table["p"] < LEVEL).sum()
    for finding in findings.significant(selection):
        assert finding.p < LEVEL
        assert finding.low is None or finding.low > 0 or finding.high < 0


def test_each_question_names_what_is_not_significant(selection):
    significant = {finding.family for finding in findings.significant(selection)}
    for family in FAMILIES:
        line = told(selection, findings.phrase(selection, family, "topic"))
        is_tested = selection.comparison(family)["p"].notna().any()
        words = findings.phrase(selection, family, "what")
        if words != "new themes":
            assert (words in line) or not is_tested or family in significant


TESTED = {
    "positions_by_outlet": "position_differences",
    "tones_by_outlet": "tone_differences",
    "positions_by_voice": "voice_differences",
    "position_changes": "position_changes",
    "positions_over_time": "position_trends",
    "voices_over_time": "speaker_trends",
    "themes_by_outlet": "theme_differences",
}


@pytest.mark.parametrize("name", report.CHARTS)
def test_a_chart_claims_what_was_found_and_folds_where_nothing_was(selection, name):
    section = report.CHARTS[name](selection)
    family = getattr(section, "family", "")
    assert family == TESTED.get(name, family)
    if not family:
        assert section._repr_html_()
        return
    claims = [one.headline for one in findings.significant_in(selection, family)]
    assert section.folded == (not claims)
    if claims:
        assert section.figure.headline == claims[0]
    else:
        nothing = ".*: (no significant .*|too few articles to tell|nothing to compare)"
        assert re.fullmatch(nothing, section.figure.headline)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_tests_of_each_family_can_be_shown_as_a_table(selection, family):
    page = report.comparison(selection, family).data
    tested = selection.comparison(family)
    assert ("none yet" in page) == (not tested["p"].notna().any())


def test_too_few_articles_to_tell_is_said_where_a_large_difference_could_be_missed(workspace):
    texts = [STAYS_OUT if n % 3 else TALKS for n in range(8)]
    few = [article(n, text=text + filler(n)) for n, text in enumerate(texts)]
    workspace.corpus().add(few, batch="one")
    selection = workspace.selection()
    assert "Too few articles to compare positions" in told(selection, OUTLETS)
    chart = report.positions_by_outlet(selection)
    assert chart.figure.headline == "Positions by outlet: too few articles to tell"
    assert "o significant difference" not in told(selection, OUTLETS)


def test_no_significant_difference_is_said_of_the_outlets_with_enough_articles(workspace):
    outlets = ["Courier"] * 150 + ["Post"] * 150 + ["Wire"] * 12
    texts = [STAYS_OUT if n % 7 == 0 else TALKS for n in range(len(outlets))]
    pairs = enumerate(zip(outlets, texts, strict=True))
    articles = [article(n, outlet=name, text=text + filler(n)) for n, (name, text) in pairs]
    workspace.corpus().add(articles, batch="one")
    selection = workspace.selection()
    result, groups = findings.verdict(selection, "position_differences")
    assert result == "no significant difference"
    assert sorted(re.findall("Courier|Post", groups)) == ["Courier", "Post"]
    assert groups.endswith("; too few articles from 1 other)")
    expected = "No significant difference by outlet in positions"
    assert re.search(f"{expected}.*; too few articles from 1 other", told(selection, OUTLETS))


@pytest.fixture
def peaked(workspace):
    """A position that is in half of the passages of 2010, in all of 2011, and in none later."""
    said = {2010: 10, 2011: 20}
    articles = []
    for year in range(2010, 2016):
        for n in range(20):
            text = STAYS_OUT if n < said.get(year, 0) else TALKS
            number = 100 * year + n
            date = datetime.date(year, 1, 1 + n)
            articles.append(article(number, text=text + filler(number), date=date))
    workspace.corpus().add(articles, batch="one")
    return workspace.selection()


def test_a_trend_says_its_direction_its_size_and_what_it_rests_on(peaked):
    label = peaked.corpus.codebook.labels("position")["non_involvement"]
    trends = findings.significant_in(peaked, "position_trends")
    (finding,) = [one for one in trends if label in one.sentence]
    claim = rf"“{label}” is reported less often over time: linear trend −\d+\.\d points a year"
    assert re.fullmatch(claim, finding.headline)
    basis = r"\(95% CI −.* to −.*; 120 passages in 120 dated articles\)\."
    assert re.fullmatch(f"{claim} {basis}", finding.sentence)


def test_the_headline_of_several_trends_says_what_rises_and_what_falls(peaked):
    trends = findings.significant_in(peaked, "position_trends")
    figure = report.positions_over_time(peaked).figure
    assert len(trends) == len(figure.axes) == 2
    labels = peaked.corpus.codebook.labels("position")
    up, down = labels["none"], labels["non_involvement"]
    assert figure.headline == f"Linear trends of positions: “{up}” up, “{down}” down"


def test_the_line_on_further_findings_says_what_they_are_about(peaked):
    line = r"\d (more )?significant findings? on [\w, ]+ (is|are) listed below"
    assert re.search(line, told(peaked, "What changed"))


def test_one_question_is_answered_without_the_tests_of_the_others(demo):
    selection = demo.selection()
    assert {one.topic for one in opening(selection, "Stance", NEWS)} == {"Stance", NEWS}
    computed = {key[-1] for key in selection._results}
    assert "theme_changes" in computed and "group_terms" not in computed
    periods = opening(selection.other(compare="period"), OUTLETS)
    assert {one.topic for one in periods} == {"How periods differ"}


def test_a_planted_change_is_told_with_its_figures(workspace):
    """Forty articles without a position, then twenty in which the alliance rules out taking part."""
    corpus = workspace.corpus()
    corpus.add([article(n, text=f"{TALKS}{filler(n)}") for n in range(1, 41)], batch="one")
    corpus.add([article(n, text=f"{STAYS_OUT}{filler(n)}") for n in range(41, 61)], batch="two")
    selection = workspace.selection()
    changes = [finding for finding in opening(selection) if finding.family == "position_changes"]
    label = selection.corpus.codebook.labels("position")["non_involvement"]
    (finding,) = [one for one in changes if label in one.sentence]
    stance = selection.table("stance").merge(
        selection.articles[["article_id", "batch"]], on="article_id"
    )
    hits = stance["position"] == "non_involvement"
    now = hits[stance["batch"] == "two"]
    before = hits[stance["batch"] == "one"]
    assert f" against {before.mean():.0%} of {len(before)} (" in finding.sentence
    assert finding.estimate == pytest.approx(now.mean() - before.mean())
    assert count_sources(source_tables(selection), finding) == now.sum()
    assert finding.headline == report.position_changes(selection).figure.headline


TALKS = "NATO officials met in Brussels on Monday."
STAYS_OUT = (
    "NATO will not intervene in the war and has no plans to send troops, its spokeswoman said."
)


def filler(number):
    words = (
        "harbour",
        "budget",
        "weather",
        "railway",
        "orchard",
        "museum",
        "concert",
        "ferry",
        "market",
        "library",
    )
    chosen = [words[(number * step) % len(words)] for step in (1, 3, 7, 9)]
    return f" Residents of district {number} talked about the {', the '.join(chosen)} and the year {1900 + number}."


def test_reprints_are_told_with_the_conclusion_by_the_other_rules(selection):
    sentence = told(selection, LIMITS)
    reprints = (~selection.table("syndication")["original"].astype(bool)).sum()
    assert f"{reprints} of {len(selection.articles)} articles are reprints." in sentence
    for rule in ("one per group", "originals"):
        stance = selection.other(counting=rule).table("stance")
        stated = stance[stance["position"].isin(selection.corpus.codebook.stated("position"))]
        lead = stated["position"].value_counts().iloc[0]
        assert compare.COUNTING[rule] in sentence
        assert f"({lead / len(stance):.0%} of {len(stance)} passages)" in sentence


def test_one_batch_alone_has_no_change_to_tell(demo):
    first = demo.selection(batch=demo.corpus().batches()["batch"][0])
    assert not [finding for finding in opening(first) if finding.family.endswith("_changes")]


def test_every_finding_leads_to_the_rows_that_its_link_chooses(selection):
    articles = selection.table("articles")[["article_id", "batch", "outlet"]]
    tables = {
        "articles": articles,
        "passages": selection.table("stance").merge(articles, on="article_id"),
    }
    tables["quotations"] = compare.spoken(selection.table("quotes")).merge(
        articles, on="article_id"
    )
    for finding in opening(selection):
        if finding.sources and "theme" not in finding.choice:
            rows = tables[finding.sources]
            for column, value in finding.choice.items():
                if column in CODED:
                    value = {label: code for code, label in selection.labels(column).items()}[value]
                rows = rows[rows[column] == value]
            assert len(rows) == count_sources(source_tables(selection), finding) > 0
