"""Charts: the headline that is given, a text alternative that says the same, nothing that a strange
name can break.
"""

import re

import pandas as pd
import pytest
from matplotlib.colors import to_hex

from monitor import charts, compare
from monitor.charts import style
from monitor.report.figures import ChartSection
from monitor.stance import Codebook

BOOK = Codebook.load()
LABELS = BOOK.labels("position")
VALUES = {value.label: value for value in BOOK.dimensions["position"].values()}


def texts(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in figure.texts)


def in_words(figure, table):
    """The text alternative of a chart of a table."""
    return ChartSection(figure, table).alternative()


@pytest.fixture
def by_outlet():
    table = pd.DataFrame(
        {"outlet": ["Courier", "Post"], "articles": [30, 12], "share": [30 / 42, 12 / 42]}
    )
    return table.assign(per_1000=[1.5, None])


def shares(**by):
    rows = [("deterrence", 0.6), ("division", 0.4)]
    frames = []
    for outlet, n in by.items():
        for value in LABELS:
            share = dict(rows).get(value, 0.0)
            frames.append((outlet, "position", LABELS[value], share, None, None, n, n))
    columns = ["outlet", "dimension", "value", "share", "low", "high", "passages", "articles"]
    return pd.DataFrame(frames, columns=columns).astype({"low": float, "high": float})


def test_the_headline_is_the_one_given_and_the_source_stands_at_the_foot(by_outlet):
    figure = charts.articles_by_outlet(by_outlet, "Articles by outlet", "42 articles, version 1")
    assert figure.headline == "Articles by outlet"
    assert "Source: 42 articles, version 1" in texts(figure)
    assert [text.get_text() for text in figure.axes[0].texts][:2] == [
        "30  (71%)  1.5 ‰ of its own",
        "12  (29%)",
    ]


def test_the_text_alternative_names_form_headline_and_data(by_outlet):
    alternative = in_words(charts.articles_by_outlet(by_outlet, "Where they stood"), by_outlet)
    assert alternative.startswith("Bar chart of articles by outlet. Where they stood.")
    assert "Courier: 30 articles; Post: 12 articles" in alternative


def test_a_chart_of_shares_says_what_they_rest_on():
    figure = charts.positions_by_outlet(shares(Courier=30, Post=10), values=VALUES)
    assert "not validated against human coding" in texts(figure)


def test_small_cells_are_greyed_never_shown_as_certain():
    figure = charts.positions_by_outlet(shares(Courier=30, Post=2), values=VALUES)
    colors = {t.get_text(): t.get_color() for t in figure.axes[0].texts if t.get_position()[1] == 1}
    assert colors["60%"] == style.FAINT


def test_intervals_are_drawn_and_the_agreement_said_in_plain_words():
    table = shares(Courier=30, Post=2).assign(
        low=lambda t: t["share"] * 0.8, high=lambda t: t["share"] * 1.1
    )
    figure = charts.positions_with_intervals(
        table, values=VALUES, agreement="Agreement on the position: too low to rely on."
    )
    assert "Agreement on the position: too low to rely on" in texts(figure)
    intervals, dots = figure.axes[0].collections
    assert intervals.get_segments()[0][:, 0].tolist() == pytest.approx([0.48, 0.66])
    colors = [to_hex(color) for color in dots.get_edgecolor()]
    assert colors == [BOOK.colors("position")["deterrence"], style.FAINT]


def test_changes_are_filled_where_significant_and_grey_where_passages_are_few():
    table = pd.DataFrame(
        {"dimension": "position", "value": ["Division", "Support"], "significant": [True, False]}
    )
    table = table.assign(
        difference=[0.2, -0.1], low=[0.1, -0.3], high=[0.3, 0.1], basis="model", passages_before=90
    )
    figure = charts.position_changes(table.assign(passages_now=40), values=VALUES)
    assert "all comparisons of the report together" in texts(figure)
    dots = figure.axes[0].collections[1]
    support, division = map(to_hex, dots.get_facecolor())
    assert (support, division) == (style.PAGE, BOOK.colors("position")["division"])
    few = charts.position_changes(table.assign(passages_now=2), values=VALUES)
    assert {to_hex(color) for color in few.axes[0].collections[1].get_edgecolor()} == {style.FAINT}


def test_quoted_and_own_words_are_told_apart():
    table = pd.concat(
        [
            shares(x=30).assign(voice="Outlets’ own words"),
            shares(x=10).assign(voice="Quoted: The alliance"),
        ]
    )
    figure = charts.positions_by_voice(
        table.drop(columns="outlet").reset_index(drop=True), values=VALUES
    )
    words = " ".join(text.get_text() for text in figure.axes[0].texts)
    assert "Outlets’ own words Quoted: The alliance" in words


def test_each_mark_leads_to_what_is_behind_its_row(by_outlet):
    links = {0: ("#articles?outlet=Courier", "Courier: 30 articles <b>"), 1: ("", "")}
    svg = charts.to_svg(charts.articles_by_outlet(by_outlet), links)
    (link,) = re.findall(r"<a .*?</a>", svg, re.S)
    assert 'xlink:href="#articles?outlet=Courier"' in link
    assert "<title>Courier: 30 articles &lt;b&gt;</title>" in link
    assert "<a " not in charts.to_svg(charts.articles_by_outlet(by_outlet))
    assert "row:" not in svg


@pytest.mark.parametrize("width", [style.WIDTH, style.NARROW])
def test_long_names_stand_on_two_lines_and_are_not_cut(by_outlet, width):
    name = "The Christian Science Monitor and Post-Gazette"
    table = by_outlet.assign(outlet=[name, "Post"])
    texts = charts.articles_by_outlet(table, width=width).axes[0].texts
    lines = [text.get_text() for text in texts if text.xy == (0, 0)]
    assert " ".join(lines) == name


def test_a_telephone_gets_a_chart_of_its_own(by_outlet):
    figure = charts.articles_by_outlet(by_outlet, "Articles", "42 articles")
    narrow = figure.narrow()
    assert narrow.get_figwidth() < figure.get_figwidth()
    assert (narrow.headline, narrow.source) == (figure.headline, figure.source)


def test_the_page_may_set_the_colours(by_outlet):
    svg = charts.to_svg(charts.articles_by_outlet(by_outlet))
    assert f"var(--0072b2, {style.BLUE})" in svg
    for name in re.findall(r' id="([^"]+)"', svg):
        assert svg.count(f"#{name}") > 0, "nothing has an id but what is referred to"


def test_no_two_charts_of_a_page_share_an_id(by_outlet):
    first, second = (
        set(re.findall(r' id="([^"]+)"', charts.to_svg(charts.articles_by_outlet(by_outlet, head))))
        for head in ("One", "Two")
    )
    assert first and not first & second


STRANGE = [
    "$x_{1}$",
    "<script>alert(1)</script>",
    "A & B",
    "x" * 300,
    "新华社",
    "a\nb",
    "%d {x} \\frac",
]


@pytest.mark.parametrize("name", STRANGE)
def test_no_name_breaks_a_chart_or_leaves_it_as_markup(name, by_outlet):
    svg = charts.to_svg(
        charts.articles_by_outlet(by_outlet.assign(outlet=[name, "Post"]), name, name)
    )
    assert "<script" not in svg


@pytest.mark.parametrize(
    "draw",
    [
        charts.articles_by_outlet,
        charts.articles_over_time,
        charts.themes_over_time,
        charts.voices_by_outlet,
    ],
)
def test_an_empty_table_gives_a_figure_that_says_so(draw):
    figure = draw(pd.DataFrame())
    name = draw.__name__.replace("_", " ")
    assert figure.headline == f"Nothing to show for {name} in this selection"
    assert charts.to_svg(figure)


def test_one_article_on_one_day():
    articles = pd.DataFrame({"article_id": ["a"], "date": pd.to_datetime(["2025-10-01"])})
    table = compare.articles_over_time(articles)
    figure = charts.articles_over_time(table)
    assert "Articles by day, n = 1" in texts(figure)
    assert "1 October 2025: 1 article" in in_words(figure, table)


def test_undated_articles_are_counted_in_the_subtitle():
    articles = pd.DataFrame({"article_id": ["a"], "date": pd.to_datetime(["2025-10-01"])})
    figure = charts.articles_over_time(compare.articles_over_time(articles), undated=3)
    assert "3 articles without a date excluded" in texts(figure)


def test_the_same_table_gives_the_same_picture(by_outlet):
    assert charts.to_svg(charts.articles_by_outlet(by_outlet)) == charts.to_svg(
        charts.articles_by_outlet(by_outlet)
    )


def test_a_position_keeps_its_colour_whatever_else_is_shown():
    periods = pd.DataFrame(
        {"period": pd.to_datetime(["2025-01-01", "2025-02-01"]), "unit": "month"}
    )
    table = shares(x=30).drop(columns="outlet").merge(periods, how="cross")
    both = charts.positions_over_time(table, values=VALUES)
    division = table.assign(share=table["share"].where(table["value"] == "Division", 0))
    alone = charts.positions_over_time(division, values=VALUES)
    of_both, of_one = (
        {axes.get_title("left"): axes.lines[0].get_color() for axes in figure.axes}
        for figure in (both, alone)
    )
    assert of_one[LABELS["division"]] == of_both[LABELS["division"]]


def test_share_of_voice_and_voices_over_time_tell_their_rows():
    table = pd.DataFrame(
        {"outlet": "X", "value": ["Alliance", "Member"], "share": [0.75, 0.25], "quotations": 8}
    )
    alternative = in_words(charts.share_of_voice(table), table)
    assert "X, Alliance: 75% of 8 quotations; X, Member: 25%" in alternative
    days = pd.to_datetime(["2025-10-01", "2025-10-02"])
    table = pd.DataFrame(
        {
            "period": days,
            "unit": "day",
            "value": "Ida Brandt",
            "share": [0.2, 0.6],
            "quotations": 10,
        }
    )
    alternative = in_words(charts.voices_over_time(table), table)
    assert "Ida Brandt, 2 October 2025: 60% of 10 quotations" in alternative


def test_values_that_are_not_drawn_are_not_in_the_text_alternative():
    values = {value.label: value for value in BOOK.dimensions["tone"].values()}
    table = pd.DataFrame({"outlet": "Courier", "value": list(values), "share": [0.2, 0.1, 0.7]})
    table = table.assign(passages=10, dimension="tone", low=float("nan"))
    alternative = in_words(charts.tones_by_outlet(table, values=values), table)
    assert "Courier, Supportive: 20% of 10 passages; Courier, Critical: 10%" in alternative
    assert "Neutral" not in alternative


def test_what_an_update_changed_is_told_theme_by_theme():
    rows = [("new", "Arms", None, "tank, arms", 12, 0.1), ("moved", "Fish", "Arms", "", 3, 0.2)]
    rows += [("gained", "Fish", None, "net", None, 0.1), ("lost", "Fish", None, "tank", None, 0.1)]
    rows += [("merge?", "Fish", "Arms", "", None, 0.4), ("unexplained", None, None, "", 2, 0.25)]
    table = pd.DataFrame(rows, columns=["change", "theme", "other", "terms", "articles", "share"])
    table = table.astype({"articles": "Int64"})
    figure = charts.theme_changes(table)
    assert "unexplained: 2 articles" in in_words(figure, table)
    assert "to be checked by an analyst: 1 to merge" in figure.subtitle
    assert [text.get_text() for text in figure.axes[0].texts][:2] == [
        "new: 12",
        "3 left; + net; − tank",
    ]


def test_the_map_joins_the_nearest_themes_and_the_stability_of_each_number_is_told():
    themes = {
        "theme_id": ["T01", "T02", "T03"],
        "label": ["Arms", "Army", "Fish"],
        "articles": [5, 4, 1],
    }
    near = pd.DataFrame(themes).assign(
        x=[0, 0.1, 1], y=[0, 0.1, 1], nearest=["Army", "Arms", "Arms"]
    )
    near = near.assign(likeness=[0.5, 0.5, 0.1])
    figure = charts.theme_map(near)
    (line,) = [line for line in figure.axes[0].lines if line.get_color() == style.RULE][:1]
    assert list(line.get_xdata()) == [0.1, 0], "Army, and Arms, its nearest"
    assert "Arms: 5 articles; Army: 4 articles" in in_words(figure, near)
    numbers = pd.DataFrame(
        {"n_themes": [6, 9], "stability": [0.6, 0.58], "spread": 0.05, "chosen": [False, True]}
    )
    assert "6: 0.60; 9: 0.58" in in_words(charts.theme_numbers(numbers), numbers)
