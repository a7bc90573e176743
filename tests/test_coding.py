"""Human coding: the desk in the notebook, the corpus that keeps every click, the command."""

import re
from pathlib import Path

import pandas as pd
import pytest
from conftest import article
from openpyxl import load_workbook

from monitor import cli, coding
from monitor.compare.shares import how_coded
from monitor.errors import InputError
from monitor.stance import draw_sample, draw_unsure
from monitor.stance.coding_sheet import COLUMNS, read_sheet, write_sheet


@pytest.fixture
def selection(workspace):
    """A selection of a corpus with sixty passages about the target."""
    workspace.corpus().add([article(n) for n in range(1, 31)], batch="one")
    return workspace.selection()


def code(desk, n, position="non_involvement"):
    for _ in range(n):
        for value in (position, "nato", "neutral"):
            desk.choose(value)


def test_each_passage_is_kept_when_its_last_value_is_chosen(selection):
    desk = coding.CodingDesk(selection, coding.sample_passages(selection, 5), "Ann")
    first = desk.passage
    desk.choose("non_involvement")
    desk.choose("nato")
    assert len(selection.table("codings")) == 0
    desk.choose("neutral")
    kept = selection.table("codings").iloc[0]
    assert (kept["passage_id"], kept["position"], kept["coder"]) == (
        first.passage_id,
        "non_involvement",
        "Ann",
    )
    assert kept["probability"] == pytest.approx(5 / 60)
    assert kept["codebook"] == selection.corpus.codebook.version


def test_undo_takes_back_and_asks_again_and_nothing_is_overwritten(selection):
    desk = coding.CodingDesk(selection, coding.sample_passages(selection, 5), "Ann")
    first = desk.passage
    code(desk, 1)
    desk.undo()
    assert desk.passage.passage_id == first.passage_id
    assert selection.table("stance")["hand_position"].isna().all()
    code(desk, 1, "none")
    assert selection.table("codings")["position"].fillna("").tolist() == [
        "non_involvement",
        "",
        "none",
    ]
    assert selection.table("stance")["hand_position"].dropna().tolist() == ["none"]


def first_codes(selection):
    return selection.table("codings").iloc[0][["position", "holder", "tone"]].tolist()


def test_keys_choose_skip_and_undo(selection):
    desk = coding.CodingDesk(selection, coding.sample_passages(selection, 5), "Ann")
    for key in "121":
        desk._keys.value = key
    assert first_codes(selection) == ["non_involvement", "member", "supportive"]
    desk._keys.value = "s"
    assert "2 of 5 done" in desk._text.value
    desk._keys.value = "u"
    assert "1 of 5 done" in desk._text.value


def test_keys_typed_ahead_are_all_heard_and_deleted_ones_are_not(selection):
    desk = coding.CodingDesk(selection, coding.sample_passages(selection, 5), "Ann")
    for text in ("1", "121", "12", "1", "12s"):
        desk._keys.value = text
    assert first_codes(selection) == ["non_involvement", "member", "supportive"]
    assert "2 of 5 done" in desk._text.value


def test_one_goes_on_where_one_stopped_and_two_code_the_same_passages(selection):
    sample = coding.sample_passages(selection, 5)
    code(coding.CodingDesk(selection, sample, "Ann"), 3)
    assert (
        "3 of 5 done"
        in coding.CodingDesk(selection, coding.sample_passages(selection, 5), "Ann")._text.value
    )
    code(coding.CodingDesk(selection, sample, "Bo"), 3)
    pairs = set(selection.agreement()["coders"])
    assert pairs == {"Ann and Bo", "Ann and model", "Bo and model"}


def test_results_are_drawn_after_each_coding_skip_and_undo_when_the_next_passage_is_shown(
    selection,
):
    shown = []
    sample = coding.sample_passages(selection, 5)
    desk = coding.CodingDesk(selection, sample, "Ann", lambda: shown.append(desk._text.value))
    desk.choose("support")
    assert shown == []
    desk.choose("nato")
    desk.choose("neutral")
    desk.skip()
    desk.undo()
    assert [re.search(r"\d of 5", text)[0] for text in shown] == ["1 of 5", "2 of 5", "1 of 5"]


def test_the_desk_asks_for_a_name_where_none_is_given(selection):
    box = coding.desk(selection, " ", 5)
    name, teach, start = box.children
    start.click()
    assert box.children[0] is name
    name.value, teach.value = "Ann", True
    start.click()
    (opened,) = box.children
    assert "coder Ann; chosen to teach" in opened._text.value


def test_what_an_article_says_never_runs_in_the_notebook(workspace):
    hostile = "<script>alert(1)</script> NATO met on Monday in the old harbour."
    workspace.corpus().add([article(1, text=hostile, title="<img src=x onerror=y>")], batch="one")
    selection = workspace.selection()
    desk = coding.CodingDesk(selection, coding.sample_passages(selection, 1), "<b>Ann</b>")
    shown = desk._text.value
    assert "<script" not in shown and "<img" not in shown and "<b>Ann" not in shown


def test_codings_teach_the_model_and_correct_the_shares(selection):
    before = selection.table("shares")
    assert before["low"].isna().all()
    code(coding.CodingDesk(selection, coding.sample_passages(selection, 50), "Ann"), 45, "support")
    after = selection.table("shares").set_index(["outlet", "dimension", "value"])
    assert after.loc[("Harbour Courier", "position", "support"), "share"] > 0.9
    assert after.loc[("Harbour Courier", "position", "support"), "low"] < 1
    assert re.findall(r"<td[^>]*>Support</td>", coding.confusion(selection).data)
    assert "Ann" in set(selection.table("stance")["coded_by"])


def test_passages_that_teach_the_model_are_never_counted_in_the_shares(selection, monkeypatch):
    before = selection.table("stance")
    (desk,) = coding.desk(selection, "Ann", 45, teach=True).children
    assert "chosen to teach the model, never counted in the shares" in desk._text.value
    code(desk, 25, "support")
    code(desk, 20, "operations")
    stance = selection.table("stance")
    taught = stance["hand_position"].notna()
    assert taught.sum() == 45 and set(stance.loc[taught, "probability"]) == {0}
    # The model learned from them: it is as sure of no other passage as before.
    assert (stance["confidence"] != before["confidence"])[~taught].all()
    assert selection.table("shares")["low"].isna().all()
    assert len(selection.agreement()) == 0
    assert "none yet" in coding.confusion(selection).data
    assert "and 45 passages chosen to teach it, not validated" in how_coded(stance)
    # Where the random sample holds them as well, they are coded again, and count.
    monkeypatch.setattr("monitor.compare.outcomes.FEWEST_CODED", 20)
    (sample,) = coding.desk(selection, "Ann", 60).children
    assert "0 of 60 done" in sample._text.value
    code(sample, 20, "support")
    assert selection.table("shares")["low"].notna().all()


def test_passages_that_teach_most_are_the_least_sure_of_each_position():
    passages = pd.DataFrame(
        {"position": [*"aaaaab"], "confidence": [0.9, 0.5, 0.6, 0.8, 0.7, 0.95]}
    )
    passages["passage_id"] = passages.index
    drawn = draw_unsure(passages, 4)
    assert drawn["passage_id"].tolist() == [1, 5, 2, 4]
    assert drawn["probability"].tolist() == [0] * 4


def test_a_coding_outlives_the_value_that_the_codebook_lost(selection, workspace):
    code(coding.CodingDesk(selection, coding.sample_passages(selection, 45), "Ann"), 45, "support")
    path = workspace.path / "codebook.toml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("\n[position.support]", '\n[position.help]\ncues = ["help*"]')
    path.write_text(text, encoding="utf-8")
    stance = workspace.selection().table("stance")
    assert stance["hand_position"].isna().all()
    assert set(stance["hand_holder"].dropna()) == {"nato"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coder": "model"}, "any name except 'model'"),
        ({"passage_id": "x:1"}, "unknown passage 'x:1'"),
        (
            {"position": "retreat"},
            "unknown position 'retreat'; available: non_involvement",
        ),
    ],
)
def test_codings_that_cannot_be_are_refused(selection, change, message):
    row = {
        "passage_id": selection.table("stance")["passage_id"][0],
        "coder": "Ann",
        "position": "none",
    }
    with pytest.raises(InputError, match=message):
        selection.corpus.add_codings(
            pd.DataFrame([{**row, "holder": None, "tone": None, **change}])
        )


@pytest.fixture
def sheet(selection, workspace, tmp_path):
    """(path of an exported sheet, function that fills in one of its rows, function that imports
    it).
    """
    path, where = str(tmp_path / "sample.xlsx"), ["--workspace", str(workspace.path)]
    assert cli.main(["code", *where, "--export", path, "--passages", "6", "--by", "outlet"]) == 0

    def fill(row, **values):
        book = load_workbook(path)
        heads = [cell.value for cell in book.active[1]]
        for column, value in values.items():
            book.active.cell(row, heads.index(column) + 1).value = value
        book.save(path)

    return path, fill, lambda *coder: cli.main(["code", *where, "--import", path, *coder])


def test_a_sheet_is_written_filled_in_and_taken_in(selection, sheet, capsys):
    _, fill, take_in = sheet
    fill(2, position="support", holder="nato", tone="neutral")
    fill(3, position=" No position", holder="A MEMBER STATE", tone="Neutral ")
    fill(5, position="division")
    assert take_in("--coder", "Bo") == 0
    said = capsys.readouterr().out
    assert "3 codings by Bo" in said and "1 row with a code missing" in said
    kept = selection.table("codings")
    codes = kept[["position", "holder", "tone"]].fillna("").to_numpy().tolist()
    assert sorted(codes) == [
        ["division", "", ""],
        ["none", "member", "neutral"],
        ["support", "nato", "neutral"],
    ]
    assert set(kept["stratum"]) <= {"Harbour Courier", "Veldmark Post"}
    assert kept["probability"].tolist() == [0.1] * 3


@pytest.mark.parametrize("outlet", ["", "None", "NA", "nan"])
def test_a_stratum_is_known_again_whatever_the_outlet_is_called(selection, tmp_path, outlet):
    passages = selection.table("stance").head(2).assign(outlet=outlet, date=None, url="")
    sample = draw_sample(passages, 2, ["outlet"])
    book, path = selection.corpus.codebook, tmp_path / "sample.xlsx"
    write_sheet(sample, book, path)
    sheet = load_workbook(path)
    sheet.active.cell(2, COLUMNS.index("position") + 1).value = "support"
    sheet.save(path)
    assert read_sheet(path, book)["position"].tolist() == ["support"]


def test_a_sheet_with_codings_is_never_written_over(sheet, workspace, capsys):
    path, fill, _ = sheet
    fill(2, position="support")
    assert cli.main(["code", "--workspace", str(workspace.path), "--export", path]) == 1
    assert "already exists; name a new file" in capsys.readouterr().err
    assert load_workbook(path).active.column_dimensions["L"].hidden


def test_one_coder_may_be_written_in_two_ways(selection, sheet):
    _, fill, take_in = sheet
    fill(2, position="support")
    assert take_in("--coder", "Bo") == 0
    fill(3, position="support")
    assert take_in("--coder", "bo") == 0
    assert set(selection.corpus.table("codings")["coder"]) == {"Bo"}


def test_a_sheet_that_is_taken_in_twice_is_stored_once(selection, sheet, capsys):
    path, fill, take_in = sheet
    fill(2, position="support")
    fill(3, position="division", holder="nato", tone="neutral")
    assert take_in("--coder", "Bo") == 0
    said = capsys.readouterr().out
    assert "2 codings by Bo saved\n" in said and "saved before" not in said
    version = selection.corpus.version
    assert take_in("--coder", "bo") == 0
    said = capsys.readouterr().out
    assert said.startswith(f"Nothing new in {path}\n  2 codings saved before\n")
    assert selection.corpus.version == version
    fill(3, position="none")
    assert take_in("--coder", "Bo") == 0
    one = "1 coding by Bo saved\n  1 coding saved before\n"
    assert capsys.readouterr().out.startswith(one)
    fill(3, position="division")
    # What the coder said before the last change is new again; and what an undo set aside.
    assert take_in("--coder", "Bo") == 0
    selection.corpus.undo()
    assert take_in("--coder", "Bo") == 0
    assert capsys.readouterr().out.count(one) == 2
    assert len(selection.corpus.table("codings")) == 4


def test_a_sheet_from_before_the_version_was_noted_is_taken_in(selection, sheet):
    _, fill, take_in = sheet
    fill(1, drawn_from="other")
    fill(2, position="support")
    assert take_in("--coder", "Bo") == 0
    assert selection.table("codings")["drawn_from"].isna().all()


def test_samples_of_an_earlier_and_a_later_version_count_each_passage_once(workspace):
    corpus = workspace.corpus()
    codes = {"coder": "Ann", "position": "support", "holder": "nato", "tone": "neutral"}

    def draw(n):
        sample = coding.sample_passages(workspace.selection(), n)
        return sample[["passage_id", "probability", "stratum", "drawn_from"]].assign(**codes)

    corpus.add([article(n) for n in range(1, 31)], batch="one")
    first = draw(60)
    corpus.add([article(n) for n in range(31, 46)], batch="two")
    corpus.add_codings(first)
    stance = workspace.selection().table("stance")
    # The sample was drawn from 60 of the 90 passages, whenever it was imported.
    assert stance["drawable"].sum() == 60
    assert stance["probability"].dropna().tolist() == [1] * 60
    assert how_coded(stance).endswith(
        "30 passages came after the sample was drawn; the correction assumes that the model makes "
        "the same errors there."
    )
    corpus.add_codings(draw(90))
    stance = workspace.selection().table("stance")
    assert "came after the sample" not in how_coded(stance)
    # Both samples could hold the earlier passages, one the later: of two draws 1 and 1, 0 and 1.
    chances = stance.groupby("version")["probability"].agg(["min", "max"])
    assert chances.to_numpy().tolist() == [[1, 1], [0.5, 0.5]]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            {"position": "retreat"},
            "row 3: position 'retreat' is not known; available: non_involvement, ",
        ),
        ({"position": "none", "probability": 5}, "row 3: probability 5 was changed"),
        ({"position": "none", "probability": "often"}, "row 3: probability 'often' was changed"),
        ({"position": "none", "probability": 0.2}, "row 3: probability 0.2 was changed"),
        ({"position": "none", "probability": None}, "row 3: probability '' was changed"),
        ({"position": "none", "stratum": "all"}, "row 3: probability 0.1 was changed"),
        (
            {"position": "none", "passage_id": "x:1"},
            "unknown passage 'x:1'; export the sample again",
        ),
    ],
)
def test_a_mistake_in_a_sheet_is_named_and_nothing_is_taken_in(
    selection, sheet, capsys, change, message
):
    _, fill, take_in = sheet
    fill(2, position="support")
    fill(3, **change)
    assert take_in("--coder", "Bo") == 1
    assert message in capsys.readouterr().err
    assert len(selection.table("codings")) == 0


def test_a_sheet_names_all_its_mistakes_at_once(selection, sheet, capsys):
    _, fill, take_in = sheet
    fill(2, position="support", probability=0.5)
    fill(3, position="retreat", tone="cross")
    fill(5, position="none", passage_id=load_workbook(sheet[0]).active["A2"].value)
    assert take_in("--coder", "Bo") == 1
    said = capsys.readouterr().err
    assert "row 2: probability 0.5 was changed" in said
    assert "row 3: position 'retreat'" in said and "row 3: tone 'cross'" in said
    assert "row 5: passage_id" in said and "appears twice" in said
    assert len(selection.table("codings")) == 0


def test_a_sheet_without_its_columns_its_coder_or_its_form_is_refused(
    selection, sheet, workspace, capsys
):
    path, fill, take_in = sheet
    assert take_in() == 1
    assert "--coder is missing" in capsys.readouterr().err
    fill(1, position="stance")
    assert take_in("--coder", "Bo") == 1
    assert "the column 'position' is missing; export the sheet again" in capsys.readouterr().err
    Path(path).write_text("position;holder")
    assert take_in("--coder", "Bo") == 1
    assert "cannot be read as XLSX" in capsys.readouterr().err
    assert cli.main(["code", "--workspace", str(workspace.path)]) == 1


def test_a_sheet_of_another_ending_is_refused_and_so_is_one_without_a_code(
    sheet, workspace, tmp_path, capsys
):
    _, _, take_in = sheet
    assert take_in("--coder", "Bo") == 1
    message = "no passage has a code; fill in position, holder, tone"
    assert message in capsys.readouterr().err
    where = ["code", "--workspace", str(workspace.path)]
    other = str(tmp_path / "sample.csv")
    assert cli.main([*where, "--export", other]) == 1
    assert "the sheet is an XLSX file; use a name that ends in .xlsx" in capsys.readouterr().err
    assert not Path(other).exists()
    assert cli.main([*where, "--import", other, "--coder", "Bo"]) == 2
    assert "does not exist" in capsys.readouterr().err
    Path(other).touch()
    assert cli.main([*where, "--import", other, "--coder", "Bo"]) == 1
    assert "use a name that ends in .xlsx" in capsys.readouterr().err
