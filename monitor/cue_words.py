"""Finds words that may become cues: those that set the passages about the target apart."""

import pandas as pd

from monitor.compare.language import keyness, strongest_terms
from monitor.report.html import table
from monitor.text.sentences import sentence_spans

SENTENCES = 2_500  # others: of more than 5,000 texts in all keyness reads the terms of a sample
MIN_ARTICLES = 3
COLUMNS = ["term", "passages_per_10k", "others_per_10k", "articles", "passage"]


def cue_words(selection, n=40):
    """The words of `find_cue_words` as a table."""
    return table(find_cue_words(selection, n), "Words more frequent in passages than elsewhere")


def find_cue_words(selection, n=40):
    """The words that passages about the target hold more often than other sentences do.

    Returns DataFrame[term, passages_per_10k, others_per_10k, articles, passage], the strongest by
    `compare.keyness` first: the number of articles whose passages hold the term, at least three,
    and the first of these passages. Words of the target's names are left out. It is a list to
    choose from and no finding, since sentences of one article are alike.
    """
    passages = selection.table("stance")
    others = _other_sentences(selection, set(passages["passage_id"]))
    names = " ".join(selection.codebook.target.names)
    others = others.sample(min(len(others), SENTENCES), random_state=0)
    texts = pd.concat([passages["passage"], others], keys=[names, "others"])
    found = keyness(texts, texts.index.get_level_values(0))
    terms = strongest_terms(found[found["group"] == names], n)
    rows = []
    for row in terms.itertuples():
        pattern = rf"\b{row.term}\b".replace(" ", r"\W+")
        matches = passages[passages["passage"].str.contains(pattern, case=False)]
        n_articles = matches["article_id"].nunique()
        if n_articles >= MIN_ARTICLES:
            rates = round(row.group_per_10k), round(row.rest_per_10k)
            rows.append((row.term, *rates, n_articles, matches["passage"].iloc[0]))
    return pd.DataFrame(rows, columns=COLUMNS)


def _other_sentences(selection, passage_ids):
    """Series of the sentences that are no passages about the target."""
    texts = selection.corpus.texts(selection.articles["article_id"])
    sentences = [
        text[start:end]
        for article_id, text in texts.items()
        for start, end in sentence_spans(text)
        if f"{article_id}:{start}" not in passage_ids
    ]
    return pd.Series(sentences, dtype="str")
