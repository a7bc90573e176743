"""What one news article is: the `Article` record and its id."""

import datetime
import hashlib
from dataclasses import dataclass, field

from monitor.text.cleaning import clean_line


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as its source states it; a field that the source does not state is empty.

    `date_rule` says where the date was found, or why a stated one was rejected. `source` is the
    file and the place in it. `source_id` is the file's own id. `agency` is the wire agency
    credited, `lean` the leaning that an analyst's table states. `note` says what makes it less
    than a whole article, such as a teaser.
    """

    title: str
    text: str
    outlet: str = ""
    date: datetime.date | None = None
    date_rule: str = ""
    authors: tuple[str, ...] = ()
    url: str = ""
    language: str = ""
    source: str = field(default="", compare=False)
    source_id: str | None = None
    agency: str = ""
    lean: str = ""
    note: str = field(default="", compare=False)

    @property
    def article_id(self):
        """16 hexadecimal digits from outlet, title and text in one form of blanks and Unicode."""
        key = "\x1f".join(map(clean_line, (self.outlet, self.title, self.text)))
        return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Rejected:
    """An input that was rejected, and why, in words that a person can act on."""

    source: str
    reason: str
