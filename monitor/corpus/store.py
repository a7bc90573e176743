"""Delta tables in one folder, written by atomic commits and readable as of any version."""

import contextlib
import shutil
import tempfile
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
        self._lock = FileLock(self.path / ".lock", timeout=LOCK_SECONDS)

    @contextlib.contextmanager
    def lock(self):
        """Let only one process write at a time; others wait. Raises StoreError if writing fails."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(self.path).free < SPARE_BYTES:
                advice = "free some space and run the command again"
                raise StoreError(f"{self.path}: the disk is full; {advice}")
            with self._lock:
                yield
        except Timeout:
            reason = f"another process has been writing to it for {LOCK_SECONDS} seconds"
            raise StoreError(f"{self.path}: {reason}; try again later") from None
        except (OSError, DeltaError) as error:
            reason = f"{_first_line(error)}; nothing from this step was saved"
            raise StoreError(f"{self.path} cannot be written: {reason}") from error

    def finished(self, name, label):
        """Number of the last transaction with this label on the table; 0 if there is none."""
        table = self.open(name)
        return (table.transaction_version(label) or 0) if table else 0

    def append(self, name, rows, labels):
        """Add rows, a pyarrow Table or RecordBatchReader, in one atomic commit.

        `labels`: dict of transactions, each a label and its number.
        """
        self._write(name, rows, labels, mode="append")

    def replace(self, name, rows, labels, where=None):
        """Replace rows, those that match the SQL condition `where` or all, in one atomic commit."""
        self._write(name, rows, labels, mode="overwrite", predicate=where)

    @contextlib.contextmanager
    def spool(self, name, tables):
        """RecordBatchReader of all these pyarrow Tables, which are kept on disk in the meantime.

        So all rows exist before a commit begins, and never in memory at once.
        """
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with tempfile.TemporaryFile(dir=self.path) as file:
            with pa.ipc.new_stream(file, arrow_schema(name), options=options) as writer:
                for table in tables:
                    writer.write_table(table)
            file.seek(0)
            yield pa.ipc.open_stream(file)

    def read(self, name, where=None, columns=None):
        """pyarrow Table of the rows; `where` is a pyarrow expression."""
        schema, dataset = arrow_schema(name), self._dataset(name)
        columns = columns or schema.names
        if dataset is None:
            return schema.empty_table().select(columns)
        return dataset.to_table(filter=where, columns=columns)

    def stream(self, name, where=None, columns=None, rows=500):
        """Iterator of pyarrow Tables of about `rows` rows; the whole is never in memory."""
        batches, n = [], 0
        for batch in self._batches(name, where, columns, rows):
            # A copy: to another process, a slice is sent with all it was cut from.
            batches.append(batch.take(pa.array(range(batch.num_rows))))
            n += batch.num_rows
            # Small batches, as of many small ingests, are put together.
            if n >= rows:
                yield pa.Table.from_batches(batches)
                batches, n = [], 0
        if n:
            yield pa.Table.from_batches(batches)

    def _batches(self, name, where, columns, rows):
        dataset = self._dataset(name)
        # One row group at a time: threads would read all of them ahead, into memory.
        for fragment in dataset.get_fragments(where) if dataset else ():
            for group in fragment.split_by_row_group(where, dataset.schema):
                options = {"batch_size": rows, "use_threads": False}
                yield from group.to_batches(dataset.schema, columns, where, **options)

    def open(self, name):
        """The DeltaTable of this name, or None. Raises StoreError if it cannot be read."""
        folder = str(self.path / name)
        try:
            return DeltaTable(folder) if DeltaTable.is_deltatable(folder) else None
        except (OSError, DeltaError) as error:
            raise StoreError(f"{folder} cannot be read: {_first_line(error)}") from error

    def _dataset(self, name):
        folder = SubTreeFileSystem(str(self.path / name), LocalFileSystem())
        table = self.open(name)
        return table and table.to_pyarrow_dataset(schema=arrow_schema(name), filesystem=folder)

    def _write(self, name, rows, labels, **options):
        transactions = [Transaction(label, number) for label, number in labels.items()]
        # Versions are read by rows, but the whole log is kept for Delta's own time travel.
        keep_log = {"delta.logRetentionDuration": "interval 36500 days"}
        write_deltalake(
            str(self.path / name),
            rows,
            # A table written by an earlier version of the kit may lack a column.
            schema_mode="merge",
            commit_properties=CommitProperties(app_transactions=transactions),
            # A row group is in memory as a whole when written and when read.
            writer_properties=WriterProperties(max_row_group_size=ROW_GROUP, compression="ZSTD"),
            configuration=None if self.open(name) else keep_log,
            **options,
        )


def up_to(version, since=0):
    """pyarrow expression: rows of the versions after `since` and up to `version`."""
    return (pc.field("version") > since) & (pc.field("version") <= version)


def of_version(version):
    """pyarrow expression: rows of one version."""
    return pc.field("version") == version


def _first_line(error):
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0][:200]
