"""Outlet against outlet and period against period: tables of the corpus in, tidy tables for charts out."""

import math
from statistics import NormalDist

import numpy as np
import pandas as pd

from monitor.errors import InputError
from monitor.stance import OUTLET, estimate_shares, holders

NO_OUTLET = "(outlet not stated)"
OWN_WORDS = "Outlets’ own words"
QUOTED = "Quoted: "
SURE = 0.05  # p, corrected, below which a change is told
Z = NormalDist().inv_cdf(0.975)  # standard errors on each side of a 95 % interval
BASIS = {"hand coding": "corrected by hand coding", "model": "codes of the model"}
OTHERS = "(other outlets)"
UNITS = {"D": "day", "W-SUN": "week", "M": "month", "Q-DEC": "quarter", "Y-DEC": "year"}
MOST_PERIODS = 16
COUNTING = {
    "all": "every printing of a story counted",
    "one per group": "each story counted once",
    "originals": "copies of an earlier article left out",
}


def count_copies(articles, copies, rule):
    """The articles that a rule of COUNTING counts; `copies` is the table `syndication`.

    "one per group" keeps the earliest of the given articles of each story; "originals" leaves out every article whose
    original is another one, be that among the given articles or not. Raises InputError for another rule.
    """
    if rule not in COUNTING:
        raise InputError(f"counting {rule!r} is not known; allowed: {', '.join(COUNTING)}")
    if rule == "all":
        return articles
    groups = copies.set_index("article_id").reindex(articles["article_id"])
    original = groups["original"].isna() | groups["original"].eq(True)
    if rule == "originals":
        return articles[original.to_numpy()]
    story = groups["group_id"].fillna(pd.Series(groups.index, groups.index)).to_numpy()
    order = articles.assign(story=story, later=~original.to_numpy()).sort_values(["later", "date"], kind="stable")
    return articles[articles["article_id"].isin(order.drop_duplicates("story")["article_id"])]


def name_outlets(articles, most=None):
    """The same table, `outlet` filled where it is empty; beyond the `most` busiest ones it is one group of others."""
    outlet = articles["outlet"].fillna("").replace("", NO_OUTLET)
    if most and outlet.nunique() > most:
        busiest = frequencies(outlet).index[: most - 1]
        outlet = outlet.where(outlet.isin(busiest), OTHERS)
    return articles.assign(outlet=outlet)


def articles_by_outlet(articles, most=15, per_day=None):
    """DataFrame[outlet, articles, words, share, per_1000], busiest first, the group of others last.

    share: of all articles. per_1000: articles in a thousand of the outlet's own, where `per_day` (dict from outlets to
    the articles that they publish a day) knows it; the days are those from the first date to the last.
    """
    table = name_outlets(articles, most)
    counts = table.groupby("outlet").agg(articles=("article_id", "size"), words=("words", "sum")).reset_index()
    counts["share"] = counts["articles"] / len(articles) if len(articles) else None
    days = (articles["date"].max() - articles["date"].min()).days + 1
    own = counts["outlet"].map(per_day or {}).astype(float) * days
    counts["per_1000"] = 1000 * counts["articles"] / own.where(own > 0)
    return _others_last(counts.sort_values(["articles", "outlet"], ascending=[False, True], kind="stable"))


def with_periods(articles):
    """The dated articles with `period` (first day) and `unit`: the finest that keeps the whole within 16 periods."""
    dated = articles[articles["date"].notna()]
    for code, unit in UNITS.items():
        periods = pd.PeriodIndex(dated["date"], freq=code)
        if len(dated) == 0 or (periods.max() - periods.min()).n < MOST_PERIODS or unit == "year":
            return dated.assign(period=periods.start_time, unit=unit)
    raise AssertionError("years are always taken")


def articles_over_time(articles):
    """DataFrame[period, unit, articles], a row for each period from the first to the last, empty ones too."""
    dated = with_periods(articles)
    counts = dated.groupby("period").size()
    unit = dated["unit"].iloc[0] if len(dated) else "day"
    full = counts.reindex(_every_period(counts.index, unit), fill_value=0)
    return pd.DataFrame({"period": full.index, "unit": unit, "articles": full.to_numpy()})


def period_names(table):
    """Series of the names of the periods of `with_periods`: a year, a month with its year, or a first day."""
    form = {"month": "%Y-%m", "quarter": "%Y-%m", "year": "%Y"}
    return table["period"].dt.strftime(form.get(next(iter(table["unit"]), "day"), "%Y-%m-%d"))


def _every_period(days, unit):
    code = next(code for code, name in UNITS.items() if name == unit)
    if len(days) == 0:
        return pd.DatetimeIndex([])
    return pd.period_range(days.min(), days.max(), freq=code).start_time


def shares(stance, articles, codebook, by=("outlet", "batch")):
    """DataFrame[*by, dimension, value, share, low, high, passages, articles] of the coded passages.

    A share is that of the passages of the group. `low` and `high` are missing unless passages were coded by hand: then
    the share is corrected by what their codes show of the model's errors, passages of one article counted as one.
    `by` names columns of `articles` or `stance`; a group without passages has no rows.
    """
    by = list(by)
    groups = name_outlets(articles)[["article_id", *(column for column in by if column not in stance)]]
    coded = stance.merge(groups, on="article_id")
    rows = []
    for key, group in coded.groupby(by, sort=True):
        for dimension, values in codebook.dimensions.items():
            table = _corrected(group, dimension, values).set_index("value").reindex(list(values))
            rows.append(
                table.reset_index().assign(
                    **dict(zip(by, key, strict=True)),
                    dimension=dimension,
                    passages=len(group),
                    articles=group["article_id"].nunique(),
                )
            )
    columns = [*by, "dimension", "value", "share", "low", "high", "passages", "articles"]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def _corrected(group, dimension, values):
    by_hand = group.get(f"hand_{dimension}", pd.Series(None, group.index, dtype=object))
    drawn = group.get("probability", pd.Series(np.nan, group.index))
    # One who codes what was not drawn at random gives no sample: such codings teach the model but correct no share.
    if drawn.notna().any():
        by_hand = by_hand.where(drawn.notna())
    chance = drawn if drawn.notna().any() else None
    return estimate_shares(group[dimension], by_hand, chance, clusters=group["article_id"], values=values)


def shares_by_outlet(stance, articles, codebook, most=12):
    """`shares` by outlet over all batches, the outlets with most passages first."""
    heard = name_outlets(articles[articles["article_id"].isin(stance["article_id"])], most)
    table = shares(stance, heard, codebook, by=["outlet"])
    order = table.sort_values(["passages", "outlet"], ascending=[False, True], kind="stable")
    return _others_last(order)


def shares_by_voice(stance, articles, codebook):
    """`shares` by `voice`: the outlets' own words apart from what they quote, by whom the quotation stands for."""
    labels = {name: QUOTED + value.label for name, value in codebook.dimensions["holder"].items()}
    voice = stance["holder"].map(labels).where(stance["voice"] != OUTLET, OWN_WORDS)
    table = shares(stance.assign(voice=voice), articles, codebook, by=["voice"])
    table["place"] = table["voice"].map({name: place for place, name in enumerate([OWN_WORDS, *labels.values()])})
    return table.sort_values("place", kind="stable", ignore_index=True).drop(columns="place")


def how_coded(stance):
    """One sentence on who coded the passages, and whether the shares are corrected."""
    n = int(stance["hand_position"].notna().sum()) if "hand_position" in stance else 0
    if not n:
        return (
            "The codes are the model's, from the codebook alone; no hand coding has corrected them: the shares are "
            "counts of its codes and have no intervals."
        )
    drawn = int((stance["hand_position"].notna() & stance["probability"].notna()).sum())
    return (
        f"The codes are the model's. {n:,} of {len(stance):,} passages are coded by hand as well, {drawn:,} of them "
        "drawn at random: by these the shares are corrected, and their 95 % intervals allow for the model's errors "
        "(prediction-powered inference) and for the passages of one article being alike."
    )


def shares_over_time(stance, articles, codebook):
    """`shares` by period; articles without a date are left out."""
    return shares(stance, with_periods(articles), codebook, by=["period", "unit"])


def differences(shares, column="outlet"):
    """DataFrame[dimension, value, first, second, difference, low, high, p, p_corrected, differ] of every two groups.

    shares: as of `shares`, by the one `column`, with intervals. The interval of a difference follows from those of the
    two shares (Zou & Donner 2008, Statistics in Medicine 27). p is corrected for all comparisons of the table by Holm
    (1979): `differ` is true where p_corrected is below .05. Groups without an interval have no rows.
    """
    rows = []
    for (dimension, value), group in shares.dropna(subset=["low", "high"]).groupby(["dimension", "value"], sort=False):
        groups = list(group.itertuples(index=False))
        for place, one in enumerate(groups):
            for two in groups[place + 1 :]:
                names = getattr(one, column), getattr(two, column)
                rows.append((dimension, value, *names, *_difference(one, two)))
    columns = ["dimension", "value", "first", "second", "difference", "low", "high", "p"]
    table = pd.DataFrame(rows, columns=columns).sort_values("p", kind="stable", ignore_index=True)
    stricter = table["p"] * np.arange(len(table), 0, -1)
    table["p_corrected"] = stricter.cummax().clip(upper=1)
    return table.assign(differ=table["p_corrected"] < 0.05)


def _difference(one, two):
    """(difference, low, high, p) of two independent shares, from their intervals."""
    gap = one.share - two.share
    down = np.hypot(one.share - one.low, two.high - two.share)
    up = np.hypot(one.high - one.share, two.share - two.low)
    towards_none = down if gap > 0 else up
    error = towards_none / Z
    return gap, gap - down, gap + up, _p(abs(gap) / error) if error else 1.0


def _p(z):
    """Two-sided p of so many standard errors."""
    return math.erfc(z / 2**0.5)


def theme_shares(theme_weights, themes, articles, by):
    """DataFrame[*by, theme_id, label, share, articles]: mean share of the group's articles that a theme explains."""
    by = list(by)
    groups = articles[["article_id", *by]]
    sizes = groups.groupby(by).size().rename("articles").reset_index()
    summed = theme_weights.merge(groups, on="article_id").groupby([*by, "theme_id"])["weight"].sum().reset_index()
    grid = sizes.merge(themes[["theme_id", "label"]], how="cross")
    table = grid.merge(summed, on=[*by, "theme_id"], how="left").fillna({"weight": 0.0})
    table["share"] = table["weight"] / table["articles"]
    return table[[*by, "theme_id", "label", "share", "articles"]]


def themes_by_outlet(theme_weights, themes, articles, most=12):
    """`theme_shares` by outlet, the busiest outlets first, the group of others last."""
    table = theme_shares(theme_weights, themes, name_outlets(articles, most), by=["outlet"])
    return _others_last(table.sort_values(["articles", "outlet"], ascending=[False, True], kind="stable"))


def themes_over_time(theme_weights, themes, articles):
    """`theme_shares` by period; articles without a date are left out."""
    return theme_shares(theme_weights, themes, with_periods(articles), by=["period", "unit"])


def voices(quotes, articles, speakers=15, most=10):
    """DataFrame[speaker, outlet, quotes]: the most quoted speakers, first of all, and the outlets that quote them.

    Counted are those of `spoken`.
    """
    named = spoken(quotes)
    printed = articles[articles["article_id"].isin(named["article_id"].unique())]
    heard = name_outlets(printed, most)[["article_id", "outlet"]]
    loudest = frequencies(named["speaker"]).index[:speakers]
    table = named[named["speaker"].isin(loudest)].merge(heard, on="article_id")
    counts = table.groupby(["speaker", "outlet"]).size().rename("quotes").reset_index()
    counts["rank"] = counts["speaker"].map({name: rank for rank, name in enumerate(loudest)})
    return counts.sort_values(["rank", "quotes", "outlet"], ascending=[True, False, True])[
        ["speaker", "outlet", "quotes"]
    ].reset_index(drop=True)


def voices_over_time(quotes, articles, speakers=8):
    """DataFrame[period, unit, speaker, share, quotations]: share of a period's quotations of the most quoted speakers.

    `quotations`: those of the period that count (`spoken`). Articles without a date are left out.
    """
    table = spoken(quotes).merge(with_periods(articles)[["article_id", "period", "unit"]], on="article_id")
    loudest = frequencies(table["speaker"]).index[:speakers]
    sizes = table.groupby(["period", "unit"]).size().rename("quotations").reset_index()
    grid = sizes.merge(pd.DataFrame({"speaker": loudest}), how="cross")
    counts = table.groupby(["period", "speaker"]).size().rename("n").reset_index()
    grid = grid.merge(counts, on=["period", "speaker"], how="left").fillna({"n": 0})
    return grid.assign(share=grid["n"] / grid["quotations"])[["period", "unit", "speaker", "share", "quotations"]]


def share_of_voice(quotes, articles, codebook, by=("outlet",), most=12):
    """DataFrame[*by, holder, share, quotations, speakers]: whose quotations a group prints, by the codebook's holders.

    `quotations`: those of the group that count (`spoken`). A speaker belongs to the holder of whom a term (`actors`)
    stands first in the name, else in the stated role; to the codebook's default where none does.
    """
    by = list(by)
    table = spoken(quotes).merge(name_outlets(articles, most)[["article_id", *by]], on="article_id")
    table["holder"] = holders(table, codebook, codebook.default("holder"))
    sizes = table.groupby(by).size().rename("quotations").reset_index()
    grid = sizes.merge(pd.DataFrame({"holder": list(codebook.dimensions["holder"])}), how="cross")
    counts = table.groupby([*by, "holder"])["speaker"].agg(n="size", speakers="nunique").reset_index()
    grid = grid.merge(counts, on=[*by, "holder"], how="left").fillna({"n": 0, "speakers": 0}).astype({"speakers": int})
    grid["share"] = grid["n"] / grid["quotations"]
    ordered = grid.sort_values(["quotations", *by], ascending=[False] + [True] * len(by), kind="stable")
    ordered = ordered[[*by, "holder", "share", "quotations", "speakers"]]
    return _others_last(ordered) if "outlet" in by else ordered.reset_index(drop=True)


def spoken(quotes):
    """The direct and mixed quotations whose speaker is known.

    What is only reported as someone's belief or wish (indirect) does not count as being heard.
    """
    return quotes[quotes["speaker"].notna() & (quotes["kind"] != "indirect")]


def sure(changes):
    """Those of `changes` that chance does not explain, of values that say something."""
    return changes[(changes["p"] < SURE) & (changes["value"] != "none")]


def changes(stance, articles, batches, codebook):
    """DataFrame[dimension, value, now, before, difference, low, high, passages_now, passages_before, p, basis].

    The share of each value in the last of `batches` (names, in order) against all earlier ones, the surest change
    first. low and high bound the 95 % interval of the difference: where passages were coded by hand, from the corrected
    shares; else (basis "model") from the model's codes, articles taken as the units that were drawn, so that the
    model's own errors are not in it. p is corrected for the values of a dimension by Holm (1979). Empty where there is
    no earlier batch with passages.
    """
    last = articles["batch"] == batches[-1] if len(batches) else False
    earlier = articles["batch"].isin(batches[:-1])
    both = articles[last | earlier].assign(when=np.where(last, "now", "before")[last | earlier])
    table = shares(stance, both, codebook, by=["when"])
    columns = ["dimension", "value", "now", "before", "difference", "low", "high", "passages_now", "passages_before"]
    if table["when"].nunique() < 2:
        return pd.DataFrame(columns=[*columns, "p", "basis"])
    coded = stance.merge(both[["article_id", "when"]], on="article_id")
    rows = []
    for (dimension, value), pair in table.groupby(["dimension", "value"], sort=False):
        now, before = (pair[pair["when"] == when].iloc[0] for when in ("now", "before"))
        gap = now["share"] - before["share"]
        if pair["low"].notna().all():
            down = np.hypot(now["share"] - now["low"], before["high"] - before["share"])
            up = np.hypot(now["high"] - now["share"], before["share"] - before["low"])
        else:
            hits = coded[dimension] == value
            down = up = Z * np.sqrt(
                sum(_variance(hits[part.index], part["article_id"]) for _, part in coded.groupby("when"))
            )
        rows.append((dimension, value, now["share"], before["share"], gap, gap - down, gap + up))
    changed = pd.DataFrame(rows, columns=columns[:7])
    sizes = table.drop_duplicates("when").set_index("when")["passages"]
    changed = changed.assign(passages_now=sizes["now"], passages_before=sizes["before"])
    towards_none = np.where(changed["difference"] > 0, changed["low"], changed["high"])
    error = ((changed["difference"] - towards_none).abs() / Z).clip(lower=1e-9)
    changed["p"] = (changed["difference"] / error).abs().map(_p)
    changed = changed.sort_values("p", kind="stable", ignore_index=True)
    left = changed.groupby("dimension").cumcount(ascending=False) + 1
    changed["p"] = (changed["p"] * left).groupby(changed["dimension"]).cummax().clip(upper=1)
    return changed.assign(basis="hand coding" if table["low"].notna().all() else "model")


def _variance(hits, article_ids):
    """Variance of a share whose passages come in articles (linearised, articles as clusters)."""
    sums = (hits - hits.mean()).groupby(article_ids).sum()
    return (sums**2).sum() / len(hits) ** 2 * len(sums) / max(len(sums) - 1, 1)


def clustered_interval(hits, article_ids):
    """(low, high): 95 % interval of the share of `hits` (bool Series), articles taken as the units that were drawn.

    A Wilson interval at the effective number of passages that the clustered variance gives (Korn & Graubard 1998).
    """
    n, share = len(hits), hits.mean()
    variance = _variance(hits, article_ids)
    effective = min(n, share * (1 - share) / variance) if variance else article_ids.nunique()
    middle = (share + Z**2 / (2 * effective)) / (1 + Z**2 / effective)
    half = Z * np.sqrt(share * (1 - share) / effective + Z**2 / (4 * effective**2)) / (1 + Z**2 / effective)
    return max(0.0, middle - half), min(1.0, middle + half)


def evidence(stance, articles, copies, dimension, most=3):
    """DataFrame[value, passage, outlet, date, title, url, confidence, …]: the most certain passages of each value.

    One passage a story, so that no article, and none of its copies (table `syndication`), stands for a value alone.
    """
    groups = copies.set_index("article_id")["group_id"]
    story = stance["article_id"].replace(groups.to_dict())
    ranked = stance.assign(story=story).sort_values(["confidence", "passage_id"], ascending=[False, True])
    best = ranked.drop_duplicates([dimension, "story"]).groupby(dimension).head(most)
    about = articles[["article_id", "outlet", "date", "title", "url", "source"]]
    return best.merge(about, on="article_id").rename(columns={dimension: "value"})


def frequencies(names):
    """Series of how often each name stands in the Series, most first, ties by name."""
    counts = names.value_counts().rename_axis("name").reset_index(name="n")
    return counts.sort_values(["n", "name"], ascending=[False, True]).set_index("name")["n"]


def _others_last(table):
    last = table["outlet"] == OTHERS
    return pd.concat([table[~last], table[last]], ignore_index=True)


from monitor.language import keyness  # noqa
