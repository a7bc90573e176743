"""Lists what an update changed in the themes, and puts the analyst's names on them."""

import re

import numpy as np
import pandas as pd

from monitor.errors import InputError
from monitor.themes.factorization import factorize, largest

MERGE = 0.35  # cosine of two themes from which they may be one
SPLIT = 0.3  # cosine of two halves of a theme below which it may be two
HALF = 0.25  # share of the smaller half, at least
FEWEST = 20  # articles of a theme that is offered for a split
CHANGES = ["change", "theme_id", "other_id", "terms", "articles", "share"]


def changes_table(before, after, n=10):
    """DataFrame[change, theme_id, other_id, terms, articles, share]: what an update changed.

    `change` is one of: new (a theme of new articles: its terms, articles, share of all), split off
    from earlier coverage (a theme added for it), gained and lost (terms among the `n` first), moved
    (articles from theme_id to other_id, share of the first's), unexplained (new articles that the
    earlier themes explain less than 95% of the earlier articles, share of the new ones: 0.05 is
    usual); and for the analyst to confirm: merge? (two themes of similar terms, share: cosine),
    split? (a theme of two unlike halves, terms of each, share of the smaller half). `before` and
    `after` are two states of one ThemeModel; else raises InputError.
    """
    was = before.strongest_themes()
    now = after.strongest_themes()
    n_known = len(was)
    if list(now.index[:n_known]) != list(was.index):
        raise InputError(
            "The second model is no update of the first: give two states of one ThemeModel, older "
            "first."
        )
    rows = [*_term_changes(before, after, now, n), *_moves(was, now[:n_known])]
    n_new = len(now) - n_known
    if n_new:
        unexplained = after.n_poorly_explained_
        rows.append(("unexplained", None, None, [], unexplained, unexplained / n_new))
    rows += _mergers(after.components_, after.theme_ids_)
    rows += _splits(after, now, n)
    table = pd.DataFrame(rows, columns=CHANGES).astype({"articles": "Int64", "share": float})
    return table.assign(terms=table["terms"].map(", ".join))


def _term_changes(before, after, now, n):
    """Rows of new themes, and of the terms that the others gained and lost."""
    sizes = now.value_counts()
    earlier = dict(zip(before.theme_ids_, before.terms(n), strict=True))
    for theme, terms in zip(after.theme_ids_, after.terms(n), strict=True):
        if theme not in earlier:
            size = sizes.get(theme, 0)
            is_new = theme in after.announced_
            change = "new" if is_new else "split off from earlier coverage"
            yield change, theme, None, terms, size, size / len(now)
            continue
        for change, some, others in (
            ("gained", terms, earlier[theme]),
            ("lost", earlier[theme], terms),
        ):
            if words := [term for term in some if term not in others]:
                yield change, theme, None, words, None, len(words) / n


def _moves(was, now):
    """Rows of the articles that moved from one theme to another, most first."""
    pairs = pd.DataFrame({"was": was, "now": now}).query("was != now")
    moved = pairs.groupby(["was", "now"]).size().sort_values(ascending=False, kind="stable")
    for (theme, other), articles in moved.items():
        yield "moved", theme, other, [], articles, articles / (was == theme).sum()


def _mergers(components, ids):
    """Rows of the pairs of themes that may be one."""
    cosine = np.triu(components @ components.T, 1)
    for one, other in np.argwhere(cosine >= MERGE):
        yield "merge?", ids[one], ids[other], [], None, cosine[one, other]


def _splits(model, strongest, n):
    """Rows of the themes that may be two."""
    for theme, rows in strongest.groupby(strongest).indices.items():
        X = model.words_.weighted[rows]
        if len(rows) < FEWEST:
            continue
        shared = np.flatnonzero(np.bincount(X.indices, minlength=X.shape[1]) > 2)
        X = X[:, shared]
        halves = factorize(X, 2, model.random_state, rounds=15)
        share = np.mean((X @ halves.T).argmax(axis=1))
        share = min(share, 1 - share)
        if halves[0] @ halves[-1] < SPLIT and share >= HALF:
            words = [shared[place] for half in halves for place in largest(half, n // 2)]
            terms = [model.words_.terms[word] for word in words]
            yield "split?", theme, None, terms, round(share * len(rows)), share


def name_themes(table, names):
    """`table` with the analyst's names as labels, such as {"T03": "Arms deliveries"}.

    A theme without a name keeps its label. Raises InputError for what is no id or no name.
    """
    for theme, name in names.items():
        if not re.fullmatch(r"T\d{2,}", theme) or not isinstance(name, str) or not name.strip():
            raise InputError(
                f"{theme} = {name!r} names no theme; write the id of a theme and its name: T03 = "
                '"Arms".'
            )
    labels = table.set_index("theme_id")["label"].to_dict() | names
    return table.assign(label=table["theme_id"].map(labels).astype("str"))
