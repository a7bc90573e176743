"""Comparisons: tidy tables in which nothing is counted twice or left out in silence."""

import pandas as pd
import pytest

from monitor import compare
from monitor.stance import Codebook


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
    codes = [("a", "deterrence", 0.9), ("a", "none", 0.5), ("b", "deterrence", 0.8), ("c", "cohesion", 0.7)]
    table = pd.DataFrame(codes, columns=["article_id", "position", "confidence"])
    return table.assign(
        holder="nato", tone="neutral", coded_by="model", passage="…", passage_id=[f"{n}" for n in range(4)]
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
    assert len(table) <= compare.MOST_PERIODS
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


def test_shares_that_no_hand_coding_corrects_have_no_interval(stance, articles):
    table = compare.shares(stance, articles, Codebook.load())
    assert table["low"].isna().all()
    assert table["high"].isna().all()


def test_what_outlets_quote_is_not_counted_as_what_they_say(stance, articles):
    voices = ["outlet"] + ["Ida Brandt"] * (len(stance) - 1)
    table = compare.shares_by_voice(stance.assign(voice=voices, holder="nato"), articles, Codebook.load())
    assert table.groupby("voice", sort=False)["passages"].first().to_dict() == {
        "Outlets’ own words": 1,
        "Quoted: The alliance": len(stance) - 1,
    }


def test_theme_shares_are_means_over_all_articles_of_the_group(articles):
    weights = pd.DataFrame({"article_id": ["a", "b"], "theme_id": ["T1", "T1"], "weight": [0.6, 0.3]})
    themes = pd.DataFrame({"theme_id": ["T1", "T2"], "label": ["exercises", "budget"]})
    table = compare.themes_by_outlet(weights, themes, articles).set_index(["outlet", "theme_id"])["share"]
    assert table["Courier", "T1"] == pytest.approx(0.3)
    assert table["Post", "T2"] == 0


def test_voices_count_quotations_by_speaker_and_outlet(articles):
    quotes = pd.DataFrame(
        {"article_id": ["a", "b", "c", "c"], "speaker": ["Ida Brandt"] * 3 + [None], "kind": "direct"}
    )
    table = compare.voices(quotes, articles)
    assert table.to_dict("records") == [
        {"speaker": "Ida Brandt", "outlet": "Courier", "quotes": 2},
        {"speaker": "Ida Brandt", "outlet": "Post", "quotes": 1},
    ]


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
    assert len(compare.shares_by_outlet(nothing, articles, Codebook.load())) == 0
    assert len(compare.shares_over_time(nothing, articles, Codebook.load())) == 0


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
    return pd.concat([quotes.assign(kind="direct"), reported], ignore_index=True), articles


def test_share_of_voice_follows_the_holders_of_the_codebook(heard):
    table = compare.share_of_voice(*heard, Codebook.load()).set_index(["outlet", "holder"])
    assert table.loc[("X", "nato"), "share"] == table.loc[("X", "member"), "share"] == 0.5
    assert table.loc[("Y", "nato"), "share"] == 1, "her role in the other article says whose voice it is"
    assert table.groupby("outlet")["share"].sum().eq(1).all()


def test_voices_over_time_are_shares_of_the_quotations_of_a_period(heard):
    table = compare.voices_over_time(*heard).set_index(["period", "speaker"])["share"]
    assert sorted(table) == [0.0, 0.5, 0.5, 1.0]


def test_differences_have_intervals_and_are_corrected_for_their_number():
    rows = [("A", 0.6, 0.5, 0.7), ("B", 0.2, 0.1, 0.3), ("C", 0.25, 0.15, 0.35), ("D", 0.5, None, None)]
    table = pd.DataFrame(rows, columns=["outlet", "share", "low", "high"]).assign(dimension="position", value="support")
    found = compare.differences(table).set_index(["first", "second"])
    assert len(found) == 3
    one = found.loc[("A", "B")]
    assert (one["difference"], one["low"]) == pytest.approx((0.4, 0.4 - 0.1 * 2**0.5))
    assert found["differ"].to_dict() == {("A", "B"): True, ("A", "C"): True, ("B", "C"): False}
    assert (found["p_corrected"] >= found["p"]).all()
    assert len(compare.differences(table.head(1))) == 0
