"""Undo, withdraw, correct, rename and restore: each one version, and every earlier one stays."""

import dataclasses

import numpy as np
import pandas as pd
import pytest
from conftest import article

from monitor import Corpus
from monitor.article import Article, Rejected
from monitor.errors import InputError
from monitor.loaders import load
from monitor.maintenance import check, compact
from monitor.syndication import share_of_text
from monitor.tables import COLUMNS
from monitor.themes import ThemeModel

FOUR = article(4)
TABLES = [name for name in COLUMNS if name != "speakers"]


def newer(number, **fields):
    """The article with a sentence more, under the same address."""
    text = f"{article(number).text}\n\nThe mayor of island {number} did not answer."
    return article(number, **{"text": text, **fields})


def code(corpus, article_id, coder="Ann"):
    """Code every passage of an article by the first value of each dimension."""
    passages = corpus.table("stance")
    passages = passages[passages["article_id"] == article_id]
    values = {name: next(iter(codes)) for name, codes in corpus.codebook.dimensions.items()}
    rows = passages[["passage_id"]].assign(coder=coder, probability=1.0, stratum="all", **values)
    corpus.add_codings(rows)


CHANGES = {
    "undo an ingest": lambda corpus: corpus.undo(),
    "undo a coding": lambda corpus: (code(corpus, FOUR.article_id), corpus.undo()),
    "undo a withdrawal": lambda corpus: (corpus.withdraw(FOUR.url), corpus.undo()),
    "withdraw": lambda corpus: corpus.withdraw(FOUR.article_id, reason="an advertisement"),
    "withdraw a batch": lambda corpus: corpus.withdraw(batch="first"),
    "correct": lambda corpus: corpus.add([newer(4), article(20)], batch="third"),
    "rename": lambda corpus: corpus.rename_batch("first", "week 1"),
    "restore": lambda corpus: (corpus.withdraw(FOUR.source), corpus.restore(FOUR.source)),
    "go back": lambda corpus: corpus.restore_version(1),
}


def read_all(corpus, version):
    return {name: corpus.table(name, as_of=version) for name in TABLES}


@pytest.mark.parametrize("change", CHANGES)
def test_every_earlier_version_stays_exactly_as_it_was(corpus, change):
    code(corpus, article(2).article_id)
    before = {version: read_all(corpus, version) for version in range(4)}
    CHANGES[change](corpus)
    read_all(corpus, None)
    corpus = Corpus(corpus.store.path)
    for version, tables in before.items():
        for name, table in tables.items():
            pd.testing.assert_frame_equal(corpus.table(name, as_of=version), table)
    assert check(corpus).empty


@pytest.mark.parametrize("change", ["undo a coding", "undo a withdrawal"])
def test_what_was_taken_back_leaves_no_trace(corpus, change):
    before = read_all(corpus, None)
    CHANGES[change](corpus)
    for name, table in before.items():
        if name != "log":
            there = corpus.table(name).drop(columns="version", errors="ignore")
            table = table.drop(columns="version", errors="ignore")
            pd.testing.assert_frame_equal(there, table, rtol=1e-3, atol=1e-3)


def test_undo_goes_back_one_change_after_the_other_and_can_be_undone_itself(corpus):
    assert corpus.undo()["change"] == "batch second: 3 articles"
    assert len(corpus.table("articles")) == 6
    assert corpus.undo()["version"] == 1
    assert corpus.table("articles").empty
    with pytest.raises(InputError, match="nothing to undo"):
        corpus.undo()
    corpus.restore_version(2)
    assert len(corpus.table("articles")) == 9
    assert corpus.table("log")["counts"].tolist() == [True, True, False, False, True]


def test_an_ingest_that_was_undone_can_be_done_again(corpus):
    ids = corpus.table("articles")["article_id"]
    corpus.table("quotes")
    corpus.undo()
    receipt = corpus.add([article(n) for n in range(7, 10)], batch="again")
    assert (receipt.accepted, receipt.known) == (3, 0)
    assert set(corpus.table("articles")["article_id"]) == set(ids)
    assert corpus.table("quotes").duplicated(["article_id", "start"]).sum() == 0
    assert corpus.texts(ids).index.is_unique


def test_a_withdrawn_article_is_in_no_table_and_stays_out_when_it_comes_again(corpus):
    code(corpus, FOUR.article_id)
    corpus.withdraw(FOUR.article_id, reason="an advertisement")
    for name, table in read_all(corpus, None).items():
        assert FOUR.article_id not in table.get("article_id", pd.Series()).tolist(), name
    receipt = corpus.add([FOUR, article(30)], batch="third")
    assert (receipt.accepted, receipt.known, receipt.withdrawn) == (1, 1, 1)
    assert corpus.batches()[["articles", "withdrawn"]].values.tolist() == [[5, 1], [3, 0], [1, 0]]
    assert corpus.restore(FOUR.url)["title"].tolist() == [FOUR.title]
    assert len(corpus.table("codings")) > 0


def test_an_earlier_version_is_coded_by_the_model_of_that_time(corpus, monkeypatch):
    monkeypatch.setattr("monitor.corpus.codings.LEARN_FROM", 4)
    monkeypatch.setattr("monitor.corpus.codings.LEARN_EVERY", 2)
    before = corpus.table("stance", as_of=2)
    values = corpus.codebook.dimensions
    rows = before[["passage_id"]].assign(coder="Ann", probability=1.0, stratum="all")
    for dimension, codes in values.items():
        rows[dimension] = [list(codes)[number % 2] for number in range(len(rows))]
    corpus.add_codings(rows)
    learned = corpus.table("stance")
    assert not learned["confidence"].equals(before["confidence"])
    pd.testing.assert_frame_equal(corpus.table("stance", as_of=2), before)
    pd.testing.assert_frame_equal(corpus.table("stance"), learned)
    corpus.undo()
    pd.testing.assert_frame_equal(corpus.table("stance"), before)


@pytest.mark.parametrize(
    ("what", "batch", "n"),
    [(FOUR.url, "", 1), ("week.jsonl", "", 9), ("inbox/week.jsonl", "first", 6), ("", "second", 3)],
)
def test_articles_are_named_by_address_file_and_batch(corpus, what, batch, n):
    assert len(corpus.withdraw(what, batch)) == n


def test_what_is_not_there_is_refused(corpus):
    with pytest.raises(
        InputError, match="no article that counts matches 'x'; give its id, address or file"
    ):
        corpus.withdraw("x")
    with pytest.raises(InputError, match="give an article's id, address or file, or a batch"):
        corpus.withdraw()
    with pytest.raises(InputError, match=r"unknown batch 'third'.*first, second"):
        corpus.rename_batch("third", "fourth")
    with pytest.raises(InputError, match="'second' is empty or in use"):
        corpus.rename_batch("first", "second")
    with pytest.raises(InputError, match="no withdrawn article matches 'second'"):
        corpus.restore(batch="second")
    with pytest.raises(InputError, match="no withdrawn article matches 'x'"):
        corpus.restore("x")
    with pytest.raises(InputError, match=r"version 2 cannot be restored; available: 0 to 1"):
        corpus.restore_version(2)


def test_a_batch_has_its_new_name_everywhere_and_its_old_one_is_free(corpus):
    corpus.add([Rejected("scan.png", "an image")], batch="first")
    corpus.rename_batch("first", "week 1")
    corpus.add([article(40)], batch="first")
    assert corpus.batches()["batch"].tolist() == ["week 1", "second", "first"]
    assert corpus.batches()["articles"].tolist() == [6, 3, 1]
    assert set(corpus.table("themes")["first_batch"]) <= {"week 1", "second"}
    assert corpus.table("rejected")["batch"].tolist() == ["week 1"]


def test_the_order_of_batches_may_be_the_analysts(corpus):
    corpus = Corpus(corpus.store.path, batch_order=["second", "unknown"])
    assert corpus.batches()["batch"].tolist() == ["second", "first"]


def test_a_batch_that_exists_is_added_to(corpus):
    receipt = corpus.add([article(50)], batch="first")
    assert receipt.existing == 6
    assert corpus.batches()["articles"].tolist() == [7, 3]


def test_a_correction_takes_the_place_of_the_article(corpus):
    receipt = corpus.add([newer(4), article(50)], batch="third")
    assert (receipt.accepted, receipt.corrected) == (1, 1)
    assert corpus.batches()[["articles", "corrected"]].values.tolist() == [[6, 1], [3, 0], [1, 0]]
    articles = corpus.table("articles").set_index("article_id")
    assert articles.loc[newer(4).article_id, "batch"] == "first"
    assert FOUR.article_id not in articles.index
    (row,) = corpus.table("corrections").to_dict("records")
    assert (row["article_id"], row["replaced_by"]) == (FOUR.article_id, newer(4).article_id)
    assert (row["removed"], row["added"]) == ("", "The mayor of island 4 did not answer.")
    assert corpus.add([FOUR], batch="fourth").known == 1


def test_a_correction_is_listed_under_the_name_of_its_outlet(corpus):
    corpus.add([article(50, outlet="CNN (Web News)")], batch="third")
    corpus.add([article(50, outlet="CNN (Web News)", title="Corrected")], batch="fourth")
    assert corpus.table("corrections")["outlet"].tolist() == ["CNN"]


def test_codings_of_unchanged_passages_stay(corpus):
    code(corpus, FOUR.article_id)
    before = corpus.table("codings")
    changed = FOUR.text.replace("no direct role", "no role").removeprefix("BRUSSELS: ")
    corpus.add([article(4, text=changed)], batch="third")
    kept = corpus.table("codings")
    assert 0 < len(kept) < len(before)
    passages = corpus.table("stance").set_index("passage_id")
    assert passages.loc[kept["passage_id"], "coded_by"].eq("Ann").all()
    assert "NATO is not a party" in passages.loc[kept["passage_id"], "passage"].iloc[0]


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "LISBON: NATO frigates called at the port. " * 5},  # a live blog, a section page
        {"outlet": "Another Gazette"},  # a reprint
        {"url": "https://courier.example/other"},  # another page
        {"note": "teaser"},  # less than what is there
    ],
)
def test_another_article_is_no_correction(corpus, fields):
    assert corpus.add([newer(4, **fields)], batch="third").corrected == 0
    assert len(corpus.table("articles")) == 10


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "http://www.courier.example/4/#top"},
        {"url": "https://courier.example/new", "source_id": "n4"},
    ],
)
def test_a_correction_is_known_by_its_address_or_the_id_of_its_source(tmp_path, fields):
    corpus = Corpus(tmp_path)
    corpus.add([article(4, source_id="n4")], batch="first")
    assert corpus.add([newer(4, **fields)], batch="second").corrected == 1


def test_the_share_of_text_is_that_of_the_shorter_one():
    assert share_of_text("one two three four", "one two three four five six") == 1
    assert share_of_text("one two three four", "one two three six") == 0.5
    assert share_of_text("", "one two three") == 0


def test_reprints_fall_apart_without_the_one_that_connected_them(tmp_path):
    words = np.random.default_rng(0).permutation([f"word{n}" for n in range(200)]).tolist()
    parts = [" ".join(words[:100]), " ".join(words[100:])]
    both = Article("C", " ".join(parts))
    corpus = Corpus(tmp_path)
    corpus.add([Article("A", parts[0]), Article("B", parts[1]), both], batch="b")
    assert len(corpus.table("syndication")) == 3
    corpus.withdraw(both.article_id)
    assert corpus.table("syndication").empty


def test_themes_go_on_after_their_models_were_deleted(corpus):
    expected = Corpus(corpus.store.path.parent / "other")
    for each in (corpus, expected):
        if each is expected:
            each.add([article(n) for n in range(1, 7)], batch="first")
            each.add([article(n) for n in range(7, 10)], batch="second")
        each.table("themes")
        each.add([article(n) for n in range(60, 66)], batch="third")
        each.table("themes")
    compact(corpus, days=0)
    for each in (corpus, expected):
        each.undo()
        each.add([article(80)], batch="fourth")
    for name in ("themes", "theme_weights"):
        pd.testing.assert_frame_equal(corpus.table(name), expected.table(name))


def test_articles_without_words_are_looked_at_once_for_themes(tmp_path, monkeypatch):
    corpus = Corpus(tmp_path)
    for n in range(4):
        corpus.add([Article(f"{n} of the {n}", f"And the {n} was of the {n}.")], batch=f"day {n}")
    fits = []
    fit = ThemeModel.fit

    def note_fit(*args, **options):
        fits.append(args)
        return fit(*args, **options)

    monkeypatch.setattr(ThemeModel, "fit", note_fit)
    assert corpus.table("themes").empty
    assert len(fits) == 4


def test_codings_follow_to_each_of_two_newer_versions(corpus):
    code(corpus, FOUR.article_id)
    others = [newer(4), newer(4, title="Another headline")]
    corpus.add(others, batch="third")
    codings = corpus.table("codings")
    assert set(codings["article_id"]) == {other.article_id for other in others}
    assert (codings["passage_id"].str.split(":").str[0] == codings["article_id"]).all()


def weeks(path):
    """Ten weekly batches of 15 real articles."""
    articles = [
        article
        for file in sorted(path.glob("20*.jsonl"))
        for article in load(file)
        if isinstance(article, Article)
    ]
    return [articles[start : start + 15] for start in range(0, 150, 15)]


def draft(article):
    """An earlier version of an article, a third shorter and under another headline."""
    text = article.text[: len(article.text) * 2 // 3]
    return dataclasses.replace(article, title=f"{article.title} – developing", text=text)


def read_themes(corpus, ids):
    """The tables of themes, whose ids are replaced, without the versions and in one order."""
    tables = [corpus.table("themes"), corpus.table("theme_weights"), corpus.theme_changes()]
    for table in tables:
        for column in table.columns.intersection(["theme_id", "other_id"]):
            table[column] = table[column].map(ids)
        table = table.drop(columns=["version", "first_version"], errors="ignore")
        yield table.sort_values(list(table.columns[:6]), ignore_index=True)


def test_ten_weeks_put_right_are_ten_weeks_that_were_right(shared, tmp_path):
    right, wrong = Corpus(tmp_path / "right"), Corpus(tmp_path / "wrong")
    batches = weeks(shared("nato"))
    advertisement = Article("Boots", "NATO boots on sale. " * 40, "Shop", source="shop.html")
    for week, articles in enumerate(batches):
        right.add(articles, batch=f"week {week}")
        early = [draft(articles[0])] if week in (1, 3, 5) else articles[:1]
        late = batches[week - 2][:1] if week in (3, 5, 7) else []
        extra = [advertisement] if week == 4 else []
        wrong.add([*early, *articles[1:], *late, *extra], batch=f"week {week}")
        if week == 5:
            wrong.withdraw("shop.html", reason="an advertisement")
        if week == 6:
            wrong.add(batches[9], batch="too early")
            wrong.undo()
    assert (wrong.version, len(wrong.table("corrections"))) == (13, 3)
    for name in ("articles", "rejected", "syndication", "quotes", "speakers", "stance", "shares"):
        tables = [
            corpus.table(name).drop(columns="version", errors="ignore") for corpus in (right, wrong)
        ]
        keys = list(tables[0].columns[:4])
        one, other = (table.sort_values(keys, ignore_index=True) for table in tables)
        pd.testing.assert_frame_equal(one, other)
    # Themes keep the ids that they had before.
    names = [corpus.table("themes").set_index("label")["theme_id"] for corpus in (right, wrong)]
    same_ids = dict(zip(names[0], names[0], strict=True))
    ids = dict(zip(names[1], names[0][names[1].index], strict=True))
    for one, other in zip(read_themes(right, same_ids), read_themes(wrong, ids), strict=True):
        pd.testing.assert_frame_equal(one, other)
