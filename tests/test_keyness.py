"""Distinctive language: what one group says more than the rest, with the sentences that say it."""

import itertools
from collections import Counter
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import keyness


@pytest.fixture
def articles():
    common = "The alliance met in the capital and the ministers spoke to the press about the plan."
    texts = [f"{common} Icebreakers sailed north. Missile defence was praised." for _ in range(12)]
    texts += [f"{common} Farmers protested prices. The harvest failed." for _ in range(12)]
    days = pd.to_datetime(["2025-01-01", "2025-01-02", "2025-01-20", "2025-02-01"] * 6)
    return pd.DataFrame(
        {
            "article_id": [f"a{n}" for n in range(24)],
            "outlet": ["North Post"] * 12 + ["Farm News"] * 12,
            "title": "A day",
            "text": texts,
            "date": days,
            "url": "",
        }
    )


def test_terms_that_only_one_group_uses_lead(articles):
    table = keyness.keyness(articles)
    north = set(table.loc[table["group"] == "North Post", "term"])
    assert {"icebreakers", "icebreakers sailed"} & north
    assert not north & {"alliance", "ministers", "farmers"}
    assert (table["z"] > 1.96).all()
    assert (table["group_per_10k"] > table["rest_per_10k"]).all()


def test_the_z_score_is_that_of_the_paper():
    """Monroe, Colaresi & Quinn (2008), eq. 16, 20 and 22, by hand for one word."""
    here, rest, prior = np.array([30.0, 70.0]), np.array([10.0, 190.0]), np.array([2.0, 8.0])
    difference = np.log(32 / (110 - 32)) - np.log(12 / (210 - 12))
    assert keyness._z_scores(here, rest, prior)[0] == pytest.approx(difference / np.sqrt(1 / 32 + 1 / 12))


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=9), max_size=9))
def test_terms_are_counted_as_a_person_would(texts):
    articles = pd.DataFrame({"article_id": range(len(texts)), "terms": map(" ".join, texts)})
    with mock.patch.multiple(keyness, ROWS=2, SORTED=3):
        counted = keyness.TermCounts.of(articles)
    found = counted.counts.tocoo()
    ours = dict(zip(zip(found.row, counted.names(found.col), strict=True), found.data, strict=True))
    words = [Counter(text) for text in texts]
    pairs = [Counter(map(" ".join, itertools.pairwise(text))) for text in texts]
    assert {cell: n for cell, n in ours.items() if " " not in cell[1]} == _cells(words)
    assert {cell: n for cell, n in ours.items() if sum(cell[1] in held for held in pairs) >= 3} == _cells(
        [Counter({pair: n for pair, n in held.items() if sum(pair in h for h in pairs) >= 3}) for held in pairs]
    )


def _cells(counters):
    return {(row, term): n for row, counter in enumerate(counters) for term, n in counter.items()}


def test_counts_of_more_articles_give_the_same(articles):
    alone, more = articles.iloc[2:], keyness.TermCounts.of(articles)
    pd.testing.assert_frame_equal(keyness.keyness(alone), keyness.keyness(alone, counted=more))


def test_one_group_alone_has_nothing_to_be_compared_with(articles):
    assert len(keyness.keyness(articles[articles["outlet"] == "Farm News"])) == 0


def test_each_term_leads_to_sentences_that_hold_it(articles):
    table, texts = keyness.keyness(articles), articles.set_index("article_id")["text"]
    for row in keyness.concordance(articles, table, texts.loc.__getitem__).itertuples():
        assert row.term.split()[0] in row.sentence.lower()
        assert row.sentence in texts[row.article_id]


def test_one_event_is_paired_over_outlets_and_near_days_only(articles):
    alike = articles.assign(text="Warship sinks off the northern cape near icebreakers")
    none = pd.DataFrame({"article_id": [], "group_id": []})
    events = keyness.same_events(alike, none)
    for _, pair in events.groupby("event"):
        assert pair["outlet"].nunique() == 2
        assert (pair["date"].max() - pair["date"].min()).days <= 3
    one_story = pd.DataFrame({"article_id": alike["article_id"], "group_id": "x"})
    assert len(keyness.same_events(alike, one_story)) == 0
