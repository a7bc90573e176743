"""Distinctive language: what more articles of one group say, and nothing that chance explains."""

import numpy as np
import pandas as pd
import pytest

from monitor.compare.language import (
    compare_terms,
    concordance,
    count_terms,
    keyness,
    strongest_terms,
)
from monitor.themes.tokenization import TokenizedTexts

WORDS = [a + b for a in ("bar", "cod", "dul", "fen", "gam") for b in ("ack", "elm", "ist", "ora")]


def invent(n, seed=0, length=40):
    """Series of n texts of words drawn at random, none of which sets a group apart."""
    rng = np.random.default_rng(seed)
    return pd.Series([" ".join(rng.choice(WORDS, length)) + "." for _ in range(n)])


@pytest.fixture
def texts():
    return invent(60)


@pytest.fixture
def groups():
    return pd.Series(["North Post", "Farm News", "Daily Mirror"] * 20)


def say(texts, sentence, rows):
    """The texts, with the sentence in these rows and words of their own beside it."""
    said = [f"{text} {number}: {sentence}" for number, text in texts.items()]
    return texts.where(~texts.index.isin(rows), said)


def terms(table, group):
    return set(table.loc[table["significant"] & (table["group"] == group), "term"])


def test_articles_are_whole_numbers():
    texts = pd.Series([f"the cable lies deep {n}" for n in range(5)] + ["fish swim far"] * 1)
    table = keyness(texts, pd.Series(["a"] * 5 + ["b"]))
    assert all(pd.api.types.is_integer_dtype(table[name]) for name in ("articles", "rest"))


def test_a_word_of_many_articles_of_one_group_is_found(texts, groups):
    planted = say(texts, "The icebreaker sails.", range(0, 60, 3))
    table = keyness(planted, groups)
    assert terms(table, "North Post") == {"icebreaker", "sails", "icebreaker sails"}
    row = table[table["term"] == "icebreaker"].iloc[0]
    assert (row["articles"], row["group_articles"]) == (20, 20)
    assert (row["rest"], row["rest_articles"]) == (0, 40)


def test_shuffled_groups_have_no_finding_but_by_chance(texts, groups):
    """Five in a hundred may have one: p < .05 holds for all terms together."""
    rng, counts = np.random.default_rng(1), count_terms(texts)
    tables = [compare_terms(counts, rng.permutation(groups)) for _ in range(60)]
    assert sum(table["significant"].any() for table in tables) <= 3


def test_one_article_that_repeats_a_word_is_no_finding(texts, groups):
    texts[0] += " icebreaker" * 200
    assert not keyness(texts, groups)["significant"].any()


def test_a_word_that_only_long_articles_hold_is_no_finding():
    """Words that come with every hundredth word set nothing apart where articles are long."""
    rng = np.random.default_rng(2)
    vocabulary = [f"{a}{b}" for a in WORDS for b in ("an", "os", "ur", "ew", "iv", "yr")]
    texts = [" ".join(rng.choice(vocabulary, n)) for n in [400] * 60 + [50] * 60]
    table = keyness(pd.Series(texts), pd.Series(["long"] * 60 + ["short"] * 60))
    assert not table["significant"].any()


def test_rates_are_of_all_words(groups):
    texts = invent(60, length=96)
    planted = say(texts, "The icebreaker.", range(0, 60, 3))
    row = keyness(planted, groups).set_index("term").loc["icebreaker"]
    # 96 words, a number, "the", and the word itself.
    assert row["group_per_10k"] == pytest.approx(1e4 / 99)
    assert row["rest_per_10k"] == 0


@pytest.mark.parametrize(
    "sentence",
    [
        "\nSign up for the icebreaker alert.\n",
        "\nWATCHED {n} Replay icebreaker videos must watch {n}\n\nWATCHED 2 Replay icebreaker videos must watch 2\n",
        "\nGet the icebreaker stories you like in your inbox. By signing up, you agree to our "
        "icebreaker policy. Thank you.\n",
        "By signing up you agree to receive our icebreaker notice or alerts from our partners.",
        "See icebreaker.example/alerts or ask post@icebreaker.example for it.",
    ],
)
def test_words_of_the_page_are_no_finding(sentence, texts, groups):
    for row in range(0, 60, 3):
        texts[row] += " " + sentence.format(n=row)
    found = terms(keyness(texts, groups), "North Post")
    assert not {term for term in found if "icebreaker" in term or "replay" in term}


def test_terms_are_the_words_of_the_themes(texts, groups):
    planted = say(texts, "Beto O’Rourke's stay-at-home rule.", range(0, 60, 3))
    found = terms(keyness(planted, groups), "North Post")
    assert {"o'rourke", "beto o'rourke", "stay-at-home"} <= found


def test_of_many_articles_the_terms_of_a_sample_are_counted_in_all(texts, monkeypatch):
    planted = say(texts, "The icebreaker sails.", range(60))
    every = count_terms(planted)
    monkeypatch.setattr("monitor.compare.language.SAMPLE", 25)
    counts = count_terms(planted)
    assert set(counts.terms) <= set(every.terms)
    assert counts.uses[:, list(counts.terms).index("icebreaker")].sum() == 60


def test_texts_that_were_read_before_are_counted_alike(texts):
    known = TokenizedTexts(["Rain fell on the harbour.", *texts[::2]])
    new, again = count_terms(texts), count_terms(texts, known)
    order = np.argsort(new.terms), np.argsort(again.terms)
    assert list(new.terms[order[0]]) == list(again.terms[order[1]])
    assert (new.uses[:, order[0]] != again.uses[:, order[1]]).nnz == 0
    assert list(new.words) == list(again.words)


@pytest.mark.parametrize("name", ["The North Post", "northpost", "Post of the north", "NP"])
def test_an_outlet_s_own_name_is_no_finding(name, texts, groups):
    planted = say(texts, f"{name} asked.", range(0, 60, 3))
    assert terms(keyness(planted, groups), "North Post") <= {"asked"}


def test_another_outlet_s_name_may_be_a_finding(texts, groups):
    planted = say(texts, "Mirror.", range(0, 60, 3))
    assert "mirror" in terms(keyness(planted, groups), "North Post")


def test_order_copies_and_seed_change_nothing(texts, groups):
    planted = say(texts, "The icebreaker sails.", range(0, 60, 3))
    table = keyness(planted, groups)
    order = np.random.default_rng(3).permutation(60)
    pd.testing.assert_frame_equal(table, keyness(planted[order], groups[order], random_state=4))
    twice = pd.concat([planted, planted]), pd.concat([groups, groups])
    pd.testing.assert_frame_equal(table, keyness(*twice))


def test_families_of_tests_make_each_stricter(texts, groups):
    planted = say(texts, "The icebreaker sails.", range(0, 15, 3))
    one, many = (keyness(planted, groups, families=n).set_index("term") for n in (1, 1000))
    assert one.loc["sails", "p"] < many.loc["sails", "p"] == 1


@pytest.mark.parametrize("n", [0, 1, 3])
def test_few_articles_have_no_finding(n, texts):
    table = keyness(texts[:n], pd.Series(["A", "B", "C"][:n], dtype=object))
    assert not table["significant"].any()
    assert len(strongest_terms(table)) == 0


def test_of_pairs_and_their_words_one_is_shown(texts, groups):
    planted = say(texts, "The icebreaker sails.", range(0, 60, 3))
    assert list(strongest_terms(keyness(planted, groups))["term"]) == ["icebreaker sails"]


def test_each_term_leads_to_sentences_that_hold_it(texts, groups):
    planted = say(texts, "See post@north.example. An icebreaker sails.", range(0, 60, 3))
    counts = count_terms(planted)
    table = strongest_terms(compare_terms(counts, groups))
    articles = pd.DataFrame({"article_id": planted.index, "group": groups})
    sentences = concordance(table, counts, articles, lambda rows: planted[rows.index])
    assert list(sentences["article_id"]) == [0, 3]
    for row in sentences.itertuples():
        assert row.sentence == "An icebreaker sails."
