"""Two states of a model in, what an update changed out; the analyst's names; the articles that stand for a theme."""

import re

import numpy as np
import pandas as pd
from sklearn.utils.extmath import randomized_svd

from monitor.errors import InputError
from monitor.sentences import sentence_spans
from monitor.themes.factors import explained, refine, weigh, weights_of

MERGE = 0.35  # cosine of two themes from which they may be one
SPLIT, HALF = 0.3, 0.25  # cosine of two halves of a theme below which it may be two, and share of the smaller one
FEWEST = 20  # articles below which a theme is not offered for a split
HALVING = 3, 12  # rounds show whether there may be two halves, and which
RISING = 0.05  # how much less alike than at first two halves may still become
COPY = 0.8  # cosine of two articles from which one of them is enough
WORDS = 6  # fewest words of a theme's sentence
CHANGES = ["change", "theme_id", "other_id", "terms", "articles", "share"]


def changes_table(before, after, n=10):
    """DataFrame[change, theme_id, other_id, terms, articles, share]: what the update from one model to the next did.

    `change` is one of: new (a theme: its terms, articles, share of all), gained and lost (terms among the `n` first),
    moved (articles from theme_id to other_id, share of the first's), unexplained (new articles that the earlier
    themes explain less than 95 % of the earlier articles, share of the new ones: 0.05 is usual); and for the analyst
    to confirm: merge? (two themes of like terms, share: cosine), split? (a theme of two unlike halves, terms of each,
    share of the smaller half). Raises InputError where `after` is no update of `before`.
    """
    known = len(before._W)
    if list(after._tokens.rows)[:known] != list(before._tokens.rows):
        raise InputError("The second model is no update of the first: give two states of one ThemeModel, older first.")
    ids = after.theme_ids_
    was, now = _strongest(before), _strongest(after)
    sizes = now.value_counts()
    terms = [dict(zip(model.theme_ids_, model.terms(n), strict=True)) for model in (before, after)]
    rows = []
    for theme in ids:
        if theme not in terms[0]:
            rows.append(("new", theme, None, terms[1][theme], sizes.get(theme, 0), sizes.get(theme, 0) / len(now)))
            continue
        for change, old, new in (("gained", *terms), ("lost", *reversed(terms))):
            found = [term for term in new[theme] if term not in old[theme]]
            if found:
                rows.append((change, theme, None, found, None, len(found) / n))
    pairs = pd.DataFrame({"was": was, "now": now[:known]}).dropna()
    moved = pairs[pairs["was"] != pairs["now"]].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    for (theme, other), articles in moved.items():
        rows.append(("moved", theme, other, [], articles, articles / (was == theme).sum()))
    if len(now) > known:
        new = before.vocabulary_.count(after._tokens, after.vocabulary_.left_out, known)
        fit = weigh(new, before._idf) @ before._H.T
        lacking = int(np.sum(explained(fit, weights_of(fit, before._H), before._H) < before._poorly))
        rows.append(("unexplained", None, None, [], lacking, lacking / (len(now) - known)))
    rows += _candidates(after, now, n)
    table = pd.DataFrame(rows, columns=CHANGES).astype({"articles": "Int64", "share": float})
    return table.assign(terms=table["terms"].map(", ".join))


def _strongest(model):
    """Series of the id of the strongest theme of each text; missing where no theme explains it."""
    ids = pd.Series(np.array(model.theme_ids_, dtype=object)[model._W.argmax(axis=1)])
    return ids.where(model._W.any(axis=1))


def _candidates(model, strongest, n):
    alike, ids = np.triu(model._H @ model._H.T, 1), model.theme_ids_
    for one, other in np.argwhere(alike >= MERGE):
        yield "merge?", ids[one], ids[other], [], None, alike[one, other]
    for theme, rows in strongest.groupby(strongest).indices.items():
        X = model._weighed[rows]
        shared = np.flatnonzero(np.bincount(X.indices, minlength=X.shape[1]) > 2)
        X = X[:, shared]
        halves = _halves(X, model.random_state) if X.shape[0] >= FEWEST and X.shape[1] > 1 else np.ones((2, 1))
        if halves[0] @ halves[1] < SPLIT:
            share = np.mean(weights_of(X @ halves.T, halves).argmax(axis=1))
            share = min(share, 1 - share)
            if share >= HALF:
                best = shared[[word for half in halves for word in np.argsort(-half)[: n // 2]]]
                words = [model.vocabulary_.terms[word] for word in best]
                yield "split?", theme, None, words, round(share * X.shape[0]), share


def _halves(X, random_state):
    """Two themes (2, words) of articles, from their first two singular vectors (Boutsidis & Gallopoulos 2008).

    Halves grow more alike from round to round, so those that are too much so at first are left there.
    """
    *_, (first, second) = randomized_svd(X, 2, n_oversamples=2, n_iter=4, random_state=random_state)
    second = max((np.maximum(sign * second, 0) for sign in (1, -1)), key=np.linalg.norm)
    halves = refine(X, np.abs([first, second]), HALVING[0])
    return halves if halves[0] @ halves[1] >= SPLIT + RISING else refine(X, halves, HALVING[1])


def name_themes(table, names):
    """`table` with the analyst's names as labels; `names`: dict theme_id → name, such as {"T03": "Arms deliveries"}.

    A theme without a name keeps its label. Raises InputError for what is no id or no name.
    """
    for theme, name in names.items():
        if not re.fullmatch(r"T\d{2,}", theme) or not isinstance(name, str) or not name.strip():
            raise InputError(f'{theme} = {name!r} names no theme; write the id of a theme and its name: T03 = "Arms".')
    named = [names.get(theme, label) for theme, label in zip(table["theme_id"], table["label"], strict=True)]
    return table.assign(label=pd.Series(named, table.index, dtype="str"))


def representatives(model, texts, n=3):
    """DataFrame[theme_id, rank, article, weight, sentence]: the `n` articles that stand for each theme, copies once.

    `article` is the position in `texts`, `weight` the cosine of the article with the theme, `sentence` the one of it
    that says most of the theme.
    """
    texts = list(texts)
    weights = model.transform(texts)
    X = model.weigh_texts(texts)
    cosine = X @ model._H.T
    rows = []
    for theme, name in enumerate(model.theme_ids_):
        order = np.lexsort((np.arange(len(texts)), -cosine[:, theme]))
        chosen = []
        for article in order[weights[order].argmax(axis=1) == theme]:
            if len(chosen) == n or cosine[article, theme] <= 0:
                break
            if all((X[article] @ X[other].T).sum() < COPY for other in chosen):
                chosen.append(article)
        for rank, article in enumerate(chosen, 1):
            sentence = _sentence(model, texts[article], theme)
            rows.append((name, rank, int(article), float(cosine[article, theme]), sentence))
    return pd.DataFrame(rows, columns=["theme_id", "rank", "article", "weight", "sentence"])


def _sentence(model, text, theme):
    sentences = [text[start:end] for start, end in sentence_spans(text)]
    fit = [sentence for sentence in sentences if len(sentence.split()) >= WORDS] or sentences
    said = model.weigh_texts(fit) @ model._H[theme]
    return " ".join(fit[int(np.argmax(said))].split())
