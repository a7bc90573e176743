"""Delta tables in one folder, written by atomic commits and readable as of any version."""

import contextlib
import queue
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Transaction, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout
from pyarrow.fs import LocalFileSystem, SubTreeFileSystem

from monitor.errors import StoreError
from monitor.tables import arrow_schema

LOCK_SECONDS = 600
ROW_GROUP = 2000
SPARE_BYTES = 5_000_000


class Store:
    """The Delta tables of one corpus, each in a folder of its name.

    Each commit is atomic and carries a transaction, a label with a number, which records finished
    work. Rows are only ever added; `version` in a row is the ingest that added it.
    """

    def __init__(self, path):
        self.path = Path(path)
        # Other threads of the process that holds the lock may write too, each to a table of its own.
        self._lock = FileLock(self.path / ".lock", timeout=LOCK_SECONDS, thread_local=False)

    def __reduce__(self):
        return Store, (self.path,)

    @contextlib.contextmanager
    def lock(self):
        """Let only one process write at a time; others wait. Raises StoreError if writing fails."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self.path).free < SPARE_BYTES:
                raise StoreError(f"{self.path}: the disk is full; free some space and run the command again")
            with self._lock:
                yield
        except Timeout:
            reason = f"another process has been writing to it for {LOCK_SECONDS} seconds; try again later"
            raise StoreError(f"{self.path}: {reason}") from None
        except (OSError, DeltaError) as error:
            reason = f"{_plain(error)}; nothing from this step was saved"
            raise StoreError(f"{self.path} cannot be written: {reason}") from error

    def finished(self, name, label):
        """Number of the last transaction with this label on the table; 0 if there is none."""
        table = self.open(name)
        return (table.transaction_version(label) or 0) if table else 0

    def append(self, name, rows, label, number, **more):
        """Add `rows` (a pyarrow Table, or an iterator of such) in one atomic commit; `more`: further labels."""
        self._write(name, rows, {label: number, **more}, "append")

    def replace(self, name, rows, label, number, **more):
        """Replace all rows by `rows` in one atomic commit; `more`: further labels."""
        self._write(name, rows, {label: number, **more}, "overwrite")

    def read(self, name, where=None, columns=None):
        """pyarrow Table of the rows; `where` is a pyarrow expression."""
        table = self.open(name)
        if table is None:
            empty = arrow_schema(name).empty_table()
            return empty.select(columns) if columns else empty
        return _dataset(table, name, self.path / name).to_table(
            filter=where, columns=columns or arrow_schema(name).names
        )

    def stream(self, name, where=None, columns=None, rows=500, copy=False):
        """Iterator of pyarrow Tables of at most `rows` rows, so that the whole is never in memory.

        `copy` is for tables sent to other processes: a slice is sent with all the rows it was cut
        from, and Dask mistakes two slices of the same rows for one table.
        """
        table = self.open(name)
        dataset = _dataset(table, name, self.path / name) if table else None
        # One row group at a time: threads would read all of them ahead, into memory.
        for fragment in dataset.get_fragments(where) if table else ():
            for group in fragment.split_by_row_group(where, dataset.schema):
                for batch in group.to_batches(dataset.schema, columns, where, rows, use_threads=False):
                    if batch.num_rows:
                        yield pa.Table.from_batches([batch.take(pa.array(range(batch.num_rows))) if copy else batch])

    def open(self, name):
        """The DeltaTable of this name, or None. Raises StoreError if it cannot be read."""
        folder = str(self.path / name)
        try:
            return DeltaTable(folder) if DeltaTable.is_deltatable(folder) else None
        except (OSError, DeltaError) as error:
            raise StoreError(f"{folder} cannot be read: {_plain(error)}") from error

    def _write(self, name, rows, labels, mode):
        options = {
            "mode": mode,
            # A table written by an earlier version of the kit may lack a column.
            "schema_mode": "overwrite" if mode == "overwrite" else "merge",
            "commit_properties": CommitProperties(
                app_transactions=[Transaction(label, number) for label, number in labels.items()]
            ),
            # A row group is in memory as a whole when written and when read.
            "writer_properties": WriterProperties(max_row_group_size=ROW_GROUP, compression="ZSTD"),
            # Versions are read by rows, but the whole log is kept for Delta's own time travel.
            "configuration": {"delta.logRetentionDuration": "interval 36500 days"} if not self.open(name) else None,
        }
        if isinstance(rows, pa.Table):
            write_deltalake(str(self.path / name), rows, **options)
            return

        def write(tables):
            batches = (batch for table in tables for batch in table.to_batches())
            reader = pa.RecordBatchReader.from_batches(arrow_schema(name), batches)
            write_deltalake(str(self.path / name), reader, **options)

        _hand_over(rows, write)


def _hand_over(items, take):
    """Call `take(iterator)` in another thread and pass it the items as they are made, two ahead.

    The package deltalake cannot read a table in a thread in which it is writing another one.
    """
    ahead, failed = queue.Queue(2), []

    def handed():
        while (item := ahead.get()) is not None:
            yield item
        if failed:
            raise failed[0]

    def hand(item):
        while not taking.done():
            with contextlib.suppress(queue.Full):
                return ahead.put(item, timeout=0.2)

    with ThreadPoolExecutor(1) as thread:
        taking = thread.submit(take, handed())
        try:
            for item in items:
                hand(item)
                if taking.done():
                    break
        except BaseException as error:
            failed.append(error)
        hand(None)
        if failed:
            taking.exception()
            raise failed[0]
        taking.result()


def _dataset(table, name, path):
    local = SubTreeFileSystem(str(path), LocalFileSystem())
    return table.to_pyarrow_dataset(schema=arrow_schema(name), filesystem=local)


def up_to(version, since=0):
    """pyarrow expression: rows of the versions after `since` and up to `version`."""
    return (pc.field("version") > since) & (pc.field("version") <= version)


def _plain(error):
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0][:200]
