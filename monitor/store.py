"""Delta tables in one folder: rows go in by atomic commits and come out as of any version of the corpus."""

import contextlib
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import CommitProperties, DeltaTable, Transaction, write_deltalake
from deltalake.exceptions import DeltaError
from filelock import FileLock, Timeout

from monitor.errors import StoreError
from monitor.tables import arrow_schema

LOCK_SECONDS = 600
SPARE_BYTES = 5_000_000


class Store:
    """The Delta tables of one corpus, each in a folder of its name.

    Each commit carries a transaction, a label and a number, so that what is finished can be told from what is not: a
    commit is there whole or not at all. Rows are only ever added; `version` in a row is the ingest that brought it.
    """

    def __init__(self, path):
        self.path = Path(path)

    @contextlib.contextmanager
    def lock(self):
        """Only one process writes at a time; a second waits. Raises StoreError where nothing can be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self.path).free < SPARE_BYTES:
                raise StoreError(f"{self.path}: the disk is full; make room and run the command again")
            with FileLock(self.path / ".lock", timeout=LOCK_SECONDS, is_singleton=True):
                yield
        except Timeout:
            reason = f"another process has been writing for {LOCK_SECONDS} s; try later"
            raise StoreError(f"{self.path}: {reason}") from None
        except (OSError, DeltaError) as error:
            reason = f"{_plain(error)}; nothing of this step was kept"
            raise StoreError(f"{self.path} cannot be written: {reason}") from error

    def finished(self, name, label):
        """Number of the last transaction with this label on the table; 0 where there is none."""
        table = self.open(name)
        return (table.transaction_version(label) or 0) if table else 0

    def append(self, name, rows, label, number):
        """Add `rows` (a pyarrow Table, or an iterator of such) in one atomic commit."""
        self._write(name, rows, label, number, "append")

    def replace(self, name, rows, label, number):
        """Put `rows` in the place of all rows, in one atomic commit."""
        self._write(name, rows, label, number, "overwrite")

    def read(self, name, where=None, columns=None):
        """pyarrow Table of the rows; `where` is a pyarrow expression."""
        table = self.open(name)
        if table is None:
            empty = arrow_schema(name).empty_table()
            return empty.select(columns) if columns else empty
        return _dataset(table, name).to_table(filter=where, columns=columns or arrow_schema(name).names)

    def stream(self, name, where=None, columns=None, rows=500):
        """Iterator of pyarrow Tables of at most `rows` rows, so that the whole is never in memory."""
        table = self.open(name)
        if table is not None:
            for batch in _dataset(table, name).to_batches(filter=where, columns=columns, batch_size=rows):
                if batch.num_rows:
                    yield pa.Table.from_batches([batch])

    def open(self, name):
        """The DeltaTable of this name; None where there is none. Raises StoreError where it cannot be read."""
        folder = str(self.path / name)
        try:
            return DeltaTable(folder) if DeltaTable.is_deltatable(folder) else None
        except (OSError, DeltaError) as error:
            raise StoreError(f"{folder} cannot be read: {_plain(error)}") from error

    def _write(self, name, rows, label, number, mode):
        schema = arrow_schema(name)
        if not isinstance(rows, pa.Table):
            rows = pa.RecordBatchReader.from_batches(schema, (batch for table in rows for batch in table.to_batches()))
        write_deltalake(
            str(self.path / name),
            rows,
            mode=mode,
            schema_mode="overwrite" if mode == "overwrite" else None,
            commit_properties=CommitProperties(app_transactions=[Transaction(label, number)]),
            # Old versions are read by their rows, yet the log is kept whole, so that Delta's own history works as well.
            configuration={"delta.logRetentionDuration": "interval 36500 days"} if not self.open(name) else None,
        )


def _dataset(table, name):
    return table.to_pyarrow_dataset(schema=arrow_schema(name))


def up_to(version, since=0):
    """pyarrow expression: rows of the versions after `since` and up to `version`."""
    return (pc.field("version") > since) & (pc.field("version") <= version)


def _plain(error):
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0][:200]
