"""The estimator `ThemeModel`: themes of texts that keep their identity from batch to batch."""

import json
import math
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.preprocessing import normalize
from sklearn.utils.validation import check_is_fitted

from monitor.errors import InputError
from monitor.themes.factorization import explain, factorize, strongest, suggest_n_themes
from monitor.themes.labels import rank_label_words, write_labels
from monitor.themes.terms import rank_terms, token_windows
from monitor.themes.tokenization import TokenizedTexts
from monitor.themes.updates import (
    carry_over,
    closest,
    emerging_themes,
    keep_themes,
    missing_themes,
    refine,
)
from monitor.themes.vocabulary import WordCounts, number_stories

VERSION = "19"
TERMS = 30  # most terms of a theme
MOSTLY = 0.6  # share of the articles of a theme that are new, above which it is announced
ENOUGH = 5  # texts that have themes
SAMPLE = 20_000  # texts in which the terms of a theme are seen side by side, at most
ROUNDS = (5, 30)  # of an update, least and most: six for each per cent of articles that are new


class ThemeModel(TransformerMixin, BaseEstimator):
    """Themes of news articles: TF-IDF (√count · ln (N+1)/df) and nonnegative matrix factorisation.

    `n_themes`: None chooses by the number of articles, from 100 on the largest that is about as
    stable as the most stable. `ignore`: names of outlets and authors, which never make a theme.

    After `fit`: `theme_ids_`, `labels_`, `terms()`; `weights_` of the texts given; `announced_`
    (ids that the last update brought for new articles); `enough_` (False below 5 articles: read the
    terms as words of these articles, not as themes); `stability_` (as returned by
    `suggest_n_themes`, else empty); `components_` (n_themes, n_words) of unit rows, and `columns_`,
    its words; `words_`, their WordCounts.
    """

    def __init__(self, n_themes=None, random_state=0, ignore=()):
        self.n_themes = n_themes
        self.random_state = random_state
        self.ignore = ignore

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
            raise InputError(f"n_themes must be None or an integer of at least 1; got {n_themes!r}")
        # A fit does not depend on the one before, but texts that it read need not be read again.
        self._texts = TokenizedTexts(texts, getattr(self, "_texts", None))
        self._number_stories(groups)
        self.components_ = self._factorize()
        self.n_ids_ = len(self.components_)
        self.theme_ids_ = _ids(0, self.n_ids_)
        self.announced_ = []
        self.columns_ = self.words_.terms
        self._weights = explain(self.words_.tfidf, self.components_)
        return self

    def update(self, texts, y=None, groups=None, further=False):
        """Add to `texts`, all so far: themes keep their ids, new ones are listed in `announced_`.

        Where `further`, `texts` are only those that came since; `groups`, as in `fit`, are of all.
        A new theme is announced only if more than 60% of the articles that it explains best are
        new. A shallow copy of the model keeps its state. Raises InputError as `fit`.
        """
        check_is_fitted(self)
        before = strongest(self._weights)
        n_known = len(before)
        earlier = self._texts
        self._texts = TokenizedTexts(texts, earlier, keep=True)
        if further:
            self._texts.given = np.append(earlier.given, self._texts.given)
        self._number_stories(groups)
        words = self.words_
        carried = carry_over(self.components_, self.columns_, words.terms)
        themes = np.vstack([carried, emerging_themes(words, n_known, carried)])
        if self.n_themes is None and len(self._texts) >= 2 * self._n_chosen_for:
            themes = np.vstack([themes, missing_themes(self._factorize(), themes)])
        rounds = int(np.clip(600 * (1 - n_known / len(self._texts)), *ROUNDS))
        self.components_ = refine(words.weighted, themes, rounds)
        weights = explain(words.tfidf, self.components_)
        n_new = len(themes) - len(carried)
        self.theme_ids_ = [*self.theme_ids_, *_ids(self.n_ids_, n_new)]
        self.n_ids_ += n_new
        # Counted before earlier articles are held in their theme, which would hide them here.
        best = strongest(weights)
        self.announced_ = [
            self.theme_ids_[theme]
            for theme in range(len(carried), len(themes))
            if np.sum(best[n_known:] == theme) > MOSTLY * np.sum(best == theme)
        ]
        self.columns_ = words.terms
        self._weights = keep_themes(weights, words.tfidf @ self.components_.T, before)
        return self

    def take_ids(self, other):
        """Give each theme the id of the one in another ThemeModel that it is most like.

        One that is like none of them gets an id that was never used.
        """
        themes = carry_over(other.components_, other.columns_, self.columns_)
        places = closest(self.components_, themes).tolist()
        n_new = places.count(-1)
        new = iter(_ids(other.n_ids_, n_new))
        ids = [other.theme_ids_[place] if place >= 0 else next(new) for place in places]
        renamed = dict(zip(self.theme_ids_, ids, strict=True))
        self.announced_ = [renamed[theme_id] for theme_id in self.announced_]
        self.theme_ids_ = ids
        self.n_ids_ = other.n_ids_ + n_new

    def transform(self, texts):
        """(n_texts, n_themes) weights; rows sum to 1, or to 0 where no theme explains the text.

        A text that was fitted keeps its theme until another one is clearly better.
        """
        check_is_fitted(self)
        given = TokenizedTexts(texts)
        columns = self.words_.find_columns(given.without(self.ignore))
        counts = given.count(columns, len(self.columns_))
        weights = explain(self.words_.weigh(counts), self.components_)
        known = np.array([self._texts.rows.get(digest, -1) for digest in given.rows], int)
        weights[known >= 0] = self._weights[known[known >= 0]]
        return _shares(weights[given.given])

    def terms(self, n=10):
        """List of the `n` terms of each theme, up to 30: single lower-case words, best first."""
        check_is_fitted(self)
        return [[self.columns_[column] for column in columns[:n]] for columns in self._ranked]

    def get_feature_names_out(self, input_features=None):
        """The ids of the themes, which name the columns of `transform`."""
        return np.array(self.theme_ids_, object)

    @property
    def weights_(self):
        """(n_texts, n_themes) weights of the texts given, as of `transform`."""
        return _shares(self._weights[self._texts.given])

    @property
    def tokens_(self):
        """TokenizedTexts of the texts given."""
        return self._texts

    @cached_property
    def words_(self):
        """WordCounts of the texts given; `terms` are the columns of `components_`."""
        return WordCounts(self._texts.without(self.ignore), self._stories)

    def strongest_themes(self):
        """Series of the id of the strongest theme of each distinct text, indexed by its digest.

        Missing where no theme explains the text.
        """
        ids = pd.Series(self.theme_ids_).reindex(strongest(self._weights))
        return ids.set_axis(list(self._texts.rows))

    def _number_stories(self, groups):
        """Note which texts tell one story, and forget what was worked out of fewer texts."""
        texts = self._texts
        self._stories = number_stories(len(texts), texts.given, groups)
        self.enough_ = len(texts) >= ENOUGH
        for name in ("words_", "_ranked", "labels_"):
            vars(self).pop(name, None)

    def _factorize(self):
        """Themes of all texts, whatever the earlier ones were."""
        X = self.words_.weighted
        self._n_chosen_for = len(self._texts)
        self.stability_ = pd.DataFrame()
        n_themes = self.n_themes or round(np.sqrt(X.shape[0] / 2))
        if self.n_themes is None and X.shape[0] >= 100:
            self.stability_ = suggest_n_themes(X, self.random_state)
            n_themes = self.stability_.query("chosen")["n_themes"].item()
        return factorize(X, n_themes, self.random_state)

    @cached_property
    def labels_(self):
        """The labels of the themes, each of three words or phrases."""
        words, texts = self.words_, self._texts
        columns = np.where(texts.is_headline(), words.columns, -1)
        holds = words.counts.sign() + texts.count(columns, len(words.terms)).sign()
        weights = _shares(self._weights) * words.weights[:, None]
        ranked = rank_label_words(self._ranked, self.components_, weights, holds)
        return write_labels(ranked, words.columns, texts.numbers, list(texts.forms))

    @cached_property
    def _ranked(self):
        """List of the columns of the terms of each theme, best first."""
        words, texts = self.words_, self._texts
        # The windows of 64,000 texts would fill the memory.
        is_read = texts.text_of % math.ceil(len(texts) / SAMPLE) == 0
        columns, text_of = words.columns[is_read], texts.text_of[is_read]
        windows = token_windows(columns, text_of, words.weights, len(words.terms))
        ranked = rank_terms(self.components_, windows, len(texts), TERMS)
        return [columns.tolist() for columns in ranked]

    def save(self, folder):
        """Write the model to `folder`, as a npz file with its other values as JSON in it."""
        check_is_fitted(self)
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        state = vars(self) | vars(self._texts) | {"stability_": self.stability_.to_dict("list")}
        state |= {"_ranked": self._ranked, "labels_": self.labels_, "version": VERSION}
        for name in ("_texts", "words_"):
            state.pop(name, None)
        for name, value in state.items():
            state[name] = value if isinstance(value, np.ndarray) else json.dumps(value)
        np.savez(folder / "model.npz", **state)

    @classmethod
    def load(cls, folder):
        """The model that `save` wrote to `folder`; raises InputError where there is none."""
        try:
            state = dict(np.load(Path(folder) / "model.npz", allow_pickle=False))
            for name, value in state.items():
                state[name] = value if value.ndim else json.loads(value.item())
            version = state.pop("version", None)
            if version != VERSION:
                raise ValueError(f"version {version}, not {VERSION}")
        except (OSError, ValueError) as error:
            raise InputError(
                f"{folder}: not a readable theme model ({error}); fit it again."
            ) from error
        model = cls()
        model._texts = TokenizedTexts()
        vars(model._texts).update({name: state.pop(name) for name in vars(model._texts)})
        vars(model).update(state)
        model.stability_ = pd.DataFrame(model.stability_)
        return model


def _ids(n_used, n):
    """List of `n` ids of themes that follow those used."""
    return [f"T{number:02d}" for number in range(n_used + 1, n_used + n + 1)]


def _shares(weights):
    """The weights of each text as shares that sum to 1, or to 0."""
    return normalize(weights.astype(float), norm="l1")
