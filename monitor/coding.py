"""Human coding in a notebook: shows a sample of passages and stores each code at the click."""

import ipywidgets as widgets
import pandas as pd
from IPython.display import HTML

from monitor.compare import name_outlets
from monitor.errors import InputError
from monitor.present import escape, link, show_table
from monitor.stance import DIMENSIONS, confusion, draw_sample, latest

STRATA = ("outlet", "batch", "position", "holder", "tone", "voice")
KEYS = "1234567890"


def sample_passages(view, n=100, by=(), random_state=0):
    """A random sample of `n` passages to be coded, with outlet, date and link of their articles.

    by: strata, any of outlet, batch, position, holder, tone and voice. The same view, n, by and
    random_state give the same sample, so that several people can code the same passages, or one
    continue the next day.
    """
    for column in by:
        if column not in STRATA:
            raise InputError(f"by: unknown stratum {column!r}; available: {', '.join(STRATA)}")
    columns = ["article_id", "batch", "outlet", "date", "title", "url"]
    articles = name_outlets(view.table("articles"))[columns]
    passages = view.table("stance").drop(columns=["probability"]).merge(articles, on="article_id")
    if not len(passages):
        raise InputError("there are no passages to code yet; run monitor ingest first")
    return draw_sample(passages.sort_values("passage_id", ignore_index=True), n, by, random_state)


class CodingDesk(widgets.VBox):
    """Shows a passage in context and asks for each dimension in turn; a click or a key is a code.

    Keys 1 to 9 and 0 choose a value (while the field for keys has the focus), s skips, u undoes.
    When all dimensions have a code, the coding is stored and the next passage shown. Passages that
    `coder` has coded or skipped are not shown again.
    """

    def __init__(self, view, sample, coder):
        self._corpus = view.corpus
        self._coder = str(coder).strip()
        if not self._coder:
            raise InputError("coder: write your name, so that codings can be told apart")
        codings = view.corpus.table("codings")
        seen = set(codings.loc[codings["coder"] == self._coder, "passage_id"])
        passages = list(sample.itertuples(index=False))
        self._total = len(passages)
        self._todo = [passage for passage in passages if passage.passage_id not in seen]
        self._done = []
        self._codes = {}
        self._progress = widgets.HTML()
        self._text = widgets.HTML()
        self._choices = widgets.VBox()
        self._keys = widgets.Text(placeholder="keys: 1–9, 0, s, u", layout={"width": "14em"})
        self._keys.observe(self._key_typed, "value")
        skip = widgets.Button(description="Skip (s)")
        skip.on_click(lambda _: self.skip())
        undo = widgets.Button(description="Undo (u)")
        undo.on_click(lambda _: self.undo())
        controls = widgets.HBox([self._keys, skip, undo])
        super().__init__([self._progress, self._text, self._choices, controls])
        self._show()

    @property
    def passage(self):
        """The row of the current passage, or None when all are done."""
        return self._todo[0] if self._todo else None

    def choose(self, value):
        """Give the current dimension this value; the last dimension completes the coding."""
        self._codes[self._dimension] = value
        if len(self._codes) == len(DIMENSIONS):
            self._finish(self._codes)
        self._show()

    def skip(self):
        """Leave this passage without a code."""
        if self.passage:
            self._finish({})
            self._show()

    def undo(self):
        """Withdraw the last code of this passage or, without one, the coding of the one before."""
        if self._codes:
            self._codes.popitem()
        elif self._done:
            self._todo.insert(0, self._done.pop())
            self._store({})
        self._show()

    @property
    def _dimension(self):
        return DIMENSIONS[len(self._codes)]

    def _finish(self, codes):
        self._store(codes)
        self._done.append(self._todo.pop(0))
        self._codes = {}

    def _store(self, codes):
        coding = {
            "passage_id": self.passage.passage_id,
            "probability": self.passage.probability,
            "stratum": self.passage.stratum,
            "coder": self._coder,
            **dict.fromkeys(DIMENSIONS),
            **codes,
        }
        self._corpus.add_codings(pd.DataFrame([coding]))

    def _key_typed(self, change):
        key = change["new"][-1:].lower()
        if not key:
            return
        self._keys.value = ""
        if key == "u":
            self.undo()
        elif key == "s":
            self.skip()
        elif self.passage:
            values = list(self._corpus.codebook.dimensions[self._dimension])
            place = KEYS.find(key)
            if 0 <= place < len(values):
                self.choose(values[place])

    def _show(self):
        done = f"{self._total - len(self._todo)} of {self._total} done"
        self._progress.value = f"<b>{done}</b>, coder {escape(self._coder)}"
        row = self.passage
        if row is None:
            self._text.value = "<p>All passages of this sample are done. Thank you.</p>"
            self._choices.children = ()
            return
        date = escape(row.date) or "no date"
        source = f"{escape(row.outlet)}, {date}, {link(row.url, row.title)}"
        context = f"{escape(row.before)} <mark>{escape(row.passage)}</mark> {escape(row.after)}"
        codebook = self._corpus.codebook
        codes = self._codes.items()
        chosen = [f"{name}: {escape(codebook.labels(name)[value])}" for name, value in codes]
        quote = f"<blockquote><p>{context}</p><footer>{source}</footer></blockquote>"
        self._text.value = f"{quote}<p>{'; '.join(chosen)}</p>"
        values = codebook.dimensions[self._dimension].items()
        buttons = [self._button(place, *value) for place, value in enumerate(values)]
        self._choices.children = [widgets.HTML(f"<b>{self._dimension}</b>"), *buttons]

    def _button(self, place, name, value):
        label = f"{value.label} ({KEYS[place]})" if place < len(KEYS) else value.label
        button = widgets.Button(description=label, tooltip=value.description)
        button.layout.width = "16em"
        button.on_click(lambda _: self.choose(name))
        return button


def desk(view, coder, n=100, by=(), random_state=0):
    """The CodingDesk for a sample of `view`, or a note if there is no coder or no passage."""
    note = ""
    if not str(coder).strip():
        note = "To code, write your name after <code>coder =</code> above and run all cells."
    elif not len(view.table("stance")):
        note = "There are no passages to code yet."
    if note:
        return HTML(f"<p class='note'>{note}</p>")
    return CodingDesk(view, sample_passages(view, n, by, random_state), coder)


def show_codebook(view):
    """The values of each dimension with their descriptions, as a table."""
    dimensions = view.corpus.codebook.dimensions
    rows = [
        (dimension, name, value.label, value.description)
        for dimension, values in dimensions.items()
        for name, value in values.items()
    ]
    return show_table(pd.DataFrame(rows, columns=["dimension", "value", "label", "description"]))


def confusion_table(view, dimension="position"):
    """DataFrame[human, …]: numbers of passages, human codes in rows, the model's in columns."""
    passages = view.table("stance")
    return confusion(passages[f"hand_{dimension}"], passages[dimension]).reset_index()


def progress(view):
    """DataFrame[coder, passages]: number of passages coded by each person."""
    counts = latest(view.corpus.table("codings")).groupby("coder")["passage_id"].nunique()
    return counts.rename("passages").reset_index()
