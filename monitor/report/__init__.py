"""What notebooks and the report show of a selection: one call a chart, table or piece of evidence.

The result of a call is HTML; that of a chart has its matplotlib figure as `figure`. With
``folded=True`` a report shows of a chart its headline, which unfolds.
"""

from monitor.report import sections
from monitor.report.chooser import Chooser
from monitor.report.citations import passages, quotations, same_events
from monitor.report.html import table
from monitor.report.listings import answers, counts, missing_outlets, rows
from monitor.report.sections import *  # noqa: F403 – each of its charts, by its name
from monitor.report.sources import sources
from monitor.report.summary import (
    all_findings,
    comparison,
    definitions,
    limits,
    receipt,
    stance_limits,
    summary,
    theme_changes,
    theme_list,
    title,
)
from monitor.report.write import NOTEBOOK, write_report

CHARTS = {
    name: call
    for name, call in vars(sections).items()
    if getattr(call, "__module__", "") == sections.__name__ and not name.startswith("_")
}
