"""Features of the options in each decision about a word that may introduce a quotation."""

import re

from monitor.quotes.lexicon import CUE_CLASSES

STEM = 5
# What may follow the verb of a tag at the end of a sentence: "told reporters in Oslo on Monday."
_REST = re.compile(r"[Nn]*(?:I(?:D?[Nn#v]+|Y)|Y|R)*\.?$")
_ENDING = re.compile(r"(?:ing|ed|s|)$")


def side_features(s, i):
    """Features of word `i` for the side of it on which a quotation stands."""
    word, tags = s.low[i], s.tags
    kind = CUE_CLASSES[word]
    low = ["^", "^", *s.low, "$"]
    after = low[i + 3]
    subject, opener = _subject_before(s, i)
    left = "Q" in tags[:i]
    near_left = "Q" in tags[max(0, i - 4) : i]
    right = tags.find("Q", i)
    distance = right - i if i < right < i + 5 else 0
    before_right = tags[right - 1] if right > i else "-"
    final = tags[i + 1 :] in ("", ".")
    near_final = bool(_REST.match(tags, i + 1))
    return [
        f"stem={word[:STEM]}",
        f"word,after={word} {after}",
        f"word,tag before={word} {tags[i - 1] if i else '^'}",
        f"before={low[i + 1]}",
        f"second before={low[i]}",
        f"after={after}",
        f"tags after={tags[i + 1 : i + 3]}",
        f"class,quotes={kind} {left} {right > i} {near_left} {0 < distance < 4}",
        f"class,distance,ending={kind} {distance} {_ENDING.search(word)[0]}",
        f"quotes,subject,opener={left} {before_right} {subject} {opener}",
        f"subject,opener,final={subject} {opener} {final}",
        f"subject,opener,near final={subject} {opener} {near_final}",
    ]


def start_features(s, i, j):
    """Features of word `j` as the first of a quotation on the right of word `i`."""
    before = s.low[j - 1] if j > i + 1 else "^"
    that = "that" in s.low[i + 1 : i + 12]
    return [
        f"distance={min(8, j - i)}",
        f"tag,before={s.tags[j]} {before}",
        f"stem,before={s.low[i][:STEM]} {before}",
        f"that,first={that} {s.low[j]}",
    ]


def left_start_features(s, i, j):
    """Features of word `j` as the first of a quotation on the left of word `i`."""
    return [f"word,before={s.low[i]} {s.low[j - 1] if j else '^'}"]


def end_features(s, i, j, k):
    """Features of word `k` as the first after a quotation from word `j`, right of word `i`."""
    final = len(s.tags.rstrip("."))
    if k >= final:
        return _final_end_features(s, i, j, k)
    tag, last = s.tags[k], s.tags[k - 1]
    tag_after = s.tags[k + 1 : k + 2] or "$"
    word_after = s.low[k + 1] if k + 1 < len(s.low) else "$"
    class_after = CUE_CLASSES.get(word_after, "")
    return [
        f"rest,tag={min(10, final - k)} {tag}",
        f"tag,class after,verb={tag} {class_after} {_has_verb(s.tags[j:k])}",
        f"quotes,tags={last == 'Q'} {tag} {tag_after} {'Q' in s.tags[k:]}",
        f"last,words={last} {s.low[k]} {s.low[i]}",
        f"words={s.low[k]} {word_after}",
    ]


def _final_end_features(s, i, j, k):
    """Features of the end of the sentence as the end of a quotation."""
    kind = CUE_CLASSES[s.low[i]]
    return [
        f"class={kind}",
        f"first,class={s.tags[j]} {kind}",
        f"length={min(20, k - j)}",
        f"commas={min(4, s.tags.count(',', j + 1, k))}",
    ]


def source_features(s, i, side, phrase, phrases):
    """Features of one of the noun phrases near word `i` as the speaker of its quotation."""
    first, last = phrase
    if last <= i:
        way, gap = "before", s.tags[last:i]
        nearer = [start for start, end in phrases if last <= start and end <= i]
    else:
        way, gap = "after", s.tags[i + 1 : first]
        nearer = [start for start, _ in phrases if i < start < first]
    between = min(3, len(nearer))
    ing = s.low[i].endswith("ing")
    return [
        f"way,before={way} {s.low[first - 1] if first else '^'}",
        f"way,cue,between={way} {ing} {s.tags[i - 1] if i else '^'} {between}",
        f"way,side,between={way} {side} {between}",
        f"way,gap={way} {min(3, gap.count(','))} {'V' in gap} {'X' in gap} {'Q' in gap}",
        f"way,after={way} {s.low[last] if last < len(s.low) else '$'}",
        f"way,head={way} {s.low[last - 1]}",
    ]


def reading_features(s, i, reading, cues):
    """Features of a whole reading of word `i`; `cues`: places of the sentence's likely cues."""
    side, spans = reading.side, reading.spans
    tags = s.tags
    inside = " ".join([tags[start:end] for start, end in spans])
    quoted = "Q" in inside
    clause = _has_verb(inside)
    first, last = spans[0][0], spans[-1][1]
    before = tags[first - 1] if first else "^"
    after = tags[last:].lstrip(".")[:1] or "$"
    length = last - spans[-1][0]
    length = length if length < 6 else min(10, 5 + length // 6)
    within = [c for c in cues if c != i and any(start <= c < end for start, end in spans)]
    classes = " ".join([CUE_CLASSES[s.low[c]] for c in within[:2]])
    others = min(3, len(cues) - len(within))
    levels = [_level(chance) for chance in reading.chances]
    rest = tags.count("Q") > inside.count("Q")
    return [
        f"side,before,first,clause={side} {before} {tags[first]} {clause}",
        f"side,last,after={side} {tags[last - 1]} {after}",
        f"side,spans,after,quoted={side} {len(spans)} {after} {quoted}",
        f"side,length={side} {clause} {'E' in inside} {length}",
        f"side,cues within={side} {classes}",
        f"side,class,cues={side} {CUE_CLASSES[s.low[i]]} {within != []} {others} {quoted}",
        f"side,side chance={side} {levels[0]}",
        f"quoted,side chance={quoted} {rest} {levels[0]}",
        f"quoted,start chance={quoted} {levels[1]}",
        f"side,end chance={side} {levels[2]}",
    ]


def none_features(chance):
    """Features of the reading that a word introduces nothing; `chance`: log of its probability."""
    return [f"none,chance={_level(chance)}"]


def _level(chance):
    """A log probability as one of 19 levels."""
    return min(18, int(-6 * chance))


def _subject_before(s, i):
    """(kind of the noun phrase before word `i` and its auxiliaries, tag of the word before it)."""
    end = len(s.tags[:i].rstrip("XRY"))
    for first, last in s.phrases:
        if last == end:
            several = last - first > 1 and s.tags[first] in "DPW"
            return "d" if several else s.tags[last - 1], s.tags[first - 1] if first else "^"
    return "-", s.tags[end - 1] if end else "^"


def _has_verb(tags):
    return "V" in tags or "X" in tags
