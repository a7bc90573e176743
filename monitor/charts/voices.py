"""The chart of who is quoted."""

from monitor.charts import style
from monitor.charts.marks import bar_chart
from monitor.wording import percent


@style.chart("Bar chart")
def most_quoted(table, headline, n):
    """Bars of how often speakers are quoted; `table`: DataFrame[speaker, quotes], most first.

    `n`: number of all quotations whose speaker is known.
    """
    subtitle = f"Direct and mixed quotations whose speaker is known, n = {n:,}"
    labels = [f"{quotes:,} ({percent(quotes / n)})" for quotes in table["quotes"]]
    return bar_chart(headline, subtitle, table["speaker"], table["quotes"], labels, left=1.9)
