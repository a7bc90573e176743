"""The estimator `ThemeModel`: themes of texts that keep their identity from batch to batch."""

import copy
import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from monitor.errors import InputError
from monitor.themes.factorization import explain, factorize, refine, strongest, suggest_n_themes
from monitor.themes.labels import describe_themes
from monitor.themes.tokenization import TokenizedTexts
from monitor.themes.updates import (
    carry_over,
    emerging_themes,
    keep_themes,
    missing_themes,
    unexplained_theme,
)
from monitor.themes.vocabulary import Vocabulary
from monitor.themes.word_counts import WordCounts, number_stories, weigh

VERSION = "13"
TERMS = 30  # most terms of a theme
ROUNDS = (5, 60)  # of an update, least and most: six for each per cent of articles that are new
FREE = 6  # times fewer rounds follow in which no article is held in its theme
GROWTH = 0.15  # share of new articles from which new events bring one more theme, for the rest
POORLY = 0.05  # share of the articles that counts as poorly explained
PACKAGES = ("numpy", "scipy", "scikit-learn")


class ThemeModel(TransformerMixin, BaseEstimator):
    """Themes of news articles: TF-IDF (√count · ln N/df) and nonnegative matrix factorisation.

    `n_themes`: None chooses by the number of articles, from 100 on the largest that is about as
    stable as the most stable. `ignore`: names of outlets and authors, which never make a theme.
    `announce`: most themes that an update may bring for new events; one of many articles that
    brings any adds one more, for what all themes leave unexplained.

    After `fit`: `theme_ids_`, `labels_`, `terms()`; `weights_` of the texts given; `announced_`
    (ids that the last update brought); `enough_` (False below 5 articles: read the terms as words
    of these articles, not as themes); `explained_variance_`; `stability_` (as returned by
    `suggest_n_themes`, else empty); `components_` (n_themes, n_words) of unit rows, `vocabulary_`
    and `idf_` of its columns; `n_poorly_explained_` (new texts of the last update that the earlier
    themes explain less than 95% of the earlier texts).
    """

    def __init__(self, n_themes=None, random_state=0, ignore=(), announce=3):
        self.n_themes = n_themes
        self.random_state = random_state
        self.ignore = ignore
        self.announce = announce

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.one_d_array = True
        tags.input_tags.two_d_array = False
        return tags

    def fit(self, texts, y=None, groups=None):
        """Find themes in `texts`, a list or an iterator.

        `groups`: the group of reprints of each text (None or missing: none), which counts once.
        Raises InputError for what is not text and for texts without words.
        """
        n_themes = self.n_themes
        if n_themes is not None and (not isinstance(n_themes, int | np.integer) or n_themes < 1):
            raise InputError(
                f"n_themes of ThemeModel must be None or an integer from 1; got {n_themes!r}."
            )
        self._texts = TokenizedTexts()
        self._rows = self._texts.add(texts, self.ignore)
        self._stories = number_stories(len(self._texts), (), self._rows, groups)
        self._count()
        self._n_ids = 0
        self._start()
        self.announced_ = []
        return self

    def update(self, texts, y=None, groups=None, further=False):
        """Add to `texts`, all so far: themes keep their ids, new ones are listed in `announced_`.

        Where `further`, `texts` are only those that came since; `groups` are of all, as in `fit`.
        A shallow copy of the model keeps its state. Raises InputError as `fit`.
        """
        check_is_fitted(self, "theme_ids_")
        n_known = len(self._texts)
        terms = self.vocabulary_.terms
        self._texts = copy.copy(self._texts)
        rows = self._texts.add(texts, self.ignore)
        self._rows = np.append(self._rows, rows) if further else rows
        self._stories = number_stories(len(self._texts), self._stories, self._rows, groups)
        self._count()
        if not self.enough_:
            self._start()
            self.announced_ = list(self.theme_ids_)
            return self
        X = self._words.weighted
        known = carry_over(self.components_, terms, self.vocabulary_)
        _, shares = explain(self._words.tfidf[n_known:], known)
        self.n_poorly_explained_ = int(np.sum(shares < self._poorly))
        new, anchors = self._new_themes(known, n_known)
        anchors[:n_known] = before = strongest(self._weights)
        rounds = int(np.clip(600 * (1 - n_known / len(self._texts)), *ROUNDS))
        themes = refine(X, np.vstack([known, new]), rounds, anchors, len(new))
        self.components_ = refine(X, themes, max(1, rounds // FREE))
        self.announced_ = self._next_ids(len(new))
        self.theme_ids_ = self.theme_ids_ + self.announced_
        self._weights, shares = keep_themes(self._words.tfidf, self.components_, before)
        self._describe(shares)
        return self

    def transform(self, texts):
        """(n_texts, n_themes) weights; rows sum to 1, or to 0 where no theme explains the text.

        A text that was fitted keeps its theme until another one is clearly better.
        """
        check_is_fitted(self, "theme_ids_")
        given = TokenizedTexts()
        rows = given.add(texts, self.ignore)
        counts = self.vocabulary_.count(given)
        weights, _ = explain(weigh(counts, self.idf_), self.components_)
        known = np.array([self._texts.rows.get(digest, -1) for digest in given.rows], int)
        weights[known >= 0] = self._weights[known[known >= 0]]
        return normalize(weights[rows].astype(float), norm="l1")

    def terms(self, n=10):
        """List of the `n` terms of each theme, up to 30: single lower-case words, best first."""
        check_is_fitted(self, "theme_ids_")
        return [terms[:n] for terms in self._terms]

    def get_feature_names_out(self, input_features=None):
        """The ids of the themes, which name the columns of `transform`."""
        check_is_fitted(self, "theme_ids_")
        return np.array(self.theme_ids_, dtype=object)

    @property
    def weights_(self):
        """(n_texts, n_themes) weights of the texts given, as of `transform`."""
        check_is_fitted(self, "theme_ids_")
        return normalize(self._weights[self._rows].astype(float), norm="l1")

    def strongest_themes(self):
        """Series of the id of the strongest theme of each distinct text, indexed by its digest.

        Missing where no theme explains the text.
        """
        check_is_fitted(self, "theme_ids_")
        ids = pd.Series(self.theme_ids_).reindex(strongest(self._weights))
        return ids.set_axis(list(self._texts.rows))

    def article_vectors(self):
        """TF-IDF (n distinct texts, n_words), the reprints of one story weighing as one article."""
        check_is_fitted(self, "theme_ids_")
        if self._words is None:
            self._count()
        return self._words.weighted

    def _count(self):
        self._words = WordCounts(self._texts, self._stories)
        self.vocabulary_ = self._words.vocabulary
        self.idf_ = self._words.idf
        self.enough_ = self._words.enough

    def _start(self):
        """Themes of all texts, whatever the earlier ones were."""
        self.stability_ = pd.DataFrame()
        self.n_poorly_explained_ = 0
        self.components_ = self._factorize()
        self.theme_ids_ = self._next_ids(len(self.components_))
        self._weights, shares = explain(self._words.tfidf, self.components_)
        self._describe(shares)

    def _factorize(self):
        X = self._words.weighted
        X = X[np.diff(X.indptr) > 0]
        self._n_chosen_for = len(self._texts)
        n_themes = self.n_themes
        if n_themes is None and X.shape[0] < 100:
            n_themes = max(1 + self.enough_, round(np.sqrt(X.shape[0] / 2)))
        elif n_themes is None:
            self.stability_ = suggest_n_themes(X, self.random_state)
            n_themes = self.stability_.loc[self.stability_["chosen"], "n_themes"].item()
        return factorize(X, n_themes, self.random_state)

    def _new_themes(self, known, n_known):
        """(themes that an update adds to the `known` ones, theme of each text or −1)."""
        words = self._words
        new, theme_of = emerging_themes(
            words.tfidf, words.counts, words.weights, n_known, known, self.announce
        )
        themes = np.vstack([known, new])
        if self.n_themes is None and len(self._texts) >= 2 * self._n_chosen_for:
            new = np.vstack([new, missing_themes(self._factorize(), themes)])
        elif len(new) and n_known <= (1 - GROWTH) * len(self._texts):
            new = np.vstack([new, unexplained_theme(words.weighted, themes)])
        return new, theme_of

    def _next_ids(self, n):
        first = self._n_ids + 1
        self._n_ids += n
        return [f"T{number:02d}" for number in range(first, first + n)]

    def _describe(self, shares):
        """Terms and labels of the themes; `shares`: of each text that they explain."""
        explained = shares[self._weights.any(axis=1)].sum()
        self.explained_variance_ = float(explained / max(1, self._words.n_texts))
        self._poorly = float(np.quantile(shares, POORLY))
        ranked, self.labels_ = describe_themes(self.components_, self._texts, self._words, TERMS)
        self._terms = [[self.vocabulary_.terms[column] for column in columns] for columns in ranked]

    def save(self, folder):
        """Write the model to `folder` as JSON and npz, with the versions of the packages."""
        check_is_fitted(self, "theme_ids_")
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        state = vars(self) | {
            "ignore": list(self.ignore),
            "vocabulary_": vars(self.vocabulary_),
            "stability_": self.stability_.to_dict("list"),
            "_texts": {"forms": list(self._texts.forms), "rows": list(self._texts.rows)},
            "_words": None,
        }
        arrays = {name: value for name, value in state.items() if isinstance(value, np.ndarray)}
        values = {name: value for name, value in state.items() if name not in arrays}
        versions = {name: version(name) for name in PACKAGES}
        record = {"version": VERSION, "packages": versions, "values": values}
        (folder / "model.json").write_text(json.dumps(record), encoding="utf-8")
        np.savez(folder / "model.npz", **arrays)
        np.savez(
            folder / "texts.npz",
            numbers=self._texts.numbers,
            text_starts=self._texts.text_starts,
        )

    @classmethod
    def load(cls, folder):
        """The model that `save` wrote to `folder`; raises InputError where there is none."""
        folder = Path(folder)
        try:
            record = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            arrays = dict(np.load(folder / "model.npz", allow_pickle=False))
            text_arrays = dict(np.load(folder / "texts.npz", allow_pickle=False))
        except (OSError, ValueError) as error:
            raise InputError(
                f"{folder}: not a readable theme model ({error}); fit it again."
            ) from error
        if record["version"] != VERSION:
            raise InputError(
                f"{folder}: theme model of version {record['version']}, not {VERSION}; fit it "
                "again."
            )
        model = cls()
        vars(model).update(record["values"] | arrays)
        model.vocabulary_ = Vocabulary(**model.vocabulary_)
        model.stability_ = pd.DataFrame(model.stability_)
        model._texts = TokenizedTexts(**model._texts, **text_arrays)
        return model
