"""Writes the sheet on which people code passages outside the notebook, and reads it again."""

from pathlib import Path
from zlib import crc32

import pandas as pd
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

from monitor.errors import InputError
from monitor.stance.codebook_file import DIMENSIONS

# Widths of the columns to read, in characters.
TEXTS = {"before": 35, "passage": 70, "after": 35}
# How the sample was drawn: what weights the codings, and a sum by which a change of it is noticed.
DRAW = ["probability", "stratum", "drawn_from", "check_sum"]
COLUMNS = ["passage_id", "outlet", "date", *TEXTS, "url", *DIMENSIONS, *DRAW]


def write_sheet(sample, codebook, path):
    """Writes the passages to code as an XLSX file.

    Each code is chosen from a list of the allowed values; a second sheet describes them. Raises
    InputError for a name that does not end in .xlsx.
    """
    _check_ending(path)
    guide = codebook.guide()
    with Path(path).open("wb") as file, pd.ExcelWriter(file, engine="openpyxl") as writer:
        rows = sample.assign(**dict.fromkeys(DIMENSIONS), check_sum=_check_sums(sample))
        rows = rows.reindex(columns=COLUMNS)
        rows.to_excel(writer, sheet_name="codings", index=False, freeze_panes=(1, 0))
        guide.to_excel(writer, sheet_name="codebook", index=False)
        sheet = writer.sheets["codings"]
        for name, (head, *cells) in zip(COLUMNS, sheet.columns, strict=True):
            column = sheet.column_dimensions[head.column_letter]
            column.width = TEXTS.get(name, 16)
            # A stratum may name the model's code, which the coder must not see.
            column.hidden = name in DRAW
            for cell in cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if isinstance(cell.value, str):
                    # A passage may begin with "=": it is text, and never a formula.
                    cell.data_type = "s"
            if name in DIMENSIONS:
                places = guide.index[guide["dimension"] == name] + 2
                choice = f"codebook!$B${places[0]}:$B${places[-1]}"
                allowed = DataValidation("list", formula1=choice, showErrorMessage=True)
                allowed.add(f"{head.column_letter}2:{head.column_letter}{len(rows) + 1}")
                sheet.add_data_validation(allowed)


def read_sheet(path, codebook):
    """DataFrame[passage_id, position, holder, tone, probability, stratum, …] of the coded rows.

    A value may be given by its name or its label. Raises InputError for a missing column and a
    sheet without a code; and one that names each row with a value that is not in the codebook, a
    changed probability or a passage that appears twice.
    """
    _check_ending(path)
    try:
        # An outlet may be called "None" or "NA".
        table = pd.read_excel(path, dtype=object, keep_default_na=False, na_values=[""])
    except Exception as error:
        raise InputError(f"{path}: cannot be read as XLSX ({error}); save it as .xlsx") from error
    needed = ["passage_id", *DIMENSIONS, *DRAW]
    for column in needed:
        if column not in table and column != "drawn_from":  # earlier sheets do not say
            raise InputError(f"{path}: the column {column!r} is missing; export the sheet again")
    table = table.reindex(columns=needed)
    # Row 1 of the sheet holds the column names.
    table.index += 2
    mistakes = []
    for dimension, values in codebook.dimensions.items():
        names = {value.label.lower(): name for name, value in values.items()}
        names |= {name.lower(): name for name in values}
        codes = table[dimension].astype("str").str.strip().replace("", None)
        table[dimension] = codes.str.lower().map(names)
        unknown = codes[codes.notna() & table[dimension].isna()]
        mistakes += _describe(unknown, f"is not known; available: {', '.join(values)}")
    is_coded = table[list(DIMENSIONS)].notna().any(axis=1)
    drawn = table.loc[is_coded, "probability"].fillna("")
    is_changed = _check_sums(table[is_coded]) != table.loc[is_coded, "check_sum"]
    mistakes += _describe(drawn[is_changed], "was changed; copy it from the exported sheet")
    passages = table.loc[is_coded, "passage_id"]
    mistakes += _describe(passages[passages.duplicated()], "appears twice; keep one")
    if mistakes:
        raise InputError(
            "\n  ".join(f"{path}, row {row}: {what}" for row, what in sorted(mistakes))
        )
    if not is_coded.any():
        raise InputError(f"{path}: no passage has a code; fill in {', '.join(DIMENSIONS)}")
    return table[is_coded].drop(columns="check_sum").reset_index(drop=True)


def _check_sums(sample):
    """Series of a number for each row, another one where its probability or stratum is another."""
    numbers = pd.to_numeric(sample["probability"], errors="coerce").astype(float).round(9)
    strata = sample["stratum"].fillna("")
    draws = [f"{row} {stratum}" for row, stratum in zip(numbers, strata, strict=True)]
    return pd.Series([crc32(draw.encode()) for draw in draws], sample.index)


def _describe(cells, reason):
    """List of (row, mistake in words) of these cells."""
    return [(row, f"{cells.name} {cell!r} {reason}") for row, cell in cells.items()]


def _check_ending(path):
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(f"{path}: the sheet is an XLSX file; use a name that ends in .xlsx")
