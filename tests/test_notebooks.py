"""Each notebook runs from top to bottom in any workspace: invented batches, one article, none. All
of them count alike, and show no code.
"""

import io
import json
import re

import nbformat
import pandas as pd
import papermill
import pytest
from conftest import NOTEBOOKS, article


def outputs(workspace, name, **parameters):
    done = workspace.path / f"{name}.done.ipynb"
    papermill.execute_notebook(
        str(workspace.notebooks / f"{name}.ipynb"), str(done), parameters, cwd=str(workspace.notebooks),
        kernel_name="python3", progress_bar=False,
    )  # fmt: skip
    cells = nbformat.read(done, as_version=4).cells
    done.unlink()
    return [output for cell in cells for output in cell.get("outputs", ())]


@pytest.fixture(scope="module")
def shown(demo):
    """Dict from the name of each notebook to the outputs of its cells on the demo."""
    (report,) = demo.reports.glob("report_*.ipynb")
    cells = json.loads(report.read_text(encoding="utf-8"))["cells"]
    others = [name for name in NOTEBOOKS if name != "05_report"]
    of_report = [output for cell in cells for output in cell.get("outputs", ())]
    return {"05_report": of_report, **{name: outputs(demo, name) for name in others}}


def page(outputs):
    return "".join(output.get("data", {}).get("text/html", "") for output in outputs)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_runs_on_the_demo_without_a_word_of_warning(shown, name):
    kinds = {output["output_type"] for output in shown[name]}
    assert kinds == {"display_data"} and len(shown[name]) >= 4


def test_a_count_of_one_name_is_the_same_in_every_notebook_and_in_the_report(shown, demo):
    selection = demo.selection()
    numbers = {"Articles": 42, "Passages": len(selection.table("stance"))}
    numbers["Quotations"] = selection.table("speakers")["quotations"].sum()
    for name, outputs in shown.items():
        text = page(outputs)
        stated = re.findall(r"<li>(Articles|Passages|Quotations): ([\d,]+) \(", text)
        assert stated[:3] == [(name, f"{number:,}") for name, number in numbers.items()], name
        of_all = re.findall(r"of ([\d,]+) quotations with a known speaker", text)
        assert set(of_all) <= {f"{numbers['Quotations']:,}"}, name


def test_tables_speak_the_words_of_the_page_and_themes_show_the_ids_that_name_them(shown):
    for name in ("04_stance", "05_report", "06_coding"):
        assert ">Position</td>" in page(shown[name]) and ">position</td>" not in page(shown[name])
    assert re.search(r"<td[^>]*>T01</td>", page(shown["03_which_themes"]))


def test_a_person_has_as_many_quotations_in_every_notebook_and_in_the_report(shown, demo):
    counts = demo.selection().table("speakers").set_index("speaker")["quotations"]
    places = []
    for name, outputs in shown.items():
        text = page(outputs)
        for speaker, number in re.findall(r"<h3>(.+?) <small>([\d,]+) quotations?<", text):
            assert counts[speaker] == int(number.replace(",", "")), (name, speaker)
            places.append((name, "heading"))
        for table in pd.read_html(io.StringIO(text), flavor="lxml"):
            if {"Speaker", "Quotations"} <= set(table):
                told = dict(zip(table["Speaker"], table["Quotations"], strict=True))
                assert told == {speaker: counts[speaker] for speaker in told}, name
                places.append((name, "table"))
    expected = {("04_stance", "heading"), ("04_stance", "table"), ("02_who_covers", "table")}
    assert set(places) == expected | {("05_report", "table")}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_it_opens_with_its_question_and_folds_all_code(demo, name):
    cells = nbformat.read(demo.notebooks / f"{name}.ipynb", as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert all(cell.metadata.jupyter.source_hidden for cell in code)
    assert (
        sum("report.Chooser(batch" in cell.source or "**read" in cell.source for cell in code) == 1
    )
    if name != "05_report":
        assert re.fullmatch(r"# [A-Z].+\?", cells[0].source.splitlines()[0])


def test_it_runs_on_one_batch_and_lists_all_quotations_of_one_speaker(demo):
    batch = demo.corpus().batches()["batch"][0]
    speakers = demo.selection(batch).table("speakers")
    speaker, n = speakers[["speaker", "quotations"]].iloc[0]
    shown = outputs(demo, "04_stance", batch=batch, speaker=speaker)
    (listed,) = [
        html
        for o in shown
        if f"<h3>{speaker} <small>" in (html := o.get("data", {}).get("text/html", ""))
    ]
    assert listed.count("<blockquote>") == n


@pytest.mark.parametrize("name", ["02_who_covers", "03_which_themes", "04_stance", "07_cue_words"])
def test_it_runs_on_one_article_without_date_and_outlet(workspace, name):
    workspace.corpus().add([article(1, date=None, outlet="")], batch="one")
    assert [o for o in outputs(workspace, name) if o.output_type in ("stream", "error")] == []


def test_it_runs_on_an_empty_workspace(workspace):
    assert outputs(workspace, "01_what_arrived")
