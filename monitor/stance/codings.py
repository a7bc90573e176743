"""People's codings in: the one that counts of each passage out, and the sheet on which passages are coded by hand."""

import pandas as pd

from monitor.errors import InputError
from monitor.stance.codebook_file import DIMENSIONS

SHEET_COLUMNS = ("passage_id", "outlet", "date", "before", "passage", "after", "url")
SHEET_COLUMNS += (*DIMENSIONS, "probability", "stratum")


def latest(codings):
    """The last coding of each passage by each coder; those skipped or taken back are left out."""
    last = codings.sort_values("coded_at", kind="stable").drop_duplicates(["passage_id", "coder"], keep="last")
    return last.dropna(subset=list(DIMENSIONS), how="all").reset_index(drop=True)


def settle(codings):
    """DataFrame[passage_id, position, holder, tone, probability, coded_by]: one row a passage.

    The value that most coders gave stands; where they are even, that of the latest.
    """
    last = latest(codings)
    # The latest first, so that among even values the one met first is the latest.
    last = last.sort_values("coded_at", ascending=False, kind="stable")
    by_passage = last.groupby("passage_id", sort=True)
    settled = by_passage[list(DIMENSIONS)].agg(_most_given)
    settled["probability"] = by_passage["probability"].first()
    settled["coded_by"] = by_passage["coder"].agg(lambda names: ", ".join(sorted(names)))
    return settled.reset_index()


def _most_given(values):
    counts = values.dropna().value_counts(sort=False)
    return counts.index[counts.argmax()] if len(counts) else None


def write_sheet(sample, codebook, path):
    """XLSX file of the passages to code: a list of the allowed values to choose from, and the codebook beside it."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = Workbook()
    sheet, guide = book.active, book.create_sheet("codebook")
    sheet.title = "codings"
    rows = sample.reindex(columns=list(SHEET_COLUMNS)).astype(object)
    rows = rows.assign(**dict.fromkeys(DIMENSIONS)).where(rows.notna(), None)
    sheet.append(list(SHEET_COLUMNS))
    for number, row in enumerate(rows.itertuples(index=False), 2):
        for place, value in enumerate(row, 1):
            cell = sheet.cell(number, place)
            cell.value = value if isinstance(value, float) else None if value is None else str(value)
            # A passage may begin with "=": it is text, and never a formula.
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for place, column in enumerate(SHEET_COLUMNS, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = {"passage": 70, "before": 35, "after": 35}.get(column, 16)
        sheet.cell(1, place).font = Font(bold=True)
        if column in DIMENSIONS:
            allowed = DataValidation("list", formula1=f"guide_{column}", allow_blank=True, showErrorMessage=True)
            sheet.add_data_validation(allowed)
            allowed.add(f"{letter}2:{letter}{max(len(rows) + 1, 2)}")
    _write_guide(book, guide, codebook)
    sheet.freeze_panes = "A2"
    book.save(path)


def _write_guide(book, guide, codebook):
    from openpyxl.workbook.defined_name import DefinedName

    guide.append(["dimension", "value", "label", "description"])
    for dimension, values in codebook.dimensions.items():
        first = guide.max_row + 1
        for name, value in values.items():
            guide.append([dimension, name, value.label, value.description])
        reference = f"codebook!$B${first}:$B${guide.max_row}"
        book.defined_names[f"guide_{dimension}"] = DefinedName(f"guide_{dimension}", attr_text=reference)


def read_sheet(path, codebook):
    """DataFrame[passage_id, position, holder, tone, probability, stratum] of the rows that were filled in.

    A value may be given by its name or its label. Raises InputError that names the file and row for a value that the
    codebook does not know, a changed probability, a passage that stands there twice, and for a missing column.
    """
    try:
        table = pd.read_excel(path, sheet_name=0, dtype=object)
    except Exception as error:
        raise InputError(f"{path}: cannot be read as XLSX ({error}); save it as .xlsx") from error
    for column in ("passage_id", *DIMENSIONS):
        if column not in table:
            raise InputError(f"{path}: the column {column!r} is missing; export the sheet again and keep its first row")
    filled = table.reindex(columns=["passage_id", *DIMENSIONS, "probability", "stratum"])
    for dimension in DIMENSIONS:
        allowed = codebook.dimensions[dimension]
        known = {word.lower(): name for name, value in allowed.items() for word in (value.label, name)}
        codes = filled[dimension].fillna("").astype(str).str.strip()
        for row, code in codes[(codes != "") & ~codes.str.lower().isin(known)].items():
            choice = ", ".join(allowed)
            raise InputError(f"{path}, row {row + 2}: {dimension} {code!r} is not known; allowed are {choice}")
        filled[dimension] = codes.str.lower().map(known)
    filled = filled.dropna(subset=list(DIMENSIONS), how="all")
    chance = pd.to_numeric(filled["probability"], errors="coerce")
    for row in filled.index[filled["probability"].notna() & ~chance.between(0, 1, inclusive="right")]:
        told = filled.at[row, "probability"]
        raise InputError(f"{path}, row {row + 2}: probability {told!r} was changed; copy it from the exported sheet")
    for row, passage_id in filled["passage_id"][filled["passage_id"].duplicated()].items():
        raise InputError(f"{path}, row {row + 2}: passage {passage_id!r} stands there twice; keep one")
    return filled.assign(probability=chance).reset_index(drop=True)
