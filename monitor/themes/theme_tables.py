"""Tables of themes: terms, map, weights; and the terms of articles too few to have themes."""

import numpy as np
import pandas as pd
from sklearn.decomposition import KernelPCA
from sklearn.preprocessing import normalize

from monitor.themes.factorization import largest, strongest
from monitor.themes.labels import find_phrases
from monitor.themes.tokenization import TokenizedTexts, tokens_of, word_of
from monitor.themes.vocabulary import WordCounts

LEAST = 0.05  # weight of a theme in an article


def top_terms(texts, n=15):
    """DataFrame[term, weight]: the `n` terms that weigh most in the texts together, by TF-IDF.

    Terms are written as in the texts; the weights of all words of a text sum to 1. Of a single text
    the most frequent words are the terms.
    """
    tokenized = TokenizedTexts(texts)
    words = WordCounts(tokenized, np.arange(len(tokenized)))
    weights = normalize(words.tfidf, norm="l1").sum(axis=0)
    columns = largest(weights, n)
    phrases = find_phrases(columns, words.columns, tokenized.numbers, list(tokenized.forms))
    terms = [" ".join(phrases[column]) for column in columns]
    table = pd.DataFrame({"term": terms, "weight": weights[columns]})
    return table.drop_duplicates("term", ignore_index=True)


def themes_table(model):
    """DataFrame[theme_id, label, terms, articles], one row per theme.

    `articles`: how many of those given to the ThemeModel have it as their strongest.
    """
    articles = strongest(model.weights_)
    return pd.DataFrame(
        {
            "theme_id": model.theme_ids_,
            "label": model.labels_,
            "terms": [", ".join(terms) for terms in model.terms()],
            "articles": np.bincount(articles[articles >= 0], minlength=len(model.theme_ids_)),
        }
    )


def theme_weights_table(model, article_ids):
    """DataFrame[article_id, theme_id, weight] of weights of at least 0.05.

    `article_ids`: of the texts given to the ThemeModel, in their order.
    """
    weights = pd.DataFrame(model.weights_, article_ids, model.theme_ids_)
    weights = weights.stack().rename_axis(["article_id", "theme_id"]).rename("weight")
    return weights[weights >= LEAST].reset_index()


def typical_headlines(weights, articles, themes):
    """Series of the headlines of the three most typical articles, by theme_id.

    Their theme weighs most in them, and its label and terms are in the headline. `weights`,
    `themes`: as returned by `theme_weights_table` and `themes_table`; `articles`:
    DataFrame[article_id, title].
    """
    table = weights.merge(articles[["article_id", "title"]], on="article_id")
    table = table.merge(themes[["theme_id", "label", "terms"]], on="theme_id")
    table = table[table["title"] != ""]
    theme_words = (table["label"] + " " + table["terms"]).map(_words)
    shared = [len(a & b) for a, b in zip(table["title"].map(_words), theme_words, strict=True)]
    table["typical"] = table["weight"] * (1 + np.array(shared))
    table = table.sort_values("typical", ascending=False, kind="stable")
    table = table.drop_duplicates(["theme_id", "title"])
    return table.groupby("theme_id")["title"].agg(lambda titles: "; ".join(titles[:3]))


def _words(text):
    return {*map(word_of, tokens_of(text))} - {""}


def theme_terms(model, themes, n=6):
    """DataFrame[theme_id, label, articles, term, weight]: `n` terms of each theme, largest first.

    `weight`: of the term in the theme, whose words together have length 1. `themes`: as returned by
    `themes_table`. Empty where `model` is None.
    """
    if model is None:
        return pd.DataFrame()
    loadings = pd.DataFrame(model.components_, model.theme_ids_, model.columns_).stack()
    terms = dict(zip(model.theme_ids_, model.terms(n), strict=True))
    table = themes.sort_values(["articles", "theme_id"], ascending=[False, True])
    table = table.assign(term=table["theme_id"].map(terms)).explode("term", ignore_index=True)
    table = table.join(loadings.rename("weight"), on=["theme_id", "term"])
    return table[["theme_id", "label", "articles", "term", "weight"]]


def theme_map(model, themes):
    """DataFrame[theme_id, label, articles, x, y, nearest, likeness]: themes of similar terms near.

    Classical scaling (Torgerson 1952) of the distance 1 − cosine; `nearest`: label of the most
    similar theme, `likeness`: their cosine (0 to 1). Empty where `model` is None or there are fewer
    than three themes.
    """
    if model is None or len(themes) < 3:
        return pd.DataFrame()
    table = themes.set_index("theme_id").loc[model.theme_ids_, ["label", "articles"]]
    cosine = np.minimum(model.components_ @ model.components_.T, 1)
    scaling = KernelPCA(2, kernel="precomputed", eigen_solver="dense")
    table[["x", "y"]] = scaling.fit_transform(-((1 - cosine) ** 2) / 2)
    np.fill_diagonal(cosine, -1)
    nearest = table["label"].to_numpy()[cosine.argmax(axis=1)]
    return table.assign(nearest=nearest, likeness=cosine.max(axis=1)).reset_index()


def theme_numbers(model):
    """`model.stability_`: how stable each number of themes was; empty where `model` is None."""
    return model.stability_ if model else pd.DataFrame()
