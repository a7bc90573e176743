"""People of an article: full names for surnames, pronouns and bare titles, and their roles."""

import re
from collections import Counter, defaultdict, deque

from monitor.quotes.candidates import speaking_part
from monitor.quotes.lexicon import BODIES, PARTS, ROLES, SEXES, TITLES, may_speak
from monitor.quotes.tagging import tag_of
from monitor.text.tokens import without_possessive

RECENT = 40
MOST_BEARERS = 9  # of one surname in an article
ESTABLISHED = 4  # mentions
PERSONAL = ROLES | frozenset(SEXES)  # words before a name that make it a person's
PLACES = ("of", "for", "at", "from", "in")
_NAME = re.compile(r"N(?:[N.]*N)?$")
_BARE_NAME = re.compile("N[VEvRX]")  # before a verb, where a sentence begins
_APPOSITION = re.compile(r",([^VXEPWQSTR,.;-]{1,8})(?=[,.;-]|$)")


def is_person(name):
    """Whether a name is a full one that may be a person's."""
    words = name.split(" ")
    last = words[-1]
    is_name = len(words) > 1 and words[0][:1].isupper() and last[:1].isupper()
    return is_name and last.lower() not in BODIES and set(words).isdisjoint(PLACES)


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
        self._full_names = defaultdict(list)
        self._mentions = deque(maxlen=RECENT)
        self._sexes = {}
        self._counts = Counter()
        # Dict of a role to its bearers, and the words that stand with the role.
        self._bearers = defaultdict(lambda: defaultdict(set))
        self._speaker = None
        # The names that the last two sentences begin with.
        self._topic = self._subject = ""

    def read(self, s):
        """Note the names of a sentence, and the sex and role that stand beside them."""
        for first, last in s.phrases:
            name = self._name(s, first, last)
            if not name:
                continue
            start = last - len(name_words(s, first, last))
            if self._is_known(name) or not PERSONAL.isdisjoint(s.low[first:start]):
                self._mentions.append((s.start[first], name))
                self._count(name)
                self._describe(s, name, first, start)
                apposition = _APPOSITION.match(s.tags, last)
                if apposition:
                    self._describe(s, name, *apposition.span(1))
        self._topic = self._subject
        self._subject = self._first_name(s)

    def _name(self, s, first, last):
        """The name that a noun phrase ends in, in full; empty if none."""
        words = name_words(s, first, last)
        titles = map(without_possessive, s.low[first : last - len(words)])
        sex = next((SEXES[title] for title in titles if title in SEXES), None)
        return self._full_name(words, sex) if words else ""

    def _first_name(self, s):
        """The name of the person with whom a sentence begins; empty if none."""
        first, last = next(iter(s.phrases), (0, 0))
        name = self._name(s, first, last)
        begins = self._is_known(name) and "I" not in s.tags[:first]
        is_bare = _BARE_NAME.match(s.tags) and not self._is_common(s.raw[0])
        return name if begins or is_bare else ""

    def _is_known(self, name):
        """Whether a name is a person's, by its form or by a title elsewhere."""
        return is_person(name) or (name and name in self._full_names[name.split()[-1]])

    def _count(self, name):
        """Count a name; a longer one takes over what shorter ones within it were counted at first.

        Who has long been called by the surname alone is somebody else: "Trump", and Melania Trump.
        """
        names = self._full_names[name.split()[-1]]
        if name not in names:
            words = set(name.split())
            shorter = [n for n in names if set(n.split()) < words and self._counts[n] < ESTABLISHED]
            self._counts[name] = sum(map(self._counts.get, shorter))
            names[:] = [*(n for n in names if n not in shorter), name][-MOST_BEARERS:]
        self._counts[name] += 1

    def _describe(self, s, name, start, end):
        """Note the sex and role that the words beside a name state."""
        words = [without_possessive(word) for word in s.low[start:end]]
        for word in words:
            if word in SEXES:
                self._sexes[name] = SEXES[word]
        heads = ROLES.intersection(words)
        if heads:
            self.roles.setdefault(name, self._text[s.start[start] : s.end[end - 1]])
        for head in heads:
            self._bearers[head][name].update(words)

    def _full_name(self, words, sex):
        """The name with these words that the article gives most often; of equals the last.

        It is of somebody who may be of that sex, if one is given.
        """
        names = [
            name
            for name in reversed(self._full_names[words[-1]])
            if set(words) <= set(name.split())
        ]
        names = [name for name in names if not sex or self._sexes.get(name, sex) == sex]
        return max(names, key=self._counts.get, default=" ".join(words))

    def resolve(self, s, source):
        """The name or description of who speaks; None where a pronoun leads to nobody."""
        first, last = source
        head, tail = s.low[first], s.low[last - 1]
        if s.tags[first] == "W":
            return self._resolve_part(s, [phrase for phrase in s.phrases if phrase[1] <= first])
        if s.tags[first] == "P":
            return self._last_person(s, first, SEXES[head]) if head in SEXES else None
        if tail in PARTS:
            # "41 percent of voters" are voters; "41 percent" is nobody.
            rest = [phrase for phrase in s.phrases if phrase[0] == last + 1]
            return self._resolve_part(s, rest if s.low[last : last + 1] == ["of"] else [])
        # "The Obama administration" speaks, the word alone tells nothing.
        if last - first == 1 and tail == "administration":
            return None
        words = name_words(s, first, last)
        is_name = is_person(" ".join(words)) and words[-1].lower() not in TITLES
        bearer = None if is_name else self._apposition(s, first, last)
        if bearer:
            return self._remember(bearer)
        if not words:
            return self._description(s, first, last)
        # A heading or dateline in capitals, such as EASTERN UKRAINE.
        if "".join(words).isupper() and any(map(self._is_common, words)):
            return None
        name = self._name(s, first, last)
        if first == last - 1 == 0 and not self._is_known(name) and self._is_common(name):
            return name if may_speak(head) else None
        return self._remember(name)

    def _resolve_part(self, s, phrases):
        """As of `resolve`, for the last of some phrases; None if it may not speak."""
        source = speaking_part(s, *phrases[-1]) if phrases else None
        return self.resolve(s, source) if source else None

    def _description(self, s, first, last):
        """Who a phrase without a name means: somebody named before, or the phrase itself."""
        head, tail = s.low[first], s.low[last - 1]
        if s.tags[last - 1] == "N" and not may_speak(tail):
            return None  # a title without a name
        bearers = self._bearers.get(tail, {}) if head in ("the", "his", "her") else {}
        between = s.low[first + 1 : last - 1]
        fitting = [name for name, words in bearers.items() if words.issuperset(between)]
        if fitting:
            return self._remember(max(fitting, key=self._counts.get))
        if last < len(s.low) and s.low[last] in PLACES:
            last = next((end for start, end in s.phrases if start == last + 1), last)
        return without_possessive(self._text[s.start[first] : s.end[last - 1]])

    def _is_common(self, word):
        """Whether a word with which a sentence begins is no name: the text has it in small too."""
        small = word.lower()
        # Most are not there at all, which is sooner seen without a pattern.
        return tag_of(small) != "n" or bool(
            small in self._text and re.search(rf"\b{re.escape(small)}\b", self._text)
        )

    def _apposition(self, s, first, last):
        """The person whom a phrase between commas describes; None for any other phrase."""
        if s.tags[first - 1 : first] == "," and s.tags[last : last + 1] == ",":
            for start, end in s.phrases:
                name = self._name(s, start, end) if end == first - 1 else ""
                if self._is_known(name):
                    return name

    def _remember(self, name):
        if self._is_known(name):
            self._speaker = name
        return name

    def _last_person(self, s, first, sex):
        """The person for whom a pronoun stands, the word `first`, who may be of that sex.

        It is the subject of its sentence or, where the sentence begins with it, of the one before;
        or else the last speaker or the last person named.
        """
        names = [name for start, name in self._mentions if start < s.start[first]]
        if first == s.phrases[0][0]:
            subject = self._topic
        else:
            subject = self._subject if self._is_known(self._subject) else ""
        for name in (subject, self._speaker, *reversed(names)):
            if name and self._sexes.get(name, sex) == sex:
                self._sexes.setdefault(name, sex)
                return self._remember(name)
        return None
