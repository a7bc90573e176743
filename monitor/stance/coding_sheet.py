"""Writes the sheet on which people code passages outside the notebook, and reads it again."""

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
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

    Each code is chosen from a list of the allowed values; a second sheet describes them.
    """
    book = Workbook()
    sheet = book.active
    sheet.title = "codings"
    sheet.append(list(WIDTHS))
    sheet.freeze_panes = "A2"
    rows = sample.assign(**dict.fromkeys(DIMENSIONS)).reindex(columns=list(WIDTHS)).astype(object)
    for row in rows.where(rows.notna(), None).itertuples(index=False):
        sheet.append([value if isinstance(value, float | None) else str(value) for value in row])
    for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if isinstance(cell.value, str):
            # A passage may begin with "=": it is text, and never a formula.
            cell.data_type = "s"
    for number, (column, width) in enumerate(WIDTHS.items(), 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        sheet.cell(1, number).font = Font(bold=True)
        if column in DIMENSIONS:
            allowed = DataValidation("list", formula1=f"guide_{column}", showErrorMessage=True)
            sheet.add_data_validation(allowed)
            allowed.add(f"{letter}2:{letter}{max(len(rows) + 1, 2)}")
    _write_guide(book, codebook)
    book.save(path)


def _write_guide(book, codebook):
    guide = book.create_sheet("codebook")
    guide.append(["dimension", "value", "label", "description"])
    for dimension, values in codebook.dimensions.items():
        first = guide.max_row + 1
        for name, value in values.items():
            guide.append([dimension, name, value.label, value.description])
        reference = f"codebook!$B${first}:$B${guide.max_row}"
        name = f"guide_{dimension}"
        book.defined_names[name] = DefinedName(name, attr_text=reference)


def read_sheet(path, codebook):
    """DataFrame[passage_id, position, holder, tone, probability, stratum] of the coded rows.

    A value may be given by its name or its label. Raises InputError that names the file and row for
    a value that is not in the codebook, a changed probability, a passage that appears twice, and
    for a missing column.
    """
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
    probability = pd.to_numeric(table["probability"], errors="coerce")
    changed = table["probability"].notna() & ~probability.between(0, 1, inclusive="right")
    for row, value in table.loc[changed, "probability"].items():
        message = f"probability {value!r} was changed; copy it from the exported sheet"
        raise InputError(f"{path}, row {row}: {message}")
    for row, passage_id in table.loc[table["passage_id"].duplicated(), "passage_id"].items():
        raise InputError(f"{path}, row {row}: passage {passage_id!r} appears twice; keep one")
    return table.assign(probability=probability).reset_index(drop=True)


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
