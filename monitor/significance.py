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
import pandas as pd
from scipy import sparse
from scipy.stats import norm

LEVEL = 0.05
DRAWS = 999
MIN_ARTICLES = 3
UNSEEN = 1 / 4
LARGE = 0.2
LEAST = 15  # articles: what is in none of so many is, at 95%, in less than a fifth of all (3 / n)
ENOUGH = 40  # articles: a term in a fifth of them, and in no other article, is significant
FEW = 10  # passages, quotations or articles: a share of fewer is shown as uncertain
TIES = 1e-9


def compare_groups(counts, sizes, groups, tested, families=1):
    """Compare each group of articles with all others together, by permutation of the articles.

    counts: (articles, values), such as passages of each value; sizes: (articles,), such as
    passages, all above 0; groups: (articles,) names; tested: list of the names to compare. Returns
    a dict of arrays (tested, values): share, rest (the share elsewhere), difference, low, high, p
    and slope (the difference again); the last four are nan for a group that has, or leaves to the
    others, fewer than MIN_ARTICLES articles.
    """
    members = np.asarray(groups, dtype=str) == np.asarray(tested, dtype=str)[:, None]
    articles = members.sum(axis=1, keepdims=True)
    enough = np.minimum(articles, len(groups) - articles) >= MIN_ARTICLES
    members = sparse.csr_array(members, dtype=float)
    sums, n = members @ counts, (members @ sizes)[:, None]
    with np.errstate(invalid="ignore", divide="ignore"):
        share, rest = sums / n, (counts.sum(axis=0) - sums) / (sizes.sum() - n)
    # A difference of two shares is the slope over times 0 and 1.
    test = _test_slopes(counts, sizes, members, enough, families)
    return test | {"share": share, "rest": rest, "difference": share - rest}


def compare_times(counts, sizes, times, families=1):
    """Test each share for a linear trend over time, by permutation of the articles.

    counts, sizes: as for `compare_groups`; times: (articles,) numbers. Returns a dict of arrays
    (values,): slope (change of the share for each unit of time, weighted by sizes), low, high and
    p; nan where all times are the same or there are fewer than twice MIN_ARTICLES articles.
    """
    enough = len(times) >= 2 * MIN_ARTICLES and np.ptp(times) > 0
    times = np.array([times], dtype=float)
    test = _test_slopes(counts, sizes, times, enough, families, bound=np.inf)
    return {name: values[0] for name, values in test.items()}


def compare_within(first, second, families=1):
    """Compare two kinds of passages that stand in the same articles, such as an outlet's own words
    and its quotations.

    first, second: pairs (counts (articles, values), sizes (articles,)); an article may lack one
    kind. Returns a dict of arrays (values,): share, rest, difference, low, high and p, by flipping
    the sign of each article's part in the difference (a wild bootstrap with articles as clusters;
    Cameron, Gelbach & Miller 2008, Review of Economics and Statistics 90). nan where either kind
    stands in fewer than MIN_ARTICLES articles.
    """
    kinds = (first, second)
    if min(np.sum(sizes > 0) for _, sizes in kinds) < MIN_ARTICLES:
        blank = np.full(first[0].shape[1], np.nan)
        return dict.fromkeys(("share", "rest", "difference", "low", "high", "p"), blank)
    share, rest = (counts.sum(axis=0) / sizes.sum() for counts, sizes in kinds)
    whole = np.sum(first[0] + second[0], axis=0) / np.sum(first[1] + second[1])
    part, other = ((counts - whole * sizes[:, None]) / sizes.sum() for counts, sizes in kinds)
    signs = np.random.default_rng(0).choice([-1.0, 1.0], (DRAWS, len(part)))
    test = _judge(share - rest, signs @ (part - other), families)
    return {"share": share, "rest": rest, "difference": share - rest, **test}


def could_show(tests):
    """Series of which rows of a DataFrame of tests would have shown a large difference.

    An interval reaches as far on either side as the smallest difference that would have been
    significant; where that is more than 20 points, to find nothing says nothing (Altman & Bland
    1995, BMJ 311; Hoenig & Heisey 2001, The American Statistician 55). Of fewer than 15 articles
    not even what none of them holds says so (Hanley & Lippman-Hand 1983, JAMA 249). Terms have no
    interval: their group, and all others, need 40 articles.
    """
    if "group_articles" in tests:
        return tests[["group_articles", "rest_articles"]].min(axis=1) >= ENOUGH
    articles = tests.filter(like="articles").min(axis=1)
    return (articles >= LEAST) & (tests["high"] - tests["low"] <= 2 * LARGE)


def share_interval(share, variance, n):
    """(low, high) of shares with these variances, that rest on `n` articles or human codings.

    A Wilson interval at the number of independent observations that would be as exact (Korn &
    Graubard 1998, Survey Methodology 24), with a quarter of an observation of either kind more than
    was seen, so that a few observations without exception are no proof.
    """
    z = norm.ppf(1 - LEVEL / 2)
    about = (share * n + UNSEEN) / (n + 2 * UNSEEN)
    effective = about * (1 - about) / (variance + UNSEEN / n**2)
    middle = (share * effective + z**2 / 2) / (effective + z**2)
    half = z * np.sqrt(share * (1 - share) * effective + z**2 / 4) / (effective + z**2)
    return np.clip(middle - half, 0, 1), np.clip(middle + half, 0, 1)


def clustered_variance(outcomes, clusters):
    """Variance of the mean of each column of `outcomes` (observations, values), whose rows come in
    clusters.
    """
    residuals = pd.DataFrame(outcomes - outcomes.mean(axis=0))
    sums = residuals.groupby(np.asarray(clusters)).sum().to_numpy()
    n = len(sums)
    return n / max(n - 1, 1) * (sums**2).sum(axis=0) / len(outcomes) ** 2


def _test_slopes(counts, sizes, times, enough, families, bound=1):
    """Dict of arrays (tests, values): slope of each share over times, low, high and p.

    By permutation of the articles. times: (tests, articles), dense or sparse; enough: whether each
    test has enough articles, else it is nan.
    """
    sizes = np.asarray(sizes, dtype=float)
    # The residuals sum to nothing, so that the middle of the times need not be taken off.
    residuals = counts - counts.sum(axis=0) / sizes.sum() * sizes[:, None]
    table = np.column_stack([residuals, sizes])
    squares = times**2

    def slopes(table):
        sums = times @ table
        spread = squares @ table[:, -1:] - sums[:, -1:] ** 2 / sizes.sum()
        return sums[:, :-1] / spread

    rng = np.random.default_rng(0)
    with np.errstate(invalid="ignore", divide="ignore"):
        observed = slopes(table)
        draws = [slopes(rng.permutation(table)) for _ in range(DRAWS)]
    test = _judge(observed, np.where(enough, draws, 0), families, bound)
    test["slope"] = observed
    return {name: np.where(enough, values, np.nan) for name, values in test.items()}


def _judge(observed, draws, families, bound=1):
    """Dict of low, high and p of each observed difference, from those of the permutations.

    No difference is larger than `bound`. draws: (permutations, *observed.shape).
    """
    scale = np.sqrt((draws**2).mean(axis=0))
    scale[scale < TIES] = np.inf
    largest = np.sort(np.abs(draws / scale).reshape(len(draws), -1).max(axis=1))
    as_large = len(draws) - np.searchsorted(largest, np.abs(observed) / scale - TIES)
    p = np.minimum(1, families * (1 + as_large) / (1 + len(draws)))
    # A difference that so many permutations reach is no longer significant.
    too_many = int(np.ceil(LEVEL * (1 + len(draws)) / families)) - 1
    reach = largest[-too_many] + TIES if too_many else np.inf
    width = np.where(np.isinf(scale), 0, scale) * reach
    low, high = np.clip([observed - width, observed + width], -bound, bound)
    return {"low": low, "high": high, "p": p}
