"""Maintenance: damage is reported and repaired, compacting keeps every version, a workspace is
exported as one file.
"""

import tarfile

import pandas as pd
import pytest
from conftest import article
from deltalake import write_deltalake

from monitor import maintenance
from monitor.cli import main
from monitor.errors import InputError, StoreError
from monitor.maintenance import check, compact, pack, repair, unpack
from monitor.tables import to_arrow
from monitor.workspace import Workspace

TABLES = ("articles", "quotes", "stance", "syndication", "themes", "theme_weights")


def derive(corpus):
    return {name: corpus.table(name) for name in TABLES}


def derive_as_of(corpus, version):
    return {name: corpus.table(name, as_of=version) for name in TABLES}


def damage(corpus, name, change):
    folder = str(corpus.store.path / name)
    rows = corpus.store.read(name)
    write_deltalake(folder, to_arrow(name, change(rows)), mode="overwrite")


def test_an_intact_corpus_has_no_problem(corpus):
    derive(corpus)
    assert len(check(corpus)) == 0


def test_an_empty_corpus_has_no_problem(workspace):
    assert len(check(workspace.corpus())) == 0


def damage_one_row(**changes):
    """Function that changes columns of the second row, each by a function of its value."""

    def change(rows):
        for column, function in changes.items():
            rows.loc[1, column] = function(rows.loc[1, column])
        return rows

    return change


def with_other_letter(words):
    """The words with one letter in the middle exchanged."""
    middle = len(words) // 2
    return f"{words[:middle]}{'x' if words[middle] != 'x' else 'y'}{words[middle + 1 :]}"


@pytest.mark.parametrize(
    ("table", "changes", "problem"),
    [
        ("stance", {"passage": with_other_letter}, "words differ"),
        ("quotes", {"quote": with_other_letter}, "words differ"),
        ("quotes", {"end": lambda end: end + 1}, "words differ"),
        ("quotes", {"start": lambda start: -1}, "words differ"),
        ("stance", {"end": lambda end: end + 10_000}, "words differ"),
    ],
)
def test_a_changed_row_is_reported_and_rebuilt(workspace, capsys, table, changes, problem):
    corpus = workspace.corpus()
    corpus.add([article(n) for n in range(1, 5)], batch="one")
    intact = derive(corpus)[table]
    damage(corpus, table, damage_one_row(**changes))
    problems = check(corpus)
    assert problems["table"].tolist() == [table]
    assert problems["rows"].tolist() == [1]
    assert problem in problems["problem"][0]
    command = ["check", "--workspace", str(workspace.path)]
    assert main(command) == 1
    assert main([*command, "--repair"]) == 0
    assert f"{table}: {problem}" in capsys.readouterr().out
    pd.testing.assert_frame_equal(workspace.corpus().table(table), intact)
    assert main(command) == 0


def test_rows_are_checked_block_by_block(corpus, monkeypatch):
    monkeypatch.setattr(maintenance, "BLOCK", 2)
    derive(corpus)
    assert len(check(corpus)) == 0
    damage(
        corpus, "stance", lambda rows: rows.assign(passage=rows["passage"].map(with_other_letter))
    )
    assert check(corpus)["rows"].tolist() == [len(corpus.store.read("stance"))]


@pytest.mark.parametrize("table", ["quotes", "stance", "signatures"])
def test_rows_without_an_article_and_duplicate_rows_are_reported(corpus, table):
    derive(corpus)
    damage(corpus, table, lambda rows: rows.assign(article_id="0" * 16))
    assert (check(corpus)["table"] == table).any()


def test_a_duplicate_row_is_reported(corpus):
    derive(corpus)
    damage(corpus, "quotes", lambda rows: pd.concat([rows, rows.tail(1)], ignore_index=True))
    problems = check(corpus)
    assert problems.values.tolist() == [["quotes", "duplicate rows", 1]]


def test_a_changed_article_is_reported_and_left_as_it_is(corpus):
    damage(corpus, "articles", lambda rows: rows.assign(text=rows["text"] + " More."))
    problems = check(corpus)
    assert problems.values.tolist() == [["articles", "text does not match the article's id", 9]]
    with pytest.raises(StoreError, match="backup"):
        repair(corpus, problems)


def test_compacting_keeps_every_version(corpus):
    for n in range(20, 26):
        corpus.add([article(n)], batch=f"day {n}")
    before = {
        version: corpus.table("articles", as_of=version) for version in range(corpus.version + 1)
    }
    table = compact(corpus, days=0).set_index("table")
    assert table.loc["articles", "left"] == 1 < table.loc["articles", "files"]
    for version, rows in before.items():
        pd.testing.assert_frame_equal(corpus.table("articles", as_of=version), rows)


def test_compacting_keeps_the_newest_themes_and_makes_the_others_again(corpus):
    for n in range(20, 23):
        corpus.add([article(n)], batch=f"day {n}")
    before = {version: derive_as_of(corpus, version) for version in range(1, corpus.version + 1)}
    model = corpus.themes.model(2)
    compact(corpus, days=0)
    (folder,) = (corpus.store.path / "models").iterdir()
    assert [path.name for path in folder.iterdir()] == ["5"]
    assert (corpus.themes.model(2).components_ == model.components_).all()
    for version, tables in before.items():
        for name, rows in derive_as_of(corpus, version).items():
            pd.testing.assert_frame_equal(rows, tables[name])


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
    assert (
        not (tmp_path / "climbed.txt").exists() and not (tmp_path / "new" / "climbed.txt").exists()
    )
