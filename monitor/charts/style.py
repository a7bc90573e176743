"""The house style: colours, sizes, and a figure with headline, subtitle, panels and source."""

import functools
import textwrap

import matplotlib as mpl
from matplotlib.figure import Figure

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
TITLE = 26  # letters on a line of a panel's title
MIN_PASSAGES = 5
STYLE = {
    "font.size": 9,
    "font.sans-serif": ["Arial", "Liberation Sans", "Helvetica", "DejaVu Sans", "Noto Sans CJK SC"],
    "text.color": INK,
    "text.parse_math": False,
    "axes.axisbelow": True,
    "axes.edgecolor": RULE,
    "axes.labelcolor": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 9,
    "axes.titleweight": "bold",
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "xtick.color": SOFT,
    "ytick.color": INK,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
}


def chart(kind, heading, family=""):
    """Decorator: a chart in the house style, under the headline that it is given.

    The function draws a table and returns the figure. `kind` opens the text alternative; `heading`
    says what is shown where no finding of `family` (one of `compare.FAMILIES`) is significant.
    `about` (the source and n) and `agreement` on the codes stand at the foot of the figure, and
    `figure.narrow()` draws the same chart for a telephone.
    """

    def decorate(draw):
        @functools.wraps(draw)
        def draw_chart(table, headline="", about="", agreement="", width=WIDTH, **options):
            headline = " ".join(headline.split())
            if not len(table):
                headline = (
                    f"Nothing to show for {draw.__name__.replace('_', ' ')} in this selection"
                )
            with mpl.rc_context({**STYLE, "figure.figsize": (width, 1)}):
                if len(table):
                    result = draw(table, headline, **options)
                else:
                    result, _ = figure(headline, "", 0.1, 0.1)
                source = f"Source: {about}" if about else ""
                result.source = "\n".join(filter(None, [agreement, source]))
                foot = 0.12 / result.get_figheight()
                result.text(EDGE, foot, result.source, size=7.5, color=SOFT)
            result.kind = kind
            result.narrow = functools.partial(
                draw_chart, table, headline, about, agreement, NARROW, **options
            )
            return result

        draw_chart.heading = heading
        draw_chart.family = family
        return draw_chart

    return decorate


def figure(headline, subtitle, height, left, names=("",), most=1, above=0.1, below=0.0, across=0.0):
    """(Figure, list of its Axes): a panel for each name below a headline and a subtitle.

    At most `most` panels stand beside each other. All lengths are inches: `height` of one panel,
    the room `left` of, `above` and `below` the panels, and the gap `across` between them.
    """
    width = page_width()
    title = textwrap.fill(headline, int(width * 8))
    small = textwrap.fill(subtitle, int(width * 12.5))
    head = 0.42 + 0.22 * title.count("\n")
    header = head + 0.17 * small.count("\n") + 0.26
    names = [wrap(name, TITLE, lines=4) for name in names]
    if any(names):
        above = 0.3 + 0.15 * max(name.count("\n") for name in names)
    columns = min(most, len(names))
    rows = -(-len(names) // columns)
    height = max(height, 0.1)
    down = above + below
    total = header + rows * (height + down) + FOOTER
    result = Figure(figsize=(width, total), facecolor=PAGE)
    result.headline = headline
    result.subtitle = subtitle
    result.band = FOOTER - 0.1, total - header
    result.left = min(left, 0.4 * width)
    result.text(EDGE, 1 - 0.12 / total, title, size=12.5, weight="bold", va="top", linespacing=1.2)
    result.text(EDGE, 1 - head / total, small, size=9, color=SOFT, va="top", linespacing=1.2)
    room = 0.985 * width - result.left + across
    for place, name in enumerate(names):
        row, column = divmod(place, columns)
        x = result.left + column * room / columns
        y = total - header - row * (height + down) - above - height
        box = [x / width, y / total, (room / columns - across) / width, height / total]
        result.add_axes(box).set_title(name, linespacing=1.1)
    return result, result.axes


def page_width():
    """Inches that the figure being drawn is wide."""
    return mpl.rcParams["figure.figsize"][0]


def is_narrow():
    """Whether the figure being drawn is the one for a telephone."""
    return page_width() <= NARROW


def wrap(text, room, lines=2):
    """The text on at most so many lines of about `room` letters."""
    return textwrap.fill(
        " ".join(str(text).split()), max(room, 4), max_lines=lines, placeholder="…"
    )
