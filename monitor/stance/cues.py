"""Words of a text and cue terms in an analyst's notation in, the places where the terms occur out."""

import itertools
import re

GAP = 4
LONGEST_STEM = 30
SHORT = 3  # letters: a shorter word stands in too many others, and "US" for "United States"
KNOWN_WORDS = 100_000
_UNITED = re.compile(r"\bUnited ([SKN])(?:tates|ingdom|ations)\b")
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:'\w+)*|[%$€£?]")
_ELEMENT = re.compile(r"\.\.\.|\{\w+\}|(?:[A-Za-z]\.){2,}|\w+(?:'\w+)*\*?|[%$€£?]")


def words(text):
    """List of the words of `text`: hyphens part words, ``U.S.`` is ``US``, ``NATO's`` is ``NATO``, ``isn't`` is two."""
    return [_plain(word) for word in _WORD.findall(_straight(text))]


def _straight(text):
    text = text.replace("’", "'").replace("n't", " not").replace("annot ", "an not ")
    return _UNITED.sub(lambda found: f"U{found[1]}", text)


def _plain(word):
    if word.endswith("'s"):
        return word[:-2]
    return word.replace(".", "") if word[-1] == "." else word


def sieve(terms):
    """Function of a text: False where it holds none of the terms for certain, told much sooner than by `Terms`."""
    starts = {tuple(itertools.takewhile(lambda e: e[-1] not in ".*", e)) or e[:1] for t in terms for e in expand(t, {})}
    letters = [[r"\.?".join(map(re.escape, element.rstrip("*"))) for element in start] for start in sorted(starts)]
    pattern = re.compile("|".join(r"\b" * start[0][0].isalnum() + r"(?:'s)?\W+".join(start) for start in letters), re.I)
    firsts = {start[0].rstrip("*").casefold() for start in starts}
    if min(map(len, firsts), default=0) < SHORT:
        return lambda text: pattern.search(_straight(text)) is not None

    def may_hold(text):
        plain = text.casefold().replace(".", "")
        return any(first in plain for first in firsts) and pattern.search(_straight(text)) is not None

    return may_hold


def expand(term, lists):
    """Every sequence of elements that `term` stands for: a word, ``deploy*``, ``...`` (to four words), ``{list}``."""
    elements = [_plain(element) if element != "..." else element for element in _ELEMENT.findall(_straight(term))]
    choices = [[(element,)] if element[0] != "{" else _entries(element[1:-1], lists) for element in elements]
    return [tuple(itertools.chain.from_iterable(choice)) for choice in itertools.product(*choices)]


def _entries(name, lists):
    return [entry for term in lists[name] for entry in expand(term, lists)]


class Terms:
    """Finds many cue terms in one pass over the words of a text, in time linear in the text.

    A term in lower case is found in either case; one with a capital is found as it is written.
    """

    def __init__(self, terms, lists=None):
        """`terms`: iterable of (key, term); `lists`: the word lists that ``{name}`` stands for."""
        self._root, self._known = _Node(), {}
        for key, term in terms:
            for elements in expand(term, lists or {}):
                node = self._root
                for element in elements:
                    node = node.child(element)
                node.found.append((key, term))

    def find(self, text_words):
        """List of (start, end, key, term), counted in words, in the order of their starts."""
        found, lower = [], [word.lower() for word in text_words]
        for start, word in enumerate(text_words):
            nodes = self._known.get(word)
            if nodes is None:
                nodes = self._root.after(word, lower[start])
                if len(self._known) < KNOWN_WORDS:
                    self._known[word] = nodes
            for node in nodes:
                _walk(node, text_words, lower, start, start + 1, found)
        return found


class _Node:
    """What may follow in a term: words, stems (``deploy*``), a gap; and the terms that end here."""

    __slots__ = ("found", "gap", "stems", "words")

    def __init__(self):
        self.words, self.stems, self.gap, self.found = {}, {}, None, []

    def child(self, element):
        if element == "...":
            self.gap = self.gap or _Node()
            return self.gap
        branch = self.stems if element[-1] == "*" else self.words
        return branch.setdefault(element.rstrip("*"), _Node())

    def after(self, word, lower):
        nodes = []
        for form in (word,) if word == lower else (word, lower):
            if form in self.words:
                nodes.append(self.words[form])
            if self.stems:
                prefixes = (form[:length] for length in range(1, min(len(form), LONGEST_STEM) + 1))
                nodes += [self.stems[prefix] for prefix in prefixes if prefix in self.stems]
        return nodes


def _walk(node, text_words, lower, start, place, found):
    found += [(start, place, *term) for term in node.found]
    if (node.words or node.stems) and place < len(text_words):
        for following in node.after(text_words[place], lower[place]):
            _walk(following, text_words, lower, start, place + 1, found)
    if node.gap:
        for skipped in range(place, min(place + GAP + 1, len(text_words))):
            for following in node.gap.after(text_words[skipped], lower[skipped]):
                _walk(following, text_words, lower, start, skipped + 1, found)
