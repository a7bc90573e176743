"""Passages, quotations or articles of one outlet, period and theme, chosen with the mouse."""

import ipywidgets as widgets

from monitor import compare
from monitor.report.figures import name_values
from monitor.report.html import cross_table, output, table
from monitor.wording import counted

ALL = ""
MOST_OUTLETS = 12
ABOUT = ["article_id", "outlet", "date", "title", "url"]
# The table of each kind, and its columns that are shown.
KINDS = {
    "passages": ("stance", ["position", "holder", "tone", "passage"]),
    "quotations": ("quotes", ["speaker", "quote"]),
    "articles": ("articles", []),
}


class Explorer(widgets.VBox):
    """Shows the passages, quotations or articles of one outlet, period and theme, below the
    positions they report.

    `outlet`, `theme`, `periods` (first and last) and `kind` are ipywidgets; each change is drawn
    into `shown` at once. An article without a date is in no period, and there only while all of
    them are chosen.
    """

    def __init__(self, selection):
        self._selection = selection
        dated = compare.with_periods(selection.articles)
        theme = selection.heaviest_themes()
        self._articles = selection.articles.assign(period=dated["period"], theme=theme)
        self.outlet = self._choice("outlet")
        self.theme = self._choice("theme")
        days = sorted({*zip(compare.period_names(dated), dated["period"], strict=True)})
        self.periods = widgets.SelectionRangeSlider(
            options=days or [("no dates", ALL)],
            index=(0, max(0, len(days) - 1)),
            description="from, to",
            layout={"width": "42em", "visibility": "visible" if len(days) > 1 else "hidden"},
            continuous_update=False,
        )
        self.kind = widgets.ToggleButtons(options=list(KINDS), description="show")
        self.shown = widgets.Output()
        for choice in (self.outlet, self.theme, self.periods, self.kind):
            choice.observe(self._draw, "value")
        choices = widgets.HBox([self.outlet, self.theme])
        super().__init__([choices, self.periods, self.kind, self.shown])
        self._draw()

    def _choice(self, column):
        counts = self._articles[column].replace("", None).value_counts()
        names = [(f"{name} ({n:,})", name) for name, n in counts.items()]
        return widgets.Dropdown(options=[(f"all {column}s", ALL), *names], description=column)

    def _draw(self, _=None):
        articles = self._articles
        for choice in (self.outlet, self.theme):
            if choice.value != ALL:
                articles = articles[articles[choice.description] == choice.value]
        if self.periods.index != (0, len(self.periods.options) - 1):
            articles = articles[articles["period"].between(*self.periods.value)]
        name, columns = KINDS[self.kind.value]
        rows = self._selection.table(name)
        rows = rows[rows["article_id"].isin(articles["article_id"])]
        has_chart = name == "stance" and len(rows)
        parts = [self._positions(rows, articles)] if has_chart else []
        for column in rows.columns.intersection(list(self._selection.corpus.codebook.dimensions)):
            rows = rows.assign(**{column: rows[column].map(self._selection.labels(column))})
        rows = rows[["article_id", *columns]].merge(articles[ABOUT], on="article_id")
        title = f"{counted(len(rows), self.kind.value[:-1])} of {counted(len(articles), 'article')}"
        parts.append(table(rows[["outlet", "date", *columns, "title", "url"]], title))
        # Set whole: what is displayed within an Output would wait for a reply that only a browser
        # gives.
        self.shown.outputs = [
            {
                "output_type": "display_data",
                "data": {"text/html": part._repr_html_()},
                "metadata": {},
            }
            for part in parts
        ]

    def _positions(self, passages, articles):
        """The shares of the positions that these passages report, by outlet."""
        codebook = self._selection.corpus.codebook
        outcomes = compare.coded_outcomes(passages, codebook)
        shares = compare.shares_by_group(outcomes, compare.name_outlets(articles, MOST_OUTLETS))
        shares = name_values(self._selection, shares)
        return output(cross_table(shares, "outlet", "value", "share", {}, "passages"))
