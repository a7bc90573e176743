"""The corpus: one article once, one ingest one version, every table as of any version."""

import pandas as pd
import pytest
from conftest import article
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import Corpus, quotes
from monitor.article import Article, Rejected
from monitor.corpus.derived import Quotes
from monitor.corpus.history import Reprints
from monitor.errors import InputError
from monitor.tables import COLUMNS


def test_each_ingest_is_one_version(corpus):
    assert corpus.version == 2
    assert corpus.batches()["batch"].tolist() == ["first", "second"]
    assert corpus.batches()["articles"].tolist() == [6, 3]


def test_the_same_article_twice_is_one_article(corpus):
    receipt = corpus.add(
        [article(1), article(2, source="another file"), article(50), article(50)], batch="third"
    )
    assert (receipt.accepted, receipt.known) == (1, 3)
    assert len(corpus.table("articles")) == 10


def test_the_same_batch_again_adds_nothing_and_makes_no_version(corpus):
    bad = Rejected("scan.txt", "an image, not text")
    assert corpus.add([bad, article(60)], batch="third").version == 3
    again = corpus.add([bad, article(60)], batch="third")
    assert (again.accepted, again.known, len(again.rejected), again.version) == (0, 1, 1, 3)
    assert len(corpus.table("rejected")) == 1


def test_rejected_inputs_alone_make_a_version_and_keep_their_reason(tmp_path):
    corpus = Corpus(tmp_path)
    receipt = corpus.add([Rejected("scan.txt", "an image, not text")], batch="b")
    assert (receipt.accepted, receipt.version) == (0, 1)
    row = corpus.table("rejected").iloc[0]
    assert (row["batch"], row["source"], row["reason"]) == ("b", "scan.txt", "an image, not text")


def test_every_field_comes_back_as_it_went_in(corpus):
    row = corpus.table("articles").set_index("source").loc["week.jsonl, line 3"]
    given = article(3)
    assert row["article_id"] == given.article_id
    assert (row["title"], row["text"], row["outlet"], row["url"]) == (
        given.title,
        given.text,
        given.outlet,
        given.url,
    )
    assert row["authors"] == "Ann Lee; Bo Ek"
    assert row["date"] == pd.Timestamp(given.date)
    assert row["words"] == len(given.text.split())


@pytest.mark.parametrize("name", COLUMNS)
def test_every_table_has_its_columns_empty_or_not(corpus, tmp_path, name):
    assert list(corpus.table(name).columns) == list(COLUMNS[name])
    assert list(Corpus(tmp_path / "empty").table(name).columns) == list(COLUMNS[name])


@pytest.mark.parametrize("name", COLUMNS)
def test_an_earlier_version_reads_exactly_as_it_was(tmp_path, name):
    corpus = Corpus(tmp_path)
    corpus.add([article(n) for n in range(1, 7)], batch="first")
    before = corpus.table(name)
    corpus.add([article(n) for n in range(5, 12)], batch="second")
    corpus.table(name)
    pd.testing.assert_frame_equal(corpus.table(name, as_of=1), before)


def test_tables_do_not_depend_on_when_they_were_asked_for(tmp_path):
    early, late = Corpus(tmp_path / "early"), Corpus(tmp_path / "late")
    for batch, numbers in (("first", range(1, 7)), ("second", range(7, 12))):
        for corpus in (early, late):
            corpus.add([article(n) for n in numbers], batch=batch)
        for name in COLUMNS:
            early.table(name)
    for name in COLUMNS:
        # The clock may have moved on between the two.
        tables = [
            corpus.table(name).drop(columns="changed_at", errors="ignore")
            for corpus in (early, late)
        ]
        pd.testing.assert_frame_equal(*tables)


def test_quotes_and_passages_are_found_at_their_place(corpus):
    texts = corpus.table("articles").set_index("article_id")["text"]
    for name, column in (("quotes", "quote"), ("stance", "passage")):
        table = corpus.table(name)
        assert len(table)
        for row in table.itertuples():
            assert texts[row.article_id][row.start : row.end] == getattr(row, column)


def test_only_new_articles_are_looked_at_again(corpus, monkeypatch):
    corpus.table("quotes")
    corpus.add([article(70)], batch="third")
    seen = []
    find = staticmethod(lambda articles: find_again(articles, seen))
    monkeypatch.setattr(Quotes, "function", find)
    corpus.table("quotes")
    assert seen == ["NATO stays out of island dispute 70"]


def find_again(articles, seen):
    seen.extend(articles["title"])
    return quotes.quotes_table(articles)


def test_new_code_is_run_for_all_articles(corpus, monkeypatch):
    before = corpus.table("quotes")
    monkeypatch.setattr(Quotes, "code", "newer")
    find = staticmethod(lambda articles: quotes.quotes_table(articles).assign(cue="newer"))
    monkeypatch.setattr(Quotes, "function", find)
    after = corpus.table("quotes")
    assert len(after) == len(before)
    assert set(after["cue"]) == {"newer"}


def test_one_batch_alone(corpus):
    assert set(corpus.table("articles", batch="second")["batch"]) == {"second"}
    ids = set(corpus.table("articles", batch="second")["article_id"])
    assert set(corpus.table("stance", batch="second")["article_id"]) == ids


def test_what_does_not_exist_is_named_with_what_does(corpus):
    with pytest.raises(InputError, match=r"unknown table 'quote'.*articles, rejected"):
        corpus.table("quote")
    with pytest.raises(InputError, match=r"unknown version 9.*0 to 2"):
        corpus.table("articles", as_of=9)
    with pytest.raises(InputError, match=r"unknown batch 'third'.*first, second"):
        corpus.table("articles", batch="third")


def test_themes_keep_their_ids_and_say_which_batch_brought_them(corpus):
    first, second = corpus.table("themes", as_of=1), corpus.table("themes", as_of=2)
    assert set(first["theme_id"]) <= set(second["theme_id"])
    assert set(second["first_batch"]) <= {"first", "second"}


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_change_what_is_held(tmp_path_factory, numbers, random):
    shuffled = numbers * 2
    random.shuffle(shuffled)
    one, other = (Corpus(tmp_path_factory.mktemp("corpus")) for _ in range(2))
    one.add(map(article, numbers), batch="b")
    other.add(map(article, shuffled), batch="b")
    assert set(one.table("articles")["article_id"]) == set(other.table("articles")["article_id"])
    assert len(one.table("articles")) == len(set(numbers))


def test_a_batch_without_a_text_for_the_themes_leaves_them_as_they_are(corpus):
    before = corpus.table("themes")
    assert len(before)
    german = (
        "Die Regierung hat am Montag erklärt, dass sie keine weiteren Soldaten in die Region schicken werde. "
        * 5
    )
    corpus.add([Article("Keine Soldaten", german, language="de")], batch="third")
    assert corpus.table("themes")["theme_id"].tolist() == before["theme_id"].tolist()
    corpus.add([article(80)], batch="fourth")
    assert set(before["theme_id"]) <= set(corpus.table("themes")["theme_id"])


def test_a_state_that_newer_code_describes_again_takes_the_place_of_the_old(corpus, monkeypatch):
    before = {name: corpus.table(name) for name in ("syndication", "themes", "theme_weights")}
    monkeypatch.setattr(Reprints, "code", "next")
    monkeypatch.setattr("monitor.themes.VERSION", "next")
    corpus = Corpus(corpus.store.path)
    for name, rows in before.items():
        pd.testing.assert_frame_equal(corpus.table(name), rows)


def test_what_was_known_already_is_kept_with_the_ingest(corpus):
    corpus.add([article(1), article(20), Rejected("a.png", "an image")], batch="third")
    batches = corpus.batches().set_index("batch")
    assert batches.loc["third", ["articles", "known", "rejected"]].tolist() == [1, 1, 1]
    assert corpus.table("ingests", 2)["version"].tolist() == [1, 2]
