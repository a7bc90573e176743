"""Two groups of articles side by side, chosen with the mouse, and what differs between them."""

import ipywidgets as widgets

from monitor import compare
from monitor.compare.families import FAMILIES, GROUPS
from monitor.findings import significant_in
from monitor.report.html import show
from monitor.report.summary import comparison

SHOWN = [name for name in FAMILIES if name.endswith("_differences") or name == "group_terms"]
ONE_CHOICE = "Intervals and p allow for all comparisons of one choice, not for trying many choices."


class SideBySide(widgets.VBox):
    """Compares two outlets, leanings, countries or periods of a selection in positions, tone,
    voices, themes and language, each with its test.

    `kind`, `first` and `second` are ipywidgets; each change is drawn into `shown` at once. Offered
    are the kinds of which the articles have two groups.
    """

    def __init__(self, selection):
        self._selection = selection
        self._names = {by: names for by in GROUPS if len(names := _groups(selection, by)) > 1}
        kinds = [(GROUPS[by]["name"], by) for by in self._names]
        self.kind = widgets.Dropdown(options=kinds, description="compare")
        self.first = widgets.Dropdown(description="one side")
        self.second = widgets.Dropdown(description="the other")
        self.shown = widgets.Output()
        super().__init__([self.kind, widgets.HBox([self.first, self.second]), self.shown])
        self.kind.observe(self._offer, "value")
        for side in (self.first, self.second):
            side.observe(self._draw, "value")
        self._offer()
        self._draw()

    def _offer(self, _=None):
        """Offer the groups of the kind, the first two of them to begin with."""
        names = self._names.get(self.kind.value, [])
        for place, side in enumerate((self.first, self.second)):
            side.options = names
            side.index = place if names else None

    def _draw(self, _=None):
        sides = [self.first.value, self.second.value]
        parts = [show("note", text="Choose two different groups.")]
        # While other groups are offered, one side may still be of the former kind.
        if len({*sides} & {*self._names.get(self.kind.value, [])}) == 2:
            chosen = self._selection.other(compare=self.kind.value, groups=tuple(sides))
            findings = [one for name in SHOWN for one in significant_in(chosen, name)]
            lines = [one.sentence for one in findings] or ["No difference is significant."]
            tables = [comparison(chosen, name) for name in SHOWN]
            parts = [show("limits", lines=[chosen.description, *lines, ONE_CHOICE]), *tables]
        # As in the Explorer, set whole.
        self.shown.outputs = [
            {"output_type": "display_data", "data": {"text/html": part.data}, "metadata": {}}
            for part in parts
        ]


def _groups(selection, by):
    """Names of the groups of one kind."""
    names = selection.other(compare=by).grouped["group"].unique()
    return [name for name in names if name not in compare.UNNAMED]
