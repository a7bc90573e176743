"""Lists what an update changed in the themes, and puts the analyst's names on them."""

import numpy as np
import pandas as pd

from monitor.errors import InputError
from monitor.themes.factorization import factorize, largest

MERGE = 0.35  # cosine of two themes from which they may be one
SPLIT = 0.3  # cosine of two halves of a theme below which it may be two
HALF = 0.25  # share of the smaller half, at least
TERMS = 10  # of a theme that are compared
FEWEST = 20  # articles of a theme that is offered for a split
CHANGES = ["change", "theme_id", "other_id", "terms", "articles", "share"]


def changes_table(before, after):
    """DataFrame[change, theme_id, other_id, terms, articles, share]: what an update changed.

    `change` is one of: new (a theme of new articles: its terms, articles, share of all), split off
    from earlier coverage (a theme added for it), gained and lost (terms among the first ten), moved
    (articles from theme_id to other_id, share of the first's), unexplained (new articles that no
    earlier theme explains best, share of the new ones); and for the analyst to confirm: merge? (two
    themes of similar terms, share: cosine), split? (a theme of two unlike halves, terms of each,
    share of the smaller half). `before` and `after` are two states of one ThemeModel; else raises
    InputError.
    """
    was = before.strongest_themes()
    now = after.strongest_themes()
    n_known = len(was)
    if not now.index[:n_known].equals(was.index):
        raise InputError(
            "The second model is not an update of the first: give two states of one ThemeModel, "
            "older first."
        )
    rows = [*_term_changes(before, after, now), *_moves(was, now[:n_known])]
    if len(now) > n_known:
        is_new = ~now[n_known:].isin(before.theme_ids_)
        rows.append(("unexplained", None, None, [], is_new.sum(), is_new.mean()))
    rows += _mergers(after.components_, after.theme_ids_)
    for theme, texts in now.groupby(now).indices.items():
        words = after.words_
        rows += _split(theme, words.weighted[texts], words.terms)
    table = pd.DataFrame(rows, columns=CHANGES).astype({"articles": "Int64", "share": float})
    return table.assign(terms=table["terms"].map(", ".join))


def _term_changes(before, after, now):
    """Rows of new themes, and of the terms that the others gained and lost."""
    earlier = dict(zip(before.theme_ids_, before.terms(), strict=True))
    for theme, terms in zip(after.theme_ids_, after.terms(), strict=True):
        if theme in earlier:
            gained = [term for term in terms if term not in earlier[theme]]
            lost = [term for term in earlier[theme] if term not in terms]
            for change, words in (("gained", gained), ("lost", lost)):
                if words:
                    yield change, theme, None, words, None, len(words) / TERMS
        else:
            is_new = theme in after.announced_
            change = "new" if is_new else "split off from earlier coverage"
            yield change, theme, None, terms, np.sum(now == theme), np.mean(now == theme)


def _moves(was, now):
    """Rows of the articles that moved from one theme to another, most first."""
    pairs = pd.DataFrame({"was": was, "now": now}).query("was != now")
    moved = pairs.groupby(["was", "now"]).size().sort_values(ascending=False, kind="stable")
    for (theme, other), articles in moved.items():
        yield "moved", theme, other, [], articles, articles / np.sum(was == theme)


def _mergers(components, ids):
    """Rows of the pairs of themes that may be one."""
    cosine = np.triu(components @ components.T, 1)
    for one, other in np.argwhere(cosine >= MERGE):
        yield "merge?", ids[one], ids[other], [], None, cosine[one, other]


def _split(theme, X, words):
    """Row of the theme of the articles X (articles, words) if it may be two; else none."""
    if X.shape[0] < FEWEST:
        return
    halves = factorize(X, 2)
    share = np.mean((X @ halves.T).argmax(axis=1))
    share = min(share, 1 - share)
    if halves[0] @ halves[-1] < SPLIT and share >= HALF:
        terms = [words[column] for half in halves for column in largest(half, TERMS // 2)]
        yield "split?", theme, None, terms, round(share * X.shape[0]), share


def name_themes(table, names):
    """`table` with the analyst's names as labels, such as {"T03": "Arms deliveries"}.

    A theme without a name keeps its label.
    """
    labels = dict(zip(table["theme_id"], table["label"], strict=True)) | names
    return table.assign(label=table["theme_id"].map(labels).astype("str"))
