"""The estimator `ThemeModel`: themes of texts that keep their identity from batch to batch."""

import copy
import functools
import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from monitor.errors import InputError
from monitor.themes.factorization import explain, factorize, strongest, suggest_n_themes
from monitor.themes.labels import label_themes, rank_terms
from monitor.themes.tokenization import TokenizedTexts
from monitor.themes.updates import (
    carry_over,
    emerging_themes,
    keep_themes,
    missing_themes,
    refine,
)
from monitor.themes.vocabulary import (
    columns_of,
    count_columns,
    count_words,
    number_stories,
)

VERSION = "15"
TERMS = 30  # most terms of a theme
ENOUGH = 5  # texts that have themes
ROUNDS = (5, 30)  # of an update, least and most: six for each per cent of articles that are new
MOSTLY = 0.6  # share of the articles of a theme that are new, above which it is announced
POORLY = 0.05  # share of the articles that counts as poorly explained
TEXTS = ("forms", "rows", "numbers", "text_of")  # attributes of TokenizedTexts


class ThemeModel(TransformerMixin, BaseEstimator):
    """Themes of news articles: TF-IDF (√count · ln (N+1)/df) and nonnegative matrix factorisation.

    `n_themes`: None chooses by the number of articles, from 100 on the largest that is about as
    stable as the most stable. `ignore`: names of outlets and authors, which never make a theme.
    `announce`: most themes that an update may bring for new events.

    After `fit`: `theme_ids_`, `labels_`, `terms()`; `weights_` of the texts given; `announced_`
    (ids that the last update brought for new articles); `enough_` (False below 5 articles: read the
    terms as words of these articles, not as themes); `explained_variance_`; `stability_` (as
    returned by `suggest_n_themes`, else empty); `components_` (n_themes, n_words) of unit rows, and
    `columns_`, its words; `words_`, their WordCounts; `n_poorly_explained_` (new texts of the last
    update that the earlier themes explain less than 95% of the earlier texts).
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
        words = self._read(texts, groups)
        self.components_ = self._factorize()
        self.announced_ = []
        self.n_poorly_explained_ = 0
        self._weights, shares = explain(words.tfidf, self.components_)
        self._describe(shares)
        return self

    def update(self, texts, y=None, groups=None, further=False):
        """Add to `texts`, all so far: themes keep their ids, new ones are listed in `announced_`.

        Where `further`, `texts` are only those that came since; `groups` are of all, as in `fit`.
        A new theme is announced only if more than 60% of the articles that it explains best are
        new. A shallow copy of the model keeps its state. Raises InputError as `fit`.
        """
        check_is_fitted(self)
        n_known = len(self._texts)
        terms = self.columns_
        before = strongest(self._weights)
        self._texts = copy.copy(self._texts)
        words = self._read(texts, groups, self._rows if further else ())
        known = carry_over(self.components_, terms, words.terms)
        _, shares = explain(words.tfidf[n_known:], known)
        self.n_poorly_explained_ = int(np.sum(shares < self._poorly))
        themes = np.vstack([known, emerging_themes(words, n_known, known, self.announce)])
        if self.n_themes is None and len(self._texts) >= 2 * self._n_chosen_for:
            themes = np.vstack([themes, missing_themes(self._factorize(), themes)])
        rounds = int(np.clip(600 * (1 - n_known / len(self._texts)), *ROUNDS))
        self.components_ = refine(words.weighted, themes, rounds)
        self._weights, shares = keep_themes(words.tfidf, self.components_, before)
        # Counted before earlier articles are held in their theme, which would hide them here.
        weights, _ = explain(words.tfidf, self.components_)
        best = strongest(weights)
        self.announced_ = [
            self.theme_ids_[theme]
            for theme in range(len(known), len(themes))
            if np.sum(best[n_known:] == theme) > MOSTLY * np.sum(best == theme)
        ]
        self._describe(shares)
        return self

    def forget(self, is_gone):
        """Leave out some of the texts given, by a mask; `update` then carries on without them.

        The themes stay as they are until then. A text given twice is left out with both.
        """
        check_is_fitted(self)
        rows = self._rows[~is_gone]
        kept = np.unique(rows)
        self._texts = self._texts.select(kept)
        self._weights = self._weights[kept]
        self._rows = np.searchsorted(kept, rows)
        vars(self).pop("words_", None)

    def transform(self, texts):
        """(n_texts, n_themes) weights; rows sum to 1, or to 0 where no theme explains the text.

        A text that was fitted keeps its theme until another one is clearly better.
        """
        check_is_fitted(self)
        given = TokenizedTexts()
        rows = given.add(texts, self.ignore)
        words = self.words_
        counts = count_columns(columns_of(given, words.column_of), given, len(words.terms))
        weights, _ = explain(words.weigh(counts), self.components_)
        known = np.array([self._texts.rows.get(digest, -1) for digest in given.rows], int)
        weights[known >= 0] = self._weights[known[known >= 0]]
        return _shares(weights[rows])

    def terms(self, n=10):
        """List of the `n` terms of each theme, up to 30: single lower-case words, best first."""
        check_is_fitted(self)
        return [terms[:n] for terms in self._terms]

    def get_feature_names_out(self, input_features=None):
        """The ids of the themes, which name the columns of `transform`."""
        return np.array(self.theme_ids_, dtype=object)

    @property
    def theme_ids_(self):
        """The ids of the themes, which stay in their order."""
        return [f"T{number:02d}" for number in range(1, len(self.components_) + 1)]

    @property
    def weights_(self):
        """(n_texts, n_themes) weights of the texts given, as of `transform`."""
        return _shares(self._weights[self._rows])

    def strongest_themes(self):
        """Series of the id of the strongest theme of each distinct text, indexed by its digest.

        Missing where no theme explains the text.
        """
        ids = pd.Series(self.theme_ids_).reindex(strongest(self._weights))
        return ids.set_axis(list(self._texts.rows))

    def _read(self, texts, groups, earlier=()):
        """WordCounts of all texts; `earlier`: rows of those before `texts` in `groups`."""
        rows = self._texts.add(texts, self.ignore)
        self._rows = np.append(earlier, rows).astype(int)
        self._stories = number_stories(len(self._texts), self._rows, groups)
        vars(self).pop("words_", None)
        self.enough_ = bool(np.count_nonzero(np.diff(self.words_.counts.indptr)) >= ENOUGH)
        return self.words_

    @functools.cached_property
    def words_(self):
        """WordCounts of the texts given; `terms` are the columns of `components_`."""
        return count_words(self._texts, self._stories)

    def _factorize(self):
        """Themes of all texts, whatever the earlier ones were."""
        X = self.words_.weighted
        self._n_chosen_for = len(self._texts)
        self.stability_ = pd.DataFrame()
        n_themes = self.n_themes or max(1 + self.enough_, round(np.sqrt(X.shape[0] / 2)))
        if self.n_themes is None and X.shape[0] >= 100:
            self.stability_ = suggest_n_themes(X, self.random_state)
            n_themes = self.stability_.loc[self.stability_["chosen"], "n_themes"].item()
        return factorize(X, n_themes, self.random_state)

    def _describe(self, shares):
        """Terms and labels of the themes; `shares`: of each text that they explain."""
        self.explained_variance_ = float(shares.mean())
        self._poorly = float(np.quantile(shares, POORLY))
        ranked = rank_terms(self.components_, self.words_, TERMS)
        self.columns_ = self.words_.terms
        self._terms = [[self.columns_[column] for column in theme] for theme in ranked]
        self.labels_ = label_themes(ranked, self.words_)

    def save(self, folder):
        """Write the model to `folder` as JSON and npz."""
        check_is_fitted(self)
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        state = vars(self) | vars(self._texts)
        for name in ("_texts", "words_"):
            state.pop(name, None)
        state["stability_"] = self.stability_.to_dict("list")
        arrays = {name: value for name, value in state.items() if isinstance(value, np.ndarray)}
        values = {name: value for name, value in state.items() if name not in arrays}
        record = {"version": VERSION, "values": values}
        (folder / "model.json").write_text(json.dumps(record), encoding="utf-8")
        np.savez(folder / "model.npz", **arrays)

    @classmethod
    def load(cls, folder):
        """The model that `save` wrote to `folder`; raises InputError where there is none."""
        folder = Path(folder)
        try:
            record = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            state = record["values"] | dict(np.load(folder / "model.npz", allow_pickle=False))
            if record["version"] != VERSION:
                raise ValueError(f"version {record['version']}, not {VERSION}")
        except (OSError, ValueError) as error:
            raise InputError(
                f"{folder}: not a readable theme model ({error}); fit it again."
            ) from error
        model = cls()
        model._texts = TokenizedTexts(*[state.pop(name) for name in TEXTS])
        vars(model).update(state)
        model.stability_ = pd.DataFrame(model.stability_)
        return model


def _shares(weights):
    """The weights of each text as shares that sum to 1, or to 0."""
    return normalize(weights.astype(float), norm="l1")
