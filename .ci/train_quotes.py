"""Annotated articles in, the weights of `data/quote_weights.json` out: learned numbers and single words, no text.

`python .ci/train_quotes.py ROWS.jsonl` reads rows with `text` and `quotes`; each quote has `content`, `cue` and
`source` as lists of [start, end).
"""

import functools
import json
import sys
from bisect import bisect_right
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from monitor.quotes import decide
from monitor.quotes.cues import cue_classes
from monitor.quotes.readings import likely_cues, weighed_readings
from monitor.quotes.weights import PARTS, SIDES, read_weights
from monitor.quotes.words import read_paragraphs
from monitor.resources import resource_path

FOLDS = 3
RIGHT = 0.8
MANY, SELDOM = 6, 0.08


class Named:
    """Stands for `sums` or a table, and names the features, as ((part, place in it), value), that they weigh."""

    def __init__(self, part, features):
        self._part, self._features = part, features

    def __getitem__(self, values):
        return tuple(((self._part, place), value) for place, value in enumerate(self._features(*values)))

    def get(self, value, _):
        return (((self._part, 0), value),)


NAMED = {decision: [Named(*part) for part in enumerate(parts)] for decision, parts in PARTS.items()}


def train(rows, ridge=2.0, ridge_of_readings=6.0, least=0.08, fewest=3):
    """Lists of weights for `read_weights`, learned from annotated rows.

    The readings are weighed on articles that the weights of the single decisions were not learned from.
    """
    fit = {"ridge": ridge, "least": least, "fewest": fewest}
    weighed = []
    for fold in range(FOLDS):
        single = read_weights(_single([row for n, row in enumerate(rows) if n % FOLDS != fold], **fit))
        decide.weights = lambda single=single: single | {"reading": NAMED["reading"]}
        weighed += [example for row in rows[fold::FOLDS] for example in _readings(row)]
    return _single(rows, **fit) | {"reading": _fit(weighed, ridge_of_readings, least, fewest)}


def _single(rows, **fit):
    """Lists of weights of side, start, left, end and source."""
    found = {name: [] for name in ("side", "start", "left", "end", "source")}
    seen, cues = Counter(), Counter()
    decide.weights = lambda: NAMED | {"cues": frozenset(cue_classes())}
    for row in rows:
        for s, i, quote in _cues(row):
            side = _side(s, i, quote) if quote else None
            seen[s.low[i]] += 1
            cues[s.low[i]] += bool(side)
            found["side"].append((decide.side_score(s, i), side))
            if side:
                for name, features, right in _choices(s, i, quote, side):
                    found[name].append((features, [n == right for n in range(len(features))]))
    skipped = [word for word, n in seen.items() if n >= MANY and cues[word] < SELDOM * n]
    fitted = {name: (_fit_side if name == "side" else _fit)(examples, **fit) for name, examples in found.items()}
    return fitted | {"skipped": sorted(skipped)}


def _sentences(row):
    return [sentence for sentences, _ in read_paragraphs(row["text"]) for sentence in sentences]


def _cues(row):
    """Iterator of (sentence, place of a word that may introduce a quotation, the quote that it introduces or None)."""
    sentences = _sentences(row)
    begins = [sentence.start[0] for sentence in sentences]
    cues = {}
    for quote in row["quotes"]:
        best = None
        for start, end in quote["cue"]:
            at = bisect_right(begins, start) - 1
            s = sentences[max(at, 0)]
            for i in decide.cue_places(s):
                if s.start[i] < end and s.end[i] > start:
                    kind = cue_classes()[s.low[i]]
                    best = max(best or (), ((kind != ":", kind not in ("noun", "other"), i), at, i))
        if best:
            cues[best[1:]] = quote
    for at, sentence in enumerate(sentences):
        for i in decide.cue_places(sentence):
            yield sentence, i, cues.get((at, i))


def _readings(row):
    """Iterator of (features of each reading of a word, whether it is right): those of nothing come first."""
    text = row["text"]
    quotes = [
        (quote, {at for a, b in quote["content"] for at in range(a, b) if text[at].isalnum()})
        for quote in row["quotes"]
    ]
    for s in _sentences(row):
        here = range(s.start[0], s.end[-1])
        near = [(quote["cue"], letters & set(here)) for quote, letters in quotes if not letters.isdisjoint(here)]
        for i, options, features in weighed_readings(s, likely_cues(s)):
            true = [letters for cue, letters in near if not cue or any(a < s.end[i] and b > s.start[i] for a, b in cue)]
            right = [any(_overlap(text, s, option.spans, letters) >= RIGHT for letters in true) for option in options]
            yield features, [not any(right), *right]


def _overlap(text, s, spans, letters):
    said = {at for first, last in spans for at in range(s.start[first], s.end[last - 1]) if text[at].isalnum()}
    return len(said & letters) / max(1, len(said | letters))


def _choices(s, i, quote, side):
    """Iterator of (decision, features of each option, number of the right option)."""
    start, end = min(a for a, _ in quote["content"]), max(b for _, b in quote["content"])
    source = None
    options = decide.source_options(s, i)
    held = [o for o in options if any(a < s.end[o[1] - 1] and b > s.start[o[0]] for a, b in quote["source"])]
    if held:
        source = next((o for o in held if s.raw[o[1] - 1][:1].isupper()), held[0])
        features = decide.source_scores(s, i, options, side)
        yield "source", features, options.index(source)
    if side == "right":
        options = decide.start_options(s, i)
        best = _nearest([s.start[j] for j in options], start)
        if best is not None:
            j = options[best]
            yield "start", decide.start_scores(s, i, options), best
            options = decide.end_options(s, j)
            best = _nearest([s.end[k - 1] for k in options], end)
            if best is not None:
                yield "end", decide.end_scores(s, i, j, options), best
    else:
        tag = decide.tag_place(s, i, source)
        options = decide.left_options(s, tag)
        best = _nearest([s.start[j] for j in options], start)
        if best is not None:
            yield "left", decide.left_scores(s, i, tag, options), best


def _nearest(places, place):
    """Number of the place that is within three characters of `place`; None where there is none."""
    near = [abs(p - place) for p in places]
    return near.index(min(near)) if near and min(near) < 4 else None


def _side(s, i, quote):
    """On which side of word `i` the content of a quote stands, by its letters within the sentence; None outside it."""
    left = sum(max(0, min(b, s.start[i]) - max(a, s.start[0])) for a, b in quote["content"])
    right = sum(max(0, min(b, s.end[-1]) - max(a, s.end[i])) for a, b in quote["content"])
    if left + right == 0:
        outside = quote["content"][0][0]
        return "left" if outside < s.start[0] else "right" if outside - s.end[-1] < 4 else None
    return "both" if min(left, right) > 0.1 * (left + right) else "left" if left > right else "right"


def _fit_side(examples, ridge, least, fewest):
    """Weights of a logit over the three sides and none, whose score is 0."""
    names, X = _matrix([values for values, _ in examples], fewest)
    labels = np.array([SIDES.index(side) if side else 3 for _, side in examples])
    true = np.eye(4)[labels][:, :3]

    def loss(w):
        w = w.reshape(-1, 3)
        scores = np.hstack([X @ w, np.zeros((len(labels), 1))])
        logs = scores - np.logaddexp.reduce(scores, axis=1, keepdims=True)
        slope = X.T @ (np.exp(logs[:, :3]) - true) + 2 * ridge * w
        return -logs[np.arange(len(labels)), labels].sum() + ridge * (w**2).sum(), slope.ravel()

    w = _least(loss, 3 * len(names)).reshape(-1, 3)
    return _lists(names, w, np.abs(w).max(axis=1) >= least)


def _fit(examples, ridge, least, fewest):
    """Weights of a conditional logit: the right options of each example against all of them."""
    names, X = _matrix([values for features, _ in examples for values in features], fewest)
    sizes = np.array([len(features) for features, _ in examples])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = np.concatenate([right for _, right in examples])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(w):
        scores = X @ w
        scores -= np.maximum.reduceat(scores, first)[group]
        mass = np.exp(scores)
        total, true = np.add.reduceat(mass, first), np.add.reduceat(mass * right, first)
        slope = mass / total[group] - mass * right / true[group]
        return (np.log(total) - np.log(true)).sum() + ridge / 2 * w @ w, X.T @ slope + ridge * w

    w = _least(loss, len(names))[:, None]
    return _lists(names, w, np.abs(w[:, 0]) >= least)


def _least(loss, n):
    return minimize(loss, np.zeros(n), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x


def _matrix(rows, fewest):
    """(list of (name of the feature, value) that are common enough, sparse matrix with a row for each option)."""
    counts = Counter(pair for pairs in rows for pair in pairs)
    names = sorted((pair for pair, n in counts.items() if n >= fewest), key=repr)
    column = {pair: n for n, pair in enumerate(names)}
    held = [[column[pair] for pair in pairs if pair in column] for pairs in rows]
    ends = np.cumsum([0, *map(len, held)])
    columns = np.concatenate(held).astype(int)
    return names, csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(names)))


def _lists(names, w, kept):
    places = sorted({place for place, _ in names})
    parts = [[[] for other, _ in places if other == part] for part in range(places[-1][0] + 1)]
    for ((part, place), value), weights, keep in zip(names, (100 * w).round().astype(int).tolist(), kept, strict=True):
        if keep:
            held = value if isinstance(value, tuple) else (value,)
            parts[part][place].append([*held, weights if len(weights) > 1 else weights[0]])
    return parts


def _lines(learned):
    """JSON with a line for each feature."""
    write = functools.partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
    lists = {
        name: ",\n".join(
            "[\n" + ",\n".join(map(write, part)) + "\n]" if name != "skipped" else write(part) for part in parts
        )
        for name, parts in learned.items()
    }
    return "{\n" + ",\n".join(f"{write(name)}: [\n{lines}\n]" for name, lines in lists.items()) + "\n}\n"


if __name__ == "__main__":
    articles = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    resource_path("data/quote_weights.json").write_text(_lines(train(articles)), encoding="utf-8")
