"""Raw texts in, themes that keep their identity out: the estimator `ThemeModel`."""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from monitor.errors import InputError
from monitor.themes import factors
from monitor.themes.terms import label_themes, rank_terms
from monitor.themes.words import Tokens, Vocabulary, Words, checked, digest_of

VERSION = "12"
ENOUGH = 5
ROUNDS = 5, 60  # of an update: six for each per cent of articles that are new
FREE = 6  # times fewer rounds follow in which no article is held: they explain more, and move few articles
GROWN = 0.15  # share of new articles from which an update with new events adds a theme for what is left unexplained
CLEARLY = 2.5  # times the cosine with its theme: with another one so much moves an article
UNEXPLAINED = 0.01
POORLY = 0.05  # share of the articles that are explained worse than a later one that counts as unexplained
FITTED = ("theme_ids_", "labels_", "announced_", "enough_", "explained_variance_", "_terms", "_next", "_chosen_at")
FITTED += ("_poorly",)
ARRAYS = ("_H", "_W", "_idf", "_rows", "_stories")
TOKENS = ("forms", "words", "rows"), ("bounds", "word_of", "marks")
PACKAGES = ("numpy", "scipy", "scikit-learn")


class ThemeModel(TransformerMixin, BaseEstimator):
    """Themes of news articles: TF-IDF (√count · ln N/df) and nonnegative matrix factorisation.

    `n_themes`: None chooses by the number of articles, from 100 on the largest that is as stable as the stablest.
    `ignore`: names of outlets and authors, which never make a theme. `announce`: most themes that an update may bring
    for new events; one of many articles that brings any adds one more, for what all themes leave unexplained.

    After `fit`: `theme_ids_`, `labels_`, `terms()`, `weights_` (n_texts, n_themes) of the texts given,
    `announced_` (ids that the last update brought), `enough_` (False below 5 articles: read the terms as words of
    these articles, not as themes), `explained_variance_`, `stability_` (of `suggest_n_themes`, else empty).
    """

    def __init__(self, n_themes=None, random_state=0, ignore=(), announce=3):
        self.n_themes = n_themes
        self.random_state = random_state
        self.ignore = ignore
        self.announce = announce

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array, tags.input_tags.one_d_array = True, False, True
        return tags

    def fit(self, texts, y=None, groups=None):
        """Find themes in `texts`, of which one at a time is in memory where they come from an iterator.

        `groups`: the group of copies of each (None or missing: none), which counts once.
        """
        if self.n_themes is not None and (not isinstance(self.n_themes, (int, np.integer)) or self.n_themes < 1):
            raise InputError(f"n_themes of ThemeModel must be None or an integer from 1; got {self.n_themes!r}.")
        self._tokens, self._stories, self._next = Tokens(), np.empty(0, int), 1
        self._rows = self._tokens.add(checked(texts))
        self._take(groups)
        self._begin()
        self.announced_ = []
        return self._finish()

    def update(self, texts, y=None, groups=None, further=False):
        """Take in `texts`, all so far: themes keep their ids, new ones are added and listed in `announced_`.

        Where `further`, `texts` are those alone that have come since; `groups` are of all, as in `fit`.
        """
        check_is_fitted(self, "theme_ids_")
        known, terms = len(self._tokens), self.vocabulary_.terms
        # Nothing is changed in place, so that a shallow copy of the model keeps the state of before.
        self._tokens = self._tokens.copy()
        rows = self._tokens.add(checked(texts, least=0 if further else 1))
        self._rows = np.append(self._rows, rows) if further else rows
        self._take(groups)
        if not self.enough_:
            self._begin()
            self.announced_ = list(self.theme_ids_)
            return self._finish()
        places = np.array([self.vocabulary_.column_of.get(term, -1) for term in terms])
        kept = np.zeros((len(self._H), len(self.vocabulary_.terms)), np.float32)
        np.add.at(kept.T, places[places >= 0], self._H.T[places >= 0])
        new = np.arange(len(self._tokens)) >= known
        size = np.linalg.norm(kept, axis=1, keepdims=True)
        kept /= np.maximum(size, 1e-12)
        fresh, held = factors.emerging(self._X, self.vocabulary_.counts, new, self._counted, kept, self.announce)
        if self.n_themes is None and len(self._tokens) >= 2 * self._chosen_at:
            fresh = np.vstack([fresh, self._missing(np.vstack([kept, fresh]))])
        elif len(fresh) and new.mean() >= GROWN:
            fresh = np.vstack([fresh, factors.unexplained(self._weighed, np.vstack([kept, fresh]))])
        rounds = int(np.clip(600 * new.mean(), *ROUNDS))
        held[:known] = np.where(self._W.any(axis=1), self._W.argmax(axis=1), -1)
        anchored = factors.refine(self._weighed, np.vstack([kept, fresh]), rounds, held, len(fresh))
        self._H = factors.refine(self._weighed, anchored, max(1, rounds // FREE))
        self.announced_ = self._name(len(fresh))
        self.theme_ids_ = self.theme_ids_ + self.announced_
        self._W = np.pad(self._W, ((0, 0), (0, len(fresh))))
        self._settle()
        return self._finish()

    def transform(self, texts):
        """(n_texts, n_themes) weights, rows summing to 1, or 0 where no theme explains the text.

        A text that was fitted keeps its theme until another one is clearly better, so that articles do not flicker.
        """
        check_is_fitted(self, "theme_ids_")
        texts = list(checked(texts))
        result = np.zeros((len(texts), len(self.theme_ids_)))
        rows = np.array([self._tokens.rows.get(digest_of(text), -1) for text in texts], int)
        result[rows >= 0] = self._W[rows[rows >= 0]]
        unknown = [text for text, row in zip(texts, rows, strict=True) if row < 0]
        result[rows < 0] = self._explain(self.weigh_texts(unknown))[0]
        return _shares(result)

    def weigh_texts(self, texts):
        """TF-IDF (n_texts, words) of any texts; those that were fitted are not read again."""
        rows = [self._tokens.rows.get(digest_of(text), -1) for text in texts]
        if rows and min(rows) >= 0:
            if self._X is None:
                self._weigh()
            return self._X[rows]
        tokens = Tokens()
        rows = tokens.add(texts)
        return factors.weigh(self.vocabulary_.count(tokens), self._idf)[rows]

    def terms(self, n=10):
        """List of the `n` terms of each theme, up to 30: single lower-case words, best first."""
        check_is_fitted(self, "theme_ids_")
        return [words[:n] for words in self._terms]

    def get_feature_names_out(self, input_features=None):
        """The ids of the themes, which name the columns of `transform`."""
        check_is_fitted(self, "theme_ids_")
        return np.array(self.theme_ids_, dtype=object)

    def _take(self, groups):
        """Count each text, copies of one story together once."""
        stories = np.arange(len(self._tokens))
        stories[: len(self._stories)] = self._stories
        if groups is not None:
            members = pd.DataFrame({"row": self._rows, "group": list(groups)}).dropna()
            stories[members["row"]] = members.groupby("group")["row"].transform("min")
        self._stories = stories
        self._weigh()

    def _weigh(self):
        """Vocabulary and weighted counts of all texts known."""
        n = len(self._tokens)
        self._counted = 1 / np.bincount(self._stories)[self._stories]
        fewest = 1 if n < ENOUGH else 2 if n < 200 else 3 if n < 1000 else 5
        self.vocabulary_ = Vocabulary(self._tokens, self.ignore, fewest, self._stories)
        if not self.vocabulary_.terms:
            self.vocabulary_ = Vocabulary(self._tokens, self.ignore)
        if not self.vocabulary_.terms:
            raise InputError(f"None of the {n} texts holds a word that could name a theme; check that text came in.")
        counts = self.vocabulary_.counts
        self.enough_ = bool(np.sum(np.diff(counts.indptr) > 0) >= ENOUGH)
        self._idf = np.log(n / np.bincount(counts.indices, minlength=counts.shape[1]))
        if not self.enough_ or not self._idf.any():
            self._idf += 1
        self._X = factors.weigh(counts, self._idf)
        once = np.repeat(np.sqrt(self._counted, dtype=np.float32), np.diff(counts.indptr))
        self._weighed = sparse.csr_matrix((self._X.data * once, counts.indices, counts.indptr), counts.shape)

    def _begin(self):
        self.stability_ = pd.DataFrame()
        self._H = self._fresh()
        self.theme_ids_ = self._name(len(self._H))
        self._W, _ = self._explain(self._X, fitted=True)

    def _fresh(self):
        """Themes from nothing, the same for every order of the texts."""
        order = np.argsort(np.array(list(self._tokens.rows)))
        X = self._weighed if np.all(np.diff(order) > 0) else self._weighed[order]
        X = X[np.diff(X.indptr) > 0]
        self._chosen_at = len(self._tokens)
        return factors.factorise(X, self._choose(X), self.random_state)

    def _choose(self, X):
        n = X.shape[0]
        if self.n_themes is not None or n < 100:
            return min(n, self.n_themes or max(1 + self.enough_, round((n / 2) ** 0.5)))
        self.stability_ = factors.suggest_n_themes(X, self.random_state)
        return int(self.stability_.loc[self.stability_["chosen"], "n_themes"].iloc[0])

    def _missing(self, H):
        """Themes that a fit of as many as would be chosen now finds and `H` lacks."""
        found = self._fresh()
        rows, _ = linear_sum_assignment(-(found @ H.T))
        return np.delete(found, rows, axis=0)

    def _name(self, n):
        self._next += n
        return [f"T{number:02d}" for number in range(self._next - n, self._next)]

    def _explain(self, X, fitted=False):
        """(weights, X Hᵀ) of X; weights are 0 where the themes together explain next to nothing of a row."""
        fit = X @ self._H.T
        W = factors.weights_of(fit, self._H)
        shares = factors.explained(fit, W, self._H)
        W[shares < UNEXPLAINED] = 0
        if fitted:
            held = max(1, np.count_nonzero(np.diff(X.indptr)))
            self.explained_variance_ = float(shares[shares >= UNEXPLAINED].sum() / held)
            self._poorly = float(np.quantile(shares, POORLY))
        return W, fit

    def _settle(self):
        """Weights after an update: an article known before moves only where another theme is clearly better."""
        rows = np.flatnonzero(self._W.any(axis=1))
        held = self._W[rows].argmax(axis=1)
        W, fit = self._explain(self._X, fitted=True)
        alone, row = fit[rows], np.arange(len(rows))
        stay = alone[row, W[rows].argmax(axis=1)] <= CLEARLY * alone[row, held]
        self._W = factors.settle(W, rows[stay], held[stay])

    def _finish(self):
        ranked = rank_terms(self._H, self.vocabulary_, self._counted, 30)
        self._terms = [[self.vocabulary_.terms[column] for column in columns] for columns, _ in ranked]
        self.labels_ = label_themes(ranked, self.vocabulary_)
        self.weights_ = _shares(self._W[self._rows])
        return self

    def save(self, folder):
        """Write the model to `folder` as JSON and npz, with the versions of the packages that made it."""
        check_is_fitted(self, "theme_ids_")
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        tokens = self._tokens
        state = {
            "version": VERSION,
            "packages": {name: version(name) for name in PACKAGES},
            "params": {**self.get_params(), "ignore": list(self.ignore)},
            "fitted": {name: getattr(self, name) for name in FITTED},
            "tokens": {name: list(getattr(tokens, name)) for name in TOKENS[0]},
            "terms": self.vocabulary_.terms,
            "column_of": self.vocabulary_.column_of,
            "stability": self.stability_.to_dict("list"),
        }
        (folder / "model.json").write_text(json.dumps(state), encoding="utf-8")
        arrays = {name: getattr(self, name) for name in ARRAYS} | {name: getattr(tokens, name) for name in TOKENS[1]}
        np.savez(folder / "model.npz", **arrays)
        np.save(folder / "tokens.npy", tokens.numbers)

    @classmethod
    def load(cls, folder):
        """The model that `save` wrote to `folder`."""
        try:
            state = json.loads((Path(folder) / "model.json").read_text(encoding="utf-8"))
            arrays = dict(np.load(Path(folder) / "model.npz", allow_pickle=False))
            numbers = np.load(Path(folder) / "tokens.npy", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise InputError(f"{folder} holds no theme model that can be read ({error}); fit it again.") from error
        if state["version"] != VERSION:
            raise InputError(f"{folder}: theme model of version {state['version']}, not {VERSION}; fit it again.")
        model = cls(**state["params"])
        for name, value in [*state["fitted"].items(), *((name, arrays[name]) for name in ARRAYS)]:
            setattr(model, name, value)
        model.weights_ = _shares(model._W[model._rows])
        model._tokens = Tokens(**state["tokens"], numbers=numbers, **{name: arrays[name] for name in TOKENS[1]})
        model.vocabulary_ = Words(state["terms"], state["column_of"])
        model.stability_ = pd.DataFrame(state["stability"])
        # The weighted counts are worked out where they are asked for: mostly not before further texts have come.
        model._X = None
        return model


def _shares(weights):
    weights = weights.astype(float)
    total = weights.sum(axis=1, keepdims=True)
    return np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
