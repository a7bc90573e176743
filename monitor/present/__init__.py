"""What notebooks and the report show: tables, figures and evidence in, HTML with every word escaped
out.
"""

from monitor.present.evidence import (
    show_distinctive,
    show_evidence,
    show_quotes,
    show_same_events,
    show_sources,
)
from monitor.present.figures import show
from monitor.present.html import escape, link
from monitor.present.sections import (
    show_comparison,
    show_limits,
    show_receipt,
    show_summary,
    show_theme_changes,
    show_themes,
    show_title,
)
from monitor.present.tables import show_table

__all__ = [
    "escape",
    "link",
    "show",
    "show_comparison",
    "show_distinctive",
    "show_evidence",
    "show_limits",
    "show_quotes",
    "show_receipt",
    "show_same_events",
    "show_sources",
    "show_summary",
    "show_table",
    "show_theme_changes",
    "show_themes",
    "show_title",
]
