"""Lines over time: small panels beside and below each other, on one scale."""

from monitor.charts import style
from monitor.charts.marks import link_parts, note, percent_ticks, tick
from monitor.compare.coverage import DAYS
from monitor.significance import FEW
from monitor.wording import percent


@style.chart("Line charts")
def over_time(table, headline, measure, count, colors=None, moved=()):
    """Panels of a line, one a value, with its share by period.

    `table`: DataFrame[value, period, unit, share, …] with the column `count`, which says how many
    a share is of; a cross stands on few. `measure` says in words what a share is. `moved`: the
    values with a significant trend, which alone are drawn; without any, all are. `colors`: dict of
    the values.
    """
    table = table.sort_values("period", kind="stable")
    unit = table["unit"].iloc[0]
    sizes = table.groupby("period")[count].max()
    subtitle = f"{measure}, by {unit}, n = {sizes.sum():,} {count}"
    subtitle += f", {sizes.min():,} to {sizes.max():,} a {unit}"
    if (sizes < FEW).any():
        subtitle += f" (×\u00a0fewer than {FEW})"
    if len(moved):
        others = table["value"].nunique() - len(moved)
        table = table[table["value"].isin(moved)]
        subtitle += f". Not drawn: {others} without a significant trend" if others else ""
    # A period without any row leaves a gap of its own length.
    ends = sizes.index[[0, -1]]
    places = (table["period"] - ends[0]).dt.days / DAYS[unit]
    last = (ends[1] - ends[0]).days / DAYS[unit]
    groups = dict(list(table.assign(place=places).groupby("value", sort=False)))
    figure, panels = style.figure(headline, subtitle, 0.95, 0.5, groups, 4, below=0.2, across=0.4)
    figure.drawn = table.index
    top = min(1.15, max(0.1, 1.35 * table["share"].max()))
    for panel, (name, rows) in zip(panels, groups.items(), strict=True):
        _line(panel, rows, colors[name] if colors else style.BLUE, sizes.to_numpy() >= FEW)
        columns = [(place - 0.5, 1) for place in rows["place"]]
        link_parts(panel.broken_barh(columns, (0, top), alpha=0), rows.index)
        # Room for the lowest percentage on the left, and for the share in words on the right.
        panel.set(ylim=(0, top), xlim=(-0.5 - 0.05 * last, max(1, 1.2 * last)))
        panel.set_xticks([0, last], [tick(day, unit) for day in ends])
        percent_ticks(panel.yaxis)
        panel.grid(axis="y")
        panel.tick_params(labelcolor=style.SOFT)
    return figure


def _line(panel, rows, color, enough):
    """The line of a panel, with a dot for each period, and the last and highest share in words."""
    places = rows["place"].to_numpy()
    panel.plot(places, rows["share"], color=color, linewidth=1.8)
    panel.fill_between(places, rows["share"], color=color, alpha=0.12, linewidth=0)
    shares = rows["share"].to_numpy()
    for part, mark in ((enough, "o"), (~enough, "x")):
        panel.scatter(places[part], shares[part], 14, color, marker=mark, zorder=3, clip_on=False)
    if "low" in rows:
        panel.vlines(places, rows["low"], rows["high"], color, alpha=0.5)
    bold = {"color": color, "weight": "bold"}
    note(panel, percent(shares[-1]), places[-1], shares[-1], 5, 3, **bold)
    highest = int(shares.argmax())
    if enough[highest] and shares[highest] > shares[-1]:
        when = tick(rows["period"].iloc[highest], rows["unit"].iloc[0])
        third = int(3 * places[highest] / (1 + places[-1]))  # the words stay within the panel
        words = f"{percent(shares[highest])} ({when})"
        note(panel, words, places[highest], shares[highest], 1 - third, 8, **bold)
    panel.title.set_color(color)
