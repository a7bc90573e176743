"""Themes: the same for the same seed, the same ids after an update, gentle with few articles."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from monitor.errors import MonitorError
from monitor.themes import ThemeModel, top_terms

SUBJECTS = ["fish harbour boat sea net", "budget money spending tax minister", "tank brigade exercise soldier border"]


def texts(n, subjects=SUBJECTS):
    generator = np.random.default_rng(0)
    chosen = [subjects[i % len(subjects)].split() for i in range(n)]
    return [" ".join(generator.choice(words, 40)) for words in chosen]


def test_themes_part_the_subjects():
    model = ThemeModel(n_themes=3).fit(texts(30))
    weights = model.transform(texts(30))
    assert weights.shape == (30, 3)
    assert np.allclose(weights.sum(axis=1), 1)
    assert len({tuple(weights[i::3].argmax(axis=1)) for i in range(3)}) == 3
    assert {"fish", "boat"} & {term for terms in model.terms(5) for term in terms}


def test_the_same_seed_gives_the_same_themes():
    one, other = (ThemeModel(n_themes=3, random_state=0).fit(texts(30)) for _ in range(2))
    assert one.terms() == other.terms()
    assert one.labels_ == other.labels_


def test_themes_keep_their_ids_and_a_new_one_is_announced_or_none():
    model = ThemeModel(n_themes=3).fit(texts(30))
    before = list(model.theme_ids_)
    model.update(texts(30) + texts(20, ["cable hacker sabotage wire cut"]))
    assert model.theme_ids_[:3] == before
    assert set(model.announced_) == set(model.theme_ids_) - set(before)


def test_a_saved_model_is_the_same_model(tmp_path):
    model = ThemeModel(n_themes=3).fit(texts(30))
    model.save(tmp_path / "model")
    loaded = ThemeModel.load(tmp_path / "model")
    assert loaded.terms() == model.terms()
    assert np.allclose(loaded.transform(texts(6)), model.transform(texts(6)))


@pytest.mark.parametrize("n", [1, 2, 50])
def test_few_articles_give_few_themes(n):
    model = ThemeModel().fit(texts(n))
    assert 1 <= len(model.theme_ids_) <= max(1, n)
    assert model.enough_ == (n > 5)


def test_few_articles_have_terms():
    table = top_terms(texts(1), n=3)
    assert set(table["term"]) <= set(SUBJECTS[0].split())
    assert table["weight"].is_monotonic_decreasing


def test_it_follows_the_estimator_contract():
    model = clone(ThemeModel(n_themes=4, random_state=3))
    assert model.get_params()["n_themes"] == 4
    with pytest.raises(NotFittedError):
        model.transform(["a text"])
    with pytest.raises((MonitorError, ValueError)):
        model.fit([])
