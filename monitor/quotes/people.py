"""People of an article: full names for surnames, pronouns and bare titles, and their roles."""

import re
from collections import deque

from monitor.quotes.lexicon import BODIES, NO_SPEAKERS, ROLES, SEXES, TITLES
from monitor.text.tokens import without_possessive

RECENT = 40
PLACES = ("of", "for", "at", "from", "in")
_NAME = re.compile(r"N(?:[N.]*N)?$")
_APPOSITION = re.compile(r",([^VXEPWQSTR,.;-]{1,8})(?=[,.;-]|$)")


def is_person(name):
    """Whether a name is a full one that may be a person's."""
    last = name.split(" ")[-1]
    return " " in name and name[0].isupper() and last[0].isupper() and last.lower() not in BODIES


def name_words(s, first, last):
    """List of the words of the name that a noun phrase ends in, without titles; empty if none."""
    match = _NAME.search(s.tags, first, last)
    if not match:
        return []
    is_body = s.low[last - 1] in BODIES
    words = []
    for i in range(match.start(), last):
        word = without_possessive(s.raw[i])
        is_title = s.low[i] in TITLES or word != s.raw[i]
        is_surname = i == last - 1 and (words or s.low[i] not in TITLES)
        if is_title and not is_surname and not is_body:
            words = []
        elif s.tags[i] == "N":
            words.append(word)
    return words


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
            words = name_words(s, first, last)
            name = self._full_name(words) if words else ""
            if is_person(name):
                self._mentions.append((s.start[first], name))
                self._full_names[words[-1]] = name
                self._describe(s, name, first, last - len(words))
                apposition = _APPOSITION.match(s.tags, last)
                if apposition:
                    self._describe(s, name, *apposition.span(1))

    def _describe(self, s, name, start, end):
        """Note the sex and role that the words beside a name state."""
        words = [without_possessive(word) for word in s.low[start:end]]
        for word in words:
            if word in SEXES:
                self._sexes[name] = SEXES[word]
        heads = ROLES.intersection(words)
        if heads:
            self.roles.setdefault(name, self._text[s.start[start] : s.end[end - 1]])
        self._role_bearers.update(dict.fromkeys(heads, name))

    def _full_name(self, words):
        """The full name that the article gave last for a name with these words."""
        full_name = self._full_names.get(words[-1], "")
        return full_name if set(words) <= set(full_name.split()) else " ".join(words)

    def resolve(self, s, source):
        """The name or description of who speaks; None where a pronoun leads to nobody."""
        first, last = source
        head, tail = s.low[first], s.low[last - 1]
        if s.tags[first] == "W":
            antecedents = [phrase for phrase in s.phrases if phrase[1] <= first]
            return self.resolve(s, antecedents[-1]) if antecedents else None
        if s.tags[first] == "P":
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
            last = next((end for start, end in s.phrases if start == last + 1), last)
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
