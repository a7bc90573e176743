"""Human coding in a notebook: shows a sample of passages and stores each code at the click."""

import functools

import ipywidgets as widgets
import pandas as pd

from monitor import compare
from monitor.errors import InputError, check_name
from monitor.report.html import render, show, table
from monitor.stance import DIMENSIONS, draw_sample, draw_unsure
from monitor.tables import label
from monitor.wording import counted

TEACH = "Offer the passages that teach the model most; they never count in the shares"
STRATA = ("outlet", "batch", "position", "holder", "tone", "voice")
KEYS = "1234567890abcdefghijklmnopqrtvwxyz"  # without s and u


def sample_passages(selection, n=100, by=(), random_state=0):
    """A random sample of `n` passages to be coded, with outlet, date and link of their articles.

    by: strata, any of outlet, batch, position, holder, tone and voice. The same selection, n, by
    and random_state give the same sample, so that several people can code the same passages, or one
    continue the next day.
    """
    for name in by:
        check_name("stratum", name, STRATA)
    return draw_sample(_passages(selection), n, by, random_state)


def teaching_passages(selection, n=100):
    """The `n` passages, of those not human-coded yet, that teach the model most.

    They are no random sample: with the probability 0 the estimates leave them out.
    """
    passages = _passages(selection)
    return draw_unsure(passages[passages["coded_by"] == "model"], n)


def _passages(selection):
    articles = compare.name_outlets(selection.table("articles"))
    articles = articles[["article_id", "batch", "outlet", "date", "title", "url"]]
    passages = selection.table("stance").drop(columns="probability")
    passages = passages.merge(articles, on="article_id")
    if not len(passages):
        raise InputError("there are no passages to code yet; run monitor ingest first")
    passages = passages.sort_values("passage_id", ignore_index=True)
    return passages.assign(drawn_from=selection.as_of)


class CodingDesk(widgets.VBox):
    """Shows a passage in context and asks for each dimension in turn; a click or a key is a code.

    The keys 1 to 9, 0, a, b, … choose a value while the field for keys has the focus; s skips, u
    undoes. When all dimensions have a code, the coding is stored and the next passage shown.
    Passages that `coder` has coded or skipped are not shown again; but one that was chosen to teach
    the model is, where it is also drawn at random. `after` is called when the next one is shown.
    """

    def __init__(self, selection, sample, coder, after=None):
        self._corpus, self._coder = selection.corpus, str(coder).strip()
        self._after = after
        self._teach = bool((sample["probability"] == 0).all())
        codings = self._corpus.table("codings")
        same_draw = (codings["probability"] == 0) == self._teach
        coded = codings.loc[same_draw & (codings["coder"] == self._coder), "passage_id"]
        self._n = len(sample)
        self._todo = list(sample[~sample["passage_id"].isin(coded)].itertuples(index=False))
        self._place, self._codes = 0, {}
        self._text, self._choices = widgets.HTML(), widgets.VBox()
        width = widgets.Layout(width="18em")
        self._keys = widgets.Text(description="Keys", placeholder="1–9, 0, a–z", layout=width)
        self._keys.observe(self._key_typed, "value")
        skip, undo = _button("Skip (s)", self.skip), _button("Undo (u)", self.undo)
        row = widgets.HBox([self._keys, skip, undo])
        super().__init__([self._text, row, self._choices])
        self._show()

    @property
    def passage(self):
        """The row of the current passage, or None when all are done."""
        return self._todo[self._place] if self._place < len(self._todo) else None

    def choose(self, value):
        """Give the current dimension this value; the last dimension completes the coding."""
        self._codes[self._dimension] = value
        if len(self._codes) == len(DIMENSIONS):
            self._complete()
        else:
            self._show()

    def skip(self):
        """Leave this passage without a code."""
        if self.passage:
            self._codes = {}
            self._complete()

    def undo(self):
        """Withdraw the last code of this passage, or else the coding of the passage before."""
        if self._codes:
            self._codes.popitem()
            self._show()
        elif self._place:
            self._place -= 1
            self._store()
            self._show_stored()

    @property
    def _dimension(self):
        return DIMENSIONS[len(self._codes)]

    def _complete(self):
        self._store()
        self._place += 1
        self._codes = {}
        self._show_stored()

    def _show_stored(self):
        self._show()
        if self._after:
            self._after()

    def _store(self):
        """Stores the codes of the current passage; without any its coding is withdrawn."""
        row = pd.DataFrame([self.passage])[["passage_id", "probability", "stratum", "drawn_from"]]
        codes = {dimension: self._codes.get(dimension) for dimension in DIMENSIONS}
        self._corpus.add_codings(row.assign(**codes, coder=self._coder))

    def _key_typed(self, change):
        # What is typed while results are drawn comes at once; so the field is never emptied here.
        if not change["old"].startswith(change["new"]):
            for key in change["new"].removeprefix(change["old"]).lower():
                if key in self._actions:
                    self._actions[key]()

    def _show(self):
        self._actions = {"s": self.skip, "u": self.undo}
        dimensions = self._corpus.codebook.dimensions
        self._text.value = render(
            "coding",
            row=self.passage,
            chosen={
                label(name): dimensions[name][code].label for name, code in self._codes.items()
            },
            done=self._n - len(self._todo) + self._place,
            n=self._n,
            coder=self._coder,
            teach=self._teach,
        )
        if self.passage is None:
            self._choices.children = ()
            return
        buttons = [widgets.HTML(render("question", text=label(self._dimension)))]
        for place, (name, value) in enumerate(dimensions[self._dimension].items()):
            key = KEYS[place : place + 1]
            self._actions[key] = choose = functools.partial(self.choose, name)
            button = _button(f"{value.label} ({key})", choose)
            description = widgets.HTML(render("note", text=value.description))
            buttons.append(widgets.HBox([button, description]))
        self._choices.children = buttons


def _button(text, action):
    button = widgets.Button(description=text, layout=widgets.Layout(min_width="16em"))
    button.on_click(lambda _: action())
    return button


def desk(selection, coder="", n=100, by=(), random_state=0, teach=False, after=None):
    """A box with the CodingDesk for a sample of `selection`, or a note if there is no passage.

    Without a `coder` it asks for the name first. teach: offer the passages that teach the model
    most, instead of a random sample. `after`: called after each coding.
    """
    if not len(selection.table("stance")):
        return show("note", text="There are no passages to code yet.")
    name = widgets.Text(f"{coder}", description="Your name")
    teaching = widgets.Checkbox(teach, description=TEACH, indent=False, layout={"width": "auto"})

    def start():
        if not name.value.strip():
            return
        if teaching.value:
            passages = teaching_passages(selection, n)
        else:
            passages = sample_passages(selection, n, by, random_state)
        box.children = [CodingDesk(selection, passages, name.value, after)]

    box = widgets.VBox([name, teaching, _button("Start coding", start)])
    start()
    return box


def shares(selection):
    """Table of the share of each position in all passages, and how the passages were coded."""
    outcomes = selection.outcomes("position", "passage")
    content = outcomes.shares().rename(columns={"value": "position"})
    content = content[["position", "share", "low", "high"]]
    content["position"] = content["position"].map(selection.labels("position"))
    n = counted(len(outcomes.rows), "passage")
    return table(content, f"Positions in {n}: {compare.BASIS[outcomes.basis]}")


def agreement(selection):
    """Table of Krippendorff's alpha of every two coders, and of each coder and the model."""
    content = selection.agreement()
    return table(content.assign(dimension=content["dimension"].map(label)), "Agreement")


def confusion(selection, dimension="position"):
    """Table of numbers of passages, human codes in rows, the model's in columns.

    Passages that were chosen to teach the model are left out.
    """
    passages = selection.table("stance")
    passages = passages[passages["probability"] != 0]
    labels = selection.labels(dimension)
    human = passages[f"hand_{dimension}"].map(labels).rename("human")
    counts = pd.crosstab(human, passages[dimension].map(labels)).rename_axis(columns=None)
    return table(counts.reset_index(), "Human codes in rows, the model’s in columns")
