"""A sentence and a word that may introduce a quotation in; what tells for and against each reading of it out.

Each decision is linear: the features of an option are values in a fixed order, and each place has a table of learned
weights. On which side of the word a quotation stands, where it begins and ends and who speaks are decided first; then
the likeliest readings of the word are weighed as wholes, against the reading that it introduces nothing.
"""

import functools
import json
import math
import re

from monitor.quotes.cues import cue_classes
from monitor.shipped import shipped

SIDES = ("right", "left", "both")
REACH = 12
MOST_BEFORE, MOST_AFTER = 8, 3
OWNER = frozenset(("'s", "’s", "s'", "s’"))
LONG = 1_000_000
DIGIT = 20
HALF = 1 << DIGIT - 1
ZERO = HALF + (HALF << DIGIT) + (HALF << 2 * DIGIT)
OPENS = frozenset("QHPS")
_MAY_END = re.compile(r"[,;:\-(CSHW]|(?<=Q).|(?<=[nNQM#])[IYTV]")
# A word that is no cue elsewhere: up to three words before a quotation, or up to four after one at a comma or the end.
_NEAR_QUOTED = re.compile(r"(?<![VvDI])[nE](?:(?=.{0,2}Q)|(?=[.,])(?:(?<=Q.)|(?<=Q..)|(?<=Q...)|(?<=Q....)))")


@functools.cache
def weights():
    """Dict from each decision to its tables, one a feature: value → weight (for the side: one weight a side)."""
    return read_weights(json.loads(shipped("data/quote_weights.json").read_text(encoding="utf-8")))


def read_weights(lists):
    """The tables of `weights` from lists of [part of the value, …, weight]; those of the sides are packed."""
    return {
        decision: [{tuple(row[:-1]) if len(row) > 2 else row[0]: _packed(row[-1]) for row in table} for table in tables]
        for decision, tables in lists.items()
    }


def _packed(weight):
    """The weights of the three sides, in hundredths, as digits of one number: a sum of these sums all three at once."""
    if isinstance(weight, list):
        return sum(round(100 * side) << DIGIT * place for place, side in enumerate(weight))
    return weight


def log_chances(scores):
    """Logarithms of the probabilities of options with these scores."""
    most = max(scores)
    total = most + math.log(sum([math.exp(x - most) for x in scores]))
    return [x - total for x in scores]


def scores(features, tables):
    """List of the sums of the weights of the features of each option."""
    return [sum(filter(None, map(dict.get, tables, values))) for values in features]


def best_options(options, features, tables, margin=0.0):
    """List of (log of its probability, option) of the likeliest option and those within `margin` of it.

    Without a margin it is the likeliest alone, and 0 for its logarithm.
    """
    found = scores(features, tables)
    most = max(found)
    if not margin:
        return [(0.0, options[found.index(most)])]
    total = most + math.log(sum([math.exp(x - most) for x in found if x > most - 4]))
    return [(x - total, option) for x, option in zip(found, options, strict=True) if x >= most - margin]


def side_chances(values, tables):
    """Logarithms of the probabilities that a quotation stands on each of SIDES, and of none."""
    packed = sum(filter(None, map(dict.get, tables, values)), ZERO)
    right = (packed % (2 * HALF) - HALF) / 100
    left = ((packed >> DIGIT) % (2 * HALF) - HALF) / 100
    both = ((packed >> 2 * DIGIT) - HALF) / 100
    total = math.log(1 + math.exp(right) + math.exp(left) + math.exp(both))
    return right - total, left - total, both - total, -total


def cue_places(s):
    """List of the places of the words of a sentence that may introduce a quotation."""
    low, tags, last, classes = s.low, s.tags, len(s.low) - 1, cue_classes()
    skipped = weights().get("skipped", ({},))[0]
    found = [near.start() for near in _NEAR_QUOTED.finditer(tags)] if "Q" in tags else []
    for i in [i for i, word in enumerate(low) if word in classes and word not in skipped]:
        if low[i] == ":":
            introduces = 0 < i < last
        elif tags[i] in "nE" or (tags[i] == "N" and i and s.paragraph):
            introduces = False
        else:
            introduces = not i or low[i - 1] not in ("the", "a", "an") or classes[low[i]] == "noun"
        if introduces:
            found.append(i)
    return sorted(found)


def cue_features(s, i):
    """Features that tell on which side of word `i` a quotation stands, if any."""
    low, tags = s.low, s.tags
    word, n = low[i], len(low)
    kind = cue_classes()[word]
    a1, t1 = (low[i + 1], tags[i + 1]) if i + 1 < n else ("$", "$")
    b1, u1 = (low[i - 1], tags[i - 1]) if i else ("^", "^")
    form = "ing" if word.endswith("ing") else "ed" if word.endswith("ed") else "s" if word.endswith("s") else ""
    head, opened = subject_before(s, i)
    left, ahead = "Q" in tags[:i], tags.find("Q", i)
    near = ("L" if left and "Q" in tags[max(0, i - 4) : i] else "") + ("R" if i <= ahead < i + 4 else "")
    return (
        word[:5], (word, t1), (word, u1), (word, a1), a1, b1, low[i + 2] if i + 2 < n else "$",
        low[i - 2] if i > 1 else "^", tags[i + 1 : i + 3], tags[i - 2 if i > 2 else 0 : i], (kind, opened, t1),
        (kind, left, ahead >= 0, near), (kind, "V" in tags[:i], t1),
        (left, tags[ahead - 1] if ahead > i else "-", head, opened),
        (ahead - i if i < ahead < i + 5 else 0, kind, form), (head, opened, tags[i + 1 :] in ("", ".")),
    )  # fmt: skip


def phrase_before(s, i):
    """(place of the auxiliaries and adverbs before word `i`, the noun phrase that ends there or None)."""
    j = len(s.tags[:i].rstrip("XRY"))
    for phrase in reversed(s.phrases):
        if phrase[1] <= j:
            return j, phrase if phrase[1] == j else None
    return j, None


def subject_before(s, i):
    """(kind of the noun phrase that ends before word `i`, adverbs passed over; tag of what opens it)."""
    j, phrase = phrase_before(s, i)
    if not phrase:
        return "-", s.tags[j - 1] if j else "^"
    first, last = phrase
    tag = s.tags[last - 1] if s.tags[first] not in "DPW" or last - first == 1 else "d"
    return tag, s.tags[first - 1] if first else "^"


def start_options(s, i):
    """List of the places where a quotation on the right of word `i` may begin."""
    if s.tags[i + 1 : i + 2] in OPENS:
        return [i + 1]
    found = []
    for j in range(i + 1, min(len(s.low), i + 20)):
        before, tag = s.tags[j - 1], s.tags[j]
        if tag in ".,":
            continue
        if j == i + 1 or tag in "QSHDPT" or before in "IT,:-Y":
            found.append(j)
        if before == ":" or (tag == "Q" and j < i + 3):
            break
    return found


def start_features(s, i, options):
    """List of the features of each word as the beginning of a quotation on the right of word `i`."""
    low, tags, stem, that = s.low, s.tags, s.low[i][:5], "that" in s.low[i + 1 : i + 12]
    found = []
    for j in options:
        before = low[j - 1] if j > i + 1 else "^"
        gap = tags[i + 1 : j] if j < i + 5 else tags[i + 1 : i + 3] + "*" + tags[j - 1]
        found.append((gap, (tags[j], before), (stem, before), j - i if j < i + 8 else 8, (that, low[j])))
    return found


def left_options(s, tag):
    """List of the places where a quotation that ends at word `tag` may begin."""
    return [j for j in range(tag) if j == 0 or s.tags[j] == "Q" or s.tags[j - 1] in ",;:-CQ"]


def left_features(s, i, tag, options):
    """List of the features of each word as the beginning of a quotation that ends at word `tag`."""
    low, tags, word, last, opens = s.low, s.tags, s.low[i], s.tags[tag - 1], s.tags[0]
    found = []
    for j in options:
        before, first, outer, inner = low[j - 1] if j else "^", tags[j], tags[:j], tags[j:tag]
        inside = "V" in inner or "X" in inner
        found.append((
            (first, "Q" in inner, outer.count("Q")), (inside, "V" in outer or "X" in outer, before),
            (min(8, tag - j), first), (word, before), (j == 0, opens, first, last), (inside, last, j == 0),
        ))  # fmt: skip
    return found


def tag_place(s, i, source):
    """Place after the last word of what stands before the speaker and the word `i`: at a comma or a quotation."""
    first = min(i, source[0]) if source else i
    return next((k for k in range(first, 0, -1) if s.tags[k - 1] in ",Q-."), first)


def end_options(s, j):
    """List of the places (of the word after its last) where a quotation that begins at word `j` may end."""
    end = max(j + 1, len(s.tags.rstrip(".")))
    return [*map(re.Match.start, _MAY_END.finditer(s.tags, j + 1, end)), end]


def end_features(s, i, j, options):
    """List of the features of each word as the first after a quotation that begins at word `j`; the last differ."""
    low, tags, word, classes = [*s.low, "$", "$"], s.tags + "$$", s.low[i], cue_classes()
    kind, verb, final, found = classes[word], min(tags.find("V", j) % LONG, tags.find("X", j) % LONG), options[-1], []
    quoted = tags.rfind("Q")
    for k in options[:-1]:
        after, follow, end, tag, last = low[k + 1], tags[k + 1], low[k], tags[k], tags[k - 1]
        found.append((
            (end, after), (end, last), (k - j if k - j < 12 else 12, tag), (final - k if final - k < 10 else 10, tag),
            (tag, follow, "V" in tags[k + 1 : k + 4], kind), (tag, classes.get(after, "near"), verb < k),
            (last, end, word), (last == "Q", tag, follow, k <= quoted),
        ))  # fmt: skip
    commas = tags.count(",", j + 1, final)
    found.append((
        ("END", kind), ("END", low[j]), ("END", min(20, final - j)), ("END", min(commas, 4)), ("END", tags[j], kind),
        ("END", verb < final), ("END", word), ("END", min(len(options), 8)),
    ))  # fmt: skip
    return found


def source_options(s, i):
    """List of the noun phrases (first, after last) near word `i` that may name the speaker."""
    before = [(first, min(last, i)) for first, last in s.phrases if first < i]
    after = [phrase for phrase in s.phrases if i < phrase[0] <= i + REACH]
    return before[-MOST_BEFORE:] + after[:MOST_AFTER]


def source_features(s, i, options, side):
    """List of the features of each noun phrase as the speaker of what word `i` introduces."""
    low, tags, n = s.low, s.tags, len(options)
    word, opened = low[i], tags[i - 1] if i else "^"
    kind, ing, found = cue_classes()[word], word.endswith("ing"), []
    before_cue, words = sum([last <= i for _, last in options]), len(low)
    for where, (first, last) in enumerate(options):
        if last <= i:
            way, gap, between = "<", tags[last:i], before_cue - where - 1
        else:
            way, gap, between = ">", tags[i + 1 : first], where - before_cue
        before, after = low[first - 1] if first else "^", low[last] if last < words else "$"
        form = tags[first] if last - first == 1 else tags[first] + tags[last - 1]
        few, head, commas = between if between < 3 else 3, low[last - 1], gap.count(",")
        found.append((
            (way, gap if len(gap) < 4 else gap[:2] + "*" + gap[-1]), (way, before), (way, form), (way, after),
            (way, head), (way, head[-2:] in OWNER, kind), (way, side, few),
            (way, commas if commas < 3 else 3, "V" in gap, "X" in gap, few), (way, ing, opened, few),
            (way, after, first == 0, form), (way, where == n - 1, "Q" in gap),
        ))  # fmt: skip
    return found


def reading_features(s, i, reading, sure):
    """Features of a whole reading of word `i`; `sure` are the places of words that likely introduce a quotation."""
    side, _, spans, chances = reading
    tags, n = s.tags, len(s.low)
    kind, inside = cue_classes()[s.low[i]], " ".join([tags[a:b] for a, b in spans])
    first, (a, end) = spans[0][0], spans[-1]
    quoted, length, last = min(2, inside.count("Q")), end - a, tags[end - 1]
    rest = min(2, tags.count("Q") - inside.count("Q"))
    while end < n and tags[end] == ".":
        end += 1
    edge = tags[end] if end < n else "$"
    clause = "V" in inside or "X" in inside
    within = [cue_classes()[s.low[c]] for c in sure if c != i and any(x <= c < y for x, y in spans)]
    lp, lj, lk = [min(18, int(-6 * x)) for x in chances]
    return (
        (kind, side), (side, tags[first - 1] if first else "^", tags[first], clause),
        (side, clause, "E" in inside, length if length < 6 else min(10, 5 + length // 6)),
        (side, " ".join(within[:2])), (side, first == 0, edge == "$", s.paragraph == 0, quoted > 0),
        (side, quoted, rest), (side, tags[first] == "Q", last == "Q", quoted, rest > 0, edge), (side, last, edge),
        (side, kind, bool(within), min(3, len(sure) - len(within)), quoted > 0), (side, len(spans), edge, quoted > 0),
        (side, lp), (side, lj), (side, lk), (quoted > 0, lj), (quoted > 0, lk), (quoted > 0, rest > 0, lp),
    )  # fmt: skip


def none_features(s, i, chance, sure):
    """Features of the reading that word `i` introduces nothing; `chance` is the log of its probability by itself."""
    others = min(2, sum(1 for c in sure if c != i))
    return "none", ("none", min(2, s.tags.count("Q")), others), ("none", min(18, int(-6 * chance)))
