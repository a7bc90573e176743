"""Themes in, tables of them out: terms, map, weights; and the terms of articles too few to have themes."""

import numpy as np
import pandas as pd

from monitor.errors import InputError
from monitor.themes.words import Tokens, Vocabulary, checked

LEAST = 0.05


def top_terms(texts, n=10, ignore=()):
    """DataFrame[article, term, weight]: the `n` terms of each text by TF-IDF; of a single text by frequency.

    `article` is the position in `texts`; terms are written as in the texts; the weights of one article sum to 1.
    """
    tokens = Tokens()
    rows = tokens.add(checked(texts))
    vocabulary = Vocabulary(tokens, ignore)
    counts, sequence = vocabulary.counts, vocabulary.sequence(tokens, vocabulary.left_out)
    of_text = [part for _, bounds, columns in sequence for part in np.split(columns, bounds[1:-1])]
    idf = 1 + np.log(len(tokens) / np.maximum(1, np.bincount(counts.indices, minlength=counts.shape[1])))
    found = []
    for article, row in enumerate(rows):
        words, first, times = np.unique(of_text[row], return_index=True, return_counts=True)
        words, first, times = words[words >= 0], first[words >= 0], times[words >= 0]
        weight = times * idf[words]
        for place in np.lexsort((first, -weight))[:n]:
            found.append((article, vocabulary.shown[words[place]], weight[place] / weight.sum()))
    return pd.DataFrame(found, columns=["article", "term", "weight"])


def themes_table(model, first_batch, weights, n=10):
    """DataFrame[theme_id, label, terms, first_batch, articles], one row a theme.

    `first_batch`: dict theme_id → batch in which the theme first came; `articles`: how many have it as strongest.
    """
    strongest = np.bincount(weights.argmax(axis=1)[weights.any(axis=1)], minlength=len(model.theme_ids_))
    return pd.DataFrame(
        {
            "theme_id": model.theme_ids_,
            "label": model.labels_,
            "terms": [", ".join(terms) for terms in model.terms(n)],
            "first_batch": [first_batch.get(theme_id, "") for theme_id in model.theme_ids_],
            "articles": strongest,
        }
    )


def theme_weights_table(model, article_ids, weights):
    """DataFrame[article_id, theme_id, weight] from weights (articles, themes); those under 0.05 are left out."""
    if len(article_ids) != len(weights):
        raise InputError(f"{len(article_ids)} article_ids for {len(weights)} rows of weights; give one for each.")
    rows, columns = np.nonzero(weights >= LEAST)
    ids, themes = np.asarray(article_ids, dtype=object), np.array(model.theme_ids_, dtype=object)
    return pd.DataFrame({"article_id": ids[rows], "theme_id": themes[columns], "weight": weights[rows, columns]})


def theme_terms(model, themes, n=6):
    """DataFrame[theme_id, label, articles, term, weight]: the `n` terms of each of the `themes`, largest theme first.

    `weight`: of the term in the theme, whose words together have length 1. Empty where `model` is None.
    """
    found = []
    for row, theme, terms in zip(model._H, model.theme_ids_, model.terms(n), strict=True) if model else ():
        found += [(theme, term, row[model.vocabulary_.column_of[term]]) for term in terms]
    table = pd.DataFrame(found, columns=["theme_id", "term", "weight"]).merge(themes, on="theme_id")
    table = table.sort_values(["articles", "theme_id"], ascending=[False, True], kind="stable", ignore_index=True)
    return table[["theme_id", "label", "articles", "term", "weight"]]


def theme_map(model, themes):
    """DataFrame[theme_id, label, articles, x, y, nearest, likeness]: themes in a plane, those of like terms near.

    Classical scaling (Torgerson 1952) of the distance 1 − cosine; `nearest`: label of the theme of most `likeness`
    (cosine, 0 to 1). Empty where `model` is None or there are fewer than three themes.
    """
    if model is None or len(themes) < 3:
        return pd.DataFrame()
    themes = themes.set_index("theme_id").loc[model.theme_ids_].reset_index()
    alike = np.minimum(model._H @ model._H.T, 1)
    centred = (1 - alike) ** 2
    centred = centred - centred.mean(axis=0) - centred.mean(axis=1)[:, None] + centred.mean()
    values, axes = np.linalg.eigh(-centred / 2)
    places = axes[:, [-1, -2]] * np.sqrt(np.maximum(values[[-1, -2]], 0))
    np.fill_diagonal(alike, -1)
    nearest = themes["label"].to_numpy()[alike.argmax(axis=1)]
    table = themes[["theme_id", "label", "articles"]]
    return table.assign(x=places[:, 0], y=places[:, 1], nearest=nearest, likeness=alike.max(axis=1))


def theme_numbers(model):
    """`model.stability_`: how stable each number of themes was; empty where it was given, or `model` is None."""
    return model.stability_ if model else pd.DataFrame()
