"""Delta tables in one folder, written by atomic commits and readable as of any version."""

import contextlib
import itertools
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

from monitor.errors import StoreError
from monitor.tables import arrow_schema, to_arrow, to_pandas

LOCK_SECONDS = 600
ROW_GROUP = 2000
# Tables that a version adds rows to beside its articles. What it says of an ingest comes first: it
# is the only record of what was known already.
BESIDE = ("ingests", "rejected", "changes", "codings")
# Versions are read by rows, but the whole log is kept for Delta's own time travel.
KEEP_LOG = {"delta.logRetentionDuration": "interval 36500 days"}


class Store:
    """The Delta tables of one corpus, each in a folder of its name.

    Each commit is atomic and carries transactions, labels with a number, which record finished
    work. `version` in a row is the one that added it, or whose state it describes.
    """

    def __init__(self, path):
        self.path = Path(path)
        self._lock = FileLock(self.path / ".lock", timeout=LOCK_SECONDS)

    @contextlib.contextmanager
    def lock(self):
        """Let only one process write at a time; others wait. Raises StoreError if writing fails."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with self._lock:
                yield
        except Timeout:
            raise StoreError(
                f"{self.path}: another process has been writing to it for {LOCK_SECONDS} seconds; "
                "try again later"
            ) from None
        except (OSError, DeltaError) as error:
            raise StoreError(
                f"{self.path} cannot be written: {_first_line(error)}; nothing from this step was "
                "saved"
            ) from error

    @property
    def version(self):
        """Number of changes, the newest version of the corpus; 0 for an empty one."""
        return self.finished("articles", "ingest")

    def commit(self, articles=None, **tables):
        """Add rows as one new version in one atomic commit; returns its number.

        `articles`: as for `write`; `tables`: lists of dicts or DataFrames, by the names in BESIDE.
        """
        before = self.version
        label = {"ingest": before + 1}
        now = pd.Timestamp.now("UTC").isoformat(timespec="seconds")
        # They take the place of what a commit left that was killed before that of the articles.
        for name in BESIDE:
            rows = pd.DataFrame(tables.get(name, []))
            if len(rows) or len(self.read(name, pc.field("version") > before, ["version"])):
                rows = rows.assign(changed_at=now, version=before + 1)
                self.write(name, rows, label, f"version > {before}")
        # The articles come last: without their commit nothing of the version counts.
        nothing = arrow_schema("articles").empty_table()
        self.write("articles", nothing if articles is None else articles, label)
        return before + 1

    def finished(self, name, label):
        """Number of the last transaction with this label on the table; 0 if there is none."""
        table = self.open(name)
        return (table.transaction_version(label) or 0) if table else 0

    def write(self, name, rows, transactions, where=None):
        """Add rows, a DataFrame or what `spool` returns, in one atomic commit.

        `transactions`: dict of labels and their numbers. Rows that match the SQL condition `where`
        are replaced; every new row must match it.
        """
        if isinstance(rows, pd.DataFrame):
            rows = to_arrow(name, rows)
        labels = [Transaction(label, number) for label, number in transactions.items()]
        write_deltalake(
            str(self.path / name),
            rows,
            mode="overwrite" if where else "append",
            predicate=where,
            # A table written by an earlier version of the kit may lack a column.
            schema_mode="merge",
            commit_properties=CommitProperties(app_transactions=labels),
            # A row group is in memory as a whole when written and when read.
            writer_properties=WriterProperties(max_row_group_size=ROW_GROUP, compression="ZSTD"),
            configuration=KEEP_LOG,
        )

    @contextlib.contextmanager
    def spool(self, name, frames):
        """RecordBatchReader of the rows of DataFrames, which are kept on disk in the meantime.

        So all rows exist before a commit begins, and never in memory at once.
        """
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with tempfile.TemporaryFile(dir=self.path) as file:
            with pa.ipc.new_stream(file, arrow_schema(name), options=options) as writer:
                for frame in frames:
                    writer.write_table(to_arrow(name, frame))
            file.seek(0)
            yield pa.ipc.open_stream(file)

    def read(self, name, where=None, columns=None):
        """DataFrame of the rows, always in the same order; `where` is a pyarrow expression."""
        return to_pandas(name, self._dataset(name).to_table(filter=where, columns=columns))

    def stream(self, name, where=None, columns=None, rows=500):
        """Iterator of DataFrames of `rows` rows; the whole is never in memory."""
        # Threads would read all row groups ahead, into memory.
        batches = self._dataset(name).to_batches(
            filter=where, columns=columns, batch_size=rows, use_threads=False, batch_readahead=1
        )
        return frames_of(
            itertools.chain.from_iterable(map(pa.RecordBatch.to_pylist, batches)), rows
        )

    def open(self, name):
        """The DeltaTable of this name, or None. Raises StoreError if it cannot be read."""
        folder = str(self.path / name)
        try:
            return DeltaTable(folder) if DeltaTable.is_deltatable(folder) else None
        except (OSError, DeltaError) as error:
            raise StoreError(f"{folder} cannot be read: {_first_line(error)}") from error

    def _dataset(self, name):
        table = self.open(name)
        if table is None:
            return ds.dataset(arrow_schema(name).empty_table())
        # Of Arrow itself: threads that read through Python outlive an interrupted program.
        folder = SubTreeFileSystem(str(self.path / name), LocalFileSystem())
        return table.to_pyarrow_dataset(schema=arrow_schema(name), filesystem=folder)


def frames_of(rows, size):
    """Iterator of DataFrames of `size` rows each, made of an iterator of dicts."""
    while chunk := list(itertools.islice(rows, size)):
        yield pd.DataFrame(chunk)


def up_to(version, since=0):
    """pyarrow expression: rows of the versions after `since` and up to `version`."""
    return (pc.field("version") > since) & (pc.field("version") <= version)


def of_version(version):
    """pyarrow expression: rows of one version."""
    return pc.field("version") == version


def of_articles(ids):
    """pyarrow expression: rows of these articles."""
    return pc.field("article_id").isin(pa.array(list(ids), pa.string()))


def _first_line(error):
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0][:200]
