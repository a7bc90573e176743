"""Human coding in a notebook: shows a sample of passages and stores each code at the click."""

import ipywidgets as widgets
import pandas as pd

from monitor.compare import name_outlets
from monitor.errors import InputError
from monitor.report.html import render, show, table
from monitor.stance import DIMENSIONS, confusion, draw_sample, latest

STRATA = ("outlet", "batch", "position", "holder", "tone", "voice")
KEYS = "1234567890"


def sample_passages(selection, n=100, by=(), random_state=0):
    """A random sample of `n` passages to be coded, with outlet, date and link of their articles.

    by: strata, any of outlet, batch, position, holder, tone and voice. The same selection, n, by
    and random_state give the same sample, so that several people can code the same passages, or one
    continue the next day.
    """
    for column in by:
        if column not in STRATA:
            raise InputError(f"by: unknown stratum {column!r}; available: {', '.join(STRATA)}")
    columns = ["article_id", "batch", "outlet", "date", "title", "url"]
    about = name_outlets(selection.table("articles"))[columns]
    passages = selection.table("stance").drop(columns="probability").merge(about, on="article_id")
    if not len(passages):
        raise InputError("there are no passages to code yet; run monitor ingest first")
    return draw_sample(passages.sort_values("passage_id", ignore_index=True), n, by, random_state)


class CodingDesk(widgets.VBox):
    """Shows a passage in context and asks for each dimension in turn; a click or a key is a code.

    Keys 1 to 9 and 0 choose a value (while the field for keys has the focus), s skips, u undoes.
    When all dimensions have a code, the coding is stored and the next passage shown. Passages that
    `coder` has coded or skipped are not shown again.
    """

    def __init__(self, selection, sample, coder):
        self._corpus = selection.corpus
        self._coder = str(coder).strip()
        if not self._coder:
            raise InputError("coder: write your name, so that codings can be told apart")
        codings = self._corpus.table("codings")
        own = codings.loc[codings["coder"] == self._coder, "passage_id"]
        is_done = sample["passage_id"].isin(own)
        self._n = len(sample)
        self._todo = sample[~is_done].to_dict("records")
        self._done = []
        self._codes = {}
        self._text = widgets.HTML()
        self._choices = widgets.VBox()
        self._keys = widgets.Text(placeholder="keys: 1–9, 0, s, u", layout={"width": "14em"})
        self._keys.observe(self._key_typed, "value")
        skip = _button("Skip (s)", self.skip)
        undo = _button("Undo (u)", self.undo)
        super().__init__([self._text, self._choices, widgets.HBox([self._keys, skip, undo])])
        self._show()

    @property
    def passage(self):
        """The current passage as a dict, or None when all are done."""
        return self._todo[0] if self._todo else None

    def choose(self, value):
        """Give the current dimension this value; the last dimension completes the coding."""
        self._codes[self._dimension] = value
        if len(self._codes) == len(DIMENSIONS):
            self._finish()
        self._show()

    def skip(self):
        """Leave this passage without a code."""
        if self._todo:
            self._codes = {}
            self._finish()
            self._show()

    def undo(self):
        """Withdraw the last code of this passage, or else the coding of the passage before."""
        if self._codes:
            self._codes.popitem()
        elif self._done:
            self._todo.insert(0, self._done.pop())
            self._store()
        self._show()

    @property
    def _dimension(self):
        return DIMENSIONS[len(self._codes)]

    def _finish(self):
        self._store()
        self._done.append(self._todo.pop(0))
        self._codes = {}

    def _store(self):
        row = pd.DataFrame([self.passage])[["passage_id", "probability", "stratum"]]
        codes = {dimension: self._codes.get(dimension) for dimension in DIMENSIONS}
        self._corpus.add_codings(row.assign(**codes, coder=self._coder))

    def _key_typed(self, change):
        key = change["new"][-1:].lower()
        self._keys.value = ""
        if key == "u":
            self.undo()
        elif key == "s":
            self.skip()
        elif key and key in KEYS[: len(self._choices.children)]:
            self._choices.children[KEYS.index(key)].click()

    def _show(self):
        labels = self._corpus.codebook.labels
        chosen = {name: labels(name)[value] for name, value in self._codes.items()}
        asked = self._dimension if self._todo else ""
        self._text.value = render(
            "coding",
            done=self._n - len(self._todo),
            n=self._n,
            coder=self._coder,
            row=self.passage,
            chosen=chosen,
            asked=asked,
        )
        values = self._corpus.codebook.dimensions[asked] if asked else {}
        self._choices.children = [
            self._choice(place, name, value) for place, (name, value) in enumerate(values.items())
        ]

    def _choice(self, place, name, value):
        key = f" ({KEYS[place]})" if place < len(KEYS) else ""
        button = _button(f"{value.label}{key}", lambda: self.choose(name))
        button.tooltip = value.description
        button.layout.width = "16em"
        return button


def _button(text, act):
    button = widgets.Button(description=text)
    button.on_click(lambda _: act())
    return button


def desk(selection, coder, n=100, by=(), random_state=0):
    """The CodingDesk for a sample of `selection`, or a note if there is no coder or no passage."""
    if not str(coder).strip():
        return show("note", text="To code, write your name after coder = above and run all cells.")
    if not len(selection.table("stance")):
        return show("note", text="There are no passages to code yet.")
    return CodingDesk(selection, sample_passages(selection, n, by, random_state), coder)


def show_codebook(selection):
    """The values of each dimension with their descriptions, as a table."""
    rows = [
        {"dimension": name, "value": key, "label": value.label, "description": value.description}
        for name, values in selection.corpus.codebook.dimensions.items()
        for key, value in values.items()
    ]
    return table(pd.DataFrame(rows))


def confusion_table(selection, dimension="position"):
    """DataFrame[human, …]: numbers of passages, human codes in rows, the model's in columns."""
    passages = selection.table("stance")
    counts = confusion(passages[f"hand_{dimension}"], passages[dimension])
    return counts.rename_axis("human").reset_index()


def progress(selection):
    """DataFrame[coder, passages]: number of passages coded by each person."""
    counts = latest(selection.corpus.table("codings")).groupby("coder")["passage_id"].nunique()
    return counts.rename("passages").reset_index()
