"""Annotated articles in, the weights of `data/quote_weights.json` out: learned numbers and single words, no text.

`python .ci/train_quotes.py ROWS.jsonl` reads rows with `text` and `quotes`; each quote has `content`, `cue` and
`source` as lists of [start, end).
"""

import json
import sys
from bisect import bisect_right
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from monitor.quotes import decide
from monitor.quotes.marks import paragraphs
from monitor.quotes.words import read_paragraph
from monitor.shipped import shipped

FEWEST = 3


def train(rows, ridge=2.0, least=0.08):
    """Dict of weights for `decide.weights`, learned from annotated rows."""
    classes = decide.cue_classes()
    decide.weights().pop("skipped", None)
    seen, cues = Counter(), Counter()
    sides, choices = ([], []), {name: [] for name in ("start", "left", "end", "source")}
    for row in rows:
        for s, i, quote in examples(row, classes):
            side = _side(s, i, quote) if quote else "none"
            seen[s.low[i]] += 1
            cues[s.low[i]] += side != "none"
            sides[0].append(decide.cue_features(s, i, classes))
            sides[1].append(side)
            if side != "none":
                for name, features, right in _choices(s, i, quote, side, classes):
                    choices[name].append((features, right))
    found = {name: _fit_choice(examples, ridge, least) for name, examples in choices.items()}
    return {"side": _fit_side(*sides, ridge, least), **found, "skipped": _seldom(seen, cues)}


def _seldom(seen, cues):
    """Dict of the words that hardly ever introduce a quotation: not worth a decision."""
    return {word: 0 for word, n in seen.items() if n >= 6 and cues[word] < 0.08 * n}


def examples(row, classes):
    """Iterator of (sentence, place of a word that may introduce a quotation, the quote that it introduces or None)."""
    sentences = [
        sentence
        for number, (start, end) in enumerate(paragraphs(row["text"]))
        for sentence in read_paragraph(row["text"], start, end, classes, number)[0]
    ]
    begins = [sentence.start[0] for sentence in sentences]
    cues = {}
    for quote in row["quotes"]:
        best = None
        for start, end in quote["cue"]:
            at = bisect_right(begins, start) - 1
            if at < 0:
                continue
            s = sentences[at]
            for i in decide.cue_places(s, classes):
                if s.start[i] < end and s.end[i] > start:
                    rank = (s.low[i] not in ":", classes.get(s.low[i]) not in ("noun", "other", "learned"), i)
                    best = max(best, (rank, at, i)) if best else (rank, at, i)
        if best:
            cues[best[1:]] = quote
    for at, sentence in enumerate(sentences):
        for i in decide.cue_places(sentence, classes):
            yield sentence, i, cues.get((at, i))


def _choices(s, i, quote, side, classes):
    """Iterator of (decision, features of each option, number of the right option)."""
    start, end = min(a for a, _ in quote["content"]), max(b for _, b in quote["content"])
    source = None
    options = decide.source_options(s, i)
    held = [o for o in options if any(a < s.end[o[1] - 1] and b > s.start[o[0]] for a, b in quote["source"])]
    if held:
        source = next((o for o in held if s.raw[o[1] - 1][:1].isupper()), held[0])
        features = [decide.source_features(s, i, o, options, classes, side) for o in options]
        yield "source", features, options.index(source)
    if side == "right":
        options = decide.start_options(s, i)
        best = _nearest([s.start[j] for j in options], start)
        if best is not None:
            j = options[best]
            yield "start", [decide.start_features(s, i, o, classes) for o in options], best
            options = decide.end_options(s, j)
            best = _nearest([s.end[k - 1] for k in options], end)
            if best is not None:
                yield "end", [decide.end_features(s, i, j, o, options, classes) for o in options], best
    else:
        tag = decide.tag_place(s, i, source)
        options = decide.left_options(s, tag)
        best = _nearest([s.start[j] for j in options], start)
        if best is not None:
            yield "left", [decide.left_features(s, i, tag, o, classes) for o in options], best


def _nearest(places, place):
    """Number of the place that is within three characters of `place`; None where there is none."""
    near = [abs(p - place) for p in places]
    return near.index(min(near)) if near and min(near) < 4 else None


def _side(s, i, quote):
    """On which side of word `i` the content of a quote stands, by its letters within the sentence."""
    left = sum(max(0, min(b, s.start[i]) - max(a, s.start[0])) for a, b in quote["content"])
    right = sum(max(0, min(b, s.end[-1]) - max(a, s.end[i])) for a, b in quote["content"])
    if left + right == 0:
        outside = quote["content"][0][0]
        return "left" if outside < s.start[0] else "right" if outside - s.end[-1] < 4 else "none"
    return "both" if min(left, right) > 0.1 * (left + right) else "left" if left > right else "right"


def _matrix(features):
    """(names of the features that are common enough, sparse matrix with a row for each list of features)."""
    counts = Counter(name for row in features for name in row)
    vectorizer = DictVectorizer()
    X = vectorizer.fit_transform([{name: 1.0 for name in row if counts[name] >= FEWEST} for row in features])
    return vectorizer.get_feature_names_out(), X.tocsr()


def _fit_side(features, labels, ridge, least):
    names, X = _matrix(features)
    model = LogisticRegression(C=0.6 / ridge, max_iter=2000).fit(X, labels)
    order = [list(model.classes_).index(side) for side in decide.SIDES]
    none = list(model.classes_).index("none")
    coef, intercept = model.coef_[order] - model.coef_[none], model.intercept_[order] - model.intercept_[none]
    found = {n: [round(float(x), 2) for x in w] for n, w in zip(names, coef.T, strict=True) if abs(w).max() >= least}
    return {**found, "intercept": [round(float(x), 2) for x in intercept]}


def _fit_choice(examples, ridge, least):
    """Weights of a conditional logit: the right option against the others of its example."""
    names, X = _matrix([row for features, _ in examples for row in features])
    sizes = np.array([len(features) for features, _ in examples])
    first = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    right = first + np.array([right for _, right in examples])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(w):
        score = X @ w
        score -= np.maximum.reduceat(score, first)[group]
        mass = np.exp(score)
        total = np.add.reduceat(mass, first)
        chance = mass / total[group]
        chance[right] -= 1
        value = (np.log(total) - score[right]).sum() + ridge / 2 * w @ w
        return value, X.T @ chance + ridge * w

    w = minimize(loss, np.zeros(X.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return {name: round(float(x), 2) for name, x in zip(names, w, strict=True) if abs(x) >= least}


if __name__ == "__main__":
    articles = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    learned = json.dumps(train(articles), ensure_ascii=False, sort_keys=True, indent=0)
    shipped("data/quote_weights.json").write_text(learned + "\n", encoding="utf-8")
