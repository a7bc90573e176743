"""The sentences of an article in, its people out: the full name for a surname, a pronoun or a bare title, and roles."""

import itertools
import re
from collections import deque

from monitor.quotes.cue_words import cue_classes

RECENT = 40
MOST_NAMESAKES = 12
TITLES = frozenset(
    """president president-elect prime minister ministers secretary general secretary-general senator sen sens governor
    gov congressman congresswoman representative rep reps chancellor spokesman spokeswoman spokesperson
    commander ambassador diplomat analyst colonel col captain capt admiral adm gen lt maj sgt mayor professor
    prof director chairman chairwoman chair leader adviser advisor economist lawmaker king queen pope judge
    justice chief mr mrs ms miss messrs dr sir dame lord lady rev reverend sheriff speaker attorney former ex-president
    vice deputy candidate nominee mogul billionaire strategist manager journalist reporter host author lawyer
    marshal supreme commissioner envoy premier first foreign defense defence interior official officer
    republican democrat democratic gop state house senate u.s us rival pastor coordinator historian activist
    expert agent pres presidents pollster consultant businessman businesswoman actor singer""".split()
)
ROLE_HEADS = TITLES - set("mr mrs ms miss messrs presidents u.s us state house senate gop former first foreign".split())
OFFICES = frozenset(
    "state defense defence staff treasury commerce labor energy education justice homeland interior war".split()
)
BODIES = frozenset(
    """agency alliance army association board bureau commission committee company congress council court department
    foundation government group house institute journal kingdom league ministry nations news office organization
    organisation parliament party pentagon post press senate service states street times union university""".split()
)
WORDS = ("noun", "both")
SUFFIXES = frozenset("jr sr ii iii iv".split())
SEX = dict.fromkeys("mr sir lord he his".split(), "m") | dict.fromkeys("mrs ms miss dame she her".split(), "f")
OPENING = ("ing", "ally", "ently")
LONGEST_ROLE = 9
_INITIALS = re.compile(r"[A-Z](?:\.[A-Z])*")
_NO_ROLE = frozenset("VXEPWQSTR")
_OWNER = re.compile(r"(?<=\w)[’']s?$")


class People:
    """The names of an article in the order of the text; `resolve` follows the article's quotations."""

    def __init__(self, text):
        self._text = text
        self._names = {}
        self._seen = deque(maxlen=RECENT)
        self._sex, self._roles, self._titles = {}, {}, {}
        self._speaker = None

    def read(self, s):
        """Take note of the full names of a sentence and of the roles that stand beside them."""
        for first, last in s.phrases:
            if s.tags[last - 1] != "N":
                continue
            words, before = name_words(s, first, last)
            if not words:
                continue
            name = self._full(words)
            if len(words) > 1 and name == " ".join(words):
                known = self._names.setdefault(_surname(words), deque(maxlen=MOST_NAMESAKES))
                if name not in known:
                    known.append(name)
            self._seen.append((s.start[first], name))
            if is_person(name):
                self._describe(s, first, last, name, before)

    def _describe(self, s, first, last, name, before):
        for word in before:
            if word in SEX:
                self._sex[name] = SEX[word]
        heads = ROLE_HEADS.intersection(before)
        if heads:
            begin = next((p[0] for p in s.phrases if p[1] == first - 1 and s.low[first - 1] == "of"), first)
            role = self._text[s.start[begin] : s.end[last - 1]]
            named = name.replace(".", "").split()
            role = " ".join(w for w in role.split() if w.replace(".", "").strip(",") not in named)
        elif s.tags[last : last + 1] == ",":
            ends = [at for at in map(s.tags.find, ",.;-", [last + 1] * 4) if at > 0]
            end = min(ends, default=len(s.low))
            heads = ROLE_HEADS.intersection(word.rstrip("’'s") for word in s.low[last + 1 : end])
            if not heads or end - last > LONGEST_ROLE or not _NO_ROLE.isdisjoint(s.tags[last + 1 : end]):
                return
            role = self._text[s.start[last + 1] : s.end[end - 1]]
        else:
            return
        if role:
            self._roles.setdefault(name, role)
        self._titles.update(dict.fromkeys(heads, name))

    def _full(self, words):
        """The full name that the article gives for the words of a name."""
        known = self._names.get(_surname(words), ())
        if len(words) > 1 or not known:
            return next((name for name in known if set(words) <= set(name.split())), " ".join(words))
        if len(known) == 1:
            return known[0]
        return next((name for _, name in reversed(self._seen) if name in known), known[0])

    def role(self, name):
        """The role that the article states for a name, or None."""
        return self._roles.get(name)

    def resolve(self, s, source):
        """The name or description of who speaks; None where a pronoun leads to nobody."""
        first, last = source
        low, tag = s.low[first], s.tags[first]
        bare = last - first == 1
        if bare and (tag in "PMW" or low in ("that", "which")):
            return self._person(s.start[first], SEX.get(low)) if low in SEX else None
        if bare and low in ("his", "her", "their"):
            return self._person(s.start[first], SEX.get(low))
        words, _ = name_words(s, first, last)
        name = self._sender(s, last) or (self._full(words) if words else None)
        if name:
            return self._said(name)
        said = self._text[s.start[first] : s.end[last - 1]]
        said = _bare(said)
        if low in ("the", "his", "her") and s.low[last - 1] in ROLE_HEADS:
            titled = self._titles.get(s.low[last - 1])
            if titled or (low == "the" and last - first == 2 and self._speaker):
                return self._said(titled or self._speaker)
        if (last < len(s.low) and s.low[last] in ("of", "for", "at", "from", "in")) and low not in SEX:
            said = self._with_tail(s, first, last)
        return said

    def _sender(self, s, last):
        """The full name of whom a "statement from" comes, by the word before place `last`; None where it has none."""
        if s.low[last : last + 1] == ["from"] and cue_classes()[s.low[last - 1].rstrip("s")] in WORDS:
            words = next((name_words(s, *phrase)[0] for phrase in s.phrases if phrase[0] == last + 1), None)
            name = self._full(words) if words else ""
            return name if " " in name else None
        return None

    def _with_tail(self, s, first, last):
        """The description with the words that say whose: "a spokesman for the ministry"."""
        for start, end in s.phrases:
            if start == last + 1 and s.tags[start] in "DN":
                last = end
                break
        return self._text[s.start[first] : s.end[last - 1]]

    def _said(self, name):
        if is_person(name):
            self._speaker = name
        return name

    def _person(self, at, sex):
        """The last speaker, or the last person named before a place, of that sex as far as the article shows it."""
        near = (name for place, name in reversed(self._seen) if place < at)
        for name in itertools.chain([self._speaker] if self._speaker else [], near):
            if is_person(name) and self._sex.get(name, sex) == sex:
                if sex:
                    self._sex.setdefault(name, sex)
                return self._said(name)
        return None


def is_person(name):
    """Whether a name is a full one that may be a person's."""
    last = name.split()[-1]
    return " " in name and name[0].isupper() and last[0].isupper() and last.lower() not in BODIES


def antecedent(s, source):
    """The noun phrase that "who" stands for, where one stands right before it; any other as it is."""
    first = source[0]
    if s.tags[first] != "W":
        return source
    before = [p for p in s.phrases if first - 2 <= p[1] <= first and s.tags[p[0]] != "W"]
    return before[-1] if before else source


def name_words(s, first, last):
    """(words of the name at the end of a noun phrase, small words before it); no words where it does not end in one."""
    before = s.low[first - 1] if first else ""
    words, skipped = _name((*s.raw[first:last], s.tags[first:last], "of" if before == "of" else first == 0))
    return words, s.low[max(0, first - 3) : first + skipped] if words else ()


def _name(phrase):
    """(words of the name that a noun phrase ends in, how many words stand before them in it).

    The phrase: its words, their tags, and whether it opens the sentence, or "of" where that stands before it.
    """
    *raw, tags, opens = phrase
    start = last = len(raw)
    while start and (tags[start - 1] == "N" or (raw[start - 1] == "." and start > 1)):
        start -= 1
    while start < last and raw[start] == ".":
        start += 1
    if start == last:
        return (), 0
    low = [word.lower() for word in raw]
    if (low[start - 1] == "of" if start else opens == "of") and low[start] in OFFICES:
        start += 1
    elif opens is True and start == 0 and last > 1 and len(raw[0]) > 5 and low[0].endswith(OPENING):
        start = 1
    for k in range(start, last - 1 if low[-1] not in BODIES else start):
        if low[k] in TITLES or low[k].endswith(("'s", "’s")):
            start = k + 1
    while start < last and raw[start] == ".":
        start += 1
    words = [word + "." if _INITIALS.fullmatch(word) else word for word in raw[start:] if word != "."]
    if not words or (len(words) == 1 and (words[0] == "One" or words[0].lower() in TITLES)):
        return (), 0
    return (*words[:-1], _bare(words[-1])), start


def _bare(word):
    """A word without the ending of the possessive."""
    return _OWNER.sub("", word) if word[-1] in "s’'" else word


def _surname(words):
    return words[-2] if len(words) > 1 and words[-1].lower() in SUFFIXES else words[-1]
