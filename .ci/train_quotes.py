"""Learns the weights of `data/quote_weights.json` from annotated articles.

`python .ci/train_quotes.py ROWS.jsonl` reads rows with `text` and `quotes`; each quote has `content`,
`cue` and `source` as lists of [start, end).
"""

import json
import sys
from bisect import bisect_right
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from monitor.quotes import candidates, features, interpretation, model
from monitor.quotes.cue_words import cue_classes
from monitor.quotes.tagging import read_paragraphs
from monitor.shipped import shipped

FOLDS = 3
LEAST_OVERLAP = 0.8
MANY, SELDOM = 6, 0.08
MIN_COUNT, MIN_WEIGHT = 3, 8
C_SIDE, C_CHOICE, C_READING = 0.25, 0.5, 0.17
BINARY = {"start": False, "left_start": False, "end": False, "source": False, "reading": False}
DROP = frozenset()


def train(rows):
    """Dict decision → feature → weight in hundredths, learned from annotated rows.

    The readings are weighed on articles that the weights of the single decisions were not learned from.
    """
    readings = []
    for fold in range(FOLDS):
        rest = [row for n, row in enumerate(rows) if n % FOLDS != fold]
        use(train_decisions(rest))
        readings += [example for row in rows[fold::FOLDS] for example in reading_examples(row)]
    weights = train_decisions(rows)
    weights["reading"] = fit_choice(readings, "reading", C_READING)
    return weights


def use(weights):
    model.weights = lambda: weights


_CACHE = {}

def train_decisions(rows):
    """Weights of the decisions about one word, and the cue words that seldom introduce a quotation."""
    use({"unlikely": {}})
    words, cues = Counter(), Counter()
    side_examples, choices = [], defaultdict(list)
    for row in rows:
        if row["id"] not in _CACHE:
            _CACHE[row["id"]] = []
            for s, i, quote in annotated_cues(row):
                side = side_of(s, i, quote) if quote else None
                _CACHE[row["id"]].append((s.low[i], side, features.side_features(s, i), list(choice_examples(s, i, quote, side)) if side else []))
        for word, side, feats, chs in _CACHE[row["id"]]:
            words[word] += 1
            cues[word] += side is not None
            side_examples.append((feats, side or "none"))
            for decision, options, right in chs:
                choices[decision].append((options, [n == right for n in range(len(options))]))
    weights = fit_sides(side_examples)
    for decision, examples in choices.items():
        weights[decision] = fit_choice(examples, decision, C_CHOICE)
    weights["unlikely"] = {
        word: 0 for word, n in sorted(words.items()) if n >= MANY and cues[word] < SELDOM * n
    }
    return weights


def annotated_cues(row):
    """Iterator of (sentence, place of a possible cue, the quote that it introduces or None)."""
    sentences = sentences_of(row)
    begins = [s.start[0] for s in sentences]
    quotes = {}
    for quote in row["quotes"]:
        places = []
        for start, end in quote["cue"]:
            n = max(bisect_right(begins, start) - 1, 0)
            s = sentences[n]
            for i in candidates.cue_places(s):
                if s.start[i] < end and s.end[i] > start:
                    kind = cue_classes()[s.low[i]]
                    places.append((kind != ":", kind not in ("noun", "other"), i, n))
        if places:
            *_, i, n = max(places)
            quotes[n, i] = quote
    for n, s in enumerate(sentences):
        for i in candidates.cue_places(s):
            yield s, i, quotes.get((n, i))


def sentences_of(row):
    return [s for sentences, _ in read_paragraphs(row["text"]) for s in sentences]


def side_of(s, i, quote):
    """Side of word `i` on which the content of a quote lies; None if only in other sentences."""
    left = sum(max(0, min(b, s.start[i]) - max(a, s.start[0])) for a, b in quote["content"])
    right = sum(max(0, min(b, s.end[-1]) - max(a, s.end[i])) for a, b in quote["content"])
    if left + right == 0:
        start = quote["content"][0][0]
        if start < s.start[0]:
            return "left"
        return "right" if start - s.end[-1] < 4 else None
    if min(left, right) > 0.1 * (left + right):
        return "both"
    return "left" if left > right else "right"


def choice_examples(s, i, quote, side):
    """Iterator of (decision, features of each option, number of the right option)."""
    start = min(a for a, _ in quote["content"])
    end = max(b for _, b in quote["content"])
    options = candidates.source_options(s, i)
    matches = [n for n, option in enumerate(options) if overlaps(s, option, quote["source"])]
    source = None
    if matches:
        named = [n for n in matches if s.raw[options[n][1] - 1][:1].isupper()]
        right = (named or matches)[0]
        source = options[right]
        numbers = range(len(options))
        yield "source", [features.source_features(s, i, side, options, n) for n in numbers], right
    if side == "right":
        options = candidates.start_options(s, i)
        right = nearest([s.start[j] for j in options], start)
        if right is None:
            return
        yield "start", [features.start_features(s, i, j) for j in options], right
        j = options[right]
        options = candidates.end_options(s, j)
        right = nearest([s.end[k - 1] for k in options], end)
        if right is not None:
            n = len(options)
            yield "end", [features.end_features(s, i, j, k, n) for k in options], right
    else:
        after = candidates.left_end(s, i, source)
        options = candidates.left_options(s, after)
        right = nearest([s.start[j] for j in options], start)
        if right is not None:
            yield "left_start", [features.left_features(s, i, after, j) for j in options], right


def overlaps(s, phrase, spans):
    first, last = phrase
    return any(start < s.end[last - 1] and end > s.start[first] for start, end in spans)


def nearest(places, place):
    """Number of the place that is within three characters of `place`, or None."""
    distances = [abs(p - place) for p in places]
    return distances.index(min(distances)) if distances and min(distances) < 4 else None


def reading_examples(row):
    """Iterator of (features of each reading of a word, whether it is right)."""
    text = row["text"]
    quotes = [(quote["cue"], letters(text, quote["content"])) for quote in row["quotes"]]
    for s in sentences_of(row):
        here = set(range(s.start[0], s.end[-1]))
        near = [(cue, content & here) for cue, content in quotes if content & here]
        for i, options, feats in interpretation.weighed_readings(s, interpretation.likely_cues(s)):
            contents = [c for cue, c in near if not cue or overlaps(s, (i, i + 1), cue)]
            right = [
                any(overlap(letters(text, spans_of(s, option)), c) >= LEAST_OVERLAP for c in contents)
                for option in options
            ]
            if BINARY["reading"]:
                yield feats[1:], right
            else:
                yield feats, [not any(right), *right]


def spans_of(s, reading):
    return [(s.start[first], s.end[last - 1]) for first, last in reading.spans]


def letters(text, spans):
    return {at for start, end in spans for at in range(start, end) if text[at].isalnum()}


def overlap(one, other):
    return len(one & other) / max(1, len(one | other))


def fit_sides(examples):
    """Weights for each side against none, of a multinomial logistic regression."""
    vectorizer, X = vectorize([feats for feats, _ in examples])
    fitted = LogisticRegression(C=2*C_SIDE, fit_intercept=False, max_iter=500, tol=1e-4)
    fitted.fit(X, [side for _, side in examples])
    coefficients = dict(zip(fitted.classes_, fitted.coef_, strict=True))
    return {side: table(vectorizer, coefficients[side] - coefficients["none"]) for side in model.SIDES}


def fit_choice(examples, decision, C):
    vectorizer, X = vectorize([option for options, _ in examples for option in options])
    right = np.concatenate([right for _, right in examples])
    if BINARY[decision]:
        fitted = LogisticRegression(C=C, fit_intercept=False, max_iter=500).fit(X, right)
        return table(vectorizer, fitted.coef_[0])
    sizes = [len(options) for options, _ in examples]
    first = np.cumsum([0, *sizes[:-1]])
    group = np.repeat(np.arange(len(sizes)), sizes)

    def loss(w):
        scores = X @ w
        scores -= np.maximum.reduceat(scores, first)[group]
        mass = np.exp(scores)
        total, true = np.add.reduceat(mass, first), np.add.reduceat(mass * right, first)
        slope = mass / total[group] - mass * right / true[group]
        return (np.log(total) - np.log(true)).sum() + w @ w / C / 2, X.T @ slope + w / C

    w = minimize(loss, np.zeros(X.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x
    return table(vectorizer, w)


def vectorize(rows):
    drop = DROP
    if drop:
        analyzer = lambda names: [n for n in names if n.split("=")[0] not in drop]
    else:
        analyzer = list
    vectorizer = CountVectorizer(analyzer=analyzer, min_df=MIN_COUNT)
    return vectorizer, vectorizer.fit_transform(rows).astype(float)


def table(vectorizer, coefficients):
    """Dict feature → weight in hundredths, without those near 0."""
    names = vectorizer.get_feature_names_out()
    weights = (100 * coefficients).round().astype(int).tolist()
    return {name: w for name, w in zip(names, weights, strict=True) if abs(w) >= MIN_WEIGHT}


if __name__ == "__main__":
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    learned = train([json.loads(line) for line in lines])
    text = json.dumps(learned, ensure_ascii=False, indent=0)
    shipped("data/quote_weights.json").write_text(text + "\n", encoding="utf-8")
