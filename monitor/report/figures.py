"""A chart on a page: headline, drawing, source and data, each mark linked to what is behind it."""

from urllib.parse import urlencode

from markupsafe import Markup

from monitor import compare
from monitor.charts import to_svg
from monitor.findings import headline, holder_labels
from monitor.report.html import MEASURES, SCRIPT, render, table_html
from monitor.wording import counted, percent, period

# Columns that name a row, and those that a chart measures, in the order in which words give them.
NAMES = ("change", "batch", "outlet", "voice", "speaker", "theme", "other", "label", "group")
NAMES += ("n_themes", "term", "value", "holder")
LINKED = ("outlet", "group", "speaker")
MOST_IN_WORDS = 12


class ChartSection:
    """What a notebook or report shows of a chart: `figure` is the matplotlib figure.

    Save it with ``section.figure.savefig("chart.png")``. `table` holds the data behind it; `links`
    is a dict from its rows to (address, tooltip); `evidence` is Markup that follows the chart.
    """

    def __init__(self, figure, table, links=None, evidence=""):
        self.figure = figure
        self.table = table
        self.links = links or {}
        self.evidence = evidence

    def alternative(self):
        """The text alternative: the kind of chart, its headline and its largest values."""
        rows = self.table
        measure = next(name for name in (*MEASURES, "weight", "stability") if name in rows)
        if "value" in rows:
            rows = rows[~rows["value"].isin(getattr(self.figure, "not_drawn", ()))]
        rows = rows.dropna(subset=rows.columns.intersection([measure, "articles"]))
        largest = rows.sort_values(measure, ascending=False, kind="stable").head(MOST_IN_WORDS)
        values = "; ".join(describe(row.dropna()) for _, row in largest.iterrows())
        return " ".join(f"{self.figure.kind}. {self.figure.headline}. {values}.".split())

    def _repr_html_(self):
        figure = self.figure
        if not len(self.table):
            return render("note", text=f"{figure.headline}.")
        alternative = self.alternative()
        plots = [
            (size, drawn.get_figwidth(), Markup(to_svg(drawn, self.links, alternative)))
            for size, drawn in (("wide", figure), ("narrow", figure.narrow()))
        ]
        name = f"Data behind this chart: {figure.headline}"
        data = table_html(self.table.dropna(axis=1, how="all"), links=self.links, name=name)
        return render("figure", figure=figure, plots=plots, data=data) + self.evidence + SCRIPT


def show_chart(selection, chart, table, sources="", **options):
    """ChartSection of a function of `monitor.charts`, headed by the finding that it shows.

    `sources` names the table of `report.sources` to which marks and values lead: articles,
    passages or quotations.
    """
    unit = table["unit"].iloc[0] if "unit" in table and len(table) else "period"
    title = headline(selection, chart.family, chart.heading, unit)
    table = name_values(selection, table)
    figure = chart(table, title, selection.description, **options)
    links = source_links(selection, table, sources) if sources else {}
    return ChartSection(figure, table, links)


def name_values(selection, table):
    """The table with the labels of the codebook's values."""
    if "dimension" in table:
        labels = {name: selection.labels(name) for name in selection.corpus.codebook.dimensions}
        labels["holder"] = holder_labels(selection)
        pairs = zip(table["dimension"], table["value"], strict=True)
        table = table.assign(
            value=[labels.get(name, {}).get(value, value) for name, value in pairs]
        )
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
    if row.get("voice") == compare.OWN_WORDS:
        choice["quoted"] = "no"
    elif "voice" in row:
        choice |= {"quoted": "yes", "holder": row["voice"].removeprefix(compare.QUOTED)}
    if "passages_now" in row:
        choice["batch"] = selection.newest
    return choice


def describe(row):
    """The row of a comparison in words: "Courier, Deterrence: 12% of 40 passages"."""
    names = [str(row[name]) for name in NAMES if row.get(name)]
    names += [period(row["period"], row["unit"])] if "period" in row else []
    return f"{', '.join(names)}: {_measure(row)}"


def _measure(row):
    if "now" in row:
        return f"{percent(row['now'])} in the newest batch, {percent(row['before'])} before"
    for unit in ("passage", "quotation"):
        if f"{unit}s" in row:
            return f"{percent(row['share'])} of {counted(row[f'{unit}s'], unit)}"
    if row.get("dimension") == "theme":
        return percent(row["share"])
    number = row.get("weight", row.get("stability"))
    return counted(row["articles"], "article") if number is None else f"{number:.2f}"
