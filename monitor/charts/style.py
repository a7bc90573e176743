"""The house style: colours, sizes, and a figure with headline, subtitle, panels and source."""

import functools
import textwrap

import matplotlib as mpl
from matplotlib.figure import Figure

from monitor.resources import resource_path

INK = "#1a1a1a"
SOFT = "#595959"
FAINT = "#8c8c8c"
PAGE = "#ffffff"
# Words on a filled area: other than PAGE and INK, they stay as they are where the page is dark.
ON_DARK = "#fefefe"
BLUE = "#0072b2"
VERMILION = "#d55e00"
# Inches on a wide page and on a telephone; a page shows one inch as 96 pixels or more, so that no
# word of 9 points is smaller than 11 pixels.
WIDTH = 8.0
NARROW = 3.65
FOOTER = 0.25  # inches at the foot without the source, and of a line of it
SOURCE_LINE = 0.13
ROW = 0.29  # inches, room for a name on two lines
TOUCH = 0.46  # inches of a row on a telephone, room for a finger
LETTER = 0.066  # inches that a letter of 9 points takes
STYLE = mpl.rc_params_from_file(resource_path("data/charts.mplstyle"), use_default_template=False)


def chart(kind):
    """Decorator: a chart in the house style, under the headline that it is given.

    The function draws a table and returns the figure. `kind` opens the text alternative. `about`
    (the source and n) and `agreement` on the codes stand at the foot of the figure, and
    `figure.narrow()` draws the same chart for a telephone.
    """

    def decorate(draw):
        @functools.wraps(draw)
        def draw_chart(table, headline="", about="", agreement="", width=WIDTH, **options):
            headline = " ".join(headline.split())
            source = f"Source: {about}" if about else ""
            lines = textwrap.wrap(f"{agreement} {source}".strip(), int(16 * width))
            foot = FOOTER + SOURCE_LINE * len(lines)
            with mpl.rc_context({**STYLE, "figure.figsize": (width, foot)}):
                if len(table):
                    result = draw(table, headline, **options)
                else:
                    name = draw.__name__.replace("_", " ")
                    result, _ = figure(headline or f"Nothing to show: {name}", "", 0.1, 0.1)
                place = 0.06 / result.get_figheight()
                result.text(0, place, "\n".join(lines), size=7, color=SOFT, va="bottom")
            result.agreement = agreement
            result.source = source
            result.kind = kind
            result.narrow = functools.partial(
                draw_chart, table, headline, about, agreement, NARROW, **options
            )
            return result

        return draw_chart

    return decorate


def figure(
    headline,
    subtitle,
    height,
    left,
    names=("",),
    most=1,
    above=0.1,
    below=0.0,
    across=0.0,
    right=0.12,
):
    """(Figure, list of its Axes): a panel for each name below a headline and a subtitle.

    At most `most` panels stand beside each other, half as many on a telephone. All lengths are
    inches: `height` of one panel, the room `left` and `right` of, `above` and `below` the panels,
    and the gap `across` between them.
    """
    width, foot = mpl.rcParams["figure.figsize"]
    title = textwrap.fill(headline, int(width * 8))
    small = textwrap.fill(subtitle, int(width / LETTER))
    head = 0.42 + 0.22 * title.count("\n")
    header = head + 0.17 * small.count("\n") + 0.26
    columns = min(max(1, most // 2) if is_narrow() else most, len(names))
    left = min(left, 0.4 * width)
    room = (width - right - left + across) / columns - across
    names = [wrap(name, int(room / LETTER), lines=4) for name in names]
    if any(names):
        above = 0.3 + 0.15 * max(name.count("\n") for name in names)
    rows = -(-len(names) // columns)
    total = header + rows * (above + height + below) + foot
    result = Figure(figsize=(width, total))
    result.headline = headline
    result.subtitle = subtitle
    result.band = foot - 0.1, total - header
    result.left = left
    result.text(0, 1 - 0.12 / total, title, size=12.5, weight="bold", va="top")
    result.text(0, 1 - head / total, small, size=9, color=SOFT, va="top")
    grid = result.add_gridspec(
        rows,
        columns,
        left=left / width,
        right=1 - right / width,
        bottom=(foot + below) / total,
        top=1 - (header + above) / total,
        wspace=across / room,
        hspace=(above + below) / height,
    )
    for place, name in enumerate(names):
        axes = result.add_subplot(grid[place], title=name)
        axes.tick_params(labelleft=not place % columns)
    return result, result.axes


def page_width():
    """Inches that the figure being drawn is wide."""
    return mpl.rcParams["figure.figsize"][0]


def is_narrow():
    """Whether the figure being drawn is the one for a telephone."""
    return page_width() <= NARROW


def row():
    """Inches that a row of the figure being drawn is high: on a telephone, room for a finger."""
    return TOUCH if is_narrow() else ROW


def wrap(text, room, lines=2):
    """The text on at most so many lines of about `room` letters."""
    words = " ".join(str(text).split())
    return textwrap.fill(words, max(room, 4), max_lines=lines, placeholder="…")
