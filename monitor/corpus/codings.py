"""The passages about the target, coded by people and by the model that learns from them."""

import functools
from zlib import crc32

import numpy as np
import pandas as pd

from monitor import stance
from monitor.corpus.derived import PerArticle
from monitor.corpus.standing import read_standing
from monitor.corpus.store import of_articles
from monitor.errors import InputError, check_name
from monitor.wording import counted, listed

LEARN_FROM = 40  # human-coded passages
LEARN_EVERY = 20


class Codings(PerArticle):
    """The tables `codings`, of people, and `stance`, of the model, by one codebook."""

    names = ("stance",)

    def __init__(self, store, codebook):
        super().__init__(store)
        self.codebook = codebook

    def add(self, codings):
        """Store those of the codings that are new as one version; returns how many."""
        coders = codings["coder"].fillna("").astype(str).str.strip()
        if coders.str.lower().isin(["", "model"]).any():
            raise InputError("coder: name the person who coded; any name except 'model'")
        with self.store.lock():
            known = self.store.read("codings", columns=["coder", "version"])["coder"]
            spelling = {name.casefold(): name for name in known}
            coders = coders.map(lambda name: spelling.setdefault(name.casefold(), name))
            standing = read_standing(self.store)
            passages = self.store.read("stance", standing.articles, ["passage_id"])["passage_id"]
            unknown = sorted(set(codings["passage_id"].astype(str)) - set(passages))
            if unknown:
                names = listed(map(repr, unknown), most=8)
                raise InputError(
                    f"unknown passage {names}; export the sample again from this corpus"
                )
            for dimension, values in self.codebook.dimensions.items():
                for value in codings[dimension].dropna():
                    check_name(dimension, value, values)
            rows = codings.assign(
                coder=coders,
                article_id=_article_ids(codings),
                codebook=self.codebook.version,
                coded_at=pd.Timestamp.now("UTC").isoformat(),
            )
            rows = _without_known(rows, self.select(standing))
            if len(rows):
                what = f"{counted(len(rows), 'coding')} by {listed(rows['coder'].unique())}"
                self.store.commit(codings=rows, changes=[{"action": "code", "new_name": what}])
            return len(rows)

    def select(self, standing):
        """DataFrame of the codings that count: those of articles that count.

        A coding of a passage that a correction left unchanged counts for the newer article.
        """
        codings = standing.read("codings")
        for row in standing.corrections.itertuples():
            copies = codings[codings["article_id"] == row.article_id]
            if len(copies):
                same = self._same_passages(row.article_id, row.replaced_by)
                passages = copies["passage_id"].map(same)
                copies = copies.assign(article_id=row.replaced_by, passage_id=passages)
                codings = pd.concat([codings, copies.dropna(subset="passage_id")])
        is_gone = codings["article_id"].isin(standing.gone)
        return codings[~is_gone].reset_index(drop=True)

    def _same_passages(self, old, new):
        """Series from the passages of an article to the same ones of the one that corrects it."""
        articles = self.store.read("articles", of_articles([old, new]), ["article_id", "text"])
        passages = stance.find_passages(articles.drop_duplicates(), self.codebook)
        words = passages.groupby(["article_id", "passage"])
        passages = passages.assign(number=words.cumcount())
        is_old = passages["article_id"] == old
        pairs = passages[is_old].merge(passages[~is_old], on=["passage", "number"])
        return pairs.set_index("passage_id_x")["passage_id_y"]

    def update(self, standing):
        """As of Derived, with the model that has learned from the codings that count."""
        self._lessons = _lessons(self.select(standing))
        super().update(standing)

    @property
    def code(self):
        """What the model's predictions depend on besides the text, in one word."""
        lessons = self._lessons[["passage_id", "coder", *stance.DIMENSIONS]].to_csv()
        learned = crc32(lessons.encode()) if len(self._lessons) else 0
        return f"{stance.VERSION}-{self.codebook.version}-{learned}"

    @property
    def function(self):
        """Finds and codes passages, with a model that has learned: workers never read the store."""
        return functools.partial(_code_passages, model=self._model())

    def with_human_codes(self, passages, standing):
        """The passages, coded by the model, with columns for the human codes that count.

        `probability` is the mean of all versions that samples were drawn from: nothing in those
        before the passage (a single-frame multiplicity estimator; Mecatti 2007, Survey Methodology
        33). `drawable`: whether one of them had the passage.
        """
        codings = self.select(standing)
        human = self._reconcile(codings).set_index("passage_id")
        human = human.reindex(passages["passage_id"]).set_axis(passages.index)
        drawn = codings[codings["probability"] > 0]
        sampled = drawn["drawn_from"].fillna(drawn["version"]).drop_duplicates()
        had_it = [passages["version"] <= version for version in sampled] or [True]
        part = np.mean(had_it, axis=0)
        return passages.assign(
            coded_by=human["coded_by"].fillna("model"),
            # A correction is newer than the passage that was drawn.
            probability=human["probability"] * np.maximum(part, 1 / len(had_it)),
            drawable=part > 0,
            **human[list(stance.DIMENSIONS)].add_prefix("hand_"),
        )

    def _reconcile(self, codings):
        """The codings, one a passage; values no longer in the codebook are missing."""
        codings = stance.majority_codings(codings)
        for dimension, values in self.codebook.dimensions.items():
            codings[dimension] = codings[dimension].where(codings[dimension].isin(list(values)))
        return codings

    def _model(self):
        """The StanceModel: of the codebook, and of the codings that it learns from."""
        model = stance.StanceModel(self.codebook)
        if len(self._lessons):
            codings = self._reconcile(self._lessons)
            articles = self.store.read("articles", of_articles(_article_ids(codings)))
            articles = articles.drop_duplicates("article_id", keep="last")
            passages = stance.find_passages(articles, self.codebook)
            coded = passages.merge(codings, on="passage_id")
            model.fit(coded.set_index("passage_id"), coded)
        return model


def _without_known(rows, known):
    """The rows of codings without those that the coder's last coding of the passage repeats."""
    known = stance.latest(known)
    same = ["passage_id", "coder", *stance.DIMENSIONS, "probability", "stratum"]
    both = pd.concat([known, rows]).reindex(columns=same)
    return rows[~both.duplicated().to_numpy()[len(known) :]]


def _lessons(codings):
    """The codings that the model learns from: all until a step of passages was reached.

    The first step is at 40 passages, then there is one every 20: at each the model is trained
    again, and all passages predicted.
    """
    codings = codings.sort_values("coded_at", kind="stable")
    coded = codings.dropna(subset=list(stance.DIMENSIONS), how="all").drop_duplicates("passage_id")
    if len(coded) < LEARN_FROM:
        return codings.head(0)
    reached = coded["coded_at"].iloc[len(coded) // LEARN_EVERY * LEARN_EVERY - 1]
    return codings[codings["coded_at"] <= reached]


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
