"""Finds words that may become cues: those that set the passages about the target apart."""

import re

import pandas as pd

from monitor.compare.language import keyness, strongest_terms
from monitor.text.sentences import sentence_spans

SENTENCES = 2_500  # of either kind: of more than 5,000 texts keyness takes a sample
MIN_ARTICLES = 3


def find_cue_words(selection, n=40):
    """The words that passages about the target hold more often than other sentences do.

    Returns DataFrame[term, group_per_10k, rest_per_10k, articles, passage], the strongest by
    `compare.keyness` first: the number of articles whose passages hold the term, at least three,
    and the first of these passages. Words of the target's names are left out. It is a list to
    choose from and no finding, since sentences of one article are alike.
    """
    passages = _sample(selection.table("stance"))
    names = " ".join(selection.corpus.codebook.target.names)
    others = _sample(_other_sentences(selection))
    texts = pd.concat([passages["passage"], others])
    groups = pd.Series([names] * len(passages) + ["others"] * len(others), dtype="str")
    table = keyness(texts, groups)
    terms = strongest_terms(table[table["group"] == names], n)
    examples = [_passages_with(term, passages) for term in terms["term"]]
    terms["articles"] = [example["article_id"].nunique() for example in examples]
    terms["passage"] = [next(iter(example["passage"]), "") for example in examples]
    columns = ["term", "group_per_10k", "rest_per_10k", "articles", "passage"]
    return terms.loc[terms["articles"] >= MIN_ARTICLES, columns].round(1).reset_index(drop=True)


def _sample(rows):
    return rows.sample(min(len(rows), SENTENCES), random_state=0).sort_index()


def _other_sentences(selection):
    """Series of the sentences of articles in English that are no passages about the target."""
    about = set(selection.table("stance")["passage_id"])
    articles = selection.articles
    articles = _sample(articles[articles["language"] == "en"])
    return pd.Series(
        [
            text[start:end]
            for article_id, text in selection.corpus.texts(articles["article_id"]).items()
            for start, end in sentence_spans(text)
            if f"{article_id}:{start}" not in about
        ],
        dtype="str",
    )


def _passages_with(term, passages):
    words = r"\W+".join(map(re.escape, term.split()))
    return passages[passages["passage"].str.contains(rf"\b{words}\b", case=False)]
