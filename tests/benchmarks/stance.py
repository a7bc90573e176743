"""Figures on the stance: python tests/benchmarks/stance.py NAME, one of codes, unseen, curve,
confidence and intervals.

Needs the shared data and the scorer beside the repository (../shared); without a name it prints all
of them.
"""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.model_selection import GroupKFold, GroupShuffleSplit

from monitor.article import Article
from monitor.loaders import load
from monitor.stance import DIMENSIONS, Codebook, StanceModel, estimate_shares, find_passages

SHARED = Path(__file__).parents[3] / "shared"
FOLDS, SEEDS = 10, (0, 1)
PASSAGES, DRAWS = 1500, 250
SAMPLES = (30, 100, 300)
CODINGS, CURVE_DRAWS = (40, 80, 160, 320), 10
PER_ARTICLE, ALIKE = 5, 0.4


def scorer():
    """The shared scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_stance", SHARED / "tools/score_stance.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def human_coded():
    """The human-coded passages, with the article of each."""
    table = pd.read_json(SHARED / "data/stance/dev_directed.jsonl", lines=True).rename(
        columns={"sentence": "passage"}
    )
    return table.assign(article_id=table["id"].str.partition(":")[0])


def held_out(table, seed):
    """Codes of each passage by a model that learned from the articles of the other folds."""
    parts = []
    for rest, part in GroupKFold(FOLDS, shuffle=True, random_state=seed).split(
        table, groups=table["article_id"]
    ):
        parts.append(
            StanceModel(Codebook.load())
            .fit(table.iloc[rest], table.iloc[rest])
            .predict(table.iloc[part])
        )
    return pd.concat(parts).loc[table.index]


def figures(table, predicted):
    """Array (dimensions, 2) of macro-F1 and alpha."""
    score = scorer()
    pairs = [list(zip(table[name], predicted[name], strict=True)) for name in DIMENSIONS]
    return np.array([(score.macro_f1(codes)[0], score.alpha(codes)) for codes in pairs])


def show(name, values):
    rows = zip(DIMENSIONS, values, strict=True)
    print(
        name, *(f"{dimension} {f1:.3f} / {alpha:.3f}" for dimension, (f1, alpha) in rows), sep="  "
    )


def codes():
    """Macro-F1 and alpha of each dimension: from the codebook alone, and with the codings of other
    articles.
    """
    table = human_coded()
    show("codebook alone", figures(table, StanceModel(Codebook.load()).predict(table)))
    for seed in SEEDS:
        show(f"with codings, {FOLDS} folds, seed {seed}", figures(table, held_out(table, seed)))


def unseen_coded():
    """228 other passages of the same collection with the codes of tests/stance_codings.csv.

    122 are all passages but the longest of articles from which no coding comes, the others were
    drawn by loose words for each position. One reader (a language model) coded them once, before
    any prediction was seen; which of several models was kept was decided on them as well.
    """
    read = [article for article in load(SHARED / "data/nato") if isinstance(article, Article)]
    texts = [(article.source_id, article.text) for article in read]
    articles = pd.DataFrame(texts, columns=["article_id", "text"]).drop_duplicates("article_id")
    codings = pd.read_csv(Path(__file__).parents[1] / "stance_codings.csv")
    articles = articles[articles["article_id"].isin(codings["article"])]
    found = find_passages(articles, Codebook.load())
    keys = {"left_on": ["article", "start"], "right_on": ["article_id", "start"]}
    return codings.merge(found, **keys)


def unseen():
    """Macro-F1 and alpha on passages that are not among the codings, by the codings of other
    articles.
    """
    coded, table = human_coded(), unseen_coded()
    model = StanceModel(Codebook.load())
    show(f"codebook alone, {len(table)} passages", figures(table, model.predict(table)))
    articles = pd.Series(pd.concat([coded["article_id"], table["article_id"]]).unique())
    for seed in SEEDS:
        fold = articles.sample(frac=1, random_state=seed).reset_index(drop=True)
        fold = pd.Series(fold.index % FOLDS, fold)
        parts = []
        for n in range(FOLDS):
            rest = coded[coded["article_id"].map(fold) != n]
            part = table[table["article_id"].map(fold) == n]
            parts.append(model.fit(rest, rest).predict(part))
        predicted = pd.concat(parts).loc[table.index]
        show(f"with codings of other articles, seed {seed}", figures(table, predicted))


def curve():
    """Macro-F1 and alpha on the articles that are left, by the number of codings learned from: the
    mean of ten draws of articles, beside that of the codebook alone on the same passages.
    """
    table = human_coded()
    model = StanceModel(Codebook.load())
    alone = model.predict(table)
    for n in CODINGS:
        draws = GroupShuffleSplit(CURVE_DRAWS, train_size=n / len(table), random_state=n)
        before, after = [], []
        for coded, rest in draws.split(table, groups=table["article_id"]):
            model.fit(table.iloc[coded], table.iloc[coded])
            before.append(figures(table.iloc[rest], alone.iloc[rest]))
            after.append(figures(table.iloc[rest], model.predict(table.iloc[rest])))
        show(f"{n} codings", np.mean(after, axis=0))
        show("  codebook alone", np.mean(before, axis=0))
        show("  gain", np.mean(after, axis=0) - np.mean(before, axis=0))


def confidence():
    """Expected calibration error of the confidence: |right − confidence| in ten bins of equal size,
    weighed.
    """
    table = human_coded()
    for name, said in (
        ("codebook alone", StanceModel(Codebook.load()).predict(table)),
        ("held out", held_out(table, 0)),
    ):
        right, bins = (
            said["position"] == table["position"],
            pd.qcut(said["confidence"], 10, labels=False),
        )
        gaps = (right - said["confidence"]).groupby(bins).mean().abs()
        print(
            f"{name}: ECE {np.average(gaps, weights=bins.value_counts()[gaps.index]):.3f}, right {right.mean():.3f},"
        )
        print(
            "  right by rising confidence:",
            *(f"{share:.2f}" for share in right.groupby(bins).mean()),
        )


def intervals():
    """Draws whose 95 % interval holds the true share, and its width beside that of human coding
    alone, by value.
    """
    table = human_coded()
    said, truth = (
        StanceModel(Codebook.load()).predict(table)["position"].to_numpy(),
        table["position"].to_numpy(),
    )
    values = pd.Series(truth).value_counts(normalize=True)
    print("true shares", *(f"{value} {share:.3f}" for value, share in values.items()))
    for alone, unequal in (
        (alone, unequal) for alone in (True, False) for unequal in (False, True)
    ):
        for n in SAMPLES:
            rng = np.random.default_rng(n)
            drawn = pd.concat(
                [draw(rng, said, truth, values, n, alone, unequal) for _ in range(DRAWS)]
            )
            by_value = drawn.groupby(level=0)[["held", "width", "by_hand"]].mean().loc[values.index]
            design = f"{'passages alone' if alone else 'articles of 5'}, {'unequal' if unequal else 'equal'}, n={n}"
            print(
                f"{design}: held {drawn['held'].mean():.3f}; width / by hand {_ratio(drawn.mean()):.2f}"
            )
            print("  held by value ", *(f"{held:.2f}" for held in by_value["held"]))
            print("  width by value", *(f"{ratio:.2f}" for ratio in _ratio(by_value)))


def _ratio(table):
    return table["width"] / table["by_hand"]


def draw(rng, said, truth, values, n, alone, unequal):
    """A population drawn from the human codes, a sample of it, and whether the intervals hold the
    true shares.
    """
    rows, articles = _population(rng, truth, alone)
    predicted, gold = pd.Series(said[rows]), truth[rows]
    size = predicted.map(predicted.value_counts())
    # Unequal: half as likely as equal, and the rest the same number from each predicted value.
    chance = np.minimum(
        1,
        (n / PASSAGES + n / predicted.nunique() / size) / 2 if unequal else n / PASSAGES + 0 * size,
    )
    sampled = rng.random(PASSAGES) < chance
    coded = pd.Series(np.where(sampled, gold, None), dtype=object)
    given = {"probability": chance, "clusters": articles, "values": values.index}
    ours = estimate_shares(predicted, coded, **given).set_index("value").loc[values.index]
    by_hand = (
        estimate_shares(pd.Series(["none"] * PASSAGES), coded, **given)
        .set_index("value")
        .loc[values.index]
    )
    held = (ours["low"] <= values) & (values <= ours["high"])
    width, alone = ours["high"] - ours["low"], by_hand["high"] - by_hand["low"]
    return pd.DataFrame({"held": held, "width": width, "by_hand": alone})


def _population(rng, truth, alone):
    """(rows of the human codes, article of each): in articles, four in ten passages share the first
    one's position.
    """
    if alone:
        return rng.integers(0, len(truth), PASSAGES), None
    rows = rng.integers(0, len(truth), (PASSAGES // PER_ARTICLE, PER_ARTICLE))
    for article in rows:
        same = np.flatnonzero(truth == truth[article[0]])
        article[1:] = np.where(
            rng.random(PER_ARTICLE - 1) < ALIKE, rng.choice(same, PER_ARTICLE - 1), article[1:]
        )
    return rows.ravel(), pd.Series(np.repeat(np.arange(len(rows)), PER_ARTICLE))


if __name__ == "__main__":
    for name in sys.argv[1:] or ("codes", "unseen", "curve", "confidence", "intervals"):
        globals()[name]()
