"""The schema of all tables, read from `data/tables.toml`, and conversions that follow it."""

import pyarrow as pa

from monitor.resources import data

_SCHEMA = data("tables.toml")
ROWS = _SCHEMA["rows"]
LABELS = _SCHEMA["labels"]
THEME_CHANGES = _SCHEMA["theme_changes"]
# Table → column → [type, meaning]; COLUMNS is without the intermediate results.
_COLUMNS = _SCHEMA["columns"]
COLUMNS = {name: _COLUMNS[name] for name in ROWS}
SORTERS = ("version", "coded_at", "article_id", "start", "end", "source", "reason", "theme_id")


def label(column):
    """What people call a column or parameter; one without a label as it is."""
    return LABELS.get(column, str(column))


def arrow_schema(name):
    """pyarrow schema of the table."""
    columns = _COLUMNS[name].items()
    return pa.schema([(column, pa.type_for_alias(kind)) for column, (kind, _) in columns])


def to_arrow(name, frame, also=()):
    """pyarrow Table of `frame` with the table's columns and types; other columns are dropped.

    `also`: columns of the table `articles` that follow.
    """
    schema = pa.schema([*arrow_schema(name), *map(arrow_schema("articles").field, also)])
    return pa.Table.from_pandas(frame.reindex(columns=schema.names), schema, preserve_index=False)


def to_pandas(name, table):
    """DataFrame of a pyarrow table; days are datetimes, the order of rows is always the same."""
    keys = [key for key in SORTERS if key in table.column_names]
    frame = table.to_pandas()
    if name != "theme_changes":  # these stay in the order in which they are listed
        frame = frame.sort_values(keys, kind="stable", ignore_index=True)
    days = [column for column, (kind, _) in _COLUMNS[name].items() if kind == "date32"]
    return frame.astype(dict.fromkeys(frame.columns.intersection(days), "datetime64[s]"))
