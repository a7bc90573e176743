"""The store: commits are whole or not at all, and finished work is known as such."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from monitor.corpus.store import Store, up_to
from monitor.errors import StoreError
from monitor.tables import arrow_schema


def rejected(*reasons, version=1):
    rows = [
        {"batch": "b", "source": "a.txt", "reason": reason, "version": version}
        for reason in reasons
    ]
    return pa.Table.from_pylist(rows, arrow_schema("rejected"))


def frame(*reasons):
    return rejected(*reasons).to_pandas()


def test_rows_come_back_with_the_number_of_their_transaction(tmp_path):
    store = Store(tmp_path)
    store.write("rejected", rejected("empty"), {"ingest": 1})
    store.write("rejected", rejected("blank", version=2), {"ingest": 2})
    assert sorted(store.read("rejected")["reason"].tolist()) == ["blank", "empty"]
    assert store.finished("rejected", "ingest") == 2
    assert store.finished("rejected", "another label") == 0


def test_rows_of_a_version_are_read_without_the_later_ones(tmp_path):
    store = Store(tmp_path)
    for version in (1, 2, 3):
        store.write("rejected", rejected(f"reason {version}", version=version), {"ingest": version})
    assert sorted(store.read("rejected", up_to(2))["reason"].tolist()) == [
        "reason 1",
        "reason 2",
    ]
    assert store.read("rejected", up_to(3, since=2))["reason"].tolist() == ["reason 3"]


def test_a_failing_commit_leaves_nothing_behind(tmp_path):
    store = Store(tmp_path)

    def breaks():
        yield frame("first")
        raise OSError("no space left on the disk")

    with pytest.raises(OSError, match="no space left"), store.spool("rejected", breaks()) as rows:
        store.write("rejected", rows, {"ingest": 1})
    assert len(store.read("rejected")) == 0
    assert store.finished("rejected", "ingest") == 0


def test_new_rows_take_the_place_of_all(tmp_path):
    store = Store(tmp_path)
    store.write("rejected", rejected("old"), {"code 1": 1})
    store.write("rejected", rejected("new"), {"code 2": 1}, "version > 0")
    assert store.read("rejected")["reason"].tolist() == ["new"]
    assert store.finished("rejected", "code 2") == 1


def test_new_rows_take_the_place_of_those_that_match_a_condition(tmp_path):
    store = Store(tmp_path)
    store.write("rejected", rejected("first"), {"ingest": 1})
    for reason in ("second", "second again"):
        store.write("rejected", rejected(reason, version=2), {"ingest": 2}, "version = 2")
    assert sorted(store.read("rejected")["reason"].tolist()) == ["first", "second again"]
    store.write("rejected", rejected(), {"ingest": 3}, "version > 1")
    assert store.read("rejected")["reason"].tolist() == ["first"]


def test_spooled_rows_are_one_commit(tmp_path):
    store = Store(tmp_path)
    tables = (frame(f"reason {number}") for number in range(30))
    with store.spool("rejected", tables) as rows:
        store.write("rejected", rows, {"ingest": 1})
    assert len(store.read("rejected")) == 30
    assert store.open("rejected").version() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["rejected"]


def test_streams_in_small_tables(tmp_path):
    store = Store(tmp_path)
    store.write("rejected", rejected(*map(str, range(10))), {"ingest": 1})
    sizes = [len(rows) for rows in store.stream("rejected", rows=4)]
    assert sizes == [4, 4, 2]


def test_a_table_that_is_not_there_reads_as_empty(tmp_path):
    store = Store(tmp_path)
    assert len(store.read("quotes", pc.field("version") == 1)) == 0
    assert list(store.stream("quotes")) == []


def test_other_tools_read_the_tables_as_they_are(tmp_path):
    """DuckDB and Polars read what the table's own log names, as Spark and Dask do."""
    import duckdb
    import polars

    store = Store(tmp_path)
    store.write("rejected", rejected("empty", "blank"), {"ingest": 1})
    store.write("rejected", rejected("newer"), {"ingest": 2}, "version > 0")
    table = store.open("rejected")
    assert polars.read_delta(str(tmp_path / "rejected"))["reason"].to_list() == ["newer"]
    files = table.file_uris()
    assert duckdb.sql(f"SELECT reason FROM read_parquet({files})").fetchall() == [("newer",)]


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "store").write_text("a file where the folder should be")
    with (
        pytest.raises(StoreError, match=r"store cannot be written"),
        Store(tmp_path / "store").lock(),
    ):
        pass
