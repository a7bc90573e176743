"""Human codings: stored, reconciled between coders, and used to train the stance model."""

import datetime

import pandas as pd
import pyarrow.compute as pc

from monitor import stance
from monitor.errors import InputError
from monitor.store import up_to
from monitor.tables import to_arrow

LEARN_FROM, LEARN_EVERY = 40, 20


class HandCoding:
    """The human codings of one corpus, by one codebook."""

    def __init__(self, store, codebook):
        self.store, self.codebook = store, codebook
        self._model, self._learned = None, None

    def add(self, codings, version):
        """Store the codings of `Corpus.add_codings` in one atomic commit."""
        rows = codings.reset_index(drop=True)
        named = rows["coder"].fillna("").astype(str).str.strip()
        if (named == "").any() or (named.str.lower() == "model").any():
            raise InputError("coder: name the person who coded; any name except 'model'")
        known = set(self.store.read("stance", columns=["passage_id"])["passage_id"].to_pylist())
        for passage_id in rows["passage_id"]:
            if passage_id not in known:
                raise InputError(f"unknown passage {passage_id!r}; export the sample again from this corpus")
        for dimension in stance.DIMENSIONS:
            allowed = self.codebook.dimensions[dimension]
            for value in rows[dimension].dropna():
                if value not in allowed:
                    raise InputError(f"{dimension}: {value!r} is not in the codebook; available: {', '.join(allowed)}")
        now = datetime.datetime.now(datetime.UTC).isoformat(timespec="microseconds")
        article_ids = rows["passage_id"].str.rpartition(":")[0]
        rows = rows.assign(
            coder=named, article_id=article_ids, codebook=self.codebook.version, coded_at=now, version=version
        )
        with self.store.lock():
            self.store.append("codings", to_arrow("codings", rows), f"codings {now}", 1)

    @property
    def learned(self):
        """Number of human-coded passages that the model learns from, in steps of 20 from 40 on.

        Steps, because the model is trained again, and all passages predicted, at each new number.
        """
        coded = stance.latest(self.store.read("codings").to_pandas())["passage_id"].nunique()
        return coded // LEARN_EVERY * LEARN_EVERY if coded >= LEARN_FROM else 0

    @property
    def code(self):
        """What the model's predictions depend on besides the text, in one word."""
        learned = self.learned
        return f"{stance.VERSION}-{self.codebook.version}" + (f"-{learned}" if learned else "")

    def settled(self, where=None):
        """The codings, one a passage, by `stance.settle`; values no longer in the codebook are missing."""
        settled = stance.settle(self.store.read("codings", where).to_pandas())
        for dimension, values in self.codebook.dimensions.items():
            settled[dimension] = settled[dimension].where(settled[dimension].isin(list(values)))
        return settled

    def with_human_codes(self, passages, version):
        """The passages, coded by the model, with columns for the human codes of a version."""
        settled = self.settled(up_to(version)).set_index("passage_id")
        by_hand = settled.reindex(passages["passage_id"]).set_axis(passages.index)
        return passages.assign(
            coded_by=by_hand["coded_by"].fillna("model"),
            probability=by_hand["probability"],
            **{f"hand_{dimension}": by_hand[dimension] for dimension in stance.DIMENSIONS},
        )

    def model(self):
        """The StanceModel of this corpus: from the codebook alone, and from 40 codings on from these too."""
        learned = self.learned
        if self._learned != learned or self._model is None:
            self._learned, self._model = learned, stance.StanceModel(self.codebook)
            if learned:
                settled = self.settled()
                ids = settled["passage_id"].str.rpartition(":")[0].unique().tolist()
                articles = self.store.read("articles", pc.field("article_id").isin(ids)).to_pandas()
                found = stance.find_passages(articles, self.codebook).merge(settled, on="passage_id", how="inner")
                self._model.fit(found.set_index("passage_id"), found)
        return self._model


def coded_passages(articles, model):
    """The table `stance` of DataFrame[article_id, text], coded by the model."""
    found = stance.find_passages(articles, model.codebook)
    coded = pd.concat([found, model.predict(found)], axis=1).assign(coded_by="model").set_index("passage_id")
    held_out = getattr(model, "cross_validated_", None)
    if held_out is not None:
        # For passages it has learned from, its cross-validated codes: only these show its errors.
        coded.update(held_out[held_out.index.isin(coded.index)])
    return coded.reset_index()
