"""People of an article: full names for surnames, pronouns and bare titles, and their roles."""

import re
from collections import deque

from monitor.quotes.lexicon import NO_SPEAKERS, ROLES, SEXES
from monitor.quotes.person_names import is_person, name_words, surname
from monitor.text.tokens import without_possessive

RECENT = 40
LONGEST_ROLE = 9
PRONOUNS = ("that", "which", "his", "her", "their")
_AFTER_ROLE = re.compile(r"[,.;-]|$")
_NO_ROLE = re.compile(r"[VXEPWQSTR]")


class People:
    """The names of an article in the order of the text; `resolve` follows its quotations.

    `roles`: dict name → what the article says the person is.
    """

    def __init__(self, text):
        self.roles = {}
        self._text = text
        self._full_names = {}
        self._mentions = deque(maxlen=RECENT)
        self._sexes = {}
        self._role_bearers = {}
        self._speaker = None

    def read(self, s):
        """Note the names of a sentence, and the sex and role that stand beside them."""
        for first, last in s.phrases:
            words = name_words(s, first, last) if s.tags[last - 1] == "N" else []
            if not words:
                continue
            name = self._full_name(words)
            self._mentions.append((s.start[first], name))
            if is_person(name):
                self._full_names[surname(name.split())] = name
                self._describe(s, first, last, name, len(words))

    def _describe(self, s, first, last, name, n_words):
        before = s.low[max(0, first - 3) : last - n_words]
        for word in before:
            if word in SEXES:
                self._sexes[name] = SEXES[word]
        heads = ROLES.intersection(before)
        if heads:
            role = self._text[s.start[first] : s.end[last - n_words - 1]]
        else:
            heads, role = self._role_after(s, last)
        if role:
            self.roles.setdefault(name, role)
        self._role_bearers.update(dict.fromkeys(heads, name))

    def _role_after(self, s, last):
        """(words for roles, role) of an apposition: Ida Brandt, "the mayor of Sund"."""
        start = last + 1
        end = _AFTER_ROLE.search(s.tags, start).start() if s.tags[last:start] == "," else start
        heads = ROLES.intersection(without_possessive(word) for word in s.low[start:end])
        if not heads or end - last > LONGEST_ROLE or _NO_ROLE.search(s.tags, start, end):
            return set(), None
        return heads, self._text[s.start[start] : s.end[end - 1]]

    def _full_name(self, words):
        """The full name that the article gave last for a name with these words."""
        full_name = self._full_names.get(surname(words), "")
        return full_name if set(words) <= set(full_name.split()) else " ".join(words)

    def resolve(self, s, source):
        """The name or description of who speaks; None where a pronoun leads to nobody."""
        first, last = source
        head, tail = s.low[first], s.low[last - 1]
        if s.tags[first] == "W":
            antecedents = [phrase for phrase in s.phrases if phrase[1] <= first]
            return self.resolve(s, antecedents[-1]) if antecedents else None
        if last - first == 1 and (s.tags[first] in "PM" or head in PRONOUNS):
            return self._last_person(s.start[first], SEXES[head]) if head in SEXES else None
        # "The Obama administration" speaks, the word alone tells nothing.
        if tail in NO_SPEAKERS or (last - first == 1 and tail == "administration"):
            return None
        words = name_words(s, first, last)
        if words:
            return self._remember(self._full_name(words))
        if head in ("the", "his", "her") and tail in self._role_bearers:
            return self._remember(self._role_bearers[tail])
        if s.low[last : last + 1] and s.low[last] in ("of", "for", "at", "from", "in"):
            ends = [end for start, end in s.phrases if start == last + 1 and s.tags[start] in "DN"]
            last = ends[0] if ends else last
        return without_possessive(self._text[s.start[first] : s.end[last - 1]])

    def _remember(self, name):
        if is_person(name):
            self._speaker = name
        return name

    def _last_person(self, place, sex):
        """The last speaker or the last person named before a place who may be of that sex."""
        names = [name for start, name in self._mentions if start < place]
        for name in (self._speaker, *reversed(names)):
            if name and is_person(name) and self._sexes.get(name, sex) == sex:
                self._sexes.setdefault(name, sex)
                return self._remember(name)
        return None
