"""Themes: the same for the same seed, the same ids after an update, few for few articles."""

import copy
import json
import re
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks

from monitor.errors import MonitorError
from monitor.themes import (
    ThemeModel,
    changes_table,
    name_themes,
    theme_map,
    theme_terms,
    themes_table,
    top_terms,
    typical_headlines,
    write_terms,
)
from monitor.themes.labels import is_form
from monitor.themes.tokenization import TokenizedTexts
from monitor.themes.updates import keep_themes

SUBJECTS = [
    "fish harbour boat sea net",
    "budget money spending tax minister",
    "tank brigade exercise soldier border",
]


def texts(n, subjects=SUBJECTS):
    generator = np.random.default_rng(0)
    chosen = [subjects[i % len(subjects)].split() for i in range(n)]
    return [" ".join(generator.choice(words, 40)) for words in chosen]


def test_themes_separate_the_subjects():
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


def test_a_second_fit_does_not_depend_on_the_first():
    model = ThemeModel(n_themes=3).fit(texts(60)).update(texts(75))
    again, fresh = model.fit(texts(50)), ThemeModel(n_themes=3).fit(texts(50))
    assert again.labels_ == fresh.labels_
    assert again.terms() == fresh.terms()
    assert np.array_equal(again.weights_, fresh.weights_)


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


def test_a_loaded_model_goes_on_as_the_one_that_was_saved(tmp_path):
    model = ThemeModel(n_themes=3).fit(texts(60))
    model.save(tmp_path / "model")
    tables = []
    for after in (model, ThemeModel.load(tmp_path / "model")):
        before = copy.copy(after)
        after.update(texts(12, ["cable hacker sabotage wire cut"]), further=True)
        tables.append(changes_table(before, after))
        assert before.transform(texts(6)).shape == (6, 3), (
            "a shallow copy keeps the state of before"
        )
    assert model.terms() == after.terms()
    assert np.allclose(model.weights_, after.weights_)
    pd.testing.assert_frame_equal(*tables)


@pytest.mark.parametrize("n", [1, 2, 50])
def test_few_articles_give_few_themes(n):
    model = ThemeModel().fit(texts(n))
    assert 1 <= len(model.theme_ids_) <= max(1, n)
    assert model.enough_ == (n > 5)


def test_few_articles_have_terms():
    table = top_terms(texts(1), n=3)
    assert set(" ".join(table["term"]).split()) <= set(SUBJECTS[0].split())
    assert table["weight"].is_monotonic_decreasing


def test_it_follows_the_estimator_contract():
    model = clone(ThemeModel(n_themes=4, random_state=3))
    assert model.get_params()["n_themes"] == 4
    with pytest.raises(NotFittedError):
        model.transform(["a text"])
    with pytest.raises((MonitorError, ValueError)):
        model.fit([])


def test_the_order_of_the_articles_does_not_matter():
    given = texts(30)
    one, other = ThemeModel(n_themes=3).fit(given), ThemeModel(n_themes=3).fit(given[::-1])
    assert one.terms() == other.terms()
    assert np.allclose(one.transform(given), other.transform(given), atol=1e-6)


def test_it_passes_the_checks_of_scikit_learn_as_far_as_they_take_texts():
    model = ThemeModel(n_themes=2)
    with warnings.catch_warnings(action="ignore", category=SkipTestWarning):
        estimator_checks.check_estimator(model)
    for check in (
        estimator_checks.check_estimator_repr,
        estimator_checks.check_get_params_invariance,
        estimator_checks.check_mixin_order,
        estimator_checks.check_no_attributes_set_in_init,
        estimator_checks.check_set_params,
        estimator_checks.check_valid_tag_types,
    ):
        check("ThemeModel", model)


def test_its_columns_are_named_by_theme():
    found = (
        ThemeModel(n_themes=3).set_output(transform="pandas").fit(texts(30)).transform(texts(30))
    )
    assert list(found.columns) == ["T01", "T02", "T03"]


def test_it_works_in_a_pipeline():
    found = make_pipeline(ThemeModel(n_themes=3), LogisticRegression()).fit(
        texts(30), ["a", "b", "c"] * 10
    )
    assert found.score(texts(30), ["a", "b", "c"] * 10) == 1


def test_identical_articles_are_factorised_without_a_warning():
    # The error of the best fit is 0, and rounding makes it less.
    words = "ship harbour island navy port sailor deck anchor aaaa"
    with warnings.catch_warnings(action="error"):
        for n_words in range(2, 10):
            texts = [f"{' '.join(words.split()[:n_words])}. {'x ' * n}" for n in range(6)]
            ThemeModel(1).fit(texts)


def test_the_number_of_themes_is_chosen_by_stability_and_the_table_kept():
    model = ThemeModel().fit(texts(120))
    assert list(model.stability_) == ["n_themes", "stability", "spread", "chosen"]
    assert model.stability_["stability"].between(0, 1).all()
    assert (
        len(model.theme_ids_) == model.stability_.loc[model.stability_["chosen"], "n_themes"].item()
    )


def test_an_event_is_announced_and_a_quiet_update_is_not():
    model = ThemeModel(n_themes=3).fit(texts(60))
    quiet = copy.deepcopy(model).update(texts(72))
    assert quiet.announced_ == []
    event = model.update(texts(60) + texts(12, ["cable hacker sabotage wire cut"]))
    assert event.announced_ == ["T04"]
    assert set(event.terms(3)[-1]) <= {"cable", "hacker", "sabotage", "wire", "cut"}


def test_an_event_is_announced_once():
    words = "cable hacker sabotage wire cut severed repair diver seabed leak probe suspect"
    model = ThemeModel(n_themes=3).fit(texts(60))
    parts = [words, f"{words} crew crew crew", f"{words} port port port"]
    assert model.update(texts(60) + texts(36, parts)).announced_ == ["T04"]


def test_an_article_moves_only_to_a_theme_that_fits_it_far_better():
    themes = np.array([[1.0, 0.0], [0.0, 1.0]])
    articles = np.array([[0.6, 0.8], [0.1, 0.99], [0.0, 1.0]])
    weights = keep_themes(articles, articles @ themes.T, before=np.array([0, 0]))
    assert list(weights.argmax(axis=1)) == [0, 1, 1], "kept, moved, and new"


@pytest.mark.parametrize(
    "one, other, expected",
    [
        ("China", "Chinese", True),
        ("Turkey", "Turkish", True),
        ("Ukraine", "Ukrainian", True),
        ("Iran", "Iraq", False),
        ("Congress", "control", False),
    ],
)
def test_two_forms_of_one_word_are_known(one, other, expected):
    assert is_form(one, other) == expected


def test_a_label_has_no_two_forms_of_one_word_and_names_a_word_with_its_neighbour():
    given = texts(12, ["Turkey Turkish strait harbour army treaty"])
    given = [f"{text}. The prime minister met union leaders." for text in given]
    label = ThemeModel(n_themes=1).fit(given).labels_[0]
    assert not {"Turkey", "Turkish"} <= set(re.findall(r"\w+", label))
    assert "prime" not in label or "prime minister" in label


def test_a_label_takes_the_words_of_headlines_before_others():
    given = [f"Sabotage\n\n{text}" for text in texts(12, ["fish net cable sabotage"])]
    assert "sabotage" in ThemeModel(n_themes=1).fit(given).labels_[0].lower().split(", ")[0]


def test_what_an_update_changed():
    before = ThemeModel(n_themes=3).fit(texts(60))
    after = copy.deepcopy(before).update(texts(60) + texts(12, ["cable hacker sabotage wire cut"]))
    table = changes_table(before, after)
    new = table[table["change"] == "new"].iloc[0]
    assert (new["theme_id"], new["articles"]) == ("T04", 12)
    unexplained = table[table["change"] == "unexplained"].iloc[0]
    assert (unexplained["articles"], unexplained["share"]) == (12, 1.0)
    assert "moved" not in set(table["change"])


def test_changes_are_of_one_model():
    with pytest.raises(MonitorError, match="not an update of the first"):
        changes_table(
            ThemeModel(n_themes=3).fit(texts(30)), ThemeModel(n_themes=3).fit(texts(60)[30:])
        )


def test_a_theme_of_two_subjects_may_be_split():
    fish, _budget, tank = SUBJECTS
    model = ThemeModel(n_themes=1).fit(texts(60, [fish, tank]))
    table = changes_table(model, model)
    assert list(table.loc[table["change"] == "split?", "theme_id"]) == ["T01"]


def test_names_of_the_analyst_stay_with_the_id():
    themes = pd.DataFrame({"theme_id": ["T01", "T02"], "label": ["fish, boat", "tank"]})
    assert list(name_themes(themes, {"T02": "Armour"})["label"]) == ["fish, boat", "Armour"]


def test_terms_and_map_of_themes():
    model = ThemeModel(n_themes=4).fit(texts(60, [*SUBJECTS, "fish harbour boat sea crew"]))
    themes = themes_table(model)
    terms, near = theme_terms(model, themes, n=3), theme_map(model, themes)
    assert list(terms.groupby("theme_id").size()) == [3] * 4
    assert terms["weight"].between(0, 1).all()
    assert {"fish", "boat"} & set(near.loc[near["likeness"].idxmax(), "label"].split(", "))
    assert theme_map(None, themes).empty


def test_the_headlines_of_a_theme_are_those_of_its_heaviest_articles_that_name_it():
    articles = pd.DataFrame(
        {"article_id": list("abcde"), "title": ["Nets", "Boats", "", "Boats", "Fish"]}
    )
    weights = pd.DataFrame(
        {"article_id": list("abcde"), "theme_id": "T01", "weight": [0.6, 0.9, 0.8, 0.7, 0.5]}
    )
    themes = pd.DataFrame({"theme_id": ["T01"], "label": ["Fish"], "terms": ["fish, sea"]})
    found = typical_headlines(weights, articles, themes)
    assert found.to_dict() == {"T01": "Fish; Boats; Nets"}


def test_a_theme_that_earlier_articles_had_is_not_announced():
    cable = "cable hacker sabotage wire cut"
    earlier = texts(60) + texts(12, [cable])
    model = ThemeModel(n_themes=3).fit(earlier)
    assert model.update(earlier + texts(24, [cable])[12:]).announced_ == []


def test_a_line_of_the_outlet_never_makes_a_theme():
    line = "Courier Daily brings morning briefings podcasts crosswords recipes puzzles weather horoscopes home today"
    given = [f"{text}\n{line}" if i % 2 else text for i, text in enumerate(texts(60))]
    terms = {term for theme in ThemeModel(n_themes=4).fit(given).terms(10) for term in theme}
    assert not terms & {"podcasts", "crosswords", "recipes", "horoscopes"}


def test_names_of_outlets_and_authors_are_no_terms():
    given = [f"{text} Courier Border, by Ann Tank-Smith" for text in texts(30)]
    names = ["The Courier Border", "Ann Tank-Smith"]
    terms = {
        term for theme in ThemeModel(n_themes=3, ignore=names).fit(given).terms() for term in theme
    }
    assert not terms & {"courier", "ann", "tank-smith"}
    assert {"border", "tank"} <= terms, "words of a name that the articles use for themselves"


def test_a_text_that_comes_twice_is_read_once():
    read = TokenizedTexts(["NATO met. It voted.", "", "NATO met. It voted."])
    rows = read.given
    assert len(read) == 2
    assert rows[0] == rows[2] != rows[1]
    first = read.text_of == rows[0]
    forms = np.array(list(read.forms))
    assert forms[read.numbers[first]].tolist() == ["NATO", "met", ".", "It", "voted", ".", "¶"]
    assert forms[read.numbers[read.sentence_starts()]].tolist().count("It") == 1


def test_reprints_of_one_story_do_not_inflate_it():
    story = "cable hacker sabotage wire cut"
    copies = [f"{text} number {i}" for i, text in enumerate(texts(1, [story]) * 20)]
    groups = [None] * 30 + ["G1"] * 20
    model = ThemeModel(n_themes=3).fit(texts(30) + copies, groups=groups)
    assert {subject.split()[0] for subject in SUBJECTS} <= {
        term for theme in model.terms(5) for term in theme
    }


def test_real_articles_keep_their_themes(shared):
    lines = [
        line
        for path in sorted(shared("nato").glob("20*.jsonl"))
        for line in path.open(encoding="utf-8")
    ]
    articles = [f"{row['title']}\n\n{row['text']}" for row in map(json.loads, lines)]
    model = ThemeModel(n_themes=12).fit(articles[:240])
    before, ids = model.transform(articles[:240]).argmax(axis=1), list(model.theme_ids_)
    after = model.update(articles).transform(articles[:240]).argmax(axis=1)
    assert model.theme_ids_[: len(ids)] == ids
    assert np.mean(before == after) >= 0.95


def test_terms_are_written_as_the_texts_mostly_write_them():
    texts = [
        "Mitt Romney spoke. The Secretary General met Romney’s aides.",
        "In general, aides wait; in general, they talk.",
    ]
    terms = ["mitt romney", "secretary general", "general", "aides", "romney", "", "tariff"]
    assert write_terms(terms, ThemeModel(1).fit(texts).tokens_) == {
        "mitt romney": "Mitt Romney",
        "secretary general": "Secretary General",
        "general": "general",
        "aides": "aides",
        "romney": "Romney",
    }
