"""Stance: passages about the target, coded from the codebook; shares corrected by hand codings."""

import pandas as pd
import pytest

from monitor.errors import CodebookError
from monitor.loaders import load
from monitor.stance import Codebook, StanceModel, estimate_shares, find_passages

VALUES = [
    "non_involvement", "de_escalation", "deterrence", "operations", "support", "condemnation", "enlargement",
    "burden_sharing", "cohesion", "none",
]  # fmt: skip
WORDINGS = {
    "NATO is not a party to the conflict, the Secretary General said.": "non_involvement",
    "NATO has ruled out sending troops to the border.": "non_involvement",
    "NATO called on both sides to show restraint and agree a ceasefire.": "de_escalation",
    "NATO will deploy a battlegroup to deter an attack on its eastern flank.": "deterrence",
    "NATO condemned the attack as an unacceptable violation.": "condemnation",
}


def passages(*sentences):
    return pd.DataFrame({"before": "", "passage": sentences, "after": ""})


def test_the_shipped_codebook_holds_every_value_with_description_and_cues():
    codebook = Codebook.load()
    assert sorted(codebook.dimensions["position"]) == sorted(VALUES)
    assert list(codebook.dimensions) == ["position", "holder", "tone"]
    assert all(value.description for values in codebook.dimensions.values() for value in values.values())


def test_a_mistake_in_the_codebook_is_named(tmp_path):
    (tmp_path / "codebook.toml").write_text("[target\n")
    with pytest.raises(CodebookError, match=r"codebook.toml"):
        Codebook.load(tmp_path / "codebook.toml")


@pytest.mark.parametrize(("sentence", "position"), WORDINGS.items())
def test_positions_are_read_from_the_codebook_alone(sentence, position):
    assert StanceModel(Codebook.load()).predict(passages(sentence))["position"].tolist() == [position]


def test_the_opposite_of_staying_out_is_not_staying_out():
    coded = StanceModel(Codebook.load()).predict(passages("NATO has not ruled out sending troops to the border."))
    assert coded["position"].tolist() != ["non_involvement"]


def test_passages_are_the_sentences_that_name_the_target():
    text = "Ships left. NATO will act soon. The harbour was calm. Donato sang."
    found = find_passages(pd.DataFrame({"article_id": ["a"], "text": [text]}), Codebook.load())
    assert found["passage"].tolist() == ["NATO will act soon."]
    row = found.iloc[0]
    assert text[row["start"] : row["end"]] == row["passage"]
    assert (row["before"], row["after"]) == ("Ships left.", "The harbour was calm.")


def test_the_first_article_reports_staying_out_and_de_escalation(shared):
    (article,) = load(shared("seed/no_direct_nato_involvement.txt"))
    codebook = Codebook.load()
    found = find_passages(pd.DataFrame({"article_id": ["a"], "text": [article.text]}), codebook)
    assert {"non_involvement", "de_escalation"} <= set(StanceModel(codebook).predict(found)["position"])


def test_confidence_is_a_probability_and_cues_say_why():
    coded = StanceModel(Codebook.load()).predict(passages(*WORDINGS))
    assert coded["confidence"].between(0, 1).all()
    assert (coded["cues"] != "").all()


def test_a_model_learns_from_codings():
    sentences = [f"NATO painted fence {n} green." for n in range(30)] + [f"NATO sold boat {n}." for n in range(30)]
    codings = pd.DataFrame({"position": ["support"] * 30 + ["operations"] * 30, "holder": "nato", "tone": "neutral"})
    model = StanceModel(Codebook.load()).fit(passages(*sentences), codings)
    coded = model.predict_proba(passages("NATO painted fence 77 green."))["position"].iloc[0]
    assert coded["support"] > coded["operations"]


def test_without_hand_codes_a_share_has_no_interval():
    table = estimate_shares(pd.Series(["a", "a", "b"]), pd.Series([None, None, None], dtype=object)).set_index("value")
    assert table.loc["a", "share"] == pytest.approx(2 / 3)
    assert table[["low", "high"]].isna().all().all()


def test_hand_codes_correct_the_share():
    predicted = pd.Series(["a"] * 100)
    coded = pd.Series([None] * 100, dtype=object)
    coded[:40] = ["a"] * 20 + ["b"] * 20
    table = estimate_shares(predicted, coded).set_index("value")
    assert table.loc["b", "low"] < 0.5 < table.loc["b", "high"]
    assert table.loc["a", "share"] == pytest.approx(0.5, abs=0.05)
