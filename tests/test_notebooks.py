"""Each notebook runs from top to bottom in any workspace: invented batches, one article, none."""

import nbformat
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


@pytest.mark.parametrize("name", [*NOTEBOOKS[:4], *NOTEBOOKS[5:]])
def test_it_runs_on_the_demo_without_a_word_of_warning(demo, name):
    shown = outputs(demo, name)
    assert [output for output in shown if output.output_type in ("stream", "error")] == []
    assert len(shown) >= 4


def test_it_runs_on_one_batch_and_lists_all_quotations_of_one_speaker(demo):
    batch = demo.corpus().batches()["batch"][0]
    said = demo.selection(batch).table("quotes")["speaker"].value_counts()
    shown = outputs(demo, "04_stance", batch=batch, speaker=said.index[0])
    (listed,) = [
        html
        for o in shown
        if f"<h3>{said.index[0]} <small>" in (html := o.get("data", {}).get("text/html", ""))
    ]
    assert listed.count("<blockquote>") == said.iloc[0]


@pytest.mark.parametrize("name", ["02_who_covers", "03_which_themes", "04_stance", "07_cue_words"])
def test_it_runs_on_one_article_without_date_and_outlet(workspace, name):
    workspace.corpus().add([article(1, date=None, outlet="")], batch="one")
    assert [o for o in outputs(workspace, name) if o.output_type in ("stream", "error")] == []


def test_it_runs_on_an_empty_workspace(workspace):
    assert outputs(workspace, "01_what_arrived")
