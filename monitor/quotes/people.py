"""People of an article: full names for surnames, pronouns and bare titles, and their roles."""

import re
from collections import deque

from monitor.quotes.lexicon import BODIES, NO_SPEAKERS, ROLES, SEXES, SUFFIXES, TITLES
from monitor.text.tokens import without_possessive

RECENT = 40
LONGEST_ROLE = 9
PRONOUNS = ("that", "which", "his", "her", "their")
PLACES = ("of", "for", "at", "from", "in")
_AFTER_ROLE = re.compile(r"[,.;-]|$")
_NO_ROLE = re.compile(r"[VXEPWQSTR]")


def is_person(name):
    """Whether a name is a full one that may be a person's."""
    last = name.split(" ")[-1]
    return " " in name and name[0].isupper() and last[0].isupper() and last.lower() not in BODIES


def surname(words):
    """The surname of the words of a name, without a suffix such as "Jr."."""
    return words[-2] if len(words) > 1 and words[-1].lower() in SUFFIXES else words[-1]


def name_words(s, first, last):
    """List of the words of the name that a noun phrase ends in, without titles; empty if none."""
    words = []
    is_body = s.low[last - 1] in BODIES
    for i in reversed(range(first, last)):
        is_title = s.low[i] in TITLES or s.low[i].endswith(("'s", "’s"))
        if s.tags[i] not in "N." or (is_title and i < last - 1 and not is_body):
            break
        if s.tags[i] == "N":
            words.insert(0, s.raw[i])
    if not words or (len(words) == 1 and words[0].lower() in TITLES):
        return []
    return [*words[:-1], without_possessive(words[-1])]


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
            name = self._full_name(words) if words else ""
            if is_person(name):
                self._mentions.append((s.start[first], name))
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
        if last < len(s.low) and s.low[last] in PLACES:
            ends = [end for start, end in s.phrases if start == last + 1 and s.tags[start] in "DN"]
            last = max([last, *ends])
        return without_possessive(self._text[s.start[first] : s.end[last - 1]])

    def _remember(self, name):
        if is_person(name):
            self._speaker = name
        return name

    def _last_person(self, place, sex):
        """The last speaker or the last person named before a place who may be of that sex."""
        names = [name for start, name in self._mentions if start < place]
        for name in (self._speaker, *reversed(names)):
            if name and self._sexes.get(name, sex) == sex:
                self._sexes.setdefault(name, sex)
                return self._remember(name)
        return None
