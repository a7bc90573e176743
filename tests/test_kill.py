"""Killed, crowded, out of room or older than the code: the corpus opens, and holds no ingest in
part.
"""

import random
import shutil

import pandas as pd
import pytest
from benchmarks import kills
from deltalake import CommitProperties, Transaction, write_deltalake

from monitor.corpus.store import Store
from monitor.maintenance import check
from monitor.tables import to_arrow
from monitor.workspace import Workspace


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    folder = tmp_path_factory.mktemp("kills")
    return folder, kills.prepare(folder)


@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("action", kills.ACTIONS)
def test_a_kill_loses_nothing(prepared, action, seed):
    """40 of each: python tests/benchmarks/kills.py."""
    folder, seconds = prepared
    moment = random.Random(seed).uniform(0, seconds[action])
    assert kills.kill_once(folder, action, moment) == []


@pytest.mark.parametrize("last", ["ingests", "rejected", "articles"])
def test_an_ingest_that_ends_between_two_tables_is_there_whole_or_not_at_all(
    prepared, monkeypatch, last
):
    folder, _ = prepared
    shutil.copytree(folder / "ingest", folder / f"until_{last}")
    write = Store.write

    def write_and_stop(store, name, *rest, **more):
        write(store, name, *rest, **more)
        if name == last:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Store, "write", write_and_stop)
        kills.act("ingest", folder / f"until_{last}")
    corpus, done = (Workspace(folder / name).corpus() for name in (f"until_{last}", "derive"))
    assert corpus.batches().equals(done.batches(as_of=corpus.version))
    assert corpus.version == (2 if last == "articles" else 1)
    shutil.copytree(folder / f"until_{last}", folder / f"other_after_{last}")
    kills.act("ingest", folder / f"until_{last}")
    assert corpus.batches().equals(done.batches())
    pd.testing.assert_frame_equal(corpus.table("rejected"), done.table("rejected"))
    kills.act("ingest_more", folder / f"other_after_{last}")
    other = Workspace(folder / f"other_after_{last}").corpus()
    assert list(other.batches()["batch"]) == [
        "first",
        *(["second"] if last == "articles" else []),
        "third",
    ]


def test_two_ingests_and_a_derivation_at_the_same_time_wait_for_each_other(prepared):
    folder, _ = prepared
    shutil.copytree(folder / "ingest", folder / "busy")
    processes = [
        kills.start(action, folder / "busy") for action in ("derive", "ingest", "ingest_more")
    ]
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    corpus = Workspace(folder / "busy").corpus()
    assert sorted(corpus.batches()["batch"]) == ["first", "second", "third"]
    assert corpus.version == 3
    assert len(check(corpus)) == 0
    assert corpus.table("articles")["article_id"].is_unique


def test_a_disk_that_fills_up_keeps_what_was_there_and_says_so(prepared):
    folder, _ = prepared
    shutil.copytree(folder / "ingest", folder / "full")
    before = Workspace(folder / "full").corpus().table("articles")
    process = kills.start("small", folder / "full")
    process.join()
    corpus = Workspace(folder / "full").corpus()
    assert "cannot be written" in (folder / "full" / "said").read_text()
    assert corpus.table("articles").equals(before)
    kills.act("ingest", folder / "full")
    assert corpus.version == 2


def test_a_store_of_an_earlier_version_of_the_kit_goes_on(prepared):
    """It had no signatures or changes of themes, articles without notes, and labels of other code."""
    folder, _ = prepared
    shutil.copytree(folder / "report", folder / "old")
    corpus = Workspace(folder / "old").corpus()
    expected = {name: corpus.table(name) for name in kills.TABLES}
    rows = to_arrow("articles", corpus.store.read("articles")).drop_columns(["note", "agency"])
    for name in ("articles", "signatures", "theme_changes"):
        shutil.rmtree(corpus.store.path / name)
    labels = CommitProperties(app_transactions=[Transaction("ingest", 2)])
    write_deltalake(str(corpus.store.path / "articles"), rows, commit_properties=labels)
    corpus = Workspace(folder / "old").corpus()
    for name, table in expected.items():
        pd.testing.assert_frame_equal(
            corpus.table(name).drop(columns=["note", "agency"], errors="ignore"),
            table.drop(columns=["note", "agency"], errors="ignore"),
        )
    kills.act("ingest_more", folder / "old")
    assert corpus.version == 3
    assert corpus.table("articles")["article_id"].is_unique
