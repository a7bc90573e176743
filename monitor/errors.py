"""The errors an analyst may see; each names the input, what is wrong, and what to do."""

import difflib

MOST_NAMES = 40  # in one message


class MonitorError(Exception):
    """Root of every error raised by this package; the command line prints only its message."""


class InputError(MonitorError):
    """A path, name or parameter cannot be used."""


class CodebookError(MonitorError):
    """The codebook file contains a mistake."""


class StoreError(MonitorError):
    """The store cannot be read or written."""


class ReportError(MonitorError):
    """A cell of the report failed; the notebook has been saved up to that cell."""


def check_name(kind, name, available):
    """Raise InputError unless the name, of a kind such as "table", is one of those available."""
    if name in available:
        return
    names = [*map(str, available)]
    folded = {known.casefold(): known for known in names}
    similar = difflib.get_close_matches(str(name).casefold(), folded, 1)
    question = f"; did you mean {folded[similar[0]]}?" if similar else ""
    names = ", ".join(names[:MOST_NAMES]) or "none"
    raise InputError(f"unknown {kind} {name!r}; available: {names}{question}")
