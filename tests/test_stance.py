"""Stance: passages about the target, coded from the codebook; shares corrected by human codings."""

import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from benchmarks import stance as simulation
from sklearn.base import clone

from monitor.article import Article
from monitor.corpus import Corpus
from monitor.errors import CodebookError, InputError
from monitor.loaders import load
from monitor.quotes import name_speakers, quotes_table
from monitor.resources import resource_path
from monitor.stance import (
    Codebook,
    StanceModel,
    agreement,
    alpha,
    draw_sample,
    estimate_shares,
    find_passages,
    majority_codings,
    reliability,
    voices,
)
from monitor.stance.coding_sheet import read_sheet, write_sheet

WORDINGS = {
    "NATO is not a party to the conflict, the Secretary General said.": "non_involvement",
    "NATO has ruled out sending troops to the border.": "non_involvement",
    "NATO called on both sides to show restraint and agree a ceasefire.": "de_escalation",
    "NATO will deploy a battlegroup to deter an attack on its eastern flank.": "deterrence",
    "NATO condemned the attack as an unacceptable violation.": "condemnation",
}

REPORTED = tomllib.loads(
    Path(__file__).with_name("stance_wordings.toml").read_text(encoding="utf-8")
)


def passages(*sentences):
    return pd.DataFrame({"before": "", "passage": sentences, "after": ""})


CODEBOOK = ("codebook.toml", "words/nato.toml")


def test_the_shipped_codebook_holds_every_value_with_description_and_cues():
    codebook = Codebook.load()
    assert {*WORDINGS.values()} < {*codebook.dimensions["position"]}
    assert list(codebook.dimensions) == ["position", "holder", "tone"]
    assert all(
        value.description for values in codebook.dimensions.values() for value in values.values()
    )


def test_a_mistake_in_the_codebook_is_named(tmp_path):
    (tmp_path / "codebook.toml").write_text("[target\n")
    with pytest.raises(CodebookError, match=r"codebook.toml"):
        Codebook.load(tmp_path / "codebook.toml")


@pytest.mark.parametrize(("sentence", "position"), WORDINGS.items())
def test_positions_are_read_from_the_codebook_alone(sentence, position):
    assert StanceModel(Codebook.load()).predict(passages(sentence))["position"].tolist() == [
        position
    ]


@pytest.mark.parametrize("value", REPORTED)
@pytest.mark.parametrize("kind", ["is", "is_not"])
def test_rare_values_are_read_in_many_wordings_and_their_opposites_are_not(value, kind):
    codebook = Codebook.load()
    (dimension,) = [name for name, values in codebook.dimensions.items() if value in values]
    sentences = REPORTED[value][kind].strip().splitlines()
    coded = StanceModel(codebook).predict(passages(*sentences)).assign(passage=sentences)
    right = (coded[dimension] == value) == (kind == "is")
    assert right.mean() >= 0.9, coded.loc[~right, ["passage", dimension, "cues"]].to_dict("records")


@pytest.mark.parametrize(
    "sentence",
    [
        "Turkey will not approve a NATO plan to deploy a battlegroup to the eastern flank.",
        "Trump has no intention of meeting the target that NATO has set.",
        "Instead of deterring Russia, NATO has become a club.",
        "Moldova is not part of NATO.",
    ],
)
def test_what_others_leave_undone_is_no_staying_out(sentence):
    coded = StanceModel(Codebook.load()).predict(passages(sentence))
    assert coded["position"].tolist() != ["non_involvement"]


def test_passages_are_the_sentences_that_name_the_target():
    text = "Ships left. NATO will act soon. The harbour was calm. Donato sang."
    found = find_passages(pd.DataFrame({"article_id": ["a"], "text": [text]}), Codebook.load())
    assert found["passage"].tolist() == ["NATO will act soon."]
    row = found.iloc[0]
    assert text[row["start"] : row["end"]] == row["passage"]
    assert (row["before"], row["after"]) == ("Ships left.", "The harbour was calm.")


@pytest.mark.parametrize(
    "text",
    [
        "The crowd laughed, said Nato Green, a comedian. Green left.",
        "NATO spending\n\nThe harbour was calm.",  # a heading
        "The harbour was calm.\n\nSoldiers carry what is left of a NATO vehicle",  # a caption
        # A list of links.
        "Mayor Ida Brandt Ida Karin BrandtMinister leaves NATO Ships sail MORE (D-Oslo) left.",
    ],
)
def test_namesakes_headings_and_captions_are_no_passages(text):
    assert find_passages(pd.DataFrame({"article_id": ["a"], "text": [text]}), Codebook.load()).empty


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("NATO met.\n\nIt rained.\n\nNATO met.", ["NATO met."]),
        ("Ships leave for NATO", ["Ships leave for NATO"]),  # a headline read by itself
        ("NATO met. His alliance with farmers broke.", ["NATO met."]),
        ("Nato Secretary General Ola Ek spoke.", ["Nato Secretary General Ola Ek spoke."]),
        ("The talks of NATO\nin the old town failed.", ["The talks of NATO"]),  # wrapped text
    ],
)
def test_a_sentence_about_the_target_is_one_passage(text, passages):
    found = find_passages(pd.DataFrame({"article_id": ["a"], "text": [text]}), Codebook.load())
    assert found["passage"].tolist() == passages


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("NATO has sent a ship. It will patrol the strait.", True),
        ("NATO refused. Its ministers meet on Monday.", True),
        ("NATO has sent a ship. It is hard to say why.", False),
        ("NATO has sent a ship. It has been a hard year.", False),
        ("Russia blamed NATO. It will send a ship.", False),
        ("NATO ships sailed. The weather held. It will rain.", False),
    ],
)
def test_it_counts_where_it_means_the_target(text, meant):
    found = find_passages(pd.DataFrame({"article_id": ["a"], "text": [text]}), Codebook.load())
    assert (len(found) == 2) is meant


def test_the_first_article_reports_staying_out_and_de_escalation(shared, tmp_path):
    corpus = Corpus(tmp_path / "store")
    corpus.add(load(shared("seed/no_direct_nato_involvement.txt")), batch="one")
    coded = corpus.table("stance")
    assert {"non_involvement", "de_escalation"} <= set(coded["position"])
    assert "division" not in set(coded["position"])
    quoted = coded[coded["voice"] == "Jens Stoltenberg"]
    assert len(quoted) > 5 and set(quoted["holder"]) == {"nato"}


def test_confidence_is_a_probability_and_cues_say_why():
    coded = StanceModel(Codebook.load()).predict(passages(*WORDINGS))
    assert coded["confidence"].between(0, 1).all()
    assert (coded["cues"] != "").all()


def test_a_model_learns_from_codings():
    painted = [f"NATO painted fence {n} green." for n in range(300)]
    sold = [f"NATO sold boat {n}." for n in range(300)]
    codings = pd.DataFrame(
        {"position": ["support"] * 300 + ["operations"] * 300, "holder": "nato", "tone": "neutral"}
    )
    unseen = passages("NATO painted fence 777 green.", "NATO sold boat 777.")
    model = StanceModel(Codebook.load())
    assert model.predict(unseen)["position"].tolist() == ["none", "none"]
    model.fit(passages(*painted, *sold), codings)
    assert model.predict(unseen)["position"].tolist() == ["support", "operations"]


def test_a_model_learns_from_the_examples_of_its_codebook():
    painted = passages("NATO painted fence 777 green.", "NATO sold boat 777.")
    codebook = Codebook.load()
    assert StanceModel(codebook).predict(painted)["position"].tolist() == ["none", "none"]
    support = {"position": "support", "passage": "NATO painted fence {} green."}
    sold = {"position": "operations", "passage": "NATO sold boat {}."}
    none = {"position": "none", "passage": "Tea was served {} times at NATO."}
    examples = [
        {**example, "passage": example["passage"].format(n)}
        for example in (support, sold, none)
        for n in range(2000)
    ]
    taught = replace(codebook, examples=tuple(examples), version="taught")
    assert StanceModel(taught).predict(painted)["position"].tolist() == ["support", "operations"]


def test_a_codebook_includes_examples_and_has_its_own(tmp_path):
    page = resource_path("data/codebook.toml").read_text(encoding="utf-8")
    shutil.copytree(resource_path("data/words"), tmp_path / "words")
    # Included examples of a value that the codebook lacks keep their other codes.
    start, end = page.index("[position.unity]"), page.index("[position.division]")
    short = (page[:start] + page[end:]).replace('negated = "unity"', 'negated = "none"')
    own = 'examples = [{ position = "support", passage = "NATO painted fences." }]\n'
    (tmp_path / "codebook.toml").write_text(own + short, encoding="utf-8")
    first, *included = Codebook.load(tmp_path / "codebook.toml").examples
    assert first == {"position": "support", "passage": "NATO painted fences."}
    assert "unity" not in {example.get("position") for example in included}
    assert all("holder" in example for example in included)
    # Its own must be right.
    (tmp_path / "codebook.toml").write_text(own.replace("supp", "sup") + short, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"line 1: examples\.position: 'suport' is not known"):
        Codebook.load(tmp_path / "codebook.toml")


def test_without_human_codes_a_share_has_no_interval():
    table = estimate_shares(
        pd.Series(["a", "a", "b"]), pd.Series([None, None, None], dtype=object)
    ).set_index("value")
    assert table.loc["a", "share"] == pytest.approx(2 / 3)
    assert table[["low", "high"]].isna().all().all()


def test_human_codes_correct_the_share():
    predicted = pd.Series(["a"] * 100)
    coded = pd.Series([None] * 100, dtype=object)
    coded[:40] = ["a"] * 20 + ["b"] * 20
    table = estimate_shares(predicted, coded).set_index("value")
    assert table.loc["b", "low"] < 0.5 < table.loc["b", "high"]
    assert table.loc["a", "share"] == pytest.approx(0.5, abs=0.05)


def test_an_estimator_as_scikit_learn_has_them():
    codebook = Codebook.load()
    model = StanceModel(codebook, random_state=3)
    assert clone(model).get_params() == {"codebook": codebook, "random_state": 3}
    positions = ["non_involvement", "de_escalation"]
    sentences = [line for name in positions for line in REPORTED[name]["is"].splitlines()[:20]]
    sentences = passages(*sentences)
    codings = pd.DataFrame({"position": np.repeat(positions, 20)})
    codings = codings.assign(holder="nato", tone=None)
    shuffled = np.random.default_rng(0).permutation(len(sentences))
    first = model.fit(sentences, codings).predict(sentences)
    again = clone(model).fit(sentences, codings).predict(sentences.iloc[shuffled])
    pd.testing.assert_frame_equal(first.iloc[shuffled], again)


def test_codes_of_the_passages_learned_from_are_held_out():
    table = passages("NATO met.", "NATO ate.", "NATO sat.", "NATO ran.").assign(
        article_id=list("aabb")
    )
    codings = pd.DataFrame(
        {"position": ["support", "support", "none", "none"], "holder": "nato", "tone": "neutral"}
    )
    codebook = replace(Codebook.load(), examples=(), version="without examples")
    model = StanceModel(codebook).fit(table, codings)
    # Without its own article each passage leaves one value to learn from, which is nothing to
    # learn.
    unseen = StanceModel(codebook).predict(table)
    assert model.cross_validated_["confidence"].tolist() == unseen["confidence"].tolist()
    assert model.predict(table)["confidence"].tolist() != unseen["confidence"].tolist()


def test_a_code_that_the_codebook_lacks_is_named():
    codings = pd.DataFrame({"position": ["retreat"], "holder": "nato", "tone": "neutral"})
    with pytest.raises(
        InputError,
        match="unknown position 'retreat'; available: non_involvement, ",
    ):
        StanceModel(Codebook.load()).fit(passages("NATO met."), codings)


def scores(codes, gold, score_stance):
    pairs = list(zip(gold, codes, strict=True))
    return score_stance.macro_f1(pairs)[0], score_stance.alpha(pairs)


def test_on_real_passages_it_reaches_what_the_issue_asks(shared, monkeypatch):
    monkeypatch.syspath_prepend(shared("stance").parents[1] / "tools")
    import score_stance

    dev = pd.read_json(shared("stance/dev_directed.jsonl"), lines=True).rename(
        columns={"sentence": "passage"}
    )
    dev["article_id"] = dev["id"].str.partition(":")[0]
    model = StanceModel(Codebook.load())
    alone, learned = model.predict(dev), model.fit(dev, dev).cross_validated_
    least = {
        "position": ((0.63, 0.58), (0.65, 0.59)),
        "holder": ((0.67, 0.57), (0.68, 0.59)),
        "tone": ((0.66, 0.50), (0.66, 0.50)),
    }
    for dimension, wanted in least.items():
        for codes, (f1, agrees) in zip((alone, learned), wanted, strict=True):
            reached = scores(codes[dimension], dev[dimension], score_stance)
            assert reached[0] >= f1 and reached[1] >= agrees, (dimension, reached)
    sure = learned["confidence"] >= learned["confidence"].median()
    right = learned["position"] == dev["position"]
    assert right[sure].mean() > right[~sure].mean() + 0.1
    assert abs(learned["confidence"].mean() - right.mean()) < 0.05


def test_on_passages_that_are_not_among_the_codings_the_codebook_alone_reaches_it(shared):
    shared("stance")
    # As `python tests/benchmarks/stance.py unseen`, which also measures what codings add.
    table = simulation.unseen_coded()
    # A passage begins elsewhere where the loaders clean its article otherwise.
    assert len(table) >= 225
    reached = simulation.figures(table, StanceModel(Codebook.load()).predict(table))
    assert (reached >= [(0.76, 0.73), (0.62, 0.47), (0.70, 0.55)]).all(), reached


def test_another_target_with_its_own_values_works(tmp_path):
    text = resource_path("data/codebook.toml").read_text(encoding="utf-8")
    text = text.replace('name = "NATO"', 'name = "The EU"', 1)
    start = text.index("names = [")
    text = (
        text[:start]
        + 'names = ["European Union", "EU", "Brussels"]'
        + text[text.index("\n", start) :]
    )
    start = text.index("[position.none]")
    new = '[position.farming]\nlabel = "Farming"\ndescription = "Farm aid."\ncues = ["farm*", "{target} subsid*"]\n\n'
    (tmp_path / "eu.toml").write_text(text[:start] + new + text[start:], encoding="utf-8")
    shutil.copytree(resource_path("data/words"), tmp_path / "words")
    codebook = Codebook.load(tmp_path / "eu.toml")
    articles = pd.DataFrame(
        {"article_id": ["a"], "text": ["The EU helps farmers. NATO met. It rained."]}
    )
    found = find_passages(articles, codebook)
    assert found["passage"].tolist() == ["The EU helps farmers."]
    assert StanceModel(codebook).predict(found)["position"].tolist() == ["farming"]
    store = tmp_path / "store"
    Corpus(store).add([Article("T", "The EU helps farmers. NATO met. It rained.")], batch="one")
    read = [
        Corpus(store, used).table("stance")["passage"].tolist() for used in (None, codebook, None)
    ]
    assert read == [["NATO met."], ["The EU helps farmers."], ["NATO met."]]


@pytest.mark.parametrize(
    ("wrong", "right", "message"),
    [
        (
            'negated = "nothing"',
            'negated = "none"',
            r"line \d+: .*negated: 'nothing' is not known here; available:",
        ),
        (
            'by = ["nato", "aliens"]',
            'by = ["nato"]',
            r"line \d+: .*by: 'aliens' is not known here; available: nato",
        ),
        (
            "prior = 100",
            "prior = 1.5",
            r"line \d+: .*prior: must be a number from -10 to 10, not 100",
        ),
        (
            "\ndefualt = true\n",
            "\ndefault = true\n",
            r"line \d+: .*'defualt' is not known here; available: label, ",
        ),
        ('cues = ["deploy**", ', "cues = [", r"line \d+: .*cannot read the cue 'deploy\*\*'"),
        (
            '"united * front", ',
            '"united front", ',
            r"line \d+: position.unity.cues: cannot read the cue 'united \* front'",
        ),
        (
            '"{targte} drill*", ',
            '"{target} drill*", ',
            r"line \d+: position.deterrence.cues: 'targte' is not known here",
        ),
        (
            'unless = ["{member} alliance", ',
            "unless = [",
            r"line \d+: target.unless: a word list cannot contain {names} of other lists",
        ),
        (
            '"war games", "drills", "war games", ',
            '"war games", "drills", ',
            r"line \d+: .*'war games' appears twice",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_is_allowed(tmp_path, wrong, right, message):
    shutil.copytree(resource_path("data/words"), tmp_path / "words")
    files = {name: resource_path(f"data/{name}").read_text("utf-8") for name in CODEBOOK}
    name = next(name for name, text in files.items() if right in text)
    text = files[name].replace(right, wrong, 1)
    (tmp_path / "codebook.toml").write_text(files["codebook.toml"], encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    line = text[: text.index(wrong.strip())].count("\n") + 1
    message = message.replace(r"line \d+", rf"{name}, line {line}")
    with pytest.raises(CodebookError, match=message):
        Codebook.load(tmp_path / "codebook.toml")


def voice_of(text):
    """(voice, holder) of the last passage of a text."""
    articles = pd.DataFrame({"article_id": ["a"], "text": [text]})
    found = find_passages(articles, Codebook.load())
    quotes = quotes_table(articles)
    quotes["speaker"] = name_speakers(quotes)
    return tuple(voices(found, quotes, Codebook.load()).fillna("").iloc[-1])


@pytest.mark.parametrize(
    ("text", "voice", "holder"),
    [
        ('"NATO has never been stronger," said Ida Brandt.', "Ida Brandt", ""),
        ("NATO met on Monday in the old town.", "outlet", ""),
        # The words about the target count, however short; others only if they fill the passage.
        (
            "On her long way through the old town, Ida Brandt called NATO “a club”.",
            "Ida Brandt",
            "",
        ),
        ("Ida Brandt left the NATO summit in Oslo early and called it “long”.", "outlet", ""),
        ('"We will stay as long as it takes," said Ida Brandt at NATO.', "Ida Brandt", ""),
        # A paraphrase counts as a statement, and not as a wish, a request or a deed.
        ("Ida Brandt said that NATO had grown.", "Ida Brandt", ""),
        ("NATO is ready for the winter, according to Ida Brandt.", "Ida Brandt", ""),
        ("Russia claimed that NATO had grown.", "Russia", "outside"),
        ("Ida Brandt urged NATO to grow.", "outlet", ""),
        ("NATO members agreed to spend more.", "outlet", ""),
        ("Ida Brandt asked why NATO had grown.", "outlet", ""),
        ("No one said that NATO had grown.", "outlet", ""),
        # A description is told as one.
        ("A NATO official said that the alliance was ready.", "a NATO official", "nato"),
        (
            "The talks were short. A French official said NATO was ready.",
            "a French official",
            "member",
        ),
    ],
)
def test_whose_words_a_passage_is(text, voice, holder):
    assert voice_of(text) == (voice, holder)


def test_the_voices_of_real_passages_are_those_that_a_reader_heard(shared):
    # 1,000 passages at random, read with their neighbours, 600 of them by two readers who saw
    # neither each other's codings nor the kit's; "|" separates voices that are both right.
    # voice "outlet": the outlet's own words; about 0: no passage about the target.
    codings = pd.read_csv(Path(__file__).with_name("voices.csv"))
    read = [article for article in load(shared("nato")) if isinstance(article, Article)]
    texts = [(article.source_id, article.text) for article in read]
    articles = pd.DataFrame(texts, columns=["article_id", "text"])
    articles = articles[articles["article_id"].isin(codings["article"])]
    quotes = quotes_table(articles)
    quotes["speaker"] = name_speakers(quotes)
    found = find_passages(articles, Codebook.load())
    found["heard"] = voices(found, quotes, Codebook.load())["voice"].str.lower()
    keys = {"left_on": ["article", "start"], "right_on": ["article_id", "start"]}
    table = codings.merge(found, "left", **keys)
    assert table["heard"].notna().eq(table["about"] == 1).mean() >= 0.96
    table = table[table["about"].eq(1) & table["heard"].notna()]
    coded = table["voice"].str.lower().str.split("|")
    rows = list(zip(coded, table["heard"], strict=True))
    right = [any(name in heard for name in names) for names, heard in rows]
    quoted = [
        any((name == "outlet") == (heard == "outlet") for name in names) for names, heard in rows
    ]
    assert np.mean(right) >= 0.89 and np.mean(quoted) >= 0.93


def test_a_sample_smaller_than_its_strata_is_refused():
    # Passages of a stratum that has none in the sample would have no part in any estimate.
    table = pd.DataFrame({"outlet": ["A", "B", "C"] * 4, "position": ["none"] * 12})
    with pytest.raises(InputError, match="2 passages cannot be drawn from 3 strata by outlet"):
        draw_sample(table, 2, ["outlet"])
    assert (1 / draw_sample(table, 3, ["outlet"])["probability"]).sum() == 12


def test_few_passages_coded_twice_measure_no_agreement():
    codes = pd.DataFrame({"passage_id": ["a:1", "b:1"] * 2, "coder": ["Ann", "Ann", "Bo", "Bo"]})
    table = agreement(codes.assign(position=["unity", "none"] * 2), ["position"])
    words = reliability(table, "position")
    assert words == (
        "Agreement on the position: not measured yet: at least 20 passages coded by both are needed."
    )


def test_alpha_is_krippendorffs():
    # The worked example of Krippendorff 2011, "Computing Krippendorff's alpha-reliability", section
    # C: nominal, .743.
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    point, low, high = alpha(pd.DataFrame({"a": a, "b": b, "c": c, "d": d}))
    assert point == pytest.approx(0.743, abs=0.001)
    assert low < point < high
    assert np.isnan(alpha(pd.DataFrame({"a": [1, 1], "b": [1, 1]}))).all()


def test_agreement_says_in_plain_words_what_it_allows():
    ids = [f"x{n}:0" for n in range(40)]
    values = ["none", "support"] * 20
    noise = ["none"] * 40
    table = pd.concat(
        pd.DataFrame({"passage_id": ids, "coder": coder, "position": codes})
        for coder, codes in (("Ann", values), ("Bo", values), ("model", noise))
    )
    verdicts = agreement(table, ["position"]).set_index("coders")["verdict"]
    assert verdicts["Ann and Bo"].startswith("good enough")
    assert verdicts["Ann and model"].startswith("too low to rely on")
    said = reliability(agreement(table, ["position"]), "position")
    assert "Ann and Bo 1.00" in said and "0.667 is the minimum for a finding" in said
    assert reliability(agreement(table, ["position"]), "tone") == ""


def test_the_majority_of_coders_counts_and_a_withdrawn_coding_does_not():
    rows = [
        ("a:0", "Ann", "none", "1"), ("a:0", "Bo", "support", "2"), ("a:0", "Cy", "support", "3"),
        ("b:0", "Ann", "none", "4"), ("b:0", "Bo", "support", "5"), ("c:0", "Ann", "none", "6"),
        ("c:0", "Ann", None, "7"),
    ]  # fmt: skip
    codings = pd.DataFrame(rows, columns=["passage_id", "coder", "position", "coded_at"])
    majority = majority_codings(
        codings.assign(holder=codings["position"], tone=codings["position"], probability=0.5)
    )
    assert majority[["passage_id", "position", "coded_by"]].to_numpy().tolist() == [
        ["a:0", "support", "Ann, Bo, Cy"],
        ["b:0", "support", "Ann, Bo"],
    ]


def test_a_sheet_goes_out_and_comes_back(tmp_path):
    table = pd.DataFrame(
        {"passage_id": ["a:0", "b:0"], "passage": ['=HYPERLINK("http://x")', "NATO met."]}
    )
    sample = draw_sample(table, 2)
    write_sheet(sample, Codebook.load(), tmp_path / "s.xlsx")
    from openpyxl import load_workbook

    book = load_workbook(tmp_path / "s.xlsx")
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    assert {cell.data_type for cell in sheet["E"][1:]} == {"s"}
    for column, value in {"position": "support", "holder": "nato", "tone": "neutral"}.items():
        sheet.cell(2, heads.index(column) + 1).value = value
    book.save(tmp_path / "s.xlsx")
    back = read_sheet(tmp_path / "s.xlsx", Codebook.load())
    assert back[["passage_id", "position", "probability"]].to_numpy().tolist() == [
        [sample["passage_id"][0], "support", 1.0]
    ]
    sheet.cell(2, heads.index("tone") + 1).value = "cross"
    book.save(tmp_path / "s.xlsx")
    with pytest.raises(
        InputError,
        match=r"row 2: tone 'cross' is not known; available: supportive, critical, neutral",
    ):
        read_sheet(tmp_path / "s.xlsx", Codebook.load())


def test_a_stratified_sample_has_known_probabilities():
    table = pd.DataFrame({"passage_id": range(100), "outlet": ["big"] * 90 + ["small"] * 10})
    sample = draw_sample(table, 30, ["outlet"])
    assert sample.groupby("outlet")["probability"].agg(["size", "first"]).to_dict("index") == {
        "big": {"size": 20, "first": 20 / 90},
        "small": {"size": 10, "first": 1.0},
    }
    assert sample.equals(draw_sample(table, 30, ["outlet"]))
    assert (1 / sample["probability"]).sum() == pytest.approx(100)


def test_the_estimate_is_that_of_ppi_python():
    ppi_py = pytest.importorskip("ppi_py")
    rng = np.random.default_rng(1)
    truth = rng.random(4000) < 0.3
    said = np.where(rng.random(4000) < 0.85, truth, ~truth)
    names = np.array(["no", "yes"], dtype=object)
    coded = pd.Series(np.where(np.arange(4000) < 400, names[truth.astype(int)], None), dtype=object)
    hand, by_model, rest = truth[:400].astype(float), said[:400].astype(float), said.astype(float)
    tuned = estimate_shares(pd.Series(names[said.astype(int)]), coded).set_index("value").loc["yes"]
    assert tuned["share"] == pytest.approx(
        ppi_py.ppi_mean_pointestimate(hand, by_model, rest).item(), abs=0.002
    )
    low, high = ppi_py.ppi_mean_ci(hand, by_model, rest, alpha=0.05)
    assert (tuned["low"], tuned["high"]) == pytest.approx((low.item(), high.item()), abs=0.005)


def test_a_value_that_no_one_has_seen_may_still_occur():
    table = estimate_shares(["a"] * 100, ["a"] * 20 + [None] * 80, values=["a", "b"]).set_index(
        "value"
    )
    assert table.loc["b", "share"] == table.loc["b", "low"] == 0
    # Of 20 codes without a "b" follows, at 95 %, at most one "b" in six (Clopper & Pearson 1934:
    # .168).
    assert table.loc["b", "high"] == pytest.approx(0.161, abs=0.01)


def test_intervals_hold_the_true_share_and_are_narrower_than_by_human_codes_alone(shared):
    shared("stance")
    # As `python tests/benchmarks/stance.py intervals`, with fewer draws.
    table = simulation.human_coded()
    said, truth = (
        StanceModel(Codebook.load()).predict(table)["position"].to_numpy(),
        table["position"].to_numpy(),
    )
    values = pd.Series(truth).value_counts(normalize=True)
    for n, alone, unequal in ((40, True, False), (150, False, True)):
        rng = np.random.default_rng(n)
        drawn = pd.concat(
            [simulation.draw(rng, said, truth, values, n, alone, unequal) for _ in range(60)]
        )
        assert 0.92 <= drawn["held"].mean() <= 0.98
        assert drawn["width"].mean() < 0.9 * drawn["by_hand"].mean()


def test_passages_of_one_article_count_as_one():
    predicted = pd.Series(["a"] * 60)
    coded = pd.Series((["a"] * 6 + ["b"] * 6) * 5)
    articles = pd.Series(np.repeat(range(10), 6))
    apart, together = (
        estimate_shares(predicted, coded, clusters=c).set_index("value") for c in (None, articles)
    )
    assert together.loc["b", "high"] - together.loc["b", "low"] > 1.5 * (
        apart.loc["b", "high"] - apart.loc["b", "low"]
    )


def test_texts_that_do_not_name_the_target_have_no_codes():
    codebook = Codebook.load()
    articles = pd.DataFrame(
        {"article_id": ["a"], "title": ["Weather"], "text": ["Rain fell on the hills all day."]}
    )
    coded = StanceModel(codebook).predict(find_passages(articles, codebook))
    assert (
        list(coded.columns) == ["position", "holder", "tone", "confidence", "cues"]
        and len(coded) == 0
    )
    assert coded.dtypes.equals(StanceModel(codebook).predict(passages("NATO met.")).dtypes)
    assert len(estimate_shares([], [])) == 0
