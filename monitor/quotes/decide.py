"""A sentence and a word that may introduce a quotation in; what tells for and against each reading of it out.

On which side of the word a quotation stands, where it begins and ends and who speaks are decided first; then the
likeliest readings of the word are weighed as wholes, against the reading that it introduces nothing.
"""

import re
from itertools import compress

from monitor.quotes.cues import cue_classes
from monitor.quotes.weights import weights

REACH = 12
FIRST, NEAREST, MOST_AFTER = 2, 4, 2
OWNER = frozenset(("'s", "’s", "s'", "s’"))
LONG = 1_000_000
OPENS = frozenset("QHPS")
_MAY_END = re.compile(r"[,;:\-(CSHW]|(?<=Q).|(?<=[nNQM#])[IYTV]")
# A word that is no cue elsewhere: up to three words before a quotation, or up to four after one at a comma or the end.
_NEAR_QUOTED = re.compile(r"(?<![VvDI])[nE](?:(?=.{0,2}Q)|(?=[.,])(?:(?<=Q.)|(?<=Q..)|(?<=Q...)|(?<=Q....)))")


def cue_places(s):
    """List of the places of the words of a sentence that may introduce a quotation."""
    low, tags, classes = s.low, s.tags, cue_classes()
    found = [near.start() for near in _NEAR_QUOTED.finditer(tags)] if "Q" in tags else []
    for i in compress(range(len(low)), map(weights()["cues"].__contains__, low)):
        if low[i] == ":":
            introduces = 0 < i < len(low) - 1
        elif tags[i] in "nE" or (tags[i] == "N" and i and s.paragraph):
            introduces = False
        else:
            introduces = not i or low[i - 1] not in ("the", "a", "an") or classes[low[i]] == "noun"
        if introduces:
            found.append(i)
    return sorted(found)


def side_score(s, i):
    """Packed score of the sides of word `i` on which a quotation may stand."""
    low, tags = s.low, s.tags
    word, n = low[i], len(low)
    kind = cue_classes()[word]
    a1, t1 = (low[i + 1], tags[i + 1]) if i + 1 < n else ("$", "$")
    b1, u1 = (low[i - 1], tags[i - 1]) if i else ("^", "^")
    head, opened = subject_before(s, i)
    left, ahead = "Q" in tags[:i], tags.find("Q", i)
    near = ("L" if left and "Q" in tags[max(0, i - 4) : i] else "") + ("R" if i <= ahead < i + 4 else "")
    form = "ing" if word.endswith("ing") else "ed" if word.endswith("ed") else "s" if word.endswith("s") else ""
    stems, t1s, u1s, verbs, marks, subjects, pairs, a1s, b1s, a2s, b2s, tags_after, tags_before = weights()["side"]
    return (
        stems.get(word[:5], 0) + t1s.get((word, t1), 0) + u1s.get((word, u1), 0)
        + verbs[kind, opened, t1, "V" in tags[:i]]
        + marks[kind, form, left, -1 if ahead < 0 else min(5, ahead - i), near]
        + subjects[head, opened, left, tags[ahead - 1] if ahead > i else "-", tags[i + 1 :] in ("", ".")]
        + pairs.get((word, a1), 0) + a1s.get(a1, 0) + b1s.get(b1, 0)
        + a2s.get(low[i + 2] if i + 2 < n else "$", 0) + b2s.get(low[i - 2] if i > 1 else "^", 0)
        + tags_after.get(tags[i + 1 : i + 3], 0) + tags_before.get(tags[i - 2 if i > 2 else 0 : i], 0)
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


def start_scores(s, i, options):
    """List of the scores of words as the beginning of a quotation on the right of word `i`."""
    low, tags, stem, that = s.low, s.tags, s.low[i][:5], "that" in s.low[i + 1 : i + 12]
    gaps, first, stems, words = weights()["start"]
    found = []
    for j in options:
        before = low[j - 1] if j > i + 1 else "^"
        gap = tags[i + 1 : j] if j < i + 5 else tags[i + 1 : i + 3] + "*" + tags[j - 1]
        found.append(
            gaps[gap, j - i if j < i + 8 else 8] + first.get((tags[j], before), 0)
            + stems.get((stem, before), 0) + words.get((that, low[j]), 0)
        )  # fmt: skip
    return found


def left_options(s, tag):
    """List of the places where a quotation that ends at word `tag` may begin."""
    return [j for j in range(tag) if j == 0 or s.tags[j] == "Q" or s.tags[j - 1] in ",;:-CQ"]


def left_scores(s, i, tag, options):
    """List of the scores of words as the beginning of a quotation that ends at word `tag`."""
    low, tags, word, last, opens = s.low, s.tags, s.low[i], s.tags[tag - 1], s.tags[0]
    shapes, outside, words = weights()["left"]
    found = []
    for j in options:
        before, first, outer, inner = low[j - 1] if j else "^", tags[j], tags[:j], tags[j:tag]
        clause = "V" in inner or "X" in inner
        found.append(
            shapes[first, "Q" in inner, outer.count("Q"), min(8, tag - j), j == 0, opens, last, clause]
            + outside.get((clause, "V" in outer or "X" in outer, before), 0) + words.get((word, before), 0)
        )  # fmt: skip
    return found


def tag_place(s, i, source):
    """Place after the last word of what stands before the speaker and the word `i`: at a comma or a quotation."""
    first = min(i, source[0]) if source else i
    return next((k for k in range(first, 0, -1) if s.tags[k - 1] in ",Q-."), first)


def end_options(s, j):
    """List of the places (of the word after its last) where a quotation that begins at word `j` may end."""
    end = max(j + 1, len(s.tags.rstrip(".")))
    return [*map(re.Match.start, _MAY_END.finditer(s.tags, j + 1, end)), end]


def end_scores(s, i, j, options):
    """List of the scores of words as the first after a quotation that begins at word `j`; that of the last differs."""
    low, tags, word, classes = [*s.low, "$", "$"], s.tags + "$$", s.low[i], cue_classes()
    kind, verb, final, found = classes[word], min(tags.find("V", j) % LONG, tags.find("X", j) % LONG), options[-1], []
    quoted = tags.rfind("Q")
    places, shapes, lasts, words, pairs, last_words, lengths, begins = weights()["end"]
    for k in options[:-1]:
        after, end, tag, last = low[k + 1], low[k], tags[k], tags[k - 1]
        begun, ahead, close = (
            k - j if k - j < 12 else 12,
            final - k if final - k < 10 else 10,
            "V" in tags[k + 1 : k + 4],
        )
        found.append(
            places[tag, begun, ahead] + lasts.get((end, last), 0) + words.get((last, end, word), 0)
            + pairs.get((end, after), 0)
            + shapes[tag, tags[k + 1], close, kind, classes.get(after, "near"), verb < k, last == "Q", k <= quoted]
        )  # fmt: skip
    size = min(20, final - j), min(tags.count(",", j + 1, final), 4), min(len(options), 8)
    found.append(last_words[word, tags[j], verb < final] + lengths[size] + begins.get(low[j], 0))
    return found


def source_options(s, i):
    """List of the noun phrases (first, after last) that may name the speaker: the first ones, and those near `i`."""
    before = [(first, min(last, i)) for first, last in s.phrases if first < i]
    after = [phrase for phrase in s.phrases if i < phrase[0] <= i + REACH]
    return before[:FIRST] + before[FIRST:][-NEAREST:] + after[:MOST_AFTER]


def source_scores(s, i, options, side):
    """List of the scores of noun phrases as the speaker of what word `i` introduces."""
    low, tags, n = s.low, s.tags, len(options)
    word, opened = low[i], tags[i - 1] if i else "^"
    kind, ing, found = cue_classes()[word], word.endswith("ing"), []
    before_cue, words = sum([last <= i for _, last in options]), len(low)
    gaps, cues, forms, shapes, befores, heads = weights()["source"]
    for where, (first, last) in enumerate(options):
        if last <= i:
            way, gap, between = "<", tags[last:i], before_cue - where - 1
        else:
            way, gap, between = ">", tags[i + 1 : first], where - before_cue
        before, after = low[first - 1] if first else "^", low[last] if last < words else "$"
        form = tags[first] if last - first == 1 else tags[first] + tags[last - 1]
        few, head = between if between < 3 else 3, low[last - 1]
        commas, shape = gap.count(","), gap if len(gap) < 4 else gap[:2] + "*" + gap[-1]
        found.append(
            gaps[way, commas if commas < 3 else 3, "V" in gap, "X" in gap, "Q" in gap, few, where == n - 1]
            + cues[way, kind, head[-2:] in OWNER, side, few, ing, opened] + forms[way, form, after, first == 0]
            + shapes.get((way, shape), 0) + befores.get((way, before), 0) + heads.get((way, head), 0)
        )  # fmt: skip
    return found


def reading_score(s, i, reading, sure):
    """Score of a whole reading of word `i`; `sure` are the places of words that likely introduce a quotation."""
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
    shapes, words, lengths, sides, begins, ends, _ = weights()["reading"]
    before = tags[first - 1] if first else "^"
    return (
        shapes[side, before, tags[first], last, edge, clause, s.paragraph == 0, quoted, rest, len(spans)]
        + words[kind, side, " ".join(within[:2]), min(3, len(sure) - len(within)), quoted > 0]
        + lengths.get((side, clause, "E" in inside, length if length < 6 else min(10, 5 + length // 6)), 0)
        + sides[side, quoted > 0, rest > 0, lp] + begins[side, quoted > 0, lj] + ends[side, quoted > 0, lk]
    )  # fmt: skip


def none_score(s, i, chance, sure):
    """Score of the reading that word `i` introduces nothing; `chance` is the log of its probability by itself."""
    others = min(2, sum(1 for c in sure if c != i))
    return weights()["reading"][-1][min(2, s.tags.count("Q")), others, min(18, int(-6 * chance))]
