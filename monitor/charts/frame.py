"""The house style: a figure with headline, panels and source, whose marks know the row of the table
they show.
"""

import functools
import inspect
import textwrap

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.transforms import Bbox, ScaledTranslation

from monitor.wording import percent

INK, SOFT, FAINT, RULE, PAGE = "#1a1a1a", "#595959", "#8c8c8c", "#d9d9d9", "#ffffff"
# Words on a filled area: other than PAGE and INK, they stay as they are where the page is dark.
ON_DARK = "#fefefe"
BLUE, VERMILION, GREEN, PURPLE, ORANGE, NAVY = (
    "#0072b2",
    "#d55e00",
    "#009e73",
    "#aa4499",
    "#b8860b",
    "#005083",
)
WIDTH, NARROW = 9.0, 4.4
FOOTER, EDGE = 0.4, 0.004
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
    """Decorator: draw in the house style, under a `headline` that a finding or a plain description
    gives.

    `about` (the source and n) and `agreement` on the codes stand at the foot. `figure.narrow()`
    draws the same chart anew for a telephone.
    """

    takes_codebook = "codebook" in inspect.signature(draw).parameters

    @functools.wraps(draw)
    def styled(table, headline="", about="", agreement="", codebook=None, **options):
        if takes_codebook:
            options["codebook"] = codebook

        def drawn(width):
            with mpl.rc_context({**STYLE, "figure.figsize": (width, 1)}):
                shown = headline or draw.__name__.replace("_", " ").capitalize()
                made = draw(table, shown, **options) if len(table) else nothing(draw.__name__)
                made.source = "\n".join(filter(None, [agreement, f"Source: {about}" if about else ""]))
                made.text(EDGE, 0.12 / made.get_figheight(), made.source, size=7.5, color=SOFT)
            return made

        made = drawn(WIDTH)
        made.narrow = functools.partial(drawn, NARROW)
        return made

    return styled


def figure(title, subtitle, height, left, columns=1, above=0.1, below=0):
    """(Figure, axes): headline, subtitle, and below them `height` inches of one panel or more
    beside each other.

    `left`, `above` and `below` are inches for the names around the panels.
    """
    width = mpl.rcParams["figure.figsize"][0]
    headline = textwrap.fill(" ".join(str(title).split()), int(width * 9))
    small = textwrap.fill(subtitle, int(width * 14.5))
    head = 0.42 + 0.22 * headline.count("\n")
    header = head + 0.17 * small.count("\n") + 0.26
    total = header + above + height + below + FOOTER
    made = Figure(figsize=(width, total), facecolor=PAGE)
    made.headline, made.subtitle, made.alt, made.marked = (
        " ".join(str(title).split()),
        subtitle,
        "",
        [],
    )
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
    extent = artist.get_window_extent
    if isinstance(artist, Rectangle):
        # The same box, for a tenth of the time.
        extent = functools.partial(artist.axes.transData.transform_bbox, artist.get_bbox())
    artist.figure.marked.append((row, extent))


def mark_strip(axes, place, row, across=False):
    """Note that the strip up the panel at a place, or the one `across` it, shows the row with this
    index label.
    """
    corner = (0, place - 0.5) if across else (place - 0.5, 0)
    transform = axes.get_yaxis_transform() if across else axes.get_xaxis_transform()
    mark_box(axes.figure, transform, (*corner, 1, 1), row)


def mark_box(made, transform, bounds, row):
    """Note that the box of the figure with these (x, y, width, height) shows the row with this
    index label.
    """
    made.marked.append((row, functools.partial(transform.transform_bbox, Bbox.from_bounds(*bounds))))


def moved(axes, x, y):
    """The transform from the panel's data to so many points beside and above them; the same with
    words as annotate.
    """
    return axes.transData + ScaledTranslation(x / 72, y / 72, axes.figure.dpi_scale_trans)


def row_names(axes, names, n=None, unit=""):
    """Name the rows 0, 1, … to the left of the panel, beside each its `n` in grey under the word
    `unit`.
    """
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


def tick(day, unit):
    """The period as a short label."""
    if unit == "quarter":
        return f"Q{day.quarter} {day.year}"
    return f"{day:%Y}" if unit == "year" else f"{day:%b %Y}" if unit == "month" else f"{day.day} {day:%b}"


def strongest(table, labels, by="outlet"):
    """For the text alternative: the most frequent value of each group."""
    best = table.loc[table.groupby(by, sort=False)["share"].idxmax()]
    key = "value" if "value" in table else "holder"
    parts = (f"{row[by]}: most frequent {labels[row[key]]} ({percent(row['share'])})." for _, row in best.iterrows())
    return " ".join(parts)


def basis(table):
    """What the shares of a table rest on, in words."""
    if table["low"].isna().all():
        return "model-coded, not validated against human coding"
    return "with 95% confidence intervals"


def is_narrow():
    """Whether the figure being drawn is the one for a telephone."""
    return mpl.rcParams["figure.figsize"][0] <= NARROW


def short(text, most):
    """The text on one line, cut where it is longer than `most` letters."""
    text = " ".join(str(text).split())
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
