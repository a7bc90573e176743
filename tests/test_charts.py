"""Charts: the headline that is given, a text alternative that says the same, nothing that a strange
name can break.
"""

import re

import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex

from monitor import charts, compare
from monitor.charts import style
from monitor.report.figures import ChartSection


def texts(figure):
    return " ".join(text.get_text().replace("\n", " ") for text in figure.texts)


def in_words(figure, table):
    """The text alternative of a chart of a table."""
    return ChartSection(figure, table).alternative()


MONTHS = pd.DataFrame({"period": pd.date_range("2025-10-01", periods=3, freq="MS")}).assign(
    unit="month", articles=[30, 12, 9]
)


@pytest.fixture
def by_outlet():
    table = pd.DataFrame(
        {"outlet": ["Courier", "Post"], "articles": [30, 12], "share": [30 / 42, 12 / 42]}
    )
    return table.assign(per_1000=[1.5, None])


def test_the_headline_is_the_one_given_and_the_source_stands_at_the_foot(by_outlet):
    figure = charts.articles_by_outlet(by_outlet, "Articles by outlet", "42 articles, version 1")
    assert figure.headline == "Articles by outlet"
    assert "Source: 42 articles, version 1" in texts(figure)
    assert [text.get_text() for text in figure.axes[0].texts][:2] == [
        "30  (71%)  1.5 ‰ of its own",
        "12  (29%)",
    ]


@pytest.mark.parametrize("width", [style.WIDTH, style.NARROW])
def test_a_long_source_stands_below_the_panels(by_outlet, width):
    about = "318 articles, only The Christian Science Monitor and Post, one article per story; " * 4
    figure = charts.articles_over_time(MONTHS, "Articles", about, "Model-coded.", width=width)
    renderer = FigureCanvasAgg(figure).get_renderer()
    source = figure.texts[-1].get_window_extent(renderer)
    assert source.y0 >= 0
    assert source.x1 <= figure.bbox.x1
    assert source.y1 < min(axes.get_tightbbox(renderer).y0 for axes in figure.axes)


def test_the_text_alternative_names_form_headline_and_data(by_outlet):
    alternative = in_words(charts.articles_by_outlet(by_outlet, "Where they stood"), by_outlet)
    assert alternative.startswith("Bar chart. Where they stood.")
    assert "Courier: 30 articles (71%); Post: 12 articles (29%)" in alternative


def compared(significant):
    """Two differences of which the first may be significant."""
    table = pd.DataFrame({"name": ["Vox: Division", "CNN: Unity"], "difference": [0.3, -0.1]})
    table["compared"] = ["41%, elsewhere 11%", "4%, elsewhere 14%"]
    return table.assign(low=[0.1, -0.2], high=[0.5, 0.1], significant=[significant, False])


def test_significant_differences_are_filled_and_the_two_shares_stand_beside_them():
    table = compared(significant=True)
    figure = charts.differences(table, sides=("Vox", "CNN"), agreement="Model-coded.")
    assert "simultaneous 95% confidence intervals" in texts(figure)
    assert "Model-coded." in texts(figure)
    intervals, dots = figure.axes[0].collections[1:]
    assert intervals.get_segments()[0][:, 0].tolist() == pytest.approx([0.1, 0.5])
    assert [to_hex(color) for color in dots.get_facecolor()] == [style.BLUE, style.PAGE]
    words = [text.get_text() for text in figure.axes[0].texts]
    assert {"Vox: Division", "41%, elsewhere 11%"} <= set(words)
    narrow = [text.get_text() for text in figure.narrow().axes[0].texts]
    assert "Vox: Division – 41%, elsewhere 11%" in narrow
    alternative = in_words(figure, table.assign(group=["Vox", "CNN"], value=["Division", "Unity"]))
    assert (
        "Vox: Division – 41%, elsewhere 11%, significant; CNN: Unity – 4%, elsewhere 14%"
        in alternative
    )


def test_a_telephone_gets_the_first_six_rows_and_reads_of_how_many():
    table = pd.concat([compared(significant=False)] * 4, ignore_index=True)
    figure = charts.differences(table, sides=("Vox", "CNN"))
    assert len(figure.drawn) == 8
    assert figure.narrow().drawn.tolist() == [0, 1, 2, 3, 4, 5]
    assert "The 6 clearest of 8" in figure.narrow().subtitle


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
    assert " ".join(lines).replace("- ", "-") == name


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
        charts.differences,
        charts.over_time,
    ],
)
def test_an_empty_table_gives_a_figure_that_says_so(draw):
    figure = draw(pd.DataFrame())
    name = draw.__name__.replace("_", " ")
    assert figure.headline == f"Nothing to show: {name}"
    assert charts.to_svg(figure)


def test_one_article_on_one_day():
    articles = pd.DataFrame({"article_id": ["a"], "date": pd.to_datetime(["2025-10-01"])})
    table = compare.articles_over_time(articles)
    figure = charts.articles_over_time(table)
    assert "n = 1 article" in texts(figure)
    assert "1 October 2025: 1 article" in in_words(figure, table)


def test_undated_articles_are_counted_in_the_subtitle():
    articles = pd.DataFrame({"article_id": ["a"], "date": pd.to_datetime(["2025-10-01"])})
    figure = charts.articles_over_time(compare.articles_over_time(articles), undated=3)
    assert "3 without a date excluded" in texts(figure)


def test_the_same_table_gives_the_same_picture(by_outlet):
    assert charts.to_svg(charts.articles_by_outlet(by_outlet)) == charts.to_svg(
        charts.articles_by_outlet(by_outlet)
    )


PERIODS = pd.DataFrame({"period": pd.to_datetime(["2025-01-01", "2025-02-01"]), "unit": "month"})


def test_a_line_over_time_says_how_many_are_behind_each_dot():
    shares = {"share": [0.1, 0.5, 0.2], "passages": [40, 12, 9], "value": "Unity"}
    table = MONTHS.drop(columns="articles").assign(**shares)
    figure = charts.over_time(table, measure="Share of passages", count="passages")
    assert "n = 61 passages, 9 to 40 a month (×\u00a0fewer than 10)" in figure.subtitle
    dots, crosses = [part for part in figure.axes[0].collections if part.get_offsets().any()]
    assert dots.get_offsets()[:, 1].tolist() == [0.1, 0.5]
    assert crosses.get_offsets()[:, 1].tolist() == [0.2]
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words == ["20%", "50% (Nov 2025)"]


def test_a_month_without_passages_leaves_a_gap():
    days = pd.to_datetime(["2025-01-01", "2025-02-01", "2025-12-01"])
    table = pd.DataFrame({"period": days, "unit": "month", "share": [0.1, 0.2, 0.3]})
    table = table.assign(passages=20, value="Unity")
    figure = charts.over_time(table, measure="Share", count="passages")
    (line,) = figure.axes[0].lines
    assert line.get_xdata().round().tolist() == [0, 1, 11]


def test_only_what_moved_is_drawn_over_time_in_the_colours_of_the_codebook():
    table = pd.DataFrame({"value": ["Division", "Unity"], "share": [0.6, 0.4], "passages": 30})
    table = table.merge(PERIODS, how="cross")
    options = {"measure": "Share", "count": "passages"}
    options["colors"] = {"Division": style.VERMILION, "Unity": style.BLUE}
    panels = charts.over_time(table, **options).axes
    assert [panel.get_title("left") for panel in panels] == ["Division", "Unity"]
    figure = charts.over_time(table, moved=["Unity"], **options)
    assert [panel.lines[0].get_color() for panel in figure.axes] == [style.BLUE]
    assert "Not drawn: 1 without a significant trend" in figure.subtitle
    alternative = in_words(figure, table)
    assert "Unity, January 2025: 40% of 30 passages" in alternative
    assert "Division" not in alternative


def test_speakers_and_terms_tell_their_rows():
    table = pd.DataFrame({"speaker": ["Ida Brandt", "Ann Moe"], "quotes": [6, 1]})
    alternative = in_words(charts.most_quoted(table, n=20), table)
    assert "Ida Brandt: 6 quotations; Ann Moe: 1 quotation" in alternative
    terms = {"articles": [3], "group_articles": [4], "rest": [1], "rest_articles": [10]}
    table = pd.DataFrame({"name": "2017: trump", "compared": "75%, elsewhere 10%", **terms})
    others, group = charts.distinctive_terms(table).axes[0].collections[1:]
    assert (others.get_offsets()[0, 0], group.get_offsets()[0, 0]) == (0.1, 0.75)


def test_arcs_join_the_nearest_themes_beside_their_names():
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
    assert "Arms: 5 articles, most like “Army” (0.50); Army: 4 articles" in in_words(figure, near)
    assert len(figure.axes[0].lines) == 2, "Fish is like none"
    for arc in figure.axes[0].lines:
        assert {round(y) for y in arc.get_ydata()[[0, -1]]} == {0, 1}, "from Arms to Army"
        assert min(arc.get_xdata()) > -0.01, "not through the names, which stand on the left"


def test_the_stability_of_each_number_of_themes_is_told():
    numbers = pd.DataFrame(
        {"n_themes": [6, 9], "stability": [0.6, 0.58], "spread": 0.05, "chosen": [False, True]}
    )
    assert "6: 0.60; 9: 0.58" in in_words(charts.theme_numbers(numbers), numbers)
