"""A sentence and a word that may introduce a quotation in; what the learned weights say of it out.

Three decisions, each a linear model over a few features: on which side of the word a quotation stands, if any; where
it begins and ends; which noun phrase names the speaker.
"""

import functools
import json
import tomllib

from monitor.shipped import shipped

SIDES = ("right", "left", "both")
REACH = 12
MOST_BEFORE, MOST_AFTER = 8, 3


@functools.cache
def cue_classes():
    """Dict from each word that may introduce a quotation to its class (say, ask, judge, think, show, noun, …).

    `both`: a verb that may be a noun as well.
    """
    lists = tomllib.loads(shipped("data/quote_cues.toml").read_text(encoding="utf-8"))
    found = {}
    for name, verbs in lists["verbs"].items():
        for verb in verbs.split():
            for form in _forms(verb):
                found.setdefault(form, name)
    for name, words in lists["irregular"].items():
        found.update(dict.fromkeys(words.split(), name))
    for name, words in lists["nouns"].items():
        found.update({word: "both" if word in found else name for word in words.split()})
    return found


def _forms(verb):
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    double = verb + verb[-1] if verb[-1] in "bdgmnpt" and verb[-2] in "aeiou" and verb[-3:-2] not in "aeiou" else stem
    plural = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return verb, plural, stem + "ed", stem + "ing", double + "ed", double + "ing"


@functools.cache
def weights():
    """Dict of the learned weights: decision → feature → weight (for the side: one weight a side)."""
    path = shipped("data/quote_weights.json")
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def cue_places(sentence, classes):
    """List of the places of the words of a sentence that may introduce a quotation."""
    low, tags, last = sentence.low, sentence.tags, len(sentence.low) - 1
    skipped = weights().get("skipped", ())
    found = []
    for i, tag in enumerate(tags):
        word, before = low[i], tags[i - 1 : i]
        if word in classes:
            if (tag == "N" and i and sentence.paragraph) or word in skipped:
                continue
            if before == "D" and low[i - 1] in ("the", "a", "an") and classes[word] != "noun":
                continue
            found.append(i)
        elif word == ":":
            if 0 < i < last:
                found.append(i)
        elif tag in "nE" and before not in ("V", "v", "D", "I"):
            beside = i < last and tags[i + 1] in ".," and "Q" in tags[max(0, i - 4) : i]
            if beside or "Q" in tags[i + 1 : i + 4]:
                found.append(i)
    return found


def cue_features(s, i, classes):
    """List of features that tell on which side of word `i` a quotation stands, if any."""
    low, tags = s.low, s.tags
    word, n = low[i], len(low)
    kind = classes.get(word, "near" if word != ":" else ":")
    stem = word[:5]
    a1, t1 = (low[i + 1], tags[i + 1]) if i + 1 < n else ("$", "$")
    a2, t2 = (low[i + 2], tags[i + 2]) if i + 2 < n else ("$", "$")
    b1, u1 = (low[i - 1], tags[i - 1]) if i else ("^", "^")
    b2, u2 = (low[i - 2], tags[i - 2]) if i > 1 else ("^", "^")
    form = "ing" if word.endswith("ing") else "ed" if word.endswith("ed") else "s" if word.endswith("s") else "0"
    head, opened = subject_before(s, i)
    behind = "".join(tags[i + 1 : i + 4])
    quoted = ("l" if "Q" in tags[:i] else "") + ("r" if "Q" in tags[i:] else "")
    near = ("L" if tags[max(0, i - 4) : i].rfind("Q") >= 0 else "") + ("R" if "Q" in tags[i : i + 4] else "")
    ahead = tags.find("Q", i)
    before_quote = tags[ahead - 1] if ahead > i else "-"
    first = next((j for j, tag in enumerate(tags) if tag == "V" and j != i), n)
    return [
        "bias", f"s={stem}", f"k={kind}", f"k={kind} f={form}",
        f"w={word} a={t1}", f"w={word} b={u1}", 
        f"a={a1}", f"a={t1}{t2}", f"b={b1}", f"b={u2}{u1}", f"f={form} b={u1} a={t1}", 
        f"o={opened} z={behind}",
        f"k={kind} o={opened} a={t1}", f"k={kind} q={quoted} n={near}", f"q={quoted} h={head}", f"a2={a2}", f"b2={b2}",
        f"i={min(i, 9)}", f"left={min(n - i, 8)}", f"k={kind} v={first < i} a={t1}",
        
        f"wa={word} {a1}", f"p={s.paragraph == 0} k={kind}",
        f"q={quoted} p={before_quote} e={kind in ('say', 'ask')}",
        f"q={quoted} p={before_quote} h={head} o={opened}", f"d={tags[i + 1 : i + 5].find('Q')} k={kind} f={form}",
        
    ]  # fmt: skip


def subject_before(s, i):
    """(kind of the noun phrase that ends before word `i`, adverbs passed over; tag of what opens it)."""
    j = i
    while j and s.tags[j - 1] in "XRY":
        j -= 1
    for first, last in reversed(s.phrases):
        if last == j:
            tag = s.tags[last - 1] if s.tags[first] not in "DPW" or last - first == 1 else "d"
            return tag, s.tags[first - 1] if first else "^"
        if last < j:
            break
    return "-", s.tags[j - 1] if j else "^"


def start_options(s, i):
    """List of the places where a quotation on the right of word `i` may begin."""
    n = len(s.low)
    found = []
    for j in range(i + 1, min(n, i + 20)):
        before = s.tags[j - 1]
        if s.tags[j] in ".,":
            continue
        if j == i + 1 or s.tags[j] in "QSHDPT" or before in "IT,:-Y" or s.low[j - 1] in ("of", "for"):
            found.append(j)
        if before == ":" or (s.tags[j] == "Q" and j < i + 3):
            break
    return found


def start_features(s, i, j, classes):
    """List of features of word `j` as the beginning of a quotation on the right of word `i`."""
    low, tags = s.low, s.tags
    word = low[i]
    kind = classes.get(word, "near" if word != ":" else ":")
    gap = tags[i + 1 : j]
    shape = gap if len(gap) < 4 else gap[:2] + "*" + gap[-1]
    return [
        f"g={shape}", f"w={low[j]} k={kind}", f"w={low[j]} g={len(gap) > 0}",
        f"t={tags[j]} b={low[j - 1] if gap else '^'}", f"s={word[:5]} b={low[j - 1] if gap else '^'}",
        f"d={min(8, j - i)}",
        f"t={tags[j]} d={min(4, j - i)}", f"k={kind} t={tags[j]} d={min(4, j - i)}",
        f"that={'that' in low[i + 1 : i + 12]} t={low[j]}",
        f"q={'Q' in tags[i + 1 : i + 9]} t={tags[j]}",
        f"k={kind} Q={tags[j] == 'Q'} pure={tags[j + 1 :] in ('', '.')} b={tags[j - 1]}",
    ]  # fmt: skip


def left_options(s, tag):
    """List of the places where a quotation that ends at word `tag` may begin."""
    return [j for j in range(tag) if j == 0 or s.tags[j] == "Q" or s.tags[j - 1] in ",;:-CQ"]


def left_features(s, i, tag, j, classes):
    """List of features of word `j` as the beginning of a quotation that ends at word `tag`."""
    low, tags = s.low, s.tags
    before = low[j - 1] if j else "^"
    spoken = "Q" in tags[j:tag]
    outside = "V" in tags[:j] or "X" in tags[:j]
    inside = "V" in tags[j:tag] or "X" in tags[j:tag]
    return [
        f"b={before} t={tags[j]}", f"b={before} q={spoken} last={tags[tag - 1]}",
        f"t={tags[j]} q={spoken} c={tags[:j].count('Q')}",
        f"in={inside} out={outside} b={before}", f"d={min(8, j)} t={tags[j]}", f"len={min(8, tag - j)} t={tags[j]}",
        f"w={low[i]} b={before}",
        f"first={j == 0} t={tags[0]} T={tags[j]} last={tags[tag - 1]}", f"l={low[j]} j={j == 0}",
        f"in={inside} last={tags[tag - 1]} j={j == 0}",
    ]  # fmt: skip


def tag_place(s, i, source):
    """Place after the last word of what stands before the speaker and the word `i`: at a comma or a quotation."""
    first = min(i, source[0]) if source else i
    return next((k for k in range(first, 0, -1) if s.tags[k - 1] in ",Q-."), first)


def end_options(s, j):
    """List of the places (of the word after its last) where a quotation that begins at word `j` may end."""
    n = len(s.low)
    while n > j + 1 and s.tags[n - 1] == ".":
        n -= 1
    tags = s.tags
    found = [
        k
        for k in range(j + 1, n)
        if tags[k] in ",;:-(CSHW"
        or tags[k - 1] == "Q"
        or (tags[k] in "IYTVn" and tags[k - 1] in "nNQM#" and tags[k] != "n")
    ]
    return [*found, n]


def end_features(s, i, j, k, options, classes):
    """List of features of word `k` as the first after a quotation that begins at word `j`."""
    low, tags, n = s.low, s.tags, len(s.low)
    word = low[i]
    kind = classes.get(word, "near" if word != ":" else ":")
    if k == options[-1]:
        rest = sum(1 for o in options if tags[o if o < n else -1] == ",")
        return ["END", f"END k={kind}", f"END w={word}", f"END d={min(20, k - j)}", f"END r={min(rest, 4)}",
                f"END t={low[j]}",
                f"END V={'V' in tags[j:k]} X={'X' in tags[j:k]}", f"END b={tags[j]} k={kind}",
                f"END o={min(len(options), 8)}"]  # fmt: skip
    after, follow = (low[k + 1], tags[k + 1]) if k + 1 < n else ("$", "$")
    third = low[k + 2] if k + 2 < n else "$"
    clause = "X" in tags[j:k] or "V" in tags[j:k]
    shape = "c" if clause else "p"
    return [
        f"e={low[k]}", f"e={low[k]} f={after}", f"e={low[k]} t={follow} c={shape}", f"e={low[k]} k={kind} c={shape}",
        f"e={low[k]} b={tags[k - 1]}", f"d={min(12, k - j)} e={tags[k]}",
        f"rest={min(10, options[-1] - k)} e={tags[k]}",
        f"e={low[k]} f={after} {third}", f"e={tags[k]} w={word}", 
        f"e={tags[k]} t={follow} v={tags[k + 1 : k + 4].find('V') >= 0} k={kind}",
        f"e={tags[k]} ing={after.endswith('ing')}",
        f"e={tags[k]} cue={after in classes and classes[after]}", f"Q={tags[k - 1] == 'Q'} e={low[k]}",
        f"Q={tags[k - 1] == 'Q'} t={tags[k]}{follow} q={'Q' in tags[k:]}", f"Q={tags[k - 1] == 'Q'} w={word}", 
    ]  # fmt: skip


def source_options(s, i):
    """List of the noun phrases (first, after last) near word `i` that may name the speaker."""
    before = [(first, min(last, i)) for first, last in s.phrases if first < i]
    after = [phrase for phrase in s.phrases if i < phrase[0] <= i + REACH]
    return before[-MOST_BEFORE:] + after[:MOST_AFTER]


def source_features(s, i, option, options, classes, side):
    """List of features of a noun phrase as the speaker of what word `i` introduces."""
    low, tags = s.low, s.tags
    first, last = option
    kind = classes.get(low[i], "near" if low[i] != ":" else ":")
    where = options.index(option)
    if last <= i:
        gap = tags[last:i]
        between = sum(1 for o in options[where + 1 :] if o[1] <= i)
        way = "<"
    else:
        gap = tags[i + 1 : first]
        between = sum(1 for o in options[:where] if o[0] > i)
        way = ">"
    shape = gap if len(gap) < 4 else gap[:2] + "*" + gap[-1]
    before = low[first - 1] if first else "^"
    after = low[last] if last < len(low) else "$"
    form = tags[first] if last - first == 1 else tags[first] + tags[last - 1]
    owner = low[last - 1].endswith(("'s", "’s", "s'", "s’"))
    return [
        f"{way}g={shape}", f"{way}n={min(between, 5)} k={kind}", f"{way}b={before}", 
        f"{way}f={form}", f"{way}a={after}", f"{way}h={low[last - 1]}",
        f"{way}o={owner} k={kind}", f"{way}s={side} n={min(between, 3)}", 
        f"{way}c={min(gap.count(','), 3)} V={gap.count('V') > 0} X={gap.count('X') > 0} n={min(between, 3)}",
        f"{way}ing={low[i].endswith('ing')} p={tags[i - 1] if i else '^'} n={min(between, 3)}",
        f"{way}ing={low[i].endswith('ing')} first={first == 0} f={form}",
        f"{way}a={after} first={first == 0} f={form}", 
        f"{way}last={where == len(options) - 1} q={'Q' in gap}",
    ]  # fmt: skip
