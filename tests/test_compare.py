"""Comparisons: tidy tables in which nothing is counted twice or left out in silence."""

import numpy as np
import pandas as pd
import pytest

from monitor import compare
from monitor.stance import UNKNOWN, Codebook, holders


@pytest.fixture
def articles():
    days = ["2025-01-06", "2025-01-07", "2025-03-10", None, "2025-03-11"]
    return pd.DataFrame(
        {
            "article_id": list("abcde"),
            "outlet": ["Courier", "Courier", "Post", "", "Courier"],
            "batch": ["one", "one", "two", "two", "two"],
            "date": pd.to_datetime(days),
            "words": [100, 200, 300, 400, 500],
        }
    )


@pytest.fixture
def stance():
    codes = [
        ("a", "deterrence", 0.9),
        ("a", "none", 0.5),
        ("b", "deterrence", 0.8),
        ("c", "division", 0.7),
    ]
    table = pd.DataFrame(codes, columns=["article_id", "position", "confidence"])
    return table.assign(
        holder="nato",
        tone="neutral",
        coded_by="model",
        passage="…",
        passage_id=[f"{n}" for n in range(4)],
    )


def test_articles_by_outlet_counts_all_of_them_and_names_the_unnamed(articles):
    table = compare.articles_by_outlet(articles)
    assert table["outlet"].tolist() == ["Courier", compare.NO_OUTLET, "Post"]
    assert table["articles"].tolist() == [3, 1, 1]


def test_the_share_of_an_outlets_own_output_is_told_where_it_is_known(articles):
    table = compare.articles_by_outlet(articles, per_day={"Courier": 2}).set_index("outlet")
    days = 65
    assert table.loc["Courier", "per_1000"] == pytest.approx(1000 * 3 / (2 * days))
    assert table["per_1000"].isna().tolist() == [False, True, True]
    assert table["share"].sum() == 1


def test_small_outlets_become_one_group_at_the_end(articles):
    table = compare.articles_by_outlet(articles, most=2)
    assert table["outlet"].tolist() == ["Courier", compare.OTHERS]
    assert table["articles"].sum() == len(articles)


UNITS = {
    "2025-01-10": "day",
    "2025-03-20": "week",
    "2026-02-01": "month",
    "2027-02-01": "quarter",
    "2039-01-01": "year",
}


@pytest.mark.parametrize(("last", "unit"), UNITS.items())
def test_the_unit_of_time_is_the_finest_that_stays_readable(articles, last, unit):
    dates = pd.to_datetime(["2025-01-06", last])
    table = compare.articles_over_time(articles.head(2).assign(date=dates))
    assert table["unit"].unique().tolist() == [unit]
    assert len(table) <= 16
    assert table["articles"].sum() == 2


def test_empty_periods_are_shown_as_zero(articles):
    table = compare.articles_over_time(articles)
    assert table["articles"].sum() == 4
    assert (table["articles"] == 0).any()


def test_shares_of_each_group_and_dimension_sum_to_one(stance, articles):
    table = compare.shares(stance, articles, Codebook.load())
    assert table.groupby(["outlet", "batch", "dimension"])["share"].sum().round(9).eq(1).all()
    courier = table[(table["outlet"] == "Courier") & (table["value"] == "deterrence")].iloc[0]
    assert courier["share"] == pytest.approx(2 / 3)
    assert (courier["passages"], courier["articles"]) == (3, 2)


def test_shares_that_no_human_coding_corrects_have_no_interval(stance, articles):
    table = compare.shares(stance, articles, Codebook.load())
    assert table["low"].isna().all()
    assert table["high"].isna().all()


def test_theme_shares_are_means_over_all_articles_of_the_group(articles):
    weights = pd.DataFrame(
        {"article_id": ["a", "b"], "theme_id": ["T1", "T1"], "weight": [0.6, 0.3]}
    )
    themes = pd.DataFrame({"theme_id": ["T1", "T2"], "label": ["exercises", "budget"]})
    outcomes = compare.theme_outcomes(weights, themes, articles)
    table = compare.shares_by_group(outcomes, articles).set_index(["outlet", "value"])["share"]
    assert table["Courier", "exercises"] == pytest.approx(0.3)
    assert table["Post", "budget"] == 0


def test_evidence_takes_one_passage_a_story_the_most_certain_first(stance, articles):
    whole = articles.assign(title="t", url="u", source="s")
    alone = pd.DataFrame({"article_id": [], "group_id": []})
    shown = compare.evidence(stance, whole, alone, "position")
    assert shown.loc[shown["value"] == "deterrence", "article_id"].tolist() == ["a", "b"]
    assert shown.loc[shown["value"] == "deterrence", "confidence"].is_monotonic_decreasing
    copies = pd.DataFrame({"article_id": ["a", "b"], "group_id": ["g", "g"]})
    shown = compare.evidence(stance, whole, copies, "position")
    assert shown.loc[shown["value"] == "deterrence", "article_id"].tolist() == ["a"]


def test_empty_tables_give_empty_tables(articles, stance):
    nobody, nothing = articles.head(0), stance.head(0)
    assert len(compare.articles_by_outlet(nobody)) == 0
    assert len(compare.articles_over_time(nobody)) == 0
    outcomes = compare.coded_outcomes(nothing, Codebook.load())
    assert len(compare.shares_by_group(outcomes, articles)) == 0
    assert len(compare.shares_by(outcomes, compare.with_periods(articles), ["period"])) == 0


@pytest.fixture
def heard():
    articles = pd.DataFrame({"article_id": ["a", "b"], "outlet": ["X", "Y"]})
    articles["date"] = pd.to_datetime(["2025-10-01", "2025-10-02"])
    quotes = pd.DataFrame(
        [
            ("a", "Ida Brandt", "NATO spokeswoman"),
            ("a", "Angela Merkel", None),
            ("b", "Ida Brandt", None),
            ("b", None, None),
        ],
        columns=["article_id", "speaker", "role"],
    )
    reported = pd.DataFrame([("b", "Angela Merkel", None, "indirect")], columns=[*quotes, "kind"])
    quotes = pd.concat([quotes.assign(kind="direct"), reported], ignore_index=True)
    quotes["speaker_text"] = quotes["speaker"]
    return quotes.assign(holder=holders(quotes, Codebook.load(), UNKNOWN)), articles


def test_share_of_voice_follows_the_holders_of_the_codebook(heard):
    quotes, articles = heard
    outcomes = compare.holder_outcomes(quotes, Codebook.load())
    table = compare.shares_by_group(outcomes, articles).set_index(["outlet", "value"])
    assert table.loc[("X", "nato"), "share"] == table.loc[("X", "member"), "share"] == 0.5
    assert table.loc[("Y", "nato"), "share"] == 1, (
        "her role in the other article says whose voice it is"
    )
    assert table.groupby("outlet")["share"].sum().eq(1).all()


def test_voices_over_time_are_shares_of_the_quotations_of_a_period(heard):
    quotes, articles = heard
    articles = compare.with_periods(articles)
    table = compare.shares_by(compare.speaker_outcomes(quotes), articles, ["period"])["share"]
    assert sorted(table) == [0.0, 0.5, 0.5, 1.0]


@pytest.fixture
def corpus():
    """(passages, articles) of 60 articles from three outlets over two batches; one outlet reports
    otherwise.
    """
    rng = np.random.default_rng(0)
    articles = pd.DataFrame({"article_id": [f"{n:02d}" for n in range(60)]})
    articles["outlet"] = np.array(["Courier", "Post", "Wire"])[np.arange(60) % 3]
    articles["batch"] = np.where(np.arange(60) < 40, "one", "two")
    articles["date"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(60) * 5, "D")
    stance = pd.DataFrame({"article_id": articles["article_id"].repeat(3)}).reset_index(drop=True)
    wire = stance["article_id"].map(articles.set_index("article_id")["outlet"]).eq("Wire")
    common = rng.choice(["support", "enlargement", "none"], len(stance))
    stance["position"] = np.where(wire & (rng.random(len(stance)) < 0.8), "deterrence", common)
    stance["voice"] = np.where(np.arange(len(stance)) % 3, "outlet", "Ida Brandt")
    return stance.assign(holder="nato", tone="neutral", start=range(len(stance))), articles


def test_an_outlet_that_differs_is_found_and_the_others_are_not(corpus):
    stance, articles = corpus
    outcomes = compare.coded_outcomes(stance, Codebook.load())
    table = compare.differences(outcomes, articles.assign(group=articles["outlet"]))
    significant = table[table["significant"]]
    assert ("Wire", "deterrence") in set(
        zip(significant["group"], significant["value"], strict=True)
    )
    assert table.loc[table["group"] == "Wire", "articles"].unique() == [20]
    rest = table[(table["group"] == "Wire") & (table["value"] == "deterrence")].iloc[0]
    assert rest["difference"] == pytest.approx(rest["share"] - rest["rest"])


def test_of_two_outlets_the_difference_is_told_once(corpus):
    stance, articles = corpus
    two = articles[articles["outlet"] != "Wire"]
    outcomes = compare.coded_outcomes(stance, Codebook.load())
    table = compare.differences(outcomes, two.assign(group=two["outlet"]))
    assert table["group"].nunique() == 1
    assert not table["significant"].any()


def test_a_batch_is_compared_with_all_earlier_ones_and_says_on_how_many_articles(corpus):
    table = compare.changes(*corpus, ["one", "two"], Codebook.load())
    assert table["articles_now"].unique() == [20]
    assert table["articles_before"].unique() == [40]
    assert set(table["basis"]) == {"model"}
    assert not table["significant"].any()
    assert len(compare.changes(*corpus, ["one"], Codebook.load())) == 0


def test_the_order_of_the_rows_changes_nothing(corpus):
    stance, articles = corpus
    mixed = stance.sample(frac=1, random_state=1), articles.sample(frac=1, random_state=2)
    first = compare.changes(stance, articles, ["one", "two"], Codebook.load())
    again = compare.changes(*mixed, ["one", "two"], Codebook.load())
    pd.testing.assert_frame_equal(first, again)


def test_reprints_of_one_story_in_a_batch_are_one_unit(corpus):
    """A story that ten outlets print is no more evidence of a change than one that a single outlet
    prints.
    """
    stance, articles = corpus
    stance = stance.assign(
        position=np.where(stance["article_id"].isin(["40", "41", "42"]), "support", "none")
    )
    alone = (
        compare.changes(stance, articles, ["one", "two"], Codebook.load())
        .set_index("value")
        .loc["support"]
    )
    story = articles["article_id"].replace({"41": "40", "42": "40"})
    together = compare.changes(
        stance, articles.assign(story=story), ["one", "two"], Codebook.load()
    )
    assert together.set_index("value").loc["support", "p"] > alone["p"]


def test_a_trend_is_told_by_its_ends(corpus):
    stance, articles = corpus
    late = (
        stance["article_id"].astype(int) + np.random.default_rng(1).integers(-15, 15, len(stance))
        > 35
    )
    stance = stance.assign(position=np.where(late, "support", "none"))
    outcomes = compare.coded_outcomes(stance, Codebook.load())
    table = compare.trends(outcomes, articles).set_index("value")
    assert table.loc["support", "significant"]
    assert table.loc["support", "last"] > 0.8 > 0.2 > table.loc["support", "first"]
    assert table.loc["support", "difference"] == pytest.approx(-table.loc["none", "difference"])


def test_human_codings_correct_the_shares_and_the_change_alike(corpus):
    """Every passage is coded: the shares are those of the codings, whatever the model said."""
    stance, articles = corpus
    human = np.where(np.arange(len(stance)) % 2, "support", "none")
    coded = stance.assign(
        hand_position=human, hand_holder="nato", hand_tone="neutral", probability=1.0
    )
    table = compare.changes(coded, articles, ["one", "two"], Codebook.load())
    row = table.set_index("value").loc["support"]
    assert row["basis"] == "human coding"
    batch = stance["article_id"].map(articles.set_index("article_id")["batch"])
    now = (human[batch == "two"] == "support").mean()
    assert row["now"] == pytest.approx(now)
    shares = compare.shares(coded, articles, Codebook.load(), by=["batch"]).set_index(
        ["batch", "value"]
    )
    assert shares.loc[("two", "support"), "share"] == pytest.approx(now)


def test_corrected_shares_of_the_parts_add_up_to_that_of_the_whole(corpus):
    stance, articles = corpus
    rng = np.random.default_rng(4)
    sampled = rng.random(len(stance)) < 0.3
    coded = stance.assign(
        hand_position=np.where(sampled, stance["position"], None), probability=0.3
    )
    coded.loc[~sampled, "probability"] = np.nan
    parts = compare.shares(coded, articles, Codebook.load(), by=["outlet"])
    whole = compare.shares(coded, articles.assign(all="all"), Codebook.load(), by=["all"])
    parts = parts[parts["dimension"] == "position"]
    together = (parts["share"] * parts["passages"]).groupby(parts["value"]).sum() / len(stance)
    whole = whole[whole["dimension"] == "position"].set_index("value")["share"]
    assert together[whole.index].to_numpy() == pytest.approx(whole.to_numpy(), abs=0.01)


def test_a_speaker_of_no_known_affiliation_is_told_as_such(heard):
    quotes, articles = heard
    quotes = quotes.assign(speaker=quotes["speaker"].replace("Angela Merkel", "Pat Doe"))
    quotes["speaker_text"] = quotes["speaker"]
    quotes = quotes.assign(holder=holders(quotes, Codebook.load(), UNKNOWN))
    outcomes = compare.holder_outcomes(quotes, Codebook.load())
    table = compare.shares_by_group(outcomes, articles).set_index(["outlet", "value"])
    assert table.loc[("X", UNKNOWN), "share"] == 0.5
    assert table.loc[("X", "commentator"), "share"] == 0


def test_the_most_quoted_speakers_have_a_name():
    speakers = ["official", "official", "Ida Brandt", None]
    quotes = pd.DataFrame({"article_id": list("abcd"), "speaker": speakers, "kind": "direct"})
    outcomes = compare.speaker_outcomes(quotes)
    assert (outcomes.values, len(outcomes.rows)) == (["Ida Brandt"], 3)
