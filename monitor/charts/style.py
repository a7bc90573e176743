"""The house style: colours, sizes, and a figure with headline, subtitle, panels and source."""

import functools
import textwrap

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from monitor.wording import percent

INK = "#1a1a1a"
SOFT = "#595959"
FAINT = "#8c8c8c"
RULE = "#d9d9d9"
PAGE = "#ffffff"
# Words on a filled area: other than PAGE and INK, they stay as they are where the page is dark.
ON_DARK = "#fefefe"
BLUE = "#0072b2"
VERMILION = "#d55e00"
GREEN = "#009e73"
NAVY = "#005083"
WIDTH, NARROW = 9.0, 4.4  # inches, on a wide page and on a telephone
FOOTER, EDGE = 0.4, 0.004
ROW = 0.29  # inches, room for a name on two lines
LINE = 9  # points from one line of a name to the next
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
    "axes.titleweight": "bold",
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


def chart(draw):
    """Decorator: a chart in the house style, under a `headline` that a finding gives.

    `draw` returns the figure, what kind of chart it is, and its data in words. `about` (the source
    and n) and `agreement` on the codes stand at the foot. The figure has its text alternative as
    `alt`, and `figure.narrow()` draws the same chart for a telephone.
    """

    @functools.wraps(draw)
    def draw_chart(table, headline="", about="", agreement="", width=WIDTH, **options):
        headline = " ".join(headline.split())
        with mpl.rc_context({**STYLE, "figure.figsize": (width, 1)}):
            result = draw(table, headline, **options) if len(table) else _nothing(draw.__name__)
            figure = result[0]
            source = f"Source: {about}" if about else ""
            figure.source = "\n".join(filter(None, [agreement, source]))
            figure.text(EDGE, 0.12 / figure.get_figheight(), figure.source, size=7.5, color=SOFT)
        kind, data = result[1:]
        sentences = filter(None, [kind, figure.headline, data])
        figure.alt = " ".join(f"{'. '.join(sentences)}.".split())
        figure.narrow = functools.partial(
            draw_chart, table, headline, about, agreement, NARROW, **options
        )
        return figure

    return draw_chart


def figure(headline, subtitle, height, left, rows=1, columns=1, above=0.1, below=0.0, gaps=(0, 0)):
    """(Figure, its axes as `Figure.subplots` gives them): panels below a headline and a subtitle.

    All lengths are inches: `height` of one panel, the room `left` of, `above` and `below` the
    panels for names, and the `gaps` between them, across and down.
    """
    width = mpl.rcParams["figure.figsize"][0]
    title = textwrap.fill(headline, int(width * 8))
    small = textwrap.fill(subtitle, int(width * 12.5))
    head = 0.42 + 0.22 * title.count("\n")
    header = head + 0.17 * small.count("\n") + 0.26
    height = max(height, 0.1)
    across, down = gaps
    inside = rows * height + (rows - 1) * down
    total = header + above + inside + below + FOOTER
    result = Figure(figsize=(width, total), facecolor=PAGE)
    result.headline, result.subtitle = headline, subtitle
    result.band = FOOTER - 0.1, total - header
    result.left = min(left, 0.4 * width)
    result.text(EDGE, 1 - 0.12 / total, title, size=12.5, weight="bold", va="top", linespacing=1.2)
    result.text(EDGE, 1 - head / total, small, size=9, color=SOFT, va="top", linespacing=1.2)
    panel = (0.985 * width - result.left - (columns - 1) * across) / columns
    spaces = {"wspace": across / panel, "hspace": down / height}
    axes = result.subplots(rows, columns, gridspec_kw=spaces)
    top = 1 - (header + above) / total
    result.subplots_adjust(result.left / width, (FOOTER + below) / total, 0.985, top)
    return result, axes


def _nothing(name):
    """The figure where a table is empty."""
    headline = f"Nothing to show for {name.replace('_', ' ')} in this selection"
    result, axes = figure(headline, "", 0.1, 0.1)
    axes.set_visible(False)
    return result, "No chart", ""


def link(artist, row):
    """Let the artist lead to what is behind the row of the table with this index label."""
    artist.set_url(f"row:{row}")
    return artist


def note(axes, words, x, y, right, up=0, at="data", va="center", size=8, **font):
    """Words so many points to the `right` of a place (negative: left of it) and `up`."""
    align = {"ha": "left" if right > 0 else "right", "va": va}
    offset = {"xytext": (right, up), "textcoords": "offset points"}
    axes.annotate(words, (x, y), xycoords=at, size=size, **offset, **align, **font)


def row_names(axes, names, n=None, unit=""):
    """Name the rows 0, 1, … left of the panel, with their `n` in grey under the word `unit`."""
    names = list(names)
    counts = [] if n is None else [f"{count:,}" for count in n]
    pad = 10 + 4.2 * max(map(len, [*counts, unit])) if counts else 4
    room = int((axes.figure.left * 72 - pad) / 4.8)
    beside = ("axes fraction", "data")
    for row, name in enumerate(names):
        # Line by line: an SVG sets the lines of one text by the font of this machine.
        lines = wrap(name, room).split("\n")
        for place, line in enumerate(lines):
            up = LINE * ((len(lines) - 1) / 2 - place)
            note(axes, line, 0, row, -pad, up, beside, size=8.5, color=INK)
    for row, count in enumerate(counts):
        note(axes, count, 0, row, -6, at=beside, color=SOFT)
    if unit:
        note(axes, unit, 0, 1, -6, 4, "axes fraction", "baseline", size=7, color=SOFT)
    axes.set(yticks=[], ylim=(len(names) - 0.5, -0.5))


def bars(axes, table, column, names, labels, color=BLUE, height=0.7):
    """Horizontal bars, one a row of `table`, each with its label; `color` is one or one a row."""
    drawn = axes.barh(range(len(table)), table[column], color=color, height=height)
    for bar, row in zip(drawn, table.index, strict=True):
        link(bar, row)
    axes.bar_label(drawn, labels, padding=4, size=8.5)
    row_names(axes, names)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def percent_ticks(axis):
    """About three ticks in whole percent."""
    axis.set_major_locator(MaxNLocator(3))
    axis.set_major_formatter(PercentFormatter(1, decimals=0))


def tick(day, unit):
    """The period as a short label."""
    if unit == "quarter":
        return f"Q{day.quarter} {day.year}"
    if unit == "year":
        return f"{day:%Y}"
    return f"{day:%b %Y}" if unit == "month" else f"{day.day} {day:%b}"


def most_frequent(table, labels, by="outlet", value="value"):
    """For the text alternative: the most frequent value of each group."""
    best = table.loc[table.groupby(by, sort=False)["share"].idxmax()].to_dict("records")
    return ". ".join(
        f"{row[by]}: most frequent {labels[row[value]]} ({percent(row['share'])})" for row in best
    )


def basis(table):
    """What the shares of a table rest on, in words."""
    if table["low"].isna().all():
        return "model-coded, not validated against human coding"
    return "with 95% confidence intervals"


def small_cells(n, least, unit="passages", shade="grey"):
    """The words of a subtitle that say which cells are grey; "" where none is."""
    return f"; {shade}: fewer than {least} {unit}" if n.min() < least else ""


def is_narrow():
    """Whether the figure being drawn is the one for a telephone."""
    return mpl.rcParams["figure.figsize"][0] <= NARROW


def wrap(text, room, lines=2):
    """The text on at most so many lines of about `room` letters."""
    return textwrap.fill(
        " ".join(str(text).split()), max(room, 4), max_lines=lines, placeholder="…"
    )
