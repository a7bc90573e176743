"""Upkeep: what is wrong is found and made again, compacting loses no version, a workspace travels as one file."""

import tarfile

import pandas as pd
import pytest
from conftest import article
from deltalake import write_deltalake

from monitor.errors import InputError, StoreError
from monitor.upkeep import check, compact, pack, repair, unpack
from monitor.workspace import Workspace

TABLES = ("articles", "quotes", "stance", "syndication", "themes", "theme_weights")


def derive(corpus):
    return {name: corpus.table(name) for name in TABLES}


def derive_as_of(corpus, version):
    return {name: corpus.table(name, as_of=version) for name in TABLES}


def damage(corpus, name, change):
    folder = str(corpus.store.path / name)
    rows = corpus.store.read(name)
    write_deltalake(folder, change(rows.to_pandas()), mode="overwrite")


def test_a_sound_corpus_has_no_problem(corpus):
    derive(corpus)
    assert len(check(corpus)) == 0


def test_a_span_that_does_not_hold_its_words_is_found_and_made_again(corpus):
    sound = derive(corpus)["quotes"]
    damage(corpus, "quotes", lambda rows: rows.assign(end=rows["end"] + 1))
    problems = check(corpus)
    assert problems["table"].tolist() == ["quotes"]
    assert repair(corpus, problems) == ["quotes"]
    pd.testing.assert_frame_equal(corpus.table("quotes"), sound)


def test_a_changed_article_is_found_and_left_as_it_is(corpus):
    damage(corpus, "articles", lambda rows: rows.assign(text=rows["text"] + " More."))
    problems = check(corpus)
    assert "the text is not the one that the id was made of" in set(problems["problem"])
    with pytest.raises(StoreError, match="put a copy of the folder"):
        repair(corpus, problems)


def test_compacting_keeps_every_version(corpus):
    for n in range(20, 26):
        corpus.add([article(n)], batch=f"day {n}")
    before = {version: corpus.table("articles", as_of=version) for version in range(corpus.version + 1)}
    table = compact(corpus, days=0).set_index("table")
    assert table.loc["articles", "left"] == 1 < table.loc["articles", "files"]
    for version, rows in before.items():
        pd.testing.assert_frame_equal(corpus.table("articles", as_of=version), rows)


def test_compacting_keeps_each_version_that_a_report_names_and_the_newest(corpus):
    for n in range(20, 23):
        corpus.add([article(n)], batch=f"day {n}")
    corpus.name_version("report_v2.html", 2)
    before = {version: derive_as_of(corpus, version) for version in range(1, corpus.version + 1)}
    compact(corpus, days=0)
    (folder,) = (corpus.store.path / "models").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["2", "5"]
    for version, tables in before.items():
        for name, rows in derive_as_of(corpus, version).items():
            pd.testing.assert_frame_equal(rows, tables[name])
    corpus.add([article(30)], batch="later")
    assert set(corpus.table("themes", as_of=5)["theme_id"]) <= set(corpus.table("themes")["theme_id"])


def test_a_workspace_travels_as_one_file(workspace, tmp_path):
    corpus = workspace.corpus()
    corpus.add([article(1), article(2)], batch="one")
    packed = pack(workspace, tmp_path / "watch.tar.gz")
    moved = Workspace(unpack(packed, tmp_path / "elsewhere"))
    pd.testing.assert_frame_equal(moved.corpus().table("articles"), corpus.table("articles"))
    with pytest.raises(InputError, match="is not empty"):
        unpack(packed, tmp_path / "elsewhere")


def test_a_file_that_climbs_out_is_refused(tmp_path):
    outside = tmp_path / "evil.txt"
    outside.write_text("x")
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as archive:
        archive.add(outside, arcname="../climbed.txt")
    with pytest.raises(InputError, match="is not a workspace written by monitor export"):
        unpack(tmp_path / "evil.tar.gz", tmp_path / "new" / "folder")
    assert not (tmp_path / "climbed.txt").exists() and not (tmp_path / "new" / "climbed.txt").exists()
