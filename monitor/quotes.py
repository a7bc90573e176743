"""Text in, its quotations out: where they stand, who speaks, and by which verb they are introduced."""

import re
from dataclasses import dataclass

import pandas as pd

VERSION = "1"
COLUMNS = {
    "article_id": "str", "start": "int64", "end": "int64", "quote": "str", "speaker": "object",
    "speaker_text": "object", "cue": "str", "kind": "str", "spans": "str",
}  # fmt: skip
CLOSING = {"“": "”", "„": "“”", '"': '"', "''": "''", "«": "»", "‘": "’"}
FEWEST_WORDS = 4
REACH = 160
VERBS = """said says say saying told tells tell added adds add noted notes stressed stresses warned warns argued argues
    wrote writes write tweeted asked asks replied replies answered insisted insists explained explains declared declares
    announced acknowledged admitted claimed claims stated states remarked responded concluded continued recalled
    observed called calls calling described describes dismissed denounced complained joked predicted promised
    pledged vowed emphasized emphasised reiterated suggested suggests commented confirmed cautioned contended
    lamented urged""".split()
PRONOUNS = frozenset("he she they".split())
TITLES = """president prime minister secretary general senator governor chancellor spokesman spokeswoman spokesperson
    commander ambassador official officials diplomat analyst colonel captain admiral mayor professor director chairman
    chairwoman leader adviser economist colleague lawmaker king queen pope judge ministry chief""".split()
NOT_NAMES = frozenset(
    """the a an it he she they we i you this that these those there but and or if when while in on at for from with as
    after before his her their our what who monday tuesday wednesday thursday friday saturday sunday january february
    march april may june july august september october november december one some many most""".split()
)
_MARK = re.compile(r"''|[“”„\"«»‘’]")
_NAME = r"(?:[A-Z][\w'’.-]{0,30}(?:[ ](?:de|van|von|der|al|bin|la|of|the)){0,2}[ ]){0,5}[A-Z][\w'’-]{1,30}"
_DESCRIPTION = rf"(?:[Tt]he|[Aa]n?|[Oo]ne|[Hh]is|[Hh]er|[Tt]heir) (?:[\w’'-]{{1,20}} ){{0,4}}(?:{'|'.join(TITLES)})\b"
_WHO = rf"(?P<who>{_DESCRIPTION}|(?:[a-z]{{3,15}} ){{0,3}}{_NAME}|\b(?:[Hh]e|[Ss]he|[Tt]hey)\b)"
_CUE = rf"(?P<cue>\b(?:{'|'.join(VERBS)})\b|\baccording to\b)"
_BETWEEN = r"(?:,[^,“”\"\n]{1,100},)?(?: (?:has|have|had|who|also|then|later|once|again|was|is|\w{2,12}ly)){0,2} "
_WHO_SAID = re.compile(rf"{_WHO}{_BETWEEN}{_CUE}")
_SAID_WHO = re.compile(rf"{_CUE} (?:on \w+day )?(?:by )?{_WHO}")
_LOWER_LEAD = re.compile(r"^(?:[a-z][\w-]* )+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation; `spans` are its parts where its own tag interrupts it or where it runs over paragraphs.

    `speaker` is the resolved name or description, `speaker_text` the words that stand there; None where not found.
    `kind`: direct (whole sentences), mixed (part of a sentence of the article).
    """

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    speaker: str | None
    speaker_text: str | None
    cue: str
    kind: str


def quotes_table(articles):
    """DataFrame[article_id, start, end, quote, speaker, …] of the quotations of DataFrame[article_id, text]."""
    rows = [
        (row.article_id, q.start, q.end, row.text[q.start : q.end], q.speaker, q.speaker_text, q.cue, q.kind,
         ";".join(f"{start}-{end}" for start, end in q.spans))
        for row in articles.itertuples()
        for q in find_quotes(row.text)
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def find_quotes(text):
    """List of `Quote` in the order of the text: direct and mixed quotations between quotation marks.

    A quotation that goes on in the next paragraph, where the mark is opened again, is one; so is one that its own tag
    interrupts. A mark that is never closed costs one paragraph at most. Names in quotation marks and single words are
    no quotations.
    """
    people = _People(text)
    quotes, goes_on, last = [], False, None
    for start, end in _paragraphs(text):
        regions = list(_regions(text, start, end))
        outside = _outside(text, start, end, regions)
        spoken = [region for region in regions if _is_spoken(text, region, start)]
        for number, (left, right, closed) in enumerate(spoken):
            who, cue = _tag(text, outside, start, end, left, right)
            before = text[start:left].strip()
            again = number and quotes and _interrupted(text, quotes[-1].end, left, cue)
            if again or (goes_on and not before and quotes):
                quotes[-1] = _joined(quotes[-1], left, right)
            else:
                name = people.resolve(who, left) or last
                kind = "mixed" if before and text[left:right].lstrip("“\"'‘«„")[:1].islower() else "direct"
                quotes.append(Quote(left, right, ((left, right),), name, who, cue, kind))
            goes_on = not closed
            last = quotes[-1].speaker or last
        if not spoken:
            goes_on, last = False, people.only_one(start, end)
    return [quote for quote in quotes if len(text[quote.start : quote.end].split()) >= FEWEST_WORDS or quote.cue]


def _paragraphs(text):
    for found in re.finditer(r"[^\n]+", text):
        line = found.group()
        if line.strip():
            yield found.start() + len(line) - len(line.lstrip()), found.start() + len(line.rstrip())


def _regions(text, start, end):
    """(start, end, closed) of what stands between quotation marks, with the marks; outermost only."""
    opened, mark = None, ""
    for found in _MARK.finditer(text, start, end):
        sign, i, j = found.group(), found.start(), found.end()
        before, after = text[i - 1 : i] if i > start else " ", text[j : j + 1] if j < end else " "
        if opened is not None and sign in CLOSING[mark] and not (sign == "’" and after.isalnum()):
            if sign != '"' or not before.isspace() or after.isspace() or not after:
                yield opened, j, True
                opened = None
        elif sign in CLOSING and opened is None and not after.isspace() and not before.isalnum():
            opened, mark = i, sign
    if opened is not None and mark != "‘":
        yield opened, end, False


def _outside(text, start, end, regions):
    """The paragraph with NULs in the place of what is quoted, so that no name in it is taken for a speaker."""
    parts, at = [], start
    for left, right, _ in regions:
        parts += [text[at:left], "\x00" * (right - left)]
        at = right
    return "".join([*parts, text[at:end]])


def _is_spoken(text, region, start):
    """Whether a person speaks here: enough words, or the punctuation of speech; titles of works are in capitals."""
    left, right, _ = region
    inner = text[left:right].strip("“”„\"«»‘’' ")
    words = re.findall(r"[\w’'-]+", inner)
    if not words:
        return False
    if inner[-1:] in ",.?!…—" or text[max(start, left - 2) : left].rstrip()[-1:] in (",", ":"):
        return len(words) > 1 or inner[-1:] in "?!,"
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= FEWEST_WORDS and capitals <= len(words) / 2


def _tag(text, outside, start, end, left, right):
    """(words that name the speaker, cue) of the nearest tag: behind the quotation first, then before it."""
    behind = outside[right - start : min(end, right + REACH) - start]
    stop = re.search(r"[.!?](?=\s|$)(?<!Mr.)(?<!Dr.)(?<!Gen.)(?<!Sen.)|\x00", behind)
    behind = behind[: stop.start() + 1] if stop else behind
    ahead = outside[max(start, left - REACH) - start : left - start].split("\x00")[-1]
    ahead = re.split(r"(?<=[a-z0-9”\"][.!?])\s", ahead)[-1]
    found = [m for m in (_SAID_WHO.match(behind.lstrip(" ,")), _WHO_SAID.match(behind.lstrip(" ,"))) if m]
    found += [m for m in (_WHO_SAID.search(behind),) if m and m.start() < 40]
    found += list(_WHO_SAID.finditer(ahead))[-1:] + list(_SAID_WHO.finditer(ahead))[-1:]
    for match in found:
        who = match["who"].strip()
        if who.split()[0].lower() in NOT_NAMES - PRONOUNS and not re.fullmatch(_DESCRIPTION, who):
            who = " ".join(word for word in who.split() if word.lower() not in NOT_NAMES)
        if who:
            return who, match["cue"]
    return None, ""


def _interrupted(text, end, left, cue):
    """Whether only a short tag stands between two parts of one quotation, as in “A,” she said, “b.”"""
    between = text[end:left].strip()
    if not 0 < len(between) < REACH or "\n" in between:
        return False
    return between.endswith(",") or (between.endswith(".") and not cue)


def _joined(quote, left, right):
    spans = (*quote.spans, (left, right))
    return Quote(quote.start, right, spans, quote.speaker, quote.speaker_text, quote.cue, quote.kind)


class _People:
    """The names of an article, so that a surname, a pronoun or a bare title leads to the full name."""

    def __init__(self, text):
        self._mentions = [
            (found.start(), self._bare(found.group()))
            for found in re.finditer(_NAME, text)
            if len(self._bare(found.group()).split()) > 1
        ]
        self._full = {}
        for _, name in self._mentions:
            self._full.setdefault(name.split()[-1], name)
        self._single = [(m.start(), m.group()) for m in re.finditer(r"\b[A-Z][\w-]{2,30}\b", text)]
        self._last = None

    @staticmethod
    def _bare(name):
        """The name without the titles and small words before it."""
        words = name.split()
        while len(words) > 1 and (words[0].lower().strip(".") in TITLES or words[0].lower() in NOT_NAMES):
            words = words[1:]
        return " ".join(words)

    def resolve(self, who, at):
        """The full name for the words that stand at the quotation; the words themselves where there is no better."""
        if who is None:
            return None
        if who.lower() in PRONOUNS:
            named = [name for place, name in self._mentions if place < at]
            return self._last or (named[-1] if named else who)
        if re.match(r"(?:an?|one) ", who, re.I):
            return who
        if re.match(r"(?:the|his|her) ", who, re.I):
            name = re.search(_NAME, who)
            return self._last if name is None and self._last else who
        name = self._bare(_LOWER_LEAD.sub("", who)).removesuffix("’s").removesuffix("'s")
        name = self._full.get(name.split()[-1], name) if name[:1].isupper() else name
        if name[:1].isupper():
            self._last = name
        return name

    def only_one(self, start, end):
        """The one person named in full or by surname between two places of the text; None where there are several."""
        surnames = {word for at, word in self._single if start <= at < end and word in self._full}
        known = {self._full[word] for word in surnames}
        spoken = [name for name in known if name == self._last]
        return (spoken or sorted(known) or [None])[0] if spoken or len(known) == 1 else self._last
