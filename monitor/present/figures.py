"""A figure on a page: headline, chart, source and table, and from each of its marks a link to what
is behind it.
"""

import functools
import re
from urllib.parse import urlencode

from monitor import charts, compare
from monitor.findings import chart_headline, holder_labels
from monitor.parallel import begin, taken
from monitor.present.html import Shown, escape
from monitor.present.tables import MEASURES, SCRIPT, table_html
from monitor.wording import percent

TOLD = ("outlet", "speaker", "label", "group", "term", "value", "holder", *MEASURES)


def show(chart, table=None, selection=None, sources="", **options):
    """The chart under its headline, drawn for a wide page and for a telephone, and its table below.

    `chart`: one of `monitor.charts`, drawn from the table, about the selection and with `options`, or a
    figure that is drawn already. `sources` names the table of `show_sources` (articles, passages or
    quotations) to which each mark and value leads.
    """
    address = functools.partial(source_link, sources, selection=selection) if sources else None
    return Shown(figure_html(chart, table, table, address, selection, **options), SCRIPT)


def figure_html(chart, charted, table=None, address=None, selection=None, **options):
    """The piece for `show`; `charted` is drawn, `table` shown; `address(row)` is where a row of it
    leads, or "".
    """
    drawn_of = ()
    if callable(chart):
        drawn_of = (charted,)
        if selection is not None:
            head = options.pop("headline", None) or chart_headline(selection, chart.__name__, charted)
            options |= {"headline": head, "about": selection.about, "codebook": selection.corpus.codebook}
    pictures = begin(functools.partial(charts.pictures, chart, *drawn_of, **options))
    return lambda: _figure_html(taken(pictures), table, address, selection)


def _figure_html(chart, table, address, selection):
    if table is not None and not len(table):
        return f"<p class='note'>{escape(chart.headline)}.</p>"
    details = ""
    if table is not None:
        if "dimension" in table:
            drawn = table.reindex(chart.rows)["dimension"]
            table = table[table["dimension"].isin(drawn)]
        named = table
        if "value" in table:
            named = named.assign(value=table.apply(functools.partial(_label, selection), axis=1))
        if "holder" in table and selection is not None:
            named = named.assign(holder=table["holder"].map(holder_labels(selection)))
        rows = table_html(
            named.dropna(axis=1, how="all"),
            "",
            address,
            f"Data behind this chart: {chart.headline}",
        )
        details = f"<details><summary>Data behind this chart</summary>{rows}</details>"
    wide, narrow = (_plot(picture, table, address, selection) for picture in chart.drawn)
    plots = f"<div class='plot wide'>{wide}</div><div class='plot narrow' hidden>{narrow}</div>"
    head = f"<figcaption><strong>{escape(chart.headline)}</strong><br>{escape(chart.subtitle)}</figcaption>"
    foot = f'<p class="source">{"<br>".join(map(escape, chart.source.splitlines()))}</p>'
    return f'<figure class="chart" style="margin-left:0">{head}{plots}{foot}{details}</figure>'


def _plot(picture, table, address, selection):
    """One that `charts.Pictures` hold; over each mark, where it has sources, a link to them for
    those who point.
    """
    alt, svg, marks, width = picture
    start = f'<svg role="img" aria-label="{escape(alt)}" style="background:var(--ffffff, #ffffff)"'
    links, rows = [], table.to_dict("index") if table is not None else {}
    for number, *place in marks if address else ():
        row = rows.get(number, {})
        if target := address(row) if any(row.get(name) for name in MEASURES) else "":
            style = "left:{}%;top:{}%;width:{}%;height:{}%".format(*place)
            links.append(f'<a href="{escape(target)}" title="{_told(row, selection)}" tabindex="-1" style="{style}"></a>')
    svg = re.sub(r'<svg[^>]*(viewBox="[^"]*")[^>]*', lambda found: f"{start} {found[1]}", svg, count=1)
    least = round(64 * width)
    over = f'<div class="marks" aria-hidden="true">{"".join(links)}</div>' if links else ""
    return f'<div style="position:relative;min-width:{least}px">{svg}{over}</div>'


def _label(selection, row):
    return selection.labels(row["dimension"]).get(row["value"], row["value"]) if selection else row["value"]


def _told(row, selection):
    told = {name: row[name] for name in TOLD if row.get(name) not in (None, "")}
    told |= {"value": _label(selection, row)} if "value" in row else {}
    told |= {"share": percent(row["share"])} if "share" in row else {}
    return ", ".join(map(escape, told.values()))


def source_link(sources, row, selection=None):
    """Address in the report of what is behind a row of a comparison, in a table of `show_sources`;
    "" for none.
    """
    choice = {}
    if "outlet" in row:
        if row["outlet"] == compare.OTHERS:
            return ""
        choice["outlet"] = row["outlet"]
    if "period" in row:
        period = row["period"].to_period({name: code for code, name in compare.UNITS.items()}[row["unit"]])
        choice |= {"since": f"{period.start_time.date()}", "until": f"{period.end_time.date()}"}
    if "dimension" in row:
        choice[row["dimension"]] = _label(selection, row)
    if "voice" in row:
        own = row["voice"] == compare.OWN_WORDS
        choice |= {"quoted": "no"} if own else {"quoted": "yes", "holder": row["voice"].removeprefix(compare.QUOTED)}
    choice |= {"batch": selection.newest} if "passages_now" in row else {}
    choice |= {"theme": row["label"]} if "theme_id" in row else {}
    choice |= {"holder": holder_labels(selection).get(row["holder"], row["holder"])} if "holder" in row else {}
    choice |= {"speaker": row["speaker"]} if "speaker" in row else {}
    return f"#{sources}?{urlencode(choice)}"
