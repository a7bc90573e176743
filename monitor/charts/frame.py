"""The house style: a figure with headline, panels and source, whose marks know the row of the table they show."""

import functools
import itertools
import textwrap

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Bbox, ScaledTranslation

INK, SOFT, FAINT, RULE, PAGE = "#1a1a1a", "#595959", "#8c8c8c", "#d9d9d9", "#ffffff"
# Words on a filled area: other than PAGE and INK, they stay as they are where the page is dark.
ON_DARK = "#fefefe"
BLUE, VERMILION, GREEN, PURPLE, ORANGE, NAVY = "#0072b2", "#d55e00", "#009e73", "#aa4499", "#b8860b", "#005083"
VALUE_COLORS = (BLUE, GREEN, VERMILION, PURPLE, ORANGE, "#882255", "#117799", "#5b7f00", "#4b4bc3", SOFT)
SHADES = (0.1, 0.22, 0.38, 0.55, 1)
WIDTH, NARROW = 9.0, 4.4
FOOTER, EDGE = 0.4, 0.004
ACROSS, DOWN = 1.3, 1.9  # from one small panel to the next, in widths and heights of a panel
MIN_PASSAGES = 5
STYLE = {
    "font.size": 9,
    "font.sans-serif": ["Arial", "Liberation Sans", "Helvetica", "DejaVu Sans", "Noto Sans CJK SC"],
    "text.color": INK,
    "text.parse_math": False,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "axes.titley": 1.0,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


def chart(draw):
    """Decorator: draw in the house style; `about`, the source and n, and `agreement` on the codes stand at the foot.

    `figure.narrow()` draws the same chart anew for a telephone.
    """

    @functools.wraps(draw)
    def styled(table, about="", agreement="", **options):
        def drawn(width):
            with mpl.rc_context({**STYLE, "figure.figsize": (width, 1)}):
                made = draw(table, **options) if len(table) else nothing(draw.__name__)
                made.source = "\n".join(filter(None, [agreement, f"Source: {about}" if about else ""]))
                made.text(EDGE, 0.12 / made.get_figheight(), made.source, size=7.5, color=SOFT)
            return made

        made = drawn(WIDTH)
        made.narrow = functools.partial(drawn, NARROW)
        return made

    return styled


def figure(title, subtitle, height, left, columns=1, above=0.1, below=0):
    """(Figure, axes): headline, subtitle, and below them `height` inches of one panel or more beside each other.

    `left`, `above` and `below` are inches for the names around the panels.
    """
    width = mpl.rcParams["figure.figsize"][0]
    headline = textwrap.fill(" ".join(str(title).split()), int(width * 9))
    small = textwrap.fill(subtitle, int(width * 14.5))
    head = 0.42 + 0.22 * headline.count("\n")
    header = head + 0.17 * small.count("\n") + 0.26
    total = header + above + height + below + FOOTER
    made = Figure(figsize=(width, total), facecolor=PAGE)
    made.headline, made.subtitle, made.alt, made.marked = " ".join(str(title).split()), subtitle, "", []
    made.band = (FOOTER - 0.1, total - header)
    made.left = min(left, 0.4 * width)
    made.text(EDGE, 1 - 0.12 / total, headline, size=12.5, weight="bold", va="top", linespacing=1.2)
    made.text(EDGE, 1 - head / total, small, size=9, color=SOFT, va="top", linespacing=1.2)
    axes = made.subplots(1, columns, sharey="all", gridspec_kw={"wspace": 0.3})
    made.subplots_adjust(made.left / width, (FOOTER + below) / total, 0.985, 1 - (header + above) / total)
    return made, axes


def nothing(name):
    """The figure where a table is empty."""
    what = name.replace("_", " ")
    made, axes = figure(f"Nothing to show for {what} in this selection", "", 0.1, 0.1)
    axes.set_visible(False)
    return finish(made, f"No chart: nothing to show for {what} in this selection.")


def finish(made, alt):
    """The figure with its text alternative."""
    made.alt = " ".join(alt.split())
    return made


def mark(artist, row):
    """Note that the artist shows the row of the table with this index label."""
    artist.figure.marked.append((row, artist.get_window_extent))


def mark_strip(axes, place, row, across=False):
    """Note that the strip up the panel at a place, or the one `across` it, shows the row with this index label."""
    corner = (0, place - 0.5) if across else (place - 0.5, 0)
    transform = axes.get_yaxis_transform() if across else axes.get_xaxis_transform()
    mark_box(axes.figure, transform, (*corner, 1, 1), row)


def mark_box(made, transform, bounds, row):
    """Note that the box of the figure with these (x, y, width, height) shows the row with this index label."""
    made.marked.append((row, functools.partial(transform.transform_bbox, Bbox.from_bounds(*bounds))))


def row_names(axes, names, n=None, unit=""):
    """Name the rows 0, 1, … to the left of the panel, beside each its `n` in grey under the word `unit`."""
    counts = [f"{count:,}" for count in n] if n is not None else []
    pad = 10 + 5.2 * max(map(len, [*counts, unit])) if counts else 4
    room = int((axes.figure.left * 72 - pad) / 4.5)
    axes.set_yticks(range(len(counts or names)), [short(name, room) for name in names])
    axes.tick_params(axis="y", pad=pad)
    beside = axes.get_yaxis_transform() + ScaledTranslation(-6 / 72, 0, axes.figure.dpi_scale_trans)
    for row, count in enumerate(counts):
        axes.text(0, row, count, transform=beside, ha="right", va="center", color=SOFT, size=8)
    if counts:
        above = axes.transAxes + ScaledTranslation(-6 / 72, 4 / 72, axes.figure.dpi_scale_trans)
        axes.text(0, 1, unit, transform=above, ha="right", va="bottom", color=SOFT, size=7)


def bars(axes, table, column, names, labels, color=BLUE, height=0.7):
    """Horizontal bars, one a row of `table`, each with its label; `color` is one or one a row."""
    drawn = axes.barh(range(len(table)), table[column], color=color, height=height)
    for bar, row in zip(drawn, table.index, strict=True):
        mark(bar, row)
    axes.bar_label(drawn, labels, padding=4, size=8.5)
    row_names(axes, names)
    axes.set_ylim(len(table) - 0.5, -0.5)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return drawn


def bar_panels(title, subtitle, table, by, measure, told):
    """Small panels of bars, one a value of the column `by`, of a `measure` of terms; `told` writes it."""
    groups = list(table[by].unique())
    columns = min(1 if is_narrow() else 3, len(groups))
    rows, longest, gap, across = -(-len(groups) // columns), table.groupby(by).size().max(), 2, 1.75
    height = rows * (longest + gap) - gap
    made, axes = figure(title, subtitle, 0.2 * height, left=1.2, above=0.25)
    axes.axis("off")
    axes.set(xlim=(0, 1 + across * (columns - 1)), ylim=(height - 0.5, -0.5))
    most, room = table[measure].max() * 1.2, int(made.left * 16 - 1)
    for number, group in enumerate(groups):
        part, top, left = table[table[by] == group], (longest + gap) * (number // columns), across * (number % columns)
        drawn = axes.barh(top + np.arange(len(part)), part[measure] / most, 0.62, left, color=BLUE)
        axes.bar_label(drawn, part[measure].map(told), padding=4, size=8.5)
        axes.plot([left, left], [top - 0.5, top + longest - 0.5], color=RULE, linewidth=0.8)
        near = {"textcoords": "offset points", "color": INK}
        axes.annotate(short(group, 22), (left, top - 0.5), xytext=(0, 6), weight="bold", **near)
        for place, (bar, row) in enumerate(zip(drawn, part.index, strict=True)):
            mark(bar, row)
            name = short(part.at[row, "term"], room)
            axes.annotate(name, (left, top + place), xytext=(-4, 0), ha="right", va="center", **near)
    return made


def heat(table, keys, measure, head, rows, columns, n=(), unit="", least=0, colors=(), form="{:.0%}"):
    """Table chart: a shaded cell a row of `table`; `keys` are the columns that say where.

    `head`: headline and subtitle; `rows`: values of the first key, in order; `columns`: dict from those of the second
    to names; rows whose `n` is below `least` are grey; `colors` mark the columns.
    """
    columns, left_out = _heaviest(table, keys[1], measure, columns)
    made, axes = figure(*head, 0.29 * len(rows), left=2.5, above=0.5, below=0.25 if left_out else 0)
    cells = {tuple(cell): row for row, cell in zip(table.index, table[list(keys)].to_numpy(), strict=True)}
    counts = dict(zip(rows, n, strict=True)) if len(n) else {}
    for (row, above), (column, beside) in itertools.product(enumerate(rows), enumerate(columns)):
        found = cells.get((above, beside))
        value = table.at[found, measure] if found is not None else 0
        grey = counts.get(above, least) < least
        shade = (
            0 if grey or not value else SHADES[min(int(len(SHADES) * value / table[measure].max()), len(SHADES) - 1)]
        )
        box = Rectangle((column - 0.48, row - 0.46), 0.96, 0.92, facecolor=NAVY, alpha=shade, linewidth=0)
        mark(axes.add_artist(box), found)
        color = ON_DARK if shade == 1 else FAINT if grey or not value else INK
        told = "–" if not value else "<1%" if form == "{:.0%}" and value < 0.005 else form.format(value)
        axes.text(column, row, told, ha="center", va="center", color=color, size=8.5)
    axes.set_xlim(-0.5, len(columns) - 0.5)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    room = (made.get_figwidth() - made.left) / len(columns)
    names = [
        textwrap.fill(
            name.replace("-", "- "), max(9, int(room * 18)), break_long_words=False, max_lines=4, placeholder="…"
        )
        for name in columns.values()
    ]
    axes.set_xticks(range(len(columns)), [name.replace("- ", "-") for name in names], size=7, linespacing=1.05)
    axes.xaxis.tick_top()
    axes.tick_params(axis="x", pad=7 if colors else 2, labelcolor=INK)
    row_names(axes, rows, counts.values() if counts else None, unit)
    axes.spines[:].set_visible(False)
    for column, name in enumerate(columns if colors else ()):
        axes.plot([column - 0.48, column + 0.48], [-0.62, -0.62], color=colors[name], linewidth=3, clip_on=False)
    axes.set_xlabel(left_out, size=7.5, loc="left", color=SOFT)
    return made


def _heaviest(table, key, measure, columns):
    """(the columns that a narrow figure has room for, a word on the others)."""
    room = 5 if is_narrow() else len(columns)
    weight = table.groupby(key)[measure].sum().nlargest(room).index
    left_out = len(columns) - len(weight)
    words = f"{counted(left_out, 'lighter column')} not drawn: see the figures" if left_out > 0 else ""
    return {value: name for value, name in columns.items() if value in weight}, words


def over_time(table, count, measure, colors, least):
    """Small line panels, one an `item` of `table`, with its share by period; few `count`s make an open dot."""
    unit, size = table["unit"].iloc[0], table.groupby("period")[count].max()
    change = table.pivot_table("share", "period", "item", sort=False).sort_index()
    items = list(dict.fromkeys(table["item"]))
    known = size.reindex(change.index).to_numpy() >= least
    solid = change[known] if known.any() else change
    if len(solid) == 1:
        lead = solid.iloc[0].idxmax()
        title = f"{lead} leads, {period(solid.index[0], unit)}: {solid[lead].iloc[0]:.0%}"
    else:
        lead = (solid.iloc[-1] - solid.iloc[0]).abs().idxmax()
        title = f"{lead} moved most: from {solid[lead].iloc[0]:.0%} ({tick(solid.index[0], unit)}) "
        title += f"to {solid[lead].iloc[-1]:.0%} ({tick(solid.index[-1], unit)})"
    small = f"; open dots: fewer than {least} {count}" if not known.all() else ""
    columns = min(2 if is_narrow() else 4, len(items))
    rows = -(-len(items) // columns)
    subtitle = f"{measure}, by {unit}, n = {size.sum():,} {count}{small}"
    # All panels stand on one axes and have one scale: with axes of their own, they take five times as long to draw.
    made, axes = figure(title, subtitle, 1.4 * rows, left=0.45, above=0.4, below=0.25)
    axes.axis("off")
    axes.set(xlim=(0, 1 + ACROSS * (columns - 1)), ylim=(DOWN * (1 - rows), 1))
    top, places, wide = max(0.1, change.max().max() * 1.2), np.arange(len(change)), max(1, 1.25 * len(change))
    ticks = [share for share in MaxNLocator(3).tick_values(0, top) if share <= min(top, 1)]
    small = {"textcoords": "offset points", "color": SOFT, "size": 7.5}
    for number, item in enumerate(items):
        low, left = -DOWN * (number // columns), ACROSS * (number % columns)
        line, color, part = change[item].to_numpy(), colors[item], table[table["item"] == item]
        x, y = left + (places + 0.5) / wide, low + line / top
        axes.hlines([low + share / top for share in ticks], left, left + 1, color=RULE, linewidth=0.5)
        axes.plot([left, left, left + 1], [low + 1, low, low], color=RULE, linewidth=0.8)
        axes.plot(x, y, color=color, linewidth=1.8)
        axes.fill_between(x, low, y, color=color, alpha=0.12, linewidth=0)
        for of, fill in ((known, color), (~known, PAGE)):
            if of.any():
                axes.scatter(x[of], y[of], s=14, facecolor=fill, edgecolor=color, zorder=3)
        if "low" in part and part["low"].notna().any():
            bounds = low + part.set_index("period")[["low", "high"]].reindex(change.index) / top
            axes.vlines(x, bounds["low"], bounds["high"], color=color, alpha=0.5)
        axes.annotate(f" {line[-1]:.0%}", (x[-1], y[-1]), xytext=(3, 0), textcoords="offset points",
                      va="center", color=color, weight="bold", size=8)  # fmt: skip
        for place, row in zip(places, part.index, strict=False):
            mark_box(made, axes.transData, (left + place / wide, low, 1 / wide, 1), row)
        name = "\n".join(textwrap.fill(short(item, 46), 24).split("\n")[:2])
        axes.annotate(name, (left, low + 1), xytext=(0, 6), textcoords="offset points", color=color, weight="bold")
        for end, side in zip(sorted({0, len(change) - 1}), ("left", "right"), strict=False):
            axes.annotate(tick(change.index[end], unit), (x[end], low), xytext=(0, -3.5), ha=side, va="top", **small)
        for share in ticks if not left else ():
            where = (0, low + share / top)
            axes.annotate(f"{share:.0%}", where, xytext=(-3.5, 0), ha="right", va="center", **small)
    return finish(made, f"Small line charts over time, one for each of {len(items)}: {', '.join(items)}. {title}.")


def period(day, unit):
    """The period in prose: ``the week of 6 Oct 2025``."""
    if unit == "week":
        return f"the week of {day.day} {day:%b %Y}"
    return f"{day.day} {day:%b %Y}" if unit == "day" else tick(day, unit)


def tick(day, unit):
    """The period as a short label."""
    if unit == "quarter":
        return f"Q{day.quarter} {day.year}"
    return f"{day:%Y}" if unit == "year" else f"{day:%b %Y}" if unit == "month" else f"{day.day} {day:%b}"


def strongest(table, labels):
    """For the text alternative: the commonest value of each outlet."""
    best = table.loc[table.groupby("outlet", sort=False)["share"].idxmax()]
    key = "value" if "value" in table else "holder"
    return " ".join(f"{row['outlet']}: mostly {labels[row[key]]} ({row['share']:.0%})." for _, row in best.iterrows())


def basis(table):
    """What the shares of a table rest on, in words."""
    return "codes of the model, not corrected by hand coding" if table["low"].isna().all() else "with 95 % intervals"


def is_narrow():
    """Whether the figure being drawn is the one for a telephone."""
    return mpl.rcParams["figure.figsize"][0] <= NARROW


def value_colors(values):
    """Dict from the values of a dimension, in the codebook's order, to their colours: the same in every chart."""
    return dict(zip(values, itertools.cycle(VALUE_COLORS), strict=False))


def counted(n, noun, many=""):
    """`n` and the noun in the right number: ``1 article``, ``1,200 articles``; `many` where it is not one with -s."""
    return f"{n:,} {noun if n == 1 else many or noun + 's'}"


def short(text, most):
    """The text on one line, cut where it is longer than `most` letters."""
    text = " ".join(str(text).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
