"""A workspace: created once, completed again, found from its folders."""

import shutil

import pytest
from conftest import article

from monitor.errors import InputError
from monitor.maintenance import pack, unpack
from monitor.report.receipt import receipt_table
from monitor.workspace import Workspace


def test_a_new_workspace_holds_settings_codebook_folders_and_notebooks(workspace):
    names = {path.name for path in workspace.path.iterdir()}
    assert names == {
        "monitor.toml",
        "codebook.toml",
        "words",
        "speakers.csv",
        "outlets.csv",
        "inbox",
        "store",
        "notebooks",
        "reports",
    }
    assert [path.stem for path in sorted(workspace.notebooks.iterdir())] == [
        "01_what_arrived", "02_who_covers", "03_which_themes", "04_stance", "05_report", "06_coding",
        "07_cue_words",
    ]  # fmt: skip


def test_making_it_again_keeps_what_the_analyst_changed(workspace):
    (workspace.path / "monitor.toml").write_text("[themes]\nnumber = 7\n")
    (workspace.notebooks / "02_who_covers.ipynb").unlink()
    again = Workspace.create(workspace.path)
    assert again.settings["themes"] == {"number": 7}
    assert (workspace.notebooks / "02_who_covers.ipynb").exists()


def test_a_folder_that_is_no_workspace_says_how_to_make_one(tmp_path):
    with pytest.raises(InputError, match=r"is not a workspace .*monitor init"):
        Workspace(tmp_path)


@pytest.mark.parametrize("name", ["a[1]", "a%20b", "a{x}", "ä ö", "a|b", "a^b"])
def test_a_workspace_may_have_any_name(tmp_path, name):
    created = Workspace.create(tmp_path / name)
    created.corpus().add([article(1)], batch="week 1")
    pack(created, tmp_path / "packed.tar.gz")
    shutil.rmtree(created.store.resolve())
    moved = unpack(tmp_path / "packed.tar.gz", tmp_path / "other" / name)
    assert len(Workspace(moved).corpus().table("articles")) == 1


def test_tables_outside_their_folder_that_are_gone_are_missed(tmp_path):
    store = Workspace.create(tmp_path / "a[1]").store
    shutil.rmtree(store.resolve())
    with pytest.raises(InputError, match="which does not exist"):
        Workspace(tmp_path / "a[1]")


def test_the_nearest_workspace_above_is_found(workspace, monkeypatch):
    monkeypatch.chdir(workspace.notebooks)
    assert Workspace.find().path == workspace.path


def test_the_workspace_uses_its_own_codebook(workspace):
    codebook = workspace.path / "codebook.toml"
    before = workspace.corpus().codebook.version
    codebook.write_text(codebook.read_text() + "\n# a note of the analyst\n")
    assert workspace.corpus().codebook.version != before


def test_the_receipt_counts_what_came_in_and_what_was_kept(workspace):
    workspace.corpus().add([article(1), article(2, date=None, outlet="")], batch="week 1")
    receipt = receipt_table(workspace.selection(), title="Ours").set_index("what")["value"]
    assert (receipt["Inputs"], receipt["Kept as articles"], receipt["Rejected"]) == ("2", "2", "0")
    assert (receipt["Articles without a date"], receipt["Articles without an outlet"]) == ("1", "1")
    assert (receipt["Replaced by a correction"], receipt["Withdrawn"]) == ("0", "0")
    assert receipt["Title"] == "Ours"
    assert "scikit-learn" in receipt["Software"]


def test_a_view_of_a_batch_that_is_not_there_names_those_that_are(workspace):
    workspace.corpus().add([article(1)], batch="week 1")
    with pytest.raises(InputError, match=r"unknown batch 'week 2'.*week 1"):
        workspace.selection("week 2")
