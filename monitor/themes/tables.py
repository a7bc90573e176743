"""Themes in, the tables `themes` and `theme_weights` out; and the terms of articles too few to have themes."""

import numpy as np
import pandas as pd

from monitor.errors import InputError
from monitor.themes.model import check_texts
from monitor.themes.words import Tokens, Vocabulary

LEAST = 0.05


def top_terms(texts, n=10, ignore=()):
    """DataFrame[article, term, weight]: the `n` terms of each text by TF-IDF; of a single text by frequency.

    `article` is the position in `texts`; terms are written as in the texts; the weights of one article sum to 1.
    """
    tokens = Tokens()
    rows = tokens.add(check_texts(texts))
    vocabulary = Vocabulary(tokens, ignore)
    columns, row_of, counts = vocabulary.columns, vocabulary.rows, vocabulary.counts
    idf = 1 + np.log(len(tokens) / np.maximum(1, np.bincount(counts.indices, minlength=counts.shape[1])))
    found = []
    for article, row in enumerate(rows):
        words, first, times = np.unique(columns[row_of == row], return_index=True, return_counts=True)
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
