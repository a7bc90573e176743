"""The chart of who is quoted."""

from monitor.charts import style
from monitor.charts.marks import bars, leave_room, row_names


@style.chart("Bar chart of quotations by speaker", "The most quoted speakers")
def most_quoted(table, headline):
    """Bars of how often speakers are quoted; `table`: DataFrame[speaker, quotes], most first."""
    subtitle = "Direct and mixed quotations whose speaker is known"
    figure, (axes,) = style.figure(headline, subtitle, style.row() * len(table), left=1.9)
    labels = table["quotes"].map("{:,}".format)
    bars(axes, table["quotes"], labels=labels)
    row_names(axes, table["speaker"])
    leave_room(axes, labels, table["quotes"].max())
    return figure
