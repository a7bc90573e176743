"""The passages about the target, coded by people and by the model that learns from them."""

import functools

import pandas as pd

from monitor import stance
from monitor.corpus.derived import PerArticle
from monitor.corpus.store import of_articles, up_to
from monitor.errors import InputError

LEARN_FROM = 40  # human-coded passages
LEARN_EVERY = 20


class Codings(PerArticle):
    """The tables `codings`, of people, and `stance`, of the model, by one codebook."""

    names = ("stance",)

    def __init__(self, store, codebook):
        super().__init__(store)
        self.codebook = codebook

    def add(self, codings, version):
        """Store the codings of `Corpus.add_codings` in one atomic commit."""
        coders = codings["coder"].fillna("").astype(str).str.strip()
        if coders.str.lower().isin(["", "model"]).any():
            raise InputError("coder: name the person who coded; any name except 'model'")
        passages = self.store.read("stance", columns=["passage_id"])["passage_id"]
        for passage_id in set(codings["passage_id"]) - set(passages):
            raise InputError(
                f"unknown passage {passage_id!r}; export the sample again from this corpus"
            )
        for dimension, values in self.codebook.dimensions.items():
            for value in set(codings[dimension].dropna()) - set(values):
                raise InputError(
                    f"{dimension}: {value!r} is not in the codebook; available: {', '.join(values)}"
                )
        now = pd.Timestamp.now("UTC").isoformat()
        rows = codings.assign(
            coder=coders,
            article_id=_article_ids(codings),
            codebook=self.codebook.version,
            coded_at=now,
            version=version,
        )
        with self.store.lock():
            self.store.write("codings", rows, {f"codings {now}": 1})

    @property
    def learned(self):
        """Number of human-coded passages that the model learns from, in steps of 20 from 40 on.

        Steps, because the model is trained again, and all passages predicted, at each new number.
        """
        coded = stance.latest(self.store.read("codings"))["passage_id"].nunique()
        return coded // LEARN_EVERY * LEARN_EVERY if coded >= LEARN_FROM else 0

    @property
    def code(self):
        """What the model's predictions depend on besides the text, in one word."""
        return f"{stance.VERSION}-{self.codebook.version}-{self.learned}"

    @property
    def function(self):
        """Finds and codes passages, with a model that has learned: workers never read the store."""
        return functools.partial(_code_passages, model=self._model())

    def with_human_codes(self, passages, version):
        """The passages, coded by the model, with columns for the human codes of a version."""
        codings = self._reconciled(up_to(version)).set_index("passage_id")
        human = codings.reindex(passages["passage_id"]).set_axis(passages.index)
        return passages.assign(
            coded_by=human["coded_by"].fillna("model"),
            probability=human["probability"],
            **human[list(stance.DIMENSIONS)].add_prefix("hand_"),
        )

    def _reconciled(self, where=None):
        """The codings, one a passage; values no longer in the codebook are missing."""
        codings = stance.majority_codings(self.store.read("codings", where))
        for dimension, values in self.codebook.dimensions.items():
            codings[dimension] = codings[dimension].where(codings[dimension].isin(list(values)))
        return codings

    def _model(self):
        """The StanceModel: of the codebook, and from 40 human-coded passages on of these too."""
        model = stance.StanceModel(self.codebook)
        if self.learned:
            codings = self._reconciled()
            articles = self.store.read("articles", of_articles(_article_ids(codings)))
            passages = stance.find_passages(articles, self.codebook)
            coded = passages.merge(codings, on="passage_id")
            model.fit(coded.set_index("passage_id"), coded)
        return model


def _article_ids(codings):
    return codings["passage_id"].str.split(":").str[0]


def _code_passages(articles, model):
    """The table `stance` of DataFrame[article_id, text], coded by the model."""
    passages = stance.find_passages(articles, model.codebook)
    coded = pd.concat([passages, model.predict(passages)], axis=1)
    coded = coded.assign(coded_by="model").set_index("passage_id")
    held_out = getattr(model, "cross_validated_", None)
    if held_out is not None:
        # For passages it has learned from, its cross-validated codes: only these show its errors.
        coded.update(held_out[held_out.index.isin(coded.index)])
    return coded.reset_index()
