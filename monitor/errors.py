"""The errors an analyst may see; each names the input, what is wrong, and what to do."""

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
    if name not in available:
        names = ", ".join(map(str, [*available][:MOST_NAMES])) or "none"
        raise InputError(f"unknown {kind} {name!r}; available: {names}")
