"""Writes the sheet on which people code passages outside the notebook, and reads it again."""

from pathlib import Path

import pandas as pd
from openpyxl.styles import Alignment
from openpyxl.worksheet.datavalidation import DataValidation

from monitor.errors import InputError
from monitor.stance.codebook_file import DIMENSIONS

WIDTHS = {
    "passage_id": 16,
    "outlet": 16,
    "date": 16,
    "before": 35,
    "passage": 70,
    "after": 35,
    "url": 16,
    **dict.fromkeys(DIMENSIONS, 16),
    "probability": 16,
    "stratum": 16,
}


def write_sheet(sample, codebook, path):
    """Writes the passages to code as an XLSX file.

    Each code is chosen from a list of the allowed values; a second sheet describes them. Raises
    InputError for a name that does not end in .xlsx.
    """
    _check_ending(path)
    rows = sample.assign(**dict.fromkeys(DIMENSIONS)).reindex(columns=list(WIDTHS))
    guide = [
        (dimension, name, value.label, value.description)
        for dimension, values in codebook.dimensions.items()
        for name, value in values.items()
    ]
    guide = pd.DataFrame(guide, columns=["dimension", "value", "label", "description"])
    with Path(path).open("wb") as file, pd.ExcelWriter(file, engine="openpyxl") as writer:
        rows.to_excel(writer, sheet_name="codings", index=False, freeze_panes=(1, 0))
        guide.to_excel(writer, sheet_name="codebook", index=False)
        sheet = writer.sheets["codings"]
        for column, (name, width) in zip(sheet.columns, WIDTHS.items(), strict=True):
            letter = column[0].column_letter
            sheet.column_dimensions[letter].width = width
            for cell in column[1:]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if isinstance(cell.value, str):
                    # A passage may begin with "=": it is text, and never a formula.
                    cell.data_type = "s"
            if name in DIMENSIONS:
                places = guide.index[guide["dimension"] == name] + 2
                choice = f"codebook!$B${places[0]}:$B${places[-1]}"
                allowed = DataValidation("list", formula1=choice, showErrorMessage=True)
                allowed.add(f"{letter}2:{letter}{max(len(column), 2)}")
                sheet.add_data_validation(allowed)


def read_sheet(path, codebook):
    """DataFrame[passage_id, position, holder, tone, probability, stratum] of the coded rows.

    A value may be given by its name or its label. Raises InputError that names the file and row for
    a value that is not in the codebook, a changed probability, a passage that appears twice, and
    for a missing column, and for a sheet without a code.
    """
    _check_ending(path)
    try:
        table = pd.read_excel(path, dtype=object)
    except Exception as error:
        raise InputError(f"{path}: cannot be read as XLSX ({error}); save it as .xlsx") from error
    needed = ["passage_id", *DIMENSIONS]
    for column in needed:
        if column not in table:
            message = f"the column {column!r} is missing; export the sheet again"
            raise InputError(f"{path}: {message} and keep its first row")
    table = table.reindex(columns=[*needed, "probability", "stratum"])
    # Row 1 of the sheet holds the column names.
    table.index += 2
    for dimension in DIMENSIONS:
        table[dimension] = _read_codes(table[dimension], codebook.dimensions[dimension], path)
    table = table.dropna(subset=list(DIMENSIONS), how="all")
    if table.empty:
        raise InputError(f"{path}: no passage has a code; fill in {', '.join(DIMENSIONS)}")
    probability = pd.to_numeric(table["probability"], errors="coerce")
    changed = table["probability"].notna() & ~probability.between(0, 1, inclusive="right")
    for row, value in table.loc[changed, "probability"].items():
        message = f"probability {value!r} was changed; copy it from the exported sheet"
        raise InputError(f"{path}, row {row}: {message}")
    for row, passage_id in table.loc[table["passage_id"].duplicated(), "passage_id"].items():
        raise InputError(f"{path}, row {row}: passage {passage_id!r} appears twice; keep one")
    return table.assign(probability=probability).reset_index(drop=True)


def _check_ending(path):
    if Path(path).suffix.lower() != ".xlsx":
        raise InputError(f"{path}: the sheet is an XLSX file; use a name that ends in .xlsx")


def _read_codes(cells, values, path):
    """Series of the values that the cells of a column name, missing where a cell is empty."""
    names = {value.label.lower(): name for name, value in values.items()}
    names |= {name.lower(): name for name in values}
    codes = cells.fillna("").astype(str).str.strip()
    result = codes.str.lower().map(names)
    for row, code in codes[(codes != "") & result.isna()].items():
        message = f"{cells.name} {code!r} is not known; allowed are {', '.join(values)}"
        raise InputError(f"{path}, row {row}: {message}")
    return result
