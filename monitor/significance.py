"""Every interval, test and correction for multiple comparisons that a statement of the kit rests
on.

Articles are the units that were drawn: the passages, quotations and words of one article hang
together. A family is a set of comparisons whose statements are to hold together: in 95 of 100
corpora without any difference, nothing in the family is called significant. The correction is that
of Westfall and Young (Resampling-Based Multiple Testing, 1993): each difference is measured in its
own standard deviation under permutation of the articles, and compared with the largest of the
family in each permutation. Where several families are to hold together, p is multiplied by their
number (Bonferroni). The interval of a difference reaches as far as the same test does, so that it
leaves out 0 exactly where the difference is significant.
"""

import numpy as np
from scipy.stats import norm

LEVEL = 0.05
DRAWS = 999
MIN_ARTICLES = 3
UNSEEN = 1 / 4
TIES = 1e-9
BLOCK = 100


def compare_groups(counts, sizes, groups, tested, families=1, random_state=0):
    """Compare each group of articles with all others together, by permutation of the articles.

    counts: (articles, values), such as passages of each value; sizes: (articles,), such as
    passages, all above 0; groups: (articles,) names; tested: list of the names to compare. Returns
    a dict of arrays (tested, values): share, rest (the share elsewhere), difference, low, high and
    p. All but share and rest are nan for a group that has, or leaves to the others, fewer than
    MIN_ARTICLES articles.
    """
    names, codes = np.unique(np.asarray(groups, dtype=str), return_inverse=True)
    order = np.argsort(codes, kind="stable")
    table = np.column_stack([counts, sizes]).astype(float)[order]
    articles = np.bincount(codes, minlength=len(names))
    starts = np.concatenate([[0], np.cumsum(articles)[:-1]])
    places = np.searchsorted(names, tested)
    enough = np.minimum(articles[places], len(codes) - articles[places]) >= MIN_ARTICLES
    share, rest = _shares(table, starts, places)
    blank = np.full(share.shape, np.nan)
    result = {"share": share, "rest": rest, "difference": share - rest}
    result |= {name: blank.copy() for name in ("low", "high", "p")}
    if enough.any():
        rng = np.random.default_rng(random_state)
        draws = np.empty((DRAWS, *share[enough].shape))
        for draw in draws:
            inside, outside = _shares(table[rng.permutation(len(table))], starts, places[enough])
            draw[:] = inside - outside
        test = _judge(result["difference"][enough], draws, families)
        result["low"][enough] = np.clip(test["low"], -1, 1)
        result["high"][enough] = np.clip(test["high"], -1, 1)
        result["p"][enough] = test["p"]
    return result


def compare_times(counts, sizes, times, families=1, random_state=0):
    """Test each share for a linear trend over time, by permutation of the articles' days.

    counts, sizes: as for `compare_groups`; times: (articles,) numbers. Returns a dict of arrays
    (values,): slope (change of the share for each unit of time, weighted by sizes), low, high and
    p; nan where all times are the same or there are fewer than twice MIN_ARTICLES articles.
    """
    table = np.column_stack([counts, sizes]).astype(float)
    times = np.asarray(times, dtype=float)
    if len(times) < 2 * MIN_ARTICLES or np.ptp(times) == 0:
        return {name: np.full(table.shape[1] - 1, np.nan) for name in ("slope", "low", "high", "p")}
    slope = _slopes(times[None, :], table)[0]
    rng = np.random.default_rng(random_state)
    draws = []
    for start in range(0, DRAWS, BLOCK):
        rows = min(BLOCK, DRAWS - start)
        draws.append(_slopes(rng.permuted(np.tile(times, (rows, 1)), axis=1), table))
    return {"slope": slope} | _judge(slope, np.concatenate(draws), families)


def compare_within(first, second, families=1, random_state=0):
    """Compare two kinds of passages that stand in the same articles, such as an outlet's own words
    and its quotations.

    first, second: pairs (counts (articles, values), sizes (articles,)); an article may lack one
    kind. Returns a dict of arrays (values,): share, rest, difference, low, high and p, by flipping
    the sign of each article's part in the difference (a wild bootstrap with articles as clusters;
    Cameron, Gelbach & Miller 2008, Review of Economics and Statistics 90). nan where either kind
    stands in fewer than MIN_ARTICLES articles.
    """
    (counts, sizes), (other_counts, other_sizes) = first, second
    whole = (counts.sum(axis=0) + other_counts.sum(axis=0)) / max(
        1, sizes.sum() + other_sizes.sum()
    )
    blank = np.full(len(whole), np.nan)
    if min((sizes > 0).sum(), (other_sizes > 0).sum()) < MIN_ARTICLES:
        return dict.fromkeys(("share", "rest", "difference", "low", "high", "p"), blank)
    part = (counts - whole * sizes[:, None]) / sizes.sum()
    part = part - (other_counts - whole * other_sizes[:, None]) / other_sizes.sum()
    rng = np.random.default_rng(random_state)
    signs = rng.choice([-1.0, 1.0], (DRAWS, len(part)))
    difference = part.sum(axis=0)
    test = _judge(difference, signs @ part, families)
    return {
        "share": counts.sum(axis=0) / sizes.sum(),
        "rest": other_counts.sum(axis=0) / other_sizes.sum(),
        "difference": difference,
        "low": np.clip(test["low"], -1, 1),
        "high": np.clip(test["high"], -1, 1),
        "p": test["p"],
    }


def correct(p, comparisons):
    """p corrected for so many comparisons (Bonferroni); at most 1."""
    return np.minimum(1, np.asarray(p) * comparisons)


def share_interval(share, variance, n, level=1 - LEVEL):
    """(low, high) of shares with these variances, that rest on `n` articles or human codings.

    A Wilson interval at the number of independent observations that would be as exact (Korn &
    Graubard 1998, Survey Methodology 24), with a quarter of an observation of either kind more than
    was seen, so that a few observations without exception are no proof.
    """
    z = norm.ppf((1 + level) / 2)
    about = (share * n + UNSEEN) / (n + 2 * UNSEEN)
    effective = about * (1 - about) / (variance + UNSEEN / n**2)
    middle = (share + z**2 / (2 * effective)) / (1 + z**2 / effective)
    spread = np.sqrt(share * (1 - share) / effective + z**2 / (4 * effective**2))
    half = z * spread / (1 + z**2 / effective)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def clustered_variance(outcomes, clusters):
    """Variance of the mean of each column of `outcomes` (observations, values), whose rows come in
    clusters.
    """
    codes = np.unique(np.asarray(clusters, dtype=str), return_inverse=True)[1]
    sums = np.zeros((codes.max() + 1, outcomes.shape[1]))
    np.add.at(sums, codes, outcomes - outcomes.mean(axis=0))
    n = len(sums)
    return n / max(n - 1, 1) * (sums**2).sum(axis=0) / len(outcomes) ** 2


def _shares(table, starts, places):
    """(share in each of these groups, share elsewhere); sizes are the last column of `table`."""
    sums = np.add.reduceat(table, starts, axis=0)[places]
    others = table.sum(axis=0) - sums
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, :-1] / sums[:, -1:], others[:, :-1] / others[:, -1:]


def _slopes(times, table):
    """Weighted slope of each share over each row of times: (rows, values)."""
    counts, sizes = table[:, :-1], table[:, -1]
    whole = counts.sum(axis=0) / sizes.sum()
    middle = times @ sizes / sizes.sum()
    residuals = counts - whole * sizes[:, None]
    spread = times**2 @ sizes - middle**2 * sizes.sum()
    # The residuals sum to nothing, so that the middle of the times need not be taken off.
    return times @ residuals / spread[:, None]


def _judge(observed, draws, families):
    """Dict of low, high and p of each observed difference, from those of the permutations.

    draws: (permutations, *observed.shape).
    """
    scale = np.sqrt((draws**2).mean(axis=0))
    scale[scale < TIES] = np.inf
    largest = np.abs(draws / scale).reshape(len(draws), -1).max(axis=1)
    largest = np.sort(largest)[::-1]
    ratio = np.abs(observed) / scale
    as_large = np.searchsorted(-largest, -(ratio - TIES), side="right")
    p = correct((1 + as_large) / (1 + len(draws)), families)
    # The number of permutations that may be as large as a difference that is still significant.
    allowed = int(np.ceil(LEVEL * (1 + len(draws)) / families)) - 2
    reach = largest[allowed] + TIES if allowed >= 0 else np.inf
    width = np.where(np.isinf(scale), 0, scale) * reach
    return {"low": observed - width, "high": observed + width, "p": p}
