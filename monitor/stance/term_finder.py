"""Finds cue terms, written in an analyst's notation, among the words of a text."""

import functools
import itertools
import re
from typing import NamedTuple

LONGEST_GAP = 6
LONGEST_STEM = 30
GAP, END = "...", ""  # keys of a node that no word can have
_UNITED = re.compile(r"\bUnited ([SKN])(?:tates|ingdom|ations)\b")
_WORD = re.compile(r"(?:[A-Za-z]\.){2,}|\w+(?:'\w+)*|[%$€£?]")
_ELEMENT = re.compile(r"\.\.\.|\{\w+\}|(?:[A-Za-z]\.){2,}|\w+(?:'\w+)*\*?|[%$€£?]")


def tokenize(text):
    """List of the words of `text`.

    Hyphens separate words, ``U.S.`` and ``United States`` are ``US``, ``NATO's`` is ``NATO``, and
    ``isn't`` is two words.
    """
    return [_plain(word) for word in _WORD.findall(straighten(text))]


def straighten(text):
    """The text with straight apostrophes, ``not`` as a word of its own, and ``US`` in one word."""
    text = text.replace("’", "'").replace("n't", " not").replace("annot ", "an not ")
    return _UNITED.sub(r"U\1", text)


def _plain(word):
    if word.endswith("'s"):
        return word[:-2]
    return word.replace(".", "") if word.endswith(".") else word


def split_term(term):
    """List of the elements of a term: a word, a stem such as ``deploy*``, ``...``, ``{name}``."""
    elements = _ELEMENT.findall(straighten(term))
    return [element if element[0] in ".{" else _plain(element) for element in elements]


def expand(term, lists=None):
    """Every sequence of elements that `term` stands for.

    An element is a word, a stem such as ``deploy*``, or ``...`` for up to six words. ``{name}``
    stands for each term of that list.
    """
    choices = []
    for element in split_term(term):
        if element.startswith("{"):
            entries = (lists or {})[element[1:-1]]
            choices.append([choice for entry in entries for choice in expand(entry, lists)])
        else:
            choices.append([(element,)])
    return [tuple(itertools.chain(*parts)) for parts in itertools.product(*choices)]


class Match(NamedTuple):
    """A term in a text: it begins at word `start` and ends before word `end`."""

    start: int
    end: int
    key: object
    term: str


class TermFinder:
    """Finds many cue terms in the words of a text, in time linear in the text.

    A term in lower case is found in either case; one with a capital is found as it is written.
    """

    def __init__(self, terms, lists=None):
        """`terms`: iterable of (key, term); `lists`: the lists that ``{name}`` stands for."""
        # A list is found as one element of a term: the pairs of two long lists are too many.
        entries = [
            (elements, (f"{{{name}}}", entry))
            for name, entries in (lists or {}).items()
            for entry in entries
            for elements in expand(entry, lists)
        ]
        terms = [(split_term(term), (key, term)) for key, term in terms]
        self._entries, self._terms = _tree(entries), _tree(terms)
        self._elements = {element for elements, _ in entries + terms for element in elements}

    def find(self, tokens):
        """List of the Matches in the words `tokens`, in the order of their starts."""
        steps = []
        for place, token in enumerate(tokens, start=1):
            steps.append([(form, place) for form in _forms(token) if form in self._elements])
        for entry in _matches(self._entries, steps):
            step = entry.key, entry.end
            if step not in steps[entry.start]:
                steps[entry.start].append(step)
        return _matches(self._terms, steps)


def _tree(terms):
    """Tree of dictionaries: the elements that may follow, and under END the terms that end there.

    `terms`: iterable of (elements, (key, term)).
    """
    root = {}
    for elements, named in terms:
        node = root
        for element in elements:
            node = node.setdefault(element, {})
        node.setdefault(END, []).append(named)
    return root


@functools.lru_cache(maxsize=20_000)
def _forms(word):
    """Every element that the word matches: itself and its stems, as written and in lower case."""
    forms = []
    for form in dict.fromkeys((word, word.lower())):
        forms.append(form)
        forms += [form[:length] + "*" for length in range(1, min(len(form), LONGEST_STEM) + 1)]
    return forms


def _matches(tree, steps):
    """List of the Matches, in the order of their starts.

    `steps` (words): the elements that may begin at a word, each with the place after its end.
    """
    matches = []
    for start in range(len(steps)):
        _follow(tree, steps, start, start, matches)
    return matches


def _follow(node, steps, start, place, matches):
    """Adds the matches that began at `start` and go on from `node` with the word at `place`."""
    for element, end in steps[place]:
        if element not in node:
            continue
        following = node[element]
        matches += [Match(start, end, key, term) for key, term in following.get(END, ())]
        if end < len(steps):
            _follow(following, steps, start, end, matches)
        if GAP in following:
            for later in range(end, min(end + LONGEST_GAP + 1, len(steps))):
                _follow(following[GAP], steps, start, later, matches)
