"""The chart of who is quoted."""

from monitor.charts import style
from monitor.charts.marks import bar_chart


@style.chart("Bar chart of quotations by speaker", "The most quoted speakers")
def most_quoted(table, headline):
    """Bars of how often speakers are quoted; `table`: DataFrame[speaker, quotes], most first."""
    subtitle = "Direct and mixed quotations whose speaker is known"
    labels = table["quotes"].map("{:,}".format)
    return bar_chart(headline, subtitle, table["speaker"], table["quotes"], labels, left=1.9)
