"""A chart on a page: headline, drawing, source and data, each mark linked to what is behind it."""

from urllib.parse import urlencode

import pandas as pd
from markupsafe import Markup

from monitor import charts, compare
from monitor.compare.families import FAMILIES, GROUPS
from monitor.comparisons import outcomes_of
from monitor.findings import (
    compared,
    headings,
    headline,
    phrase,
    sides,
    significant_in,
    value_labels,
    verdict,
)
from monitor.report.html import MEASURES, SCRIPT, cross_table, output, render, table_html
from monitor.wording import counted, percent, period, sentence

# Columns that name a row, in the order in which words give them.
NAMES = "change batch outlet speaker theme other label group n_themes term value holder".split()
# What a number of articles is followed by, where the row has the column.
OF_ARTICLES = {
    "share": " ({share:.0%})",
    "rejected": ", {known:,} known, {rejected:,} rejected",
    "nearest": ", most like “{nearest}” ({likeness:.2f})",
}
LINKED = ("batch", "outlet", "speaker")
MOST_IN_WORDS = 12


class ChartSection:
    """What a notebook or report shows of a chart: `figure` is the matplotlib figure.

    Save it with ``section.figure.savefig("chart.png")``. `table` holds the data behind it; `links`
    is a dict from its rows to (address, tooltip); `evidence` and `shares` are Markup that follows
    the chart and that stands above its data. A chart that `folded`, since nothing in it is
    significant, folds to its headline in a report. `family` is that of the tests it shows, if any;
    `headings`, if there are any, name the columns of the table that are shown.
    """

    evidence = ""
    headings = None

    def __init__(self, figure, table, links=None, shares="", folded=False, family=""):
        self.figure = figure
        self.table = table
        self.links = links or {}
        self.shares = shares
        self.folded = folded
        self.family = family

    def alternative(self):
        """The text alternative: the kind of chart, its headline and the first rows it shows."""
        rows = self.table.loc[getattr(self.figure, "drawn", self.table.index)]
        if "difference" not in rows:
            measure = next(name for name in (*MEASURES, "weight", "stability") if name in rows)
            rows = rows.dropna(subset=rows.columns.intersection([measure, "articles"]))
            rows = rows.sort_values(measure, ascending=False, kind="stable")
        rows = rows.head(MOST_IN_WORDS).sort_index()
        values = "; ".join(describe(row.dropna()) for _, row in rows.iterrows())
        return " ".join(f"{self.figure.kind}. {self.figure.headline}. {values}.".split())

    def drawing(self, figure):
        """Markup of the figure, or its narrow one, as SVG with links and text alternative."""
        return Markup(charts.to_svg(figure, self.links, self.alternative()))

    def __repr__(self):
        return self.alternative() if len(self.table) else f"{self.figure.headline}."

    def _repr_html_(self):
        figure = self.figure
        if not len(self.table):
            page = render("note", text=f"{figure.headline}.") + self.shares
            return output(page + SCRIPT).data
        plots = [
            (size, drawn.get_figwidth(), self.drawing(drawn))
            for size, drawn in (("wide", figure), ("narrow", figure.narrow()))
        ]
        page = render("figure", section=self, figure=figure, plots=plots, data=self._data())
        return output(page + SCRIPT).data

    def _data(self):
        """Markup of the table, without columns that say nothing."""
        name = f"Data behind this chart: {self.figure.headline}"
        rows = self.table
        if "dimension" in rows and not self.headings:
            names = {"value": rows["dimension"].iloc[0]}
            rows = rows.rename(columns=names).drop(columns="dimension")
        rows = rows.loc[:, rows.replace("", None).notna().any()]
        if "period" in rows:
            # The shares are of them: they are no count of the speaker or position of the row.
            bases = {"passages": "Of passages", "quotations": "Of quotations"}
            periods = compare.period_names(rows)
            rows = rows.rename(columns=bases).assign(period=periods).drop(columns="unit")
        return table_html(rows, links=self.links, name=name, headings=self.headings)


def show_chart(
    selection, chart, table, heading="", family="", sources="", shares="", folded=False, **options
):
    """ChartSection of a function of `monitor.charts`, headed by the finding that it shows.

    Where no finding of `family` is significant, the headline says that nothing is; without a
    family, `heading` says what is shown. `sources` names the table of `report.sources` to which
    marks and values lead: articles, passages or quotations, as the family counts them. `options`
    are those of the chart.
    """
    if family:
        sources = f"{FAMILIES[family]['unit']}s"
        if sources == "passages":
            options["agreement"] = coding_in_words(selection, family)
        folded = folded or not significant_in(selection, family)
        result = "".join(verdict(selection, family))
        heading = f"{sentence(compared(selection, family))}: {result}"
    elif not len(table):
        heading += ": nothing to show"
    title = headline(selection, family, heading)
    table = name_values(selection, table)
    figure = chart(table, title, selection.description, **options)
    links = source_links(selection, table, sources) if sources else {}
    return ChartSection(figure, table, links, shares, folded, family)


def show_differences(selection, family):
    """ChartSection of the tests of a family; where groups are compared, with their shares as a
    table.
    """
    shares = "" if "one" in FAMILIES[family] else shares_table(selection, family)
    tests = tested_rows(selection, family)
    options = {"family": family, "shares": shares, "sides": sides(selection, family)}
    section = show_chart(selection, charts.differences, tests, **options)
    section.headings = headings(selection, family)
    return section


def show_trends(selection, family, measure):
    """ChartSection of lines over time of what has a significant trend, or of all where nothing has.

    `measure` says in words what a share is.
    """
    column, unit = FAMILIES[family]["column"], FAMILIES[family]["unit"]
    moved = [trend.choice[column] for trend in significant_in(selection, family)]
    options = {"family": family, "measure": measure, "count": f"{unit}s", "moved": moved}
    if unit == "passage":
        values = selection.codebook.dimensions[column].values()
        options["colors"] = {value.label: value.color for value in values}
    table = selection.shares(family, "period")
    return show_chart(selection, charts.over_time, table, **options)


def shares_table(selection, family):
    """Markup of the shares of a family by group, whose cells lead to their sources; "" for none."""
    shares, sources = selection.shares(family, "group"), f"{FAMILIES[family]['unit']}s"
    if not len(shares):
        return ""
    shares = with_overall(name_values(selection, shares), sources)
    links = source_links(selection, shares, sources)
    return cross_table(shares, selection.by, sources, links)


def coding_in_words(selection, family):
    """Who coded the passages that a family compares, and how far coders agree."""
    basis = compare.BASIS[outcomes_of(selection, family).basis]
    reliability = selection.reliability(FAMILIES[family]["column"])
    return f"{sentence(basis)}. {reliability}".strip()


def tested_rows(selection, family):
    """The comparisons of a family that could be tested, the most certain difference first.

    `name` says what is compared and `compared` gives the two shares in words.
    """
    table = selection.comparison(family).dropna(subset=["p"])
    if family.endswith("_changes"):
        table = table.assign(batch=selection.newest)
    widths = (table["high"] - table["low"]).astype(float)
    table = table.assign(certainty=table["difference"].astype(float).abs() / widths)
    table = table.sort_values(["significant", "certainty"], ascending=False, ignore_index=True)
    table = name_values(selection, table.drop(columns="certainty"))
    names = []
    shares = []
    short = phrase(selection, family, "short")
    pair = sides(selection, family) if len(selection.groups) == 2 and not short else ()
    for row in table.itertuples():
        share, rest = percent(row.share), percent(row.rest)
        if pair:
            names.append(row.value)
            shares.append(f"{pair[0]}: {share}, {pair[1]}: {rest}")
        else:
            group = "" if short else f"{row.group}: "
            names.append(f"{group}{row.value}")
            shares.append(f"{share}, {short or GROUPS[selection.compare]['short']} {rest}")
    return table.assign(name=names, compared=shares)


def with_overall(table, n):
    """The table with the `overall` share of each value; the column `n` has the shares' bases."""
    parts = pd.DataFrame({"part": table["share"] * table[n], "n": table[n]})
    sums = parts.groupby(table["value"]).transform("sum")
    return table.assign(overall=sums["part"] / sums["n"])


def name_values(selection, table):
    """The table with the labels of the codebook's values."""
    if "dimension" in table:
        labels = {name: value_labels(selection, name) for name in table["dimension"].unique()}
        pairs = zip(table["dimension"], table["value"], strict=True)
        table = table.assign(value=[labels[name].get(value, value) for name, value in pairs])
    return table


def source_links(selection, table, sources):
    """Dict from the rows of a comparison to (address in the report's sources, tooltip)."""
    links = {}
    for place, row in zip(table.index, table.to_dict("records"), strict=True):
        has_sources = row.get("outlet") != compare.OTHERS
        if has_sources and any(row.get(name) for name in MEASURES):
            query = urlencode(_choice(selection, row))
            links[place] = f"#{sources}?{query}", describe(row)
    return links


def _choice(selection, row):
    """Dict from columns of the sources to the values that are behind a row."""
    choice = {name: row[name] for name in LINKED if name in row}
    if "period" in row:
        days = row["period"].to_period(compare.UNITS[row["unit"]])
        choice |= {"since": f"{days.start_time.date()}", "until": f"{days.end_time.date()}"}
    if "dimension" in row:
        choice[row["dimension"]] = row["value"]
    if row.get("group"):
        choice[selection.by] = row["group"]
    elif "group" in row:
        choice["quoted"] = "no"
    return choice


def describe(row):
    """The row of a comparison in words: "Courier, Deterrence: 12% of 40 passages"."""
    if "compared" in row:
        significant = ", significant" if row["significant"] else ""
        return f"{row['name']} – {row['compared']}{significant}"
    names = [str(row[name]) for name in NAMES if row.get(name)]
    names = [f"“{name}”" if "," in name else name for name in names]
    names += [period(row["period"], row["unit"])] if "period" in row else []
    return f"{', '.join(names)}: {_measure(row)}"


def _measure(row):
    if "quotes" in row:
        return counted(row["quotes"], "quotation")
    overall = f"; overall {percent(row['overall'])}" if "overall" in row else ""
    for unit in ("passage", "quotation"):
        if f"{unit}s" in row:
            return f"{percent(row['share'])} of {counted(row[f'{unit}s'], unit)}{overall}"
    if row.get("dimension") == "theme":
        n = counted(row["articles"], "article")
        return f"on average {percent(row['share'])} of an article ({n}){overall}"
    number = row.get("weight", row.get("stability"))
    if number is not None:
        return f"{number:.2f}"
    more = next((form.format(**row) for name, form in OF_ARTICLES.items() if name in row), "")
    return counted(row["articles"], "article") + more
