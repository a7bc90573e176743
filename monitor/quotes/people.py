"""People of an article: full names for surnames, pronouns and bare titles, and their roles."""

import re
from collections import deque

from monitor.quotes.cue_words import cue_classes
from monitor.quotes.person_names import (
    ROLES,
    is_person,
    name_words,
    surname,
    without_possessive,
)

RECENT = 40
MOST_NAMESAKES = 12
LONGEST_ROLE = 9
PRONOUNS = ("that", "which", "his", "her", "their")
SEX = dict.fromkeys("mr sir lord he his".split(), "m")
SEX |= dict.fromkeys("mrs ms miss dame she her".split(), "f")
_AFTER_ROLE = re.compile(r"[,.;-]")
_NO_ROLE = re.compile(r"[VXEPWQSTR]")


class People:
    """The names of an article in the order of the text; `resolve` follows its quotations."""

    def __init__(self, text):
        self._text = text
        self._full_names = {}
        self._mentions = deque(maxlen=RECENT)
        self._sex = {}
        self._roles = {}
        self._role_bearers = {}
        self._speaker = None

    def read(self, s):
        """Note the full names of a sentence and the roles that stand beside them."""
        for first, last in s.phrases:
            words = name_words(s, first, last) if s.tags[last - 1] == "N" else []
            if not words:
                continue
            name = self._full_name(words)
            if len(words) > 1 and name == " ".join(words):
                names = self._full_names.setdefault(surname(words), deque(maxlen=MOST_NAMESAKES))
                if name not in names:
                    names.append(name)
            self._mentions.append((s.start[first], name))
            if is_person(name):
                self._describe(s, first, last, name, len(words))

    def _describe(self, s, first, last, name, n_words):
        """Note the sex and the role that the words beside a name state."""
        before = s.low[max(0, first - 3) : last - n_words]
        # In the order of the text: that of a set differs from process to process.
        for word in before:
            if word in SEX:
                self._sex[name] = SEX[word]
        heads = ROLES.intersection(before)
        if heads:
            role = self._role_before(s, first, last, name)
        else:
            heads, role = self._role_after(s, last)
        if role:
            self._roles.setdefault(name, role)
        self._role_bearers.update(dict.fromkeys(heads, name))

    def _role_before(self, s, first, last, name):
        """The words of a phrase that precede a name in it: "Secretary of State" Ida Brandt."""
        if first and s.low[first - 1] == "of":
            first = next((start for start, end in s.phrases if end == first - 1), first)
        of_name = name.replace(".", "").split()
        words = self._text[s.start[first] : s.end[last - 1]].split()
        return " ".join(w for w in words if w.replace(".", "").strip(",") not in of_name)

    def _role_after(self, s, last):
        """(words for roles, role) of an apposition: Ida Brandt, "the mayor of Sund"."""
        start = last + 1
        if s.tags[last:start] != ",":
            return set(), None
        stop = _AFTER_ROLE.search(s.tags, start)
        end = stop.start() if stop else len(s.low)
        heads = ROLES.intersection(without_possessive(word) for word in s.low[start:end])
        if not heads or end - last > LONGEST_ROLE or _NO_ROLE.search(s.tags, start, end):
            return set(), None
        return heads, self._text[s.start[start] : s.end[end - 1]]

    def _full_name(self, words):
        """The full name that the article gives for the words of a name."""
        names = self._full_names.get(surname(words), ())
        if len(words) > 1 or not names:
            longer = (name for name in names if set(words) <= set(name.split()))
            return next(longer, " ".join(words))
        return next((name for _, name in reversed(self._mentions) if name in names), names[0])

    def role(self, name):
        """The role that the article states for a name, or None."""
        return self._roles.get(name)

    def resolve(self, s, source):
        """The name or description of who speaks; None where a pronoun leads to nobody."""
        first, last = source
        head, tail = s.low[first], s.low[last - 1]
        is_pronoun = s.tags[first] in "PMW" or head in PRONOUNS
        if last - first == 1 and is_pronoun:
            if head in SEX or head == "their":
                return self._last_person(s.start[first], SEX.get(head))
            return None
        words = self._sender(s, last) or name_words(s, first, last)
        if words:
            return self._remember(self._full_name(words))
        if head in ("the", "his", "her") and tail in ROLES:
            bearer = self._role_bearers.get(tail)
            if not bearer and head == "the" and last - first == 2:
                bearer = self._speaker
            if bearer:
                return self._remember(bearer)
        if s.low[last : last + 1] and s.low[last] in ("of", "for", "at", "from", "in"):
            ends = [end for start, end in s.phrases if start == last + 1 and s.tags[start] in "DN"]
            last = ends[0] if ends else last
        return without_possessive(self._text[s.start[first] : s.end[last - 1]])

    def _sender(self, s, last):
        """Words of the full name of whom a "statement from" comes, or None."""
        if s.low[last : last + 1] != ["from"]:
            return None
        if cue_classes()[s.low[last - 1].rstrip("s")] not in ("noun", "both"):
            return None
        for phrase in s.phrases:
            words = name_words(s, *phrase) if phrase[0] == last + 1 else []
            if words and " " in self._full_name(words):
                return words
        return None

    def _remember(self, name):
        if is_person(name):
            self._speaker = name
        return name

    def _last_person(self, place, sex):
        """The last speaker or the last person named before a place who may be of that sex."""
        names = [name for start, name in self._mentions if start < place]
        if self._speaker:
            names.append(self._speaker)
        for name in reversed(names):
            if is_person(name) and self._sex.get(name, sex) == sex:
                if sex:
                    self._sex.setdefault(name, sex)
                return self._remember(name)
        return None


def antecedent(s, source):
    """The noun phrase before "who" that it stands for; any other source as it is."""
    first = source[0]
    if s.tags[first] != "W":
        return source
    before = [p for p in s.phrases if first - 2 <= p[1] <= first and s.tags[p[0]] != "W"]
    return before[-1] if before else source
