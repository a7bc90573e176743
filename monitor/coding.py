"""Human coding in a notebook: shows a sample of passages and stores each code at the click."""

import ipywidgets as widgets
import pandas as pd

from monitor.compare import name_outlets
from monitor.errors import InputError
from monitor.report.html import render, show, table
from monitor.stance import DIMENSIONS, confusion, draw_sample, latest
from monitor.tables import label

STRATA = ("outlet", "batch", "position", "holder", "tone", "voice")
MOST_KEYS = 10


def sample_passages(selection, n=100, by=(), random_state=0):
    """A random sample of `n` passages to be coded, with outlet, date and link of their articles.

    by: strata, any of outlet, batch, position, holder, tone and voice. The same selection, n, by
    and random_state give the same sample, so that several people can code the same passages, or one
    continue the next day.
    """
    for column in by:
        if column not in STRATA:
            raise InputError(f"by: unknown stratum {column!r}; available: {', '.join(STRATA)}")
    about = name_outlets(selection.table("articles"))[
        ["article_id", "batch", "outlet", "date", "title", "url"]
    ]
    passages = selection.table("stance").drop(columns=["probability"]).merge(about, on="article_id")
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
        self._corpus, self._selection, self._coder = selection.corpus, selection, str(coder).strip()
        if not self._coder:
            raise InputError("coder: write your name, so that codings can be told apart")
        seen = selection.corpus.table("codings")
        seen = set(seen.loc[seen["coder"] == self._coder, "passage_id"])
        self._passages = list(sample.itertuples(index=False))
        self._todo = [
            place for place, row in enumerate(self._passages) if row.passage_id not in seen
        ]
        self._done, self._codes = [], {}
        self._text, self._progress = widgets.HTML(), widgets.HTML()
        self._keys = widgets.Text(
            placeholder="keys: 1–9, 0, s, u", layout=widgets.Layout(width="14em")
        )
        self._keys.observe(self._key_typed, "value")
        self._choices = widgets.VBox()
        skip, undo = widgets.Button(description="Skip (s)"), widgets.Button(description="Undo (u)")
        skip.on_click(lambda _: self.skip())
        undo.on_click(lambda _: self.undo())
        super().__init__(
            [self._progress, self._text, self._choices, widgets.HBox([self._keys, skip, undo])]
        )
        self._show()

    @property
    def passage(self):
        """The row of the current passage, or None when all are done."""
        return self._passages[self._todo[0]] if self._todo else None

    def choose(self, value):
        """Give the current dimension this value; the last dimension completes the coding."""
        self._codes[self._dimension] = value
        if len(self._codes) == len(DIMENSIONS):
            self._keep(self._codes)
        self._show()

    def skip(self):
        """Leave this passage without a code."""
        if self.passage:
            self._keep({})
            self._show()

    def undo(self):
        """Withdraw the last code of this passage, or else the coding of the passage before."""
        if self._codes:
            self._codes.popitem()
        elif self._done:
            self._todo.insert(0, self._done.pop())
            self._add({})
        self._show()

    @property
    def _dimension(self):
        return DIMENSIONS[len(self._codes)]

    def _keep(self, codes):
        self._add(codes)
        self._done.append(self._todo.pop(0))
        self._codes = {}

    def _add(self, codes):
        row = self.passage
        drawn = {
            "passage_id": row.passage_id,
            "probability": row.probability,
            "stratum": row.stratum,
        }
        codes = {dimension: codes.get(dimension) for dimension in DIMENSIONS}
        self._corpus.add_codings(pd.DataFrame([{**drawn, **codes, "coder": self._coder}]))

    def _key_typed(self, change):
        key = change["new"][-1:].lower()
        if key:
            self._keys.value = ""
            self._key(key)

    def _key(self, key):
        if key == "u":
            self.undo()
        elif self.passage and key == "s":
            self.skip()
        elif self.passage and key.isdigit():
            values = list(self._corpus.codebook.dimensions[self._dimension])
            place = (int(key) or MOST_KEYS) - 1
            if place < len(values):
                self.choose(values[place])

    def _show(self):
        n = len(self._passages)
        done = n - len(self._todo)
        self._progress.value = render("progress", done=done, n=n, coder=self._coder)
        row = self.passage
        if row is None:
            done = "All passages of this sample are done. Thank you."
            self._text.value, self._choices.children = render("note", text=done), ()
            return
        labels = self._corpus.codebook.labels
        chosen = {label(name): labels(name)[value] for name, value in self._codes.items()}
        self._text.value = render("coding", row=row, chosen=chosen)
        self._choices.children = self._buttons()

    def _buttons(self):
        question = widgets.HTML(render("question", text=label(self._dimension)))
        values = self._corpus.codebook.dimensions[self._dimension].items()
        return (
            question,
            *(self._button(place, name, value) for place, (name, value) in enumerate(values, 1)),
        )

    def _button(self, place, name, value):
        key = f" ({place % MOST_KEYS})" if place <= MOST_KEYS else ""
        button = widgets.Button(description=value.label + key, tooltip=value.description)
        button.layout.width = "16em"
        button.on_click(lambda _: self.choose(name))
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
    dimensions = selection.corpus.codebook.dimensions
    rows = [
        (d, n, v.label, v.description)
        for d, values in dimensions.items()
        for n, v in values.items()
    ]
    return table(pd.DataFrame(rows, columns=["dimension", "value", "label", "description"]))


def confusion_table(selection, dimension="position"):
    """DataFrame[human, …]: numbers of passages, human codes in rows, the model's in columns."""
    passages = selection.table("stance")
    return (
        confusion(passages[f"hand_{dimension}"], passages[dimension])
        .rename_axis("human")
        .reset_index()
    )


def progress(selection):
    """DataFrame[coder, passages]: number of passages coded by each person."""
    counts = latest(selection.corpus.table("codings")).groupby("coder")["passage_id"].nunique()
    return counts.rename("passages").reset_index()
