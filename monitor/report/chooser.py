"""The choice of articles at the top of a notebook, which every cell below follows."""

import asyncio
import functools

import ipywidgets as widgets
from IPython.display import DisplayHandle, display

from monitor import compare, stance
from monitor.errors import InputError
from monitor.report.html import render, show
from monitor.tables import label
from monitor.wording import sentence
from monitor.workspace import Workspace

ALL = ""
WIDE = {"width": "42em"}
ADVICE = (
    "Choose what all cells below show, then press Update all cells. Hold Ctrl (⌘ on a Mac) and "
    "click to select several outlets; with none selected, all of them count."
)
NO_FIELDS = (
    "To choose other articles, run the notebook where Jupyter widgets work, or set the parameters "
    "in its first cell."
)
PAUSE = 2  # seconds without a coding until the results are drawn


class Chooser(widgets.VBox):
    """Chooses batch, period, outlets, counting, relevance and what is compared for the cells below.

    A cell shows a call with `show`, and is drawn anew when another choice is applied. `selection`
    holds the Selection chosen last, `fields` a widget for each part of the choice. A chooser
    `beside` another one shows each call twice, in two columns; it starts with the newest batch.
    `choice`: as for `Workspace.selection`, whose errors are raised here; those of a later choice
    are shown.
    """

    def __init__(self, beside=None, **choice):
        self._workspace = beside._workspace if beside else Workspace.find()
        if beside:
            choice = {**beside._choice, "batch": beside.selection.newest, **choice}
        self._choice = choice
        self._choosers = [beside, self] if beside else [self]
        self._cells = {}
        self._timer = None
        self.selection = self._workspace.selection(**self._choice)
        self.fields = _fields(self.selection)
        self.line = widgets.HTML()
        self._describe()
        self.button = widgets.Button(description="Update all cells", button_style="primary")
        self.button.on_click(self.apply)
        advice = widgets.HTML(render("note", text=ADVICE))
        super().__init__([advice, *self.fields.values(), self.button, self.line])

    def apply(self, _=None):
        """Choose what the fields say, and draw all cells anew."""
        values = {name: field.value for name, field in self.fields.items()}
        for name in ("since", "until"):
            values[name] = f"{values[name] or ''}"
        self._say("Updating …")
        try:
            self.selection = self._workspace.selection(**{**self._choice, **values})
        except InputError as error:
            self._say(f"Not applied: {error}")
            return
        self.draw()
        self._describe()

    def show(self, function, *names, **options):
        """Show function(selection, …) here, now and after each change of the choice."""
        cell = f"{function.__qualname__} {names} {options}"
        handle = DisplayHandle(f"{self.model_id} {cell}")
        call = functools.partial(self._result, function, *names, **options)
        result = call()
        handle.display(result)
        for chooser in self._choosers:
            chooser._cells[handle.display_id] = handle, call, result

    def draw(self, controls=True):
        """Draw all cells anew; without `controls`, not those in which one clicks."""
        for name, (handle, call, result) in self._cells.items():
            if controls or not isinstance(result, widgets.Widget):
                result = call()
                self._cells[name] = handle, call, result
                handle.update(result)

    def draw_results(self):
        """Draw the cells without controls anew after a pause in coding, so that no key waits."""
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(PAUSE, self.draw, False)

    def _result(self, function, *names, **options):
        results = [function(one.selection, *names, **options) for one in self._choosers]
        if len(results) == 1:
            return results[0]
        pairs = zip(self._choosers, results, strict=True)
        columns = [(one.selection.description, result._repr_html_()) for one, result in pairs]
        return show("beside", columns=columns)

    def _describe(self):
        self._say(f"Shown below: {self.selection.description}.")

    def _say(self, text):
        self.line.value = render("note", text=text)

    def _ipython_display_(self):
        display(show("chooser"))
        # Where widgets do not work, as in an exported page or a notebook that is only opened.
        text = f"Shown below: {self.selection.description}. {NO_FIELDS}"
        words = {"text/html": render("note", text=text), "text/plain": text}
        display({**self._repr_mimebundle_(), **words}, raw=True)


def _fields(selection):
    """Dict from each part of a choice to the widget that chooses it, set to the selection."""
    corpus = selection.corpus
    articles = corpus.table("articles", selection.as_of, columns=["outlet"])
    outlets = list(compare.frequencies(articles["outlet"].replace("", None).dropna()).index)
    subjects = {name: text.format(target=selection.target) for name, text in stance.ABOUT.items()}
    groups = {name: kind["name"] for name, kind in compare.GROUPS.items()}
    batches = [("All batches", ALL), *((name, name) for name in selection.batches["batch"])]
    fields = {
        "batch": widgets.Dropdown(options=batches, value=selection.batch or ALL),
        "since": widgets.DatePicker(value=_day(selection.since, 0)),
        "until": widgets.DatePicker(value=_day(selection.until, -1)),
        "counting": _dropdown(compare.COUNTING, selection.counting),
        "about": _dropdown(subjects, selection.about),
        "compare": _dropdown(groups, selection.compare),
        "outlets": widgets.SelectMultiple(options=outlets, value=selection.outlets, rows=6),
    }
    for name, field in fields.items():
        field.description = label(name)
        field.layout = WIDE
        field.style.description_width = "13em"
    return fields


def _dropdown(words, value):
    """A Dropdown of a dict from values to words."""
    options = [(sentence(text), name) for name, text in words.items()]
    return widgets.Dropdown(options=options, value=value)


def _day(text, end):
    """The first or last day (`end`: 0, −1) of a period; None for no text."""
    return compare.days_of(text)[end].date() if text else None
